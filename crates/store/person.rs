//! The key a person is counted by.

use std::fmt::Write;

use mention::Mention;

/// Writes the key of the author of `mention` into `key`: platform and author id, else platform and folded handle.
///
/// `false`, and nothing written, when neither is known: such a mention counts, but as nobody's.
pub(crate) fn write_key(mention: &Mention, key: &mut String) -> bool {
    key.clear();
    let Some(author) = &mention.author else { return false };
    let id = author.id.as_deref().filter(|id| !id.is_empty());
    let handle = author.handle.as_deref().map(|handle| handle.trim_start_matches('@'));
    match (id, handle.filter(|handle| !handle.is_empty())) {
        (Some(id), _) => write!(key, "{}#{id}", mention.platform),
        (None, Some(handle)) => write!(key, "{}@{}", mention.platform, handle.to_lowercase()),
        (None, None) => return false,
    }
    .expect("writing to a string does not fail");
    true
}
