//! Numbers and days as a language writes them.
//!
//! # Source
//!
//! Unicode CLDR 46: decimal and group signs, percent pattern, abbreviated months in dates.

use std::str::FromStr;

use jiff::civil::Date;

use super::Language;

/// What stands between thousands, before decimals, and before the percent sign.
const fn signs(language: Language) -> (&'static str, &'static str, &'static str) {
    match language {
        Language::English => (",", ".", ""),
        Language::Swedish => ("\u{a0}", ",", "\u{a0}"),
        Language::French => ("\u{202f}", ",", "\u{202f}"),
        Language::Italian => (".", ",", ""),
        Language::Romanian => (".", ",", "\u{a0}"),
    }
}

/// How many digits a number has to be grouped.
const fn grouped_from(language: Language) -> usize {
    match language {
        Language::Italian => 5,
        _ => 4,
    }
}

/// A value in the form of this name; what is no such value stays as it is.
pub(super) fn form(language: Language, form: &str, value: &str) -> String {
    let whole = |tell: fn(Language, u64) -> String| {
        u64::from_str(value).ok().map(|number| tell(language, number))
    };
    let float = |tell: fn(Language, f64) -> String| {
        f64::from_str(value).ok().map(|number| tell(language, number))
    };
    let date = |tell: fn(Language, Date) -> String| {
        Date::from_str(value).ok().map(|date| tell(language, date))
    };
    let told = match form {
        "count" => whole(count),
        "mean" => float(mean),
        "percent" => float(percent),
        "rate" => float(|language, ratio| percents(language, ratio * 100.0, 2)),
        "signed" => float(signed),
        "size" => {
            float(|language, ratio| signed(language, ratio).trim_start_matches('+').to_owned())
        }
        "times" => float(times),
        "day" => date(day),
        "day-month" => date(day_month),
        "month" => date(|language, date| MONTHS[language as usize][month(date)].to_owned()),
        "month-short" => date(|language, date| SHORT[language as usize][month(date)].to_owned()),
        "weekday" => date(|language, date| WEEKDAYS[language as usize][weekday(date)].to_owned()),
        "weekday-day" => date(weekday_day),
        "fixed1" => float(|language, number| decimals(language, number, 1)),
        _ => None,
    };
    told.unwrap_or_else(|| value.to_owned())
}

/// `12,345`.
pub(super) fn count(language: Language, number: u64) -> String {
    let (group, ..) = signs(language);
    let digits = number.to_string();
    if digits.len() < grouped_from(language) {
        return digits;
    }
    let mut text = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push_str(group);
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
fn mean(language: Language, number: f64) -> String {
    const DECIMALS_BELOW: f64 = 100.0;
    if number.fract() == 0.0 || number >= DECIMALS_BELOW {
        return count(language, number.round().max(0.0) as u64);
    }
    decimals(language, number, 1)
}

fn decimals(language: Language, number: f64, places: usize) -> String {
    let (_, point, _) = signs(language);
    format!("{number:.places$}").replace('.', point)
}

fn percents(language: Language, percent: f64, places: usize) -> String {
    let (.., before) = signs(language);
    format!("{}{before}%", decimals(language, percent, places))
}

/// `12.3%` for 0.123; what is above nothing is never shown as nothing, what is below all never as all.
fn percent(language: Language, ratio: f64) -> String {
    match ratio * 100.0 {
        small if small > 0.0 && small < 0.05 => format!("<{}", percents(language, 0.1, 1)),
        large if (99.95..100.0).contains(&large) => format!(">{}", percents(language, 99.9, 1)),
        percent => percents(language, percent, 1),
    }
}

/// `+12%`, `−3.4%`, `0%`; from a tenfold on `×11`.
fn signed(language: Language, ratio: f64) -> String {
    const TIMES_FROM: f64 = 9.0;
    const WHOLE_FROM: f64 = 9.95;
    let percent = (ratio * 100.0).abs();
    if ratio >= TIMES_FROM {
        return format!("×{}", mean(language, (ratio + 1.0).round()));
    }
    let sign = match () {
        () if percent < 0.05 => return percents(language, 0.0, 0),
        () if ratio < 0.0 => "−",
        () => "+",
    };
    let places = usize::from(percent < WHOLE_FROM);
    format!("{sign}{}", percents(language, percent, places))
}

/// `2.1`, `0.93`, `12`.
fn times(language: Language, ratio: f64) -> String {
    match ratio {
        many if many >= 10.0 => mean(language, many.round()),
        some if some >= 2.0 => decimals(language, some, 1),
        few => decimals(language, few, 2),
    }
}

fn month(date: Date) -> usize {
    usize::from(date.month().unsigned_abs()) - 1
}

/// `9 Nov 2026`.
fn day(language: Language, date: Date) -> String {
    format!("{} {}", day_month(language, date), date.year())
}

/// `Mon 9 Nov`.
fn weekday_day(language: Language, date: Date) -> String {
    let comma = if language == Language::Romanian { "," } else { "" };
    let weekday = WEEKDAYS[language as usize][weekday(date)];
    format!("{weekday}{comma} {}", day_month(language, date))
}

/// `9 Nov`.
fn day_month(language: Language, date: Date) -> String {
    format!("{} {}", date.day(), SHORT[language as usize][month(date)])
}

fn weekday(date: Date) -> usize {
    usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())
}

/// The days of the week as dates have them, in the order of the languages.
const WEEKDAYS: [[&str; 7]; 5] = [
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    ["mån", "tis", "ons", "tors", "fre", "lör", "sön"],
    ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
    ["lun", "mar", "mer", "gio", "ven", "sab", "dom"],
    ["lun.", "mar.", "mie.", "joi", "vin.", "sâm.", "dum."],
];

/// The months, in the order of the languages.
const MONTHS: [[&str; 12]; 5] = [
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ],
    [
        "ianuarie",
        "februarie",
        "martie",
        "aprilie",
        "mai",
        "iunie",
        "iulie",
        "august",
        "septembrie",
        "octombrie",
        "noiembrie",
        "decembrie",
    ],
];

/// The months as dates have them.
const SHORT: [[&str; 12]; 5] = [
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    ["jan.", "feb.", "mars", "apr.", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec."],
    [
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
        "déc.",
    ],
    ["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"],
    [
        "ian.", "feb.", "mar.", "apr.", "mai", "iun.", "iul.", "aug.", "sept.", "oct.", "nov.",
        "dec.",
    ],
];
