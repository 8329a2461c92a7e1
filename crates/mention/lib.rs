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
//! ```
//! use mention::{EntityKind, Folded, Mention, TokenKind, fold, term_tokens};
//!
//! let text = "Bäst i stan! @Fika_Sthlm 👍🏽 東京";
//! let mention = Mention { text: text.to_owned(), ..Mention::default() };
//! let mut folded = Folded::default(); // one for many mentions
//! fold(&mention, &mut folded);
//!
//! let keys: Vec<_> = folded.tokens().iter().map(|t| (t.position, folded.bare(t))).collect();
//! assert_eq!(keys, [
//!     (0, "bast"), (1, "i"), (2, "stan"),
//!     (3, "fika_sthlm"), (3, "fika_sthlm"), // the handle, and its body as a word
//!     (4, "👍"), (5, "東"), (6, "京"),
//! ]);
//! let handle = folded.tokens()[3];
//! assert_eq!(handle.kind, TokenKind::Entity(EntityKind::Handle));
//! assert_eq!(&text[handle.start as usize..handle.end as usize], "@Fika_Sthlm");
//!
//! // A rule's words are folded by the same function.
//! assert_eq!(term_tokens("BÄST")[0].exact, folded.exact(&folded.tokens()[0]));
//! ```
//!
//! Start reading at [`Mention`], then [`fold`](fold()).

mod account;
mod alert;
mod batch;
mod bytes;
mod canonical;
mod catalog;
mod character;
mod count;
mod country;
mod entity;
pub mod fold;
#[cfg(test)]
mod json;
mod kept;
mod lang;
mod limits;
mod measure;
mod mention;
mod mentions_of;
mod settled;
mod span;
mod tag;
mod time;
mod token;

pub use account::{Excluded, Facts, Role, Sentiment, Standing};
pub use alert::{Alert, AlertKind, Driver, Grade, Graded, JudgedStep};
pub use batch::{
    Batch, Content, Event, Outcome, Part, Position, Record, Reject, RejectReason, Version, What,
};
pub use canonical::EventHash;
pub use catalog::{BrandRole, Catalog, Entry, EntryKind};
pub use count::{
    AuthorCount, Counts, DimensionCount, Dimensions, LedgerClass, LedgerCount, PeopleBy,
    PeopleCount, Question,
};
pub use country::{Continent, Country};
pub use entity::{Entity, EntityKind, entities, handle_name};
pub use fold::{Folded, KeyFolder, TermToken, fold, fold_key, fold_texts, fold_words, term_tokens};
pub use kept::{Kept, PeopleQuestion, PersonDays, Sample};
pub use lang::Lang;
pub use limits::Limits;
pub use measure::{Annotation, Decimal, Measure, Scope};
pub use mention::{
    Answered, Author, Engagement, Geo, Kind, Media, MediaKind, Mention, ReplyTo, platform_key,
};
pub use mentions_of::{KindOf, Known, MentionsOf};
pub use settled::{Settled, Settlement};
pub use span::{Field, LookIn, Span};
pub use tag::{Cause, Provenance, RuleSetId, Tag, TagName, Tagged};
pub use time::{Bucket, Day, Timestamp};
pub use token::{Script, Token, TokenKind};
