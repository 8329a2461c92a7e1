//! Query text to tree: never fails, never stops at the first mistake.

use crate::{Diagnostic, Node};

/// What could be read of a query, and what there is to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The query; absent when nothing was left to read. Only fit for use when no finding is an error.
    pub node: Option<Node>,
    /// All findings, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a query.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    let _ = text;
    Parsed { node: None, diagnostics: Vec::new() }
}

/// Reads a line of the simple form: a phrase without operators, wildcards or fields, or a lone `#tag`, `@name`, `$SYM` or emoji.
#[must_use]
pub fn parse_keyword(line: &str) -> Parsed {
    let _ = line;
    Parsed { node: None, diagnostics: Vec::new() }
}
