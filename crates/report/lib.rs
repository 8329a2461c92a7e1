//! Reports: counts become statistics, tables and charts, and those become text, CSV, JSON, Markdown, HTML
//! and XLSX.
//!
//! Owns what each report asks of the store, the statistics behind its numbers, and every format a
//! report is written in. Knows nothing of SQL, of files, of where a report is shown, and reads no
//! clock: the present is passed in. The same input gives the same bytes.
//!
//! ```
//! use mention::{Catalog, Counts, RuleSetId, Timestamp};
//! use report::{Book, Choice, Clock, Compare, Feed, Input, Language, Names, ReportName, ReportRequest, Zone};
//!
//! let now = Timestamp::from_seconds(1_795_304_407);
//! let clock = Clock { now, data: None };
//! let period = Choice::period("2026-W46")?.resolve(&Zone::parse("Europe/Berlin")?, clock)?;
//! let request = ReportRequest {
//!     name: ReportName::Tags,
//!     period,
//!     compare: Compare::Previous,
//!     tags: Vec::new(),
//!     names: Names::Hidden,
//!     language: Language::English,
//!     data_from: None,
//!     data_to: None,
//! };
//! let catalog = Catalog { rules: RuleSetId(0), entries: Vec::new() };
//! let book = Book::default();
//! let draft = report::draft(&request, &catalog, &book);
//! // Whoever has a store asks it `draft.questions()` and shows the draft the mentions it wants to read.
//! let answers: Vec<Counts> = draft.questions().iter().map(|_| Counts::default()).collect();
//! let input = Input {
//!     answers: &answers,
//!     people: &[],
//!     measures: &[],
//!     annotations: &[],
//!     catalog: &catalog,
//!     feed: Feed::default(),
//!     restated: None,
//!     sealed: None,
//!     version: "0.1.0",
//!     command: "tagline report tags --period 2026-W46 --tz Europe/Berlin",
//! };
//! let report = draft.build(&input);
//! assert_eq!(report.headline, "No mention was received in week 46, 9–15 Nov 2026.");
//! # Ok::<(), report::PeriodError>(())
//! ```
//!
//! Start reading at [`Draft`], then [`Report`]; each report is a file with its manual at its top.

mod advocates;
mod alerts;
mod behind;
mod best_times;
mod book;
mod campaigns;
mod catalog;
mod chart;
mod comparison;
mod competitors;
mod coverage;
mod csv;
mod document;
mod draft;
mod excerpt;
#[cfg(test)]
mod fixture;
mod footer;
#[cfg(test)]
mod golden;
mod hours;
mod html;
mod json;
mod kept;
mod language;
mod ledger;
mod markdown;
mod markup;
mod measured;
mod number;
mod period;
mod places;
mod questions;
mod request;
mod response;
mod restated;
mod rules;
mod say;
mod seal;
mod series;
mod sign;
pub mod stats;
mod success;
mod table;
mod tags;
mod tally;
mod terms;
mod text;
mod threads;
mod todo;
mod told;
mod trends;
mod watch;
mod xlsx;
mod zone;

pub use alerts::{Said, Spike};
pub use behind::{Behind, BehindError, Listing, Part, narrow, query};
pub use book::{AccountFacts, Book, CampaignFacts, ThemeFacts, Urgency};
pub use chart::{
    Chart, HeatChart, LineChart, MultiplesChart, Panel, Point, Shade, ShareBar, ShareChart,
    SharePart,
};
pub use csv::{Separator, csv, csv_for_excel, guarded};
pub use document::{Figure, Footer, Report, Section};
pub use draft::{Draft, draft};
pub use hours::Hours;
pub use html::{html, style, write_body, write_table};
pub use json::{json, json_lines, json_schema};
pub use language::{Language, Wording};
pub use markdown::markdown;
pub use markup::{Attribute, Markup};
pub use number::{counted, percented as percent};
pub use period::{Choice, Clock, Compare, Period, PeriodError};
pub use request::{Collects, Feed, Input, Names, ReportName, ReportRequest};
pub use restated::{Found, Restated};
pub use seal::Sealed;
pub use sign::{is_unseen, one_line, quieted, turning};
pub use table::{Cell, Change, Column, Direction, Kind, Row, Table, Usual};
pub use text::{Color, TextOptions, shown, text};
pub use watch::{Told, Watch, WatchSettings, WatchedHour, WatchedPeople, Watcher, watched};
pub use xlsx::{WorkbookError, xlsx};
pub use zone::Zone;
