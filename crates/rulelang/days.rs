//! Days in the ways that countries and programs write them.

use std::collections::BTreeSet;

use jiff::civil::Date;

/// The days a text in digits can mean.
pub(crate) fn days(text: &str) -> BTreeSet<String> {
    let text = text.split(' ').next().unwrap_or_default();
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return days(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
    }
    let parts: Vec<i16> = text.split(['-', '.', '/']).map_while(|part| part.parse().ok()).collect();
    let [a, b, c] = parts.as_slice() else { return BTreeSet::new() };
    let orders: &[(i16, i16, i16)] = match () {
        () if text.find(['-', '.', '/']) == Some(4) => &[(*a, *b, *c)],
        () if text.contains('.') => &[(*c, *b, *a)],
        () => &[(*c, *b, *a), (*c, *a, *b)],
    };
    let day = |(year, month, day): &(i16, i16, i16)| {
        let year = if *year < 100 { 2000 + *year } else { *year };
        let date = Date::new(year, i8::try_from(*month).ok()?, i8::try_from(*day).ok()?).ok()?;
        Some(date.to_string())
    };
    orders.iter().filter_map(day).collect()
}

/// The days that somebody meant by a text, also with the month in words.
pub(crate) fn day_meant(written: &str) -> Vec<String> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let found = days(written);
    let words: Vec<String> =
        written.split([' ', '.', ',', '-', '/']).map(str::to_lowercase).collect();
    let words: Vec<&String> = words.iter().filter(|word| !word.is_empty()).collect();
    let [a, b, c] = words.as_slice() else { return found.into_iter().collect() };
    let month =
        |word: &str| MONTHS.iter().position(|month| word.starts_with(month)).map(|at| at + 1);
    let number = |word: &str| word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).to_owned();
    match (month(a), month(b)) {
        (None, Some(month)) => days(&format!("{c}-{month}-{}", number(a))),
        (Some(month), None) => days(&format!("{c}-{month}-{}", number(b))),
        _ => found,
    }
    .into_iter()
    .collect()
}

/// The days as they are written after the key `name`, for a sentence.
pub(crate) fn or_days(name: &str, days: &[String]) -> String {
    let written: Vec<String> = days.iter().map(|day| format!("`{name} = {day}`")).collect();
    written.join(" or ")
}

#[cfg(test)]
mod tests {
    use super::{day_meant, days};

    #[test]
    fn a_month_may_be_a_word() {
        for (written, meant) in [
            ("1 May 2026", "2026-05-01"),
            ("May 1st, 2026", "2026-05-01"),
            ("31-Dec-2026", "2026-12-31"),
            ("2026/05/31", "2026-05-31"),
            ("2026-5-1", "2026-05-01"),
            ("5/1/2026", "2026-01-05 2026-05-01"),
            ("31 June 2026", ""),
            ("soon", ""),
        ] {
            assert_eq!(day_meant(written).join(" "), meant, "{written}");
        }
    }

    #[test]
    fn a_day_is_read_in_every_way_a_country_writes_it() {
        let all = |text: &str| days(text).into_iter().collect::<Vec<_>>().join(" ");
        assert_eq!(all("20.03.2026"), "2026-03-20");
        assert_eq!(all("3/20/2026"), "2026-03-20");
        assert_eq!(all("03/04/2026"), "2026-03-04 2026-04-03");
        assert_eq!(all("2026/03/04 00:00:00"), "2026-03-04");
        assert_eq!(all("20260304"), "2026-03-04");
        assert_eq!(all("20261304 soon 2026-02-30"), "");
    }
}
