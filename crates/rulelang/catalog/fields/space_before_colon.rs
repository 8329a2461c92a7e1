//! `space-before-colon`: a field's name, its colon and its value are written without blanks.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::lexer::{Token, TokenKind};
use crate::{Code, Diagnostic, Expr, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::SpaceBeforeColon,
    name: "space-before-colon",
    severity: Severity::Warning,
    text: "A field's name, its colon and its value are written without blanks.",
    now: "The name is looked for as a word.",
    meant: "The field.",
    write: "Leave the blank before the colon out.",
    fires: &[
        Case::query("flood lang :en", "lang :").fixed("flood lang:en"),
        Case::query(r#"flood url :"a.example""#, "url :").fixed(r#"flood url:"a.example""#),
    ],
    silent: &[Query("flood lang:en"), Query(r#"flood "lang :en""#), Query("Note: late")],
    untested: "",
};

/// A field's name with a blank before its colon.
pub(crate) fn find(text: &str, tokens: &[Token], found: &mut Vec<Diagnostic>) {
    for (at, two) in tokens.windows(2).enumerate() {
        let (TokenKind::Term(Expr::Word(name)), TokenKind::Term(Expr::Word(value))) =
            (&two[0].kind, &two[1].kind)
        else {
            continue;
        };
        let phrase = tokens.get(at + 2).filter(|next| {
            value == ":"
                && next.touches
                && matches!(next.kind, TokenKind::Term(Expr::Phrase { .. }))
        });
        let colon = text[two[1].span.clone()].starts_with(':')
            && (phrase.is_some() || value.chars().skip(2).any(char::is_alphanumeric));
        let apart = two[1].span.start > two[0].span.end;
        if !colon || !apart || crate::field::lookup(name).is_none() {
            continue;
        }
        let written = match phrase {
            Some(phrase) => &text[phrase.span.clone()],
            None => value.trim_start_matches(':'),
        };
        let message = format!(
            "`{name}` and `{written}` are looked for as words: the blank before the colon parts them"
        );
        found.push(
            Diagnostic::warning(
                Code::SpaceBeforeColon,
                two[0].span.start..two[1].span.start + 1,
                message,
            )
            .help(format!("write `{name}:{written}`"))
            .unsafe_fix(two[0].span.end..two[1].span.start, ""),
        );
    }
}
