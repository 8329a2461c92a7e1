//! The ledger report: does every message add up?
//!
//! Each record is in exactly one class, the first that applies. The report adds the records up twice,
//! by class and by place and hour, and says whether both give the same sum.

use std::collections::BTreeMap;

use mention::{Counts, LedgerClass, RejectReason, Timestamp};

use crate::footer::{CLASSES, by_class, footer};
use crate::say::{say, word, words};
use crate::{
    Cell, Column, Input, Kind, Period, Report, ReportRequest, Row, Section, Table, number,
};

#[cfg(test)]
mod tests;

pub(crate) fn build(request: &ReportRequest, input: &Input<'_>) -> Report {
    let nothing = Counts::default();
    let counts = input.answers.first().unwrap_or(&nothing);
    let classes = by_class(counts);
    let places = Places::of(counts);
    let by_classes: u64 = classes.values().sum();
    let by_places = places.consumed();
    let mut tables = vec![class_table(&classes, by_classes)];
    tables.extend(reject_table(counts));
    let sections = vec![
        Section {
            title: "What became of each record".to_owned(),
            lead: Some(check_line(by_classes, by_places)),
            chart: None,
            tables,
        },
        Section {
            title: places.heading().to_owned(),
            lead: None,
            chart: None,
            tables: vec![places.table(&request.period)],
        },
    ];
    Report {
        name: request.name,
        language: request.language,
        title: "Ledger".to_owned(),
        headline: headline(by_classes, by_places, classes["rejected"]),
        period: request.period.clone(),
        compared: None,
        refused: None,
        figures: Vec::new(),
        sections,
        notes: notes(&places),
        footer: footer(request, input),
        mentions_at: None,
        settled_by: None,
    }
}

fn headline(by_classes: u64, by_places: u64, rejected: u64) -> String {
    if by_classes != by_places {
        return say!(
            "The ledger does not add up: {by_classes} records by class, {by_places} by place. Run `tagline verify`.",
            by_classes = number::count(by_classes),
            by_places = number::count(by_places)
        );
    }
    let records = number::of(by_classes, "{n} record", "{n} records");
    match rejected {
        0 => say!("All {records} are accounted for; none was rejected.", records),
        1 => say!("All {records} are accounted for; one could not be read.", records),
        _ => say!(
            "All {records} are accounted for; {rejected} could not be read.",
            records,
            rejected = number::count(rejected)
        ),
    }
}

fn check_line(by_classes: u64, by_places: u64) -> String {
    let sign = if by_classes == by_places { "=" } else { "≠" };
    let verdict = if by_classes == by_places { say!("balanced") } else { say!("NOT BALANCED") };
    say!(
        "Check: sum of the classes {by_classes} {sign} sum over sources, parts and hours {by_places}: {verdict}.",
        by_classes = number::count(by_classes),
        sign,
        by_places = number::count(by_places),
        verdict
    )
}

fn notes(places: &Places<'_>) -> Vec<String> {
    let mut notes = vec![say!(
        "Hours are of the records' own timestamps; files have none, and their records are in every period."
    )];
    if places.gaps > 0 {
        notes.push(say!("{gaps} held no record (compaction, transactions, or a part that was cut): they stand beside the sum, not in it.", gaps = number::of(places.gaps, "{n} offset", "{n} offsets")));
    }
    notes
}

fn class_table(classes: &BTreeMap<&'static str, u64>, consumed: u64) -> Table {
    let row = |class: &str, records, meaning: &str, total| Row {
        total,
        ..Row::new(vec![
            Cell::Text(words(class)),
            Cell::Count(records),
            Cell::share(records, consumed, "no record was consumed"),
            Cell::Text(words(meaning)),
        ])
    };
    let mut rows =
        vec![row(word("consumed"), consumed, word("the sum of the classes below"), true)];
    rows.extend(CLASSES.map(|class| row(class, classes[class], meaning(class), false)));
    Table {
        key: "classes",
        title: "Records by class".to_owned(),
        grouped_by: None,
        columns: vec![
            Column::new("class", "class", Kind::Text),
            Column::new("records", "records", Kind::Ranked),
            Column::new("share", "share", Kind::Share),
            Column::new("meaning", "meaning", Kind::Text),
        ],
        rows,
    }
}

fn meaning(class: &str) -> &'static str {
    match class {
        "tagged" => word("new, with at least one tag"),
        "untagged" => word("new, no rule found anything"),
        "sent" => word("new, written by the brand or its team"),
        "noise" => word("new, an exclusion matched"),
        "updated" => word("a later version of a known mention"),
        "duplicate" => word("the version already stored"),
        "stale" => word("an older version than the one stored"),
        "late" => word("about a mention older than what is kept"),
        "deleted" => word("a mention was taken away"),
        "erased" => word("about an author who was erased"),
        "ignored" => word("well-formed, but not about a mention"),
        _ => word("could not be read; the reasons stand below"),
    }
}

