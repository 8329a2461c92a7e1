//! The response report: do we answer, and how fast?
//!
//! Who needs an answer and what counts as one is in `threads.rs`. Time to first reply is estimated by
//! Kaplan–Meier, so that those who still wait count for as long as they have waited; waiting is
//! watched to the last thing heard, 28 days after the period at most. A platform on which no post of
//! ours says what it replies to is not measurable and left out of every figure.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use mention::{Kept, Question, Settled, Timestamp};

use crate::draft::Draft;
use crate::footer::ledger_warning;
use crate::kept::Reading;
use crate::say::{say, word, words};
use crate::stats::{Survival, Wait, median};
use crate::text::said;
use crate::threads::{Need, Threads};
use crate::{
    Book, Cell, Chart, Column, Figure, Input, Kind, LineChart, Period, Point, Report,
    ReportRequest, Row, Section, Table, Usual, number,
};

#[cfg(test)]
mod tests;

/// After how long somebody counts as left alone.
const PATIENCE: u64 = 7 * 86_400;
/// Rows of one group.
const ROWS_MAX: usize = 20;
/// The times at which the curve is shown, in seconds, with their names.
const TIMES: [(u64, &str); 14] = [
    (300, word("5 min")),
    (900, word("15 min")),
    (1_800, word("30 min")),
    (3_600, word("1 h")),
    (7_200, word("2 h")),
    (14_400, word("4 h")),
    (28_800, word("8 h")),
    (43_200, word("12 h")),
    (86_400, word("1 day")),
    (172_800, word("2 days")),
    (259_200, word("3 days")),
    (345_600, word("4 days")),
    (432_000, word("5 days")),
    (604_800, word("7 days")),
];

/// The report while it is made.
pub(crate) struct Response<'a> {
    request: &'a ReportRequest,
    book: &'a Book,
    now: Threads,
    before: Option<(Period, Threads)>,
}

/// The needs of a period that can be measured, with how long each waited.
pub(crate) struct Waits<'a> {
    pub(crate) needs: Vec<Need<'a>>,
    /// Needs on platforms without a reply of ours, by platform.
    pub(crate) unmeasured: BTreeMap<String, u64>,
    pub(crate) until: Timestamp,
    /// Mentions that need no answer because somebody says so.
    pub(crate) not_needed: u64,
}

impl<'a> Response<'a> {
    pub(crate) fn new(request: &'a ReportRequest, book: &'a Book) -> Self {
        let range = |period: &Period| period.from..period.to;
        let before = crate::request::Plan::of(request).compared.map(|(period, _)| period);
        Self {
            request,
            book,
            now: Threads::of(range(&request.period)),
            before: before.map(|period| (period.clone(), Threads::of(range(&period)))),
        }
    }
}

impl Draft for Response<'_> {
    fn questions(&self) -> Vec<Question> {
        vec![crate::request::whole(&self.request.period)]
    }

    fn span(&self) -> Option<Range<Timestamp>> {
        let now = self.now.span();
        let first = self.before.as_ref().map_or(now.start, |(_, before)| before.span().start);
        Some(first.min(now.start)..now.end)
    }

    fn settle(&mut self, settled: &[Settled]) {
        self.now.settle(settled);
        if let Some((_, before)) = &mut self.before {
            before.settle(settled);
        }
    }

    fn read(&mut self, kept: &Kept<'_>) {
        let threads = [Some(&mut self.now), self.before.as_mut().map(|(_, threads)| threads)];
        for threads in threads.into_iter().flatten() {
            if threads.span().contains(&kept.published_at) {
                threads.take(kept, self.book);
            }
        }
    }

    fn written(&self, input: &Input<'_>) -> Report {
        let waits = Waits::of(&self.now);
        let title = |headline: String| Report::new(self.request, input, "Response", headline);
        if let Some(reason) = self.refusal(input, &waits) {
            return title("Reply figures are not measurable.".to_owned()).refused(&reason);
        }
        let mut report = title(self.headline(&waits));
        report.compared = self.before.as_ref().map(|(period, _)| period.clone());
        report.figures = self.figures(&waits);
        if !waits.needs.is_empty() {
            report.sections = vec![curve(&waits), self.groups(input, &waits), answerers(&waits)];
        }
        report.notes = self.notes(input, &waits);
        report
    }
}

