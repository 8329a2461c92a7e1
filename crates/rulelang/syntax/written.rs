//! How a value is written that somebody wrote in another way: the text to paste.

/// The quotes people put around texts.
pub(super) const QUOTES: [char; 11] = ['“', '”', '„', '‘', '’', '«', '»', '`', '´', '"', '\''];

/// The keys that hold several texts.
pub(super) const LISTS: [&str; 11] = [
    "any", "all", "none", "match", "no_match", "accounts", "aliases", "places", "hashtags",
    "coupons", "ids",
];

/// The keys that hold a day.
pub(super) const DAYS: [&str; 3] = ["starts", "ends", "review_by"];

/// What people count behind a number that stands alone in a file.
const UNITS: [&str; 8] =
    ["day", "days", "words", "tokens", "mention", "mentions", "posts", "people"];

/// Words of a list that a remedy shows at most.
const WORDS_SHOWN: usize = 6;

/// `value` as it is written after `name =`, in the quotes it needs.
pub(super) fn in_quotes(name: &str, value: &str) -> String {
    let value = value.trim();
    let closed = |quote: char| {
        let inside = value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        inside.is_some_and(|inside| !inside.contains(quote))
    };
    let plain = matches!(value, "true" | "false")
        || value.parse::<f64>().is_ok()
        || (value.starts_with(|c: char| c.is_ascii_digit())
            && value.chars().all(|c| c.is_ascii_digit() || c == '-'));
    if plain || closed('"') || closed('\'') {
        return value.to_owned();
    }
    let wrapped = value.starts_with(QUOTES) && value.ends_with(QUOTES);
    let bare = if wrapped { value.trim_matches(QUOTES) } else { value };
    if LISTS.contains(&name) && (value.contains(',') || value.starts_with('[')) {
        return list_of(value);
    }
    if name == "query" { format!("'''{bare}'''") } else { enclosed(bare) }
}

/// A text in quotes that it does not hold itself.
pub(super) fn enclosed(bare: &str) -> String {
    match (bare.contains(['"', '\\']), bare.contains('\'')) {
        (false, _) => format!("\"{bare}\""),
        (true, false) => format!("'{bare}'"),
        (true, true) => format!("'''{bare}'''"),
    }
}

/// The list that `text` was to be, in its own words.
pub(super) fn list_of(text: &str) -> String {
    let words = text.split([',', ';', '[', ']', '(', ')', '{', '}', '\n']).flat_map(|part| {
        match part.trim() {
            part if part.starts_with(['"', '\'']) => part.split(['"', '\'']).collect::<Vec<_>>(),
            part => vec![part.trim_start_matches("- ").trim_matches(QUOTES)],
        }
    });
    list(words.map(str::trim).filter(|word| word.contains(char::is_alphanumeric)))
}

/// A list of these texts, the first of them where there are many.
pub(super) fn list<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let mut words: Vec<String> = words.take(WORDS_SHOWN + 1).map(enclosed).collect();
    if words.len() > WORDS_SHOWN {
        words.truncate(WORDS_SHOWN);
        words.push("…".to_owned());
    }
    format!("[{}]", words.join(", "))
}

/// Where the first value of `value` ends; all of it where that is not clear.
pub(super) fn first_value(value: &str) -> usize {
    let closes = |quote: char| {
        let mut escaped = false;
        let close = value[1..].char_indices().find(|(_, c)| {
            let closes = *c == quote && !escaped;
            escaped = *c == '\\' && quote == '"' && !escaped;
            closes
        });
        close.map(|(at, _)| at + 2)
    };
    let end = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => closes(quote),
        Some('[' | '{') => closed(value),
        Some(c) if c.is_ascii_alphanumeric() => value.find([' ', '\t', ';', ',']),
        _ => None,
    };
    end.unwrap_or(value.len())
}

