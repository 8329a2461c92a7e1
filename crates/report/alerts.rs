//! The alerts report: is a crisis starting?
//!
//! The detector that `tagline alerts score` runs on any series (`stats/spike.rs`), run hour by hour on
//! the received mentions of our own brands and of every watched theme, from eight weeks before the
//! period on, each hour judged only by those before it. An alarm is the first mention in a day of a theme
//! with `severity = "alarm"`; a silence, a day without a mention of a brand of ours that has twenty a
//! day. The drivers say which share of what was more than expected each platform, language, kind and
//! other tag makes up, against the four weeks before.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::time::Duration;

use mention::{Catalog, Counts, Kept, MentionsOf, PeopleBy, Question, Standing, Timestamp};
use xxhash_rust::xxh3::xxh3_64;

use crate::draft::Draft;
use crate::footer::ledger_warning;
use crate::stats::{SpikeDetector, SpikeSettings, State, Step};
use crate::{
    Book, Cell, Column, Figure, Input, Kind, Part, Report, ReportRequest, Row, Section, Table,
    Urgency, number,
};

mod driver;
#[cfg(test)]
mod tests;

/// An hour in milliseconds.
const HOUR: i64 = 3_600_000;
/// Days before the period from which the detector learns.
const LEARNING_DAYS: i64 = 56;
/// Mentions a day a brand has that can fall silent.
const SILENCE_MIN: f64 = 20.0;
/// Rows shown.
const ROWS_MAX: usize = 60;

/// The report while it is made.
pub(crate) struct Alerts<'a> {
    request: &'a ReportRequest,
    book: &'a Book,
    /// The tags that are watched, and whether a first mention is an alarm.
    watched: BTreeMap<String, bool>,
    /// Mentions of people, by the hash of their keys, by tag and hour.
    people: BTreeMap<(String, i64), HashMap<u64, u64>>,
    read: u64,
}

/// What somebody is told.
#[derive(Clone, Debug, PartialEq)]
struct Alert {
    at: Timestamp,
    tag: String,
    sort: Sort,
    mentions: u64,
    expected: Option<f64>,
    strength: Option<f64>,
    people: Option<u64>,
    /// The mentions of the one who wrote most.
    loudest: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Alarm,
    Spike,
    Silence,
}

impl Sort {
    const fn name(self) -> &'static str {
        match self {
            Self::Alarm => "alarm",
            Self::Spike => "spike",
            Self::Silence => "silence",
        }
    }
}

impl<'a> Alerts<'a> {
    pub(crate) fn new(request: &'a ReportRequest, catalog: &Catalog, book: &'a Book) -> Self {
        let mut watched: BTreeMap<String, bool> =
            book.own.iter().map(|brand| (brand.clone(), false)).collect();
        for theme in book.themes.iter().filter(|theme| theme.urgency > Urgency::Info) {
            let of_brands = book.own.iter().map(|brand| format!("{brand}/{}", theme.id));
            let tags = of_brands.chain([theme.id.clone()]);
            let known = tags.filter(|tag| catalog.get(tag).is_some());
            watched.extend(known.map(|tag| (tag, theme.urgency == Urgency::Alarm)));
        }
        watched.retain(|tag, _| request.tags.is_empty() || request.tags.contains(tag));
        Self { request, book, watched, people: BTreeMap::new(), read: 0 }
    }

    /// From when the detector learns.
    fn learns_from(&self) -> Timestamp {
        let from = self.request.period.from.0 - LEARNING_DAYS * 24 * HOUR;
        let data = self.request.data_from.map_or(from, |at| at.0);
        Timestamp(from.max(data).div_euclid(HOUR) * HOUR)
    }

    /// The end of the last whole hour.
    fn ends(&self) -> Timestamp {
        let data = self.request.data_to.map_or(self.request.period.to.0, |at| at.0 + 1);
        Timestamp(data.min(self.request.period.to.0).div_euclid(HOUR) * HOUR)
    }
}

/// The beginnings of the hours of `[from, to)`, the first of which begins at `from`.
fn hours(from: Timestamp, to: Timestamp) -> Vec<Timestamp> {
    let hours = (to.0 - from.0 + HOUR - 1).max(0) / HOUR;
    (0..hours).map(|hour| Timestamp(from.0 + hour * HOUR)).collect()
}

