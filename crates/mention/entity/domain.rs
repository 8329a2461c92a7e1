//! Domain names: labels, and the top-level domains there are.

use super::{is_directional, is_latin_accent, is_punctuation, is_space};

/// Bytes a label of a domain name has at most, as it goes over the wire.
const LABEL_MAX: usize = 63;
/// Characters of the longest top-level domain that is not ASCII, with room to spare.
const TLD_CHARS_MAX: usize = 24;

/// A domain name in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Domain {
    /// Where its top-level domain starts.
    pub tld: usize,
    /// One past its last byte.
    pub end: usize,
    /// Whether the label before the top-level domain has a `_`, which none may.
    pub underscore: bool,
}

/// A run of labels with dots between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chain {
    /// The longest domain name it begins with.
    pub domain: Option<Domain>,
    /// One past its last byte.
    pub end: usize,
}

/// Whether `c` may stand in a label, `-` and `_` apart: whatever is no blank and no ASCII punctuation.
pub(super) const fn is_domain_char(c: char) -> bool {
    !(is_punctuation(c)
        || is_space(c)
        || is_directional(c)
        || matches!(c, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'))
}

/// The chain of labels that `text` begins with; any writing.
pub(super) fn chain(text: &str) -> Chain {
    chain_of(text, |c| is_domain_char(c) || matches!(c, '-' | '_'), is_domain_char)
}

/// The bytes of the label that `text` begins with, if it is plain and nothing is joined to it: most words.
///
/// Then [`chain`] finds no domain and ends there too, and no scheme ends there either.
pub(super) fn lone_label(text: &str) -> Option<usize> {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let length = text.bytes().take_while(plain).count();
    match text.as_bytes().get(length) {
        None | Some(b' ' | b',' | b'!' | b'?' | b';' | b')' | b'\'' | b'\n') => Some(length),
        Some(_) => None,
    }
}

/// The longest domain name that `text` begins with whose labels are Latin: what counts without a scheme.
pub(super) fn latin(text: &str) -> Chain {
    chain_of(text, is_latin, is_latin)
}

/// The longest domain name of ASCII that `text` begins with: the host of a handle.
pub(super) fn ascii(text: &str) -> Option<Domain> {
    let outer = |c: char| c.is_ascii_alphanumeric();
    let domain = chain_of(text, |c| outer(c) || c == '-', outer).domain?;
    text[..domain.end].is_ascii().then_some(domain)
}

/// Whether `c` may stand in a Latin label.
pub(super) const fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || is_latin_accent(c)
}

fn chain_of(text: &str, inner: impl Fn(char) -> bool, outer: impl Fn(char) -> bool) -> Chain {
    let mut chain = Chain { domain: None, end: 0 };
    loop {
        let rest = &text[chain.end..];
        let label = &rest[..rest.find(|c| !inner(c)).unwrap_or(rest.len())];
        let ends = [label.chars().next(), label.chars().next_back()];
        chain.end += label.len();
        if !ends.iter().all(|end| end.is_some_and(&outer)) || !text[chain.end..].starts_with('.') {
            return chain;
        }
        chain.end += 1;
        let underscore = label.contains('_');
        // The longest counts, but one without `_` before any with it.
        if (!underscore || chain.domain.is_none_or(|domain| domain.underscore))
            && let Some(length) = tld(&text[chain.end..])
        {
            chain.domain = Some(Domain { tld: chain.end, end: chain.end + length, underscore });
        }
    }
}

/// The bytes of the top-level domain that `text` begins with.
fn tld(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    if bytes.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"xn--")) {
        let more = bytes[4..].iter().take_while(|&&b| b.is_ascii_alphanumeric() || b == b'-');
        return Some(4 + more.count()).filter(|&length| length > 4);
    }
    let ascii = bytes.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    if ascii > 0 && is_known(&text[..ascii]) && may_follow(&text[ascii..]) {
        return Some(ascii);
    }
    if bytes.get(ascii).is_none_or(u8::is_ascii) {
        return None;
    }
    let start = text.char_indices().take(TLD_CHARS_MAX);
    let ends = start.take_while(|&(_, c)| is_domain_char(c)).map(|(at, c)| at + c.len_utf8());
    ends.filter(|&end| end > ascii && may_follow(&text[end..]) && is_known(&text[..end])).last()
}

/// Whether a top-level domain may end before `rest`.
fn may_follow(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '@' | '+' | '-'))
}

