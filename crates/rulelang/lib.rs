//! Rule text in, a checked [`RuleSet`] or diagnostics out.
//!
//! Owns the query language and the rule files: reading, checking, printing. Must not know how
//! matching works. Reads no file itself: texts are handed in, includes come through a resolver.
//!
//! ```
//! use rulelang::{RuleSet, SourceFile};
//!
//! let text = "[[theme]]\nid = \"delivery\"\nquery = '(parcel OR shipment) late'\n";
//! let file = SourceFile { name: "a.rules.toml".into(), text: text.into() };
//! let (rules, findings) = RuleSet::read(&[file], &|_, _| Ok(Vec::new())).expect("it has no error");
//! assert!(findings.is_empty());
//! assert_eq!(rules.themes[0].query.to_string(), "(parcel OR shipment) late");
//!
//! let text = "[[theme]]\nid = \"delivery\"\nquery = '(parcel OR shipment late'\n";
//! let file = SourceFile { name: "a.rules.toml".into(), text: text.into() };
//! let findings = RuleSet::read(&[file], &|_, _| Ok(Vec::new())).unwrap_err();
//! assert_eq!(findings[0].code().name(), "unbalanced-bracket");
//! assert_eq!(findings[0].position(), (3, 10));
//! ```
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
mod days;
mod diagnostic;
pub mod dialect;
mod draft;
mod example;
mod expression;
mod field;
mod file;
mod fix;
mod format;
mod ids;
mod include;
mod keys;
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
mod schema;
mod set;
pub mod sheet;
mod snooze;
mod source;
mod syntax;
mod tables;
mod term;
mod upkeep;
mod window;

pub use ast::{Expr, Node, Value};
pub use check::check_query;
pub use condition::{
    Circle, Condition, Exactly, FieldTest, Flag, Glob, Has, Key, Measure, Near, Number, Part,
    Pattern, Range, Rectangle, Site, TextTest, TokenKeys, TokenTest, Track, Whose, Window, Worded,
    Words,
};
pub use diagnostic::{Code, Diagnostic, Edit, Fix, Label, Severity};
pub use expression::compile_regex;
pub use field::FieldName;
pub use fix::{Fixed, apply_fixes};
pub use format::format;
pub use include::Resolver;
pub use language::language_name;
pub use lower::address::address_of;
pub use lower::{Accents, Context, Settings, lower};
pub use parser::{Parsed, parse, parse_keyword};
pub use print::print;
pub(crate) use render::render;
pub use render::{positions, render_all};
pub use restate::in_words;
pub use ruleset::{
    Account, Brand, Campaign, Example, Exclude, Expect, Goal, Head, Metric, Per, Place, RuleSet,
    Theme, Urgency,
};
pub use schema::schema;
pub use snooze::snooze;
pub use source::{Finding, SourceFile};
pub use syntax::toml_mistakes;
pub use tables::Tables;
