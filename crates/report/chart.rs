//! Charts as data: what is drawn, and the table beneath that says the same.

mod heat;
mod line;
mod multiples;
mod shares;
pub(crate) mod spark;
mod svg;

use crate::markup::Markup;
use crate::say::{formed, say, word, words};
use crate::{Cell, Column, Kind, Row, Table, Usual, Wording};

/// What the band of most lines is.
pub(crate) const USUAL: &str = word("usual range");

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub enum Chart {
    /// One number over time.
    Line(LineChart),
    /// Parts of a whole, side by side.
    Shares(ShareChart),
    /// One small chart for each of several, all on one scale.
    Multiples(MultiplesChart),
    /// A number for each hour of the week.
    Heat(HeatChart),
}

/// One number over time, with what is usual or what was before.
#[derive(Clone, Debug, PartialEq)]
pub struct LineChart {
    /// Its name in JSON.
    pub key: &'static str,
    /// The finding, in ten words or fewer.
    pub title: String,
    /// What is drawn, for those who cannot see it.
    pub description: String,
    /// What is counted.
    pub unit: String,
    /// What one point stands for: `day`.
    pub step: &'static str,
    /// What the period before is called, where its points are drawn.
    pub before: Option<String>,
    /// What the band around the points is: `usual range`.
    pub band: &'static str,
    /// A stretch of the points that is set off from the others.
    pub shade: Option<Shade>,
    /// The points in the order of time.
    pub points: Vec<Point>,
}

/// A stretch of points that is set off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shade {
    /// What it is.
    pub label: String,
    /// The numbers of its first point and of the first after it.
    pub points: (usize, usize),
}

/// A point of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// When: `Mon 9 Nov`.
    pub label: String,
    /// How much.
    pub value: f64,
    /// How much is usual then.
    pub usual: Option<Usual>,
    /// How much there was in the period before.
    pub before: Option<f64>,
    /// What happened then, as somebody wrote it down.
    pub note: Option<String>,
    /// Whether too little of what was said then could be read: it is hatched, and no mean has it.
    pub gap: bool,
}

impl Point {
    /// Adds to what happened then.
    pub(crate) fn add_note(&mut self, text: &str) {
        self.note = Some(match self.note.take() {
            Some(before) => format!("{before}; {text}"),
            None => text.to_owned(),
        });
    }
}

/// Parts of a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareChart {
    /// Its name in JSON.
    pub key: &'static str,
    /// The finding, in ten words or fewer.
    pub title: String,
    /// What is drawn, for those who cannot see it.
    pub description: String,
    /// The bars, each a whole.
    pub bars: Vec<ShareBar>,
    /// The parts each bar has, in order.
    pub parts: Vec<SharePart>,
}

/// One bar: a whole and its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareBar {
    /// What is shared out: `mentions`.
    pub label: String,
    /// How much each part has.
    pub values: Vec<u64>,
}

/// What a part of a bar stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharePart {
    /// Its label.
    pub label: String,
    /// Whether it is our own, which is drawn in the accent color.
    pub own: bool,
}

/// Small charts on one scale.
#[derive(Clone, Debug, PartialEq)]
pub struct MultiplesChart {
    /// Its name in JSON.
    pub key: &'static str,
    /// The finding, in ten words or fewer.
    pub title: String,
    /// What is drawn, for those who cannot see it.
    pub description: String,
    /// When each point is.
    pub labels: Vec<String>,
    /// The charts, twelve at most.
    pub panels: Vec<Panel>,
}

/// One of several small charts.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// What it is of.
    pub part: SharePart,
    /// Part and whole at each label.
    pub values: Vec<(u64, u64)>,
}

/// The days of the week as charts write them.
pub(crate) const WEEKDAYS: [&str; 7] =
    [word("Mon"), word("Tue"), word("Wed"), word("Thu"), word("Fri"), word("Sat"), word("Sun")];

/// A number for each hour of the week, in the report's zone.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatChart {
    /// Its name in JSON.
    pub key: &'static str,
    /// The finding, in ten words or fewer.
    pub title: String,
    /// What is drawn, for those who cannot see it.
    pub description: String,
    /// What the numbers are.
    pub unit: String,
    /// 168 numbers, Monday's first hour first; `None` where nothing is known.
    pub values: Vec<Option<f64>>,
}

impl HeatChart {
    /// The least and the greatest number.
    fn range(&self) -> (f64, f64) {
        let known = || self.values.iter().flatten().copied();
        (known().fold(f64::INFINITY, f64::min), known().fold(0.0, f64::max))
    }

    fn table(&self) -> Table {
        let mut columns = vec![Column::new("hour", "hour", Kind::Text)];
        columns.extend(
            ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
                .into_iter()
                .zip(WEEKDAYS)
                .map(|(key, label)| Column::new(key, label, Kind::Mean)),
        );
        let row = |hour: usize| {
            let mut cells = vec![Cell::Text(format!("{hour:02}:00"))];
            cells.extend((0..7).map(|day| {
                let value = self.values[day * 24 + hour];
                value.map_or_else(|| Cell::Absent(say!("nothing is known")), Cell::Mean)
            }));
            Row::new(cells)
        };
        Table::new(self.key, &self.unit, columns, (0..24).map(row).collect())
    }
}

/// A number in the little room of a field: `1.3`, `12`.
fn short(value: f64) -> String {
    if value >= 10.0 { format!("{value:.0}") } else { formed("fixed1", value) }
}

