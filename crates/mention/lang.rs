//! The language a mention is written in.

use std::fmt;

/// A primary language subtag of BCP 47 in lower case, two or three letters: `en`, `sv`, `fil`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang([u8; 3]);

impl Lang {
    /// Reads the primary subtag of `tag`: `pt-BR` and `pt_br` are `pt`, the withdrawn `iw` is `he`.
    ///
    /// `None` for what states no language: empty, `und`, `zxx`, `mis`, `mul`, X's own `qme`, `qht`,
    /// `qam` and `art` family, and anything that is not two or three ASCII letters.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        if !matches!(primary.len(), 2 | 3) || !primary.bytes().all(|b| b.is_ascii_alphabetic()) {
            return None;
        }
        let mut bytes = [0; 3];
        bytes[..primary.len()].copy_from_slice(primary.as_bytes());
        bytes.make_ascii_lowercase();
        match &bytes {
            b"und" | b"zxx" | b"mis" | b"mul" | b"art" => None,
            [b'q', b'a'..=b't', _] if bytes[2] != 0 => None,
            b"in\0" => Some(Self(*b"id\0")),
            b"iw\0" => Some(Self(*b"he\0")),
            b"ji\0" => Some(Self(*b"yi\0")),
            _ => Some(Self(bytes)),
        }
    }

    /// The subtag as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let length = if self.0[2] == 0 { 2 } else { 3 };
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lang({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_primary_subtag_counts() {
        let read = |tag| Lang::parse(tag).map(|lang| lang.to_string());
        assert_eq!(read("pt-BR").as_deref(), Some("pt"));
        assert_eq!(read("EN_us").as_deref(), Some("en"));
        assert_eq!(read("fil").as_deref(), Some("fil"));
        assert_eq!(read("iw").as_deref(), Some("he"));
        assert_eq!(read("in").as_deref(), Some("id"));
        for unknown in ["", "und", "zxx", "qme", "qam", "art", "mis", "english", "e", "1a"] {
            assert_eq!(read(unknown), None, "{unknown}");
        }
    }
}
