//! The work list: what needs an answer now?
//!
//! Everybody who waits for an answer of ours by the rules of `threads.rs`, and has none: the most
//! severe theme first, then who waits longest. Platforms on which no answer of ours can be told are
//! named, because who has been answered there cannot be known.

use std::collections::BTreeMap;
use std::ops::Range;

use mention::{Kept, Question, Settled, Timestamp};

use crate::draft::Draft;
use crate::excerpt::Excerpt;
use crate::footer::ledger_warning;
use crate::kept::Reading;
use crate::response::Waits;
use crate::say::{say, word, words};
use crate::threads::{Need, Threads};
use crate::{
    Book, Cell, Column, Figure, Input, Kind, Report, ReportRequest, Row, Section, Table, Urgency,
    number,
};

#[cfg(test)]
mod tests;

/// Rows shown; the rest is counted.
const ROWS_MAX: usize = 200;

/// The report while it is made.
pub(crate) struct Todo<'a> {
    request: &'a ReportRequest,
    book: &'a Book,
    threads: Threads,
    /// What asks, as it is listed.
    asked: Vec<(Excerpt, Urgency)>,
}

impl<'a> Todo<'a> {
    pub(crate) fn new(request: &'a ReportRequest, book: &'a Book) -> Self {
        let period = request.period.from..request.period.to;
        Self { request, book, threads: Threads::of(period), asked: Vec::new() }
    }

    fn urgency(&self, kept: &Kept<'_>) -> Urgency {
        let has = |urgency| self.book.has_theme(kept, |theme| theme.urgency == urgency);
        match () {
            () if has(Urgency::Alarm) => Urgency::Alarm,
            () if has(Urgency::Watch) => Urgency::Watch,
            () => Urgency::Info,
        }
    }
}

impl Draft for Todo<'_> {
    fn questions(&self) -> Vec<Question> {
        vec![crate::request::whole(&self.request.period)]
    }

    fn span(&self) -> Option<Range<Timestamp>> {
        Some(self.threads.span())
    }

    fn settle(&mut self, settled: &[Settled]) {
        self.threads.settle(settled);
    }

    fn read(&mut self, kept: &Kept<'_>) {
        self.threads.take(kept, self.book);
        let inside = self.request.period.holds(kept.published_at);
        if inside && self.book.needs_answer(kept) {
            self.asked.push((Excerpt::of(kept), self.urgency(kept)));
        }
    }

    fn written(&self, input: &Input<'_>) -> Report {
        let waits = Waits::of(&self.threads);
        let title = |headline: String| Report::new(self.request, input, "To do", headline);
        if let Some(missing) = &self.book.missing {
            return title("The work list cannot be made.".to_owned()).refused(missing);
        }
        let asked: Asked<'_> =
            self.asked.iter().map(|asked| ((&*asked.0.platform, &*asked.0.id), asked)).collect();
        let mut open: Vec<(&Need<'_>, (&Excerpt, Urgency))> = waits
            .needs
            .iter()
            .filter(|need| need.answer.is_none() && self.is_asked(need))
            .filter_map(|need| Some((need, shown(need, &asked)?)))
            .collect();
        open.sort_by_key(|(need, (_, urgency))| {
            (std::cmp::Reverse(*urgency), need.at(), need.id())
        });
        if let Some(reason) = self.reading(input).refusal() {
            return title("The work list cannot be made.".to_owned()).refused(&reason);
        }
        let label = &self.request.period.name;
        let headline = match open.iter().map(|(need, _)| need.at()).min() {
            None if waits.needs.is_empty() && !waits.unmeasured.is_empty() => {
                return title("Who waits for an answer cannot be told.".to_owned()).refused(
                    "no post of ours says which post it replies to, so who was answered is not known",
                );
            }
            None => say!("Nobody who asked in {period} waits for an answer.", period = label),
            Some(first) => say!(
                "{people} for an answer, the longest for {time}.",
                people = number::of(open.len() as u64, "{n} person waits", "{n} people wait"),
                time = number::duration(age(first, &waits))
            ),
        };
        let mut report = title(headline);
        report.figures = figures(&open);
        if !open.is_empty() {
            report.sections = vec![self.list(&open, &waits, input)];
        }
        report.notes = self.notes(input, &waits, open.len());
        report
    }
}

