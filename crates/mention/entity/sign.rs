//! What opens with a sign: hashtags, cashtags and handles.

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory as _};

use super::{Entity, EntityKind, Handles, handle, is_directional, is_punctuation, is_space};
use crate::bytes::WIDE;

/// Adds the hashtags, cashtags and handles of `text` to `out`, in order; `places` are those of the bytes that signs
/// begin with.
pub(super) fn find(
    text: &str,
    places: impl Iterator<Item = usize>,
    handles: Handles,
    out: &mut Vec<Entity>,
) {
    let mut signs = Signs { text, handles, taken: [0; 3] };
    out.extend(places.filter_map(|at| signs.entity(at, text.as_bytes()[at])));
}

/// The signs of a text, taken one after the other.
struct Signs<'t> {
    text: &'t str,
    handles: Handles,
    /// Up to where a match of each kind reaches: it also takes the character before the sign, so that no
    /// two share one.
    taken: [usize; 3],
}

impl Signs<'_> {
    /// The entity that the sign at `at` opens, which begins with `byte`.
    fn entity(&mut self, at: usize, byte: u8) -> Option<Entity> {
        let text = self.text;
        let (kind, taken) = match (byte, text.as_bytes().get(at + 1..at + 3)) {
            (b'#', _) | (WIDE, Some([0xBC, 0x83])) => (EntityKind::Hashtag, &mut self.taken[0]),
            (b'@', _) | (WIDE, Some([0xBC, 0xA0])) => (EntityKind::Handle, &mut self.taken[1]),
            (b'$', _) => (EntityKind::Cashtag, &mut self.taken[2]),
            _ => return None,
        };
        let before = &text[..at];
        if before.chars().next_back().is_some_and(|c| at - c.len_utf8() < *taken) || at < *taken {
            return None;
        }
        let body = at + if byte == WIDE { '＃'.len_utf8() } else { 1 };
        let found = match kind {
            EntityKind::Hashtag => hashtag(before, &text[body..]),
            EntityKind::Handle => handle::handle(before, &text[body..], self.handles),
            EntityKind::Cashtag | EntityKind::Link => cashtag(before, &text[body..]),
        };
        match found {
            Found::Nothing => None,
            Found::Refused(length) => {
                *taken = body + length;
                None
            }
            Found::Body(length) => {
                *taken = body + length;
                Some(kind.at(at, *taken))
            }
        }
    }
}

/// What stands after a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// So many bytes that would do, but for what comes after them.
    Refused(usize),
    /// A body of so many bytes.
    Body(usize),
}

impl Found {
    /// A body of `length` bytes, unless `after` it follows a sign or `://`.
    pub(super) fn unless(refused: bool, length: usize) -> Self {
        if refused { Self::Refused(length) } else { Self::Body(length) }
    }
}

fn hashtag(before: &str, after: &str) -> Found {
    let open = match before.chars().next_back() {
        None | Some('\u{FE0E}' | '\u{FE0F}') => true,
        Some(c) => c != '&' && !is_hashtag_char(c),
    };
    if !open || after.starts_with(['\u{FE0F}', '\u{20E3}']) {
        return Found::Nothing;
    }
    let length = after.find(|c| !is_hashtag_char(c)).unwrap_or(after.len());
    if !after[..length].chars().any(is_letter_or_mark) {
        return Found::Nothing;
    }
    let rest = &after[length..];
    Found::unless(rest.starts_with(['#', '＃']) || rest.starts_with("://"), length)
}

fn is_letter_or_mark(c: char) -> bool {
    use GeneralCategoryGroup::{Letter, Mark};
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    matches!(c.general_category_group(), Letter | Mark)
}

fn is_hashtag_char(c: char) -> bool {
    const SPECIAL: &str = "_\u{200C}\u{200D}\u{A67E}\u{5BE}\u{5F3}\u{5F4}\u{FF5E}\u{301C}\u{309B}\u{309C}\u{30A0}\u{30FB}\u{3003}\u{F0B}\u{F0C}\u{B7}";
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    is_letter_or_mark(c)
        || c.general_category() == GeneralCategory::DecimalNumber
        || SPECIAL.contains(c)
}

/// One to six letters, then perhaps `.` or `_` and one or two more, then no letter or digit.
fn cashtag(before: &str, after: &str) -> Found {
    let open = before.chars().next_back().is_none_or(|c| is_space(c) || is_directional(c));
    let letters = |from: &str| from.bytes().take_while(u8::is_ascii_alphabetic).count();
    let closed = |at: usize| {
        let next = after[at..].chars().next();
        next.is_none_or(|c| c.is_whitespace() || c == '\u{FEFF}' || is_punctuation(c))
    };
    let symbol = letters(after);
    if !open || !(1..=6).contains(&symbol) {
        return Found::Nothing;
    }
    if after[symbol..].starts_with(['.', '_']) {
        let class = letters(&after[symbol + 1..]);
        if (1..=2).contains(&class) && closed(symbol + 1 + class) {
            return Found::Body(symbol + 1 + class);
        }
    }
    if closed(symbol) { Found::Body(symbol) } else { Found::Nothing }
}