impl Draft for Alerts<'_> {
    fn questions(&self) -> Vec<Question> {
        let (from, to) = (self.learns_from(), self.request.period.to);
        vec![
            crate::request::whole(&self.request.period),
            Question {
                tags: self.watched.keys().cloned().collect(),
                cuts: hours(from, to),
                people: PeopleBy::Nobody,
                ..Question::all(from, to)
            },
        ]
    }

    fn span(&self) -> Option<Range<Timestamp>> {
        Some(self.learns_from()..self.request.period.to)
    }

    fn read(&mut self, kept: &Kept<'_>) {
        self.read += 1;
        let Some(author) = kept.author else { return };
        if kept.tagged.standing != Standing::Received {
            return;
        }
        let hour = kept.published_at.0.div_euclid(HOUR);
        for tag in &kept.tagged.tags {
            if self.watched.contains_key(tag.name.as_str()) {
                let people = self.people.entry((tag.name.to_string(), hour)).or_default();
                *people.entry(xxh3_64(author.as_bytes())).or_default() += 1;
            }
        }
    }

    fn build(&self, input: &Input<'_>) -> Report {
        let title = |headline: String| Report::new(self.request, input, "Alerts", headline);
        if let Some(missing) = &self.book.missing {
            return title("Alerts are not measurable.".to_owned()).refused(missing);
        }
        if self.watched.is_empty() {
            return title("Nothing is watched.".to_owned()).refused(
                "the rules name no own brand, and no theme with severity = \"watch\" or \"alarm\"",
            );
        }
        let nothing = Counts::default();
        let counts = input.answers.get(1).unwrap_or(&nothing);
        let mut alerts = Vec::new();
        for (tag, alarms) in &self.watched {
            let hours = self.hours(counts, tag);
            alerts.extend(self.spikes(tag, &hours));
            if *alarms {
                alerts.extend(self.alarms(tag, &hours));
            }
            if self.book.own.contains(tag) {
                alerts.extend(self.silences(tag, &hours));
            }
        }
        alerts.sort_by(|a, b| (b.at, a.sort, &a.tag).cmp(&(a.at, b.sort, &b.tag)));
        let mut report = title(self.headline(&alerts, input));
        report.figures = figures(&alerts, self.watched.len() as u64);
        if !alerts.is_empty() {
            report.sections.push(self.list(&alerts, input));
        }
        report.sections.extend(driver::section(self, &alerts, counts, input));
        report.notes = self.notes(input);
        report
    }
}

