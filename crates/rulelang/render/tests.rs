//! How findings look.

use super::render;
use crate::{Code, Diagnostic};

/// The source line and the line below it.
fn check(text: &str, place: &str, line: &str, underline: &str) {
    let start = text.find(place).unwrap();
    let diagnostic = Diagnostic::error(Code::EmptyGroup, start..start + place.len(), "message");
    let shown = render(&diagnostic, "brand.rules.toml", text, 0);
    let lines: Vec<&str> = shown.lines().skip(3).take(2).collect();
    assert_eq!(lines, [line, underline], "{text:?}");
}

#[test]
fn underlines_what_is_seen() {
    check("late ()", "()", "1 | late ()", "  |      ^^");
    check("\n\n\n\n\n\n\n\n\nlate ()", "()", "10 | late ()", "   |      ^^");
    check("日本 ()", "()", "1 | 日本 ()", "  |      ^^");
    check("日本 x", "本", "1 | 日本 x", "  |   ^^");
    check("cafe\u{301} ()", "()", "1 | cafe\u{301} ()", "  |      ^^");
    check("👨‍👩‍👧 ()", "()", "1 | 👨‍👩‍👧 ()", "  |    ^^");
    check("a\tb", "b", "1 | a    b", "  |      ^");
    check("a\tb", "\t", "1 | a    b", "  |  ^^^^");
    check("a\u{200b}b", "\u{200b}", "1 | a\u{200b}b", "  |  ^");
    check("late\r\n()\r\n", "()", "2 | ()", "  | ^^");
    check("(late\nslow", "(late\nslow", "1 | (late", "  | ^^^^^");
}

#[test]
fn an_escape_sequence_does_not_reach_the_terminal() {
    check("a\u{1b}[31m ()", "()", "1 | a\u{fffd}[31m ()", "  |        ^^");
    check("a\u{202e}b ()", "()", "1 | a\u{fffd}b ()", "  |     ^^");
}

#[test]
fn a_long_line_is_cut_around_the_place() {
    let text = format!("{} () {}", "delivery ".repeat(40), "late ".repeat(40));
    let diagnostic = Diagnostic::error(Code::EmptyGroup, 361..363, "message");
    let shown = render(&diagnostic, "f", &text, 0);
    let lines: Vec<&str> = shown.lines().collect();
    assert!(lines[3].chars().count() < 110, "{}", lines[3]);
    let at = lines[4].find('^').unwrap();
    let marked: String = lines[3].chars().skip(lines[4][..at].chars().count()).take(2).collect();
    assert_eq!(marked, "()");
}

#[test]
fn tells_what_and_where_and_what_to_do() {
    let text = "name = 'x'\nquery = 'covid OR covid19 lang:en'\n";
    let offset = text.find("covid").unwrap();
    let query = "covid OR covid19 lang:en";
    let found = crate::parse(query).diagnostics;
    let expected = "\
warning[last-branch]: this applies only to `covid19`, not to the alternatives before it
 --> brand.rules.toml:2:27
  |
2 | query = 'covid OR covid19 lang:en'
  |                           ^^^^^^^
  |          ----- not filtered
  = help: to apply it to all of them, put brackets around the alternatives: `(covid OR covid19) lang:en`
";
    assert_eq!(render(&found[0], "brand.rules.toml", text, offset), expected);
}

#[test]
fn a_label_on_another_line_is_shown_with_it() {
    let text = "a\nb\nc\n";
    let diagnostic = Diagnostic::error(Code::DuplicateId, 4..5, "twice").label(0..1, "first here");
    let expected = "\
error[duplicate-id]: twice
 --> f:3:1
  |
3 | c
  | ^
1 | a
  | - first here
";
    assert_eq!(render(&diagnostic, "f", text, 0), expected);
}

#[test]
fn a_fix_that_the_help_does_not_show_is_told() {
    let shown = |diagnostic: Diagnostic| {
        let text = render(&diagnostic, "f", "late )", 0);
        text.lines().last().unwrap().to_owned()
    };
    let found = || Diagnostic::error(Code::UnbalancedBracket, 5..6, "message");
    assert_eq!(shown(found().unsafe_fix(5..6, "")), "  = fix: remove `)`");
    assert_eq!(shown(found().unsafe_fix(0..0, "(")), "  = fix: insert `(`");
    assert_eq!(shown(found().unsafe_fix(5..6, "x")), "  = fix: replace `)` by `x`");
    assert_eq!(shown(found().help("write `x`").unsafe_fix(5..6, "x")), "  = help: write `x`");
}

#[test]
fn places_outside_the_text_do_no_harm() {
    let diagnostic = Diagnostic::error(Code::EmptyGroup, 90..99, "message");
    assert!(render(&diagnostic, "f", "é", 0).contains("1 | é"));
}
