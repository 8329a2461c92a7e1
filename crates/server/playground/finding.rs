//! Findings as an editor in a browser shows them: where they stand, what to do, and the change that settles them.

use std::collections::BTreeMap;

use rulelang::{Finding, Fix, Severity, apply_fixes, positions};

use super::utf16::Utf16;

/// Findings that are shown; of more it is said how many.
const FINDINGS_MAX: usize = 200;

/// A finding on rules that are being edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// The file.
    pub(crate) file: String,
    /// The line and the column in characters, from 1.
    pub(crate) position: (usize, usize),
    /// The first UTF-16 unit of the file's text, and how many.
    pub(crate) span: (usize, usize),
    /// How bad it is.
    pub(crate) severity: Severity,
    /// Its stable name.
    pub(crate) code: &'static str,
    /// What is wrong.
    pub(crate) message: String,
    /// What to write instead.
    pub(crate) help: Option<String>,
    /// The change that settles it.
    pub(crate) mend: Option<Mend>,
    /// The line with the place underlined, as the command line shows it.
    pub(crate) shown: String,
}

/// One change of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mend {
    /// The first UTF-16 unit that is replaced, and how many are.
    pub(crate) span: (usize, usize),
    /// What stands there afterwards.
    pub(crate) text: String,
    /// Whether the rules mean the same afterwards.
    pub(crate) safe: bool,
}

/// The findings that are shown, and how many there are beside them.
///
/// Of all files those in `file` come first: it is the one being edited.
///
/// # Cost
///
/// A pass over the text of a file for each change.
pub(crate) fn told(findings: &[Finding], file: &str) -> (Vec<Told>, usize) {
    let mut order: Vec<&Finding> = findings.iter().collect();
    order.sort_by_key(|finding| (!finding.is_error(), finding.file() != file));
    let most: Vec<Finding> = order.into_iter().take(FINDINGS_MAX).cloned().collect();
    let mut texts: BTreeMap<&str, Utf16<'_>> = BTreeMap::new();
    let shown = rulelang::render_all(&most);
    let places = positions(&most);
    let mut told = Vec::with_capacity(most.len());
    for ((finding, position), shown) in most.iter().zip(places).zip(shown) {
        let text = &finding.source.text;
        let counted = texts.entry(finding.file()).or_insert_with(|| Utf16::of(text));
        let diagnostic = &finding.diagnostic;
        told.push(Told {
            file: finding.file().to_owned(),
            position,
            span: counted.span(&diagnostic.span),
            severity: diagnostic.severity,
            code: diagnostic.code.name(),
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            mend: diagnostic.fix.as_ref().map(|fix| mend(text, counted, fix)),
            shown,
        });
    }
    told.sort_by_key(|told| (told.file != file, told.file.clone(), told.span));
    let rest = findings.len() - told.len();
    (told, rest)
}

/// A fix as one change, blanks that go with it included.
fn mend(text: &str, counted: &Utf16<'_>, fix: &Fix) -> Mend {
    let mended = apply_fixes(text, [fix]).text;
    let same = |(a, b): &(char, char)| a == b;
    let before: usize =
        text.chars().zip(mended.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (old, new) = (&text[before..], &mended[before..]);
    let after: usize =
        old.chars().rev().zip(new.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let span = counted.span(&(before..text.len() - after));
    Mend { span, text: new[..new.len() - after].to_owned(), safe: fix.safe }
}

#[cfg(test)]
mod tests {
    use rulelang::{RuleSet, SourceFile};

    use super::told;

    /// The text with the change of its first finding put in, as a browser does it.
    fn mended(text: &str) -> String {
        let source = SourceFile { name: "a".to_owned(), text: text.to_owned() };
        let findings = match RuleSet::read(&[source], &|_, _| Err(String::new())) {
            Ok((_, findings)) | Err(findings) => findings,
        };
        let (told, rest) = told(&findings, "a");
        assert_eq!((told.len(), rest), (findings.len(), 0));
        let mend = told.into_iter().find_map(|told| told.mend).unwrap();
        let mut units: Vec<u16> = text.encode_utf16().collect();
        units.splice(mend.span.0..mend.span.0 + mend.span.1, mend.text.encode_utf16());
        String::from_utf16(&units).unwrap()
    }

    #[test]
    fn a_fix_is_one_change_in_the_units_of_a_browser() {
        let rule = |query: &str| format!("[[theme]]\nid = 'a' # 😀 ä\nquery = '{query}'\n");
        assert_eq!(mended(&rule("flood OR 😀 OR storm OR flood")), rule("flood OR 😀 OR storm"));
    }

    #[test]
    fn places_are_those_of_the_text_and_errors_come_with_the_edited_file_first() {
        let file =
            |name: &str, text: &str| SourceFile { name: name.to_owned(), text: text.to_owned() };
        let files = [
            file("a", "[[theme]]\nid = 'a'\nquery = 'late OR late'\n"),
            file("b", "# 😀\n[[theme]]\nid = 'b'\nquery = '(slow'\n"),
        ];
        let findings = RuleSet::read(&files, &|_, _| Err(String::new())).unwrap_err();
        let (told, _) = told(&findings, "b");
        let told: Vec<_> =
            told.iter().map(|it| (it.file.as_str(), it.code, it.position, it.span)).collect();
        assert_eq!(
            told,
            [("b", "unbalanced-bracket", (4, 10), (33, 1)), ("a", "duplicate", (3, 18), (36, 4))]
        );
    }
}
