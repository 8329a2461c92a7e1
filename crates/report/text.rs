//! A report for a terminal: aligned columns, as many as fit.

use unicode_width::UnicodeWidthStr;

use crate::say::{say, word};
use crate::sign::one_line;
use crate::{
    Cell, Change, Column, Direction, Figure, Kind, Report, Row, Section, Table, Wording, number,
};

#[cfg(test)]
mod tests;

/// How a report is written for a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextOptions {
    /// Columns of the terminal; columns of a table that do not fit are left out and named. No limit when absent.
    pub width: Option<usize>,
    /// Whether escape sequences may be used.
    pub color: Color,
}

/// Whether escape sequences may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    /// Bold and dim.
    Yes,
    /// Plain text.
    No,
}

/// Rows of a table without groups that are written; a longer one is only named.
const ROWS_MAX: usize = 62;
/// What lies between two columns.
const GAP: &str = "  ";
/// The least width of the names in the footer.
const NAME_MIN: usize = 11;
/// Steps a series may have; a longer one is thinned by adding neighbors up.
const SPARK_CHARACTERS_MAX: usize = 31;

/// Writes the report, ending with a line feed.
#[must_use]
pub fn text(report: &Report, options: TextOptions) -> String {
    let wording = Wording::of(report.language);
    let mut page = Page { out: String::new(), options, report, wording: &wording };
    let title = say!("{title}: {period}", title = report.title, period = report.period.label);
    page.bold(&wording.tell(&title));
    page.paragraph(&report.headline);
    if let Some(reason) = &report.refused {
        page.paragraph(reason);
    }
    page.figures();
    for section in &report.sections {
        page.section(section);
    }
    for note in &report.notes {
        page.item(note);
    }
    let footer = &report.footer;
    page.line("");
    let rules = footer.rules.to_string();
    let names = [
        (word("rules"), rules.as_str()),
        (word("version"), &footer.version),
        (word("time zone"), &footer.zone),
        (word("counting"), &footer.policy),
        (word("ledger"), &footer.ledger),
        (word("again with"), &footer.command),
    ];
    let names = names.map(|(name, value)| (wording.word(name), value));
    let width = names.iter().map(|(name, _)| name.width()).max().unwrap_or(0).max(NAME_MIN);
    for (name, value) in &names {
        let padding = " ".repeat(width - name.width());
        page.dim(&format!("{name}{padding} {value}"));
    }
    page.out
}

struct Page<'a> {
    out: String,
    options: TextOptions,
    report: &'a Report,
    wording: &'a Wording,
}

/// A table laid out: headings and cells as text, each column's width and side.
struct Grid {
    headings: Vec<String>,
    right: Vec<bool>,
    rows: Vec<(Option<String>, bool, Vec<String>)>,
    widths: Vec<usize>,
}