impl Todo<'_> {
    fn is_asked(&self, need: &Need<'_>) -> bool {
        let asked = &self.request.tags;
        asked.is_empty() || asked.iter().any(|tag| need.tags().contains(tag.as_str()))
    }

    fn reading(&self, input: &Input<'_>) -> Reading {
        Reading::of(self.threads.read(), input.answers.first())
    }

    fn list(
        &self,
        open: &[(&Need<'_>, (&Excerpt, Urgency))],
        waits: &Waits<'_>,
        input: &Input<'_>,
    ) -> Section {
        let zone = &self.request.period.zone;
        let row = |(need, (excerpt, urgency)): &(&Need<'_>, (&Excerpt, Urgency))| {
            let known = need.tags().into_iter().filter(|tag| input.catalog.get(tag).is_some());
            let tags: Vec<String> = known.map(|tag| input.label(tag)).collect();
            Row::new(vec![
                excerpt.cell(),
                Cell::Duration(age(need.at(), waits)),
                excerpt.when(zone),
                Cell::text(need.platform()),
                need.account().map_or_else(
                    || Cell::absent("a theme or place asks for it"),
                    |account| Cell::text(format!("@{account}")),
                ),
                Cell::text(tags.join(", ")),
            ])
            .grouped(&words(name(*urgency)))
            .showing(need.platform(), need.id())
        };
        let columns = vec![
            Column::new("text", "text", Kind::Link),
            Column::new("waiting", "waits for", Kind::Duration),
            Column::new("since", "since", Kind::Text),
            Column::new("platform", "where", Kind::Text),
            Column::new("account", "asked", Kind::Text),
            Column::new("tags", "tags", Kind::Text),
        ];
        let rows = open.iter().take(ROWS_MAX).map(row).collect();
        let table = Table::new("todo", "Waiting for an answer", columns, rows);
        Section::new("Waiting for an answer")
            .lead("The most severe themes first, then who waits longest. A direct message's text is not shown.")
            .table(table.grouped_by("severity"))
    }

    fn notes(&self, input: &Input<'_>, waits: &Waits<'_>, open: usize) -> Vec<String> {
        let mut notes = Vec::new();
        notes.extend(input.answers.first().and_then(ledger_warning));
        notes.push(say!(
            "Waiting is counted up to the last thing heard, {until}.",
            until = crate::period::day(self.request.period.zone.date(waits.until))
        ));
        if open > ROWS_MAX {
            notes.push(say!("{rows_max} are shown; ask for one tag (--tag) or a shorter period to see the others.", rows_max = number::count(ROWS_MAX as u64)));
        }
        notes.extend(waits.settled());
        notes.extend(self.reading(input).note());
        for (platform, asked) in &waits.unmeasured {
            notes.push(say!("{platform} is left out: no post of ours there says what it replies to, so who was answered is not known ({asked}).", platform, asked = number::of(*asked, "{n} mention", "{n} mentions")));
        }
        notes
    }
}

/// What asks, by platform and id.
type Asked<'a> = BTreeMap<(&'a str, &'a str), &'a (Excerpt, Urgency)>;

/// A need's first mention, with the greatest urgency of all that was said in it.
fn shown<'a>(need: &Need<'_>, asked: &Asked<'a>) -> Option<(&'a Excerpt, Urgency)> {
    let of = |id| asked.get(&(need.platform(), id));
    let (excerpt, _) = of(need.id())?;
    Some((excerpt, need.ids().filter_map(of).map(|(_, urgency)| *urgency).max()?))
}

/// Seconds somebody has waited.
fn age(at: Timestamp, waits: &Waits<'_>) -> u64 {
    u64::try_from((waits.until.0 - at.0) / 1_000).unwrap_or(0)
}

const fn name(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Alarm => word("Alarm"),
        Urgency::Watch => word("Watch"),
        Urgency::Info => word("Other"),
    }
}

fn figures(open: &[(&Need<'_>, (&Excerpt, Urgency))]) -> Vec<Figure> {
    let of =
        |wanted: Urgency| open.iter().filter(|(_, (_, urgency))| *urgency == wanted).count() as u64;
    vec![
        Figure::new("waiting", "wait for an answer", Cell::Count(open.len() as u64)),
        Figure::new("alarm", "with an alarm", Cell::Count(of(Urgency::Alarm))),
        Figure::new("watch", "with a watched theme", Cell::Count(of(Urgency::Watch))),
    ]
}
