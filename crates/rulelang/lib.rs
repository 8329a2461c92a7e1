//! Rule text in, a checked [`RuleSet`] or diagnostics out.
//!
//! Owns the query language and the rule files: reading, checking, printing. Must not know how
//! matching works. Reads no file itself: texts are handed in, includes come through a resolver.
//!
//! Start reading at [`Condition`], which is what a query means.

mod ast;
mod body;
mod campaign;
mod canonical;
pub mod catalog;
mod chars;
mod check;
mod condition;
mod diagnostic;
mod draft;
mod example;
mod field;
mod file;
mod ids;
mod include;
pub mod keys;
mod language;
mod lexer;
mod lower;
mod parser;
mod print;
mod quoted;
mod render;
mod restate;
mod rule;
mod ruleset;
mod set;
mod source;
mod syntax;
mod term;
mod window;

pub use ast::{Expr, Node, Value};
pub use check::check_query;
pub use condition::{
    Condition, FieldTest, Glob, Has, Is, Key, Near, Part, Pattern, Range, TextTest, TokenKeys,
    TokenTest, Track, Window,
};
pub use diagnostic::{Code, Diagnostic, Fix, Label, Severity};
pub use field::FieldName;
pub use include::Resolver;
pub use lower::{Accents, Context, Settings, lower};
pub use parser::{Parsed, parse, parse_keyword};
pub use print::print;
pub use render::render;
pub use ruleset::{
    Account, Brand, Campaign, Example, Exclude, Expect, Goal, Head, Metric, Per, Place, RuleSet,
    Theme, Urgency,
};
pub use source::{Finding, SourceFile};
