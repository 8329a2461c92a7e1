//! What a text says about itself: its language, the feeling it shows, whether it asks something.
//!
//! Owns detection, and the word lists and models it rests on. Must not know rules or where mentions are kept.
//! What a source states comes first: only what it leaves open is found out, and what has no evidence stays open.
//!
//! ```
//! use enrich::{Enricher, Parts, Scratch};
//! use mention::{Folded, Mention, Sentiment, fold};
//!
//! let enricher = Enricher::new(Parts::default(), &[("war zone".to_owned(), 0.0)]);
//! let (mut folded, mut scratch) = (Folded::default(), Scratch::default()); // one for many mentions
//! let mut read = |text: &str| {
//!     let mention = Mention { text: text.to_owned(), ..Mention::default() };
//!     fold(&mention, &mut folded);
//!     enricher.enrich(&mention, &folded, &mut scratch)
//! };
//!
//! let late = read("Mitt paket är fortfarande försenat, och ingen svarar. När kommer det?");
//! assert_eq!(late.lang.unwrap().as_str(), "sv");
//! assert_eq!(late.sentiment, Some(Sentiment::Negative));
//! assert_eq!(late.question, Some(true));
//!
//! let plain = read("The parcel comes on Tuesday at noon.");
//! assert_eq!((plain.sentiment, plain.question), (None, Some(false)));
//! ```
//!
//! Start reading at [`Enricher::enrich`].

mod beginning;
mod enricher;
mod exception;
mod language;
mod lexicon;
mod question;
mod sentiment;
mod unit;
mod vader;

pub use enricher::{Enriched, Enricher, Parts, Scratch};

#[cfg(test)]
mod tests;
