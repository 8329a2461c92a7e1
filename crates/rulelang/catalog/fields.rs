//! Findings on fields and on operators of other tools.

pub(crate) mod country_for_language;
pub(crate) mod field_value;
mod foreign_operator;
mod space_after_colon;
pub(crate) mod space_before_colon;
mod unknown_field;

use super::Page;

/// The pages, in the order of the reference.
pub(super) const PAGES: &[Page] = &[
    unknown_field::PAGE,
    space_after_colon::PAGE,
    field_value::PAGE,
    foreign_operator::PAGE,
    space_before_colon::PAGE,
    country_for_language::PAGE,
];