impl<'a> Waits<'a> {
    /// The needs of these threads.
    pub(crate) fn of(threads: &'a Threads) -> Self {
        let mut needs = threads.needs();
        let mut unmeasured = BTreeMap::new();
        needs.retain(|need| {
            let is_measurable = threads.is_measurable(need.platform());
            if !is_measurable {
                *unmeasured.entry(need.platform().to_owned()).or_default() += 1;
            }
            is_measurable
        });
        Self { needs, unmeasured, until: threads.watched_until(), not_needed: threads.not_needed() }
    }

    /// What people said of mentions that waited, if anything.
    pub(crate) fn settled(&self) -> Option<String> {
        let elsewhere = self.needs.iter().filter(|need| need.elsewhere).count() as u64;
        let said = [
            (elsewhere, say!("answered elsewhere")),
            (self.not_needed, say!("in need of no answer")),
        ];
        let said = said.iter().filter(|(mentions, _)| *mentions > 0);
        let said: Vec<String> = said
            .map(|(mentions, what)| {
                say!(
                    "{mentions} as {what}",
                    mentions = number::of(*mentions, "{n} mention", "{n} mentions"),
                    what
                )
            })
            .collect();
        (!said.is_empty()).then(|| {
            say!("Marked by hand: {said}. What was answered elsewhere counts as answered when that was said, what needs no answer is left out.", said = said.join(", "))
        })
    }

    pub(crate) fn answered(&self) -> u64 {
        self.needs.iter().filter(|need| need.answer.is_some()).count() as u64
    }

    /// The curve of all of them by the clock on the wall.
    pub(crate) fn curve(&self) -> Survival {
        self.survival(&self.needs.iter().collect::<Vec<_>>(), &wall)
    }

    fn survival(
        &self,
        needs: &[&Need<'_>],
        seconds: &dyn Fn(Timestamp, Timestamp) -> u64,
    ) -> Survival {
        let wait = |need: &&Need<'_>| {
            let end = need.answer.map_or(self.until.max(need.at()), |(at, _)| at);
            Wait { time: seconds(need.at(), end), answered: need.answer.is_some() }
        };
        Survival::of(needs.iter().map(wait).collect())
    }
}

/// Seconds between two instants.
fn wall(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from((to.0 - from.0) / 1_000).unwrap_or(0)
}

