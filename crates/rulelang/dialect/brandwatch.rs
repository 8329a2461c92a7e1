//! Brandwatch, Consumer Research.
//!
//! # Source
//!
//! <https://consumer-research-help.brandwatch.com/hc/en-us/articles/360012098098-Query-Operators>

use super::Dialect;
use super::draft::{Change, Draft, Entry, field, value};
use super::scan::Kind;
use crate::catalog::fields::field_value::{network, place_of_code};
use Change::{Differs, Write};

pub(super) const BRANDWATCH: Dialect = Dialect {
    name: "brandwatch",
    label: "Brandwatch",
    page: "https://consumer-research-help.brandwatch.com/hc/en-us/articles/360012098098-Query-Operators",
    always: &[
        "A word with an apostrophe finds all its spellings here: `wendy's` needs no \"wendy s\" beside it.",
    ],
    carry,
};

/// What is written differently; what there is not here is refused by the table of fields.
const FIELDS: &[Entry] = &[
    value("sensitivecontent", "true", Write("is:sensitive")),
    value("sensitivecontent", "false", Write("-is:sensitive")),
    field("blogname", Differs("author", "a page of Tumblr is the author of its posts here")),
    field(
        "weblogtitle",
        Differs(
            "author",
            "whoever wrote a post on Reddit or in a forum is its author here, as everywhere",
        ),
    ),
];

fn carry(draft: &mut Draft<'_>) {
    draft.fields(FIELDS);
    for at in 0..draft.pieces.len() {
        match (draft.field_name(at).as_deref(), draft.kind(at)) {
            (Some("site"), _) => site(draft, at),
            (Some("tags"), _) => tags(draft, at),
            (Some("region" | "city"), _) => place(draft, at),
            (Some("author"), _) => author(draft, at),
            (_, Some(Kind::Minus)) => minus(draft, at),
            _ => {}
        }
    }
}

fn site(draft: &mut Draft<'_>, at: usize) {
    let Some((_, host)) = draft.value(at) else { return };
    if let Some(platform) = network(host) {
        let host = host.to_lowercase();
        let written = draft.field_span(at);
        draft.write(written.clone(), format!("platform:{platform}"));
        draft.note(written, format!("`site:{host}` is `platform:{platform}` here"));
    }
}

/// Tumblr's tags are hashtags.
fn tags(draft: &mut Draft<'_>, at: usize) {
    let written = draft.field_span(at);
    let name = draft.value(at).map(|(_, text)| text).filter(|text| {
        text.chars().all(|c| c.is_alphanumeric() || c == '_') && text.contains(char::is_alphabetic)
    });
    match name {
        Some(name) => {
            draft.write(written.clone(), format!("#{name}"));
            draft.note(
                written,
                format!("a tag of Tumblr is a hashtag here, on every platform: `#{name}`"),
            );
        }
        None => draft.refuse(
            written,
            "a tag of Tumblr is a hashtag here, and hashtags are one word",
            "write it as `#word`",
        ),
    }
}

/// `city:"deu.berlin.berlin"`: a country, a region and a city.
fn place(draft: &mut Draft<'_>, at: usize) {
    let Some((_, code)) = draft.value(at).filter(|(_, text)| text.contains('.')) else { return };
    let Some(tests) = place_of_code(code) else {
        let told = format!(
            "`{code}` is no code of Brandwatch's, which begin with a country, as `usa.fl`: it is taken for the name, as your feed writes it"
        );
        return draft.note(draft.field_span(at), told);
    };
    let written = draft.field_span(at);
    draft.note(
        written.clone(),
        format!("Brandwatch's code `{code}` is `{tests}` here: write the names as your feed does"),
    );
    draft.write(written, tests);
}

fn author(draft: &mut Draft<'_>, at: usize) {
    let Some((_, name)) = draft.value(at) else { return };
    draft.note(
        draft.field_span(at),
        format!("Brandwatch looks for the words of an author's name, this for the whole handle or id: `{name}`"),
    );
}

fn minus(draft: &mut Draft<'_>, at: usize) {
    draft.part_minus(at);
    draft.note(draft.span(at), "`-` excludes here, as NOT does; Brandwatch has only NOT");
}