impl Page<'_> {
    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    fn styled(&mut self, code: &str, text: &str) {
        match self.options.color {
            Color::Yes => {
                let text = text.trim_end();
                self.line(&format!("\x1b[{code}m{text}\x1b[0m"));
            }
            Color::No => self.line(text),
        }
    }

    fn bold(&mut self, text: &str) {
        self.styled("1", text);
    }

    fn dim(&mut self, text: &str) {
        self.styled("2", text);
    }

    fn paragraph(&mut self, text: &str) {
        self.line("");
        for line in wrapped(text, self.options.width) {
            self.line(&line);
        }
    }

    fn item(&mut self, text: &str) {
        let width = self.options.width.map(|width| width.saturating_sub(2));
        self.line("");
        for (at, line) in wrapped(text, width).into_iter().enumerate() {
            self.line(&format!("{}{line}", if at == 0 { "* " } else { "  " }));
        }
    }

    fn figures(&mut self) {
        let (figures, wording) = (&self.report.figures, self.wording);
        if figures.is_empty() {
            return;
        }
        self.line("");
        let cells = |figure: &Figure| {
            let change = figure.change.as_ref();
            let beside = figure.beside.clone().unwrap_or_default();
            let usual = change.map_or_else(String::new, |change| usual_beside(change, wording));
            vec![
                figure.label.clone(),
                shown(&figure.value, wording),
                change.map_or_else(String::new, |change| moved(change, wording)),
                usual,
                beside,
                spark(&figure.series),
            ]
        };
        let rows = figures.iter().map(|figure| (None, false, cells(figure))).collect();
        let right = vec![false, true, true, false, false, false];
        let mut grid = Grid { headings: vec![String::new(); 6], right, rows, widths: Vec::new() };
        grid.measure();
        for (_, _, cells) in &grid.rows {
            let line = grid.aligned(cells);
            self.line(&line);
        }
    }

    fn section(&mut self, section: &Section) {
        self.line("");
        self.bold(&section.title);
        if let Some(lead) = &section.lead {
            for line in wrapped(lead, self.options.width) {
                self.line(&line);
            }
        }
        for table in section
            .tables
            .iter()
            .cloned()
            .chain(section.chart.iter().map(|chart| chart.table().told(self.wording)))
            .collect::<Vec<_>>()
        {
            self.line("");
            self.table(&table);
        }
    }

    fn table(&mut self, table: &Table) {
        if table.rows.len() > ROWS_MAX && table.grouped_by.is_none() {
            let rows = number::count(table.rows.len() as u64);
            let named =
                say!("{table}: {rows} rows, all in JSON and CSV", table = table.title, rows);
            self.dim(&self.wording.tell(&named));
            return;
        }
        let mut columns: Vec<usize> =
            (0..table.columns.len()).filter(|at| table.columns[*at].unmeasured.is_none()).collect();
        let mut left_out = Vec::new();
        let mut grid = Grid::of(table, &columns, self.wording);
        while self.options.width.is_some_and(|width| grid.width() > width) {
            let Some(at) = least_wanted(table, &columns) else { break };
            left_out.push(columns.remove(at));
            grid = Grid::of(table, &columns, self.wording);
        }
        let heading = grid.aligned(&grid.headings);
        self.dim(&heading);
        let mut group: Option<&String> = None;
        for (of, total, cells) in &grid.rows {
            if of.is_some() && of.as_ref() != group {
                self.line("");
                self.bold(of.as_deref().unwrap_or_default());
                group = of.as_ref();
            }
            let line = grid.aligned(cells);
            if *total { self.bold(&line) } else { self.line(&line) }
        }
        if !left_out.is_empty() {
            left_out.sort_unstable();
            let labels: Vec<&str> =
                left_out.iter().map(|at| table.columns[*at].label.as_str()).collect();
            let named = say!("no room for: {columns}", columns = labels.join(", "));
            self.dim(&self.wording.tell(&named));
        }
        for note in table.unmeasured() {
            for line in wrapped(&self.wording.tell(&note), self.options.width) {
                self.line(&line);
            }
        }
    }
}

/// The column to leave out next: the last that stands under another, then a series, then the last.
fn least_wanted(table: &Table, columns: &[usize]) -> Option<usize> {
    const COLUMNS_MIN: usize = 2;
    if columns.len() <= COLUMNS_MIN {
        return None;
    }
    let last = |wanted: &dyn Fn(&Column) -> bool| {
        columns.iter().rposition(|at| wanted(&table.columns[*at]))
    };
    last(&|column| column.under.is_some())
        .or_else(|| last(&|column| column.kind == Kind::Series))
        .or_else(|| Some(columns.len() - 1))
}

impl Grid {
    fn of(table: &Table, columns: &[usize], wording: &Wording) -> Self {
        let mut headings = Vec::new();
        let mut right = Vec::new();
        for at in columns {
            let column = &table.columns[*at];
            headings.push(column.label.clone());
            right.push(!matches!(column.kind, Kind::Text | Kind::Tag | Kind::Link | Kind::Series));
            if ranged(table, *at) {
                headings.push(wording.word(word("usual")));
                right.push(true);
            }
        }
        let rows = table
            .rows
            .iter()
            .map(|row| (row.group.clone(), row.total, row_cells(table, row, columns, wording)));
        let mut grid = Self { headings, right, rows: rows.collect(), widths: Vec::new() };
        grid.measure();
        grid
    }

    fn measure(&mut self) {
        let width = |at: usize| {
            let cells = self.rows.iter().map(|(_, _, cells)| cells[at].width());
            cells.chain([self.headings[at].width()]).max().unwrap_or(0)
        };
        self.widths = (0..self.headings.len()).map(width).collect();
    }

    fn width(&self) -> usize {
        self.widths.iter().sum::<usize>() + GAP.len() * self.widths.len().saturating_sub(1)
    }

    fn aligned(&self, cells: &[String]) -> String {
        let mut line = String::new();
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                line.push_str(GAP);
            }
            let padding = " ".repeat(self.widths[at] - cell.width());
            if self.right[at] {
                line.push_str(&padding);
                line.push_str(cell);
            } else {
                line.push_str(cell);
                line.push_str(&padding);
            }
        }
        line.trim_end().to_owned()
    }
}

