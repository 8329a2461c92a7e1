//! Lists of numbers as the JSON text of one column, so that SQL can read them with `json_each`.

use std::fmt::Write;

use crate::difference::{Given, Giver};

/// Writes `tags` as an array of 8 * tag + giver.
pub(crate) fn write_tags(tags: &[Given]) -> String {
    let mut text = String::with_capacity(2 + 6 * tags.len());
    text.push('[');
    for (at, given) in tags.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        write!(text, "{comma}{}", given.tag * 8 + given.giver as u32).expect(INFALLIBLE);
    }
    text.push(']');
    text
}

/// Reads what [`write_tags`] wrote; `None` for anything else.
pub(crate) fn read_tags(text: &str) -> Option<Vec<Given>> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    split(inner).map(|number| number.parse().ok().and_then(given)).collect()
}

fn given(number: u32) -> Option<Given> {
    let giver = match number % 8 {
        0 => Giver::Rules,
        1 => Giver::Import,
        2 => Giver::Person,
        _ => return None,
    };
    Some(Given { tag: number / 8, giver })
}

/// Writes `entries` as an object from number to number.
pub(crate) fn write_counts(entries: &[(u32, i64)]) -> String {
    let mut text = String::with_capacity(2 + 8 * entries.len());
    text.push('{');
    for (at, (key, count)) in entries.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        write!(text, "{comma}\"{key}\":{count}").expect(INFALLIBLE);
    }
    text.push('}');
    text
}

/// Reads what [`write_counts`] wrote; `None` for anything else.
pub(crate) fn read_counts(text: &str) -> Option<Vec<(u32, i64)>> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    split(inner)
        .map(|entry| {
            let (key, count) = entry.strip_prefix('"')?.split_once("\":")?;
            Some((key.parse().ok()?, count.parse().ok()?))
        })
        .collect()
}

const INFALLIBLE: &str = "writing to a string does not fail";

fn split(inner: &str) -> impl Iterator<Item = &str> {
    inner.split(',').filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back_and_nothing_else_reads() {
        let tags = [
            Given { tag: 3, giver: Giver::Rules },
            Given { tag: 9, giver: Giver::Import },
            Given { tag: 1234, giver: Giver::Person },
        ];
        for tags in [&tags[..], &tags[..1], &[]] {
            assert_eq!(read_tags(&write_tags(tags)).as_deref(), Some(tags));
        }
        assert_eq!(write_tags(&tags), "[24,73,9874]");
        for counts in [&[][..], &[(8, 1)], &[(8, 1), (25, -2), (26, 1_000_000)]] {
            assert_eq!(read_counts(&write_counts(counts)).as_deref(), Some(counts));
        }
        for wrong in ["", "[", "[7]", "[x]", "{\"1\":}", "{1:2}", "[1,2", "{}x"] {
            assert_eq!(read_tags(wrong), None, "{wrong}");
            assert_eq!(read_counts(wrong), None, "{wrong}");
        }
    }
}
