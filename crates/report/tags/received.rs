//! What others said, tag by tag.

use std::collections::{BTreeMap, BTreeSet};

use mention::{MentionsOf, Sentiment, Standing};

use super::Desk;
use super::rows::{self, TagRow};
use crate::say::{say, word, words};
use crate::tally::{ALL, People, Sum, TAGGED};
use crate::{Cell, Column, Kind, Part, Row, Section, Table, number};

/// Rated mentions below which sentiment is hidden.
pub(crate) const RATED_MIN: u64 = 50;

pub(super) fn section(desk: &Desk<'_>) -> Section {
    let series = desk.steps.received(desk.counts);
    let mut rows = totals(desk, &series);
    let tags = tags(desk);
    let weight = |tag: &str| desk.now.received(tag).mentions;
    let arranged = rows::arrange(desk.input.catalog, tags.into_iter(), &weight);
    rows.extend(arranged.iter().map(|row| tag_row(desk, &series, row)));
    let table = Table {
        key: "received",
        title: "Received, by tag".to_owned(),
        grouped_by: Some("group"),
        columns: columns(desk),
        rows,
    };
    Section {
        title: "What people say".to_owned(),
        lead: Some("A mention with several tags counts in full for each; the first rows are of distinct mentions.".to_owned()),
        chart: None,
        tables: vec![table],
    }
}

/// The tags with a received mention in the period or in the one compared with, that were asked for.
pub(super) fn tags<'a>(desk: &Desk<'a>) -> BTreeSet<&'a str> {
    let mut tags: BTreeSet<&'a str> = desk.now.tags(Standing::Received).collect();
    if let Some(before) = desk.past.sums_before() {
        tags.extend(before.tags(Standing::Received));
    }
    let asked = &desk.request.tags;
    tags.retain(|tag| asked.is_empty() || asked.iter().any(|name| name == tag));
    tags
}

fn columns(desk: &Desk<'_>) -> Vec<Column> {
    let measured = &desk.measured;
    let mut columns = vec![
        Column::new("tag", "tag", Kind::Tag),
        Column::new("mentions", "mentions", Kind::Ranked).part(Part::All),
        Column::new("originals", "originals", Kind::Count)
            .under("mentions")
            .part(Part::Originals)
            .unmeasured(measured.reposts),
        Column::new("reposts", "reposts", Kind::Count)
            .part(Part::Reposts)
            .unmeasured(measured.reposts),
        Column::new("people", "people", Kind::Count).unmeasured(measured.people),
        Column::new("author_known", "known", Kind::Share)
            .under("people")
            .part(Part::Known)
            .unmeasured(measured.people),
        Column::new("engagements", "engagements", Kind::Count).unmeasured(measured.engagements),
        Column::new("positive", "positive", Kind::Share)
            .part(Part::Feeling(Sentiment::Positive))
            .unmeasured(measured.sentiment),
        Column::new("negative", "negative", Kind::Share)
            .under("positive")
            .part(Part::Feeling(Sentiment::Negative))
            .unmeasured(measured.sentiment),
        Column::new("rated", "rated", Kind::Share)
            .under("positive")
            .part(Part::Rated)
            .unmeasured(measured.sentiment),
        Column::new("questions", "questions", Kind::Count)
            .part(Part::Questions)
            .unmeasured(measured.questions),
    ];
    if desk.past.period().is_some() {
        columns.push(Column::new("change", "change", Kind::Change));
    }
    if desk.restated.is_some() {
        columns.push(Column::new("world", "of it the world", Kind::Lift).under("change"));
        columns.push(Column::new("rule_edit", "of it your rules", Kind::Lift).under("change"));
    }
    let step = say!("by {step}", step = words(desk.steps.step.name()));
    columns.push(Column::new("series", &step, Kind::Series));
    columns
}

