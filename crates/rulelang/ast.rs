//! A query as it was written: what the parser makes, the printer prints and [`lower`](crate::lower()) gives meaning.

use std::ops::Range;

use mention::{EntityKind, Field};

use crate::field::FieldName;

/// A part of a query and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub expr: Expr,
    /// The bytes of the query it was read from, brackets around it left out.
    pub span: Range<usize>,
}

/// What a part of a query is. Brackets leave no trace but the tree's shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// One of these; two or more.
    Or(Vec<Node>),
    /// Each of these; two or more.
    And(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// `left NEAR/distance right`.
    Near {
        /// One side.
        left: Box<Node>,
        /// The other.
        right: Box<Node>,
        /// Tokens between at most.
        distance: u32,
        /// `f` or `ONEAR`: `left` stands first.
        ordered: bool,
    },
    /// `(a b c)~extra`: two or more in one stretch of text.
    Window {
        /// What stands there.
        operands: Vec<Node>,
        /// Tokens that belong to none, at most.
        extra: u32,
    },
    /// A word as written, wildcards and inner punctuation included, or a run of emoji: NFC, with straight apostrophes.
    Word(String),
    /// Words in quotes, with what was escaped taken back; `"a b"~n` has a slop.
    Phrase {
        /// What stands between the quotes.
        text: String,
        /// The `n` of `~n`.
        slop: Option<u32>,
    },
    /// `{exact letters}` or `raw:`.
    Literal(String),
    /// `{{name}}`.
    Macro(String),
    /// `#tag`, `@name`, `$SYM`.
    Entity {
        /// Which of the three.
        kind: EntityKind,
        /// Its name without the sign, as written, `*` included.
        name: String,
    },
    /// `title:(…)`: a query on one text field.
    In {
        /// Which field.
        field: Field,
        /// What is looked for there.
        query: Box<Node>,
    },
    /// A test on a field.
    Field {
        /// Which field.
        field: FieldName,
        /// What it is compared with.
        value: Value,
    },
}

/// What a field is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A word or a phrase.
    Text(String),
    /// `[a TO b]`, `a..b`; an open end is absent.
    Range(Option<String>, Option<String>),
    /// `[a b c]`: a place in the world.
    List(Vec<String>),
}
