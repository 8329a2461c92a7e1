//! The trends report: what gets attention now?
//!
//! Tags above their usual range, the greatest rise first; and words and hashtags that no rule found and
//! that are said by a greater part of mentions than in the period before: log-odds with an informative
//! Dirichlet prior (`stats/rising.rs`), from z = 3 and 5 people on. A mention says a word once; reposts
//! are left out.

use std::ops::Range;

use mention::{
    Catalog, Counts, Kept, Kind as PostKind, Question, RuleSetId, Sample, Standing, Timestamp,
};

use crate::comparison::Comparison;
use crate::draft::Draft;
use crate::footer::ledger_warning;
use crate::kept::{Reading, counted, sample_note};
use crate::request::Plan;
use crate::say::{say, word};
use crate::tally::Tally;
use crate::terms::{Risen, Side, Terms};
use crate::{
    Cell, Change, Column, Direction, Figure, Input, Kind, Part, Period, Report, ReportRequest, Row,
    Section, Table, number,
};

#[cfg(test)]
mod tests;

/// Tags shown.
const TAGS_MAX: usize = 20;

/// The report while it is made.
pub(crate) struct Trends<'a> {
    request: &'a ReportRequest,
    rules: RuleSetId,
    before: Option<Period>,
    terms: Terms,
    /// How many mentions were read of the period, and of the one before.
    read: [u64; 2],
}

impl<'a> Trends<'a> {
    pub(crate) fn new(request: &'a ReportRequest, catalog: &Catalog) -> Self {
        let before = Plan::of(request).compared.map(|(period, _)| period);
        Self { request, rules: catalog.rules, before, terms: Terms::default(), read: [0, 0] }
    }
}

impl Draft for Trends<'_> {
    fn questions(&self) -> Vec<Question> {
        crate::request::questions(self.request)
    }

    fn span(&self) -> Option<Range<Timestamp>> {
        let before = self.before.as_ref()?;
        Some(before.from.min(self.request.period.from)..self.request.period.to)
    }

    /// The same part of both periods, so that they can be compared.
    fn sample(&self, answers: &[Counts]) -> Sample {
        let past = Comparison::of(self.request, answers);
        let before = past.counts_before().map_or(0, |(_, counts)| counted(counts));
        let all = answers.first().map_or(0, counted).max(before);
        crate::request::sample(self.request, self.rules, all)
    }

    fn read(&mut self, kept: &Kept<'_>) {
        let at = kept.published_at;
        let inside = |period: &Period| period.holds(at);
        let sides = [inside(&self.request.period), self.before.as_ref().is_some_and(inside)];
        for (read, inside) in self.read.iter_mut().zip(sides) {
            *read += u64::from(inside);
        }
        if kept.tagged.standing != Standing::Received || kept.mention.kind == PostKind::Repost {
            return;
        }
        if inside(&self.request.period) {
            self.terms.take(kept, Side::Now);
        } else if self.before.as_ref().is_some_and(inside) {
            self.terms.take(kept, Side::Before);
        }
    }

    fn written(&self, input: &Input<'_>) -> Report {
        let nothing = Counts::default();
        let counts = input.answers.first().unwrap_or(&nothing);
        let past = Comparison::of(self.request, input.answers);
        let now = Tally::of(counts);
        let title = |headline: String| Report::new(self.request, input, "Trends", headline);
        let Some(before) = &self.before else {
            let mut report = title("Trends are not measurable.".to_owned())
                .refused("a trend needs a period before to compare with");
            report.notes = past.note(self.request);
            return report;
        };
        let known = past
            .change(&now, |tally| tally.received(crate::tally::ALL).mentions)
            .is_some_and(|change| change.usual.is_some());
        let mut risen: Vec<(&str, Change)> = now
            .tags(Standing::Received)
            .filter_map(|tag| Some((tag, past.change(&now, |tally| tally.received(tag).mentions)?)))
            .filter(|(_, change)| change.direction() == Direction::Above)
            .collect();
        risen.sort_by(|a, b| strength(&b.1).total_cmp(&strength(&a.1)).then_with(|| a.0.cmp(b.0)));
        let sample = self.sample(input.answers);
        let readings = [
            Reading::sampled(self.read[0], sample, input.answers.first()),
            Reading::sampled(self.read[1], sample, past.counts_before().map(|(_, counts)| counts)),
        ];
        let comparable = readings.iter().all(|reading| reading.is_whole());
        let words = if comparable { self.terms.risen() } else { Vec::new() };
        let label = |tag: &str| input.label(tag);
        let tag = match risen.first() {
            Some((tag, _)) => say!("{tag} is furthest above its usual range", tag = label(tag)),
            None if known => say!("No tag is above its usual range"),
            None => say!("What is usual for a tag is not known yet"),
        };
        let word = match words.first() {
            _ if !comparable => String::new(),
            Some(word) => {
                say!("; “{term}” rose most of the words that no rule knows", term = word.term)
            }
            None => say!("; no word rose that the rules do not know"),
        };
        let mut report = title(format!("{tag}{word}."));
        report.compared = Some(before.clone());
        let all = now.tags(Standing::Received).count() as u64;
        report.figures = figures(
            known.then_some(risen.len() as u64),
            all,
            comparable.then_some(words.len() as u64),
        );
        report.sections = vec![tags(self.request, &risen, known, &now, &label)];
        if comparable {
            report.sections.push(self.words(before, &words));
        } else {
            report.notes.push(say!("Words are not compared: of one of the two periods more than one text in twenty is not kept, and those kept longest are not like the others."));
        }
        report.notes.extend(sample_note(sample, self.read[0], counted(counts)));
        report.notes.extend(ledger_warning(counts));
        report.notes.extend(self.request.data_notes());
        report.notes.extend(past.note(self.request));
        report.notes.push(say!("A word counts once a mention; reposts, handles, links, words of fewer than three letters and what a rule found are left out. Words are compared without accents."));
        report
    }
}

