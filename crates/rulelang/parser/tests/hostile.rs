//! Texts that were made to cost much: a run of signs, each of which has all the others behind itself.

use super::parse;
use crate::Diagnostic;

/// Bytes of all that is said of a query.
fn told(found: &Diagnostic) -> usize {
    let edits = found.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.replacement.len());
    found.message.len() + found.help.as_ref().map_or(0, String::len) + edits.sum::<usize>()
}

/// Holds that what is said of `piece` many times over grows with how often it is there, not with the square of it.
#[track_caller]
fn grows_evenly(piece: &str) {
    let all = |count: usize| {
        let parsed = parse(&piece.repeat(count));
        parsed.diagnostics.iter().map(told).sum::<usize>()
    };
    let (some, many) = (all(500), all(2_000));
    assert!(many <= 5 * some.max(1_000), "{piece}: {some} bytes, then {many}");
}

#[test]
fn what_is_said_of_a_run_of_signs_grows_evenly() {
    for piece in
        ["–", "-", "+", "!", "a)", ":(", "#a", "@a#b", "#a🙂", "- – ", "C++ ", ",a", "a, ", "&amp;"]
    {
        grows_evenly(piece);
    }
}

#[test]
fn runs_of_signs_are_read_to_their_end() {
    let signs = 300_000;
    for piece in ["-", "–", "+-", "#a", "@a#", ":)", "a)", "(a)"] {
        assert!(!parse(&piece.repeat(signs / piece.len())).diagnostics.is_empty() || piece == "#a");
    }
    let values = format!("author:({}a)", "-".repeat(signs));
    assert!(!parse(&values).diagnostics.is_empty());
}

/// The steps of one reading of a set, as seconds would tell them were the machine quiet: nothing here asserts time, the
/// texts are such that the square of their length would never end.
#[test]
fn long_queries_are_doubted_in_passing() {
    for part in ["lang:en ", "likes:1 ", "-lang:en ", "-late ", "late ", "C++ ", "xlang:en "] {
        let text = format!("[[theme]]\nid = 'a'\nquery = '''x {}'''\n", part.repeat(9_000));
        let source = crate::SourceFile { name: "a.rules.toml".to_owned(), text };
        let read = crate::RuleSet::read(&[source], &|_, _| Ok(Vec::new()));
        let found = read.map_or_else(|found| found, |(_, found)| found);
        assert_eq!(crate::render_all(&found).len(), found.len(), "{part}");
    }
    let long = "a".repeat(400_000);
    let text = format!("[[theme]]\nid = 'a'\nany = ['b*', '{long}', '{long}b']\n");
    let source = crate::SourceFile { name: "a.rules.toml".to_owned(), text };
    assert!(crate::RuleSet::read(&[source], &|_, _| Ok(Vec::new())).is_ok());
}