/// All mentions, those with a tag and those without.
fn totals(desk: &Desk<'_>, series: &BTreeMap<&str, Vec<u64>>) -> Vec<Row> {
    let (all, tagged) = (desk.now.received(ALL), desk.now.received(TAGGED));
    let nothing = vec![0; desk.steps.starts.len()];
    let of = |tag: &str| series.get(tag).unwrap_or(&nothing);
    let rest: Vec<u64> = of(ALL).iter().zip(of(TAGGED)).map(|(all, tagged)| all - tagged).collect();
    let untagged = desk
        .past
        .change(&desk.now, |tally| tally.received(ALL).mentions - tally.received(TAGGED).mentions);
    let row = |label: &str, tag: &str, sum: Sum, people: Option<People>, change, series: &[u64]| {
        let name = (label.to_owned(), String::new());
        let cells = cells(desk, tag, name, &sum, people, change, series);
        Row::new(cells).total().of(desk.request.received(tag))
    };
    let total = |label: &str, tag: &str, sum: Sum| {
        let people = Some(desk.now.people(tag));
        row(label, tag, sum, people, desk.mentions_change(tag), of(tag))
    };
    vec![
        total(&say!("All mentions"), ALL, all),
        total(&say!("With a tag"), TAGGED, tagged),
        row(
            &say!("Without a tag"),
            MentionsOf::UNTAGGED,
            all.without(&tagged),
            None,
            untagged,
            &rest,
        ),
    ]
}

fn tag_row(desk: &Desk<'_>, series: &BTreeMap<&str, Vec<u64>>, row: &TagRow<'_>) -> Row {
    let nothing = vec![0; desk.steps.starts.len()];
    let cells = cells(
        desk,
        row.name,
        (row.label.clone(), row.name.to_owned()),
        &desk.now.received(row.name),
        Some(desk.now.people(row.name)),
        desk.mentions_change(row.name),
        series.get(row.name).unwrap_or(&nothing),
    );
    let of = desk.request.received(row.name);
    Row { depth: row.depth, ..Row::new(cells).grouped(&row.group).of(of) }
}

/// The cells of one row, in the order of [`columns`].
fn cells(
    desk: &Desk<'_>,
    tag: &str,
    (label, name): (String, String),
    sum: &Sum,
    people: Option<People>,
    change: Option<crate::Change>,
    series: &[u64],
) -> Vec<Cell> {
    let mut cells = vec![
        Cell::Tag { label, name },
        Cell::Count(sum.mentions),
        Cell::Count(sum.originals()),
        Cell::Count(sum.reposts),
    ];
    cells.extend(people_cells(people, sum.mentions));
    cells.push(Cell::Count(sum.engagements));
    cells.extend(sentiment_cells(sum));
    cells.push(Cell::Count(sum.questions));
    if desk.past.period().is_some() {
        cells.push(
            change.map_or_else(|| Cell::Absent("nothing to compare with".to_owned()), Cell::Change),
        );
    }
    if desk.restated.is_some() {
        let split = change.and_then(|change| desk.split(tag, &change));
        cells.extend(match split {
            Some((world, rules)) => [Cell::Lift(world), Cell::Lift(rules)],
            None => [(); 2].map(|()| Cell::absent("there was none before")),
        });
    }
    cells.push(Cell::Series(desk.steps.shown(series)));
    cells
}

fn people_cells(people: Option<People>, mentions: u64) -> [Cell; 2] {
    let Some(people) = people else {
        let why = word("a person may write with and without a tag");
        return [Cell::Absent(why.to_owned()), Cell::Absent(why.to_owned())];
    };
    [Cell::Count(people.people), Cell::share(people.mentions, mentions, "no mention was received")]
}

/// Positive, negative and rated; the first two only where enough mentions are rated.
pub(crate) fn sentiment_cells(sum: &Sum) -> [Cell; 3] {
    let rated = sum.rated();
    let share = Cell::share(rated, sum.mentions, "no mention was received");
    if rated < RATED_MIN {
        let why = say!(
            "{rated} rated, fewer than {rated_min}",
            rated = number::count(rated),
            rated_min = RATED_MIN
        );
        return [Cell::Absent(why.clone()), Cell::Absent(why), share];
    }
    let of_rated = |part| Cell::Share { part, whole: rated };
    [of_rated(sum.positive), of_rated(sum.negative), share]
}
