//! The ledger, cell by cell.

use mention::{LedgerClass, RejectReason, Timestamp};

use crate::fixture::build;
use crate::{Cell, Report, ReportName, Table, fixture};

fn report(rows: &[(&str, LedgerClass, u64)]) -> Report {
    let request = fixture::request(ReportName::Ledger, "2026-W46", "Europe/Berlin");
    let mut sheet = fixture::Sheet::default();
    for (part, class, records) in rows {
        sheet.record(part, Timestamp(request.period.from.0 + 3_600_000), *class, *records);
    }
    let (answers, catalog) = ([sheet.counts()], fixture::catalog());
    build(&request, &fixture::input(&answers, &catalog))
}

fn numbers(table: &Table, row: usize) -> Vec<u64> {
    let count = |cell: &Cell| match cell {
        Cell::Count(count) => Some(*count),
        _ => None,
    };
    table.rows[row].cells.iter().filter_map(count).collect()
}

#[test]
fn every_class_is_counted_once_and_gaps_stand_beside_the_sum() {
    let report = report(&[
        ("0", LedgerClass::Tagged, 5),
        ("0", LedgerClass::Untagged, 4),
        ("1", LedgerClass::Tagged, 3),
        ("1", LedgerClass::Rejected(RejectReason::MissingId), 2),
        ("1", LedgerClass::Rejected(RejectReason::InvalidJson), 6),
        ("1", LedgerClass::Gap, 100),
    ]);
    assert_eq!(report.headline, "All 20 records are accounted for; 8 could not be read.");
    assert_eq!(
        report.sections[0].lead.as_deref(),
        Some("Check: sum of the classes 20 = sum over sources, parts and hours 20: balanced.")
    );
    assert_eq!(report.footer.ledger, "consumed 20 = tagged 8 + untagged 4 + rejected 8");
    let tables = report.tables();
    assert_eq!(numbers(&tables[0], 0), [20]);
    assert_eq!(numbers(&tables[0], 1), [8]);
    assert_eq!(numbers(&tables[0], 12), [8]);
    // The reason met most often comes first.
    assert_eq!(tables[1].rows[0].cells[0], Cell::Text("invalid-json".to_owned()));
    assert_eq!((numbers(&tables[1], 0), numbers(&tables[1], 1)), (vec![6], vec![2]));
    // Consumed, tagged, untagged, rejected, gap; the hour is that of Berlin.
    assert_eq!(numbers(&tables[2], 0), [9, 5, 4, 0, 0]);
    assert_eq!(numbers(&tables[2], 1), [11, 3, 0, 8, 100]);
    assert_eq!(tables[2].rows[0].cells[2], Cell::Text("2026-11-09 01:00".to_owned()));
    assert!(report.notes[1].starts_with("100 offsets held no record"));
}

#[test]
fn an_empty_ledger_says_so() {
    let report = report(&[]);
    assert_eq!(report.headline, "All 0 records are accounted for; none was rejected.");
    assert_eq!(report.footer.ledger, "consumed 0: no record in this period");
}
