//! The rules report: which rules earn their keep?
//!
//! By tag: received mentions, people, when it last fired, and the tag it overlaps most with: the part of
//! both together that has both (Jaccard) and the part of its own mentions that has the other too. Tags
//! that found nothing in the period are listed, because that is a finding.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use foldhash::fast::FixedState;
use mention::{Counts, EntryKind, Kept, PeopleBy, Question, Standing, Timestamp};

use crate::draft::Draft;
use crate::footer::ledger_warning;
use crate::kept::{Reading, all_tags};
use crate::say::{say, word, words};
use crate::tally::Tally;
use crate::{
    Cell, Column, Figure, Input, Kind, Part, Report, ReportRequest, Row, Section, Table, number,
};

#[cfg(test)]
mod tests;

/// Mentions two tags share at least before their overlap is told.
const SHARED_MIN: u64 = 5;

/// The report while it is made.
pub(crate) struct Rules<'a> {
    request: &'a ReportRequest,
    /// The tags met, with how many mentions have each and the last of them; numbered in the order met.
    tags: Vec<(String, u64, Timestamp)>,
    numbers: HashMap<String, usize, FixedState>,
    /// How many mentions have two tags, by their numbers.
    pairs: HashMap<(usize, usize), u64, FixedState>,
    read: u64,
}

impl<'a> Rules<'a> {
    pub(crate) fn new(request: &'a ReportRequest) -> Self {
        let (numbers, pairs) = (HashMap::default(), HashMap::default());
        Self { request, tags: Vec::new(), numbers, pairs, read: 0 }
    }

    /// How many mentions have a tag, and when the last was.
    fn alone(&self, tag: &str) -> Option<(u64, Timestamp)> {
        let (_, count, last) = &self.tags[*self.numbers.get(tag)?];
        Some((*count, *last))
    }

    fn number(&mut self, tag: &str) -> usize {
        if let Some(number) = self.numbers.get(tag) {
            return *number;
        }
        self.numbers.insert(tag.to_owned(), self.tags.len());
        self.tags.push((tag.to_owned(), 0, Timestamp(i64::MIN)));
        self.tags.len() - 1
    }

    /// The tag that each overlaps most with: its name, how many mentions have both, Jaccard's index.
    fn overlaps(&self) -> BTreeMap<&str, Overlap<'_>> {
        let mut best: BTreeMap<&str, Overlap<'_>> = BTreeMap::new();
        let shared = self.pairs.iter().filter(|(_, both)| **both >= SHARED_MIN);
        let mut shared: Vec<_> = shared
            .map(|((one, other), both)| (&self.tags[*one], &self.tags[*other], *both))
            .collect();
        shared.sort_unstable_by_key(|(one, other, _)| (&one.0, &other.0));
        for (one, other, both) in shared {
            let jaccard = number::quotient(both, one.1 + other.1 - both);
            for (tag, partner) in [(one, other), (other, one)] {
                let known = best.get(tag.0.as_str()).map_or(0.0, |(.., jaccard)| *jaccard);
                if jaccard > known {
                    best.insert(&tag.0, (&partner.0, both, jaccard));
                }
            }
        }
        best
    }
}

/// A tag that overlaps with another, how many mentions have both, and Jaccard's index.
type Overlap<'a> = (&'a str, u64, f64);

/// Whether one of them stands above the other, so that they overlap by what they are.
fn is_above(one: &str, other: &str) -> bool {
    let below = |above: &str, name: &str| {
        name.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'))
    };
    below(one, other) || below(other, one)
}

