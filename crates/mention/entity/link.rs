//! Addresses, with and without a scheme.

use super::domain::{self, is_domain_char};
use super::{Entity, EntityKind, is_directional, is_latin_accent};

/// Characters of the name of an address on `t.co` at most; a longer one is none.
const SHORT_MAX: usize = 40;
/// Bytes an address has at most.
const LINK_MAX: usize = 4096;

/// Adds the addresses in `text`, which has `dots`, to `out`, in order.
pub(super) fn find(text: &str, dots: impl Iterator<Item = usize>, out: &mut Vec<Entity>) {
    let mut at = 0;
    for dot in dots.filter(|&dot| is_inner(text, dot)) {
        if dot < at {
            continue;
        }
        // No chain reaches over a blank, so the one with the dot begins after the last blank before it.
        let blank = memchr::memrchr(b' ', &text.as_bytes()[at..dot]);
        at = blank.map_or(at, |blank| at + blank);
        at = up_to(text, at, dot, out);
    }
}

/// Adds the addresses that begin from `at` up to `dot`, and says where it stopped, past the dot.
fn up_to(text: &str, mut at: usize, dot: usize, out: &mut Vec<Entity>) -> usize {
    // An address is found with the character before it, so that no two addresses touch.
    let mut before = text[..at].chars().next_back();
    while at <= dot
        && let Some(c) = text[at..].chars().next()
    {
        if is_domain_char(c) && before.is_none_or(may_precede) {
            at = after_chain(text, at, before, out);
        }
        before = text[at..].chars().next();
        at += before.map_or(0, char::len_utf8);
    }
    at
}

/// Whether something follows `dot` that may be a domain: in most texts none does.
fn is_inner(text: &str, dot: usize) -> bool {
    text.as_bytes().get(dot + 1).is_some_and(|b| b.is_ascii_alphanumeric() || !b.is_ascii())
}

/// Adds the addresses that the chain of labels at `start` begins or leads to, and says where they end.
fn after_chain(text: &str, start: usize, before: Option<char>, out: &mut Vec<Entity>) -> usize {
    if let Some(length) = domain::lone_label(&text[start..]) {
        return start + length;
    }
    let chain = domain::chain(&text[start..]);
    let chain_end = start + chain.end;
    if let Some(found) = chain.domain {
        let domain = &text[start..start + found.end];
        let tail = Tail::of(&text[start + found.end..]);
        let end = start + found.end + tail.bytes;
        let joined = matches!(before, Some('-' | '_' | '.' | '/'));
        if !found.underscore && !joined && end - start <= LINK_MAX && domain::fits(domain) {
            add_without_scheme(domain, start, if tail.path { end } else { 0 }, out);
        }
        return end;
    }
    let Some(rest) = text[chain_end..].strip_prefix("://") else { return chain_end };
    let Some(scheme) = scheme(&text[start..chain_end]) else { return chain_end };
    let Some(found) = domain::chain(rest).domain.filter(|found| !found.underscore) else {
        return chain_end;
    };
    let link = chain_end - scheme;
    let tail = Tail::of(&rest[found.end..]);
    let end = chain_end + 3 + found.end + tail.bytes;
    let domain = &rest[..found.end];
    if domain::fits(domain) && end - link <= LINK_MAX {
        match short(domain, &rest[found.end..]) {
            Short::Not => out.push(EntityKind::Link.at(link, end)),
            Short::Name(bytes) => {
                out.push(EntityKind::Link.at(link, chain_end + 3 + found.end + bytes));
            }
            Short::TooLong => {}
        }
    }
    end
}

