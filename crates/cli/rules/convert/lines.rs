//! A text with a query a line; one whose brackets are open, or that breaks off at an operator, goes on.

use std::ops::Range;
use std::sync::Arc;

use rulelang::SourceFile;

use super::input::Given;

/// The queries of a text. What follows a tab is the query's name, as in rule files of `PowerTrack`.
pub(super) fn queries(source: &Arc<SourceFile>) -> Vec<Given> {
    let text = source.text.as_str();
    let lines: Vec<Range<usize>> =
        text.split_inclusive('\n').map(|line| trimmed(text, line)).collect();
    let mut given = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let next = end(text, &lines, at);
        let whole = lines[at].start..lines[next - 1].end;
        at = next;
        if whole.is_empty() {
            continue;
        }
        let written = &text[whole.clone()];
        match written.rsplit_once('\t') {
            Some((query, name)) if !written.contains('\n') && !query.trim().is_empty() => {
                given.push(Given::within(
                    source,
                    whole.start..whole.start + query.trim_end().len(),
                    Some(name),
                ));
            }
            _ => given.push(Given::within(source, whole, None)),
        }
    }
    given
}

/// The bytes of a line without the blanks around it.
fn trimmed(text: &str, line: &str) -> Range<usize> {
    let start =
        line.as_ptr().addr() - text.as_ptr().addr() + (line.len() - line.trim_start().len());
    let length = line.trim().len();
    if length == 0 { start..start } else { start..start + length }
}

/// One past the last line of the query that begins at line `from`; a query that never closes is its first line.
fn end(text: &str, lines: &[Range<usize>], from: usize) -> usize {
    for next in from + 1..=lines.len() {
        let written = &text[lines[from].start..lines[next - 1].end];
        let following = lines.get(next).map_or("", |line| &text[line.clone()]);
        match open(written) {
            Open::Nothing if !breaks_off(written) && !begins_with_operator(following) => {
                return next;
            }
            Open::Quote if following.is_empty() => break,
            Open::Nothing | Open::Quote | Open::Bracket => {}
        }
    }
    from + 1
}

/// What is open at the end of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    /// A quote, which closes before the next empty line.
    Quote,
    /// A bracket or comment.
    Bracket,
}

fn open(text: &str) -> Open {
    let (mut depth, mut quoted, mut escaped) = (0_i32, false, false);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if rest.starts_with("<<<") && !quoted {
            let Some(end) = rest.find(">>>") else { return Open::Bracket };
            rest = &rest[end + 3..];
            continue;
        }
        match c {
            '"' | '“' | '”' if !escaped => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        rest = &rest[c.len_utf8()..];
    }
    match (quoted, depth > 0) {
        (true, _) => Open::Quote,
        (false, true) => Open::Bracket,
        (false, false) => Open::Nothing,
    }
}

fn is_operator(word: &str) -> bool {
    matches!(word, "AND" | "OR" | "NOT") || word.starts_with("NEAR/") || word.starts_with("ONEAR/")
}

/// Whether `text` ends at an operator, or holds nothing but comments.
fn breaks_off(text: &str) -> bool {
    let mut words = text.to_owned();
    while let Some(start) = words.find("<<<") {
        let end = words[start..].find(">>>").map_or(words.len(), |end| start + end + 3);
        words.replace_range(start..end, " ");
    }
    words.split_whitespace().next_back().map_or(!text.is_empty(), is_operator)
}

fn begins_with_operator(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(|word| is_operator(word) && word != "NOT")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rulelang::SourceFile;

    use super::super::input::What;
    use super::queries;

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
}
