//! One table of a report as CSV or TSV, for spreadsheets and scripts.
//!
//! Numbers are raw: shares and changes are quotients, nothing is rounded or grouped. A text that a
//! spreadsheet would take for a formula gets an apostrophe in front.

use crate::{Cell, Change, Column, Kind, Language, Table};

/// What stands between cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// A comma: CSV.
    Comma,
    /// A tab: TSV.
    Tab,
}

/// Writes `table` with a line of headings; lines end with a line feed, cells are quoted where needed.
///
/// A change is four columns (quotient, before, ends of the usual range), an interval two, a tag its
/// name and label; a series has none. What is absent is an empty cell.
#[must_use]
pub fn csv(table: &Table, separator: Separator) -> String {
    let delimiter = match separator {
        Separator::Comma => b',',
        Separator::Tab => b'\t',
    };
    written(table, delimiter, Decimals::Point)
}

/// Writes `table` as [`csv()`] does, but so that Excel opens it with a double click in a place of this language: the mark by
/// which it knows UTF-8 in front, and where the language writes a comma before decimals, that, and `;` between cells.
#[must_use]
pub fn csv_for_excel(table: &Table, language: Language) -> String {
    let text = if language.has_decimal_comma() {
        written(table, b';', Decimals::Comma)
    } else {
        written(table, b',', Decimals::Point)
    };
    format!("\u{feff}{text}")
}

/// What stands before decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decimals {
    Point,
    Comma,
}

impl Decimals {
    fn write(self, number: f64) -> String {
        match self {
            Self::Point => number.to_string(),
            Self::Comma => number.to_string().replace('.', ","),
        }
    }
}

fn written(table: &Table, delimiter: u8, decimals: Decimals) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    let mut lines = vec![headings(table)];
    lines.extend(table.rows.iter().map(|row| {
        let mut line: Vec<String> = Vec::new();
        if table.grouped_by.is_some() {
            line.push(guarded(row.group.as_deref().unwrap_or_default()));
        }
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            line.extend(fields(column, cell, decimals));
        }
        line
    }));
    for line in lines {
        writer.write_record(&line).expect("memory takes every line and all lines are equally long");
    }
    let bytes = writer.into_inner().expect("memory takes every line");
    String::from_utf8(bytes).expect("every cell was UTF-8")
}

fn headings(table: &Table) -> Vec<String> {
    let mut headings: Vec<String> = table.grouped_by.iter().map(|by| (*by).to_owned()).collect();
    for Column { key, kind, .. } in &table.columns {
        let suffixes: &[&str] = match kind {
            Kind::Tag => &["", "_label"],
            Kind::Interval => &["_low", "_high"],
            Kind::Effect => &["", "_low", "_high"],
            Kind::Duration => &["_seconds"],
            Kind::Link => &["", "_address"],
            Kind::Change => &["", "_before", "_usual_low", "_usual_high"],
            Kind::Series => &[],
            _ => &[""],
        };
        headings.extend(suffixes.iter().map(|suffix| format!("{key}{suffix}")));
    }
    headings
}

fn fields(column: &Column, cell: &Cell, decimals: Decimals) -> Vec<String> {
    let cell = if column.unmeasured.is_some() { &Cell::Absent(String::new()) } else { cell };
    match (column.kind, cell) {
        (Kind::Series, _) => Vec::new(),
        (Kind::Link, Cell::Text(text)) => vec![guarded(text), String::new()],
        (_, Cell::Text(text)) => vec![guarded(text)],
        (_, Cell::Tag { label, name }) => vec![guarded(name), guarded(label)],
        (_, Cell::Count(count)) => vec![count.to_string()],
        (_, Cell::Mean(number) | Cell::Part(number) | Cell::Ratio(number) | Cell::Lift(number)) => {
            vec![decimals.write(*number)]
        }
        (_, Cell::Share { part, whole }) => {
            vec![decimals.write(crate::number::quotient(*part, *whole))]
        }
        (_, Cell::Interval { low, high }) => [low, high].map(|end| decimals.write(*end)).into(),
        (_, Cell::Effect { ratio, low, high }) => {
            [ratio, low, high].map(|number| decimals.write(*number)).into()
        }
        (_, Cell::Duration(seconds)) => vec![seconds.to_string()],
        (_, Cell::Link { text, address }) => vec![guarded(text), guarded(address)],
        (_, Cell::Change(change)) => change_fields(change, decimals),
        (Kind::Change, _) => vec![String::new(); 4],
        (Kind::Effect, _) => vec![String::new(); 3],
        (Kind::Interval | Kind::Tag | Kind::Link, _) => vec![String::new(); 2],
        (_, Cell::Series(_) | Cell::Absent(_)) => vec![String::new()],
    }
}