/// Whether an address may follow `c`.
fn may_precede(c: char) -> bool {
    !(c.is_ascii_alphanumeric()
        || matches!(c, '@' | '＠' | '$' | '#' | '＃' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'))
        || is_directional(c)
}

/// The bytes of `http` or `https` that `labels` ends with.
fn scheme(labels: &str) -> Option<usize> {
    [4, 5].into_iter().find(|&length| {
        let Some(start) = labels.len().checked_sub(length) else { return false };
        let name = &labels.as_bytes()[start..];
        b"https"[..length].eq_ignore_ascii_case(name)
            && labels[..start].chars().next_back().is_none_or(may_precede)
    })
}

/// Adds the addresses in a `domain` that stands at `start`: without a scheme, letters that are not
/// Latin part them. If `path_end` is not 0, the last goes up to there.
fn add_without_scheme(domain: &str, start: usize, path_end: usize, out: &mut Vec<Entity>) {
    let mut at = 0;
    while let Some(next) = domain[at..].find(domain::is_latin) {
        at += next;
        let chain = domain::latin(&domain[at..]);
        let Some(found) = chain.domain else {
            at += chain.end;
            continue;
        };
        let end = at + found.end;
        let last = end == domain.len() && path_end > 0;
        out.push(EntityKind::Link.at(start + at, if last { path_end } else { start + end }));
        at = end;
    }
}

/// What the part after the domain says of a short address.
enum Short {
    /// It is not on `t.co`, or has no name.
    Not,
    /// Its name and query take so many bytes; what follows is not part of it.
    Name(usize),
    /// It is no address.
    TooLong,
}

fn short(domain: &str, rest: &str) -> Short {
    let Some(rest) = rest.strip_prefix('/').filter(|_| domain.eq_ignore_ascii_case("t.co")) else {
        return Short::Not;
    };
    match rest.bytes().take_while(u8::is_ascii_alphanumeric).count() {
        0 => Short::Not,
        name if name > SHORT_MAX => Short::TooLong,
        name => Short::Name(1 + name + query(&rest[name..])),
    }
}

/// What follows a domain name.
struct Tail {
    /// Its bytes.
    bytes: usize,
    /// Whether it has a path.
    path: bool,
}

impl Tail {
    fn of(rest: &str) -> Self {
        let port = match rest.strip_prefix(':') {
            Some(port) => match port.bytes().take_while(u8::is_ascii_digit).count() {
                0 => 0,
                digits => 1 + digits,
            },
            None => 0,
        };
        let path = path(&rest[port..]);
        Self { bytes: port + path + query(&rest[port + path..]), path: path > 0 }
    }
}

/// The bytes of the path that `rest` begins with; it ends with a letter, a digit, one of `+-=_#/` or brackets that close.
fn path(rest: &str) -> usize {
    if !rest.starts_with('/') {
        return 0;
    }
    let mut end = 1;
    let mut at = 1;
    while let Some(c) = rest[at..].chars().next() {
        if is_path_char(c) {
            at += c.len_utf8();
            if ends_path(c) {
                end = at;
            }
        } else if let Some(length) = brackets(&rest[at..]) {
            at += length;
            end = at;
        } else {
            break;
        }
    }
    end
}

/// The bytes of the pair of brackets that `rest` begins with, with at most one pair inside.
fn brackets(rest: &str) -> Option<usize> {
    let run = |at: usize| rest[at..].find(|c| !is_path_char(c)).unwrap_or(rest.len() - at);
    let outer = rest.starts_with('(').then(|| 1 + run(1))?;
    if rest[outer..].starts_with(')') {
        return (outer > 1).then_some(outer + 1);
    }
    let inner = rest[outer..].starts_with('(').then(|| outer + 1 + run(outer + 1))?;
    let more = (inner > outer + 1 && rest[inner..].starts_with(')')).then_some(inner + 1)?;
    let end = more + run(more);
    rest[end..].starts_with(')').then_some(end + 1)
}

/// The bytes of the query that `rest` begins with.
fn query(rest: &str) -> usize {
    let ends = |b: u8| b.is_ascii_alphanumeric() || b"-_&=#/".contains(&b);
    let inner = |b: u8| ends(b) || b"!?*'@():;+$%[].,~|".contains(&b);
    let Some(query) = rest.strip_prefix('?') else { return 0 };
    let run = query.bytes().take_while(|&b| inner(b)).count();
    query.as_bytes()[..run].iter().rposition(|&b| ends(b)).map_or(0, |last| last + 2)
}

fn is_path_char(c: char) -> bool {
    ends_path(c)
        || matches!(c, '!' | '*' | '\'' | ';' | ':' | ',' | '.' | '$' | '%' | '[' | ']')
        || matches!(c, '\u{2013}' | '~' | '@' | '|' | '&')
}

fn ends_path(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '+' | '-' | '=' | '_' | '#' | '/' | '\u{400}'..='\u{4FF}')
        || is_latin_accent(c)
}
