//! Lines that were meant otherwise, known by what they say themselves: comments of other languages, days and numbers as people write them, quotes within quotes.

use std::ops::Range;

use super::written::{
    DAYS, LISTS, QUOTES, enclosed, first_value, in_quotes, list, list_of, numbers,
};
use super::{bare_name, is_entry, line_at, table_line, trimmed, wrong};
use crate::chars::{blank_name, is_blank};
use crate::days::{day_meant, or_days};
use crate::keys::TABLES;
use crate::{Code, Diagnostic, Edit, Fix};

/// Lines that one text or list without quotes goes on for, at most.
const LINES_MAX: usize = 200;

/// How comments begin in other languages.
const COMMENTS: [&str; 7] = ["//", "/*", "*/", "--", "<!--", ";", "%"];

/// A line that breaks the file, taken apart.
struct Line<'t> {
    text: &'t str,
    /// Its bytes, without the blanks around it.
    span: Range<usize>,
    /// What it says.
    written: &'t str,
    /// What stands before the first `=`; the whole when there is none.
    name: &'t str,
    /// What stands after it.
    value: &'t str,
}

/// What is wrong with a line, and the bytes that are left out to read on; nothing where the line alone does not show it.
pub(super) fn meant(text: &str, line: &Range<usize>) -> Option<(Diagnostic, Range<usize>)> {
    let span = trimmed(text, line);
    let written = &text[span.clone()];
    let (name, value) = written.split_once('=').unwrap_or((written, ""));
    let line = Line { text, span, written, name: name.trim(), value: value.trim() };
    let alone = line
        .odd_blank()
        .or_else(|| line.comment())
        .or_else(|| line.header())
        .or_else(|| line.two_in_one())
        .or_else(|| line.name())
        .or_else(|| line.equals())
        .or_else(|| line.day())
        .or_else(|| line.number())
        .or_else(|| line.quotes_within())
        .or_else(|| line.list())
        .or_else(|| line.backslash())
        .or_else(|| line.something_after());
    if let Some(found) = alone {
        return Some((found, line.span));
    }
    line.goes_on()
}

