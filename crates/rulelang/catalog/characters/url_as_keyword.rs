//! `url-as-keyword`: a link is not made of words; a field finds posts that link to it.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::UrlAsKeyword,
    name: "url-as-keyword",
    severity: Severity::Warning,
    text: "A link is not made of words; a field finds posts that link to it.",
    now: "The link is not found.",
    meant: "Posts that carry the link.",
    write: "Ask for it with `url:`.",
    fires: &[Case::query("sale https://example.com/sale", "https://example.com/sale")
        .fixed(r#"sale url:"https://example.com/sale""#)],
    silent: &[Query("sale"), Query(r#""10:30""#), Query("AC/DC")],
    untested: "",
};
