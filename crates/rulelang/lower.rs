//! From what was written to what it means.

use std::collections::BTreeMap;

use mention::LookIn;

use crate::{Condition, Diagnostic, Node};

/// What a rule file says of all its queries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How accents are compared.
    pub accents: Accents,
    /// The fields searched unless a query names one.
    pub look_in: LookIn,
}

impl Default for Settings {
    fn default() -> Self {
        Self { accents: Accents::Smart, look_in: LookIn::DEFAULT }
    }
}

/// How accents are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Accents {
    /// A token without accents finds both spellings, one with an accent only the accented.
    #[default]
    Smart,
    /// Always as written.
    Exact,
    /// Never.
    Ignore,
}

/// What a query's meaning depends on besides its own text.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The file's settings.
    pub settings: Settings,
    /// The named lists: `{{name}}`.
    pub lists: &'a BTreeMap<String, Node>,
    /// The query of the brand a campaign is for: `{{brand}}`.
    pub brand: Option<&'a Node>,
}

/// Gives a query its meaning.
///
/// The condition is absent only when a finding is an error, or when a list or the brand's query has
/// an error of its own: those are found by lowering the list itself and are not told again at each use.
#[must_use]
pub fn lower(node: &Node, context: &Context<'_>) -> (Option<Condition>, Vec<Diagnostic>) {
    let _ = (node, context);
    (None, Vec::new())
}
