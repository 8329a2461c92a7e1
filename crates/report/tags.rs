//! The tag report: how does each theme and campaign do?
//!
//! Received: mentions (reposts among them, originals beside), people, engagements, sentiment where at
//! least 50 mentions are rated, and the change against the period before with its usual range.
//! Sent: our own posts with the tag and how they did against those without it. Totals are of distinct
//! mentions, taken from the reserved tags, never sums of rows.

use mention::{Counts, MentionsOf, Sentiment, Standing};

pub(crate) use received::{RATED_MIN, sentiment_cells};

use crate::comparison::Comparison;
use crate::footer::{footer, ledger_warning};
use crate::measured::Measured;
use crate::series::{Step, Steps};
use crate::tally::{ALL, Sum, TAGGED, Tally};
use crate::{
    Cell, Change, Chart, Direction, Figure, Input, Part, Report, ReportRequest, Restated, Section,
    number,
};

mod received;
mod rows;
mod sent;
#[cfg(test)]
mod tests;
mod timeline;

/// Everything the parts of the report are made from.
struct Desk<'a> {
    request: &'a ReportRequest,
    input: &'a Input<'a>,
    counts: &'a Counts,
    now: Tally<'a>,
    past: Comparison<'a>,
    measured: Measured,
    steps: Steps,
    /// What today's rules find in both periods, where they were others and all texts are kept.
    restated: Option<&'a Restated>,
}

pub(crate) fn build(request: &ReportRequest, input: &Input<'_>) -> Report {
    let nothing = Counts::default();
    let counts = input.answers.first().unwrap_or(&nothing);
    let desk = Desk {
        request,
        input,
        counts,
        now: Tally::of(counts),
        past: Comparison::of(request, input.answers),
        measured: Measured::of(input.answers),
        steps: Steps::of(&request.covered(), Step::that_suits(&request.period)),
        restated: None,
    };
    let lost = desk.lost();
    let desk = Desk { restated: input.restated.filter(|_| lost.is_none()), ..desk };
    let chart = timeline::chart(&desk);
    let mut sections = vec![Section {
        title: chart.title.clone(),
        lead: None,
        chart: Some(Chart::Line(chart)),
        tables: Vec::new(),
    }];
    sections.push(received::section(&desk));
    sections.extend(sent::section(&desk));
    sections.push(apart(&desk));
    Report {
        name: request.name,
        title: "Tag report".to_owned(),
        headline: desk.headline(),
        period: request.period.clone(),
        compared: desk.past.period().cloned(),
        refused: None,
        figures: desk.figures(),
        sections,
        notes: desk.notes(),
        footer: footer(request, input),
        mentions_at: None,
        settled_by: None,
    }
}

