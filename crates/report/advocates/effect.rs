//! Whether people who were answered came back more than people like them who were not.

use std::collections::BTreeMap;

use mention::{Day, PersonDays};

use super::{Advocates, Answered, WEEKS_MAX};
use crate::say::{say, word};
use crate::stats::{PAIRS_MIN, Person, Uplift, uplift};
use crate::{Cell, Column, Kind, Row, Section, Table, number};

/// Days after a week within which somebody wrote again, or did not.
const AFTER_DAYS: i64 = 28;
/// Weeks before by which people are alike.
const WEEKS_BEFORE: i64 = 8;

/// What was found.
pub(super) struct Found {
    uplift: Uplift,
    weeks: i64,
}

impl Found {
    pub(super) fn of(
        desk: &Advocates<'_>,
        everybody: &[PersonDays],
        answered: &Answered,
        seed: u64,
    ) -> Self {
        let period_end = desk.period_days().end.0;
        let end =
            desk.request.data_to.map_or(desk.days.end.0, |at| at.day().0).min(desk.days.end.0);
        let first = desk.request.data_from.map_or(desk.days.start.0, |at| at.day().0);
        // Weeks that are over, begin after the data do, and were watched for 28 days after.
        let last = week(Day(period_end.min(end - AFTER_DAYS))) - 1;
        let first = (week(Day(first - 1)) + 1).max(last + 1 - WEEKS_MAX);
        let weeks = first..=last;
        let mut strata: BTreeMap<(i64, &str, u8, u8), usize> = BTreeMap::new();
        let mut people = Vec::new();
        for (who, person) in everybody.iter().enumerate() {
            let first = answered.of(&person.author).first().map(|at| week(at.day()));
            let platform = person.author.split(['#', '@']).next().unwrap_or_default();
            // Once answered, somebody is nobody's like any more.
            let heard = weeks_of(person).filter(|(week, _)| weeks.contains(week));
            for (chosen, mentions) in
                heard.filter(|(one, _)| first.is_none_or(|first| *one <= first))
            {
                let key = (chosen, platform, band(mentions), band(before(person, chosen)));
                let next = strata.len();
                people.push(Person {
                    who,
                    stratum: *strata.entry(key).or_insert(next),
                    answered: first == Some(chosen),
                    after: f64::from(u8::from(wrote_after(person, chosen))),
                });
            }
        }
        Self { uplift: uplift(&people, seed), weeks: (last + 1 - first).max(0) }
    }

    /// `Those we answered came back more often: …`
    pub(super) fn sentence(&self) -> String {
        match self.uplift.effect {
            None => say!("Whether answering people brings them back cannot be told yet."),
            Some((_, low, _)) if low > 0.0 => say!(
                "Those we answered came back more: {answered} wrote again within 28 days, against {others} of people like them.",
                answered = number::percent(self.uplift.answered.mean),
                others = number::percent(self.uplift.others.mean)
            ),
            Some((_, _, high)) if high < 0.0 => say!(
                "Those we answered came back less: {answered} wrote again within 28 days, against {others} of people like them.",
                answered = number::percent(self.uplift.answered.mean),
                others = number::percent(self.uplift.others.mean)
            ),
            Some(_) => say!("That answering people brings them back does not show."),
        }
    }

    pub(super) fn section(&self) -> Section {
        let title = match self.uplift.effect {
            Some((_, low, _)) if low > 0.0 => word("People we answered came back more"),
            Some((_, _, high)) if high < 0.0 => word("People we answered came back less"),
            Some(_) => word("Answering shows no effect on coming back"),
            None => word("Not enough pairs to tell what answering does"),
        };
        let row = |name: &str, arm: &crate::stats::Arm| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a sum of ones"
            )]
            let again = arm.sum as u64;
            let none = || Cell::absent("there is nobody to compare with");
            Row::new(vec![
                Cell::text(name),
                Cell::Count(arm.people),
                Cell::Count(again),
                if arm.people > 0 { Cell::Part(arm.mean) } else { none() },
            ])
        };
        let columns = vec![
            Column::new("who", "", Kind::Text),
            Column::new("times", "people, once a week each", Kind::Count),
            Column::new("again", "wrote again within 28 days", Kind::Count),
            Column::new("share", "share, made alike", Kind::Part),
        ];
        let rows = vec![
            row(&say!("answered for the first time"), &self.uplift.answered),
            row(&say!("like them, not answered by then"), &self.uplift.others),
        ];
        Section::new(title).lead(&self.lead()).table(Table::new("uplift", "Uplift", columns, rows))
    }

    fn lead(&self) -> String {
        let Uplift { answered, others, pairs, effect, visible } = &self.uplift;
        let plain = say!(
            "Of {people} you answered for the first time, {again} wrote again within 28 days; of {weeks} by people like them whom you had not answered, {others}.",
            people = number::of(answered.people, "{n} person", "{n} people"),
            again = answered.sum,
            weeks = number::of(others.people, "{n} week", "{n} weeks"),
            others = others.sum
        );
        let weeks = number::of(u64::try_from(self.weeks).unwrap_or(0), "{n} week", "{n} weeks");
        if let Some((difference, low, high)) = effect {
            return say!(
                "{plain} Made alike, that is {difference} points of a hundred, 95% interval {low} to {high} ({pairs} pairs in {weeks}).",
                plain,
                difference = points(*difference),
                low = points(*low),
                high = points(*high),
                pairs = number::count(*pairs),
                weeks
            );
        }
        let size = visible.map_or_else(String::new, |size| {
            say!(
                " As things stand, an effect of {size} points or more would show.",
                size = points(size)
            )
        });
        say!(
            "Not enough: {pairs} of {pairs_min} pairs in {weeks} that were watched for 28 days after. {plain}{size}",
            pairs = number::count(*pairs),
            pairs_min = PAIRS_MIN,
            weeks,
            plain,
            size
        )
    }
}

/// `+8.1`, `−3.0`.
fn points(part: f64) -> String {
    let sign = if part < 0.0 { "−" } else { "+" };
    format!("{sign}{:.1}", (part * 100.0).abs())
}

/// The ISO week of a UTC day, numbered from that of 1970-01-01.
fn week(day: Day) -> i64 {
    (day.0 + 3).div_euclid(7)
}

/// The weeks in which somebody mentioned us, in order, each with how often.
fn weeks_of(person: &PersonDays) -> impl Iterator<Item = (i64, u64)> {
    let mut weeks: BTreeMap<i64, u64> = BTreeMap::new();
    for (day, mentions) in &person.days {
        *weeks.entry(week(*day)).or_default() += mentions;
    }
    weeks.into_iter()
}

/// Mentions in the eight weeks before.
fn before(person: &PersonDays, chosen: i64) -> u64 {
    let range = chosen - WEEKS_BEFORE..chosen;
    person.days.iter().filter(|(day, _)| range.contains(&week(*day))).map(|(_, count)| count).sum()
}

/// How active somebody was: never, once, twice or thrice, four to seven times, more.
const fn band(mentions: u64) -> u8 {
    match mentions {
        0 => 0,
        1 => 1,
        2..4 => 2,
        4..8 => 3,
        _ => 4,
    }
}

/// Whether somebody wrote within 28 days after the week.
fn wrote_after(person: &PersonDays, chosen: i64) -> bool {
    let first = (chosen + 1) * 7 - 3;
    person.days.iter().any(|(day, _)| (first..first + AFTER_DAYS).contains(&day.0))
}
