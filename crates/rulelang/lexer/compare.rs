//! Values compared by signs, as other tools write them: `followers:>1000`, `likes>100`, `lang=en`.

use super::name::is_identifier;
use super::{Lexer, Test, TokenKind};
use crate::field::{self, FieldName, Known};
use crate::{Code, Diagnostic};

/// The signs.
const SIGNS: [char; 4] = ['<', '>', '=', '!'];

impl Lexer<'_> {
    /// `>1000` and the like after a field's colon.
    pub(super) fn comparison(&mut self, text: &str, field: &Test, from: usize, to: usize) {
        let number = text.trim_start_matches(SIGNS);
        let sign = &text[..text.len() - number.len()];
        let counts = matches!(field, Test::Field(field) if field.is_count());
        let Compared { range, known } = compared(sign, number, counts);
        let span = self.span(from, to);
        let message = format!("`{sign}` compares in other tools; here a range does");
        let found = Diagnostic::error(Code::ForeignOperator, span.clone(), message);
        self.report(match () {
            () if !known => found.help(next_value(sign, number, &range)),
            () if counts => {
                let help = format!("write `{range}`; a number alone means that many or more");
                found.help(help).unsafe_fix(span, range)
            }
            () => {
                let help = format!("write `{range}`; both ends of a range belong to it");
                found.help(help).unsafe_fix(span, range)
            }
        });
    }

    /// `likes>100`, `lang=en`: a field's name with a sign where its colon belongs. Reports it; whether it is one.
    pub(super) fn compared(&mut self, text: &str, from: usize, to: usize) -> bool {
        let Some(at) = text.find(SIGNS) else { return false };
        let (name, rest) = text.split_at(at);
        let value = rest.trim_start_matches(SIGNS);
        let sign = &rest[..rest.len() - value.len()];
        let Some(Known::Test(field)) = field::lookup(name).filter(|_| is_identifier(name)) else {
            return false;
        };
        let given = value.starts_with(|c: char| c.is_alphanumeric() || c == '@');
        if !given || !is_asked(&field) || (sign == "!=" && field.is_ordered()) {
            return false;
        }
        let ordered = field.is_ordered();
        if !(ordered || matches!(sign, "=" | "==" | "!=")) {
            return false;
        }
        let Compared { range, known } =
            if ordered { compared(sign, value, field.is_count()) } else { is(value) };
        let minus = if sign == "!=" { "-" } else { "" };
        let span = self.span(from, to);
        let message = format!("`{sign}` makes no field: `{text}` is looked for as words");
        let found = Diagnostic::error(Code::ForeignOperator, span.clone(), message);
        let instead = format!("{minus}{name}:{range}");
        self.report(if known {
            found.help(format!("write `{instead}`")).unsafe_fix(span, instead)
        } else {
            found.help(next_value(sign, value, &instead))
        });
        self.push(TokenKind::Broken, from, to);
        true
    }
}

/// Whether a field is likely to be asked for by a sign: hardly a post has the like of `lang=en`, but many `id=5`.
fn is_asked(field: &FieldName) -> bool {
    use FieldName::{Author, Is, Platform, Subreddit};
    field.has_set_values() || matches!(field, Author | Is | Platform | Subreddit)
}

/// What a comparison is here.
struct Compared {
    range: String,
    /// Whether it is the same; else the next value beside the one that is named is not known.
    known: bool,
}

fn is(value: &str) -> Compared {
    Compared { range: value.to_owned(), known: true }
}

/// What `sign` and a number are as a range; of a field that `counts`, the next number is known.
fn compared(sign: &str, number: &str, counts: bool) -> Compared {
    let whole = number.parse::<u64>().ok().filter(|_| counts);
    let range = match (sign, whole) {
        (">", Some(n)) => format!("{}..", n.saturating_add(1)),
        ("<", Some(n)) => format!("..{}", n.saturating_sub(1)),
        ("<" | "<=" | "=<", _) => format!("..{number}"),
        ("=" | "==", _) => format!("{number}..{number}"),
        _ => format!("{number}.."),
    };
    Compared { range, known: whole.is_some() || !matches!(sign, ">" | "<") }
}

/// What to do where the value next to the one that is left out is not known.
fn next_value(sign: &str, number: &str, range: &str) -> String {
    let side = if sign == ">" { "begin" } else { "end" };
    format!(
        "both ends of a range belong to it, so `{range}` has {number} in it: {side} it at the next value that is wanted"
    )
}
