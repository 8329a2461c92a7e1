//! A query of whatever tool as pieces: as much of its grammar as all of them share.

use std::ops::Range;

use crate::chars::{is_blank, plain};
use crate::field;

/// A piece of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) kind: Kind,
    /// Its bytes.
    pub(super) span: Range<usize>,
    /// The piece that names the field it is a value of.
    pub(super) field: Option<usize>,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    /// `-`, or a dash in its place, before what it excludes.
    Minus,
    /// `+` or `++` before a term.
    Plus,
    /// `name:`.
    Field,
    /// In quotes, whether they close or not.
    Phrase,
    /// `{…}`.
    Braces,
    /// `[…]` after a field.
    Range,
    /// `~n` after a phrase or a bracket.
    Tilde,
    /// Anything else between blanks: a word, an operator, a `#tag`, the value of a field.
    Word,
}

/// Cuts `text` into pieces. Comments and blanks are none.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut scanner = Scanner { text, at: 0, groups: Vec::new(), field: None, pieces: Vec::new() };
    while let Some(c) = scanner.rest().chars().next() {
        let before = scanner.at;
        scanner.piece(c);
        debug_assert!(scanner.at > before, "each round takes a character");
    }
    scanner.pieces
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    /// For each open bracket the field whose values it holds.
    groups: Vec<Option<usize>>,
    /// The field whose value comes next.
    field: Option<usize>,
    pieces: Vec<Piece>,
}

impl<'t> Scanner<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn piece(&mut self, c: char) {
        let rest = self.rest();
        match plain(c) {
            blank if is_blank(blank) => self.at += c.len_utf8(),
            '<' if rest.starts_with("<<<") => {
                self.at += rest.find(">>>").map_or(rest.len(), |end| end + 3);
            }
            '(' => {
                let field = self.taken();
                self.groups.push(field);
                self.push(Kind::Open, c.len_utf8(), field);
            }
            ')' => {
                let field = self.groups.pop().flatten();
                self.field = None;
                self.push(Kind::Close, c.len_utf8(), field);
            }
            '"' => {
                let field = self.taken();
                self.push(Kind::Phrase, phrase(rest), field);
            }
            '{' => {
                let field = self.taken();
                self.push(Kind::Braces, rest.find('}').map_or(rest.len(), |end| end + 1), field);
            }
            '[' if self.field.is_some() => {
                let field = self.taken();
                self.push(Kind::Range, rest.find(']').map_or(rest.len(), |end| end + 1), field);
            }
            '~' if self.follows_base() => {
                let digits = rest[1..].find(|c: char| !c.is_ascii_digit());
                self.push(Kind::Tilde, 1 + digits.unwrap_or(rest.len() - 1), None);
            }
            _ => self.run(c),
        }
    }

    /// The field that what comes now is a value of.
    fn taken(&mut self) -> Option<usize> {
        self.field.take().or_else(|| self.groups.last().copied().flatten())
    }

    fn push(&mut self, kind: Kind, length: usize, field: Option<usize>) {
        self.pieces.push(Piece { kind, span: self.at..self.at + length, field });
        self.at += length;
    }

    /// Whether a `~` here belongs to what ends here.
    fn follows_base(&self) -> bool {
        self.pieces.last().is_some_and(|last| {
            last.span.end == self.at && matches!(last.kind, Kind::Close | Kind::Phrase)
        })
    }

    /// A sign, a field's name, or all up to a blank, bracket or quote.
    fn run(&mut self, first: char) {
        let rest = self.rest();
        let ends = |c: char| is_blank(c) || matches!(plain(c), '"' | '(' | ')' | '{');
        let length =
            rest.char_indices().skip(1).find(|&(at, c)| ends(c) || rest[at..].starts_with("<<<"));
        let run = &rest[..length.map_or(rest.len(), |(at, _)| at)];
        let next = rest[first.len_utf8()..].chars().next();
        let before_term = next.is_some_and(|c| !is_blank(c) && plain(c) != ')');
        if self.field.is_none() && before_term && (first == '-' || crate::lexer::is_dash(first)) {
            return self.push(Kind::Minus, first.len_utf8(), None);
        }
        if self.field.is_none() && before_term && first == '+' {
            return self.push(Kind::Plus, if rest.starts_with("++") { 2 } else { 1 }, None);
        }
        if self.field.is_none()
            && let Some(length) = field_name(run, rest)
        {
            self.push(Kind::Field, length, None);
            self.field = Some(self.pieces.len() - 1);
            return;
        }
        let field = self.taken();
        self.push(Kind::Word, run.len(), field);
    }
}