impl Line<'_> {
    /// Where the value stands.
    fn value_span(&self) -> Range<usize> {
        self.span.end - self.value.len()..self.span.end
    }

    /// That the value is wrong, and what is written instead.
    fn instead(&self, message: impl Into<String>, value: &str) -> Diagnostic {
        let found =
            wrong(self.value_span(), message).help(format!("write `{} = {value}`", self.name));
        // A long list is shown in part; to write that would lose the rest.
        let whole = !value.contains('…') || self.value.contains('…');
        if whole { found.unsafe_fix(self.value_span(), value) } else { found }
    }

    /// Whether it states a value of a key that stands as a name does.
    fn states(&self) -> bool {
        let name = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
        !self.value.is_empty() && !self.name.is_empty() && self.name.chars().all(name)
    }

    /// Blanks outside of quotes that look like ordinary ones and are none.
    fn odd_blank(&self) -> Option<Diagnostic> {
        let mut open = None;
        let mut odd = Vec::new();
        for (at, c) in self.written.char_indices() {
            match (c, open) {
                ('"' | '\'', None) => open = Some(c),
                (c, Some(quote)) if c == quote => open = None,
                ('#', None) => break,
                (c, None) if is_blank(c) && !matches!(c, ' ' | '\t' | '\r') => odd.push((at, c)),
                _ => {}
            }
        }
        let (first, blank) = *odd.first()?;
        let place = |at: usize, c: char| self.span.start + at..self.span.start + at + c.len_utf8();
        let edits = odd.iter().map(|(at, c)| Edit::new(place(*at, *c), " ")).collect();
        let message =
            format!("{} stands here, which a file does not take for a blank", blank_name(blank));
        let found = wrong(place(first, blank), message);
        Some(found.help("type an ordinary blank in its place").fixed_by(Fix { edits, safe: true }))
    }

    /// A comment as other languages write it, on a line of its own or behind a value.
    fn comment(&self) -> Option<Diagnostic> {
        let message = "a comment begins with `#` here";
        if let Some(sign) = COMMENTS.iter().find(|sign| self.written.starts_with(**sign)) {
            let words = self.written[sign.len()..].trim_end_matches(['*', '/', '-', '>']).trim();
            let plain = format!("# {words}");
            let found = wrong(self.span.clone(), message);
            return Some(
                found
                    .help(format!("write `{}`", plain.trim_end()))
                    .unsafe_fix(self.span.clone(), plain.trim_end()),
            );
        }
        let after = self.after_value()?;
        let sign = COMMENTS.iter().find(|sign| after.starts_with(**sign))?;
        let words = after[sign.len()..].trim_end_matches(['*', '/', '-', '>']).trim();
        if words.is_empty() || *sign == ";" && words.starts_with(QUOTES) {
            return None;
        }
        let span = self.span.end - after.len()..self.span.end;
        let comment = format!("# {words}");
        Some(
            wrong(span.clone(), message)
                .help(format!("write `{comment}`"))
                .unsafe_fix(span, comment),
        )
    }

    /// What follows the first value, or a table's name.
    fn after_value(&self) -> Option<&str> {
        if self.written.starts_with('[') {
            let end = self.written.rfind(']')? + 1;
            return Some(self.written[end..].trim_start());
        }
        self.states().then(|| self.value[first_value(self.value)..].trim_start())
    }

    /// A table's name in the wrong brackets.
    fn header(&self) -> Option<Diagnostic> {
        let name = bare_name(self.written);
        let right = [format!("[{name}]"), format!("[[{name}]]")];
        if !self.written.starts_with(['[', '{', '(', '<'])
            || right.contains(&self.written.to_owned())
        {
            return None;
        }
        let table = table_line(name)?;
        Some(
            wrong(
                self.span.clone(),
                "the brackets around the table's name are not as they should be",
            )
            .help(format!("write `{table}`"))
            .unsafe_fix(self.span.clone(), table),
        )
    }

    /// A second `key = value` on the line, or one behind a table's name.
    fn two_in_one(&self) -> Option<Diagnostic> {
        let after = self.after_value()?.trim_start_matches([',', ';']).trim_start();
        let (name, _) = after.split_once('=')?;
        if !TABLES.iter().any(|table| table.get(name.trim()).is_some()) {
            return None;
        }
        let at = self.span.end - after.len();
        let before = self.text[self.span.start..at].trim_end_matches([' ', '\t', ',', ';']).len();
        let between = self.span.start + before..at;
        Some(
            wrong(
                at..self.span.end,
                "a second key begins here, and each stands on a line of its own",
            )
            .help(format!("put `{after}` on the next line"))
            .unsafe_fix(between, "\n"),
        )
    }

    /// A key with a blank or a dash in its name, or in capitals.
    fn name(&self) -> Option<Diagnostic> {
        let odd = |c: char| c == ' ' || matches!(c, '–' | '—' | '‑' | '−');
        let (name, value) = self.written.split_once([':', '='])?;
        let (name, value) = (name.trim(), value.trim());
        let known = |name: &str| TABLES.iter().any(|table| table.get(name).is_some());
        let plain = name.to_lowercase().replace(odd, "_");
        let meant = match () {
            () if known(name) => return None,
            () if known(&plain) => plain,
            () if name.contains(odd) && self.written.contains('=') && !name.contains(QUOTES) => {
                name.replace(odd, "-")
            }
            () => return None,
        };
        if value.is_empty() || meant.is_empty() || table_line(&meant).is_some() {
            return None;
        }
        let line = format!("{meant} = {}", in_quotes(&meant, value));
        Some(
            wrong(self.span.clone(), format!("`{name}` cannot be the name of a key"))
                .help(format!("write `{line}`"))
                .unsafe_fix(self.span.clone(), line),
        )
    }

    /// More than `=` between a key and its value.
    fn equals(&self) -> Option<Diagnostic> {
        let value = self.value.trim_start_matches(['=', '>', ':', '~']).trim_start();
        let name = self.name.trim_end_matches([':', '=', '<', '!']).trim_end();
        let other = value.len() < self.value.len() || name.len() < self.name.len();
        let named =
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
        (other && named && !value.is_empty()).then(|| {
            let line = format!("{name} = {}", in_quotes(name, value));
            wrong(self.span.clone(), "a key and its value are parted by one `=`")
                .help(format!("write `{line}`"))
                .unsafe_fix(self.span.clone(), line)
        })
    }

    /// A day as a country writes it.
    fn day(&self) -> Option<Diagnostic> {
        let (written, span) = self.bare_value();
        if !DAYS.contains(&self.name) || written.starts_with(QUOTES) {
            return None;
        }
        let days = day_meant(written);
        let message = format!("`{written}` is not a day as a file writes it: year-month-day");
        let found = Diagnostic::error(Code::KeyValue, span.clone(), message);
        let found = found.help(format!("write {}", or_days(self.name, &days)));
        match days.as_slice() {
            [] => None,
            [day] => Some(found.unsafe_fix(span, day.clone())),
            _ => Some(found),
        }
    }

    /// The value without a comment behind it, and where it stands; only where no quotes are in it.
    fn bare_value(&self) -> (&str, Range<usize>) {
        let bare = self.value.split('#').next().unwrap_or_default().trim_end();
        let start = self.value_span().start;
        (bare, start..start + bare.len())
    }

    /// A number as people write it.
    fn number(&self) -> Option<Diagnostic> {
        let (written, span) = self.bare_value();
        let value = numbers(written).filter(|_| self.states())?;
        let message = if written.starts_with('{') {
            "a number in this line is not as a file writes it".to_owned()
        } else {
            format!("`{written}` is not a number as a file writes it")
        };
        let found = wrong(span.clone(), message).help(format!("write `{} = {value}`", self.name));
        Some(found.unsafe_fix(span, value))
    }

    /// A text that holds quotes of the kind it stands in.
    fn quotes_within(&self) -> Option<Diagnostic> {
        let quote = self.value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let inside = self.value[1..].strip_suffix(quote).filter(|_| self.states())?;
        if self.value.starts_with(&quote.to_string().repeat(3)) {
            return None;
        }
        let empty = inside.starts_with(quote) && inside.ends_with(quote) && inside.len() > 2;
        if empty && !inside[1..inside.len() - 1].contains(quote) {
            let text = in_quotes(self.name, &inside[1..inside.len() - 1]);
            let message = format!(
                "{quote}{quote} is a text that says nothing, so what follows has no quotes"
            );
            return Some(self.instead(message, &text));
        }
        let first = inside.find(quote)?;
        let next = inside[first + 1..].trim_start();
        if LISTS.contains(&self.name) && next.starts_with([',', ';']) {
            let message =
                format!("`{}` holds several texts, which stand in square brackets", self.name);
            return Some(self.instead(message, &list_of(self.value)));
        }
        // Where the first of them closes a phrase, the quotes at both ends are the query's own.
        let closes = match quote {
            '"' => first > 0 && !inside[..first].ends_with([' ', '(']),
            _ => inside[first + 1..].starts_with([' ', ')']),
        };
        let bare = if closes { self.value.replace('\'', "\"") } else { inside.to_owned() };
        let text = if self.name == "query" { format!("'''{bare}'''") } else { enclosed(&bare) };
        let message =
            format!("the text stands between {quote} and holds {quote}, where it ends too early");
        Some(self.instead(message, &text))
    }

    /// A list in other brackets, or whose texts hold the quotes they stand in.
    fn list(&self) -> Option<Diagnostic> {
        if !LISTS.contains(&self.name) {
            return None;
        }
        let by_language = self.value.starts_with('{') && self.value.contains('=');
        if self.value.starts_with(['(', '{', '<']) && !by_language {
            return Some(self.instead("a list stands in square brackets", &list_of(self.value)));
        }
        let texts = quoted_texts(self.value)?;
        let quote = self.value[1..].trim_start().chars().next()?;
        if let Some(parted) = without_comma(&texts, quote) {
            let message = "a comma is missing between two texts of this list";
            return Some(self.instead(message, &list(parted.into_iter())));
        }
        let message = "a text of this list holds the quotes it stands in, where it ends too early";
        Some(self.instead(message, &list(texts.into_iter())))
    }

    /// A backslash in double quotes that begins no escape, as in the path of a file.
    fn backslash(&self) -> Option<Diagnostic> {
        if !self.states() || !self.value.contains('"') || self.value.contains('\'') {
            return None;
        }
        let bytes = self.value.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] == b'\\' {
                let digits = |count: usize| {
                    let digits = self.value.get(at + 2..at + 2 + count);
                    digits.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
                };
                let known = match bytes.get(at + 1) {
                    Some(b'b' | b't' | b'n' | b'f' | b'r' | b'e' | b'"' | b'\\') => true,
                    Some(b'x') => digits(2),
                    Some(b'u') => digits(4),
                    Some(b'U') => digits(8),
                    _ => false,
                };
                if !known {
                    let message = "in double quotes a backslash begins an escape, and this is none; in single quotes it is a sign like any other";
                    return Some(self.instead(message, &self.value.replace('"', "'")));
                }
                at += 1;
            }
            at += 1;
        }
        None
    }

    /// A sign that other languages end a line with.
    fn something_after(&self) -> Option<Diagnostic> {
        let after = self.after_value().filter(|after| !after.is_empty())?;
        if !after.chars().all(|c| matches!(c, ';' | ',' | '.' | ']' | ' ')) {
            return None;
        }
        let at = self.span.end - after.len();
        let before = self.text[..at].trim_end().len();
        Some(
            wrong(at..self.span.end, "nothing stands behind a value: the line ends there")
                .help(format!("take the `{}` out", after.trim_end()))
                .unsafe_fix(before..self.span.end, ""),
        )
    }

    /// A text, or words without quotes, on several lines.
    fn goes_on(&self) -> Option<(Diagnostic, Range<usize>)> {
        let known = LISTS.contains(&self.name) || self.name == "query";
        if !known || !self.written.contains('=') {
            return None;
        }
        match self.value.chars().next() {
            None => self.bare_lines(),
            Some(quote @ ('"' | '\'')) if !self.value[1..].contains(quote) => self.open(quote),
            _ => None,
        }
    }

    /// The lines below that state nothing themselves, up to an empty one.
    fn lines_below(&self) -> Vec<Range<usize>> {
        let mut lines = Vec::new();
        let mut at = self.span.end;
        while let Some(length) = self.text[at..].find('\n').filter(|_| lines.len() < LINES_MAX) {
            let line = line_at(self.text, at + length + 1);
            let written = self.text[line.clone()].trim();
            if written.is_empty() || written.contains('=') || is_entry(written) {
                break;
            }
            at = line.end;
            lines.push(line);
        }
        lines
    }

    /// Nothing behind `=`, and below it lines of words.
    fn bare_lines(&self) -> Option<(Diagnostic, Range<usize>)> {
        let last = self.lines_below().pop()?;
        let words = self.text[self.span.end..last.end].trim();
        let value = match self.name {
            "query" => {
                format!("'''{}'''", words.lines().map(str::trim).collect::<Vec<_>>().join(" "))
            }
            _ => list_of(words),
        };
        let message = format!("what belongs to `{}` stands below it, without quotes", self.name);
        let found =
            wrong(self.span.clone(), message).help(format!("write `{} = {value}`", self.name));
        Some((found, self.span.start..last.end))
    }

    /// A text in single quotes, or double ones, that goes on below.
    fn open(&self, quote: char) -> Option<(Diagnostic, Range<usize>)> {
        let closes = |line: &Range<usize>| self.text[line.clone()].trim_end().ends_with(quote);
        let last = self.lines_below().into_iter().find(closes)?;
        let end = self.text[..last.end].trim_end().len();
        let start = self.value_span().start;
        let inside = &self.text[start + 1..end - 1];
        let found = wrong(
            self.value_span(),
            format!("a text between {quote} ends on its line, and this one goes on"),
        );
        let found =
            found.help("put ''' in the place of both quotes, where it opens and where it closes");
        let edits = vec![Edit::new(start..start + 1, "'''"), Edit::new(end - 1..end, "'''")];
        let fix = Fix { edits, safe: false };
        let found = if inside.contains(['\\']) || inside.contains("'''") {
            found
        } else {
            found.fixed_by(fix)
        };
        Some((found, self.span.start..last.end))
    }
}

