//! Findings that take posts to see.

mod exclusion_never_fires;
mod matches_too_much;
mod never_matches;
mod tags_overlap;

use super::Page;

/// The pages, in the order of the reference.
pub(super) const PAGES: &[Page] =
    &[matches_too_much::PAGE, never_matches::PAGE, exclusion_never_fires::PAGE, tags_overlap::PAGE];