fn change_fields(change: &Change, decimals: Decimals) -> Vec<String> {
    let text =
        |number: Option<f64>| number.map_or_else(String::new, |number| decimals.write(number));
    vec![
        text(change.ratio()),
        decimals.write(change.before),
        text(change.usual.map(|usual| usual.low)),
        text(change.usual.map(|usual| usual.high)),
    ]
}

/// The text, with an apostrophe in front if a spreadsheet would take it for a formula.
#[must_use]
pub fn guarded(text: &str) -> String {
    match text.bytes().next() {
        Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r') => format!("'{text}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Row, Usual};

    fn table(cells: Vec<Cell>) -> Table {
        let row = Row::new(cells).grouped("=cmd()");
        Table {
            key: "t",
            title: "T".to_owned(),
            grouped_by: Some("group"),
            columns: vec![
                Column::new("tag", "tag", Kind::Tag),
                Column::new("lift", "lift", Kind::Lift),
                Column::new("change", "change", Kind::Change),
                Column::new("range", "range", Kind::Interval),
                Column::new("series", "by day", Kind::Series),
                Column::new("views", "views", Kind::Count).unmeasured(Some("nobody counts them")),
            ],
            rows: vec![row],
        }
    }

    #[test]
    fn cells_are_raw_and_guarded() {
        let usual = Some(Usual { low: 8.5, high: 13.0 });
        let cells = vec![
            Cell::Tag { label: "@home, \"sweet\"".to_owned(), name: "home".to_owned() },
            Cell::Lift(-0.25),
            Cell::Change(Change { now: 9.0, before: 12.0, usual }),
            Cell::Interval { low: 0.1, high: 0.2 },
            Cell::Series(vec![1.0]),
            Cell::Count(0),
        ];
        assert_eq!(
            csv(&table(cells), Separator::Comma),
            "group,tag,tag_label,lift,change,change_before,change_usual_low,change_usual_high,range_low,range_high,views\n\
             '=cmd(),home,\"'@home, \"\"sweet\"\"\",-0.25,-0.25,12,8.5,13,0.1,0.2,\n"
        );
    }

    #[test]
    fn for_excel_a_language_with_a_decimal_comma_has_semicolons_between_cells() {
        let cells = || {
            vec![
                Cell::Tag { label: "a, b".to_owned(), name: "home".to_owned() },
                Cell::Lift(-0.25),
                Cell::Change(Change { now: 9.0, before: 12.5, usual: None }),
                Cell::Interval { low: 0.1, high: 0.2 },
                Cell::Series(Vec::new()),
                Cell::Count(0),
            ]
        };
        let row = |language| {
            let text = csv_for_excel(&table(cells()), language);
            assert!(text.starts_with('\u{feff}'));
            text.lines().nth(1).unwrap().to_owned()
        };
        assert_eq!(row(Language::English), "'=cmd(),home,\"a, b\",-0.25,-0.28,12.5,,,0.1,0.2,");
        for language in &Language::ALL[1..] {
            assert_eq!(row(*language), "'=cmd();home;a, b;-0,25;-0,28;12,5;;;0,1;0,2;");
        }
    }

    #[test]
    fn what_is_absent_is_empty_and_keeps_its_place() {
        let absent = || Cell::Absent("why".to_owned());
        let cells = vec![absent(), absent(), absent(), absent(), absent(), absent()];
        let tsv = csv(&table(cells), Separator::Tab);
        let columns: Vec<usize> = tsv.lines().map(|line| line.split('\t').count()).collect();
        assert_eq!(columns, [11, 11]);
    }

    #[test]
    fn every_start_of_a_formula_is_guarded() {
        for start in ["=", "+", "-", "@", "\t", "\r"] {
            assert!(guarded(&format!("{start}1")).starts_with('\''));
        }
        assert_eq!(guarded("a=1"), "a=1");
        assert_eq!(guarded(""), "");
    }
}
