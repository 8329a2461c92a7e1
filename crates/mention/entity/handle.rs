//! Handles, and the hosts they may carry.

use super::Handles;
use super::domain;
use super::is_latin_accent;
use super::sign::Found;

/// Characters a handle has at most: on Twitter, and on the platforms that know none.
const TWITTER_MAX: usize = 20;
const ANYWHERE_MAX: usize = 64;
/// Characters of the name of a list on Twitter, after the first.
const LIST_MAX: usize = 24;

/// The handle that `after`, the text after an `@`, begins with.
pub(super) fn handle(before: &str, after: &str, handles: Handles) -> Found {
    if !may_precede(before) {
        return Found::Nothing;
    }
    if handles == Handles::Anywhere
        && let Some(length) = with_host(after)
    {
        return Found::Body(length);
    }
    let most = match handles {
        Handles::Twitter => TWITTER_MAX,
        Handles::Anywhere => ANYWHERE_MAX,
    };
    let name = after.bytes().take_while(|&b| is_name_byte(b)).take(most).count();
    if name == 0 {
        return Found::Nothing;
    }
    let length = name + list(&after[name..]);
    let rest = &after[length..];
    let refused = rest.starts_with(['@', '＠']) || rest.starts_with(is_latin_accent);
    Found::unless(refused || rest.starts_with("://"), length)
}

/// The handle without its host or its list: `anna` of `anna@mastodon.social`, `anna.bsky.social`, `anna/friends`.
///
/// A name with a dot that is no host stays whole: `dolce.gabbana`. Works on a handle as posted, without
/// the `@`, and on its key.
///
/// ```
/// assert_eq!(mention::handle_name("anna@mastodon.social"), "anna");
/// assert_eq!(mention::handle_name("anna.bsky.social"), "anna");
/// assert_eq!(mention::handle_name("dolce.gabbana"), "dolce.gabbana");
/// ```
#[must_use]
pub fn handle_name(handle: &str) -> &str {
    if handle.bytes().all(is_name_byte) {
        return handle;
    }
    if let Some((name, _)) = handle.split_once(['@', '/']) {
        return name;
    }
    match handle.split_once('.') {
        Some((name, _)) if dotted_host(handle) == Some(handle.len()) => name,
        _ => handle,
    }
}

const fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether a handle may follow: nothing that makes it part of something else, or `RT`.
fn may_precede(before: &str) -> bool {
    let Some(last) = before.chars().next_back() else { return true };
    let joined = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if !joined(last) && !matches!(last, '!' | '#' | '$' | '%' | '&' | '*' | '@' | '＠') {
        return true;
    }
    let Some(start) = before.len().checked_sub(2) else { return false };
    let repost = before.get(start..).is_some_and(|end| end.eq_ignore_ascii_case("rt"));
    repost
        && before[..start]
            .chars()
            .next_back()
            .is_none_or(|c| !joined(c) && !matches!(c, '+' | '~' | '.' | '-'))
}

/// The bytes of `/list` that `rest` begins with, or 0.
fn list(rest: &str) -> usize {
    let mut bytes = rest.bytes();
    if bytes.next() != Some(b'/') || !bytes.next().is_some_and(|b| b.is_ascii_alphabetic()) {
        return 0;
    }
    2 + bytes.take_while(|&b| is_name_byte(b) || b == b'-').take(LIST_MAX).count()
}

/// The bytes of `name@host.tld` or `name.host.tld` that `after` begins with.
fn with_host(after: &str) -> Option<usize> {
    let inner = |b: u8| is_name_byte(b) || matches!(b, b'.' | b'-');
    let name = after.bytes().take(ANYWHERE_MAX).take_while(|&b| inner(b)).count();
    if !after[..name].contains('.') && !after[name..].starts_with('@') {
        return None;
    }
    let whole =
        name > 0 && is_name_byte(after.as_bytes()[0]) && is_name_byte(after.as_bytes()[name - 1]);
    match after[name..].strip_prefix('@') {
        Some(host) if whole => Some(name + 1 + domain::ascii(host)?.end),
        Some(_) => None,
        None => dotted_host(after),
    }
}

/// The bytes of `name.host.tld` that `after` begins with; `name.tld` only with a top-level domain that
/// is no country's, for `@shop.so` is more likely the end of a sentence.
fn dotted_host(after: &str) -> Option<usize> {
    let domain = domain::ascii(after)?;
    let host = &after[..domain.end];
    let generic = domain.end - domain.tld > 2;
    (is_name_byte(after.as_bytes()[0]) && (generic || host.matches('.').count() > 1))
        .then_some(domain.end)
}
