//! X: rules of the filtered stream and of PowerTrack, and what is typed into its search.
//!
//! # Source
//!
//! <https://docs.x.com/x-api/posts/filtered-stream/integrate/operators>,
//! <https://docs.x.com/x-api/enterprise-gnip-2.0/fundamentals/rules-filtering>, and for the search on the
//! web <https://github.com/igorbrigadir/twitter-advanced-search>.

use super::Dialect;
use super::draft::{Change, Draft, Entry, field, value};
use super::scan::{Kind, is_quote};
use crate::lexer::{is_link, near};
use Change::{Differs, Drop, DropExclusion, Refuse, Write};

pub(super) const X: Dialect = Dialect {
    name: "x",
    label: "X",
    page: "https://docs.x.com/x-api/posts/filtered-stream/integrate/operators",
    always: &[
        "A word without accents finds both spellings here, one with accents only its own. X's stream keeps all accents, its search ignores them: `accents = \"exact\"` or `\"ignore\"` in [settings] does the same.",
        "X's stream looks in the post that is quoted as well: `look_in = [\"title\", \"text\", \"quoted\"]` in [settings] does so.",
        "X finds words in the addresses of links as well: `match_urls = true` in [settings] does so.",
    ],
    carry,
};

const VIDEOS: &str = "every video counts here, of whatever kind";

const FIELDS: &[Entry] = &[
    value("is", "nullcast", DropExclusion("posts made only as ads are not told apart here")),
    field("sample", Drop("every mention counts here, not a part of them, so more are found")),
    value("has", "symbols", Write("has:cashtags")),
    value("has", "video_link", Write("has:videos")),
    value("has", "profile_geo", PROFILE),
    value("has", "profile_geo_country", PROFILE),
    value("has", "profile_geo_region", PROFILE),
    value("has", "profile_geo_subregion", PROFILE),
    value("has", "profile_geo_locality", PROFILE),
    value("filter", "consumer_video", Differs("has:videos", VIDEOS)),
    value("filter", "pro_video", Differs("has:videos", VIDEOS)),
    value("filter", "vine", Differs("has:videos", VIDEOS)),
    value("filter", "periscope", Differs("has:videos", VIDEOS)),
    value("filter", "safe", Write("-is:sensitive")),
    value(
        "filter",
        "blue_verified",
        Differs("is:verified", "kinds of verification are not told apart here"),
    ),
    value(
        "filter",
        "follows",
        Refuse("whom an account follows is not known here", "write `author:(…)` with the accounts"),
    ),
    value("filter", "news", Refuse("links to news are not told apart here", "write `has:links`")),
    value(
        "filter",
        "self_threads",
        Refuse("threads by one author are not told apart here", "write `author:` and the account"),
    ),
    value(
        "filter",
        "has_engagement",
        Refuse("this version cannot test whether a post had any reaction", "leave it out"),
    ),
    value("include", "nativeretweets", Drop("reposts are found unless they are excluded")),
    value("exclude", "nativeretweets", Write("-is:repost")),
    value("exclude", "retweets", Write("-is:repost")),
    value("exclude", "replies", Write("-is:reply")),
    field("in_reply_to_status_id", REPLY),
    field("in_reply_to_tweet_id", REPLY),
    field("retweets_of_status_id", REPLY),
    field("retweets_of_tweet_id", REPLY),
    field("quotes_of_tweet_id", REPLY),
    field("from_affiliate_of", AFFILIATES),
    field("to_affiliate_of", AFFILIATES),
    field("profile_country", Differs("", PROFILE_PLACE)),
    field("profile_country_code", Differs("", PROFILE_PLACE)),
    field("profile_region", Differs("", PROFILE_PLACE)),
    field("profile_subregion", Differs("", PROFILE_PLACE)),
    field("profile_locality", Differs("", PROFILE_PLACE)),
    field("profile_point_radius", Differs("", PROFILE_PLACE)),
    field("profile_bounding_box", Differs("", PROFILE_PLACE)),
    field(
        "url_title",
        Differs(
            "title",
            "X looks in the title of the page a post links to, this in the title of the mention itself",
        ),
    ),
    field(
        "url_description",
        Refuse(
            "what a linked page says of itself is not part of a mention",
            "leave it out, or write its words without the field",
        ),
    ),
];

const PROFILE: Change = Refuse(
    "whether an author's profile names a place is not tested here",
    "leave it out, or name the place",
);
const PROFILE_PLACE: &str =
    "X looks in what the author's profile says, this at the place of the post, as the feed has it";
const REPLY: Change = Refuse(
    "one post's replies and reposts are not looked for here",
    "leave it out, or name the words of that conversation",
);
const AFFILIATES: Change = Refuse(
    "who belongs to an organization is not known here",
    "write `author:(…)` with the accounts, or list them as `[[account]]`",
);

fn carry(draft: &mut Draft<'_>) {
    draft.fields(FIELDS);
    for at in 0..draft.pieces.len() {
        match draft.kind(at) {
            Some(Kind::Plus) => plus(draft, at),
            Some(Kind::Minus) => draft.part_minus(at),
            Some(Kind::Braces) => draft.note(
                draft.span(at),
                "`{…}` finds exactly these letters here; X passes over braces",
            ),
            _ => {}
        }
    }
    for at in draft.joints() {
        operator(draft, at);
    }
    for at in draft.terms() {
        wildcards(draft, at);
    }
}

fn plus(draft: &mut Draft<'_>, at: usize) {
    draft.write(draft.span(at), "");
    draft.note(
        draft.span(at),
        "`+` is left out: it keeps X's search from mending the spelling, and words are never changed here",
    );
}

fn operator(draft: &mut Draft<'_>, at: usize) {
    let word = draft.text(at);
    let near = matches!(near(word), Some(Ok(_)));
    if near || matches!(word, "AND" | "NOT") {
        let told = format!(
            "`{word}` is an operator here; X has none of this name and looks for the word, or refuses it"
        );
        draft.note(draft.span(at), told);
    }
}

/// X parts words at any sign: it has no wildcards, and a question mark means nothing to it. An address is no word.
fn wildcards(draft: &mut Draft<'_>, at: usize) {
    let (text, span) = (draft.text(at), draft.span(at));
    if is_link(text) {
        return;
    }
    if text.contains('?') && text.contains(char::is_alphanumeric) {
        let parted: String = text.chars().map(|c| if c == '?' { ' ' } else { c }).collect();
        let kept = parted.split_whitespace().collect::<Vec<_>>().join(" ");
        let quoted = text.starts_with(is_quote) || !kept.contains(' ');
        let kept = kept.replace(" \"", "\"");
        draft.write(span.clone(), if quoted { kept } else { format!("\"{kept}\"") });
    } else if text.contains('*') && text.contains(char::is_alphanumeric) {
        draft.note(
            span,
            "`*` stands for any more letters here (alone in a phrase: for any word); X has no wildcards and passes over the sign",
        );
    }
}
