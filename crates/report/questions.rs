//! The questions report: what do people keep asking?
//!
//! Received mentions that ask something, as their source or detection says, grouped by the most
//! specific theme that found them: a theme is asked about in every language it has words for. Whether
//! they were answered is told where answers of ours can be (`threads.rs`).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use mention::{
    Catalog, Counts, EntryKind, Kept, Kind as PostKind, Question, Settled, Standing, Timestamp,
};

use crate::draft::Draft;
use crate::excerpt::Excerpt;
use crate::footer::ledger_warning;
use crate::kept::Reading;
use crate::request::Plan;
use crate::say::say;
use crate::threads::Threads;
use crate::{
    Book, Cell, Change, Column, Figure, Input, Kind, Period, Report, ReportRequest, Row, Section,
    Table, number,
};

#[cfg(test)]
mod tests;

/// Groups shown.
const ROWS_MAX: usize = 30;
/// What the id of a theme ends with that finds wishes for what there is already.
const EXISTS: &str = "asked-for-but-exists";

/// The report while it is made.
pub(crate) struct Questions<'a> {
    request: &'a ReportRequest,
    catalog: &'a Catalog,
    book: &'a Book,
    before: Option<Period>,
    threads: Threads,
    /// Whether any mention says if it asks something.
    rated: bool,
    groups: BTreeMap<String, Group>,
}

/// Questions of one theme.
#[derive(Clone, Debug, Default)]
struct Group {
    now: u64,
    before: u64,
    people: BTreeSet<String>,
    first: Option<Timestamp>,
    asked: BTreeSet<(String, String)>,
    /// The one with most engagements; of equals the earliest.
    sample: Option<(u64, std::cmp::Reverse<Excerpt>)>,
}

impl<'a> Questions<'a> {
    pub(crate) fn new(request: &'a ReportRequest, catalog: &'a Catalog, book: &'a Book) -> Self {
        Self {
            request,
            catalog,
            book,
            before: Plan::of(request).compared.map(|(period, _)| period),
            threads: Threads::of(request.period.from..request.period.to),
            rated: false,
            groups: BTreeMap::new(),
        }
    }

    /// The most specific theme of a mention; empty where none found it.
    fn group_of(&self, kept: &Kept<'_>) -> String {
        let is_theme =
            |name: &str| self.catalog.get(name).is_some_and(|entry| entry.kind == EntryKind::Theme);
        let is_asking = |name: &str| name.ends_with("question");
        let themes = kept.tagged.tags.iter().map(|tag| tag.name.as_str());
        let themes = themes.filter(|name| is_theme(name) && !is_asking(name));
        let deepest =
            |name: &&str| (name.matches('/').count(), std::cmp::Reverse((*name).to_owned()));
        themes.max_by_key(deepest).unwrap_or_default().to_owned()
    }
}

impl Draft for Questions<'_> {
    fn questions(&self) -> Vec<Question> {
        vec![crate::request::whole(&self.request.period)]
    }

    fn span(&self) -> Option<Range<Timestamp>> {
        let span = self.threads.span();
        let from = self.before.as_ref().map_or(span.start, |before| before.from.min(span.start));
        Some(from..span.end)
    }

    fn settle(&mut self, settled: &[Settled]) {
        self.threads.settle(settled);
    }

    fn read(&mut self, kept: &Kept<'_>) {
        if self.threads.span().contains(&kept.published_at) {
            self.threads.take(kept, self.book);
        }
        self.rated |= kept.tagged.question.is_some();
        let is_question = kept.tagged.question == Some(true)
            && kept.tagged.standing == Standing::Received
            && kept.mention.kind != PostKind::Repost
            && self.book.is_about_us(kept);
        if !is_question {
            return;
        }
        let at = kept.published_at;
        let inside = |period: &Period| period.holds(at);
        let (now, before) =
            (inside(&self.request.period), self.before.as_ref().is_some_and(inside));
        if !now && !before {
            return;
        }
        let group = self.groups.entry(self.group_of(kept)).or_default();
        group.before += u64::from(before && !now);
        if now {
            group.now += 1;
            group.people.extend(kept.author.map(str::to_owned));
            group.first = Some(group.first.map_or(at, |first| first.min(at)));
            group.asked.insert((kept.mention.platform.clone(), kept.mention.id.clone()));
            let engagements = kept.mention.engagement.total();
            if group.sample.as_ref().is_none_or(|(most, _)| *most <= engagements) {
                let sample = (engagements, std::cmp::Reverse(Excerpt::of(kept)));
                group.sample = group.sample.take().max(Some(sample));
            }
        }
    }

    fn written(&self, input: &Input<'_>) -> Report {
        let title = |headline: String| Report::new(self.request, input, "Questions", headline);
        let nothing = Counts::default();
        let counts = input.answers.first().unwrap_or(&nothing);
        let reading = Reading::of(self.threads.read(), Some(counts));
        if let Some(reason) = reading.refusal() {
            return title("Questions are not measurable.".to_owned()).refused(&reason);
        }
        if !self.rated && !counts.mentions.is_empty() {
            return title("Questions are not measurable.".to_owned()).refused(
                "no mention says whether it asks something, neither by its source nor by detection",
            );
        }
        let mut groups: Vec<(&String, &Group)> =
            self.groups.iter().filter(|(_, group)| group.now > 0).collect();
        groups.sort_by_key(|(tag, group)| (std::cmp::Reverse(group.now), *tag));
        let all: u64 = groups.iter().map(|(_, group)| group.now).sum();
        let label = &self.request.period.name;
        let known = groups.iter().find(|(tag, _)| !tag.is_empty());
        let mut report = title(match known {
            None if all == 0 => say!("Nobody asked anything in {period}.", period = label),
            None => say!(
                "{all}, none of them about a theme of the rules.",
                all = number::of(all, "{n} question", "{n} questions")
            ),
            Some((tag, group)) => say!(
                "{all} in {period}; asked about most: {tag}, by {count} of them.",
                all = number::of(all, "{n} question", "{n} questions"),
                period = label,
                tag = self.label(tag),
                count = number::count(group.now)
            ),
        });
        report.compared.clone_from(&self.before);
        report.figures = self.figures(&groups, all);
        if !groups.is_empty() {
            report.sections = vec![self.table(&groups)];
        }
        report.notes.extend(ledger_warning(counts));
        report.notes.extend(self.request.data_notes());
        report.notes.extend(reading.note());
        report.notes.push(say!("Questions are grouped by the most specific theme that found them, in every language it has words for; those that no theme found stand together. Whether a mention asks something is an estimate where its source does not say."));
        report
    }
}

