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
use crate::say::{say, word, words};
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
        language: request.language,
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
        let label = &self.request.period.name;
        if total == 0 {
            return say!("No mention was received in {period}.", period = label);
        }
        let people = match self.now.people(ALL).people {
            0 => String::new(),
            people => {
                say!(" from {people}", people = number::of(people, "{n} person", "{n} people"))
            }
        };
        let moved =
            self.mentions_change(ALL).map_or_else(String::new, |change| moved(&change, &self.past));
        let grew =
            self.grown_most().map_or_else(String::new, |label| say!(" {label} grew most.", label));
        format!("{}{people}{moved}.{grew}", number::of(total, "{n} mention", "{n} mentions"))
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
            beside: self.measured.reposts.is_none().then(|| {
                say!("{originals} originals", originals = number::count(total.originals()))
            }),
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
                beside: Some(say!(
                    "author known for {share}",
                    share = number::share(people.mentions, total.mentions)
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
            label: say!("found by a rule"),
            value: Cell::share(tagged, total.mentions, "no mention was received"),
            beside: Some(say!(
                "{tagged} of {mentions}",
                tagged = number::count(tagged),
                mentions = number::of(total.mentions, "{n} mention", "{n} mentions")
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
            notes.push(say!("The rules changed since the period before. The world is the change between what today's rules find now and what they find then; your rules are the rest: the two add up to the change."));
        }
        notes.extend(rows::silent_note(self));
        if self.measured.people.is_none() {
            notes.push(say!("Known is the share of mentions whose author is known; people are counted among those."));
        }
        notes.push(say!("Sentiment is an estimate, shown where at least {rated_min} mentions are rated, beside the share that is.", rated_min = received::RATED_MIN));
        notes
    }
}

fn sentiment_figure(total: &Sum) -> Option<Figure> {
    let rated = total.rated();
    (rated >= received::RATED_MIN).then(|| Figure {
        key: "positive",
        label: "positive".to_owned(),
        value: Cell::Share { part: total.positive, whole: rated },
        beside: Some(say!(
            "{rated} negative, {mentions} rated",
            rated = number::share(total.negative, rated),
            mentions = number::share(rated, total.mentions)
        )),
        change: None,
        series: Vec::new(),
        of: None,
    })
}

/// `, 12% more than in the period before and above the usual range`.
fn moved(change: &Change, past: &Comparison<'_>) -> String {
    let before = past.name();
    let Some(ratio) = change.ratio() else { return say!(", after none in {before}", before) };
    let a_day = if past.compares_means() { say!(" a day") } else { String::new() };
    let size = number::size(ratio);
    let moved = match crate::say::in_english(&size).as_str() {
        "0%" => say!(", as many{a_day} as in {before}", a_day, before),
        times if times.starts_with('×') => {
            say!(", {times} as many{a_day} as in {before}", times = size, a_day, before)
        }
        _ if ratio < 0.0 => {
            say!(", {percent} fewer{a_day} than in {before}", percent = size, a_day, before)
        }
        _ => say!(", {percent} more{a_day} than in {before}", percent = size, a_day, before),
    };
    let range = match (change.direction(), change.agrees()) {
        (Direction::Above, true) => say!(" and above the usual range"),
        (Direction::Above, false) => say!(" yet above the usual range"),
        (Direction::Inside, _) => say!(" and within the usual range"),
        (Direction::Below, true) => say!(" and below the usual range"),
        (Direction::Below, false) => say!(" yet below the usual range"),
        (Direction::Unknown, _) => String::new(),
    };
    format!("{moved}{range}")
}

/// What is counted apart from the received mentions.
fn apart(desk: &Desk<'_>) -> Section {
    use crate::{Column, Kind, Part, Row, Table};
    let row = |standing: Standing, meaning: &str| {
        let sum = desk.now.sum(ALL, standing);
        Row::new(vec![
            Cell::text(words(standing_name(standing))),
            Cell::Count(sum.mentions),
            Cell::text(words(meaning)),
        ])
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
            row(Standing::Received, word("what people say: every number above")),
            row(Standing::Sent, word("written by the brand or its team")),
            row(Standing::Noise, word("an exclusion matched")),
            row(Standing::Employee, word("written by an employee")),
            row(Standing::Competitor, word("written by a rival")),
        ],
    };
    Section { title: "Counted apart".to_owned(), lead: None, chart: None, tables: vec![table] }
}

/// What a standing is called in a row.
const fn standing_name(standing: Standing) -> &'static str {
    match standing {
        Standing::Received => word("received"),
        Standing::Sent => word("sent"),
        Standing::Noise => word("noise"),
        Standing::Employee => word("employee"),
        Standing::Competitor => word("competitor"),
    }
}