impl Trends<'_> {
    fn words(&self, before: &Period, risen: &[Risen<'_>]) -> Section {
        let Some(word) = risen.first() else {
            return Section::new("No word rose that the rules do not know");
        };
        Section::new(&say!("“{term}” is new in what people say", term = word.term))
            .lead(&say!("Words and hashtags that no rule found, said more than in {before} beyond chance (3 standard errors), by 5 people or more. To follow one, put it into a rule.", before = before.name))
            .table(self.terms.table("words", ["mentions", "before"], risen))
    }
}

/// How many tags and words rose, where that can be told.
fn figures(risen: Option<u64>, all: u64, words: Option<u64>) -> Vec<Figure> {
    let count =
        |count: Option<u64>, why: &str| count.map_or_else(|| Cell::absent(why), Cell::Count);
    let risen = count(risen, word("fewer than eight earlier periods"));
    let rose = Figure::new("words", "words that rose", count(words, word("texts are missing")));
    vec![
        Figure::new("tags", "tags above their usual range", risen)
            .beside(say!("of {all}", all = number::of(all, "{n} tag", "{n} tags"))),
        if words.is_none() { rose.beside(say!("not measurable")) } else { rose },
    ]
}

/// How far above its range a number is, in widths of the range.
fn strength(change: &Change) -> f64 {
    change.usual.map_or(0.0, |usual| (change.now - usual.high) / (usual.high - usual.low).max(1.0))
}

fn tags(
    request: &ReportRequest,
    risen: &[(&str, Change)],
    known: bool,
    now: &Tally<'_>,
    label: &dyn Fn(&str) -> String,
) -> Section {
    let title = match risen {
        [] if !known => "What is usual for a tag is not known yet".to_owned(),
        [] => "No tag is above its usual range".to_owned(),
        [_] => say!("One tag is above its usual range"),
        many => say!("{many} tags are above their usual range", many = many.len()),
    };
    let row = |(tag, change): &(&str, Change)| {
        Row::new(vec![
            Cell::Tag { label: label(tag), name: (*tag).to_owned() },
            Cell::Count(now.received(tag).mentions),
            Cell::Count(now.people(tag).people),
            Cell::Change(*change),
        ])
        .of(request.received(tag))
    };
    let columns = vec![
        Column::new("tag", "tag", Kind::Tag),
        Column::new("mentions", "mentions", Kind::Ranked).part(Part::All),
        Column::new("people", "people", Kind::Count),
        Column::new("change", "change", Kind::Change),
    ];
    let rows = risen.iter().take(TAGS_MAX).map(row).collect();
    Section::new(&title).lead("The furthest above its range first.").table(Table::new(
        "tags",
        "Tags above their usual range",
        columns,
        rows,
    ))
}
