//! Lists of numbers as the JSON text of one column, so that SQL can read them with `json_each`.

use crate::difference::{Amounts, Given, Giver};

/// What stands in one packed row: numbers, each by its key.
pub(crate) type Entries<V> = Vec<(u32, V)>;

/// Writes `tags` as an array of 8 * tag + giver.
pub(crate) fn write_tags(tags: &[Given]) -> String {
    let mut to = Writer::open(b'[', 2 + 6 * tags.len());
    for given in tags {
        to.comma();
        to.number(i64::from(given.tag * 8 + given.giver as u32));
    }
    to.close(b']')
}

/// Reads what [`write_tags`] wrote; `None` for anything else.
pub(crate) fn read_tags(text: &str) -> Option<Vec<Given>> {
    let mut from = Reader::new(text);
    let mut tags = Vec::new();
    from.list(b'[', b']', |from| {
        let number = from.key()?;
        let giver = match number % 8 {
            0 => Giver::Rules,
            1 => Giver::Import,
            2 => Giver::Person,
            _ => return None,
        };
        tags.push(Given { tag: number / 8, giver });
        Some(())
    })?;
    from.end()?;
    Some(tags)
}

/// Writes `entries` as an object from number to number.
pub(crate) fn write_people(entries: &[(u32, i64)]) -> String {
    let mut to = Writer::open(b'{', 2 + 10 * entries.len());
    for (key, count) in entries {
        to.key(*key);
        to.number(*count);
    }
    to.close(b'}')
}

/// Reads what [`write_people`] wrote; `None` for anything else.
pub(crate) fn read_people(text: &str) -> Option<Entries<i64>> {
    let mut entries = Vec::new();
    people_into(text, &mut entries)?;
    Some(entries)
}

/// The same into `entries`, in place of what they held.
pub(crate) fn people_into(text: &str, entries: &mut Entries<i64>) -> Option<()> {
    entries.clear();
    let mut from = Reader::new(text);
    from.list(b'{', b'}', |from| {
        entries.push((from.quoted_key()?, from.number()?));
        Some(())
    })?;
    from.end()
}

/// Writes `entries` as an object from tag to mentions, engagements and impressions.
pub(crate) fn write_counts(entries: &[(u32, Amounts)]) -> String {
    let mut to = Writer::open(b'{', 2 + 20 * entries.len());
    for (tag, amounts) in entries {
        to.key(*tag);
        to.0.push(b'[');
        to.number(amounts.mentions);
        to.0.push(b',');
        to.number(amounts.engagements);
        to.0.push(b',');
        to.number(amounts.impressions);
        to.0.push(b']');
    }
    to.close(b'}')
}

/// Reads what [`write_counts`] wrote; `None` for anything else.
pub(crate) fn read_counts(text: &str) -> Option<Entries<Amounts>> {
    let mut entries = Vec::new();
    counts_into(text, &mut entries)?;
    Some(entries)
}

/// The same into `entries`, in place of what they held.
pub(crate) fn counts_into(text: &str, entries: &mut Entries<Amounts>) -> Option<()> {
    entries.clear();
    let mut from = Reader::new(text);
    from.list(b'{', b'}', |from| {
        let tag = from.quoted_key()?;
        from.byte(b'[')?;
        let mentions = from.number()?;
        from.byte(b',')?;
        let engagements = from.number()?;
        from.byte(b',')?;
        let impressions = from.number()?;
        from.byte(b']')?;
        entries.push((tag, Amounts { mentions, engagements, impressions }));
        Some(())
    })?;
    from.end()
}

/// Writes the little JSON that is read here. All of it is ASCII.
struct Writer(Vec<u8>);

impl Writer {
    fn open(bracket: u8, bytes: usize) -> Self {
        let mut to = Vec::with_capacity(bytes);
        to.push(bracket);
        Self(to)
    }

    fn close(mut self, bracket: u8) -> String {
        self.0.push(bracket);
        String::from_utf8(self.0).expect("brackets, commas and digits are ASCII")
    }

    /// A comma, unless the list has just begun.
    fn comma(&mut self) {
        if self.0.len() > 1 {
            self.0.push(b',');
        }
    }

