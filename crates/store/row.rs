//! A mention's row: its state as a database holds it.

use crate::difference::{Contribution, Given, Post, Standpoint, effective};
use crate::hand::Decision;
use crate::names::Names;

/// What is stored of one mention.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    /// Its latest event and its earliest post.
    pub standpoint: Standpoint,
    /// What its latest version counts; `None` for a tombstone, and for one only tagged by hand so far.
    pub post: Option<Post>,
    /// Its tags as counted, sorted.
    pub tags: Vec<Given>,
    /// What rules and source gave it, where people gave or took tags; `None` where they did not, and
    /// `tags` says it all.
    pub given: Option<Vec<Given>>,
    /// The number of its text, where kept; only SQLite numbers texts.
    pub text: Option<i64>,
}

impl Row {
    /// What it adds to the counts.
    pub(crate) fn contribution(&self, names: &Names) -> Option<Contribution> {
        let (_, published_at) = self.standpoint.first?;
        let post = self.post.as_ref()?;
        Some(Contribution::of(post, published_at, &self.tags, |tag| names.above(tag)))
    }

    /// What rules and source gave it.
    pub(crate) fn given(&self) -> &[Given] {
        self.given.as_deref().unwrap_or(&self.tags)
    }

    /// Whether people gave or took tags.
    pub(crate) fn by_hand(&self) -> bool {
        self.given.is_some()
    }

    /// Works out the tags that count from what was given and what people said since.
    pub(crate) fn decide(&mut self, names: &Names, hand: &[Decision]) {
        if let Some(given) = &self.given {
            let hand = if self.post.is_some() { hand } else { &[] };
            self.tags = effective(given, hand, |tag| names.above(tag));
        }
    }
}