impl Desk<'_> {
    /// Why changes are not split although the rules changed.
    fn lost(&self) -> Option<String> {
        let (_, before) = self.past.counts_before()?;
        crate::restated::lost(self.input.restated?, self.counts, before)
    }

    /// What a change of `tag` is made of.
    fn split(&self, tag: &str, change: &Change) -> Option<(f64, f64)> {
        self.past.split(change, self.restated?, |found| match tag {
            MentionsOf::UNTAGGED => found.received(ALL) - found.received(TAGGED),
            tag => found.received(tag),
        })
    }

    fn total(&self) -> Sum {
        self.now.received(ALL)
    }

    fn mentions_change(&self, tag: &str) -> Option<Change> {
        self.past.change(&self.now, |tally| tally.received(tag).mentions)
    }

    fn headline(&self) -> String {
        let total = self.total().mentions;
        let label = &self.request.period.label;
        if total == 0 {
            return format!("No mention was received in {label}.");
        }
        let people = match self.now.people(ALL).people {
            0 => String::new(),
            people => format!(" from {}", number::of(people, "person", "people")),
        };
        let moved =
            self.mentions_change(ALL).map_or_else(String::new, |change| moved(&change, &self.past));
        let grew =
            self.grown_most().map_or_else(String::new, |label| format!(" {label} grew most."));
        format!("{}{people}{moved}.{grew}", number::of(total, "mention", "mentions"))
    }

    /// The tag that rose furthest, in mentions, above its usual range.
    fn grown_most(&self) -> Option<String> {
        let risen = |tag: &str| {
            let change = self.mentions_change(tag)?;
            let rise = change.now - change.before;
            (change.direction() == Direction::Above && rise > 0.0).then_some(rise)
        };
        let mut most: Option<(f64, &str)> = None;
        for tag in self.now.tags(Standing::Received) {
            if let Some(rise) = risen(tag)
                && most.is_none_or(|(best, _)| rise > best)
            {
                most = Some((rise, tag));
            }
        }
        most.map(|(_, tag)| rows::label(self.input.catalog, tag))
    }

    fn figures(&self) -> Vec<Figure> {
        let total = self.total();
        let whole = self.request.received(ALL);
        let all = |part: Option<Part>| Some(Box::new(part.unwrap_or(Part::All).of(&whole)));
        let mut figures = vec![Figure {
            key: "mentions",
            label: "mentions".to_owned(),
            value: Cell::Count(total.mentions),
            beside: self
                .measured
                .reposts
                .is_none()
                .then(|| format!("{} originals", number::count(total.originals()))),
            change: self.mentions_change(ALL),
            series: self.steps.shown(&timeline::received(self, ALL)),
            of: all(None),
        }];
        let people = self.now.people(ALL);
        if people.people > 0 {
            figures.push(Figure {
                key: "people",
                label: "people".to_owned(),
                value: Cell::Count(people.people),
                beside: Some(format!(
                    "author known for {}",
                    number::share(people.mentions, total.mentions)
                )),
                change: self.past.change_of_distinct(&self.now, |tally| tally.people(ALL).people),
                series: Vec::new(),
                of: all(Some(Part::Known)),
            });
        }
        if self.measured.engagements.is_none() {
            figures.push(Figure {
                key: "engagements",
                label: "engagements".to_owned(),
                value: Cell::Count(total.engagements),
                beside: None,
                change: self.past.change(&self.now, |tally| tally.received(ALL).engagements),
                series: Vec::new(),
                of: None,
            });
        }
        let tagged = self.now.received(TAGGED).mentions;
        figures.push(Figure {
            key: "tagged",
            label: "found by a rule".to_owned(),
            value: Cell::share(tagged, total.mentions, "no mention was received"),
            beside: Some(format!(
                "{} of {}",
                number::count(tagged),
                number::of(total.mentions, "mention", "mentions")
            )),
            change: None,
            series: Vec::new(),
            of: all(Some(Part::Tagged)),
        });
        let positive = all(Some(Part::Feeling(Sentiment::Positive)));
        figures.extend(sentiment_figure(&total).map(|figure| Figure { of: positive, ..figure }));
        figures
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        notes.extend(ledger_warning(self.counts));
        notes.extend(self.request.data_notes());
        notes.extend(self.past.note(self.request));
        notes.extend(self.lost());
        if self.restated.is_some() {
            notes.push("The rules changed since the period before. The world is the change between what today's rules find now and what they find then; your rules are the rest: the two add up to the change.".to_owned());
        }
        notes.extend(rows::silent_note(self));
        if self.measured.people.is_none() {
            notes.push("Known is the share of mentions whose author is known; people are counted among those.".to_owned());
        }
        notes.push(format!(
            "Sentiment is an estimate, shown where at least {} mentions are rated, beside the share that is.",
            received::RATED_MIN
        ));
        notes
    }
}

fn sentiment_figure(total: &Sum) -> Option<Figure> {
    let rated = total.rated();
    (rated >= received::RATED_MIN).then(|| Figure {
        key: "positive",
        label: "positive".to_owned(),
        value: Cell::Share { part: total.positive, whole: rated },
        beside: Some(format!(
            "{} negative, {} rated",
            number::share(total.negative, rated),
            number::share(rated, total.mentions)
        )),
        change: None,
        series: Vec::new(),
        of: None,
    })
}

/// `, 12% more than in the period before and above the usual range`.
fn moved(change: &Change, past: &Comparison<'_>) -> String {
    let before = past.name();
    let Some(ratio) = change.ratio() else { return format!(", after none in {before}") };
    let a_day = if past.compares_means() { " a day" } else { "" };
    let signed = number::signed(ratio.abs());
    let moved = match signed.trim_start_matches('+') {
        "0%" => format!(", as many{a_day} as in {before}"),
        times if times.starts_with('×') => format!(", {times} as many{a_day} as in {before}"),
        percent => {
            let way = if ratio < 0.0 { "fewer" } else { "more" };
            format!(", {percent} {way}{a_day} than in {before}")
        }
    };
    let and = if change.agrees() { "and" } else { "yet" };
    let range = match change.direction() {
        Direction::Above => "above",
        Direction::Inside => "within",
        Direction::Below => "below",
        Direction::Unknown => return moved,
    };
    format!("{moved} {and} {range} the usual range")
}

/// What is counted apart from the received mentions.
fn apart(desk: &Desk<'_>) -> Section {
    use crate::{Column, Kind, Part, Row, Table};
    let row = |standing: Standing, meaning: &str| {
        let sum = desk.now.sum(ALL, standing);
        Row::new(vec![Cell::text(standing.name()), Cell::Count(sum.mentions), Cell::text(meaning)])
            .of(desk.request.mentions(ALL, standing))
    };
    let table = Table {
        key: "apart",
        title: "Mentions by standing".to_owned(),
        grouped_by: None,
        columns: vec![
            Column::new("standing", "standing", Kind::Text),
            Column::new("mentions", "mentions", Kind::Count).part(Part::All),
            Column::new("meaning", "meaning", Kind::Text),
        ],
        rows: vec![
            row(Standing::Received, "what people say: every number above"),
            row(Standing::Sent, "written by the brand or its team"),
            row(Standing::Noise, "an exclusion matched"),
            row(Standing::Employee, "written by an employee"),
            row(Standing::Competitor, "written by a rival"),
        ],
    };
    Section { title: "Counted apart".to_owned(), lead: None, chart: None, tables: vec![table] }
}
