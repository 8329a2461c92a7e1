//! Rule text in, a checked [`RuleSet`] or diagnostics out.
//!
//! Owns the query language and the rule files: reading, checking, printing. Must not know how
//! matching works. Reads no file itself: texts are handed in, includes come through a resolver.
//!
//! Start reading at [`Condition`], which is what a query means.

mod condition;
mod ruleset;

pub use condition::{
    Condition, FieldTest, Glob, Has, Is, Key, Near, Part, Pattern, Range, TextTest, TokenKeys,
    TokenTest, Track, Window,
};
pub use ruleset::{
    Account, Brand, Campaign, Example, Exclude, Expect, Head, Per, Place, RuleSet, Theme,
};
