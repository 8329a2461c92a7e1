//! Fields at paths that were told: a format of nobody we know.

use std::sync::Arc;

use super::tree::Tree;
use super::{Slot, Slots};

/// Which field of the native format stands where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping(Arc<[(Slot, String)]>);

impl Mapping {
    /// Reads pairs of a field's name and the path it stands at: `text` and `data.message`.
    ///
    /// # Errors
    ///
    /// The sentence to tell when a field is none of the native format.
    pub fn parse(fields: &[(String, String)]) -> Result<Self, String> {
        let known = |field: &str| {
            Slot::named(field).ok_or_else(|| {
                let fields: Vec<_> = Slot::ALL.iter().map(|slot| slot.name()).collect();
                format!("there is no field `{field}`; the fields are {}", fields.join(", "))
            })
        };
        let pair = |(field, path): &(String, String)| Ok((known(field)?, path.clone()));
        let pairs: Result<Vec<_>, String> = fields.iter().map(pair).collect();
        Ok(Self(pairs?.into()))
    }

    /// Whether nothing was told.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What `record` says: the fields named, and everything else as custom fields.
    pub(super) fn slots<'t>(&self, record: &'t Tree<'_>) -> Slots<'t> {
        let mut slots = Slots::new();
        for (slot, path) in &*self.0 {
            let value = record.at(path);
            // Of a field told twice the first that is there counts.
            if slots.is_empty(*slot) {
                slots.put(*slot, value);
            }
        }
        self.keep(&mut slots, record, "");
        slots
    }

    fn keep(&self, slots: &mut Slots<'_>, tree: &Tree<'_>, prefix: &str) {
        for (key, value) in tree.fields() {
            let path = if prefix.is_empty() { key.to_string() } else { format!("{prefix}.{key}") };
            if value.is_object() {
                self.keep(slots, value, &path);
            } else if !self.0.iter().any(|(_, told)| *told == path) {
                slots.custom(&path, value);
            }
        }
    }
}
