//! The alerts report: is a crisis starting?
//!
//! The detector that `tagline alerts score` runs on any series (`stats/spike.rs`), run hour by hour on
//! the received mentions of our own brands and of every watched theme, from eight weeks before the
//! period on, each hour judged only by those before it. An alarm is the first mention in a day of a theme
//! with `severity = "alarm"`; a silence, a day without a mention of a brand of ours that has twenty a
//! day. The drivers say which share of what was more than expected each platform, language, kind and
//! other tag makes up, against the four weeks before.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use mention::{
    AlertKind, Catalog, Counts, Kept, MentionsOf, PeopleBy, Question, Standing, Timestamp,
};

use crate::draft::Draft;
use crate::footer::ledger_warning;
use crate::say::{say, word, words};
use crate::{
    Book, Cell, Column, Figure, Input, Kind, Part, Report, ReportRequest, Row, Section, Table,
    Told, Watch, WatchedHour, WatchedPeople, Watcher, number,
};

mod driver;
#[cfg(test)]
mod tests;

pub use driver::{Said, Spike};

/// An hour in milliseconds.
const HOUR: i64 = 3_600_000;
/// Days before the period from which the detector learns.
const LEARNING_DAYS: i64 = 56;
/// Rows shown.
const ROWS_MAX: usize = 60;

/// The report while it is made.
pub(crate) struct Alerts<'a> {
    request: &'a ReportRequest,
    book: &'a Book,
    /// The tags that are watched.
    watched: BTreeMap<String, Watch>,
    people: WatchedPeople,
    read: u64,
}

/// What somebody is told, of which tag.
#[derive(Clone, Debug, PartialEq)]
struct Alert {
    tag: String,
    told: Told,
    /// The mentions of the one who wrote most.
    loudest: Option<u64>,
}

impl<'a> Alerts<'a> {
    pub(crate) fn new(request: &'a ReportRequest, catalog: &Catalog, book: &'a Book) -> Self {
        let mut watched = crate::watched(book, catalog);
        watched.retain(|tag, _| request.tags.is_empty() || request.tags.contains(tag));
        Self { request, book, watched, people: WatchedPeople::default(), read: 0 }
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
        let watched = &self.watched;
        self.people.read(kept, |tag| watched.contains_key(tag));
    }

