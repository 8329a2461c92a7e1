//! Names that read as an address: `booking.com` is a link where it stands in a text, and people mean the name.

use std::ops::Range;

use mention::{EntityKind, LookIn, fold_key};

use super::{Lowerer, text_test};
use crate::{Code, Condition, Diagnostic, Key, Near, Node, Pattern, TokenTest};

/// Addresses that one phrase may hold: each nests what is looked for one deeper.
const ADDRESSES_MAX: usize = 64;

impl Lowerer<'_> {
    /// Words in a row among which are `addresses`: each is found as its words and as the address written by itself.
    ///
    /// An address takes no place among the words of a text, so what stands on both sides of it is near, not in a row.
    pub(super) fn with_addresses(
        &mut self,
        text: &str,
        addresses: &[Range<usize>],
        node: &Node,
        look_in: LookIn,
    ) -> Option<Condition> {
        if addresses.len() > ADDRESSES_MAX {
            let message = format!("this phrase holds more than {ADDRESSES_MAX} addresses in a row");
            let found = Diagnostic::error(Code::TooManyTerms, node.span.clone(), message);
            self.report(found.help("to find any of them put OR between them; else leave some out"));
            return None;
        }
        let mut all = Vec::new();
        let mut at = 0;
        for address in addresses {
            all.extend(self.phrase_of(&text[at..address.start], look_in));
            all.push(self.address(&text[address.clone()], look_in)?);
            at = address.end;
        }
        all.extend(self.phrase_of(&text[at..], look_in));
        all.into_iter().reduce(|left, right| {
            Condition::Near(Box::new(Near { left, right, distance: 0, ordered: true }))
        })
    }

    /// `booking.com`: its words, as where a source says that it is no link, or the address, with `www.` or without.
    fn address(&mut self, name: &str, look_in: LookIn) -> Option<Condition> {
        let mut found = vec![self.phrase_of(name, look_in)?];
        for written in [name.to_owned(), format!("www.{name}")] {
            let (track, key) = self.keyed(fold_key(&written));
            let test = TokenTest { track, key: Key::Is(key), glued: false };
            let pattern = Pattern::Entity { kind: EntityKind::Link, test, any_host: false };
            found.push(text_test(look_in, pattern));
        }
        Some(Condition::Any(found))
    }
}

/// Where a word or phrase has names that a text would have as addresses without scheme and path.
pub(crate) fn addresses(text: &str) -> Vec<Range<usize>> {
    // Most terms have no dot, and no address lacks one.
    if !text.contains('.') {
        return Vec::new();
    }
    let mut entities = Vec::new();
    mention::entities(text, &mut entities);
    let places = entities
        .iter()
        .filter(|entity| entity.kind == EntityKind::Link)
        .map(|entity| entity.start as usize..entity.end as usize);
    places.filter(|place| is_name(&text[place.clone()], &text[place.end..])).collect()
}

/// Whether an address is a mere name, and no wildcard goes on with it.
fn is_name(address: &str, after: &str) -> bool {
    let www = address.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."));
    !address.contains(['/', ':', '?']) && !www && !after.starts_with(['*', '?'])
}

/// The name that reads as an address, `booking.com`, of which these alternatives are the meaning; absent for others.
#[must_use]
pub fn address_of(alternatives: &[Condition]) -> Option<&str> {
    let [words, Condition::Text(bare), Condition::Text(www)] = alternatives else { return None };
    let Condition::Text(words) = words else { return None };
    let name = |pattern: &'_ Pattern| match pattern {
        Pattern::Entity {
            kind: EntityKind::Link,
            test: TokenTest { key: Key::Is(name), .. },
            ..
        } => Some(name.clone()),
        _ => None,
    };
    let same = matches!(words.pattern, Pattern::Phrase { slop: 0, .. })
        && words.look_in == bare.look_in
        && words.look_in == www.look_in
        && name(&www.pattern)?.strip_prefix("www.") == name(&bare.pattern).as_deref();
    match &bare.pattern {
        Pattern::Entity { test: TokenTest { key: Key::Is(name), .. }, .. } if same => Some(name),
        _ => None,
    }
}
