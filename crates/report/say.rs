//! What a report says before it is said in a language: sentences, numbers and days as marked text.
//!
//! A sentence is written in English where it is meant, `say!("{part} of {whole}", part, whole)`, and stays a marked text
//! until the finished report is told in a language ([`crate::Draft::build`]). So texts can be put together, joined and handed
//! on like any other, and no function on the way needs to know the language. The English words are what catalogs
//! (`catalog/*.po`) have each language's words for; that they have them for all, with the same parts, is a test.
//! The marks are noncharacters, which Unicode keeps for the inside of programs; a text from outside that has them
//! anyway is shown without them.

use std::fmt::{Display, Write as _};

/// Begins a message: its English words, then its parts.
pub(crate) const OPEN: char = '\u{fdd0}';
/// Stands before the name of each part of a message.
pub(crate) const PART: char = '\u{fdd1}';
/// Ends a message.
pub(crate) const CLOSE: char = '\u{fdd2}';
/// Stands between the words for one and those for many.
pub(crate) const MANY: char = '\u{fdd3}';
/// Stands between the name of a part and what it is.
pub(crate) const IS: char = '\u{fdd4}';
/// Begins the name of what is no sentence but a number or a day.
pub(crate) const FORM: char = '#';
/// Every mark.
pub(crate) const MARKS: [char; 5] = [OPEN, PART, CLOSE, MANY, IS];
/// The part that says how many, where words depend on it.
pub(crate) const NUMBER: &str = "n";

/// A sentence: English words with `{name}` where the part of this name stands.
macro_rules! say {
    (@ $name:ident) => { $name };
    (@ $name:ident $value:expr) => { $value };
    ($words:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::say::said(
            $words,
            &[$((stringify!($name), &$crate::say::say!(@ $name $($value)?) as &dyn std::fmt::Display)),*],
        )
    };
}

pub(crate) use say;

/// Words that stand by themselves where a text is a constant: catalogs have each language's words for them, which are put
/// in their place when the report is told.
pub(crate) const fn word(english: &'static str) -> &'static str {
    english
}

/// A message of these words and parts.
pub(crate) fn said(words: &str, parts: &[(&str, &dyn Display)]) -> String {
    let mut text = String::with_capacity(words.len() + 24 * parts.len());
    text.push(OPEN);
    text.push_str(words);
    for (name, part) in parts {
        debug_assert!(words.contains(&["{", name, "}"].concat()), "`{words}` has no {name}");
        write!(text, "{PART}{name}{IS}{part}").expect("a string takes whatever is written");
    }
    debug_assert!(words.matches('{').count() >= parts.len(), "`{words}` lacks a part");
    text.push(CLOSE);
    text
}

/// A number or a day in a form of this name.
pub(crate) fn formed(form: &str, value: impl Display) -> String {
    format!("{OPEN}{FORM}{form}{PART}{IS}{value}{CLOSE}")
}

/// `one` or `many` of a number, which stands in both as `{n}`.
pub(crate) fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{OPEN}{one}{MANY}{many}{PART}{NUMBER}{IS}{number}{CLOSE}")
}

/// Words that stand by themselves, such as a reason, as a message; what is one already stays it.
pub(crate) fn words(text: &str) -> String {
    if text.contains(OPEN) { text.to_owned() } else { said(text, &[]) }
}

/// A text as it is told in English, where what is chosen depends on what it becomes.
pub(crate) fn in_english(text: &str) -> String {
    crate::Wording::of(crate::Language::English).tell(text).into_owned()
}

/// How many words a text has in English.
pub(crate) fn words_in_english(text: &str) -> usize {
    in_english(text).split_whitespace().count()
}
