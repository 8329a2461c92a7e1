//! Findings on how far a term reaches and what it costs.

mod chained_near;
mod leading_wildcard;
mod near_operand;
mod negated_near;
mod short_wildcard;

use super::Page;

/// The pages, in the order of the reference.
pub(super) const PAGES: &[Page] = &[
    short_wildcard::PAGE,
    leading_wildcard::PAGE,
    near_operand::PAGE,
    chained_near::PAGE,
    negated_near::PAGE,
];