    fn key(&mut self, key: u32) {
        self.comma();
        self.0.push(b'"');
        self.number(i64::from(key));
        self.0.extend_from_slice(b"\":");
    }

    /// Digits from the last to the first, without the detour through `fmt`: this runs dozens of times a mention.
    fn number(&mut self, number: i64) {
        if number < 0 {
            self.0.push(b'-');
        }
        let mut rest = number.unsigned_abs();
        if rest < 10 {
            return self.0.push(digit(rest));
        }
        let mut digits = [0_u8; 20];
        let mut at = digits.len();
        while rest > 0 {
            at -= 1;
            digits[at] = digit(rest);
            rest /= 10;
        }
        self.0.extend_from_slice(&digits[at..]);
    }
}

/// The last digit of a number.
fn digit(number: u64) -> u8 {
    b'0' + (number % 10).to_le_bytes()[0]
}

/// Reads the little JSON that is written here, without blanks.
struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self { bytes: text.as_bytes() }
    }

    fn byte(&mut self, expected: u8) -> Option<()> {
        let (&first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        (first == expected).then_some(())
    }

    fn end(&self) -> Option<()> {
        self.bytes.is_empty().then_some(())
    }

    fn list(
        &mut self,
        open: u8,
        close: u8,
        mut item: impl FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        self.byte(open)?;
        if self.bytes.first() == Some(&close) {
            return self.byte(close);
        }
        loop {
            item(self)?;
            if self.bytes.first() != Some(&b',') {
                return self.byte(close);
            }
            self.byte(b',')?;
        }
    }

    fn number(&mut self) -> Option<i64> {
        let negative = self.bytes.first() == Some(&b'-');
        if negative {
            self.byte(b'-')?;
        }
        let digits = self.bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            return None;
        }
        let (digits, rest) = self.bytes.split_at(digits);
        self.bytes = rest;
        let mut number = 0_i64;
        for digit in digits {
            number = number.checked_mul(10)?.checked_add(i64::from(digit - b'0'))?;
        }
        Some(if negative { -number } else { number })
    }

    fn key(&mut self) -> Option<u32> {
        self.number()?.try_into().ok()
    }

    fn quoted_key(&mut self) -> Option<u32> {
        self.byte(b'"')?;
        let key = self.key()?;
        self.byte(b'"')?;
        self.byte(b':')?;
        Some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let tags = [
            Given { tag: 3, giver: Giver::Rules },
            Given { tag: 9, giver: Giver::Import },
            Given { tag: 1234, giver: Giver::Person },
        ];
        for tags in [&tags[..], &tags[..1], &[]] {
            assert_eq!(read_tags(&write_tags(tags)).as_deref(), Some(tags));
        }
        assert_eq!(write_tags(&tags), "[24,73,9874]");
        for people in [&[][..], &[(8, 1)], &[(8, 1), (25, -2), (26, i64::MAX)]] {
            assert_eq!(read_people(&write_people(people)).as_deref(), Some(people));
        }
        let amounts =
            |mentions| Amounts { mentions, engagements: 10 * mentions, impressions: -mentions };
        for counts in [&[][..], &[(1, amounts(1))], &[(1, amounts(1)), (70, amounts(-30))]] {
            assert_eq!(read_counts(&write_counts(counts)).as_deref(), Some(counts));
        }
        assert_eq!(write_counts(&[(1, amounts(2))]), "{\"1\":[2,20,-2]}");
    }

    #[test]
    fn nothing_else_reads() {
        for wrong in [
            "",
            "[",
            "[7]",
            "[x]",
            "{\"1\":}",
            "{1:2}",
            "[1,2",
            "{}x",
            "[,]",
            "[1,]",
            "{\"1\":[1,2]}",
            "{\"1\":[1,2,3}",
            "{\"1\":99999999999999999999}",
            "{\"-1\":1}",
            "[-8]",
        ] {
            assert_eq!(read_tags(wrong), None, "{wrong}");
            assert_eq!(read_people(wrong), None, "{wrong}");
            assert_eq!(read_counts(wrong), None, "{wrong}");
        }
    }
}