impl Response<'_> {
    fn refusal(&self, input: &Input<'_>, waits: &Waits<'_>) -> Option<String> {
        if let Some(missing) = &self.book.missing {
            return Some(missing.clone());
        }
        let book = self.book;
        let asks = book.themes.iter().any(|theme| theme.answer);
        if book.accounts.is_empty() && book.places.is_empty() && !asks {
            return Some(say!(
                "the rules name no account of ours, so nothing is addressed to us and nothing is ours to answer with. Add `accounts` to our own [[brand]], and `answer = true` to the themes that call for an answer"
            ));
        }
        let reading = Reading::of(self.now.read(), input.answers.first());
        if let Some(reason) = reading.refusal() {
            return Some(reason);
        }
        let waiting: u64 = waits.unmeasured.values().sum();
        (waits.needs.is_empty() && waiting > 0).then(|| {
            say!("no post of ours in this period says which post it replies to: either the feed carries no reply ids, or nobody answered. {waiting} for an answer", waiting = number::of(waiting, "{n} mention asked", "{n} mentions asked"))
        })
    }

    fn headline(&self, waits: &Waits<'_>) -> String {
        let label = &self.request.period.name;
        let all = waits.needs.len() as u64;
        if all == 0 {
            return say!("Nobody asked for an answer in {period}.", period = label);
        }
        let curve = waits.curve();
        let half = match curve.answered_by(0.5) {
            Some(time) => say!(
                "Half of those who needed an answer had one within {time}",
                time = number::duration(time)
            ),
            None => say!("Fewer than half of those who needed an answer have had one"),
        };
        let alone = curve.unanswered_after(PATIENCE).map_or_else(String::new, |(share, ..)| {
            say!("; {share} had none after 7 days", share = number::percent(share))
        });
        format!("{half}{alone}.")
    }

    fn figures(&self, waits: &Waits<'_>) -> Vec<Figure> {
        let all = waits.needs.len() as u64;
        let before = self.before.as_ref().map(|(period, threads)| (period, Waits::of(threads)));
        let before = before.filter(|(_, waits)| !waits.needs.is_empty());
        let then = |text: &dyn Fn(&Waits<'_>) -> String| {
            before.as_ref().map(|(period, waits)| {
                say!("{value} in {period}", value = text(waits), period = period.name)
            })
        };
        let mut figures = vec![Figure::new("needing", "needed an answer", Cell::Count(all))];
        figures[0].beside = then(&|waits| number::count(waits.needs.len() as u64));
        let rate = |waits: &Waits<'_>| {
            Cell::share(waits.answered(), waits.needs.len() as u64, "nobody asked")
        };
        figures.push(Figure::new("reply_rate", "answered so far", rate(waits)));
        figures[1].beside = then(&|waits| said(&rate(waits)));
        figures.push(Figure::new(
            "first_reply_seconds",
            "half answered within",
            half(&waits.curve()),
        ));
        figures[2].beside = then(&|waits| said(&half(&waits.curve())));
        let (alone, interval) = left_alone(&waits.curve());
        figures.push(Figure::new("unanswered_7d", "not within 7 days", alone));
        figures[3].beside = interval;
        let helped: BTreeSet<&str> = answered(&waits.needs).filter_map(Need::author).collect();
        figures.push(Figure::new(
            "people_helped",
            "people helped",
            Cell::Count(helped.len() as u64),
        ));
        if let Some(hours) = &self.book.hours {
            let open = |from, to| hours.seconds(from, to);
            let curve = waits.survival(&waits.needs.iter().collect::<Vec<_>>(), &open);
            figures.push(
                Figure::new("first_reply_open_seconds", "half within, in open hours", half(&curve))
                    .beside(say!("only the hours somebody is there")),
            );
        }
        figures
    }

    fn groups(&self, input: &Input<'_>, waits: &Waits<'_>) -> Section {
        let mut rows =
            vec![row(&say!("Everything"), &waits.needs.iter().collect::<Vec<_>>(), waits).total()];
        let of = |need: &Need<'_>| {
            need.account().map_or_else(
                || vec![say!("by theme or place")],
                |account| vec![format!("@{account}")],
            )
        };
        rows.extend(group(&say!("Addressed to"), waits, &of));
        rows.extend(group(&say!("Platform"), waits, &|need| vec![need.platform().to_owned()]));
        for (platform, asked) in &waits.unmeasured {
            let why = say!("no reply of ours on {platform} says what it replies to", platform);
            let mut cells = vec![Cell::text(platform), Cell::Count(*asked)];
            cells.resize_with(columns().len(), || Cell::Absent(why.clone()));
            rows.push(Row::new(cells).grouped(&say!("Platform")));
        }
        let asked = &self.request.tags;
        let tags = |need: &Need<'_>| -> Vec<String> {
            let is_asked = |tag: &str| asked.is_empty() || asked.iter().any(|one| one == tag);
            let wanted = |tag: &&str| input.catalog.get(tag).is_some() && is_asked(tag);
            need.tags().into_iter().filter(wanted).map(|tag| input.label(tag)).collect()
        };
        rows.extend(group(&say!("Tag"), waits, &tags));
        let table = Table::new("groups", "Answers, by account, platform and tag", columns(), rows);
        Section::new("Where we answer, and where not")
            .lead("A mention with several tags counts in each. Those who still wait count for as long as they have waited.")
            .table(table.grouped_by("group"))
    }

    fn notes(&self, input: &Input<'_>, waits: &Waits<'_>) -> Vec<String> {
        let mut notes = Vec::new();
        notes.extend(input.answers.first().and_then(ledger_warning));
        notes.extend(self.request.data_notes());
        let zone = &self.request.period.zone;
        notes.push(say!("Answers are counted up to {until}. Who has none by then counts as having waited so long (Kaplan–Meier), not as never answered.", until = crate::period::day(zone.date(waits.until))));
        notes.push(say!("An answer is needed by what is addressed to our accounts, a review or message in a place of ours, and what a theme with answer = true finds; not by reposts, noise or our own posts. What somebody adds in a thread before we answer is not counted again. Posts of automated accounts answer nobody."));
        for (platform, asked) in &waits.unmeasured {
            notes.push(say!("{platform} is left out: no post of ours there says what it replies to. {asked} for an answer there.", platform, asked = number::of(*asked, "{n} mention asked", "{n} mentions asked")));
        }
        notes.extend(waits.settled());
        notes.extend(Reading::of(self.now.read(), input.answers.first()).note());
        notes
    }
}

