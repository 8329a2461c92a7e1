//! Signs in a line of the simple form that are not searched, although its author may count on them.

use std::ops::Range;

use super::{as_query, quoted, words};
use crate::lexer::is_link;
use crate::{Code, Diagnostic};

/// The first of them, with what the line finds as it is; `text` is the phrase that it is.
pub(super) fn find(line: &str, text: &str) -> Option<Diagnostic> {
    let (span, message, help) = link(line)
        .or_else(|| entity(line))
        .or_else(|| alternatives(line))
        .or_else(|| around_a_word(line, text))?;
    Some(Diagnostic::warning(Code::SimpleForm, span, message).help(help))
}

/// A place, what is said of it, and what to write.
type Told = (Range<usize>, String, String);

/// An address: no words are read in links.
fn link(line: &str) -> Option<Told> {
    let (start, word) = words(line).find(|(_, word)| is_link(word))?;
    let bare = word.split_once("://").map_or(word, |(_, rest)| rest);
    let message = format!("no words are read in links, so `{word}` is not found there");
    let help =
        format!("posts that link to it are found by a query, `query = \'\'\'url:\"{bare}\"\'\'\'`");
    Some((start..start + word.len(), message, help))
}

/// `&amp;`, and a hashtag, name or ticker among other words, where its sign means nothing.
fn entity(line: &str) -> Option<Told> {
    if let Some(at) = line.find("&amp;") {
        let message = "`&amp;` is `&` in the source of a web page; here it is the word `amp`";
        return Some((at..at + 5, message.to_owned(), "write `&` itself".to_owned()));
    }
    let sign = |word: &str| word.starts_with(['#', '@', '$']) && is_lettered(&word[1..]);
    let signed: Vec<(usize, &str)> = words(line).filter(|(_, word)| sign(word)).collect();
    let several = words(line).nth(1).is_some();
    let (start, word) = *signed.first().filter(|(_, word)| {
        // Whoever is spoken to may well be named in a phrase.
        several && (signed.len() > 1 || word.starts_with('#'))
    })?;
    let message = format!(
        "in a line of several words signs are not searched: `{}` is found with its sign or without",
        &word[1..]
    );
    let help = if signed.len() == words(line).count() {
        let entries: Vec<String> = signed.iter().map(|(_, word)| format!("`{word}`")).collect();
        format!("give each its own entry or line: {}", entries.join(", "))
    } else {
        let rest: Vec<&str> =
            words(line).map(|(_, word)| word).filter(|other| *other != word).collect();
        as_query(&format!("{word} {}", quoted(&rest.join(" "))))
    };
    Some((start..start + word.len(), message, help))
}

fn is_lettered(word: &str) -> bool {
    word.starts_with(char::is_alphabetic)
}

/// `late | delayed`, `late / delayed`: signs by which people part alternatives.
fn alternatives(line: &str) -> Option<Told> {
    let sign = ["|", "||", "/"];
    let (start, word) = words(line).find(|(_, word)| sign.contains(word))?;
    let sides = (line[..start].trim(), line[start + word.len()..].trim());
    let lettered =
        |side: &str| side.contains(char::is_alphabetic) && side.contains(char::is_lowercase);
    if !lettered(sides.0) || !lettered(sides.1) {
        return None;
    }
    let message = format!(
        "`{word}` parts nothing in the simple form: this finds only the words on both sides of it in a row"
    );
    let parts = line.split(word).map(|part| format!("`{}`", part.trim()));
    let help = format!("give each its own entry or line: {}", parts.collect::<Vec<_>>().join(", "));
    Some((start..start + word.len(), message, help))
}

/// `C++`, `.NET`: a name that is another without its signs.
fn around_a_word(line: &str, text: &str) -> Option<Told> {
    let (start, word) = words(line).find(|(_, word)| {
        let name = word.trim_end_matches(['+', '#']);
        let after = name.len() < word.len() && name.chars().all(char::is_alphanumeric);
        let before = word
            .strip_prefix('.')
            .is_some_and(|rest| is_lettered(rest) && rest.chars().all(char::is_alphanumeric));
        is_lettered(name) && after || before
    })?;
    let bare = word.trim_matches(['+', '#', '.']);
    let message = format!("signs are not searched: this finds `{bare}` with or without them");
    let query = if word.len() == line.trim().len() {
        format!("{{{word}}}")
    } else {
        format!("{} {{{word}}}", quoted(text))
    };
    Some((start..start + word.len(), message, as_query(&query)))
}
