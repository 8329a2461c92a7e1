//! Questions that analysts write themselves: one statement that reads, and its rows.

use crate::StoreError;

/// What a statement answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// What its columns are called.
    pub columns: Vec<String>,
    /// The rows, each with a value for each column.
    pub rows: Vec<Vec<Value>>,
    /// Whether there are more than were asked for.
    pub more: bool,
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing is known.
    Null,
    /// A number, as it is written.
    Number(String),
    /// Anything else, as text; bytes in hexadecimal digits.
    Text(String),
}

impl Value {
    /// The value as text; nothing is empty.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Null => "",
            Self::Number(text) | Self::Text(text) => text,
        }
    }
}

/// What is wrong with a statement, for who wrote it.
pub(crate) fn refused(what: impl Into<String>) -> StoreError {
    StoreError::Statement { what: what.into() }
}