impl Draft for Rules<'_> {
    fn questions(&self) -> Vec<Question> {
        let every = crate::request::whole(&self.request.period);
        vec![Question { tags: Vec::new(), people: PeopleBy::Tag, ..every }]
    }

    fn span(&self) -> Option<Range<Timestamp>> {
        Some(self.request.period.from..self.request.period.to)
    }

    fn read(&mut self, kept: &Kept<'_>) {
        self.read += 1;
        if kept.tagged.standing != Standing::Received {
            return;
        }
        let names = all_tags(kept.tagged);
        let tags: Vec<usize> = names.iter().map(|name| self.number(name)).collect();
        for (at, (name, tag)) in names.iter().zip(&tags).enumerate() {
            let (_, count, last) = &mut self.tags[*tag];
            *count += 1;
            *last = (*last).max(kept.published_at);
            let others = names.iter().zip(&tags).skip(at + 1);
            for (_, other) in others.filter(|(other, _)| !is_above(name, other)) {
                *self.pairs.entry((*tag, *other)).or_default() += 1;
            }
        }
    }

    fn written(&self, input: &Input<'_>) -> Report {
        let nothing = Counts::default();
        let counts = input.answers.first().unwrap_or(&nothing);
        let now = Tally::of(counts);
        let entries = &input.catalog.entries;
        let asked =
            |tag: &str| self.request.tags.is_empty() || self.request.tags.iter().any(|t| t == tag);
        let fired = entries.iter().filter(|entry| now.received(entry.name.as_str()).mentions > 0);
        let (fired, all) = (fired.count() as u64, entries.len() as u64);
        let label = &self.request.period.name;
        let headline = say!(
            "{fired} of {all} found something in {period}.",
            fired = number::count(fired),
            all = number::of(all, "{n} tag", "{n} tags"),
            period = label
        );
        let mut report = Report::new(self.request, input, "Rules", headline);
        report.figures = vec![
            Figure::new("fired", "tags that found something", Cell::Count(fired)),
            Figure::new("silent", "that found nothing", Cell::Count(all - fired)),
        ];
        let overlaps = self.overlaps();
        let mut rows: Vec<(u64, Row)> = Vec::new();
        for entry in entries.iter().filter(|entry| asked(entry.name.as_str())) {
            let mentions = now.received(entry.name.as_str()).mentions;
            let group = match entry.kind {
                EntryKind::Brand(_) => word("Brands"),
                EntryKind::Theme => word("Themes"),
                EntryKind::Campaign => word("Campaigns"),
            };
            rows.push((mentions, self.row(entry, &now, &overlaps, input).grouped(&words(group))));
        }
        rows.sort_by(|a, b| (&a.1.group, b.0).cmp(&(&b.1.group, a.0)));
        let rows = rows.into_iter().map(|(_, row)| row).collect();
        report.sections = vec![
            Section::new("What each rule finds")
                .lead("Overlap is with the tag of which it shares the greatest part of both together (Jaccard), from 5 shared mentions on, among those whose text is kept.")
                .table(Table::new("rules", "Rules", columns(), rows).grouped_by("kind")),
        ];
        report.notes.extend(ledger_warning(counts));
        report.notes.extend(self.request.data_notes());
        report.notes.extend(Reading::of(self.read, input.answers.first()).note());
        report.notes.push(say!("A tag that stands above others (service of service/late) counts what those find. Mentions are received ones; how right a rule is takes people who look."));
        report
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("tag", "tag", Kind::Tag),
        Column::new("mentions", "mentions", Kind::Ranked).part(Part::All),
        Column::new("people", "people", Kind::Count),
        Column::new("last", "last found", Kind::Text),
        Column::new("overlap", "overlaps most with", Kind::Text),
        Column::new("jaccard", "of both", Kind::Part),
        Column::new("contained", "of its own", Kind::Part),
    ]
}

impl Rules<'_> {
    fn row(
        &self,
        entry: &mention::Entry,
        now: &Tally<'_>,
        overlaps: &BTreeMap<&str, Overlap<'_>>,
        input: &Input<'_>,
    ) -> Row {
        let name = entry.name.as_str();
        let zone = &self.request.period.zone;
        let last = self.alone(name).map(|(_, at)| crate::period::day(zone.date(at)));
        let mut cells = vec![
            Cell::Tag { label: entry.label.clone(), name: name.to_owned() },
            Cell::Count(now.received(name).mentions),
            Cell::Count(now.people(name).people),
            last.map_or_else(|| Cell::absent("not in this period, or by no kept text"), Cell::Text),
        ];
        match overlaps.get(name).copied() {
            Some((partner, both, jaccard)) => {
                let label = input.catalog.get(partner).map_or(partner, |entry| &entry.label);
                let own = self.alone(name).map_or(0, |(count, _)| count);
                cells.extend([
                    Cell::text(label),
                    Cell::Part(jaccard),
                    Cell::Part(number::quotient(both, own)),
                ]);
            }
            None => cells.extend(std::iter::repeat_n(Cell::absent("with none to speak of"), 3)),
        }
        Row::new(cells).of(self.request.received(name))
    }
}
