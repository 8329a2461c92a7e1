//! Rows for programs and spreadsheets: as CSV, TSV, lines of JSON, or aligned on a screen.

pub(crate) mod json;

use std::io::{self, Write};

use clap::ValueEnum;
use store::Value;

use crate::output;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowFormat {
    /// Aligned on a terminal, else tsv
    Auto,
    /// Aligned text
    Table,
    /// Commas between, with a line of headings
    Csv,
    /// Tabs between, with a line of headings
    Tsv,
    /// A JSON object a line
    Jsonl,
}

impl RowFormat {
    /// The format in use: what suits whoever reads standard output, unless one was named.
    pub(crate) fn resolved(self) -> Self {
        match self {
            Self::Auto if output::is_terminal() => Self::Table,
            Self::Auto => Self::Tsv,
            other => other,
        }
    }
}

/// Characters of a cell on a screen.
const CELL_MAX: usize = 60;

/// Writes rows one after the other.
pub(crate) struct Rows<W: Write> {
    format: RowFormat,
    columns: Vec<String>,
    out: W,
    /// Those on a screen, until all are known.
    held: Vec<Vec<String>>,
}

impl<W: Write> Rows<W> {
    /// Begins with the headings.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub(crate) fn begin(format: RowFormat, columns: Vec<String>, mut out: W) -> io::Result<Self> {
        let format = format.resolved();
        if let Some(separator) = separator(format) {
            let headings: Vec<String> = columns.iter().map(|name| report::guarded(name)).collect();
            line(&mut out, separator, &headings)?;
        }
        Ok(Self { format, columns, out, held: Vec::new() })
    }

    /// Writes a row with a value for each column. A text that a spreadsheet would take for a formula is guarded.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub(crate) fn row(&mut self, values: &[Value]) -> io::Result<()> {
        if let Some(separator) = separator(self.format) {
            let cells = values.iter().map(|value| match value {
                Value::Text(text) => report::guarded(text),
                other => other.as_str().to_owned(),
            });
            return line(&mut self.out, separator, &cells.collect::<Vec<_>>());
        }
        if self.format == RowFormat::Jsonl {
            return writeln!(self.out, "{}", json::object(&self.columns, values));
        }
        self.held.push(values.iter().map(|value| shown(value.as_str())).collect());
        Ok(())
    }

    /// Ends it.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub(crate) fn end(mut self) -> io::Result<()> {
        if self.format == RowFormat::Table {
            let headings: Vec<String> = self.columns.iter().map(|name| shown(name)).collect();
            self.held.insert(0, headings);
            let width = |at: usize| self.held.iter().map(|row| row[at].chars().count()).max();
            let widths: Vec<usize> =
                (0..self.columns.len()).map(|at| width(at).unwrap_or(0)).collect();
            for row in &self.held {
                let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
                writeln!(self.out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
            }
        }
        self.out.flush()
    }
}

const fn separator(format: RowFormat) -> Option<u8> {
    match format {
        RowFormat::Csv => Some(b','),
        RowFormat::Tsv => Some(b'\t'),
        RowFormat::Auto | RowFormat::Table | RowFormat::Jsonl => None,
    }
}

fn line(out: &mut impl Write, separator: u8, cells: &[String]) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(out);
    writer.write_record(cells).map_err(io::Error::other)?;
    writer.flush()
}

/// A text on one line of a screen, without what would move a terminal's cursor.
fn shown(text: &str) -> String {
    let text: String = text.chars().take(CELL_MAX + 1).collect();
    let mut line: String = report::one_line(&text).chars().take(CELL_MAX + 1).collect();
    if line.chars().count() > CELL_MAX {
        line.pop();
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use store::Value;

    use super::{RowFormat, Rows};

    #[track_caller]
    fn check(format: RowFormat, expected: &str) {
        let mut out = Vec::new();
        let columns = ["tag", "n"].map(ToOwned::to_owned).to_vec();
        let mut rows = Rows::begin(format, columns, &mut out).unwrap();
        let text = |text: &str| Value::Text(text.to_owned());
        rows.row(&[text("=cmd|'x'"), Value::Number("-3".to_owned())]).unwrap();
        rows.row(&[text("a,\"b\"\tc"), Value::Null]).unwrap();
        rows.end().unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn rows_are_written_as_each_reader_takes_them() {
        check(RowFormat::Csv, "tag,n\n'=cmd|'x',-3\n\"a,\"\"b\"\"\tc\",\n");
        check(RowFormat::Tsv, "tag\tn\n'=cmd|'x'\t-3\n\"a,\"\"b\"\"\tc\"\t\n");
        check(
            RowFormat::Jsonl,
            "{\"tag\":\"=cmd|'x'\",\"n\":-3}\n{\"tag\":\"a,\\\"b\\\"\\tc\",\"n\":null}\n",
        );
        check(RowFormat::Table, "tag       n\n=cmd|'x'  -3\na,\"b\" c\n");
    }
}
