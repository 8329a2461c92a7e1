//! What a process tells over HTTP: pages for people, an API for programs, probes for machines.
//!
//! Owns the site ([`serve`]: reports, mentions, rules, health, as pages and as JSON), who may ask what, and the pages for
//! machines that watch a run ([`Ops`]: `/metrics`, `/livez`, `/readyz`, `/version`). It reads the store beside whoever
//! writes it. Must not know Kafka or where records come from: it is told what was done and where each part stands, and is
//! handed the rules as they change.
//!
//! ```
//! use std::collections::BTreeMap;
//! use std::time::Instant;
//!
//! use server::{About, Doing, Ops, Seen};
//!
//! let ops = Ops::new(About { version: "1.0.0".into(), ..About::default() });
//! let (records, doing) = (BTreeMap::new(), Doing::Waiting);
//! ops.see(&Seen { records: &records, batches: 0, fenced: 0, doing, parts: &[] }, Instant::now());
//! assert!(ops.metrics().contains("tagline_batches_total 0"));
//! ```
//!
//! Start reading at `route.rs`, the table of all addresses, then `site.rs`: what a page is made from. A page is a module
//! below `pages/`. For probes, start at [`Ops`], then `health.rs`: when a run is called ready.

mod access;
mod alert;
mod api;
mod assets;
mod cache;
mod error;
mod form;
mod guard;
mod health;
mod house;
mod json;
mod layout;
mod metrics;
mod ops;
mod packed;
mod pages;
mod parameters;
mod patient;
mod playground;
mod post;
mod probes;
mod readers;
mod reports;
mod restated;
mod route;
mod seal;
mod serve;
mod site;
#[cfg(test)]
mod tests;
mod uploads;
mod visitor;
mod workbench;
#[cfg(test)]
mod world;

pub use access::{Access, NewToken, Token, new_secret};
pub use alert::{
    Backtest, Desk, Doors, Form, Ground, Heard, MailSecurity, Mailbox, Passed, Quiet, Send, To,
    Trial, Weekly, What, backtest,
};
pub use health::PartSeen;
pub use metrics::{Doing, METRICS, Seen};
pub use ops::{About, Ops, Running, start};
pub use reports::report;
pub use seal::seal;
pub use serve::{Serving, serve};
pub use site::{Https, Rules, Settings};
pub use visitor::Role;
pub use workbench::{Decoded, Unwritten, Workbench, Written};
