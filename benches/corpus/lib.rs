//! What the benches read, and where they leave what came out: posts and rules made from a seed, the same on every
//! machine, and real posts beside them.
//!
//! [`Statistics`] are measured on real posts and kept in `statistics.tsv`, numbers only. [`posts`] makes
//! posts that have the same; [`real_posts`] reads the real ones where there are any. Rules are made by one
//! procedure for both: from the [`Vocabulary`] of the posts they will be asked of.
//!
//! ```
//! use corpus::{Profile, Statistics, Vocabulary, posts, rules};
//!
//! let posts = posts(&Statistics::kept(), 200, 1);
//! let rules = rules(&Vocabulary::of(&posts), Profile::Real, 10, 2);
//! assert_eq!((posts.len(), rules.len()), (200, 10));
//! ```

mod budget;
mod chance;
mod measure;
mod page;
mod plot;
mod post;
mod real;
mod record;
mod results;
mod rule;
mod statistics;
mod vocabulary;
mod word;

pub use chance::Chance;
pub use measure::measure;
pub use page::{check_page, write_page};
pub use post::{posts, posts_without_end};
pub use real::real_posts;
pub use record::{themes, write_posts};
pub use results::Results;
pub use rule::{Group, Profile, Rule, literals, rule_file, rules};
pub use statistics::{Gap, Mark, Statistics, Style, Writing};
pub use vocabulary::{Vocabulary, canonical};

#[cfg(test)]
mod tests;
