//! A period cut into steps, and counts laid along them.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use mention::{Annotation, Bucket, Counts, LedgerClass, Standing, Timestamp};

use crate::footer::REJECTED_SHARE_MAX;
use crate::period::{after, iso_monday, month_short};
use crate::say::{formed, say, word};
use crate::{Period, Point, number};

/// Days a period may have to be shown by the hour.
const DAYS_BY_HOUR: f64 = 2.0;
/// Days a period may have to be shown by the day.
const DAYS_BY_DAY: f64 = 120.0;
/// Days a period may have to be shown by the week.
const DAYS_BY_WEEK: f64 = 800.0;

/// What one step of a series is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Hour,
    Day,
    Week,
    Month,
}

/// The steps of a period, in order and without a hole.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Steps {
    pub(crate) step: Step,
    /// The first instant of each.
    pub(crate) starts: Vec<Timestamp>,
    /// What each is called: `Mon 9 Nov`.
    pub(crate) labels: Vec<String>,
    /// One past the last instant.
    to: Timestamp,
    /// How many days each has: less than its share at the ends of the period.
    days: Vec<f64>,
}

impl Step {
    /// The step in which a period of this length is best seen.
    pub(crate) fn that_suits(period: &Period) -> Self {
        match period.days() {
            days if days < DAYS_BY_HOUR => Self::Hour,
            days if days <= DAYS_BY_DAY => Self::Day,
            days if days <= DAYS_BY_WEEK => Self::Week,
            _ => Self::Month,
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Hour => word("hour"),
            Self::Day => word("day"),
            Self::Week => word("week"),
            Self::Month => word("month"),
        }
    }

    /// Whether its counts are shown as means a day, because not all its steps are equally long.
    pub(crate) const fn shows_means(self) -> bool {
        matches!(self, Self::Week | Self::Month)
    }
}

impl Steps {
    pub(crate) fn of(period: &Period, step: Step) -> Self {
        let mut starts = vec![period.from];
        let mut at = next(period, step, period.from);
        while at < period.to {
            starts.push(at);
            at = next(period, step, at);
        }
        let labels = starts.iter().map(|start| label(period, step, *start)).collect();
        let ends = starts.iter().skip(1).copied().chain([period.to]);
        let days =
            starts.iter().zip(ends).map(|(from, to)| period.zone.days_between(*from, to)).collect();
        Self { step, starts, labels, to: period.to, days }
    }

    /// The number of the step that holds `at`; instants before the first belong to it.
    pub(crate) fn index(&self, at: Timestamp) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// Writes what happened on days of `period` at the steps it happened in.
    pub(crate) fn mark(&self, points: &mut [Point], period: &Period, annotations: &[Annotation]) {
        for annotation in annotations {
            let at = period.zone.start(crate::book::date(annotation.day));
            if self.starts[0] <= at && at < self.to {
                let label = &self.labels[self.index(at)];
                // A step of which nothing is known has no point.
                if let Some(point) = points.iter_mut().find(|point| point.label == *label) {
                    point.add_note(&annotation.text);
                }
            }
        }
    }

    /// Marks the points of steps of which too many records could not be read, and says so beside them; nothing is known of
    /// the hours of files.
    pub(crate) fn mark_gaps(&self, points: &mut [Point], counts: &Counts) {
        let mut records = vec![(0, 0); self.starts.len()];
        for row in counts.ledger.iter().filter(|row| row.class != LedgerClass::Gap) {
            let Some(hour) = row.hour.filter(|hour| *hour < self.to) else { continue };
            let (rejected, consumed) = &mut records[self.index(hour)];
            *consumed += row.records;
            if matches!(row.class, LedgerClass::Rejected(_)) {
                *rejected += row.records;
            }
        }
        for (label, (rejected, consumed)) in self.labels.iter().zip(records) {
            let share = number::quotient(rejected, consumed);
            let point = points.iter_mut().find(|point| point.label == *label);
            if let Some(point) = point.filter(|_| share > REJECTED_SHARE_MAX) {
                point.gap = true;
                let unread = number::percent(share);
                point.add_note(&say!("{unread} of the records could not be read", unread));
            }
        }
    }

    /// By what a shown value is multiplied to be a count again.
    pub(crate) fn scale(&self, at: usize) -> f64 {
        if self.step.shows_means() { self.days[at] } else { 1.0 }
    }

    /// The received mentions of each tag at each step; those outside of all steps are left out.
    pub(crate) fn received<'a>(&self, counts: &'a Counts) -> BTreeMap<&'a str, Vec<u64>> {
        let mut series: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
        let first = self.starts[0].bucket();
        let inside = |bucket: Bucket| bucket >= first && bucket.start() < self.to;
        for count in counts.mentions.iter().filter(|count| inside(count.bucket)) {
            if count.dimensions.standing == Standing::Received {
                let values = series.entry(&count.tag).or_insert_with(|| vec![0; self.starts.len()]);
                values[self.index(count.bucket.start())] += count.mentions;
            }
        }
        series
    }

    /// Counts as they are shown: themselves by hour and day, means a day by week and month.
    #[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
    pub(crate) fn shown(&self, counts: &[u64]) -> Vec<f64> {
        let show = |(at, count): (usize, &u64)| *count as f64 / self.scale(at);
        counts.iter().enumerate().map(show).collect()
    }
}

fn next(period: &Period, step: Step, at: Timestamp) -> Timestamp {
    const HOUR: i64 = 3_600_000;
    let zone = &period.zone;
    let date = zone.date(at);
    match step {
        Step::Hour => Timestamp(at.0 + HOUR),
        Step::Day => zone.start(after(date, 1)),
        Step::Week => zone.start(after(iso_monday(date), 7)),
        Step::Month => zone.start(date.first_of_month().saturating_add(1.month())),
    }
}

fn label(period: &Period, step: Step, at: Timestamp) -> String {
    let wall = period.zone.wall(at);
    let date = wall.date();
    match step {
        Step::Hour => {
            format!("{} {:02}:{:02}", formed("weekday", date), wall.hour(), wall.minute())
        }
        Step::Day => day_label(date),
        Step::Week => week_label(date),
        Step::Month => format!("{} {}", month_short(date), date.year()),
    }
}

/// `Mon 9 Nov`.
pub(crate) fn day_label(date: Date) -> String {
    formed("weekday-day", date)
}

/// `2026-W46`.
pub(crate) fn week_label(date: Date) -> String {
    let week = date.iso_week_date();
    format!("{}-W{:02}", week.year(), week.week())
}