/// Where the bracket closes that `value` begins with, those in quotes left aside.
fn closed(value: &str) -> Option<usize> {
    let (mut depth, mut open) = (0_usize, None);
    for (at, c) in value.char_indices() {
        match (c, open) {
            (c, Some(quote)) if c == quote => open = None,
            ('"' | '\'', None) => open = Some(c),
            ('[' | '{', None) => depth += 1,
            (']' | '}', None) if depth > 1 => depth -= 1,
            (']' | '}', None) => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The value with numbers as a file writes them, where some are written as people do: `0,9`, `5,000`, `90 %`, `7 days`.
pub(super) fn numbers(value: &str) -> Option<String> {
    if value.contains(QUOTES) || !value.starts_with(|c: char| c.is_ascii_digit() || c == '{') {
        return None;
    }
    let (mut written, mut rest, mut changed) = (String::new(), value, false);
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        written.push_str(&rest[..start]);
        rest = &rest[start..];
        let in_word = written.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let length = digits(rest);
        let (number, after) = if in_word { (None, length) } else { number(rest, length) };
        changed |= number.is_some();
        written.push_str(number.as_deref().unwrap_or(&rest[..after]));
        rest = &rest[after..];
    }
    written.push_str(rest);
    changed.then_some(written)
}

/// The number `text` begins with as a file writes it, if it is written otherwise; and how long it is as it stands.
fn number(text: &str, whole: usize) -> (Option<String>, usize) {
    let parts: Vec<&str> = text[..groups(text)].split([',', '.']).collect();
    let length = groups(text);
    let thousands = parts.len() > 1
        && !parts[0].starts_with('0')
        && parts[1..].iter().all(|part| part.len() == 3);
    let comma = text[..length].contains(',');
    let plain = match parts.as_slice() {
        _ if thousands && (comma || parts.len() > 2) => Some(parts.concat()),
        [whole, part] if comma => Some(format!("{whole}.{part}")),
        _ => None,
    };
    let figure = plain.clone().unwrap_or_else(|| text[..length.max(whole)].to_owned());
    let after = &text[length.max(whole)..];
    let unit = after.trim_start();
    let blanks = after.len() - unit.len();
    if unit.starts_with('%') {
        let part = figure.parse::<f64>().unwrap_or_default() / 100.0;
        return (Some(part.to_string()), length.max(whole) + blanks + 1);
    }
    let word = unit.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>();
    if UNITS.contains(&&unit[..word]) {
        return (Some(figure), length.max(whole) + blanks + word);
    }
    (plain, length.max(whole))
}

/// How many digits `text` begins with.
fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// How long the groups of digits are that `text` begins with, each parted from the last by a comma or point.
fn groups(text: &str) -> usize {
    let mut end = digits(text);
    while text[end..].starts_with([',', '.']) {
        match digits(&text[end + 1..]) {
            0 => break,
            more => end += 1 + more,
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::{first_value, numbers};

    #[test]
    fn numbers_are_written_as_a_file_has_them() {
        for (written, meant) in [
            ("0,9", Some("0.9")),
            ("5,000", Some("5000")),
            ("1.250.000", Some("1250000")),
            ("90%", Some("0.9")),
            ("62,5 %", Some("0.625")),
            ("7 days", Some("7")),
            (
                "{ reply_rate = 0,9, mentions = 5,000 }",
                Some("{ reply_rate = 0.9, mentions = 5000 }"),
            ),
            ("{ reply_rate = 90% }", Some("{ reply_rate = 0.9 }")),
            ("5000", None),
            ("0.9", None),
            ("{ mentions = 5000, people = 3 }", None),
            ("{a1 = 5,b2 = 3}", None),
            ("late, 5", None),
            ("\"0,9\"", None),
        ] {
            assert_eq!(numbers(written).as_deref(), meant, "{written}");
        }
    }

    #[test]
    fn a_value_ends_where_it_ends() {
        for (value, first) in [
            ("\"a\" // b", "\"a\""),
            ("'a'b'", "'a'"),
            ("\"a \\\" b\" c", "\"a \\\" b\""),
            ("['a', 'b'] c", "['a', 'b']"),
            ("['a]', ['b']]; none = ['c']", "['a]', ['b']]"),
            ("true; x", "true"),
            ("\"a", "\"a"),
            ("", ""),
        ] {
            assert_eq!(&value[..first_value(value)], first, "{value}");
        }
    }
}
