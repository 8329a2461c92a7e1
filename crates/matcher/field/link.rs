//! Addresses: what a mention links to, and where an address leads.

use mention::{EntityKind, Field, Folded, Mention, TokenKind};
use rulelang::Site;

/// The addresses a mention links to: those its source lists, and those in its own words.
pub(super) fn links<'m>(mention: &'m Mention, folded: &'m Folded) -> impl Iterator<Item = &'m str> {
    let written = folded.tokens().iter().filter_map(|token| {
        let is_link = token.kind == TokenKind::Entity(EntityKind::Link);
        let own = is_link && matches!(token.field, Field::Title | Field::Text);
        mention.field(token.field).get(token.start as usize..token.end as usize).filter(|_| own)
    });
    mention.links.iter().map(String::as_str).chain(written)
}

/// `address` without its scheme and without `www.`.
fn bare(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    match rest.split_at_checked(4) {
        Some((www, rest)) if www.eq_ignore_ascii_case("www.") => rest,
        _ => rest,
    }
}

/// Whether `wanted`, which is in lower case, stands somewhere in `address`.
pub(super) fn holds(address: &str, wanted: &str) -> bool {
    let (address, wanted) = (bare(address).as_bytes(), wanted.as_bytes());
    address.windows(wanted.len()).any(|part| part.eq_ignore_ascii_case(wanted))
}

/// Whether `address` lies on `site`, which is in lower case.
pub(super) fn is_on(address: &str, site: &Site) -> bool {
    let address = bare(address);
    let end = address.find(['/', '?', '#']).unwrap_or(address.len());
    let (authority, path) = address.split_at(end);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    is_below(host, &site.host) && leads_to(path, &site.path)
}

/// Whether `host` is `domain` or ends with it after a dot.
fn is_below(host: &str, domain: &str) -> bool {
    let Some(before) = host.len().checked_sub(domain.len()) else { return false };
    let (sub, rest) = host.as_bytes().split_at(before);
    rest.eq_ignore_ascii_case(domain.as_bytes()) && (sub.is_empty() || sub.ends_with(b"."))
}

/// Whether `path` is `wanted` or goes on below it.
fn leads_to(path: &str, wanted: &str) -> bool {
    let Some((start, rest)) = path.as_bytes().split_at_checked(wanted.len()) else { return false };
    start.eq_ignore_ascii_case(wanted.as_bytes())
        && (wanted.is_empty() || rest.first().is_none_or(|next| matches!(next, b'/' | b'?' | b'#')))
}