/// Whether IANA's root zone has this top-level domain, in any case and writing.
fn is_known(name: &str) -> bool {
    let mut wire = Wire::default();
    wire.encode(name).is_some() && tld::exist(wire.as_str())
}

/// Whether every label of `domain` fits the wire.
pub(super) fn fits(domain: &str) -> bool {
    let mut wire = Wire::default();
    domain.split(['.', '。', '．', '｡']).all(|label| wire.encode(label).is_some())
}

/// A label as it goes over the wire: ASCII in lower case, anything else in Punycode.
#[derive(Debug)]
struct Wire {
    bytes: [u8; LABEL_MAX],
    length: usize,
}

impl Default for Wire {
    fn default() -> Self {
        Self { bytes: [0; LABEL_MAX], length: 0 }
    }
}

impl Wire {
    fn as_str(&self) -> &str {
        str::from_utf8(&self.bytes[..self.length]).expect("only ASCII is ever pushed")
    }

    fn push(&mut self, byte: u8) -> Option<()> {
        *self.bytes.get_mut(self.length)? = byte;
        self.length += 1;
        Some(())
    }

    /// Writes `label`; `None` if it is too long or claims to be encoded already and is not ASCII.
    ///
    /// # Source
    ///
    /// RFC 3492, section 6.3.
    fn encode(&mut self, label: &str) -> Option<()> {
        self.length = 0;
        if label.is_ascii() {
            return label.bytes().try_for_each(|b| self.push(b.to_ascii_lowercase()));
        }
        let encoded = label.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("xn--"));
        let mut chars = ['\0'; LABEL_MAX];
        let mut count = 0;
        for c in label.chars().flat_map(char::to_lowercase) {
            *chars.get_mut(count)? = c;
            count += 1;
        }
        let chars = &chars[..count];
        if encoded {
            return None;
        }
        b"xn--".iter().try_for_each(|&b| self.push(b))?;
        let basic = chars.iter().filter(|c| c.is_ascii()).count();
        chars.iter().filter(|c| c.is_ascii()).try_for_each(|&c| self.push(c as u8))?;
        if basic > 0 {
            self.push(b'-')?;
        }
        self.encode_rest(chars, basic)
    }

    /// Writes where in `chars` the characters beyond ASCII stand.
    fn encode_rest(&mut self, chars: &[char], basic: usize) -> Option<()> {
        let mut state = Punycode { delta: 0, bias: 72, first: true };
        let mut least = 0x80;
        let mut done = u32::try_from(basic).ok()?;
        while (done as usize) < chars.len() {
            let next = chars.iter().map(|&c| u32::from(c)).filter(|&c| c >= least).min()?;
            state.delta += (next - least) * (done + 1);
            for c in chars.iter().map(|&c| u32::from(c)) {
                if c < next {
                    state.delta += 1;
                } else if c == next {
                    state.write(self)?;
                    done += 1;
                    state.adapt(done);
                }
            }
            state.delta += 1;
            least = next + 1;
        }
        Some(())
    }
}

/// The state of the Punycode encoder.
struct Punycode {
    delta: u32,
    bias: u32,
    first: bool,
}

impl Punycode {
    const BASE: u32 = 36;
    const T_MIN: u32 = 1;
    const T_MAX: u32 = 26;

    /// Writes `delta` as a number of variable length.
    fn write(&self, wire: &mut Wire) -> Option<()> {
        let mut rest = self.delta;
        let mut k = Self::BASE;
        loop {
            let t = k.saturating_sub(self.bias).clamp(Self::T_MIN, Self::T_MAX);
            if rest < t {
                return wire.push(Self::digit(rest));
            }
            wire.push(Self::digit(t + (rest - t) % (Self::BASE - t)))?;
            rest = (rest - t) / (Self::BASE - t);
            k += Self::BASE;
        }
    }

    fn digit(value: u32) -> u8 {
        b"abcdefghijklmnopqrstuvwxyz0123456789"[value as usize]
    }

    /// Fits the bias to the `delta` just written and starts a new one.
    fn adapt(&mut self, done: u32) {
        let mut delta = self.delta / if self.first { 700 } else { 2 };
        delta += delta / done;
        let mut k = 0;
        while delta > (Self::BASE - Self::T_MIN) * Self::T_MAX / 2 {
            delta /= Self::BASE - Self::T_MIN;
            k += Self::BASE;
        }
        self.bias = k + (Self::BASE - Self::T_MIN + 1) * delta / (delta + 38);
        self.delta = 0;
        self.first = false;
    }
}
