//! TOML that cannot be read, told in plain words, all of it: a broken line is reported, blanked, and the rest read again.

use std::ops::Range;

use toml::de::{DeTable, Error};

use crate::keys::{FILE, TABLES};
use crate::{Code, Diagnostic};

mod meant;
mod other;
mod written;

use meant::meant;
use other::{bare_query, other_format};
use written::{DAYS, QUOTES, in_quotes, list_of};

/// Mistakes told of one file at most; a file with more is not TOML at all.
const MISTAKES_MAX: usize = 50;

/// What is wrong with a text that is to be TOML; nothing for one that is.
///
/// A rule file needs no call of it: what is wrong there is among what [`RuleSet::read`](crate::RuleSet::read) finds.
#[must_use]
pub fn toml_mistakes(text: &str) -> Vec<Diagnostic> {
    readable(text).1
}

/// A rule file with every line that breaks TOML blanked, and what is wrong with it; see [`readable`].
pub(crate) fn readable_rules(text: &str) -> (String, Vec<Diagnostic>) {
    match bare_query(text).filter(|_| other_format(text).is_none()) {
        Some(query) => (String::new(), vec![query]),
        None => readable(text),
    }
}

/// The text with every line that breaks TOML blanked, byte for byte, and what is wrong with those lines.
pub(crate) fn readable(text: &str) -> (String, Vec<Diagnostic>) {
    let mut rest = text.to_owned();
    let mut found = Vec::new();
    if let Some(other) = other_format(text) {
        return (String::new(), vec![other]);
    }
    while found.len() < MISTAKES_MAX {
        let (_, errors) = DeTable::parse_recoverable(&rest);
        let Some(first) = errors.iter().min_by_key(|error| start(error)) else {
            return (rest, found);
        };
        let (mistake, broken) = explain(&rest, first, &errors);
        found.push(on_characters(mistake, text));
        if rest[broken.clone()].trim().is_empty() {
            break;
        }
        blank(&mut rest, broken);
    }
    (String::new(), found)
}

/// The finding on whole characters of the file: what was blanked had one for each byte.
fn on_characters(mut found: Diagnostic, text: &str) -> Diagnostic {
    let whole = |span: &Range<usize>| {
        text.floor_char_boundary(span.start)..text.ceil_char_boundary(span.end)
    };
    found.span = whole(&found.span);
    for label in &mut found.labels {
        label.span = whole(&label.span);
    }
    found.fix =
        found.fix.filter(|fix| fix.edits.iter().all(|edit| text.get(edit.span.clone()).is_some()));
    found
}

fn start(error: &Error) -> usize {
    error.span().map_or(0, |span| span.start)
}

/// What is wrong, and the bytes that are left out to read on.
fn explain(text: &str, error: &Error, all: &[Error]) -> (Diagnostic, Range<usize>) {
    let at = text.floor_char_boundary(start(error));
    if let Some(open) = never_closed(text, at) {
        return (unclosed(text, open.start), line_at(text, open.start).start..open.end);
    }
    let line = written_line(text, at);
    if let Some(found) = meant(text, &line) {
        return found;
    }
    let in_list = |error: &Error| {
        let message = error.message();
        let list = ["comma", "array,", "in array"].iter().any(|word| message.contains(word));
        list && start(error) <= line.end
    };
    if all.iter().any(in_list) {
        let list = statement(text, &line);
        return (broken_list(trimmed(text, &line_at(text, list.start)), &text[list.clone()]), list);
    }
    (in_line(text, &line, error), line)
}

