//! The brands side by side, and what is said of each.

use std::cmp::Reverse;

use mention::{Entry, EntryKind, Sentiment};

use super::{Desk, is_own, mentions};
use crate::say::{say, word};
use crate::tags::sentiment_cells;
use crate::{Cell, Change, Column, Kind, Part, Row, Section, Table};

/// Themes shown of each brand.
const THEMES_MAX: usize = 5;

/// One row a brand.
pub(super) fn shares(desk: &Desk<'_>) -> Table {
    let sum = |amount: &dyn Fn(&str) -> u64| -> u64 {
        desk.brands.iter().map(|brand| amount(brand.name.as_str())).sum()
    };
    let wholes = Wholes {
        mentions: desk.whole(&desk.now),
        people: sum(&|tag| desk.now.people(tag).people),
        engagements: sum(&|tag| desk.now.received(tag).engagements),
    };
    let rows = desk.brands.iter().enumerate().map(|(at, brand)| {
        let row = Row::new(cells(desk, at, brand, &wholes));
        Row { rival: !is_own(brand), ..row.of(desk.request.received(brand.name.as_str())) }
    });
    Table {
        key: "brands",
        title: "Share of voice, by brand".to_owned(),
        grouped_by: None,
        columns: columns(desk),
        rows: rows.collect(),
    }
}

struct Wholes {
    mentions: u64,
    people: u64,
    engagements: u64,
}

fn columns(desk: &Desk<'_>) -> Vec<Column> {
    let measured = &desk.measured;
    let mut columns = vec![
        Column::new("brand", "brand", Kind::Tag),
        Column::new("role", "role", Kind::Text).under("brand"),
        Column::new("mentions", "mentions", Kind::Ranked).part(Part::All),
        Column::new("share", "share", Kind::Share),
        Column::new("interval", "95% interval", Kind::Interval).under("share"),
    ];
    if desk.before.is_some() {
        columns.push(Column::new("share_before", "before", Kind::Share).under("share"));
        columns.push(Column::new("change", "mentions' change", Kind::Change));
    }
    columns.extend([
        Column::new("people", "people", Kind::Count).unmeasured(measured.people),
        Column::new("people_share", "of people", Kind::Share)
            .under("people")
            .unmeasured(measured.people),
        Column::new("engagements", "engagements", Kind::Count).unmeasured(measured.engagements),
        Column::new("engagements_share", "of engagements", Kind::Share)
            .under("engagements")
            .unmeasured(measured.engagements),
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
    ]);
    columns
}

/// The cells of one brand, in the order of [`columns`].
fn cells(desk: &Desk<'_>, at: usize, brand: &Entry, wholes: &Wholes) -> Vec<Cell> {
    const NONE: &str = word("no brand was mentioned");
    let name = brand.name.as_str();
    let sum = desk.now.received(name);
    let people = desk.now.people(name).people;
    let interval = desk.intervals.get(at);
    let mut cells = vec![
        Cell::Tag { label: brand.label.clone(), name: name.to_owned() },
        Cell::Text(if is_own(brand) { say!("own") } else { say!("competitor") }),
        Cell::Count(sum.mentions),
        Cell::share(sum.mentions, wholes.mentions, NONE),
        interval.map_or_else(
            || Cell::Absent(NONE.to_owned()),
            |(low, high)| Cell::Interval { low: *low, high: *high },
        ),
    ];
    if let Some(before) = &desk.before {
        cells.push(Cell::share(mentions(before, brand), desk.whole(before), NONE));
        cells.push(change(desk.change(brand)));
    }
    cells.extend([
        Cell::Count(people),
        Cell::share(people, wholes.people, NONE),
        Cell::Count(sum.engagements),
        Cell::share(sum.engagements, wholes.engagements, NONE),
    ]);
    cells.extend(sentiment_cells(&sum));
    cells
}

fn change(change: Option<Change>) -> Cell {
    change.map_or_else(|| Cell::Absent("nothing to compare with".to_owned()), Cell::Change)
}

/// The themes most often said of each brand, where themes are asked for each brand.
pub(super) fn themes(desk: &Desk<'_>) -> Section {
    let mut rows = Vec::new();
    for brand in &desk.brands {
        rows.extend(themes_of(desk, brand));
    }
    let lead = if rows.is_empty() {
        word(
            "Not measurable, because no theme that is asked for each brand (per = \"brand\") was found.",
        )
    } else {
        word(
            "Only themes that are asked for each brand (per = \"brand\"); a share is of the brand's mentions.",
        )
    };
    let mut columns = vec![
        Column::new("theme", "theme", Kind::Tag),
        Column::new("mentions", "mentions", Kind::Ranked).part(Part::All),
        Column::new("share", "share of the brand's", Kind::Share),
    ];
    if desk.before.is_some() {
        columns.push(Column::new("change", "change", Kind::Change));
    }
    let table = Table {
        key: "themes",
        title: "Top themes, by brand".to_owned(),
        grouped_by: Some("brand"),
        columns,
        rows,
    };
    let tables = if table.rows.is_empty() { Vec::new() } else { vec![table] };
    Section {
        title: "What is said of each brand".to_owned(),
        lead: Some(lead.to_owned()),
        chart: None,
        tables,
    }
}

/// Whether the tag sums up others: one of them has its name above its own.
fn is_group(desk: &Desk<'_>, entry: &Entry) -> bool {
    let below = format!("{}/", entry.name);
    desk.input.catalog.entries.iter().any(|other| other.name.as_str().starts_with(&below))
}

fn themes_of(desk: &Desk<'_>, brand: &Entry) -> Vec<Row> {
    let said = |entry: &Entry| mentions(&desk.now, entry);
    let below = format!("{}/", brand.name);
    let mut themes: Vec<&Entry> = desk
        .input
        .catalog
        .entries
        .iter()
        .filter(|entry| entry.kind == EntryKind::Theme && entry.name.as_str().starts_with(&below))
        .filter(|entry| said(entry) > 0 && !is_group(desk, entry))
        .collect();
    themes.sort_by_key(|entry| (Reverse(said(entry)), &entry.name));
    let prefix = format!("{} · ", brand.label);
    let row = |theme: &&Entry| {
        let label = theme.label.strip_prefix(&prefix).unwrap_or(&theme.label).to_owned();
        let mut cells = vec![
            Cell::Tag { label, name: theme.name.as_str().to_owned() },
            Cell::Count(said(theme)),
            Cell::share(said(theme), said(brand), "the brand was not mentioned"),
        ];
        if desk.before.is_some() {
            cells.push(change(desk.change(theme)));
        }
        let row = Row::new(cells).grouped(&brand.label);
        Row { rival: !is_own(brand), ..row.of(desk.request.received(theme.name.as_str())) }
    };
    themes.iter().take(THEMES_MAX).map(row).collect()
}
