//! Where mentions, tags, counts and positions are kept, and how they are counted.
//!
//! Owns all SQL, the counting by difference, and the rule that a batch's tags, counts, ledger and
//! position change in one transaction or not at all. Knows nothing of rules, HTTP or Kafka; it reads
//! no clock: what needs the time is given it.
//!
//! ```
//! use mention::{Batch, Outcome, Part, Position, RuleSetId};
//! use store::{Commit, OpenOptions, Store};
//!
//! # let folder = std::env::temp_dir().join(format!("tagline-doc-{}", std::process::id()));
//! # std::fs::create_dir_all(&folder)?;
//! let mut store = Store::open(&folder.join("tagline.db"), &OpenOptions::default())?;
//! let rules = RuleSetId(1);
//! store.put_rules(rules, "", &mention::Catalog { rules, entries: vec![] })?;
//!
//! let part = Part { source: "file".into(), name: "posts.jsonl".into() };
//! let mut claim = store.claim(&part)?;
//! store.start(&mut claim, Position(0))?;
//! let batch = Batch { part, from: Position(0), to: Position(90), records: vec![] };
//! let outcome = Outcome { rules, batch, tagged: vec![] };
//! assert!(matches!(store.commit(&mut claim, &outcome)?, Commit::Done(_)));
//! assert_eq!(claim.next, Some(Position(90)));
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Start reading at [`Store`], then `difference.rs`: what a commit adds and takes.

mod address;
mod alert;
mod answer;
mod arrival;
mod ask;
mod catalog;
mod change;
mod copy;
mod difference;
mod erase;
mod error;
mod hand;
mod keep;
mod kept;
mod ledger;
mod measure;
mod names;
mod packed;
mod person;
mod plant;
mod position;
#[cfg(feature = "postgres")]
mod postgres;
mod recount;
mod row;
mod rows;
mod seal;
mod sqlite;
mod store;
mod stored;

pub use address::{is_server, masked};
pub use alert::{Delivery, DeliveryState, Judgment, Settling};
pub use catalog::RuleSetText;
pub use copy::Copied;
pub use erase::{Erased, Erasure};
pub use error::{Cause, StoreError};
pub use hand::{HandAction, HandTag, HandTagged};
pub use keep::{Keep, KeepMode, Swept};
pub use ledger::RejectSample;
pub use position::{Claim, Commit, CursorRow, Replay, Reset, ResetRow, TRIALS_FROM, Tally, Topic};
pub use recount::{Difference, Verification};
pub use rows::{Rows, Value};
pub use seal::{Seal, Since, State};
pub use store::{Access, OpenOptions, PageKey, Secret, Store};
pub use stored::StoredMention;
