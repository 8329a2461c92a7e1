//! Numbers as reports say them: marked texts, which each language then writes its own way (`language/form.rs`).

use crate::say::{formed, in_english, say};

/// `12,345` in English, for pages.
#[must_use]
pub fn counted(number: u64) -> String {
    in_english(&count(number))
}

/// `12.3%` for 0.123 in English, for pages; what is above nothing is never shown as nothing, what is below all never as all.
#[must_use]
pub fn percented(ratio: f64) -> String {
    in_english(&percent(ratio))
}

/// `12,345`.
pub(crate) fn count(number: u64) -> String {
    formed("count", number)
}

/// `12,345`, or `12.3` where it is small and not whole.
pub(crate) fn mean(number: f64) -> String {
    formed("mean", number)
}

/// `12.3%` for 0.123; what is above nothing is never shown as nothing, what is below all never as all.
pub(crate) fn percent(ratio: f64) -> String {
    formed("percent", ratio)
}

/// `12.3%` for a part of a whole.
pub(crate) fn share(part: u64, whole: u64) -> String {
    percent(quotient(part, whole))
}

/// `part ÷ whole`; zero when the whole is.
#[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
pub(crate) fn quotient(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// `3.42%`, for rates that are small by nature.
pub(crate) fn rate(ratio: f64) -> String {
    formed("rate", ratio)
}

/// `+12%`, `−3.4%`, `0%`; from a tenfold on `×11`.
pub(crate) fn signed(ratio: f64) -> String {
    formed("signed", ratio)
}

/// `12%`, `3.4%`, `0%`, without a sign; from a tenfold on `×11`.
pub(crate) fn size(ratio: f64) -> String {
    formed("size", ratio.abs())
}

/// `×2.1 (1.8–2.5)`.
pub(crate) fn effect(ratio: f64, low: f64, high: f64) -> String {
    format!("×{} ({}–{})", times(ratio), times(low), times(high))
}

/// `2.1`, `0.93`, `12`.
pub(crate) fn times(ratio: f64) -> String {
    formed("times", ratio)
}

/// `42 min`, `3 h 12 min`, `2 days 4 h`; seconds only below a minute.
pub(crate) fn duration(seconds: u64) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    let of_minutes = |minutes: u64| say!("{minutes} min", minutes);
    let of_hours = |hours: u64| say!("{hours} h", hours);
    match (seconds, minutes % 60, hours % 24) {
        (0..60, ..) => say!("{seconds} s", seconds),
        (60..3_600, ..) => of_minutes(minutes),
        (3_600..86_400, 0, _) => of_hours(hours),
        (3_600..86_400, minutes, _) => format!("{} {}", of_hours(hours), of_minutes(minutes)),
        (.., 0) => of(days, "{n} day", "{n} days"),
        (.., hours) => format!("{} {}", of(days, "{n} day", "{n} days"), of_hours(hours)),
    }
}

/// `1 person`, `2 people`: the words for one and for many, with `{n}` where the number stands.
pub(crate) fn of(number: u64, one: &str, many: &str) -> String {
    crate::say::counted(number, one, many)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Language, Wording};

    /// Told in English.
    fn told(text: impl AsRef<str>) -> String {
        Wording::of(Language::English).tell(text.as_ref()).into_owned()
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(
            [0, 999, 1000, 1_234_567].map(count).map(told),
            ["0", "999", "1,000", "1,234,567"]
        );
        assert_eq!(
            [0.0, 4.25, 12.0, 99.96, 1234.5].map(mean).map(told),
            ["0", "4.2", "12", "100.0", "1,235"]
        );
        assert_eq!(
            [(0, 3), (1, 3), (1, 9999), (9999, 10_000), (3, 3)].map(|(a, b)| told(share(a, b))),
            ["0.0%", "33.3%", "<0.1%", ">99.9%", "100.0%"]
        );
        assert_eq!(
            [0.0, 0.0001, 0.034, -0.034, 0.12, -0.5, 2.0, 10.0].map(signed).map(told),
            ["0%", "0%", "+3.4%", "−3.4%", "+12%", "−50%", "+200%", "×11"]
        );
        assert_eq!(told(rate(0.03421)), "3.42%");
        assert_eq!(told(effect(2.14, 0.931, 12.4)), "×2.1 (0.93–12)");
        assert_eq!(
            [59, 60, 3_599, 3_600, 11_520, 86_400, 187_300].map(duration).map(told),
            ["59 s", "1 min", "59 min", "1 h", "3 h 12 min", "1 day", "2 days 4 h"]
        );
        assert_eq!(
            [1, 2].map(|n| told(of(n, "{n} person", "{n} people"))),
            ["1 person", "2 people"]
        );
    }
}