/// The mistake in one line.
fn in_line(text: &str, line: &Range<usize>, error: &Error) -> Diagnostic {
    let message = error.message();
    let written = text[line.clone()].trim();
    let whole = trimmed(text, line);
    let span = error.span().filter(|span| !span.is_empty() && text.get(span.clone()).is_some());
    let place = span.clone().unwrap_or_else(|| whole.clone());
    let thing = text[place.clone()].to_owned();
    let says = |words: &str| message.starts_with(words);
    if let Some(found) = comment_value(&whole, written) {
        return found;
    }
    if written.starts_with('[') && says("unclosed") {
        let name = written.trim_matches(['[', ']']);
        return wrong(whole, "the brackets around the table's name do not close")
            .help(format!("write `{}`", table_line(name).unwrap_or(&format!("[{name}]"))));
    }
    match () {
        () if says("invalid basic string") || says("invalid literal string") => {
            open_quote(text, &whole)
        }
        () if says("key with no value") => no_equals(whole, written),
        () if written.ends_with('=') && !written.starts_with('=') => no_value(whole, written),
        () if says("string values must be quoted") => unquoted(&place, &thing, &whole, written),
        () if says("invalid date") || says("invalid time") => no_day(place, &thing, message),
        () if says("invalid boolean") => {
            wrong(place, format!("`{thing}` is neither `true` nor `false`"))
                .help("write `true` or `false`, in small letters, without quotes")
        }
        () if says("duplicate key") => twice(text, place, &thing, written),
        () if message.contains("escape") || message.contains("unicode") => {
            wrong(whole, "in double quotes a backslash begins an escape, and this is none")
                .help("put the text between ''' and ''': nothing needs escaping there")
        }
        () if says("unexpected key or value") => {
            let found = wrong(whole, "something follows the value, where the line should end");
            match written.split_once('=').map(|(name, value)| (name.trim(), value)) {
                Some((name @ ("any" | "all" | "none"), value)) if value.contains(',') => {
                    found.help(format!("write `{name} = {}`", in_quotes(name, value)))
                }
                _ => {
                    found.help("one key a line; a text that holds quotes goes between ''' and '''")
                }
            }
        }
        () if written.starts_with('=') || !written.contains('=') => no_equals(whole, written),
        () if says("invalid unquoted key") => {
            wrong(place, format!("`{thing}` cannot stand in a name before `=`"))
                .help("put the name in quotes, or write it with a to z, digits, `-` and `_`")
        }
        () if message.contains("value") => no_value(whole, written),
        () => wrong(place, format!("this cannot be read: {message}"))
            .help("each line is `key = value`, a table's name in brackets, or a comment after `#`"),
    }
}

fn wrong(span: Range<usize>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::FileSyntax, span, message)
}

fn open_quote(text: &str, line: &Range<usize>) -> Diagnostic {
    let mut open = None;
    for (at, character) in text[line.clone()].char_indices() {
        match (character, open) {
            ('"' | '\'', None) => open = Some((at, character)),
            (close, Some((_, quote))) if close == quote => open = None,
            _ => {}
        }
    }
    let start = line.start + open.map_or(0, |(at, _)| at);
    let quote = open.map_or('"', |(_, quote)| quote);
    wrong(start..line.end, "the quote that opens here does not close on this line")
        .help(format!("end the text with `{quote}`, or put a longer text between ''' and '''"))
}

/// A text that begins with `#` and stands without quotes, so that it is a comment.
fn comment_value(line: &Range<usize>, written: &str) -> Option<Diagnostic> {
    let (name, value) = written.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    let tag = value.strip_prefix('#')?.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let known = TABLES.iter().any(|table| table.get(name).is_some());
    (tag && known).then(|| {
        let message =
            format!("what follows `#` outside quotes is a comment, so `{name}` has no value");
        wrong(line.end - value.len()..line.end, message)
            .help(format!("write `{name} = {}`", in_quotes(name, value)))
    })
}

fn no_equals(line: Range<usize>, written: &str) -> Diagnostic {
    let bullet = written.strip_prefix("- ").map(str::trim);
    let stated = bullet.unwrap_or(written);
    let name: String =
        stated.chars().take_while(|c| c.is_alphanumeric() || "_-.".contains(*c)).collect();
    let value = stated[name.len()..].trim_start().trim_start_matches([':', '-', '>']).trim();
    let known = TABLES.iter().find_map(|table| table.get(&name));
    let known = known.filter(|key| !key.example.starts_with('['));
    let found = wrong(line, "the line is no `key = value`");
    if let Some(table) = table_line(&name.to_lowercase()).filter(|_| name != stated) {
        let line = if value.is_empty() || value.starts_with(',') {
            "one `key = \"value\"` a line".to_owned()
        } else {
            format!("`label = {}`", in_quotes("label", value))
        };
        return found.help(format!("write `{table}`, and below it {line}"));
    }
    match (known, value) {
        (Some(key), "") => found.help(format!("write it like `{}`", key.example)),
        (Some(_), value) => found.help(format!("write `{name} = {}`", in_quotes(&name, value))),
        (None, _) if bullet.is_some_and(|words| !words.is_empty() && !words.contains(':')) => {
            let words = stated.trim_matches(['"', '\'']);
            found.help(format!("write the words into one list: `any = [\"{words}\", \"…\"]`"))
        }
        (None, _) => found.help("each line is `key = value`, a table's name in brackets, or a comment after `#`; a text of several lines goes between ''' and '''"),
    }
}

/// A table's name in whatever brackets.
fn bare_name(line: &str) -> &str {
    let line = line.lines().next().unwrap_or_default();
    line.trim_matches(['[', ']', '{', '}', '(', ')', '<', '>', ' ', '\r'])
}

/// The line that opens the table somebody calls `name`, in the singular or plural.
fn table_line(name: &str) -> Option<&'static str> {
    let key = FILE.get(name).or_else(|| FILE.get(name.strip_suffix('s')?))?;
    key.example.starts_with('[').then_some(key.example)
}

