//! The file a rule goes into that no file has yet.

use std::collections::BTreeSet;

use super::Merge;
use crate::file::or_list;
use crate::sheet::Kind;

/// Files that a new rule could go into that are named, at most.
const HOMES_SHOWN: usize = 4;

impl Merge<'_> {
    /// The file that a new rule goes into.
    pub(super) fn home(&self, kind: Kind) -> Option<usize> {
        if let Some(into) = self.options.into {
            return self.files.iter().position(|file| file.name == into);
        }
        if self.files.len() == 1 {
            return Some(0);
        }
        let homes = self.homes(kind);
        homes.first().copied().filter(|_| homes.len() == 1)
    }

    /// The files that have rules of this kind.
    fn homes(&self, kind: Kind) -> BTreeSet<usize> {
        let of_kind = self.rules.iter().filter(|known| known.rule.kind == kind);
        of_kind.map(|known| known.file).collect()
    }

    /// The files a new rule of this kind could go into, for a sentence.
    pub(super) fn homes_named(&self, kind: Kind) -> String {
        let homes = self.homes(kind);
        let all: Vec<usize> = (0..self.files.len()).collect();
        let homes = if homes.is_empty() { all } else { homes.into_iter().collect() };
        if homes.len() > HOMES_SHOWN {
            return "one of several files".to_owned();
        }
        or_list(&homes.into_iter().map(|file| self.files[file].name.clone()).collect::<Vec<_>>())
    }
}
