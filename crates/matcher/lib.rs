//! Conditions in, an index out; mentions in, hits out.
//!
//! Owns how a checked query ([`rulelang::Condition`]) is decided on a mention, for tens of thousands
//! of queries at once. Must not know tags, counts or storage: a rule is its number.
//!
//! ```
//! use matcher::{Matcher, Scratch};
//! use mention::{Facts, Folded, LookIn, Mention};
//! use rulelang::{Condition, Key, Part, Pattern, TextTest, TokenTest, Track};
//!
//! let late = TokenTest { track: Track::Bare, key: Key::Is("late".into()), glued: false };
//! let pattern = Pattern::Phrase { parts: vec![Part::Token(late)], slop: 0 };
//! let rule = Condition::Text(TextTest { look_in: LookIn::DEFAULT, pattern });
//! let matcher = Matcher::new(&[rule])?;
//!
//! let mention = Mention { text: "Late again!".into(), ..Mention::default() };
//! let mut folded = Folded::default();
//! mention::fold(&mention, &mut folded);
//! let mut scratch = Scratch::default();
//! let hits = matcher.hits(&Facts::of(&mention), &folded, &mut scratch);
//! for hit in hits.iter() {
//!     assert_eq!(hit.rule, 0);
//!     assert_eq!(hits.spans(hit)[0].span.end, 4);
//! }
//! # Ok::<(), matcher::BuildError>(())
//! ```
//!
//! Start reading at [`Matcher`]; [`oracle`] says the same in the plainest words;
//! [`why`] says which part of a condition a mention meets, [`why_not`] which it does not.

mod condition;
mod door;
mod explain;
mod field;
mod found;
mod index;
mod inside;
mod literal;
mod matcher;
mod near;
pub mod oracle;
mod phrase;
mod plain;
mod posting;
mod program;
mod scratch;
mod start;
mod stretch;
mod substring;
mod whole;
mod wide;
mod window;

pub use explain::{Alternative, Fault, Reason, why, why_not};
pub use matcher::{BuildError, Matcher};
pub use scratch::{Hit, HitSpan, Hits, Scratch};