fn reject_table(counts: &Counts) -> Option<Table> {
    let mut reasons: BTreeMap<RejectReason, u64> = BTreeMap::new();
    for row in &counts.ledger {
        if let LedgerClass::Rejected(reason) = row.class {
            *reasons.entry(reason).or_default() += row.records;
        }
    }
    let all: u64 = reasons.values().sum();
    if all == 0 {
        return None;
    }
    let mut sorted: Vec<(RejectReason, u64)> = reasons.into_iter().collect();
    sorted.sort_by_key(|(reason, records)| (std::cmp::Reverse(*records), *reason));
    let row = |(reason, records): (RejectReason, u64)| {
        Row::new(vec![
            Cell::Text(reason.name().to_owned()),
            Cell::Count(records),
            Cell::share(records, all, "nothing was rejected"),
            Cell::Text(words(remedy(reason))),
        ])
    };
    Some(Table {
        key: "rejects",
        title: "Why records were rejected, and what to do".to_owned(),
        grouped_by: None,
        columns: vec![
            Column::new("reason", "reason", Kind::Text),
            Column::new("records", "records", Kind::Ranked),
            Column::new("share", "share", Kind::Share),
            Column::new("remedy", "what to do", Kind::Text),
        ],
        rows: sorted.into_iter().map(row).collect(),
    })
}

fn remedy(reason: RejectReason) -> &'static str {
    match reason {
        RejectReason::InvalidUtf8 => {
            word("have the producer write UTF-8; often it is Latin-1 or compressed")
        }
        RejectReason::InvalidJson => word(
            "have the producer write one JSON object a record; look at a sample for where it breaks off",
        ),
        RejectReason::WrongType => {
            word("check the mapping of the source: a field holds another type than expected")
        }
        RejectReason::MissingId => {
            word("map the field that holds the post's id: without it duplicates cannot be told")
        }
        RejectReason::MissingText => word("map the field that holds the text"),
        RejectReason::MissingTime => word("map the field that holds the time of publication"),
        RejectReason::InvalidTime => {
            word("write times as 2026-05-04T12:30:00Z or as Unix seconds or milliseconds")
        }
        RejectReason::FutureTime => {
            word("check the producer's clock, and whether seconds are taken for milliseconds")
        }
        RejectReason::TooLarge => {
            word("have the producer leave out attachments, or raise the limit of record bytes")
        }
        RejectReason::Quarantined => {
            word("report it with the sample: it stopped the program again and again")
        }
        RejectReason::Listing => {
            word("send one mention a record, or split the list before it is sent")
        }
    }
}

type Place<'a> = (&'a str, &'a str, Option<Timestamp>);

/// Records by source, part and hour.
struct Places<'a> {
    rows: BTreeMap<Place<'a>, BTreeMap<&'static str, u64>>,
    gaps: u64,
}

impl<'a> Places<'a> {
    fn of(counts: &'a Counts) -> Self {
        let mut places = Self { rows: BTreeMap::new(), gaps: 0 };
        for row in &counts.ledger {
            let place = (row.source.as_str(), row.part.as_str(), row.hour);
            let classes = places.rows.entry(place).or_default();
            *classes.entry(row.class.name()).or_default() += row.records;
            if row.class == LedgerClass::Gap {
                places.gaps += row.records;
            }
        }
        places
    }

    fn consumed(&self) -> u64 {
        self.rows.values().map(consumed).sum()
    }

    fn has_hours(&self) -> bool {
        self.rows.keys().any(|(_, _, hour)| hour.is_some())
    }

    fn title(&self) -> &'static str {
        if self.has_hours() {
            word("Records by source, part and hour")
        } else {
            word("Records by source and part")
        }
    }

    fn heading(&self) -> &'static str {
        if self.has_hours() { word("By source, part and hour") } else { word("By source and part") }
    }

    /// One row a place; classes of which there is no record have no column, nor have hours where no
    /// record has one.
    fn table(&self, period: &Period) -> Table {
        let seen: Vec<&'static str> = CLASSES
            .into_iter()
            .chain(["gap"])
            .filter(|class| self.rows.values().any(|classes| classes.get(class) > Some(&0)))
            .collect();
        let mut columns = vec![
            Column::new("source", "source", Kind::Text),
            Column::new("part", "part", Kind::Text),
        ];
        let hours = self.has_hours();
        if hours {
            columns.push(Column::new("hour", "hour", Kind::Text));
        }
        columns.push(Column::new("consumed", "consumed", Kind::Count));
        columns.extend(seen.iter().map(|class| Column::new(class, class, Kind::Count)));
        let rows = self.rows.iter().map(|(place, classes)| {
            let mut cells = vec![Cell::Text(place.0.to_owned()), Cell::Text(place.1.to_owned())];
            if hours {
                cells.push(hour(place.2, period));
            }
            cells.push(Cell::Count(consumed(classes)));
            cells.extend(
                seen.iter().map(|class| Cell::Count(classes.get(class).copied().unwrap_or(0))),
            );
            Row::new(cells)
        });
        Table {
            key: "places",
            title: self.title().to_owned(),
            grouped_by: None,
            columns,
            rows: rows.collect(),
        }
    }
}

fn consumed(classes: &BTreeMap<&'static str, u64>) -> u64 {
    classes.iter().filter(|(class, _)| **class != LedgerClass::Gap.name()).map(|(_, n)| n).sum()
}

/// The hour in the report's zone: `2026-11-09 14:00`.
fn hour(at: Option<Timestamp>, period: &Period) -> Cell {
    at.map_or_else(
        || Cell::Absent(say!("the records of a file have no timestamp")),
        |at| {
            let wall = period.zone.wall(at);
            Cell::Text(format!("{} {:02}:{:02}", wall.date(), wall.hour(), wall.minute()))
        },
    )
}
