//! The table of fields: names, aliases, and what each is compared with.

/// A field that is no text field, by its canonical name; `custom.NAME` is any extra column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldName(pub String);
