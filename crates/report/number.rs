//! Numbers as people read them.

/// `12,345`.
#[must_use]
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `12,345`, or `12.3` where it is small and not whole.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "cut to the range above"
)]
pub(crate) fn mean(number: f64) -> String {
    const DECIMALS_BELOW: f64 = 100.0;
    if number.fract() == 0.0 || number >= DECIMALS_BELOW {
        return count(number.round().max(0.0) as u64);
    }
    format!("{number:.1}")
}

/// `12.3%` for 0.123; what is above nothing is never shown as nothing, what is below all never as all.
#[must_use]
pub fn percent(ratio: f64) -> String {
    match ratio * 100.0 {
        small if small > 0.0 && small < 0.05 => "<0.1%".to_owned(),
        large if (99.95..100.0).contains(&large) => ">99.9%".to_owned(),
        percent => format!("{percent:.1}%"),
    }
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
    format!("{:.2}%", ratio * 100.0)
}

/// `+12%`, `−3.4%`, `0%`; from a tenfold on `×11`.
pub(crate) fn signed(ratio: f64) -> String {
    const TIMES_FROM: f64 = 9.0;
    const WHOLE_FROM: f64 = 9.95;
    let percent = (ratio * 100.0).abs();
    if ratio >= TIMES_FROM {
        return format!("×{}", mean((ratio + 1.0).round()));
    }
    let sign = if percent < 0.05 {
        return "0%".to_owned();
    } else if ratio < 0.0 {
        "−"
    } else {
        "+"
    };
    if percent < WHOLE_FROM {
        format!("{sign}{percent:.1}%")
    } else {
        format!("{sign}{percent:.0}%")
    }
}

/// `×2.1 (1.8–2.5)`.
pub(crate) fn effect(ratio: f64, low: f64, high: f64) -> String {
    format!("×{} ({}–{})", times(ratio), times(low), times(high))
}

/// `2.1`, `0.93`, `12`.
pub(crate) fn times(ratio: f64) -> String {
    match ratio {
        many if many >= 10.0 => mean(many.round()),
        some if some >= 2.0 => format!("{some:.1}"),
        few => format!("{few:.2}"),
    }
}

/// `42 min`, `3 h 12 min`, `2 days 4 h`; seconds only below a minute.
pub(crate) fn duration(seconds: u64) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    let and = |rest: u64, unit: &str| {
        if rest == 0 { String::new() } else { format!(" {rest} {unit}") }
    };
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{minutes} min"),
        3_600..86_400 => format!("{hours} h{}", and(minutes % 60, "min")),
        _ => format!("{}{}", of(days, "day", "days"), and(hours % 24, "h")),
    }
}

/// `1 person`, `2 people`.
pub(crate) fn of(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!([0, 999, 1000, 1_234_567].map(count), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(
            [0.0, 4.25, 12.0, 99.96, 1234.5].map(mean),
            ["0", "4.2", "12", "100.0", "1,235"]
        );
        assert_eq!(
            [(0, 3), (1, 3), (1, 9999), (9999, 10_000), (3, 3)].map(|(a, b)| share(a, b)),
            ["0.0%", "33.3%", "<0.1%", ">99.9%", "100.0%"]
        );
        assert_eq!(
            [0.0, 0.0001, 0.034, -0.034, 0.12, -0.5, 2.0, 10.0].map(signed),
            ["0%", "0%", "+3.4%", "−3.4%", "+12%", "−50%", "+200%", "×11"]
        );
        assert_eq!(rate(0.03421), "3.42%");
        assert_eq!(effect(2.14, 0.931, 12.4), "×2.1 (0.93–12)");
        assert_eq!(
            [59, 60, 3_599, 3_600, 11_520, 86_400, 187_300].map(duration),
            ["59 s", "1 min", "59 min", "1 h", "3 h 12 min", "1 day", "2 days 4 h"]
        );
        assert_eq!([1, 2].map(|n| of(n, "person", "people")), ["1 person", "2 people"]);
    }
}
