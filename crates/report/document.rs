//! A finished report, before it is written down in any format.

use mention::RuleSetId;

use crate::{Cell, Change, Chart, Period, ReportName, Table};

/// A report: every number it shows, and every word beside them.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Which report it is.
    pub name: ReportName,
    /// Its title.
    pub title: String,
    /// One sentence that says what happened.
    pub headline: String,
    /// The period it is about.
    pub period: Period,
    /// The period it is compared with.
    pub compared: Option<Period>,
    /// Why it cannot be made; it has no figures and sections then.
    pub refused: Option<String>,
    /// The numbers that come first.
    pub figures: Vec<Figure>,
    /// What follows, in order.
    pub sections: Vec<Section>,
    /// What a reader must know to read the numbers right.
    pub notes: Vec<String>,
    /// Where the numbers come from.
    pub footer: Footer,
}

impl Report {
    /// Its tables in order, those behind its charts last.
    #[must_use]
    pub fn tables(&self) -> Vec<Table> {
        let mut tables: Vec<Table> =
            self.sections.iter().flat_map(|section| &section.tables).cloned().collect();
        tables.extend(
            self.sections.iter().filter_map(|section| section.chart.as_ref()).map(Chart::table),
        );
        tables
    }
}

/// A number that comes first.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its name in JSON.
    pub key: &'static str,
    /// What it counts.
    pub label: String,
    /// The number.
    pub value: Cell,
    /// What it is of, or what stands beside it: `of 1,204 mentions with a known author`.
    pub beside: Option<String>,
    /// How it moved.
    pub change: Option<Change>,
    /// Its course over the period; empty where there is none.
    pub series: Vec<f64>,
}

/// A part of a report: a chart, then tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// What it is about.
    pub title: String,
    /// What is to be known before reading it.
    pub lead: Option<String>,
    /// Its chart.
    pub chart: Option<Chart>,
    /// Its tables.
    pub tables: Vec<Table>,
}

/// Where the numbers of a report come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footer {
    /// The rules the labels are of.
    pub rules: RuleSetId,
    /// The program's version.
    pub version: String,
    /// What counts how.
    pub policy: String,
    /// The zone days are cut in.
    pub zone: String,
    /// What became of the records of the period.
    pub ledger: String,
    /// The command that makes this report again.
    pub command: String,
}
