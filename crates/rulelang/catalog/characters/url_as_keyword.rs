//! `url-as-keyword`: a link is not made of words; a field finds posts that link to it.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use std::ops::Range;

use crate::lexer::is_link;
use crate::lower::address::addresses;
use crate::{Code, Diagnostic, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::UrlAsKeyword,
    name: "url-as-keyword",
    severity: Severity::Warning,
    text: "A link is not made of words; a field finds posts that link to it. A mere name such as `booking.com` is found where somebody writes it, with `www.` or without.",
    now: "The link is not found.",
    meant: "Posts that carry the link.",
    write: "Ask for it with `url:`.",
    fires: &[
        Case::query("sale https://example.com/sale", "https://example.com/sale")
            .fixed(r#"sale url:"https://example.com/sale""#),
        Case::query("sale \"www.example.com\"", "\"www.example.com\"")
            .fixed("sale url:\"www.example.com\""),
        Case::query("\"example.com refund\"~3", "\"example.com refund\"~3")
            .written("example.com NEAR/3 refund"),
    ],
    silent: &[
        Query("sale"),
        Query(r#""10:30""#),
        Query("AC/DC"),
        Query("booking.com OR \"booking.com refund\""),
    ],
    untested: "",
};

/// A phrase that is an address.
pub(crate) fn find(phrase: &str, span: &Range<usize>) -> Option<Diagnostic> {
    is_link(phrase).then(|| told(phrase, span.clone()))
}

/// That an address is no word.
pub(crate) fn told(address: &str, span: Range<usize>) -> Diagnostic {
    let field = format!("url:\"{address}\"");
    let message = "links are not read as words, so that this link is not found";
    Diagnostic::warning(Code::UrlAsKeyword, span.clone(), message)
        .help(format!("write `{field}` to find posts that link to it"))
        .unsafe_fix(span, field)
}

/// A loose phrase with an address in it, which has no place among the words.
pub(crate) fn in_loose_phrase(phrase: &str, slop: u32, span: &Range<usize>) -> Option<Diagnostic> {
    let places = addresses(phrase);
    let address = &phrase[places.first()?.clone()];
    let rest = phrase.replace(address, " ");
    let rest: Vec<&str> = rest.split_whitespace().collect();
    let message = format!(
        "`{address}` is an address where it stands in a text, and is not found in a phrase with `~`"
    );
    let help = match rest.as_slice() {
        [] => format!("write `{address}`"),
        [one] => format!("write `{address} NEAR/{slop} {one}`"),
        several => format!("write `{address} NEAR/{slop} \"{}\"`", several.join(" ")),
    };
    Some(Diagnostic::warning(Code::UrlAsKeyword, span.clone(), message).help(help))
}