/// The texts with those parted that have nothing but two quotes and blanks between them; absent where none is.
fn without_comma<'t>(texts: &[&'t str], quote: char) -> Option<Vec<&'t str>> {
    let mut all = Vec::new();
    for text in texts {
        let parts: Vec<&str> = text.split(quote).collect();
        let apart = |(at, part): (usize, &&str)| part.trim().is_empty() == (at % 2 == 1);
        if parts.len() % 2 == 1 && parts.iter().enumerate().all(apart) {
            all.extend(parts.into_iter().step_by(2));
        } else {
            return None;
        }
    }
    (all.len() > texts.len()).then_some(all)
}

/// The texts of a list, when one of them holds the quotes it stands in.
fn quoted_texts(value: &str) -> Option<Vec<&str>> {
    let inside =
        value.strip_prefix('[')?.strip_suffix(']')?.trim().trim_end_matches(',').trim_end();
    let quote = inside.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inside = inside[1..].strip_suffix(quote)?;
    let (mut texts, mut begins, mut from) = (Vec::new(), 0, 0);
    while let Some(at) = inside[from..].find(quote).map(|at| from + at) {
        from = at + 1;
        let next = inside[from..].trim_start().strip_prefix([',', ';']).map(str::trim_start);
        if let Some(next) = next.and_then(|next| next.strip_prefix(quote)) {
            texts.push(&inside[begins..at]);
            begins = inside.len() - next.len();
            from = begins;
        }
    }
    texts.push(&inside[begins..]);
    let held = texts.iter().any(|text| text.contains(quote) && !text.contains('\\'));
    held.then_some(texts)
}
