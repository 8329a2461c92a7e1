//! Numbers of a period beside those of the periods before it.

use jiff::civil::Date;
use mention::Counts;

use crate::period::{before, iso_monday};
use crate::request::Plan;
use crate::say::{say, words};
use crate::series::week_label;
use crate::stats::{PERIODS_FOR_RANGE, usual};
use crate::tally::Tally;
use crate::{Change, Found, Period, ReportRequest, Restated, Usual};

/// The periods a report is compared with, and their sums.
pub(crate) struct Comparison<'a> {
    plan: Plan,
    /// Days of the report's own period.
    days: f64,
    /// Whether numbers are compared as means a day.
    means: bool,
    before: Option<(Tally<'a>, f64)>,
    earlier: Vec<(Tally<'a>, f64)>,
    answers: &'a [Counts],
}

impl<'a> Comparison<'a> {
    pub(crate) fn of(request: &ReportRequest, answers: &'a [Counts]) -> Self {
        let plan = Plan::of(request);
        let tally = |at: usize, period: &Period| {
            answers.get(at).map(|counts| (Tally::of(counts), period.days()))
        };
        let earlier = plan
            .earlier
            .iter()
            .enumerate()
            .map_while(|(at, period)| tally(at + 1, period))
            .collect();
        let before = plan.compared.as_ref().and_then(|(period, at)| tally(*at, period));
        Self {
            before,
            earlier,
            days: request.compared().days(),
            means: request.period.compares_means(),
            plan,
            answers,
        }
    }

    /// The period compared with.
    pub(crate) fn period(&self) -> Option<&Period> {
        self.plan.compared.as_ref().map(|(period, _)| period)
    }

    /// The counts of the period compared with.
    pub(crate) fn counts_before(&self) -> Option<(&Period, &'a Counts)> {
        let (period, at) = self.plan.compared.as_ref()?;
        Some((period, self.answers.get(*at)?))
    }

    /// The sums of the period compared with.
    pub(crate) fn sums_before(&self) -> Option<&Tally<'a>> {
        self.before.as_ref().map(|(tally, _)| tally)
    }

    /// The sums of the earlier periods, where there are enough of them for a usual range.
    pub(crate) fn sums_for_range(&self) -> Option<impl Iterator<Item = &Tally<'a>>> {
        (self.earlier.len() >= PERIODS_FOR_RANGE && !self.means)
            .then(|| self.earlier.iter().map(|(tally, _)| tally))
    }

    /// The earlier periods with their counts, where there are enough of them for a usual range.
    pub(crate) fn counts_for_range(&self) -> Option<Vec<(&Period, &'a Counts)>> {
        (self.earlier.len() >= PERIODS_FOR_RANGE && !self.means)
            .then(|| self.plan.earlier.iter().zip(&self.answers[1..]).collect())
    }

    /// How the number that `amount` picks moved; `None` when nothing is compared.
    ///
    /// Months, quarters and years are compared as means a day, because their lengths differ.
    #[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
    pub(crate) fn change(
        &self,
        now: &Tally<'_>,
        amount: impl Fn(&Tally<'_>) -> u64,
    ) -> Option<Change> {
        let (before, days_before) = self.before.as_ref()?;
        let totals: Vec<f64> = self
            .earlier
            .iter()
            .map(|(tally, days)| {
                amount(tally) as f64 * if self.means { self.days / days } else { 1.0 }
            })
            .collect();
        let scale = |total: f64, days: f64| if self.means { total / days } else { total };
        Some(Change {
            now: scale(amount(now) as f64, self.days),
            before: scale(amount(before) as f64, *days_before),
            usual: usual(&totals).map(|range| Usual {
                low: scale(range.low, self.days),
                high: scale(range.high, self.days),
            }),
        })
    }

    /// A change of received mentions with a tag in two, as parts of the number before: what the world did,
    /// which is the change between what today's rules find in both periods, and what an edit of the rules did, which is the rest.
    #[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
    pub(crate) fn split(
        &self,
        change: &Change,
        restated: &Restated,
        amount: impl Fn(&Found) -> u64,
    ) -> Option<(f64, f64)> {
        let (_, days_before) = self.before.as_ref()?;
        let whole = change.ratio()?;
        let scale = |total: u64, days: f64| {
            if self.means { total as f64 / days } else { total as f64 }
        };
        let now = scale(amount(&restated.now), self.days);
        let before = scale(amount(&restated.before), *days_before);
        let world = (now - before) / change.before;
        Some((world, whole - world))
    }

    /// As [`change`](Self::change), for numbers that do not add up over days, such as people:
    /// they have no mean a day, so between periods of unlike length there is no change to tell.
    pub(crate) fn change_of_distinct(
        &self,
        now: &Tally<'_>,
        amount: impl Fn(&Tally<'_>) -> u64,
    ) -> Option<Change> {
        if self.means { None } else { self.change(now, amount) }
    }

    /// What the period compared with is called in a sentence: `the period before`, `September 2026`.
    pub(crate) fn name(&self) -> String {
        let is_previous = self.plan.earlier.first() == self.period();
        match self.period() {
            Some(period) if self.means || !is_previous => period.name.clone(),
            _ => say!("the period before"),
        }
    }

    /// Whether numbers are compared as means a day.
    pub(crate) fn compares_means(&self) -> bool {
        self.means
    }

    /// What a reader must know of the comparison.
    pub(crate) fn note(&self, request: &ReportRequest) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(why) = &self.plan.uncompared {
            notes.push(say!("No change is shown, because {why}.", why = words(why)));
        }
        if let Some(before) = self.period() {
            let how = if self.means { say!(", as means a day") } else { String::new() };
            notes.push(say!("Change is against {before}{how}.", before = before.name, how));
        }
        let wanted = request.compare != crate::Compare::None;
        if wanted && self.earlier.len() >= PERIODS_FOR_RANGE {
            notes.push(say!("The usual range is the median of the 8 periods before ± 2·1.4826·MAD, never narrower than the central 95% Poisson interval. An arrow stands only outside it."));
        } else if wanted && self.period().is_some() {
            notes.push(self.range_note(request));
        }
        notes
    }

    fn range_note(&self, request: &ReportRequest) -> String {
        let missing = PERIODS_FOR_RANGE - self.earlier.len();
        let first: Option<Date> = request.period.start_after(missing);
        let way = match (week_with_range(request), first) {
            (Some(week), _) => say!(" Ask for a week (--period {week}) to get one now.", week),
            (None, Some(first)) => {
                say!(" The first period with one begins on {day}.", day = crate::period::day(first))
            }
            (None, None) => String::new(),
        };
        let needed = PERIODS_FOR_RANGE;
        match self.earlier.len() {
            0 => say!(
                "A usual range needs {needed} earlier periods of this length; there is none. Without it no arrow is shown.{way}",
                needed,
                way
            ),
            1 => say!(
                "A usual range needs {needed} earlier periods of this length; there is 1. Without it no arrow is shown.{way}",
                needed,
                way
            ),
            count => say!(
                "A usual range needs {needed} earlier periods of this length; there are {count}. Without it no arrow is shown.{way}",
                needed,
                count,
                way
            ),
        }
    }
}

/// The last whole week of a longer period, where enough weeks before it were listened to.
fn week_with_range(request: &ReportRequest) -> Option<String> {
    let days = 7 * i64::try_from(1 + PERIODS_FOR_RANGE).ok()?;
    let period = request.compared();
    if period.days() <= 7.0 {
        return None;
    }
    let end = iso_monday(period.zone.date(period.to));
    let listened = period.zone.date(request.data_from?) <= before(end, days);
    listened.then(|| week_label(before(end, 7)))
}
