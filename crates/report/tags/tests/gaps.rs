//! Steps of which too many records could not be read.

use mention::{LedgerClass, LedgerCount, RejectReason};

use super::*;

#[test]
fn what_could_not_be_read_is_hatched_and_left_out_of_what_is_said() {
    let request = alone("2026-W46");
    let day = |day: i64| Timestamp(request.period.from.0 + day * 86_400_000);
    let mut sheet = Sheet::default();
    // Ten a day; on Thursday a thousand, most of whose records could not be read.
    for number in 0..7 {
        for _ in 0..if number == 3 { 1_000 } else { 10 } {
            sheet.add(&Said { tags: vec!["kaffa"], ..Said::at(day(number)) });
        }
    }
    let record = |number: i64, class, records| LedgerCount {
        source: "kafka:c/t".to_owned(),
        part: "0".to_owned(),
        hour: Some(day(number)),
        class,
        records,
    };
    let rejected = LedgerClass::Rejected(RejectReason::InvalidJson);
    let mut counts = sheet.counts();
    let chart = |counts: &Counts| {
        let answers = vec![counts.clone()];
        let report = report(&request, &answers);
        let Some(Chart::Line(chart)) = report.sections[0].chart.clone() else { panic!("no line") };
        (chart, crate::html(&report))
    };
    counts.ledger = vec![record(3, LedgerClass::Tagged, 1_000), record(3, rejected, 40)];
    let (few, page) = chart(&counts);
    assert_eq!(few.title, "Mentions peaked on Thu 12 Nov at 1,000");
    assert!(!few.points.iter().any(|point| point.gap) && !page.contains("-hatch"));

    counts.ledger = vec![
        record(2, LedgerClass::Tagged, 99),
        record(2, LedgerClass::Gap, 5_000),
        record(3, LedgerClass::Tagged, 500),
        record(3, rejected, 500),
    ];
    let (many, page) = chart(&counts);
    let gaps: Vec<bool> = many.points.iter().map(|point| point.gap).collect();
    assert_eq!(gaps, [false, false, false, true, false, false, false]);
    assert_eq!(many.title, "Mentions held at 10");
    assert!(many.description.contains("from 10 to 10"), "{}", many.description);
    assert_eq!(many.notes(), ["1: 50.0% of the records could not be read (Thu 12 Nov)"]);
    assert_eq!(page.matches("fill=\"url(#timeline-hatch)\"").count(), 1);
}
