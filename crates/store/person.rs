//! The key a person is counted by.

use mention::{Author, Mention, fold_key};

/// Appends the key of the author of `mention` to `key`: platform and author id, else platform and folded handle.
///
/// `false`, and nothing appended, when neither is known: such a mention counts, but as nobody's.
pub(crate) fn write_key(mention: &Mention, key: &mut String) -> bool {
    let Some(author) = &mention.author else { return false };
    let id = author.id.as_deref().filter(|id| !id.is_empty());
    let handle = author.handle.as_deref().map(|handle| handle.trim_start_matches('@'));
    match (id, handle.filter(|handle| !handle.is_empty())) {
        (Some(id), _) => {
            key.push_str(&mention.platform);
            key.push('#');
            key.push_str(id);
        }
        (None, Some(handle)) => {
            key.push_str(&mention.platform);
            key.push('@');
            push_folded(handle, key);
        }
        (None, None) => return false,
    }
    true
}

/// Every key that an author on `platform` could be counted by: that of the id, and that of the handle.
pub(crate) fn keys(platform: &str, author: &Author) -> Vec<String> {
    let id = author.id.as_deref().filter(|id| !id.is_empty());
    let handle = author.handle.as_deref().map(|handle| handle.trim_start_matches('@'));
    let by_id = id.map(|id| format!("{platform}#{id}"));
    let by_handle = handle.filter(|handle| !handle.is_empty()).map(|handle| {
        let mut key = format!("{platform}@");
        push_folded(handle, &mut key);
        key
    });
    by_id.into_iter().chain(by_handle).collect()
}

/// Appends the key by which handles are compared; most are plain ASCII, which needs no tables.
fn push_folded(handle: &str, key: &mut String) {
    if handle.is_ascii() {
        let start = key.len();
        key.push_str(handle);
        key[start..].make_ascii_lowercase();
    } else {
        key.push_str(&fold_key(handle).0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_comes_before_the_handle_and_nobody_has_no_key() {
        let check = |id: Option<&str>, handle: Option<&str>, expected: Option<&str>| {
            let author = Author {
                id: id.map(Into::into),
                handle: handle.map(Into::into),
                ..Author::default()
            };
            let mention =
                Mention { platform: "twitter".into(), author: Some(author), ..Mention::default() };
            let mut key = String::new();
            let known = write_key(&mention, &mut key);
            assert_eq!(known.then_some(key.as_str()), expected);
        };
        check(Some("7"), Some("Kim"), Some("twitter#7"));
        check(None, Some("@Kim_X"), Some("twitter@kim_x"));
        check(Some(""), Some("ＫＩＭ"), Some("twitter@kim"));
        check(Some(""), Some("@"), None);
        check(None, None, None);
        assert!(!write_key(&Mention::default(), &mut String::new()));
    }
}