fn unquoted(place: &Range<usize>, thing: &str, line: &Range<usize>, written: &str) -> Diagnostic {
    let bare = thing.trim().trim_matches(QUOTES);
    let lower = bare.to_lowercase();
    if matches!(lower.as_str(), "yes" | "no" | "on" | "off") {
        let value = matches!(lower.as_str(), "yes" | "on");
        return wrong(place.clone(), format!("`{thing}` stands without quotes"))
            .help(format!("write `{value}` if it is yes or no, `\"{bare}\"` if it is a text"));
    }
    let reason = if thing.starts_with(['`', '´']) {
        format!("{thing} stands in quotes that a file does not know")
    } else if thing.starts_with(['“', '”', '„', '‘', '’', '«', '»']) {
        format!("`{thing}` stands in curly quotes, which a file does not know")
    } else {
        format!("`{thing}` stands without quotes")
    };
    let (name, value) = written.split_once('=').unwrap_or_default();
    let (name, value) = (name.trim(), value.trim());
    if DAYS.contains(&name) && !value.starts_with(QUOTES) {
        return Diagnostic::error(Code::KeyValue, place.clone(), format!("`{thing}` is not a day"))
            .help(format!("write year-month-day: `{name} = 2026-05-31`"));
    }
    if value.is_empty() || value.starts_with(['[', '{']) && !value.contains(thing) {
        let fix = in_quotes("", thing);
        return wrong(place.clone(), reason).help(format!("write `{fix}`"));
    }
    let fix = in_quotes(name, value);
    wrong(place.clone(), reason)
        .help(format!("write `{name} = {fix}`"))
        .unsafe_fix(line.end - value.len()..line.end, fix)
}

fn no_day(place: Range<usize>, thing: &str, message: &str) -> Diagnostic {
    let expected = message.split_once(", expected ").map_or("", |(_, expected)| expected);
    let because =
        if expected.is_empty() { String::new() } else { format!(": a {expected} belongs there") };
    Diagnostic::error(
        Code::KeyValue,
        place,
        format!("`{thing}` is not a day of the calendar{because}"),
    )
    .help("write year-month-day: `2026-05-31`")
}

fn twice(text: &str, place: Range<usize>, thing: &str, line: &str) -> Diagnostic {
    if !line.starts_with('[') {
        let first = first_of(text, place.start, thing);
        let found = wrong(place, format!("`{thing}` is given twice in this table")).help(
            if TABLES.iter().any(|table| table.get(thing).is_some()) {
                "keep one of them; each rule begins with its own line in double brackets"
            } else {
                "keep one of them"
            },
        );
        return match first {
            Some(first) => found.label(first, "the first of them"),
            None => found,
        };
    }
    let several = table_line(thing).filter(|line| line.starts_with("[["));
    let whole = trimmed(text, &line_at(text, place.start));
    let found = wrong(place, format!("`{thing}` is opened a second time"));
    match several {
        Some(line) if text[whole.clone()] == *line => {
            found.help(format!("this line is right: write `{line}` where it is opened first, too"))
        }
        Some(line) => found
            .help(format!("write `{line}`, with two brackets, each time"))
            .unsafe_fix(whole, line),
        None => found.help(format!("put the keys of `[{thing}]` in one place")),
    }
}

/// Where the key `name` stands above byte `at` in the same table.
fn first_of(text: &str, at: usize, name: &str) -> Option<Range<usize>> {
    let mut end = line_at(text, at).start;
    while end > 0 {
        let line = line_at(text, end - 1);
        let written = trimmed(text, &line);
        let said = &text[written.clone()];
        if said.starts_with('[') {
            return None;
        }
        if said.split_once('=').is_some_and(|(key, _)| key.trim() == name) {
            return Some(written.start..written.start + name.len());
        }
        end = line.start;
    }
    None
}

fn broken_list(line: Range<usize>, list: &str) -> Diagnostic {
    let words = list_of(list.split_once('=').map_or(list, |(_, words)| words));
    let shown = if words == "[]" { "[\"one\", \"two\"]" } else { &words };
    wrong(line, "the list that begins here lacks a comma or its closing bracket")
        .help(format!("write `{shown}`, or one keyword a line between ''' and '''"))
}

fn no_value(line: Range<usize>, written: &str) -> Diagnostic {
    let name = written.split(['=', ' ']).next().unwrap_or_default();
    wrong(line, format!("`{name}` has no value that can be read"))
        .help(format!("write `{name} = \"…\"`, or take the line out"))
}

