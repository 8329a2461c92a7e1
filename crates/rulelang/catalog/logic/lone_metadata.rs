//! `lone-metadata`: a rule made of fields only finds every post they fit, whatever it says.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::LoneMetadata,
    name: "lone-metadata",
    severity: Severity::Warning,
    text: "A rule made of fields only finds every post they fit, whatever it says.",
    now: "Every post that the fields fit is found.",
    meant: "Posts about something, by these fields.",
    write: "Add the words the posts must contain.",
    fires: &[Case::query("lang:en", "lang:en").written("delivery lang:en")],
    silent: &[Query("delivery lang:en"), Query("title:delivery"), Query("contains:deliver")],
    untested: "",
};
