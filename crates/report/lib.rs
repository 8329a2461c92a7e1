//! Reports: counts become statistics, tables and charts, and those become text, CSV, JSON and HTML.
//!
//! Owns what each report asks of the store, the statistics behind its numbers, and every format a
//! report is written in. Knows nothing of SQL, of files, of where a report is shown, and reads no
//! clock: the present is passed in. The same input gives the same bytes.
//!
//! ```
//! use mention::{Catalog, Counts, RuleSetId, Timestamp};
//! use report::{Choice, Clock, Compare, Feed, Input, ReportName, ReportRequest, Zone};
//!
//! let now = Timestamp::from_seconds(1_795_304_407);
//! let clock = Clock { now, data: None };
//! let period = Choice::period("2026-W46")?.resolve(&Zone::parse("Europe/Berlin")?, clock)?;
//! let request = ReportRequest {
//!     name: ReportName::Tags,
//!     period,
//!     compare: Compare::Previous,
//!     tags: Vec::new(),
//!     data_from: None,
//!     data_to: None,
//! };
//! let answers: Vec<Counts> = report::questions(&request).iter().map(|_| Counts::default()).collect();
//! let catalog = Catalog { rules: RuleSetId(0), entries: Vec::new() };
//! let input = Input {
//!     answers: &answers,
//!     catalog: &catalog,
//!     feed: Feed::default(),
//!     version: "0.1.0",
//!     command: "tagline report tags --period 2026-W46 --tz Europe/Berlin",
//! };
//! let report = report::build(&request, &input);
//! assert_eq!(report.headline, "No mention was received in week 46, 9–15 Nov 2026.");
//! # Ok::<(), report::PeriodError>(())
//! ```
//!
//! Start reading at [`questions`] and [`build`], then [`Report`]; each report is a file with its
//! manual at its top.

mod chart;
mod comparison;
mod competitors;
mod csv;
mod document;
#[cfg(test)]
mod fixture;
mod footer;
#[cfg(test)]
mod golden;
mod html;
mod json;
mod ledger;
mod markup;
mod measured;
mod number;
mod period;
mod request;
mod series;
pub mod stats;
mod table;
mod tags;
mod tally;
mod text;
mod zone;

pub use chart::{Chart, LineChart, MultiplesChart, Panel, Point, ShareBar, ShareChart, SharePart};
pub use csv::{Separator, csv};
pub use document::{Figure, Footer, Report, Section};
pub use html::{body, html, style};
pub use json::json;
pub use period::{Choice, Clock, Compare, Period, PeriodError};
pub use request::{Collects, Feed, Input, ReportName, ReportRequest, questions};
pub use table::{Cell, Change, Column, Direction, Kind, Row, Table, Usual};
pub use text::{Color, TextOptions, text};
pub use zone::Zone;

/// Makes the report that was asked for from what the store answered.
///
/// The answers are those of [`questions`], in that order; one that is missing counts as empty.
#[must_use]
pub fn build(request: &ReportRequest, input: &Input<'_>) -> Report {
    match request.name {
        ReportName::Tags => tags::build(request, input),
        ReportName::Competitors => competitors::build(request, input),
        ReportName::Ledger => ledger::build(request, input),
    }
}
