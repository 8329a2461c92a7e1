//! Numbers, days and plurals as Unicode CLDR has them; texts from outside stay what they are.

use super::*;
use crate::number;
use crate::say::{formed, say, words};

/// The text in each language, in the order of [`Language::ALL`].
#[track_caller]
fn check(text: &str, expected: [&str; 5]) {
    assert_eq!(
        Language::ALL.map(|language| Wording::of(language).tell(text).into_owned()),
        expected
    );
}

#[test]
fn numbers_are_written_as_each_language_writes_them() {
    check(
        &number::count(1_234_567),
        ["1,234,567", "1\u{a0}234\u{a0}567", "1\u{202f}234\u{202f}567", "1.234.567", "1.234.567"],
    );
    check(&number::count(1_234), ["1,234", "1\u{a0}234", "1\u{202f}234", "1234", "1.234"]);
    check(&number::mean(12.34), ["12.3", "12,3", "12,3", "12,3", "12,3"]);
    check(
        &number::percent(0.1234),
        ["12.3%", "12,3\u{a0}%", "12,3\u{202f}%", "12,3%", "12,3\u{a0}%"],
    );
    check(
        &number::percent(0.0001),
        ["<0.1%", "<0,1\u{a0}%", "<0,1\u{202f}%", "<0,1%", "<0,1\u{a0}%"],
    );
    check(
        &number::signed(-0.034),
        ["−3.4%", "−3,4\u{a0}%", "−3,4\u{202f}%", "−3,4%", "−3,4\u{a0}%"],
    );
    check(
        &number::effect(2.14, 0.931, 12.4),
        ["×2.1 (0.93–12)", "×2,1 (0,93–12)", "×2,1 (0,93–12)", "×2,1 (0,93–12)", "×2,1 (0,93–12)"],
    );
}

#[test]
fn days_are_written_as_each_language_writes_them() {
    check(
        &formed("day", "2026-11-09"),
        ["9 Nov 2026", "9 nov. 2026", "9 nov. 2026", "9 nov 2026", "9 nov. 2026"],
    );
    check(
        &formed("weekday-day", "2026-11-09"),
        ["Mon 9 Nov", "mån 9 nov.", "lun. 9 nov.", "lun 9 nov", "lun., 9 nov."],
    );
    check(&formed("month", "2026-08-01"), ["August", "augusti", "août", "agosto", "august"]);
}

#[test]
fn words_follow_the_number_as_plural_rules_say() {
    let days = |number| number::of(number, "{n} day", "{n} days");
    check(&days(0), ["0 days", "0 dagar", "0 jour", "0 giorni", "0 zile"]);
    check(&days(1), ["1 day", "1 dag", "1 jour", "1 giorno", "1 zi"]);
    check(&days(2), ["2 days", "2 dagar", "2 jours", "2 giorni", "2 zile"]);
    check(&days(20), ["20 days", "20 dagar", "20 jours", "20 giorni", "20 de zile"]);
    check(&days(101), ["101 days", "101 dagar", "101 jours", "101 giorni", "101 zile"]);
    check(
        &days(1_000_000),
        [
            "1,000,000 days",
            "1\u{a0}000\u{a0}000 dagar",
            "1\u{202f}000\u{202f}000 de jours",
            "1.000.000 di giorni",
            "1.000.000 de zile",
        ],
    );
}

#[test]
fn parts_stand_where_the_language_wants_them_and_may_be_messages() {
    let told = say!("Not measurable, because {reason}.", reason = words("nobody asked"));
    check(
        &told,
        [
            "Not measurable, because nobody asked.",
            "Kan inte mätas, eftersom ingen frågade.",
            "Non mesurable, car personne n’a demandé.",
            "Non misurabile, perché nessuno ha chiesto.",
            "Nu se poate măsura, deoarece nu a întrebat nimeni.",
        ],
    );
}

#[test]
fn what_comes_from_outside_stays_as_it_is() {
    // A tag that is called as a heading is.
    check("People", ["People"; 5]);
    check("a {period} b", ["a {period} b"; 5]);
    let hostile = "\u{fdd0}x\u{fdd1}y\u{fdd2}\u{fdd3}z";
    let told = Wording::of(Language::Swedish).tell(hostile).into_owned();
    assert!(!told.contains(MARKS), "{told:?}");
    let within = say!("{tag} is furthest above its usual range", tag = "{term} \u{fdd2} %");
    assert!(!Wording::of(Language::French).tell(&within).contains(MARKS));
}

#[test]
fn tags_are_read_back() {
    assert_eq!(
        Language::ALL.map(|language| Language::parse(language.tag())),
        Language::ALL.map(Some)
    );
    assert_eq!([Language::parse("de"), Language::parse("")], [None, None]);
}
