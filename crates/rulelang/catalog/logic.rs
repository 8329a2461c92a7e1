//! Findings on AND, OR and NOT.

mod double_negation;
mod last_branch;
mod lone_metadata;
mod mixed_and_or;
mod negative_branch;
mod only_negative;

use super::Page;

/// The pages, in the order of the reference.
pub(super) const PAGES: &[Page] = &[
    last_branch::PAGE,
    mixed_and_or::PAGE,
    only_negative::PAGE,
    negative_branch::PAGE,
    double_negation::PAGE,
    lone_metadata::PAGE,
];