impl Chart {
    /// The chart's name in JSON.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Line(chart) => chart.key,
            Self::Shares(chart) => chart.key,
            Self::Multiples(chart) => chart.key,
            Self::Heat(chart) => chart.key,
        }
    }

    /// The finding.
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            Self::Line(chart) => &chart.title,
            Self::Shares(chart) => &chart.title,
            Self::Multiples(chart) => &chart.title,
            Self::Heat(chart) => &chart.title,
        }
    }

    /// What is drawn, for those who cannot see it.
    #[must_use]
    pub fn description(&self) -> &str {
        match self {
            Self::Line(chart) => &chart.description,
            Self::Shares(chart) => &chart.description,
            Self::Multiples(chart) => &chart.description,
            Self::Heat(chart) => &chart.description,
        }
    }

    /// Draws the chart as SVG.
    pub(crate) fn draw(&self, wording: &Wording, markup: &mut Markup) {
        match self {
            Self::Line(chart) => line::draw(chart, wording, markup),
            Self::Shares(chart) => shares::draw(chart, wording, markup),
            Self::Multiples(chart) => multiples::draw(chart, wording, markup),
            Self::Heat(chart) => heat::draw(chart, wording, markup),
        }
    }

    /// The table that says the same.
    #[must_use]
    pub fn table(&self) -> Table {
        match self {
            Self::Line(chart) => chart.table(),
            Self::Shares(chart) => chart.table(),
            Self::Multiples(chart) => chart.table(),
            Self::Heat(chart) => chart.table(),
        }
    }
}

impl LineChart {
    /// What is written beside the numbers of its marks: `1: price change (Mon 9 Nov)`.
    pub(crate) fn notes(&self) -> Vec<String> {
        let noted =
            self.points.iter().filter_map(|point| Some((&point.label, point.note.as_ref()?)));
        (1..).zip(noted).map(|(at, (label, note))| format!("{at}: {note} ({label})")).collect()
    }

    fn table(&self) -> Table {
        let usual = self.points.iter().any(|point| point.usual.is_some());
        let noted = self.points.iter().any(|point| point.note.is_some());
        let before = self.points.iter().any(|point| point.before.is_some());
        let mut columns = vec![
            Column::new("at", self.step, Kind::Text),
            Column::new("value", &self.unit, Kind::Mean),
        ];
        if before {
            let label = self.before.as_deref().unwrap_or("before");
            columns.push(Column::new("before", label, Kind::Mean));
        }
        if usual {
            let (low, high) = if self.band == USUAL {
                (word("usual from"), word("usual to"))
            } else {
                (word("95% from"), word("95% to"))
            };
            columns.push(Column::new("usual_low", low, Kind::Mean));
            columns.push(Column::new("usual_high", high, Kind::Mean));
        }
        if noted {
            columns.push(Column::new("note", "what happened", Kind::Text));
        }
        let number = |value: Option<f64>| {
            value.map_or_else(|| Cell::Absent(say!("not listened to")), Cell::Mean)
        };
        let row = |point: &Point| {
            let mut cells = vec![Cell::Text(point.label.clone()), Cell::Mean(point.value)];
            if before {
                cells.push(number(point.before));
            }
            if usual {
                cells.push(number(point.usual.map(|usual| usual.low)));
                cells.push(number(point.usual.map(|usual| usual.high)));
            }
            if noted {
                cells.push(
                    point.note.as_ref().map_or_else(|| Cell::absent("nothing noted"), Cell::text),
                );
            }
            Row::new(cells)
        };
        Table {
            key: self.key,
            title: say!("{unit} by {step}", unit = words(&self.unit), step = words(self.step)),
            grouped_by: None,
            columns,
            rows: self.points.iter().map(row).collect(),
        }
    }
}

impl ShareChart {
    fn table(&self) -> Table {
        let columns = vec![
            Column::new("of", "of", Kind::Text),
            Column::new("brand", "brand", Kind::Text),
            Column::new("count", "count", Kind::Count),
            Column::new("share", "share", Kind::Share),
        ];
        let mut rows = Vec::new();
        for bar in &self.bars {
            let whole = bar.values.iter().sum();
            for (part, value) in self.parts.iter().zip(&bar.values) {
                let cells = vec![
                    Cell::Text(bar.label.clone()),
                    Cell::Text(part.label.clone()),
                    Cell::Count(*value),
                    Cell::share(*value, whole, "there are none"),
                ];
                rows.push(Row::new(cells));
            }
        }
        Table { key: self.key, title: "Shares".to_owned(), grouped_by: None, columns, rows }
    }
}

impl MultiplesChart {
    fn table(&self) -> Table {
        let columns = vec![
            Column::new("at", "week", Kind::Text),
            Column::new("brand", "brand", Kind::Text),
            Column::new("mentions", "mentions", Kind::Count),
            Column::new("share", "share", Kind::Share),
        ];
        let mut rows = Vec::new();
        for (at, label) in self.labels.iter().enumerate() {
            for panel in &self.panels {
                let (part, whole) = panel.values[at];
                let cells = vec![
                    Cell::Text(label.clone()),
                    Cell::Text(panel.part.label.clone()),
                    Cell::Count(part),
                    Cell::share(part, whole, "no brand was mentioned"),
                ];
                rows.push(Row::new(cells));
            }
        }
        Table { key: self.key, title: "Share by week".to_owned(), grouped_by: None, columns, rows }
    }
}