/// The rows of one group, those with most needs first.
fn group(group: &str, waits: &Waits<'_>, keys: &dyn Fn(&Need<'_>) -> Vec<String>) -> Vec<Row> {
    let mut parts: BTreeMap<String, Vec<&Need<'_>>> = BTreeMap::new();
    for need in &waits.needs {
        for key in keys(need) {
            parts.entry(key).or_default().push(need);
        }
    }
    let mut parts: Vec<(String, Vec<&Need<'_>>)> = parts.into_iter().collect();
    parts.sort_by_key(|(_, needs)| std::cmp::Reverse(needs.len()));
    parts.truncate(ROWS_MAX);
    parts.iter().map(|(name, needs)| row(name, needs, waits).grouped(group)).collect()
}

/// One row: these needs and how they were answered.
fn row(name: &str, needs: &[&Need<'_>], waits: &Waits<'_>) -> Row {
    let all = needs.len() as u64;
    let answered = needs.iter().filter(|need| need.answer.is_some());
    let curve = waits.survival(needs, &wall);
    let (alone, interval) = match curve.unanswered_after(PATIENCE) {
        Some((share, low, high)) => (Cell::Part(share), Cell::Interval { low, high }),
        None => (not_watched(), not_watched()),
    };
    let helped: BTreeSet<&str> = answered.clone().filter_map(|need| need.author()).collect();
    let answered = answered.count() as u64;
    Row::new(vec![
        Cell::text(name),
        Cell::Count(all),
        Cell::Count(answered),
        Cell::share(answered, all, "nobody asked"),
        half(&curve),
        alone,
        interval,
        Cell::Count(helped.len() as u64),
    ])
}

/// The columns of [`row`].
fn columns() -> Vec<Column> {
    vec![
        Column::new("name", "", Kind::Text),
        Column::new("needing", "needed an answer", Kind::Ranked),
        Column::new("answered", "answered", Kind::Count),
        Column::new("reply_rate", "of them", Kind::Share).under("answered"),
        Column::new("first_reply", "half within", Kind::Duration),
        Column::new("unanswered_7d", "not within 7 days", Kind::Part),
        Column::new("unanswered_7d_interval", "95%", Kind::Interval).under("unanswered_7d"),
        Column::new("people_helped", "people helped", Kind::Count),
    ]
}

fn answered<'n, 'a>(needs: &'n [Need<'a>]) -> impl Iterator<Item = &'n Need<'a>> {
    needs.iter().filter(|need| need.answer.is_some())
}

/// The time by which half were answered.
pub(crate) fn half(curve: &Survival) -> Cell {
    curve.answered_by(0.5).map_or_else(
        || Cell::absent("fewer than half were answered while it was watched"),
        Cell::Duration,
    )
}

fn not_watched() -> Cell {
    Cell::absent("nobody was watched for 7 days yet")
}

fn left_alone(curve: &Survival) -> (Cell, Option<String>) {
    match curve.unanswered_after(PATIENCE) {
        Some((share, low, high)) => {
            let ends = say!(
                "95% interval {low}–{high}",
                low = number::percent(low),
                high = number::percent(high)
            );
            (Cell::Part(share), Some(ends))
        }
        None => (not_watched(), None),
    }
}

/// The share answered as it rises with time.
fn curve(waits: &Waits<'_>) -> Section {
    let curve = waits.curve();
    let point = |(time, label): &(u64, &str)| {
        let (share, low, high) = curve.unanswered_after(*time)?;
        Some(Point {
            label: words(label),
            value: 100.0 * (1.0 - share),
            usual: Some(Usual { low: 100.0 * (1.0 - high), high: 100.0 * (1.0 - low) }),
            before: None,
            note: None,
            gap: false,
        })
    };
    let points: Vec<Point> = TIMES.iter().map_while(point).collect();
    let day = curve.unanswered_after(86_400).map(|(share, ..)| number::percent(1.0 - share));
    let title = day.map_or_else(
        || say!("Answers as time goes by"),
        |share| say!("{share} had an answer within a day", share),
    );
    let chart = LineChart {
        key: "curve",
        description: say!(
            "Share of {needs} answered after 5 minutes to 7 days, with its 95% interval.",
            needs = number::of(waits.needs.len() as u64, "{n} need", "{n} needs")
        ),
        title: title.clone(),
        unit: "% answered".to_owned(),
        step: word("within"),
        before: None,
        band: word("95% interval"),
        shade: None,
        points,
    };
    Section::new(&title).chart(Chart::Line(chart))
}

/// Who answered, and how fast those who were answered had it.
fn answerers(waits: &Waits<'_>) -> Section {
    let mut accounts: BTreeMap<String, Vec<&Need<'_>>> = BTreeMap::new();
    for need in answered(&waits.needs) {
        let by = need.answer.and_then(|(_, by)| by);
        let by = match by {
            _ if need.elsewhere => say!("elsewhere"),
            Some(by) => format!("@{by}"),
            None => say!("inside a review"),
        };
        accounts.entry(by).or_default().push(need);
    }
    let mut accounts: Vec<_> = accounts.into_iter().collect();
    accounts.sort_by_key(|(_, needs)| std::cmp::Reverse(needs.len()));
    let rows = accounts.into_iter().map(|(by, needs)| {
        let people: BTreeSet<&str> = needs.iter().filter_map(|need| need.author()).collect();
        Row::new(vec![
            Cell::text(by),
            Cell::Count(needs.len() as u64),
            Cell::Count(people.len() as u64),
            Cell::Duration(middle(&needs)),
        ])
    });
    let columns = vec![
        Column::new("account", "account", Kind::Text),
        Column::new("answers", "answered", Kind::Ranked),
        Column::new("people", "people helped", Kind::Count),
        Column::new("median", "median of its answers", Kind::Duration),
    ];
    Section::new("Who answered")
        .lead("The median here is of answers given; those who still wait are nobody's and only in the figures above.")
        .table(Table::new("accounts", "Answers, by who gave them", columns, rows.collect()))
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a wait is some thousand seconds"
)]
fn middle(needs: &[&Need<'_>]) -> u64 {
    let wait = |need: &&Need<'_>| need.answer.map(|(at, _)| wall(need.at(), at) as f64);
    median(&needs.iter().filter_map(wait).collect::<Vec<_>>()) as u64
}
