//! The success report, page one: how did the community manager do?
//!
//! One sentence, five numbers with change and usual range, what changed, what is at risk, the eight
//! tags most talked about, three mentions worth reading. Numbers are of our own brand where the rules
//! name exactly one, else of everything received. With fewer than eight earlier periods there is no
//! usual range: then levels and composition are shown in place of what changed.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use mention::{Counts, Kept, Kind as PostKind, Question, Sentiment, Settled, Standing, Timestamp};

use crate::comparison::Comparison;
use crate::draft::Draft;
use crate::excerpt::Excerpt;
use crate::footer::ledger_warning;
use crate::kept::Reading;
use crate::measured::Measured;
use crate::response::{Waits, half};
use crate::say::{say, word, words};
use crate::series::{Step, Steps};
use crate::tags::{RATED_MIN, sentiment_cells};
use crate::tally::{ALL, Sum, Tally};
use crate::threads::Threads;
use crate::{
    Book, Cell, Column, Direction, Figure, Input, Kind, Part, Report, ReportRequest, Row, Section,
    Table, number,
};

mod composition;
mod risks;
mod share;
#[cfg(test)]
mod tests;

/// Tags shown.
const TAGS_MAX: usize = 8;
/// Changes shown.
const CHANGES_MAX: usize = 8;
/// Mentions worth reading.
const MENTIONS_MAX: usize = 3;

/// The report while it is made.
pub(crate) struct Success<'a> {
    request: &'a ReportRequest,
    book: &'a Book,
    threads: Threads,
    /// The mentions with most engagements, those with most first.
    read: BTreeSet<(Reverse<u64>, Excerpt)>,
}

/// Everything the parts of the report are made from.
struct Desk<'a> {
    made: &'a Success<'a>,
    input: &'a Input<'a>,
    counts: &'a Counts,
    now: Tally<'a>,
    past: Comparison<'a>,
    measured: Measured,
    waits: Option<Waits<'a>>,
    /// The tag the numbers are of.
    scope: &'a str,
}

impl<'a> Success<'a> {
    pub(crate) fn new(request: &'a ReportRequest, book: &'a Book) -> Self {
        let period = request.period.from..request.period.to;
        Self { request, book, threads: Threads::of(period), read: BTreeSet::new() }
    }

    fn scope(&self) -> &str {
        match self.book.own.as_slice() {
            [one] => one,
            _ => ALL,
        }
    }

    /// Keeps the mentions with most engagements.
    fn note(&mut self, kept: &Kept<'_>) {
        let scope = self.scope();
        let is_ours = scope == ALL || kept.tagged.tags.iter().any(|tag| tag.name.as_str() == scope);
        let is_one = kept.tagged.standing == Standing::Received
            && !matches!(kept.mention.kind, PostKind::Repost | PostKind::Direct);
        if !is_ours || !is_one || kept.mention.text.is_empty() {
            return;
        }
        let engagements = kept.mention.engagement.total();
        let worth = self.read.len() < MENTIONS_MAX
            || self.read.last().is_some_and(|(least, _)| engagements >= least.0);
        if worth && engagements > 0 {
            self.read.insert((Reverse(engagements), Excerpt::of(kept)));
            if self.read.len() > MENTIONS_MAX {
                self.read.pop_last();
            }
        }
    }
}

