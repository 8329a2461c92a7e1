//! A post's words as a page shows them: the words that rules found are marked, and what people cannot see is named.

use std::ops::Range;

use report::Markup;

/// Signs without a width that stand together in honest texts: a family of emoji joins this many people, and some scripts
/// write as many.
const UNSEEN_MAX: usize = 6;

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
fn write_plain(text: &str, markup: &mut Markup) {
    let mut unseen = 0;
    let mut plain = String::new();
    let mut rest = text.chars().peekable();
    while let Some(sign) = rest.next() {
        if let Some(name) = turning(sign) {
            markup.text(&plain);
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
            markup.text(&plain);
            plain.clear();
            let left_out = format!("+{} unseen", unseen - UNSEEN_MAX);
            markup.leaf(
                "span",
                &[("class", "sign"), ("title", "signs without a width")],
                &left_out,
            );
        }
    }
    markup.text(&plain);
}

/// The name of a sign that changes the direction of what follows, beyond its own word.
const fn turning(sign: char) -> Option<&'static str> {
    match sign {
        '\u{202a}' => Some("LRE"),
        '\u{202b}' => Some("RLE"),
        '\u{202c}' => Some("PDF"),
        '\u{202d}' => Some("LRO"),
        '\u{202e}' => Some("RLO"),
        '\u{2066}' => Some("LRI"),
        '\u{2067}' => Some("RLI"),
        '\u{2068}' => Some("FSI"),
        '\u{2069}' => Some("PDI"),
        _ => None,
    }
}

const fn is_unseen(sign: char) -> bool {
    matches!(
        sign,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
            | '\u{e0000}'..='\u{e0fff}'
    )
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
