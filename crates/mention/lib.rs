//! The words every crate shares: what was said, by whom, where and when, and what became of it.
//!
//! Owns the model of a mention, the normal form its text is searched in, and the way back from that
//! form to the bytes as posted. Knows nothing of rules, of serde, of files or sockets; it reads no
//! clock, writes no log line, and allocates only what it returns.
//!
//! A mention takes one way through the workspace, and the types here are its stations:
//! [`Event`] (something happened to a mention) → [`Batch`] (events with the position they cover) →
//! [`Folded`] (the text as it is searched) → [`Tagged`] (tags, each saying who gave it and where) →
//! [`Outcome`] (a batch with its tags, ready to be counted) → [`Counts`] (what a report is made of).
//!
//! Start reading at [`Mention`], then [`fold`].

mod account;
mod batch;
mod canonical;
mod catalog;
mod character;
mod count;
mod entity;
pub mod fold;
#[cfg(test)]
mod json;
mod lang;
mod limits;
mod mention;
mod span;
mod tag;
mod time;
mod token;

pub use account::{Excluded, Facts, Role, Sentiment, Standing};
pub use batch::{
    Batch, Content, Event, Outcome, Part, Position, Record, Reject, RejectReason, Version, What,
};
pub use canonical::EventHash;
pub use catalog::{BrandRole, Catalog, Entry, EntryKind};
pub use count::{
    AuthorCount, Counts, DimensionCount, Dimensions, LedgerClass, LedgerCount, Question,
};
pub use entity::{Entity, EntityKind, entities, handle_name};
pub use fold::{Folded, KeyFolder, TermToken, fold, fold_key, term_tokens};
pub use lang::Lang;
pub use limits::Limits;
pub use mention::{Answered, Author, Engagement, Geo, Kind, Media, MediaKind, Mention, ReplyTo};
pub use span::{Field, LookIn, Span};
pub use tag::{Cause, Provenance, RuleSetId, Tag, TagName, Tagged};
pub use time::{Bucket, Day, Timestamp};
pub use token::{Script, Token, TokenKind};
