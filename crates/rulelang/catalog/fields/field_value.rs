//! `field-value`: the field cannot have this value.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::FieldValue,
    name: "field-value",
    severity: Severity::Error,
    text: "The field cannot have this value.",
    now: "It can never be true, so the rule is refused.",
    meant: "Another way to write the value.",
    write: "Write the value as the field takes it.",
    fires: &[
        Case::query("delivery lang:english", "lang:english").fixed("delivery lang:en"),
        Case::query("delivery country:UK", "country:UK").fixed("delivery country:GB"),
        Case::query("delivery country:(SE OR \"Norway\")", "\"Norway\"")
            .fixed("delivery country:(SE OR NO)"),
        Case::query("delivery sentiment:negativ", "sentiment:negativ")
            .fixed("delivery sentiment:negative"),
        Case::query("delivery continent:south_amerika", "continent:south_amerika")
            .fixed("delivery continent:\"south america\""),
        Case::query("delivery bounding_box:[17 60 18 59]", "bounding_box:[17 60 18 59]")
            .written("delivery bounding_box:[17 59 18 60]"),
        Case::query("delivery point_radius:[59.3 118.1 5km]", "point_radius:[59.3 118.1 5km]")
            .written("delivery point_radius:[118.1 59.3 5km]"),
        Case::query("delivery site:acme", "site:acme").written("delivery site:acme.example"),
    ],
    silent: &[
        Query("delivery lang:en"),
        Query("delivery followers:1000"),
        Query("delivery country:(GBR OR se)"),
        Query("delivery bounding_box:[170 -20 -170 20]"),
    ],
    untested: "",
};
