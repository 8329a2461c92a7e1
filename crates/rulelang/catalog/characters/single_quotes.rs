//! `single-quotes`: only double quotes make a phrase; single ones are apostrophes.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::SingleQuotes,
    name: "single-quotes",
    severity: Severity::Warning,
    text: "Only double quotes make a phrase; single ones are apostrophes.",
    now: "The words are looked for one by one, anywhere in the post.",
    meant: "A phrase.",
    write: "Put the words in double quotes.",
    fires: &[
        Case::query("'free shipping'", "'free shipping'").fixed(r#""free shipping""#),
        Case::query("´late parcel´ OR lost", "´late parcel´").fixed("\"late parcel\" OR lost"),
        Case::query("‚late parcel‘ OR lost", "‚late parcel‘").fixed("\"late parcel\" OR lost"),
    ],
    silent: &[
        Query(r#""free shipping""#),
        Query("the dogs' bowls"),
        Query("rock 'n' roll"),
        Query("'til late"),
    ],
    untested: "",
};