/// A `'''` or `"""` that is open at `at`, or that closed only where another text was to open: up to where it was likely meant to end.
fn never_closed(text: &str, at: usize) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some((open, quote)) = opening(text, from).filter(|(open, _)| *open <= at) {
        let inside = open + quote.len();
        let close = text[inside..].find(quote).map(|length| inside + length);
        let next = next_entry(&text[..close.unwrap_or(text.len())], inside);
        match (close, next) {
            (None, next) => return Some(open..next.unwrap_or(text.len())),
            (Some(close), Some(next)) if close <= at => return Some(open..next),
            (Some(close), _) => from = close + quote.len(),
        }
    }
    None
}

/// The next text of several lines that opens at `from` or later, comments and texts of one line passed over.
fn opening(text: &str, from: usize) -> Option<(usize, &'static str)> {
    let mut at = from;
    loop {
        at += text[at..].find(['#', '"', '\''])?;
        let rest = &text[at..];
        let line_end = rest.find('\n').unwrap_or(rest.len());
        if let Some(quote) = ["'''", "\"\"\""].into_iter().find(|quote| rest.starts_with(quote)) {
            return Some((at, quote));
        }
        at += match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                rest[1..line_end].find(quote).map_or(line_end, |length| length + 2)
            }
            _ => line_end,
        };
    }
}

/// Where after `from` a line begins that can only be a known key or a table: a text before it was to end there.
fn next_entry(text: &str, from: usize) -> Option<usize> {
    let mut at = from + text[from..].find('\n')? + 1;
    for line in text[at..].split_inclusive('\n') {
        if is_entry(line.trim()) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

fn is_entry(line: &str) -> bool {
    if line.starts_with('[') {
        let name = line.trim_matches(['[', ']']).split('.').next().unwrap_or_default();
        return line.ends_with(']') && FILE.get(name).is_some();
    }
    let name = line.split_once('=').map(|(name, _)| name.trim());
    name.is_some_and(|name| TABLES.iter().any(|table| table.get(name).is_some()))
}

fn unclosed(text: &str, open: usize) -> Diagnostic {
    let line_end = text[open..].find('\n').map_or(text.len(), |length| open + length);
    let quote = &text[open..open + 3];
    wrong(open..line_end, format!("the text that opens here with {quote} is never closed"))
        .help(format!("put {quote} after its last word"))
}

/// The line of byte `at`, or the last one before it that says something.
fn written_line(text: &str, at: usize) -> Range<usize> {
    let line = line_at(text, at);
    if text[line.clone()].trim().is_empty() {
        return line_at(text, text[..line.start].trim_end().len());
    }
    line
}

/// The lines of the list that `line` belongs to; the line alone when no list is open there.
fn statement(text: &str, line: &Range<usize>) -> Range<usize> {
    let opens = |line: &Range<usize>| {
        let value = text[line.clone()].split_once('=').map(|(_, value)| value.trim_start());
        value.is_some_and(|value| value.starts_with('['))
    };
    let mut first = line.clone();
    while first.start > 0 && !opens(&first) {
        first = line_at(text, first.start - 1);
    }
    let first = if opens(&first) { first } else { line.clone() };
    first.start..next_entry(text, first.start).unwrap_or(text.len()).max(first.end)
}

/// The line of byte `at`, its line break left out.
fn line_at(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    start..end
}

/// The line without the blanks around it; the whole of it when it is blank.
fn trimmed(text: &str, line: &Range<usize>) -> Range<usize> {
    let written = &text[line.clone()];
    let start = line.start + written.len() - written.trim_start().len();
    let end = line.start + written.trim_end().len();
    if start < end { start..end } else { line.clone() }
}

/// Replaces what is broken by blanks, byte for byte; a table's name by one that holds what follows and means nothing.
fn blank(text: &mut String, broken: Range<usize>) {
    let first = text[broken.clone()].trim_start();
    let other = first.starts_with(['{', '(', '<']) && table_line(bare_name(first)).is_some();
    let header = first.starts_with('[') || other;
    let mut blanks: String =
        text[broken.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    let hold = format!("[[{HELD}]]");
    if header && blanks.find('\n').unwrap_or(blanks.len()) >= hold.len() {
        blanks.replace_range(..hold.len(), &hold);
    }
    text.replace_range(broken, &blanks);
}

/// What `text` says in the parts that `readable` has blanked, and below names of tables that could not be read.
pub(crate) fn lost(text: &str, readable: &str) -> String {
    let mut lost = String::new();
    let (mut at, mut held) = (0, false);
    for line in text.split_inclusive('\n') {
        let kept = readable.get(at..at + line.len()).unwrap_or_default();
        at += line.len();
        if kept.trim_start().starts_with('[') {
            held = kept.starts_with(&format!("[[{HELD}]]"));
        }
        if held || kept != line {
            lost.push_str(line);
        }
    }
    lost
}

/// The table that holds the keys below a table's name that could not be read.
pub(crate) const HELD: &str = "_";

#[cfg(test)]
mod tests;
