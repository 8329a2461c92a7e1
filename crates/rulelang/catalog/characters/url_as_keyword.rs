//! `url-as-keyword`: a link is not made of words, and this version cannot search links: name the brand in words.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::UrlAsKeyword,
    name: "url-as-keyword",
    severity: Severity::Warning,
    text: "A link is not made of words, and this version cannot search links: name the brand in words.",
    now: "The link is not found.",
    meant: "Posts that carry the link.",
    write: "Leave it out, or name the brand in words.",
    fires: &[Case::query("https://example.com/sale", "https://example.com/sale").written("sale")],
    silent: &[Query("sale"), Query(r#""10:30""#), Query("AC/DC")],
    untested: "",
};
