//! A text with a query a line; one whose brackets are open, or that breaks off at an operator, goes on.

use std::ops::Range;
use std::sync::Arc;

use rulelang::SourceFile;
use rulelang::dialect::plain;

use super::input::Given;

/// Lines of a query, at most: a bracket that is open for longer was never meant to be.
const LINES_MAX: usize = 5_000;

/// The queries of a text. What follows a tab is the query's name, as in rule files of `PowerTrack`; what stands before it
/// is, where only what follows has signs of a query.
///
/// # Cost
///
/// Linear in the text; a line is looked at once for each line before it that leaves something open, `LINES_MAX` times at most.
pub(super) fn queries(source: &Arc<SourceFile>) -> Vec<Given> {
    let text = source.text.as_str();
    let lines: Vec<Line> = text.split_inclusive('\n').map(|line| Line::of(text, line)).collect();
    let mut given = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let (first, number) = (&lines[at].span, at + 1);
        if first.is_empty() {
            at += 1;
            continue;
        }
        at = end(text, &lines, at);
        let whole = first.start..lines[at - 1].span.end;
        let written = &text[whole.clone()];
        let (query, name) = match written.rsplit_once('\t') {
            Some((name, query))
                if !written.contains('\n') && has_signs(query) && !has_signs(name) =>
            {
                (whole.end - query.trim_start().len()..whole.end, Some(name))
            }
            Some((query, name)) if !written.contains('\n') && !query.trim().is_empty() => {
                (whole.start..whole.start + query.trim_end().len(), Some(name))
            }
            _ => (whole, None),
        };
        given.push(Given::within(source, query, number, name));
    }
    given
}

/// A line of a text.
struct Line {
    /// Its bytes without the blanks around it.
    span: Range<usize>,
    /// How it leaves a query that it begins.
    turn: Turn,
}

impl Line {
    fn of(text: &str, line: &str) -> Self {
        let start =
            line.as_ptr().addr() - text.as_ptr().addr() + (line.len() - line.trim_start().len());
        let written = line.trim();
        let span = if written.is_empty() { start..start } else { start..start + written.len() };
        Self { span, turn: Turn::of(written, Within::Nothing) }
    }
}

/// One past the last line of the query that begins at line `from`; a query that never closes is its first line.
fn end(text: &str, lines: &[Line], from: usize) -> usize {
    let mut open = Turn { within: Within::Nothing, depth: 0, last: Last::Nothing };
    for at in from..lines.len().min(from + LINES_MAX) {
        let line = &lines[at];
        open = open.then(match open.within {
            Within::Nothing => line.turn,
            within => Turn::of(&text[line.span.clone()], within),
        });
        let following = lines.get(at + 1).map_or("", |line| &text[line.span.clone()]);
        match open.within {
            // A quote closes before the next empty line.
            Within::Quote if following.is_empty() => break,
            Within::Nothing if open.is_whole() && !begins_with_operator(following) => {
                return at + 1;
            }
            _ => {}
        }
    }
    from + 1
}

/// How lines leave a query.
#[derive(Clone, Copy)]
struct Turn {
    within: Within,
    /// Brackets that they open, less those that they close.
    depth: i32,
    last: Last,
}

/// What is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Nothing,
    Quote,
    Comment,
}

/// The last word that is in no comment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    Word,
    Operator,
}

impl Turn {
    /// What `line` does within what is open before it.
    fn of(line: &str, mut within: Within) -> Self {
        let (mut depth, mut escaped) = (0, false);
        let mut said = String::new();
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            if within == Within::Comment {
                let end = rest.find(">>>");
                within = if end.is_some() { Within::Nothing } else { within };
                rest = end.map_or("", |end| &rest[end + 3..]);
                said.push(' ');
                continue;
            }
            if within == Within::Nothing && rest.starts_with("<<<") {
                within = Within::Comment;
                rest = &rest[3..];
                continue;
            }
            match (plain(c), within) {
                ('"', Within::Quote) if !escaped => within = Within::Nothing,
                ('"', _) if !escaped => within = Within::Quote,
                ('(', Within::Nothing) => depth += 1,
                (')', Within::Nothing) => depth -= 1,
                _ => {}
            }
            escaped = c == '\\' && !escaped;
            said.push(c);
            rest = &rest[c.len_utf8()..];
        }
        let last = match said.split_whitespace().next_back() {
            None => Last::Nothing,
            Some(word) if is_operator(word) => Last::Operator,
            Some(_) => Last::Word,
        };
        Self { within, depth, last }
    }

    fn then(self, next: Self) -> Self {
        let last = if next.last == Last::Nothing { self.last } else { next.last };
        Self { within: next.within, depth: self.depth.saturating_add(next.depth), last }
    }

    /// Whether no bracket is open, and something was said that does not break off at an operator.
    fn is_whole(self) -> bool {
        self.depth <= 0 && self.last == Last::Word
    }
}