impl Questions<'_> {
    fn label(&self, tag: &str) -> String {
        match tag {
            "" => say!("no theme of the rules"),
            tag => {
                self.catalog.get(tag).map_or_else(|| tag.to_owned(), |entry| entry.label.clone())
            }
        }
    }

    fn figures(&self, groups: &[(&String, &Group)], all: u64) -> Vec<Figure> {
        let people: BTreeSet<&String> =
            groups.iter().flat_map(|(_, group)| &group.people).collect();
        let before: u64 = self.groups.values().map(|group| group.before).sum();
        let mut questions = Figure::new("questions", "questions", Cell::Count(all));
        questions.beside = self.before.as_ref().map(|period| {
            say!("{value} in {period}", value = number::count(before), period = period.name)
        });
        let mut figures = vec![questions];
        if !people.is_empty() {
            figures.push(Figure::new(
                "people",
                "people who asked",
                Cell::Count(people.len() as u64),
            ));
        }
        let exists =
            groups.iter().filter(|(tag, _)| tag.ends_with(EXISTS)).map(|(_, group)| group.now);
        let exists: u64 = exists.sum();
        if exists > 0 {
            figures.push(Figure::new("exists", "for what there is already", Cell::Count(exists)));
        }
        figures
    }

    #[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
    fn table(&self, groups: &[(&String, &Group)]) -> Section {
        let needs = self.threads.needs();
        let asked: BTreeMap<(&str, &str), bool> = needs
            .iter()
            .filter(|need| self.threads.is_measurable(need.platform()))
            .map(|need| ((need.platform(), need.id()), need.answer.is_some()))
            .collect();
        let zone = &self.request.period.zone;
        let row = |(tag, group): &(&String, &Group)| {
            let ids = group.asked.iter().map(|(platform, id)| (&**platform, &**id));
            let known: Vec<bool> = ids.filter_map(|id| asked.get(&id).copied()).collect();
            let answered = known.iter().filter(|answered| **answered).count() as u64;
            let change = Change { now: group.now as f64, before: group.before as f64, usual: None };
            let mut cells = vec![
                Cell::Tag { label: self.label(tag), name: (*tag).clone() },
                Cell::Count(group.now),
                Cell::Count(group.people.len() as u64),
                group.first.map_or_else(
                    || Cell::absent("not asked"),
                    |at| Cell::text(crate::period::day(zone.date(at))),
                ),
                Cell::share(
                    answered,
                    known.len() as u64,
                    "none of them was seen to need an answer of ours",
                ),
            ];
            if self.before.is_some() {
                cells.push(Cell::Change(change));
            }
            cells.push(
                group.sample.as_ref().map_or_else(
                    || Cell::absent("no sample is kept"),
                    |(_, sample)| sample.0.cell(),
                ),
            );
            let row = Row::new(cells);
            if tag.ends_with(EXISTS) {
                row.grouped(&say!("Asked for, and there already"))
            } else {
                row.grouped(&say!("Asked"))
            }
        };
        let mut columns = vec![
            Column::new("theme", "about", Kind::Tag),
            Column::new("questions", "questions", Kind::Ranked),
            Column::new("people", "people", Kind::Count),
            Column::new("first_asked", "first asked", Kind::Text),
            Column::new("answered", "answered", Kind::Share),
        ];
        if self.before.is_some() {
            columns.push(Column::new("change", "change", Kind::Change));
        }
        columns.push(Column::new("sample", "such as", Kind::Link));
        let mut rows: Vec<Row> = groups.iter().take(ROWS_MAX).map(row).collect();
        rows.sort_by(|a, b| a.group.cmp(&b.group));
        Section::new("What people ask about")
            .lead("Answered is of those that ask for an answer of ours, where answers can be told.")
            .table(Table::new("questions", "Questions by theme", columns, rows).grouped_by("sort"))
    }
}
