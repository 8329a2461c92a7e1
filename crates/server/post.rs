//! A post's words as a page shows them: the words that rules found are marked, and what people cannot see is named.

use std::ops::Range;

use report::{Markup, is_unseen, turning};

/// Signs without a width that stand together in honest texts: a family of emoji joins this many people, and some scripts
/// write as many.
const UNSEEN_MAX: usize = 6;

/// Line ends that stand together: one empty line parts paragraphs, a hundred only push others away.
const LINE_ENDS_MAX: usize = 2;

/// A stretch of a text to be marked, and for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Its bytes.
    pub(crate) bytes: Range<usize>,
    /// What it was found by.
    pub(crate) label: String,
}

/// Writes `text` up to `characters_max` characters, its `marks` as `mark`, whatever their order and overlap.
pub(crate) fn write(text: &str, marks: &[Mark], characters_max: usize, markup: &mut Markup) {
    let end = text.char_indices().nth(characters_max).map_or(text.len(), |(end, _)| end);
    let mut at = 0;
    for mark in merged(text, marks) {
        let (from, to) = (mark.bytes.start.min(end), mark.bytes.end.min(end));
        write_plain(&text[at..from], markup);
        if from < to {
            markup.element("mark", &[("title", &mark.label)], |word| {
                write_plain(&text[from..to], word);
            });
        }
        at = to.max(at);
    }
    write_plain(&text[at..end], markup);
    if end < text.len() {
        let more = text[end..].chars().count();
        markup.leaf("span", &[("class", "sign")], &format!("… and {more} more characters"));
    }
}

/// The marks in order and without overlap, those that lie over each other as one.
fn merged(text: &str, marks: &[Mark]) -> Vec<Mark> {
    let mut sorted: Vec<&Mark> =
        marks.iter().filter(|mark| text.get(mark.bytes.clone()).is_some()).collect();
    sorted.sort_by_key(|mark| (mark.bytes.start, mark.bytes.end));
    let mut merged: Vec<Mark> = Vec::new();
    for mark in sorted {
        match merged.last_mut() {
            Some(last) if mark.bytes.start < last.bytes.end => {
                last.bytes.end = last.bytes.end.max(mark.bytes.end);
                if !last.label.split(", ").any(|label| label == mark.label) {
                    last.label = format!("{}, {}", last.label, mark.label);
                }
            }
            _ => merged.push(mark.clone()),
        }
    }
    merged
}

/// Writes text in which signs that turn what follows around are named instead of obeyed, and floods of signs without a
/// width are counted instead of sent.
pub(crate) fn write_plain(text: &str, markup: &mut Markup) {
    let (mut unseen, mut line_ends) = (0, 0);
    let mut plain = String::new();
    let mut rest = text.chars().peekable();
    while let Some(sign) = rest.next() {
        line_ends = match sign {
            '\n' => line_ends + 1,
            sign if sign.is_whitespace() => line_ends,
            _ => 0,
        };
        if line_ends > LINE_ENDS_MAX {
            continue;
        }
        if let Some(name) = turning(sign) {
            markup.lines(&plain);
            plain.clear();
            markup.leaf(
                "span",
                &[("class", "sign"), ("title", "a sign that turns the text around")],
                name,
            );
            continue;
        }
        unseen = if is_unseen(sign) { unseen + 1 } else { 0 };
        if unseen <= UNSEEN_MAX {
            plain.push(sign);
        } else if rest.peek().is_none_or(|next| !is_unseen(*next)) {
            markup.lines(&plain);
            plain.clear();
            let left_out = format!("+{} unseen", unseen - UNSEEN_MAX);
            markup.leaf(
                "span",
                &[("class", "sign"), ("title", "signs without a width")],
                &left_out,
            );
        }
    }
    markup.lines(&plain);
}

/// The address if a browser may be sent there: never one that is a program.
pub(crate) fn safe_address(address: &str) -> Option<&str> {
    let scheme = address.split_once("://").map(|(scheme, _)| scheme);
    scheme
        .filter(|scheme| {
            scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
        })
        .map(|_| address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, marks: &[(usize, usize, &str)], expected: &str) {
        let marks: Vec<Mark> = marks
            .iter()
            .map(|(from, to, label)| Mark { bytes: *from..*to, label: (*label).to_owned() })
            .collect();
        let mut markup = Markup::default();
        write(text, &marks, 20, &mut markup);
        assert_eq!(markup.finish(), expected);
    }

    #[test]
    fn words_are_marked_whatever_order_and_overlap() {
        check("late again", &[(0, 4, "late")], "<mark title=\"late\">late</mark> again");
        check(
            "late again",
            &[(5, 10, "b"), (0, 4, "a"), (2, 7, "c")],
            "<mark title=\"a, c, b\">late again</mark>",
        );
        check("ö<b>", &[(0, 1, "cuts a letter"), (2, 9, "too long")], "ö&lt;b&gt;");
    }

    #[test]
    fn what_is_hostile_is_inert_and_shown() {
        check("<script>alert(1)", &[], "&lt;script&gt;alert(1)");
        check(
            "a\u{202e}b",
            &[],
            "a<span class=\"sign\" title=\"a sign that turns the text around\">RLO</span>b",
        );
        let flood = format!("a{}b", "\u{200b}".repeat(15));
        let shown = format!(
            "a{}<span class=\"sign\" title=\"signs without a width\">+9 unseen</span>b",
            "\u{200b}".repeat(UNSEEN_MAX)
        );
        check(&flood, &[], &shown);
        check("👨‍👩‍👧‍👦 é", &[], "👨‍👩‍👧‍👦 é");
        check("a\r\nb\n\n \n\n\nc\td", &[], "a \nb\n\n c\td");
        check(
            "123456789012345678901234",
            &[(18, 24, "w")],
            "123456789012345678<mark title=\"w\">90</mark><span class=\"sign\">… and 4 more characters</span>",
        );
    }

    #[test]
    fn only_addresses_of_pages_are_links() {
        assert_eq!(safe_address("https://x.com/a"), Some("https://x.com/a"));
        for other in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//x.com",
            "java\nscript://x",
            "file:///etc/passwd",
        ] {
            assert_eq!(safe_address(other), None, "{other}");
        }
    }
}
