//! What stands behind the `?` of an address, and in a form that was sent: names and values, read and written.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::error::Wrong;

/// Values that are read; more are nobody's.
const VALUES_MAX: usize = 200;

/// What is written as a number in the part behind the `?`.
const RESERVED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'>')
    .add(b'=')
    .add(b'?')
    .add(b'\'')
    .add(b'`')
    .add(b';')
    .add(b'\\')
    .add(b'^')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Names and values in the order given; a name may stand more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads `a=1&b=2`, as addresses and forms have it.
    ///
    /// # Errors
    ///
    /// When there are too many, or something is no text.
    pub(crate) fn read(text: &str) -> Result<Self, Wrong> {
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        let mut read = Vec::new();
        for pair in pairs {
            if read.len() == VALUES_MAX {
                return Err(Wrong::Question(format!(
                    "the address has more than {VALUES_MAX} values"
                )));
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            read.push((decoded(name)?, decoded(value)?));
        }
        Ok(Self(read))
    }

    /// The first value of `name`; one that is empty, as forms send what nobody filled in, is none.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Every value of `name` that is not empty.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let named = self.0.iter().filter(move |(known, _)| known == name);
        named.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Refuses a name that is none of `known`: a misspelled filter must not be taken for no filter.
    ///
    /// # Errors
    ///
    /// With the names there are.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), Wrong> {
        let Some((name, _)) = self.0.iter().find(|(name, _)| !known.contains(&name.as_str()))
        else {
            return Ok(());
        };
        let there = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        Err(Wrong::Question(format!("there is no parameter \"{name}\" here; there are: {there}")))
    }

    /// The same with `name` set to `value`, and nothing else of that name; gone where there is no value.
    pub(crate) fn with(&self, name: &str, value: Option<&str>) -> Self {
        let mut others: Vec<_> =
            self.0.iter().filter(|(known, _)| known != name).cloned().collect();
        others.extend(value.map(|value| (name.to_owned(), value.to_owned())));
        Self(others)
    }

    /// `path` with these behind it.
    pub(crate) fn behind(&self, path: &str) -> String {
        let filled = self.0.iter().filter(|(_, value)| !value.is_empty());
        let pairs = filled.map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        let pairs: Vec<String> = pairs.collect();
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
    }
}

/// A text as it stands in an address.
pub(crate) fn encoded(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, RESERVED).into()
}

/// A part of a path as it stands in an address: also a `/` in it is written as a number.
pub(crate) fn encoded_part(text: &str) -> String {
    encoded(text).replace('/', "%2F")
}

fn decoded(text: &str) -> Result<String, Wrong> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8();
    decoded.map(Cow::into_owned).map_err(|_| Wrong::Question("the address is not UTF-8".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for value in ["a b", "ä&=#%+?/\"'<>", "東京", "=cmd|' /C calc'!A1", "\u{202e}x"] {
            let written = Parameters::default().with("q", Some(value)).behind("/mentions");
            let (_, query) = written.split_once('?').unwrap();
            assert!(written.is_ascii() && !query.contains(['<', '"', '\'']), "{written}");
            assert_eq!(Parameters::read(query).unwrap().get("q"), Some(value));
        }
    }

    #[test]
    fn what_nobody_filled_in_is_not_there() {
        let read = Parameters::read("tag=&tag=a%2Fb&tag=c+d&x").unwrap();
        assert_eq!(read.all("tag").collect::<Vec<_>>(), ["a/b", "c d"]);
        assert_eq!(read.get("x"), None);
        assert_eq!(read.with("tag", Some("z")).behind("/"), "/?tag=z");
        assert_eq!(read.with("tag", None).behind("/"), "/");
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        assert!(Parameters::read("a=%ff").is_err());
        assert!(Parameters::read(&"a=1&".repeat(VALUES_MAX)).is_ok());
        assert!(Parameters::read(&"a=1&".repeat(VALUES_MAX + 1)).is_err());
        assert!(Parameters::read("taag=x").unwrap().only(&["tag"]).is_err());
        assert!(Parameters::read("tag=x").unwrap().only(&["tag"]).is_ok());
    }
}
