//! Batches in, the same batches with their tags out.
//!
//! Owns what a hit of the matcher means for a mention: who its author is to us, which brands it is
//! about (by its words, by being addressed, by where it stands), which themes go with which brand,
//! which campaigns count it, and whether an exclusion calls it noise. Runs the examples that authors
//! write beside their rules. Must not know where batches come from or go.
//!
//! ```
//! use mention::Mention;
//! use rulelang::{RuleSet, SourceFile};
//! use tagger::{Scratch, Tagger, Trial};
//!
//! let text = r##"
//! [[brand]]
//! id = "acme"
//! query = 'acme OR #acme'
//!
//! [[theme]]
//! id = "late"
//! per = "brand"
//! any = ["late", "still waiting"]
//! match = ["Still waiting for my parcel"]
//! "##;
//! let file = SourceFile { name: "acme.rules.toml".into(), text: text.into() };
//! let (rules, _) = RuleSet::read(&[file], &|_, _| Ok(Vec::new())).expect("it has no error");
//! let tagger = Tagger::new(rules, Trial::Silent)?; // runs the examples
//!
//! let mention = Mention { text: "#Acme is late again".into(), ..Mention::default() };
//! let tagged = tagger.tag_mention(&mention, &mut Scratch::default());
//! let tags: Vec<&str> = tagged.tags.iter().map(|tag| tag.name.as_str()).collect();
//! assert_eq!(tags, ["acme", "acme/late"]);
//! assert_eq!(mention.words(tagged.tags[1].spans[0]), "late");
//! # Ok::<(), tagger::Refused>(())
//! ```
//!
//! Start reading at [`Tagger::tag_mention`].

mod account;
mod brand;
mod cost;
mod example;
mod finding;
mod given;
mod reason;
mod review;
mod sample;
mod tag;
mod unfit;
mod why;

pub use cost::{Cost, Costs};
pub use example::{Branch, Came, Coverage, ExampleFailure, Found, Proof, coverage};
pub use reason::Reason;
pub use review::{Review, review};
pub use sample::sample;
pub use tag::{Refused, Scratch, Tagger, Trial};
pub use why::Miss;

#[cfg(test)]
mod tests;