impl Draft for Success<'_> {
    fn questions(&self) -> Vec<Question> {
        crate::request::questions(self.request)
    }

    fn span(&self) -> Option<Range<Timestamp>> {
        Some(self.threads.span())
    }

    fn settle(&mut self, settled: &[Settled]) {
        self.threads.settle(settled);
    }

    fn read(&mut self, kept: &Kept<'_>) {
        self.threads.take(kept, self.book);
        if self.request.period.holds(kept.published_at) {
            self.note(kept);
        }
    }

    fn written(&self, input: &Input<'_>) -> Report {
        let nothing = Counts::default();
        let counts = input.answers.first().unwrap_or(&nothing);
        let waits = Waits::of(&self.threads);
        let desk = Desk {
            made: self,
            input,
            counts,
            now: Tally::of(counts),
            past: Comparison::of(self.request, input.answers),
            measured: Measured::of(input.answers),
            waits: (!waits.needs.is_empty()).then_some(waits),
            scope: self.scope(),
        };
        let mut report = Report::new(self.request, input, "Success", desk.headline());
        report.compared = desk.past.period().cloned();
        report.figures = desk.figures();
        report.sections.push(desk.changes());
        report.sections.push(desk.risks());
        report.sections.push(desk.tags());
        report.sections.extend(desk.worth_reading());
        report.notes = desk.notes();
        report
    }
}