/// Whether the column's changes have a usual range, which then is a column of its own.
fn ranged(table: &Table, at: usize) -> bool {
    table
        .rows
        .iter()
        .any(|row| matches!(&row.cells[at], Cell::Change(change) if change.usual.is_some()))
}

fn row_cells(table: &Table, row: &Row, columns: &[usize], wording: &Wording) -> Vec<String> {
    const INDENT: &str = "  ";
    let mut cells = Vec::new();
    for (place, at) in columns.iter().enumerate() {
        let mut cell = shown(&row.cells[*at], wording);
        if place == 0 {
            cell = format!("{}{cell}", INDENT.repeat(row.depth));
        }
        cells.push(cell);
        if ranged(table, *at) {
            cells.push(match &row.cells[*at] {
                Cell::Change(change) => usual(change, wording),
                _ => String::new(),
            });
        }
    }
    cells
}

/// A cell as people read it; a tag is called by its label.
#[must_use]
pub fn shown(cell: &Cell, wording: &Wording) -> String {
    wording.tell(&said(cell)).into_owned()
}

/// A cell as marked text.
pub(crate) fn said(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Link { text, .. } => one_line(text),
        Cell::Tag { label, .. } => one_line(label),
        Cell::Count(count) => number::count(*count),
        Cell::Mean(mean) => number::mean(*mean),
        Cell::Share { part, whole } => number::share(*part, *whole),
        Cell::Part(part) => number::percent(*part),
        Cell::Ratio(ratio) => number::rate(*ratio),
        Cell::Lift(lift) => number::signed(*lift),
        Cell::Interval { low, high } => {
            format!("{}–{}", number::percent(*low), number::percent(*high))
        }
        Cell::Effect { ratio, low, high } => number::effect(*ratio, *low, *high),
        Cell::Duration(seconds) => number::duration(*seconds),
        Cell::Change(change) => said_to_move(change),
        Cell::Series(values) => spark(values),
        Cell::Absent(_) => "–".to_owned(),
    }
}

/// `▲ +12%`: the arrow only outside the usual range, and never against the sign: what fell and is
/// still above its range says so in words, `−1.3%, yet above usual`.
pub(crate) fn moved(change: &Change, wording: &Wording) -> String {
    wording.tell(&said_to_move(change)).into_owned()
}

fn said_to_move(change: &Change) -> String {
    let ratio = match change.ratio() {
        Some(ratio) => number::signed(ratio),
        None if change.now > 0.0 => say!("new"),
        None => "–".to_owned(),
    };
    match (change.direction(), change.agrees()) {
        (Direction::Above, true) => format!("▲ {ratio}"),
        (Direction::Above, false) => say!("{ratio}, yet above usual", ratio),
        (Direction::Below, true) => format!("▼ {ratio}"),
        (Direction::Below, false) => say!("{ratio}, yet below usual", ratio),
        (Direction::Inside | Direction::Unknown, _) => ratio,
    }
}

/// `90–130`; empty when it is not known.
pub(crate) fn usual(change: &Change, wording: &Wording) -> String {
    change.usual.map_or_else(String::new, |usual| {
        let range = format!("{}–{}", number::mean(usual.low), number::mean(usual.high));
        wording.tell(&range).into_owned()
    })
}

/// `usual 90–130`; empty when it is not known.
pub(crate) fn usual_beside(change: &Change, wording: &Wording) -> String {
    match usual(change, wording) {
        unknown if unknown.is_empty() => unknown,
        range => wording.tell(&say!("usual {range}", range)).into_owned(),
    }
}

/// A series as eighths of a line, the greatest value full, zero the lowest.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 7")]
fn spark(values: &[f64]) -> String {
    const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let each = values.len().div_ceil(SPARK_CHARACTERS_MAX).max(1);
    let thinned: Vec<f64> = values.chunks(each).map(|chunk| chunk.iter().sum()).collect();
    let greatest = thinned.iter().copied().fold(0.0, f64::max);
    let level = |value: &f64| {
        if greatest > 0.0 { (value / greatest * 7.0).ceil() as usize } else { 0 }
    };
    thinned.iter().map(|value| LEVELS[level(value).min(7)]).collect()
}

/// Breaks at blanks so that no line is wider than `width`, if its words allow.
fn wrapped(text: &str, width: Option<usize>) -> Vec<String> {
    let width = width.unwrap_or(usize::MAX);
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().expect("there is always a line");
        if last.is_empty() {
            last.push_str(word);
        } else if last.width() + 1 + word.width() <= width {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}
