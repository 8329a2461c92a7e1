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

#[cfg(test)]
mod tests {
    use super::days;

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
