//! A text in a rule file, and where in the file each of its letters stands.

use std::ops::Range;

use crate::{Diagnostic, Edit, Expr, Fix, Node};

/// A text of a file: what it says, and where.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    /// What it says, escapes taken back.
    pub(crate) value: String,
    /// Where it stands, quotes included.
    pub(crate) span: Range<usize>,
    way: Way,
    /// What it stands in.
    quotes: Quotes,
}

/// What a text stands in, which decides how a change of it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quotes {
    /// `"…"` or `"""…"""`, in which some characters are escaped.
    Double,
    /// `'…'`, which holds neither a single quote nor a line break.
    Single,
    /// `'''…'''`, which holds all but itself.
    Triple,
}

/// The way from a text back to the file.
#[derive(Clone, Debug)]
enum Way {
    /// Letter by letter, from this byte on.
    Plain(usize),
    /// Something is escaped or left out: for each character its byte in the text and its bytes in the file.
    Mapped { characters: Vec<(usize, Range<usize>)> },
}

impl Text {
    /// The text `value` that stands at `span` of `file`, in whatever quotes.
    pub(crate) fn new(value: &str, span: Range<usize>, file: &str) -> Self {
        let raw = file.get(span.clone()).unwrap_or_default();
        let quote = ["'''", "\"\"\"", "'", "\""].into_iter().find(|quote| raw.starts_with(quote));
        let opened = quote.map_or(0, str::len);
        let newline = match opened {
            3 if raw[opened..].starts_with("\r\n") => 2,
            3 if raw[opened..].starts_with('\n') => 1,
            _ => 0,
        };
        let begins = opened + newline;
        let way = if raw[begins..].starts_with(value) {
            Way::Plain(span.start + begins)
        } else {
            let escapes = raw.starts_with('"');
            let characters = align(value, &raw[begins..], span.start + begins, escapes);
            Way::Mapped { characters }
        };
        let quotes = match quote {
            Some("'") => Quotes::Single,
            Some("\"" | "\"\"\"") => Quotes::Double,
            _ => Quotes::Triple,
        };
        Self { value: value.to_owned(), span, way, quotes }
    }

    /// Where in the file the bytes `range` of the text stand.
    pub(crate) fn place(&self, range: &Range<usize>) -> Range<usize> {
        match &self.way {
            Way::Plain(by) => range.start + by..range.end + by,
            Way::Mapped { characters } => {
                let at = |byte: usize| characters.partition_point(|(start, _)| *start < byte);
                let last = characters.last().map_or(self.span.start, |(_, bytes)| bytes.end);
                let start = characters.get(at(range.start)).map_or(last, |(_, bytes)| bytes.start);
                let end = match at(range.end).checked_sub(1) {
                    Some(before) if range.end > range.start => characters[before].1.end,
                    _ => start,
                };
                start..end.max(start)
            }
        }
    }

    /// A finding on the text, as a finding on the file.
    pub(crate) fn in_file(&self, mut found: Diagnostic) -> Diagnostic {
        found.span = self.place(&found.span);
        found.fix = found.fix.and_then(|fix| self.fix_in_file(fix));
        for label in &mut found.labels {
            label.span = self.place(&label.span);
        }
        found
    }

    /// A part of the text moved on by `by` bytes of it, then placed in the file.
    pub(crate) fn node_in_file(&self, node: &mut Node, by: usize) {
        node.span = self.place(&(node.span.start + by..node.span.end + by));
        for part in parts(&mut node.expr) {
            self.node_in_file(part, by);
        }
    }

    /// The lines that say something, trimmed, with the byte of the text each begins at.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut at = 0;
        self.value.split_inclusive('\n').filter_map(move |line| {
            let begins = at + line.len() - line.trim_start().len();
            at += line.len();
            Some((begins, line.trim())).filter(|(_, line)| !line.is_empty())
        })
    }

    /// A fix that is put into a text with escapes is escaped; one that single quotes cannot hold is left out.
    fn fix_in_file(&self, fix: Fix) -> Option<Fix> {
        let edits = fix.edits.into_iter().map(|edit| self.edit_in_file(edit));
        Some(Fix { edits: edits.collect::<Option<_>>()?, safe: fix.safe })
    }

    fn edit_in_file(&self, edit: Edit) -> Option<Edit> {
        let span = self.place(&edit.span);
        let held = match self.quotes {
            Quotes::Double => true,
            Quotes::Single => !edit.replacement.contains(['\'', '\n']),
            Quotes::Triple => !edit.replacement.contains("'''"),
        };
        if !held {
            return None;
        }
        let replacement = match self.quotes {
            Quotes::Double => escape(&edit.replacement),
            Quotes::Single | Quotes::Triple => edit.replacement,
        };
        Some(Edit { span, replacement })
    }
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

/// The parts of an expression, to be changed.
pub(crate) fn parts(expr: &mut Expr) -> Vec<&mut Node> {
    match expr {
        Expr::Or(nodes) | Expr::And(nodes) | Expr::Window { operands: nodes, .. } => {
            nodes.iter_mut().collect()
        }
        Expr::Not(node) | Expr::In { query: node, .. } => vec![&mut **node],
        Expr::Near { left, right, .. } => vec![&mut **left, &mut **right],
        _ => Vec::new(),
    }
}

/// The parts of an expression.
pub(crate) fn children(expr: &Expr) -> Vec<&Node> {
    match expr {
        Expr::Or(nodes) | Expr::And(nodes) | Expr::Window { operands: nodes, .. } => {
            nodes.iter().collect()
        }
        Expr::Not(node) | Expr::In { query: node, .. } => vec![&**node],
        Expr::Near { left, right, .. } => vec![&**left, &**right],
        _ => Vec::new(),
    }
}

/// For each character of `value` its first byte there and its bytes in the file, where `raw` stands from byte `from` on.
fn align(value: &str, raw: &str, from: usize, escapes: bool) -> Vec<(usize, Range<usize>)> {
    let mut at = 0;
    let mut characters = Vec::with_capacity(value.len());
    for (byte, character) in value.char_indices() {
        at += left_out(&raw[at..], character, escapes);
        let length = written(&raw[at..], escapes);
        characters.push((byte, from + at..from + at + length));
        at += length;
    }
    characters
}

/// Bytes at the start of `raw` that stand for nothing before `next`: a line continued with `\`, the `\r` of a line break.
fn left_out(raw: &str, next: char, escapes: bool) -> usize {
    let continued = || {
        let blank = raw.strip_prefix('\\')?;
        let rest = blank.trim_start();
        blank[..blank.len() - rest.len()].contains('\n').then(|| raw.len() - rest.len())
    };
    match continued() {
        Some(length) if escapes => length,
        _ if next == '\n' && raw.starts_with("\r\n") => 1,
        _ => 0,
    }
}

/// Bytes of the first character of `raw`, as it is written there.
fn written(raw: &str, escapes: bool) -> usize {
    let mut characters = raw.chars();
    let length = match (characters.next(), escapes) {
        (Some('\\'), true) => match characters.next() {
            Some('u') => 6,
            Some('U') => 10,
            Some('x') => 4,
            Some(other) => 1 + other.len_utf8(),
            None => 1,
        },
        (Some(character), _) => character.len_utf8(),
        (None, _) => 0,
    };
    raw.ceil_char_boundary(length.min(raw.len()))
}
