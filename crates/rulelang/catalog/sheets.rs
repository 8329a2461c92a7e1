//! Findings on rules that come as a spreadsheet.

mod excel_date;
mod excel_formula;
mod excel_number;
mod lost_letters;
mod mixed_separators;
mod same_header;

use super::Page;

/// The pages, in the order of the reference.
pub(super) const PAGES: &[Page] = &[
    excel_date::PAGE,
    excel_number::PAGE,
    excel_formula::PAGE,
    mixed_separators::PAGE,
    same_header::PAGE,
    lost_letters::PAGE,
];