fn is_operator(word: &str) -> bool {
    matches!(word, "AND" | "OR" | "NOT") || word.starts_with("NEAR/") || word.starts_with("ONEAR/")
}

/// Whether it has what queries have and names have not.
fn has_signs(text: &str) -> bool {
    text.contains(['"', '(']) || text.split_whitespace().any(is_operator)
}

fn begins_with_operator(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(|word| is_operator(word) && word != "NOT")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rulelang::SourceFile;

    use super::super::input::What;
    use super::{LINES_MAX, queries};

    #[track_caller]
    fn check(text: &str, expected: &[(u32, &str, Option<&str>)]) {
        let source = Arc::new(SourceFile { name: "q.txt".to_owned(), text: text.to_owned() });
        let given = queries(&source);
        let shown: Vec<(u32, &str, Option<&str>)> = given
            .iter()
            .map(|given| {
                let What::Query(query) = &given.what else { panic!("a text has queries") };
                (source.position(given.offset).0, query.as_str(), given.name.as_deref())
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_line_is_a_query() {
        check("late\r\n\n  (a OR b) c \n", &[(1, "late", None), (3, "(a OR b) c", None)]);
        check("gaga\tmusician\ntaft\t\n", &[(1, "gaga", Some("musician")), (2, "taft", None)]);
        check("", &[]);
        check(
            "Lost parcels\t \"lost parcel\"\nslow\ta OR b\n(a OR b)\tx OR y\n",
            &[
                (1, "\"lost parcel\"", Some("Lost parcels")),
                (2, "a OR b", Some("slow")),
                (3, "(a OR b)", Some("x OR y")),
            ],
        );
    }

    #[test]
    fn what_is_open_goes_on() {
        check("(a OR\nb) AND\nc\nd", &[(1, "(a OR\nb) AND\nc", None), (4, "d", None)]);
        check("a <<<x\n(y>>> b\nc\nOR d", &[(1, "a <<<x\n(y>>> b", None), (3, "c\nOR d", None)]);
        check("(a\nb\n\nc", &[(1, "(a", None), (2, "b", None), (4, "c", None)]);
        check(
            "(a OR\n\nb) OR\n\n<<<x>>>\nc\n\nd",
            &[(1, "(a OR\n\nb) OR\n\n<<<x>>>\nc", None), (8, "d", None)],
        );
        check(
            "<<<x>>>\na\n\"b\n\nc\"",
            &[(1, "<<<x>>>\na", None), (3, "\"b", None), (5, "c\"", None)],
        );
        check("\"(\"\nb", &[(1, "\"(\"", None), (2, "b", None)]);
    }

    #[test]
    fn signs_are_read_as_in_queries() {
        check("（a OR\nb） „(“\nc", &[(1, "（a OR\nb） „(“", None), (3, "c", None)]);
        check("\"a <<<\" OR\nb\n", &[(1, "\"a <<<\" OR\nb", None)]);
        check("late\n\nOR slow", &[(1, "late", None), (3, "OR slow", None)]);
    }

    #[test]
    fn a_query_has_so_many_lines_and_no_more() {
        let of_lines = |count: usize| {
            let text = format!("(a\n{}b)\n", "OR b\n".repeat(count - 2));
            queries(&Arc::new(SourceFile { name: "q.txt".to_owned(), text })).len()
        };
        assert_eq!(of_lines(LINES_MAX), 1);
        assert!(of_lines(LINES_MAX + 1) > 1);
    }

    #[test]
    fn a_bracket_that_never_closes_is_its_own_line_however_many_there_are() {
        let lines = LINES_MAX / 2;
        for line in ["late :(\n", "late <<<\n"] {
            let text = line.repeat(lines);
            let given = queries(&Arc::new(SourceFile { name: "q.txt".to_owned(), text }));
            assert_eq!(given.len(), lines, "{line}");
            assert_eq!(given[lines - 1].place(), format!("q.txt, line {lines}"));
        }
    }
}
