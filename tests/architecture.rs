//! The rules of the house: which crate may know which, and what may stand where.
//!
//! Each rule is a function from a file to its violations, tried on a file that breaks it before it is trusted.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What each crate may use of ours.
const MAY_USE: &[(&str, &[&str])] = &[
    ("mention", &[]),
    ("rulelang", &["mention"]),
    ("matcher", &["mention", "rulelang"]),
    ("enrich", &["mention"]),
    ("tagger", &["mention", "rulelang", "matcher", "enrich"]),
    ("store", &["mention"]),
    ("report", &["mention"]),
    ("ingest", &["mention", "tagger", "store"]),
    ("server", &["mention", "rulelang", "tagger", "store", "report"]),
];

/// Crates that take data and give data, and touch nothing else.
const PURE: &[&str] = &["mention", "rulelang", "matcher", "enrich", "tagger", "report"];

/// What a pure crate does not touch.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "tokio::",
    "tracing::",
    "async fn",
    "thread_local!",
    "static mut",
    "OnceLock",
    "LazyLock",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` with this ending, sorted.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with('.')
                || entry.file_name() == "target";
            match path.is_dir() {
                true if !hidden => folders.push(path),
                false if path.to_string_lossy().ends_with(ending) => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// Where a file stands, from the root, with `/` between.
fn place(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

/// A source file without its comments and its tests.
fn product(source: &str) -> String {
    let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
    source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Whether a file is compiled for tests only: by its place, or because the module above says so.
fn is_test(place: &str) -> bool {
    is_declared_for_tests(place)
        || place.starts_with("tests/")
        || place.starts_with("benches/")
        || place.contains("/tests/")
        || place.ends_with("tests.rs")
        || place.contains("/fuzz/")
}

fn is_declared_for_tests(place: &str) -> bool {
    let (folder, file) = place.rsplit_once('/').unwrap_or(("", place));
    let module = file.trim_end_matches(".rs");
    let above = [format!("{folder}/lib.rs"), format!("{folder}/main.rs"), format!("{folder}.rs")];
    above.iter().filter_map(|path| fs::read_to_string(root().join(path)).ok()).any(|text| {
        [format!("#[cfg(test)]\nmod {module};"), format!("#[cfg(test)]\npub(crate) mod {module};")]
            .iter()
            .any(|declared| text.contains(declared))
    })
}

/// Runs `rule` over the product's sources below `folder`; it returns what is wrong with a place and its text.
fn violations(folder: &str, rule: impl Fn(&str, &str) -> Option<String>) -> Vec<String> {
    let sources = files(&root().join(folder), ".rs").into_iter().map(|path| (place(&path), path));
    let sources = sources.filter(|(place, _)| !is_test(place));
    sources
        .filter_map(|(place, path)| rule(&place, &product(&fs::read_to_string(path).unwrap())))
        .collect()
}

fn ours_used(manifest: &str) -> BTreeSet<&str> {
    let body =
        manifest.split("\n[").find(|part| part.starts_with("dependencies]")).unwrap_or_default();
    let names = body.lines().filter_map(|line| line.split(['.', ' ', '=']).next());
    names.filter(|name| MAY_USE.iter().any(|(ours, _)| ours == name)).collect()
}

#[test]
fn crates_use_only_those_before_them() {
    for (name, may_use) in MAY_USE {
        let manifest =
            fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap();
        let forbidden: Vec<_> =
            ours_used(&manifest).into_iter().filter(|used| !may_use.contains(used)).collect();
        assert!(forbidden.is_empty(), "{name} may not use {forbidden:?}");
    }
    let broken = "[package]\nname = \"store\"\n\n[dependencies]\nmention.workspace = true\nrulelang.workspace = true\n";
    assert!(ours_used(broken).contains("rulelang"));
}

#[test]
fn every_crate_is_in_the_table_and_on_the_map() {
    let map = fs::read_to_string(root().join("crates/README.md")).unwrap();
    for entry in fs::read_dir(root().join("crates"))
        .unwrap()
        .map(Result::unwrap)
        .filter(|entry| entry.path().is_dir())
    {
        let name = entry.file_name().into_string().unwrap();
        assert!(
            name == "cli" || MAY_USE.iter().any(|(known, _)| *known == name),
            "{name} is missing in MAY_USE"
        );
        assert!(map.contains(&format!("`{name}`")), "{name} is missing in crates/README.md");
    }
}

#[test]
fn pure_crates_touch_nothing() {
    let rule = |place: &str, text: &str| {
        let found: Vec<_> = IMPURE.iter().filter(|word| text.contains(**word)).collect();
        (!found.is_empty()).then(|| format!("{place}: {found:?}"))
    };
    for name in PURE {
        let found = violations(&format!("crates/{name}"), rule);
        assert!(found.is_empty(), "{found:#?}");
    }
    assert!(rule("x.rs", "let now = Instant::now();").is_some());
}

#[test]
fn serde_stays_at_the_borders() {
    let rule = |place: &str, text: &str| {
        let parts: Vec<&str> = place.split('/').collect();
        let file = parts[parts.len() - 1];
        let border = parts.iter().any(|part| part.starts_with("wire"))
            || ["json.rs", "file.rs", "config.rs"].contains(&file);
        let used = text.contains("serde::") || text.contains("serde_json");
        (used && !border).then(|| place.to_owned())
    };
    let found = violations("crates", rule);
    assert!(found.is_empty(), "{found:#?}");
    assert!(rule("crates/report/text.rs", "use serde::Serialize;").is_some());
    assert!(rule("crates/report/json.rs", "use serde::Serialize;").is_none());
}

#[test]
fn sql_stays_in_the_store() {
    let rule = |place: &str, text: &str| {
        let sql = ["INSERT INTO ", "SELECT ", "DELETE FROM ", "CREATE TABLE "]
            .iter()
            .any(|word| text.contains(word));
        (sql && !place.starts_with("crates/store/")).then(|| place.to_owned())
    };
    let found = violations("crates", rule);
    assert!(found.is_empty(), "{found:#?}");
    assert!(rule("crates/report/tags.rs", "\"SELECT 1\"").is_some());
}

#[test]
fn only_one_file_prints() {
    let rule = |place: &str, text: &str| {
        let prints = ["println!", "eprintln!", "print!(", "io::stdout()", "io::stderr()", "dbg!"];
        let found = prints.iter().any(|word| text.contains(word));
        (found && place != "crates/cli/output.rs").then(|| place.to_owned())
    };
    let found = violations("crates", rule);
    assert!(found.is_empty(), "{found:#?}");
    assert!(rule("crates/store/lib.rs", "println!(\"x\")").is_some());
}

#[test]
fn files_say_why_they_exist_and_stay_readable() {
    for folder in ["crates", "tests", "benches"] {
        for path in files(&root().join(folder), ".rs") {
            let text = fs::read_to_string(&path).unwrap();
            assert!(
                text.starts_with("//!"),
                "{} does not open with a sentence on why it exists",
                place(&path)
            );
            assert!(text.lines().count() <= 800, "{} is past 800 lines", place(&path));
        }
    }
}

#[test]
fn nothing_left_over() {
    let left = ["TO\u{44}O", "FIX\u{4d}E", "todo\u{21}(", "unimplemented\u{21}(", "#[ignore"];
    let rule = |place: &str, text: &str| {
        let found: Vec<_> = left.iter().filter(|word| text.contains(**word)).collect();
        (!found.is_empty()).then(|| format!("{place}: {found:?}"))
    };
    let found = violations("crates", rule);
    assert!(found.is_empty(), "{found:#?}");
    assert!(rule("x.rs", &format!("// {}", left[0])).is_some());
}
