//! Meltwater.
//!
//! # Source
//!
//! <https://support.meltwater.com/hc/en-us/articles/360023166073-How-to-Master-Boolean-Search-2-3->,
//! <https://help.meltwater.com/en/articles/4064557-how-to-master-boolean-search-1-3> (operators in small
//! letters count) and <https://help.meltwater.com/en/articles/4064566-how-to-master-boolean-search-3-3> (`^9`).

use super::Dialect;
use super::draft::{Change, Draft, Entry, field};
use super::scan::Kind;
use Change::{Differs, Write};

pub(super) const MELTWATER: Dialect = Dialect {
    name: "meltwater",
    label: "Meltwater",
    page: "https://support.meltwater.com/hc/en-us/articles/360023166073-How-to-Master-Boolean-Search-2-3-",
    always: &[],
    carry,
};

/// How many words may stand between the sides of a NEAR that does not say.
const NEAR: u32 = 4;

const FIELDS: &[Entry] = &[
    field(
        "ingress",
        Differs(
            "text",
            "Meltwater looks only in the first lines of an article, this in all of its text",
        ),
    ),
    field("sourcecountry", Write("country")),
];

fn carry(draft: &mut Draft<'_>) {
    draft.fields(FIELDS);
    for at in draft.joints() {
        operator(draft, at);
    }
    for at in draft.terms() {
        if draft.kind(at) == Some(Kind::Word) && !boost(draft, at) {
            leading(draft, at);
        }
    }
}

/// Operators count in small letters too, and NEAR has a distance when it states none.
fn operator(draft: &mut Draft<'_>, at: usize) {
    let word = draft.text(at);
    let upper = word.to_uppercase();
    let near = crate::lexer::near(&upper);
    let written = match near {
        Some(Err(_)) if matches!(upper.as_str(), "NEAR" | "ONEAR") => format!("{upper}/{NEAR}"),
        Some(Ok(_)) => upper,
        _ if matches!(upper.as_str(), "AND" | "OR" | "NOT") => upper,
        _ => return,
    };
    if written != word {
        draft.write(draft.span(at), written);
    }
}

/// `^9` chooses the sentence that Meltwater shows, and finds nothing more or less.
fn boost(draft: &mut Draft<'_>, at: usize) -> bool {
    let word = draft.text(at);
    let Some((kept, number)) = word.rsplit_once('^') else { return false };
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    draft.write(draft.span(at).start + kept.len()..draft.span(at).end, "");
    draft.note(
        draft.span(at),
        "`^` with a number is left out: it chooses the sentence that Meltwater shows, and finds the same",
    );
    true
}

/// `*phone`: any beginning.
fn leading(draft: &mut Draft<'_>, at: usize) {
    let word = draft.text(at);
    let bare = word.trim_matches('*');
    if word.starts_with('*') && !bare.is_empty() && bare.chars().all(char::is_alphanumeric) {
        draft.write(draft.span(at), format!("contains:{bare}"));
        draft.note(
            draft.span(at),
            format!(
                "`{word}` is `contains:{bare}` here, which finds these letters anywhere in a word"
            ),
        );
    }
}
