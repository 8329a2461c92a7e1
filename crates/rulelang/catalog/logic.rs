//! Findings on AND, OR and NOT.

pub(crate) mod always_true;
pub(crate) mod brackets_are_not_quotes;
pub(crate) mod contradiction;
pub(crate) mod covered;
mod double_negation;
pub(crate) mod duplicate;
pub(crate) mod excludes_itself;
pub(crate) mod last_branch;
mod lone_metadata;
pub(crate) mod missing_brackets_around_or;
pub(crate) mod mixed_and_or;
mod negative_branch;
pub(crate) mod not_last_branch;
mod only_negative;
mod same_as_rule;
pub(crate) mod unquoted_name;

use super::Page;

/// The pages, in the order of the reference.
pub(super) const PAGES: &[Page] = &[
    last_branch::PAGE,
    mixed_and_or::PAGE,
    only_negative::PAGE,
    negative_branch::PAGE,
    double_negation::PAGE,
    lone_metadata::PAGE,
    not_last_branch::PAGE,
    missing_brackets_around_or::PAGE,
    unquoted_name::PAGE,
    brackets_are_not_quotes::PAGE,
    contradiction::PAGE,
    always_true::PAGE,
    duplicate::PAGE,
    covered::PAGE,
    excludes_itself::PAGE,
    same_as_rule::PAGE,
];
