//! Findings on how far a term reaches and what it costs.

pub(crate) mod accent_only;
pub(crate) mod accent_variants;
pub(crate) mod case_hint;
mod chained_near;
pub(crate) mod compound_hashtag;
mod costly_regex;
mod leading_wildcard;
pub(crate) mod long_exclusions;
pub(crate) mod missing_variant;
mod near_operand;
pub(crate) mod near_too_wide;
mod negated_near;
pub(crate) mod short_cjk;
mod short_wildcard;
pub(crate) mod too_broad;

use super::Page;

/// The pages, in the order of the reference.
pub(super) const PAGES: &[Page] = &[
    short_wildcard::PAGE,
    leading_wildcard::PAGE,
    near_operand::PAGE,
    chained_near::PAGE,
    negated_near::PAGE,
    near_too_wide::PAGE,
    too_broad::PAGE,
    short_cjk::PAGE,
    accent_variants::PAGE,
    accent_only::PAGE,
    missing_variant::PAGE,
    compound_hashtag::PAGE,
    case_hint::PAGE,
    long_exclusions::PAGE,
    costly_regex::PAGE,
];
