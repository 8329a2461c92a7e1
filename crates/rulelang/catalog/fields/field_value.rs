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
        Case::query("delivery followers:1k", "followers:1k").fixed("delivery followers:1000"),
        Case::query("delivery likes:1,000", "likes:1,000").fixed("delivery likes:1000"),
        Case::query("delivery followers:5000..100", "followers:5000..100")
            .fixed("delivery followers:[100 TO 5000]"),
        Case::query("delivery views:[1.5k TO 2m]", "views:[1.5k TO 2m]")
            .fixed("delivery views:[1500 TO 2000000]"),
        Case::query("delivery rating:[5 TO 4.5]", "rating:[5 TO 4.5]")
            .fixed("delivery rating:[4.5 TO 5]"),
        Case::query("delivery since:31.01.2026", "since:31.01.2026")
            .fixed("delivery since:2026-01-31"),
        Case::query("delivery until:03/04/2026", "until:03/04/2026")
            .written("delivery until:2026-04-03"),
        Case::query(
            "delivery published:[2026-02-01 TO 2026-01-01]",
            "published:[2026-02-01 TO 2026-01-01]",
        )
        .fixed("delivery published:[2026-01-01 TO 2026-02-01]"),
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