impl Alerts<'_> {
    /// Received mentions of a tag, hour by hour, from where learning begins to the last whole hour.
    fn hours(&self, counts: &Counts, tag: &str) -> Vec<u64> {
        let (from, to) = (self.learns_from().0 / HOUR, self.ends().0 / HOUR);
        let mut hours = vec![0; usize::try_from(to - from).unwrap_or(0)];
        for count in &counts.mentions {
            if count.tag == tag && count.dimensions.standing == Standing::Received {
                let hour = count.bucket.start().0.div_euclid(HOUR) - from;
                let place = usize::try_from(hour).ok().and_then(|at| hours.get_mut(at));
                if let Some(place) = place {
                    *place += count.mentions;
                }
            }
        }
        hours
    }

    fn at(&self, hour: usize) -> Timestamp {
        let hours = i64::try_from(hour).unwrap_or(i64::MAX);
        Timestamp(self.learns_from().0 + hours * HOUR)
    }

    fn people_of(&self, tag: &str, at: Timestamp) -> Option<u64> {
        // Where no author is known, or no text is kept, people cannot be counted.
        if self.people.is_empty() {
            return None;
        }
        let people = self.people.get(&(tag.to_owned(), at.0.div_euclid(HOUR)));
        Some(people.map_or(0, |people| people.len() as u64))
    }

    fn loudest_of(&self, tag: &str, at: Timestamp) -> Option<u64> {
        let people = self.people.get(&(tag.to_owned(), at.0.div_euclid(HOUR)))?;
        people.values().max().copied()
    }

    #[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
    fn spikes(&self, tag: &str, hours: &[u64]) -> Vec<Alert> {
        let mut detector = SpikeDetector::new(SpikeSettings::of_step(Duration::from_hours(1)));
        let mut alerts = Vec::new();
        for (hour, mentions) in hours.iter().enumerate() {
            let at = self.at(hour);
            let wall = self.request.period.zone.wall(at);
            let day = usize::from(wall.date().weekday().to_monday_zero_offset().unsigned_abs());
            let verdict = detector.judge(&Step {
                at,
                hour_of_week: day * 24 + usize::from(wall.hour().unsigned_abs()),
                mentions: *mentions as f64,
                people: self.people_of(tag, at),
                complete: true,
            });
            if verdict.state == State::Alert && at >= self.request.period.from {
                alerts.push(Alert {
                    at,
                    tag: tag.to_owned(),
                    sort: Sort::Spike,
                    mentions: *mentions,
                    expected: Some(verdict.expected),
                    strength: Some(verdict.strength),
                    people: self.people_of(tag, at),
                    loudest: self.loudest_of(tag, at),
                });
            }
        }
        alerts
    }

    /// The first mention after a day without one.
    fn alarms(&self, tag: &str, hours: &[u64]) -> Vec<Alert> {
        let mut last: Option<usize> = None;
        let mut alerts = Vec::new();
        for (hour, mentions) in hours.iter().enumerate().filter(|(_, mentions)| **mentions > 0) {
            let at = self.at(hour);
            if last.is_none_or(|last| hour - last > 24) && at >= self.request.period.from {
                alerts.push(Alert {
                    at,
                    tag: tag.to_owned(),
                    sort: Sort::Alarm,
                    mentions: *mentions,
                    expected: None,
                    strength: None,
                    people: self.people_of(tag, at),
                    loudest: self.loudest_of(tag, at),
                });
            }
            last = Some(hour);
        }
        alerts
    }

    /// Days without a mention, told when the day is over.
    #[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
    fn silences(&self, tag: &str, hours: &[u64]) -> Vec<Alert> {
        const DAY: usize = 24;
        let mut alerts = Vec::new();
        let mut quiet = 0;
        for (hour, mentions) in hours.iter().enumerate() {
            quiet = if *mentions == 0 { quiet + 1 } else { 0 };
            let (at, before) = (self.at(hour + 1), &hours[hour.saturating_sub(29 * DAY)..=hour]);
            let spoken = &before[..before.len().saturating_sub(DAY)];
            let usual = spoken.iter().sum::<u64>() as f64 / (spoken.len() as f64 / 24.0).max(1.0);
            if quiet == DAY && usual >= SILENCE_MIN && at >= self.request.period.from {
                alerts.push(Alert {
                    at,
                    tag: tag.to_owned(),
                    sort: Sort::Silence,
                    mentions: 0,
                    expected: Some(usual),
                    strength: None,
                    people: None,
                    loudest: None,
                });
            }
        }
        alerts
    }

    fn headline(&self, alerts: &[Alert], input: &Input<'_>) -> String {
        let label = &self.request.period.label;
        let strongest = alerts
            .iter()
            .filter(|alert| alert.sort == Sort::Spike)
            .max_by(|a, b| a.strength.unwrap_or(0.0).total_cmp(&b.strength.unwrap_or(0.0)));
        match strongest {
            None if alerts.is_empty() => format!("Nothing unusual in {label}."),
            None => format!(
                "{} in {label}, no spike among them.",
                number::of(alerts.len() as u64, "alert", "alerts")
            ),
            Some(alert) => format!(
                "{} in {label}; the strongest: {} on {}, {} against {} expected{}.",
                number::of(alerts.len() as u64, "alert", "alerts"),
                input.label(&alert.tag),
                self.when(alert.at),
                number::of(alert.mentions, "mention in an hour", "mentions in an hour"),
                number::mean(alert.expected.unwrap_or(0.0).round()),
                match alert.loudest {
                    Some(most) if 2 * most > alert.mentions => ", most of them by one author",
                    _ => "",
                }
            ),
        }
    }

    fn when(&self, at: Timestamp) -> String {
        let wall = self.request.period.zone.wall(at);
        format!("{} {:02}:{:02}", crate::series::day_label(wall.date()), wall.hour(), wall.minute())
    }

    /// The mentions of the hour; for a silence those that are missing, of the day before it.
    fn of(&self, alert: &Alert) -> MentionsOf {
        let (from, to) = match alert.sort {
            Sort::Alarm | Sort::Spike => (alert.at, Timestamp(alert.at.0 + HOUR)),
            Sort::Silence => (Timestamp(alert.at.0 - 24 * HOUR), alert.at),
        };
        MentionsOf { from, to, ..self.request.received(&alert.tag) }
    }

    fn list(&self, alerts: &[Alert], input: &Input<'_>) -> Section {
        let number =
            |value: Option<f64>, why: &str| value.map_or_else(|| Cell::absent(why), Cell::Mean);
        let row = |alert: &Alert| {
            let tenths = |value: f64| (value * 10.0).round() / 10.0;
            Row::new(vec![
                Cell::text(self.when(alert.at)),
                Cell::text(alert.sort.name()),
                Cell::Tag { label: input.label(&alert.tag), name: alert.tag.clone() },
                Cell::Count(alert.mentions),
                number(
                    alert.expected.map(tenths),
                    "a first mention is an alarm whatever is expected",
                ),
                number(alert.strength.map(tenths), "only a spike has a strength"),
                alert.people.map_or_else(|| Cell::absent("people are not known"), Cell::Count),
                alert.loudest.map_or_else(
                    || Cell::absent("people are not known"),
                    |most| Cell::share(most, alert.mentions, "nothing was said"),
                ),
            ])
            .of(self.of(alert))
        };
        let columns = vec![
            Column::new("at", "when", Kind::Text),
            Column::new("sort", "what", Kind::Text),
            Column::new("tag", "tag", Kind::Tag),
            Column::new("mentions", "mentions", Kind::Count).part(Part::All),
            Column::new("expected", "expected", Kind::Mean),
            Column::new("strength", "strength", Kind::Mean),
            Column::new("people", "people", Kind::Count),
            Column::new("loudest", "by one author", Kind::Share),
        ];
        let rows = alerts.iter().take(ROWS_MAX).map(row).collect();
        Section::new("What was told, the latest first")
            .lead("Mentions and expected are of the hour, for a silence of the day. Strength is the power of ten of how unlikely the hours up to it are: 7 is one in ten million.")
            .table(Table::new("alerts", "Alerts", columns, rows))
    }

    fn notes(&self, input: &Input<'_>) -> Vec<String> {
        let mut notes = Vec::new();
        notes.extend(input.answers.first().and_then(ledger_warning));
        notes.extend(self.request.data_notes());
        notes.push(format!(
            "Watched: {}. Each hour is judged by the hours before it alone; the first two days of the data only teach. A spike needs a strength of 7, 10 mentions in the hour and, where people are known, 5 people; the next is told a day later at the earliest.",
            number::of(self.watched.len() as u64, "tag", "tags")
        ));
        notes.push("This judges the counts as they are today, late and deleted mentions included: what was raised at the time may differ.".to_owned());
        if self.people.is_empty() && self.read > 0 {
            notes.push(
                "No mention says who wrote it, so a storm of one author cannot be told from many."
                    .to_owned(),
            );
        }
        notes
    }
}

fn figures(alerts: &[Alert], watched: u64) -> Vec<Figure> {
    let of = |sort| alerts.iter().filter(|alert| alert.sort == sort).count() as u64;
    let tags: BTreeSet<&String> = alerts.iter().map(|alert| &alert.tag).collect();
    vec![
        Figure::new("spikes", "spikes", Cell::Count(of(Sort::Spike))),
        Figure::new("alarms", "alarms", Cell::Count(of(Sort::Alarm))),
        Figure::new("silences", "silences", Cell::Count(of(Sort::Silence))),
        Figure::new("tags", "tags with one", Cell::Count(tags.len() as u64))
            .beside(format!("of {} watched", number::count(watched))),
    ]
}