/// Whether `c` opens or closes a phrase.
pub(super) fn is_quote(c: char) -> bool {
    plain(c) == '"'
}

/// Bytes of the phrase that `text` begins with, quotes included.
fn phrase(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\\' => escaped = !escaped,
            c if is_quote(c) && !escaped => return at + c.len_utf8(),
            _ => escaped = false,
        }
    }
    text.len()
}

/// Bytes of `name:` when `run` begins with a field: before a blank only a known one is.
fn field_name(run: &str, rest: &str) -> Option<usize> {
    let (name, value) = run.split_once(':')?;
    let named = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'));
    let link = value.starts_with("//");
    let length = name.len() + 1;
    let follows = rest[length..].chars().next().is_some_and(|c| !is_blank(c) && plain(c) != ')');
    (named && !link && (follows || field::lookup(name).is_some())).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::pieces;

    /// Each piece's kind by its first letter, with its text and, for a value, its field.
    fn shown(text: &str) -> String {
        let all = pieces(text);
        let piece = |piece: &super::Piece| {
            let of = piece.field.map_or("", |field| &text[all[field].span.clone()]);
            let kind = format!("{:?}", piece.kind);
            format!("{}‹{}›{of}", &kind[..2], &text[piece.span.clone()])
        };
        all.iter().map(piece).collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(shown(text), expected);
    }

    #[test]
    fn queries_are_cut_into_pieces() {
        check("late OR \"a b\"~3", "Wo‹late› Wo‹OR› Ph‹\"a b\"› Ti‹~3›");
        check("-(late slow)~2 -“a”", "Mi‹-› Op‹(› Wo‹late› Wo‹slow› Cl‹)› Ti‹~2› Mi‹-› Ph‹“a”›");
        check(
            "covid-19 – +x ++\"y\" C++",
            "Wo‹covid-19› Wo‹–› Pl‹+› Wo‹x› Pl‹++› Ph‹\"y\"› Wo‹C++›",
        );
        check("a<<<no (b>>>{BT} \"x", "Wo‹a› Br‹{BT}› Ph‹\"x›");
        check("（a）x（ „b“）", "Op‹（› Wo‹a› Cl‹）› Wo‹x› Op‹（› Ph‹„b“› Cl‹）›");
        check("", "");
    }

    #[test]
    fn fields_hold_their_values() {
        check("lang:en late", "Fi‹lang:› Wo‹en›lang: Wo‹late›");
        check(
            "author:(a OR \"b\") c",
            "Fi‹author:› Op‹(›author: Wo‹a›author: Wo‹OR›author: Ph‹\"b\"›author: Cl‹)›author: Wo‹c›",
        );
        check("rating:[3 TO 5]AND x", "Fi‹rating:› Ra‹[3 TO 5]›rating: Wo‹AND› Wo‹x›");
        check(
            "url:https://x.y/z?q=-1 https://a.b",
            "Fi‹url:› Wo‹https://x.y/z?q=-1›url: Wo‹https://a.b›",
        );
        check(
            "guid:  12 Note: late 10:30 :)",
            "Fi‹guid:› Wo‹12›guid: Wo‹Note:› Wo‹late› Wo‹10:30› Wo‹:› Cl‹)›",
        );
        check("(a -lang:en)", "Op‹(› Wo‹a› Mi‹-› Fi‹lang:› Wo‹en›lang: Cl‹)›");
    }
}
