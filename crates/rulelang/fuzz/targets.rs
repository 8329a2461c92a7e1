//! What must hold for any bytes: nothing panics, every place is one, what is written is read again as the same.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none query` (or `file`, `sheet`) in `crates/rulelang`. What it finds goes to
//! `fuzz/corpus/TARGET`, where an ordinary test runs it ever after.

use std::collections::BTreeMap;
use std::sync::Arc;

use rulelang::sheet::{self, Options};
use rulelang::{Context, Diagnostic, Finding, RuleSet, Settings, Severity, SourceFile};

/// Bytes of an input that are looked at, at most: a longer one is slow, not different.
const BYTES_MAX: usize = 4_096;

fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok().filter(|text| text.len() <= BYTES_MAX)
}

fn source(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.to_owned(), text: text.to_owned() }
}

fn placed(diagnostic: &Diagnostic, text: &str) {
    let labels = diagnostic.labels.iter().map(|label| &label.span);
    let fix = diagnostic.fix.iter().flat_map(|fix| &fix.edits).map(|edit| &edit.span);
    for span in labels.chain(fix).chain([&diagnostic.span]) {
        assert!(text.get(span.clone()).is_some(), "{diagnostic:?} is nowhere in {text:?}");
    }
}

/// A query, and a line of keywords.
pub(crate) fn query(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let lists = BTreeMap::new();
    let context = Context { settings: Settings::default(), lists: &lists, brand: None };
    for parsed in [rulelang::parse(text), rulelang::parse_keyword(text)] {
        for diagnostic in &parsed.diagnostics {
            placed(diagnostic, text);
        }
        if let Some(node) = parsed.node {
            let printed = rulelang::print(&node);
            for diagnostic in rulelang::check_query(&node, &context) {
                placed(&diagnostic, text);
            }
            if parsed.diagnostics.iter().all(|found| found.severity != Severity::Error) {
                let again = rulelang::parse(&printed).node.expect("what is printed is a query");
                assert_eq!(rulelang::print(&again), printed, "printed and read again, of {text:?}");
            }
        }
    }
}

/// A rule file: read, laid out, exported and imported again.
pub(crate) fn file(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let file = source("a.rules.toml", text);
    let absent = |_: &str, _: &str| Err("there is no such file".to_owned());
    let found = match RuleSet::read(std::slice::from_ref(&file), &absent) {
        Ok((_, found)) | Err(found) => found,
    };
    for finding in &found {
        placed(&finding.diagnostic, text);
        assert!(!finding.to_string().is_empty());
    }
    let file = Arc::new(file);
    if let Ok(laid_out) = rulelang::format(&file) {
        let again = Arc::new(source("a.rules.toml", &laid_out));
        assert_eq!(rulelang::format(&again).as_ref(), Ok(&laid_out), "laid out twice");
    }
    // Ids that two rules have name no row, so such a file is not exported; every other comes back.
    if !found.iter().any(Finding::is_error) {
        comes_back(&file);
    }
}

/// An untouched sheet changes nothing.
fn comes_back(file: &Arc<SourceFile>) {
    let files = [Arc::clone(file)];
    let csv = sheet::export(&files).csv();
    let read = sheet::read("a.csv", &csv).expect("what is exported is a sheet");
    let import = sheet::import(&files, &read, Options { into: None, delete: true });
    assert!(import.files.is_empty() && import.refusals.is_empty(), "{import:?}");
}

/// The bytes of a sheet, imported into a file.
pub(crate) fn sheet(data: &[u8]) {
    const FILE: &str = "[[theme]]\nid = 'a'\nany = ['x', 'y'] # c\n\n[[brand]]\nid = \"b\"\n[brand.query]\nen = '''x'''\n";
    let Ok(read) = sheet::read("a.xlsx", data) else { return };
    let files = [Arc::new(source("a.rules.toml", FILE))];
    for delete in [false, true] {
        let import = sheet::import(&files, &read, Options { into: None, delete });
        for made in &import.files {
            let again = sheet::export(&[Arc::new(made.clone())]);
            // A file that is no TOML has no rows.
            assert!(!again.rows().is_empty() || delete, "{}", made.text);
        }
        for finding in &import.findings {
            placed(&finding.diagnostic, &finding.source.text);
        }
    }
}
