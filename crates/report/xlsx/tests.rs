//! The workbook, opened again by another program's eyes.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::*;
use crate::fixture;
use crate::{ReportName, Row};

fn opened(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

#[test]
fn every_report_opens_again_with_its_numbers() {
    for name in ReportName::ALL {
        let report = fixture::report(name, fixture::period(name));
        let bytes = xlsx(&report).unwrap();
        assert_eq!(bytes, xlsx(&report).unwrap(), "{name}: the same report gives the same bytes");
        let mut book = opened(bytes);
        let names = book.sheet_names();
        assert_eq!(names[0], "Summary");
        assert!(names.contains(&"Glossary".to_owned()));
        for (table, sheet) in report.tables().iter().zip(names.iter().skip(1)) {
            let range = book.worksheet_range(sheet).unwrap();
            assert_eq!(range.height(), table.rows.len() + 1, "{name}: {sheet}");
            let at = usize::from(table.grouped_by.is_some());
            for (number, row) in table.rows.iter().enumerate() {
                let found =
                    range.get_value((u32::try_from(number + 1).unwrap(), column_number(at).into()));
                if let Cell::Text(text) | Cell::Tag { label: text, .. } = &row.cells[0] {
                    let found = found.map(ToString::to_string).unwrap_or_default();
                    assert_eq!(&found, text, "{name}: {sheet}");
                }
            }
        }
    }
}

#[test]
fn numbers_are_numbers_and_nothing_is_a_formula() {
    let columns = vec![
        Column::new("text", "text", Kind::Text),
        Column::new("lift", "lift", Kind::Effect),
        Column::new("wait", "wait", Kind::Duration),
        Column::new("none", "none", Kind::Count),
    ];
    let cells = vec![
        Cell::text("=1+1"),
        Cell::Effect { ratio: 2.0, low: 1.5, high: 2.5 },
        Cell::Duration(43_200),
        Cell::absent("nobody counts"),
    ];
    let table = Table::new(
        "t",
        "A [very] long: title/with*signs? and more than thirty-one",
        columns,
        vec![Row::new(cells)],
    );
    let mut names = BTreeSet::new();
    let name = sheet_name(&table.title, &mut names, &Wording::of(crate::Language::English));
    let again = sheet_name(&table.title, &mut names, &Wording::of(crate::Language::English));
    assert_eq!(
        (name.as_str(), again.as_str()),
        ("A very long titlewithsigns and", "A very long titlewithsigns an 2")
    );
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(&name).unwrap();
    write_table(&table, &Wording::of(crate::Language::English), sheet, &mut Vec::new()).unwrap();
    let mut book = opened(book.save_to_buffer().unwrap());
    let range = book.worksheet_range(&name).unwrap();
    let row: Vec<Data> = range.rows().nth(1).unwrap().to_vec();
    assert_eq!(row[0], Data::String("=1+1".to_owned()));
    assert_eq!(row[1..4], [2.0, 1.5, 2.5].map(Data::Float));
    assert!(matches!(&row[4], Data::Float(_) | Data::DateTime(_)), "{:?}", row[4]);
    assert_eq!(row.get(5).cloned().unwrap_or(Data::Empty), Data::Empty);
    assert!(book.worksheet_formula(&name).unwrap().cells().all(|(.., formula)| formula.is_empty()));
}
