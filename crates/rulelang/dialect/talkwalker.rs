//! Talkwalker.
//!
//! # Source
//!
//! <https://www.talkwalker.com/syntax-alerts> for the operators, and for what a query without any means
//! <https://developer.talkwalker.com/docs/query-syntax/special-transformations>.
//! Fields that neither page explains are refused rather than guessed.

use super::Dialect;
use super::draft::{Change, Draft, Entry, field};
use super::scan::{Kind, is_quote};
use Change::{Refuse, Write};

pub(super) const TALKWALKER: Dialect = Dialect {
    name: "talkwalker",
    label: "Talkwalker",
    page: "https://www.talkwalker.com/syntax-alerts",
    always: &[],
    carry,
};

const FIELDS: &[Entry] = &[
    field("content", Write("text")),
    field("sourcecountry", Write("country")),
    field(
        "sourcegeo",
        Refuse(
            "Talkwalker's codes of places are its own",
            "write `country:` and the two-letter code",
        ),
    ),
    field(
        "sourcetype",
        Refuse("Talkwalker's kinds of sources are its own", "write `platform:` and the platform"),
    ),
    field("reach", MEASURE),
    field("engagement", MEASURE),
    field("domainurl", Write("site")),
];

const MEASURE: Change = Refuse(
    "this measure of Talkwalker's is not part of a mention",
    "leave it out, or ask for the author's followers: `followers:1000`",
);

/// How far apart each two words of a query without operators may stand.
const JUMPS: usize = 10;

fn carry(draft: &mut Draft<'_>) {
    draft.fields(FIELDS);
    if is_plain(draft) {
        return plain(draft);
    }
    for at in 0..draft.pieces.len() {
        match (draft.kind(at), draft.field_name(at).as_deref()) {
            (Some(Kind::Plus), _) => raw(draft, at),
            (Some(Kind::Minus), _) => draft.part_minus(at),
            (_, Some("site")) => site(draft, at),
            _ => {}
        }
    }
}

/// Whether a query is nothing but words: Talkwalker reads such a query in a way of its own.
fn is_plain(draft: &Draft<'_>) -> bool {
    let operator =
        |word: &str| matches!(word, "AND" | "OR" | "NOT") || crate::lexer::near(word).is_some();
    let word = |at: usize| {
        let text = draft.text(at);
        draft.kind(at) == Some(Kind::Word) && !operator(text) && !text.contains(['*', '?'])
    };
    (0..draft.pieces.len()).all(word)
}

/// Words alone: one in capitals is meant exactly, several stand near each other.
fn plain(draft: &mut Draft<'_>) {
    let all = 0..draft.source.len();
    let words: Vec<&str> = (0..draft.pieces.len()).map(|at| draft.text(at)).collect();
    let simple = |word: &&str| !word.contains(['#', '@', '$', '+', '-', '&']);
    match words[..] {
        [word] if is_capitals(word) => {
            draft.write(draft.span(0), format!("{{{word}}}"));
            draft.note(all, "Talkwalker finds a word in capitals only in capitals: `{…}` does so");
        }
        [_, _, ..] if words.iter().all(simple) => {
            let phrase = format!("\"{}\"~{}", words.join(" "), (words.len() - 1) * JUMPS);
            draft.write(draft.span(0).start..draft.span(words.len() - 1).end, phrase);
            draft.note(all, "Talkwalker finds words without operators only near each other, ten words apart for each: `~` does so");
        }
        _ => {}
    }
}

fn is_capitals(word: &str) -> bool {
    word.chars().count() > 1
        && word.contains(char::is_uppercase)
        && word.chars().all(|c| c.is_uppercase() || matches!(c, '+' | '-' | '&'))
}

/// `++"ABC"` is exact; `+"p&t"` compares signs and no case, which nothing here does.
fn raw(draft: &mut Draft<'_>, at: usize) {
    let (sign, term) = (draft.text(at), draft.text(at + 1));
    let bare = term.trim_matches(is_quote);
    let both = draft.span(at).start..draft.span(at + 1).end;
    let touches = draft.span(at).end == draft.span(at + 1).start;
    if !touches || !draft.is_term(at + 1) {
        return draft.refuse(
            draft.span(at),
            format!("`{sign}` is Talkwalker's sign for the exact letters of the word or phrase right after it, and there is none"),
            "write it right before each word or phrase it is for, or leave it out",
        );
    }
    let closes = !term.starts_with(is_quote) || term.chars().count() > bare.chars().count() + 1;
    if sign == "++" && closes && !bare.contains(['{', '}']) {
        return draft.write(both, format!("{{{bare}}}"));
    }
    draft.write(draft.span(at), "");
    draft.note(
        both,
        format!("Talkwalker compares the signs in `{bare}`; here words alone are compared, and `{{{bare}}}` compares signs and capitals"),
    );
}

/// An address is named without its scheme, and several side by side are alternatives, but for those that are excluded.
fn site(draft: &mut Draft<'_>, at: usize) {
    let Some((value, address)) = draft.value(at) else { return };
    let host = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme));
    if let Some(host) = host {
        draft.write(draft.span(value), format!("\"{}\"", host.trim_end_matches('/')));
    }
    if draft.is_excluded(at) {
        return;
    }
    let is_site =
        |at: usize| draft.field_name(at).as_deref() == Some("site") && !draft.is_excluded(at);
    let (first, last) = (!(at >= 2 && is_site(at - 2)), !is_site(value + 1));
    match (first, last) {
        (true, true) => {}
        (true, false) => {
            draft.write(draft.span(at).start..draft.span(at).start, "(");
            let end = draft.span(value).end;
            draft.write(end..end, " OR");
            draft.note(
                draft.field_span(at),
                "Talkwalker takes sites side by side for alternatives: OR is put between them",
            );
        }
        (false, _) => {
            let end = draft.span(value).end;
            draft.write(end..end, if last { ")" } else { " OR" });
        }
    }
}
