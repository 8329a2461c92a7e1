//! Files that were sent and looked at, kept until they are applied or others come.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_128;

/// Files that are kept; of more the oldest goes.
const FILES_MAX: usize = 4;

/// A file that somebody sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Staged {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// The files, by their marks.
#[derive(Default)]
pub(crate) struct Stage(Mutex<VecDeque<(String, Arc<Staged>)>>);

impl Stage {
    /// Keeps a file; the mark by which it is found again says what it holds.
    pub(super) fn put(&self, name: &str, bytes: &[u8]) -> String {
        let mark = format!("{:032x}", xxh3_128(bytes) ^ xxh3_128(name.as_bytes()));
        let file = Arc::new(Staged { name: name.to_owned(), bytes: bytes.to_vec() });
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.retain(|(known, _)| *known != mark);
        files.push_back((mark.clone(), file));
        if files.len() > FILES_MAX {
            files.pop_front();
        }
        mark
    }

    /// The file of this mark, while it is here.
    pub(super) fn get(&self, mark: &str) -> Option<Arc<Staged>> {
        let files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.iter().find(|(known, _)| known == mark).map(|(_, file)| Arc::clone(file))
    }
}

#[cfg(test)]
mod tests {
    use super::{FILES_MAX, Stage};

    #[test]
    fn a_file_is_found_by_its_mark_until_others_come() {
        let stage = Stage::default();
        let mark = stage.put("a.csv", b"late");
        assert_eq!(stage.put("a.csv", b"late"), mark, "the same is kept once");
        assert_ne!(stage.put("b.csv", b"late"), mark);
        assert_eq!(stage.get(&mark).unwrap().bytes, b"late");
        assert!(stage.get("").is_none());
        for number in 0..FILES_MAX {
            stage.put("c.csv", number.to_string().as_bytes());
        }
        assert!(stage.get(&mark).is_none());
    }
}