    fn written(&self, input: &Input<'_>) -> Report {
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
        for (tag, watch) in &self.watched {
            alerts.extend(self.told(tag, *watch, counts));
        }
        alerts.sort_by(|a, b| {
            (b.told.start, a.told.kind, &a.tag).cmp(&(a.told.start, b.told.kind, &b.tag))
        });
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
            if *count.tag == *tag && count.dimensions.standing == Standing::Received {
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

    /// What is told of a tag in the period.
    fn told(&self, tag: &str, watch: Watch, counts: &Counts) -> Vec<Alert> {
        let mut watcher = Watcher::new(watch, &self.book.watch, &self.request.period.zone);
        let mut alerts = Vec::new();
        for (hour, mentions) in self.hours(counts, tag).into_iter().enumerate() {
            let at = self.at(hour);
            let people = self.people.count(tag, at);
            let told = watcher.judge(&WatchedHour { at, mentions, people });
            let told = told.into_iter().filter(|told| told.start >= self.request.period.from);
            alerts.extend(told.map(|told| {
                let loudest = match told.kind {
                    AlertKind::Silence => None,
                    AlertKind::Alarm | AlertKind::Spike => self.people.loudest(tag, told.start),
                };
                Alert { tag: tag.to_owned(), told, loudest }
            }));
        }
        alerts
    }

    fn headline(&self, alerts: &[Alert], input: &Input<'_>) -> String {
        let label = &self.request.period.name;
        let strongest =
            alerts.iter().filter(|alert| alert.told.kind == AlertKind::Spike).max_by(|a, b| {
                a.told.strength.unwrap_or(0.0).total_cmp(&b.told.strength.unwrap_or(0.0))
            });
        match strongest {
            None if alerts.is_empty() => say!("Nothing unusual in {period}.", period = label),
            None => say!(
                "{alerts} in {period}, no spike among them.",
                alerts = number::of(alerts.len() as u64, "{n} alert", "{n} alerts"),
                period = label
            ),
            Some(alert) => say!(
                "{alerts} in {period}; the strongest: {tag} on {time}, {mentions} against {expected} expected{loudest}.",
                alerts = number::of(alerts.len() as u64, "{n} alert", "{n} alerts"),
                period = label,
                tag = input.label(&alert.tag),
                time = self.when(alert.told.start),
                mentions = number::of(
                    alert.told.mentions,
                    "{n} mention in an hour",
                    "{n} mentions in an hour"
                ),
                expected = number::mean(alert.told.expected.unwrap_or(0.0).round()),
                loudest = match alert.loudest {
                    Some(most) if 2 * most > alert.told.mentions => {
                        say!(", most of them by one author")
                    }
                    _ => String::new(),
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
        let (from, to) = match alert.told.kind {
            AlertKind::Alarm | AlertKind::Spike => {
                (alert.told.start, Timestamp(alert.told.start.0 + HOUR))
            }
            AlertKind::Silence => (Timestamp(alert.told.start.0 - 24 * HOUR), alert.told.start),
        };
        MentionsOf { from, to, ..self.request.received(&alert.tag) }
    }

    fn list(&self, alerts: &[Alert], input: &Input<'_>) -> Section {
        let number =
            |value: Option<f64>, why: &str| value.map_or_else(|| Cell::absent(why), Cell::Mean);
        let row = |alert: &Alert| {
            let tenths = |value: f64| (value * 10.0).round() / 10.0;
            Row::new(vec![
                Cell::text(self.when(alert.told.start)),
                Cell::text(words(sort(alert.told.kind))),
                Cell::Tag { label: input.label(&alert.tag), name: alert.tag.clone() },
                Cell::Count(alert.told.mentions),
                number(
                    alert.told.expected.map(tenths),
                    word("a first mention is an alarm whatever is expected"),
                ),
                number(alert.told.strength.map(tenths), word("only a spike has a strength")),
                alert.told.people.map_or_else(|| Cell::absent("people are not known"), Cell::Count),
                alert.loudest.map_or_else(
                    || Cell::absent("people are not known"),
                    |most| Cell::share(most, alert.told.mentions, "nothing was said"),
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
        let settings = &self.book.watch;
        let mut notes = Vec::new();
        notes.extend(input.answers.first().and_then(ledger_warning));
        notes.extend(self.request.data_notes());
        notes.push(say!("Watched: {watched}. Each hour is judged by the hours before it alone; the first two days of the data only teach. A spike needs a strength of {strength}, {mentions} in the hour and, where people are known, {people}; the next is told a day later at the earliest.", watched = number::of(self.watched.len() as u64, "{n} tag", "{n} tags"), strength = settings.strength, mentions = number::of(settings.mentions, "{n} mention", "{n} mentions"), people = number::of(settings.people, "{n} person", "{n} people")));
        notes.push(say!("This judges the counts as they are today, late and deleted mentions included: what was raised at the time may differ."));
        if self.people.is_empty() && self.read > 0 {
            notes.push(say!(
                "No mention says who wrote it, so a storm of one author cannot be told from many."
            ));
        }
        notes
    }
}

fn figures(alerts: &[Alert], watched: u64) -> Vec<Figure> {
    let of = |kind| alerts.iter().filter(|alert| alert.told.kind == kind).count() as u64;
    let tags: BTreeSet<&String> = alerts.iter().map(|alert| &alert.tag).collect();
    vec![
        Figure::new("spikes", "spikes", Cell::Count(of(AlertKind::Spike))),
        Figure::new("alarms", "alarms", Cell::Count(of(AlertKind::Alarm))),
        Figure::new("silences", "silences", Cell::Count(of(AlertKind::Silence))),
        Figure::new("tags", "tags with one", Cell::Count(tags.len() as u64))
            .beside(say!("of {watched} watched", watched = number::count(watched))),
    ]
}

/// What a told thing is called in a row.
const fn sort(kind: AlertKind) -> &'static str {
    match kind {
        AlertKind::Alarm => word("alarm"),
        AlertKind::Spike => word("spike"),
        AlertKind::Silence => word("silence"),
    }
}
