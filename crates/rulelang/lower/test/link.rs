//! Addresses and sites a rule names.

use super::Wrong;
use crate::{FieldTest, Site};

/// An address or a part of one.
pub(super) fn link(text: &str) -> Result<FieldTest, Wrong> {
    let address = address(text);
    if address.is_empty() || address.contains(|c: char| c.is_whitespace() || c == '*') {
        return Err(Wrong::new(
            format!("`{text}` is not an address or a part of one"),
            "write it without blanks and `*`, as in `url:\"example.com/sale\"`",
        ));
    }
    Ok(FieldTest::Link(address))
}

/// A domain, perhaps with a path.
pub(super) fn site(text: &str) -> Result<FieldTest, Wrong> {
    let address = address(text);
    let (host, path) = address.split_once('/').unwrap_or((&address, ""));
    let host = host.trim_matches('.');
    let label = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    if !host.contains('.') || !host.split('.').all(label) || path.contains(char::is_whitespace) {
        return Err(Wrong::new(
            format!("`{text}` is not a site"),
            "write its domain, as in `site:example.com` or `site:example.com/blog`",
        ));
    }
    let path = path.trim_end_matches('/');
    let path = if path.is_empty() { String::new() } else { format!("/{path}") };
    Ok(FieldTest::Site(Site { host: host.to_owned(), path }))
}

/// Lower case, without the scheme, `www.`, a `/` at the end and wildcards at both ends.
fn address(text: &str) -> String {
    let lower = text.trim_matches('*').to_ascii_lowercase();
    let rest = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.trim_end_matches('/').to_owned()
}
