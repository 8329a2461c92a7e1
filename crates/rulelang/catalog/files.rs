//! Findings on rule files as a whole.

mod bad_id;
mod bad_snooze;
mod campaign_dates;
mod campaign_over;
mod duplicate_id;
mod example_fails;
mod file_name;
mod file_syntax;
mod goal_metric;
mod include_cycle;
mod key_value;
mod list_cycle;
mod missing_key;
mod missing_query;
mod name_style;
mod no_brand;
mod no_description;
mod no_examples;
mod no_owner;
mod no_rule;
mod review_overdue;
mod simple_form;
mod snooze_over;
mod tag_cycle;
mod two_queries;
mod unknown_brand;
mod unknown_file;
mod unknown_key;
mod unknown_language;
mod unknown_list;
mod unknown_tag;
mod unknown_zone;

use super::Page;

/// The pages, in the order of the reference.
pub(super) const PAGES: &[Page] = &[
    unknown_list::PAGE,
    list_cycle::PAGE,
    unknown_key::PAGE,
    duplicate_id::PAGE,
    include_cycle::PAGE,
    campaign_dates::PAGE,
    example_fails::PAGE,
    file_syntax::PAGE,
    unknown_file::PAGE,
    file_name::PAGE,
    key_value::PAGE,
    missing_key::PAGE,
    bad_id::PAGE,
    missing_query::PAGE,
    no_rule::PAGE,
    two_queries::PAGE,
    simple_form::PAGE,
    unknown_brand::PAGE,
    unknown_zone::PAGE,
    unknown_language::PAGE,
    no_brand::PAGE,
    goal_metric::PAGE,
    unknown_tag::PAGE,
    tag_cycle::PAGE,
    campaign_over::PAGE,
    review_overdue::PAGE,
    no_owner::PAGE,
    no_examples::PAGE,
    no_description::PAGE,
    name_style::PAGE,
    snooze_over::PAGE,
    bad_snooze::PAGE,
];