impl Desk<'_> {
    fn request(&self) -> &ReportRequest {
        self.made.request
    }

    fn sum(&self) -> Sum {
        self.now.received(self.scope)
    }

    fn label(&self, tag: &str) -> String {
        self.input.label(tag)
    }

    fn headline(&self) -> String {
        let sum = self.sum();
        let period = &self.request().period.name;
        if sum.mentions == 0 {
            return say!("Nobody spoke of us in {period}.", period);
        }
        let of = if self.scope == ALL {
            String::new()
        } else {
            say!(" of {tag}", tag = self.label(self.scope))
        };
        let people = match self.now.people(self.scope).people {
            0 => String::new(),
            people => {
                say!(" from {people}", people = number::of(people, "{n} person", "{n} people"))
            }
        };
        let change = self.past.change(&self.now, |tally| tally.received(self.scope).mentions);
        let moved = change.as_ref().map_or_else(String::new, moved);
        let answered = self.waits.as_ref().and_then(|waits| waits.curve().answered_by(0.5));
        let answered = answered.map_or_else(String::new, |time| {
            say!(
                "; half of those who asked had an answer within {time}",
                time = number::duration(time)
            )
        });
        format!(
            "{}{of}{people}{moved}{answered}.",
            number::of(sum.mentions, "{n} mention", "{n} mentions")
        )
    }

    fn figures(&self) -> Vec<Figure> {
        let sum = self.sum();
        let steps = Steps::of(&self.request().covered(), Step::that_suits(&self.request().period));
        let series = steps.received(self.counts).remove(self.scope).unwrap_or_default();
        let mut mentions = Figure::new("mentions", "mentions", Cell::Count(sum.mentions));
        mentions.change = self.past.change(&self.now, |tally| tally.received(self.scope).mentions);
        mentions.series = steps.shown(&series);
        if self.measured.reposts.is_none() {
            mentions.beside =
                Some(say!("{originals} originals", originals = number::count(sum.originals())));
        }
        let mut people = match self.measured.people {
            None => {
                Figure::new("people", "people", Cell::Count(self.now.people(self.scope).people))
            }
            Some(why) => unmeasured("people", "people", why),
        };
        people.change =
            self.past.change_of_distinct(&self.now, |tally| tally.people(self.scope).people);
        people.change = people.change.filter(|_| self.measured.people.is_none());
        let whole = self.request().received(self.scope);
        vec![
            mentions.of(whole.clone()),
            people.of(Part::Known.of(&whole)),
            self.voice(),
            self.reply_rate(),
            self.sentiment().of(Part::Feeling(Sentiment::Positive).of(&whole)),
        ]
    }

    fn voice(&self) -> Figure {
        let (own, rivals) = (&self.made.book.own, &self.made.book.rivals);
        let label = "share of voice";
        if self.input.feed.collects == Some(crate::Collects::Brand) {
            return unmeasured(
                "share_of_voice",
                label,
                word("the feed was gathered with our own brand's query"),
            );
        }
        if own.is_empty() || rivals.is_empty() {
            return unmeasured(
                "share_of_voice",
                label,
                word("the rules name no rival or no own brand"),
            );
        }
        let of = |tally: &Tally<'_>| {
            let all =
                |brands: &[String]| brands.iter().map(|tag| tally.received(tag).mentions).sum();
            let own: u64 = all(own);
            let rest: u64 = all(rivals);
            (own, own + rest)
        };
        share::figure(self, "share_of_voice", label, of, "no brand was mentioned")
    }

    fn reply_rate(&self) -> Figure {
        let label = "answered so far";
        let Some(waits) = &self.waits else {
            return unmeasured(
                "reply_rate",
                label,
                word("nobody asked, or answers cannot be told: the report response says which"),
            );
        };
        let all = waits.needs.len() as u64;
        let half = match half(&waits.curve()) {
            Cell::Duration(time) => say!("half within {time}", time = number::duration(time)),
            _ => say!("fewer than half so far"),
        };
        Figure::new("reply_rate", label, Cell::share(waits.answered(), all, "nobody asked"))
            .beside(say!("of {all} who asked; {half}", all = number::count(all), half))
    }

    fn sentiment(&self) -> Figure {
        let sum = self.sum();
        if sum.rated() < RATED_MIN {
            let why = match self.measured.sentiment {
                Some(why) => why.to_owned(),
                None => say!(
                    "{rated} mentions are rated, fewer than {rated_min}",
                    rated = number::count(sum.rated()),
                    rated_min = RATED_MIN
                ),
            };
            return unmeasured("positive", "positive", &why);
        }
        let scope = self.scope;
        let of = |tally: &Tally<'_>| {
            let sum = tally.received(scope);
            (sum.positive, sum.rated())
        };
        share::figure(self, "positive", "positive", of, word("none is rated"))
    }

    /// The tags outside of their usual range; what there is, while no range is known.
    fn changes(&self) -> Section {
        let has_range = self
            .past
            .change(&self.now, |tally| tally.received(ALL).mentions)
            .is_some_and(|change| change.usual.is_some());
        if !has_range {
            return self.composition();
        }
        let mut moved: Vec<(f64, &str, crate::Change)> = Vec::new();
        // A tag that fell to nothing changed most of all.
        let mut all: BTreeSet<&str> = self.now.tags(Standing::Received).collect();
        if let Some(before) = self.past.sums_before() {
            all.extend(before.tags(Standing::Received));
        }
        for tag in &all {
            let tag = *tag;
            let change = self.past.change(&self.now, |tally| tally.received(tag).mentions);
            if let Some(change) = change
                && matches!(change.direction(), Direction::Above | Direction::Below)
            {
                moved.push(((change.now - change.before).abs(), tag, change));
            }
        }
        moved.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        let tags = all.len() as u64;
        let row = |(_, tag, change): &(f64, &str, crate::Change)| {
            Row::new(vec![
                Cell::Tag { label: self.label(tag), name: (*tag).to_owned() },
                Cell::Count(self.now.received(tag).mentions),
                Cell::Change(*change),
            ])
            .of(self.request().received(tag))
        };
        let columns = vec![
            Column::new("tag", "tag", Kind::Tag),
            Column::new("mentions", "mentions", Kind::Count).part(Part::All),
            Column::new("change", "change", Kind::Change),
        ];
        let rows: Vec<Row> = moved.iter().take(CHANGES_MAX).map(row).collect();
        let lead = say!(
            "Tags outside of their usual range, the greatest change first: {moved} of {tags}. By chance alone about one in twenty would be.",
            moved = number::count(moved.len() as u64),
            tags = number::of(tags, "{n} tag", "{n} tags")
        );
        Section::new("What changed")
            .lead(&lead)
            .table(Table::new("changes", "Changes", columns, rows))
    }

    fn tags(&self) -> Section {
        let mut tags: Vec<(&str, Sum)> =
            self.now.tags(Standing::Received).map(|tag| (tag, self.now.received(tag))).collect();
        tags.sort_by_key(|(tag, sum)| (Reverse(sum.mentions), *tag));
        let mut columns = vec![
            Column::new("tag", "tag", Kind::Tag),
            Column::new("mentions", "mentions", Kind::Ranked).part(Part::All),
            Column::new("people", "people", Kind::Count).unmeasured(self.measured.people),
            Column::new("positive", "positive", Kind::Share)
                .part(Part::Feeling(Sentiment::Positive))
                .unmeasured(self.measured.sentiment),
            Column::new("negative", "negative", Kind::Share)
                .under("positive")
                .part(Part::Feeling(Sentiment::Negative))
                .unmeasured(self.measured.sentiment),
        ];
        if self.past.period().is_some() {
            columns.push(Column::new("change", "change", Kind::Change));
        }
        let row = |(tag, sum): &(&str, Sum)| {
            let [positive, negative, _] = sentiment_cells(sum);
            let mut cells = vec![
                Cell::Tag { label: self.label(tag), name: (*tag).to_owned() },
                Cell::Count(sum.mentions),
                Cell::Count(self.now.people(tag).people),
                positive,
                negative,
            ];
            if self.past.period().is_some() {
                let change = self.past.change(&self.now, |tally| tally.received(tag).mentions);
                cells.push(
                    change.map_or_else(|| Cell::absent("nothing to compare with"), Cell::Change),
                );
            }
            Row::new(cells).of(self.request().received(tag))
        };
        let rows = tags.iter().take(TAGS_MAX).map(row).collect();
        Section::new("What people speak of most").table(Table::new(
            "tags",
            "The tags most talked about",
            columns,
            rows,
        ))
    }

    fn worth_reading(&self) -> Option<Section> {
        let zone = &self.request().period.zone;
        let row = |(engagements, excerpt): &(Reverse<u64>, Excerpt)| {
            Row::new(vec![
                excerpt.cell(),
                excerpt.when(zone),
                Cell::text(&*excerpt.platform),
                Cell::Count(engagements.0),
            ])
            .showing(&excerpt.platform, &excerpt.id)
        };
        let columns = vec![
            Column::new("text", "text", Kind::Link),
            Column::new("at", "when", Kind::Text),
            Column::new("platform", "where", Kind::Text),
            Column::new("engagements", "engagements", Kind::Count),
        ];
        let rows: Vec<Row> = self.made.read.iter().map(row).collect();
        (!rows.is_empty()).then(|| {
            Section::new("Worth reading")
                .lead("The mentions with most engagements, reposts and messages left out.")
                .table(Table::new("worth_reading", "Worth reading", columns, rows))
        })
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        notes.extend(ledger_warning(self.counts));
        notes.extend(self.request().data_notes());
        notes.extend(Reading::of(self.made.threads.read(), Some(self.counts)).note());
        notes.extend(self.past.note(self.request()));
        for figure in self.figures().iter().filter(|figure| matches!(figure.value, Cell::Absent(_)))
        {
            if let Cell::Absent(why) = &figure.value {
                notes.push(say!(
                    "{figure}: not measurable, because {why}.",
                    figure = words(&figure.label),
                    why = words(why)
                ));
            }
        }
        if self.scope == ALL {
            notes.push(say!("The rules do not name exactly one own brand, so the numbers are of everything received."));
        }
        notes
    }
}

/// `, +12% and more than usual`.
fn moved(change: &crate::Change) -> String {
    let ratio = change.ratio().map(number::signed);
    match (change.direction(), change.agrees(), ratio) {
        (Direction::Above, true, Some(ratio)) => say!(", {ratio} and more than usual", ratio),
        (Direction::Above, false, Some(ratio)) => say!(", {ratio} yet more than usual", ratio),
        (Direction::Below, true, Some(ratio)) => say!(", {ratio} and less than usual", ratio),
        (Direction::Below, false, Some(ratio)) => say!(", {ratio} yet less than usual", ratio),
        (Direction::Inside, ..) => say!(", as many as usual"),
        _ => String::new(),
    }
}

fn unmeasured(key: &'static str, label: &str, why: &str) -> Figure {
    Figure::new(key, label, Cell::absent(why)).beside(say!("not measurable"))
}
