//! `lone-metadata`: a rule made of fields only finds every post they fit, whatever it says.

use crate::catalog::Source::{File, Query};
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
    fires: &[
        Case::query("lang:en", "lang:en").written("delivery lang:en"),
        Case::query("lang:en OR delivery", "lang:en").written("lang:en delivery"),
        Case::query("delivery OR is:reply", "is:reply").written("delivery is:reply"),
        Case::query("(delivery OR has:links) -jobs", "has:links")
            .written("delivery has:links -jobs"),
    ],
    silent: &[
        Query("delivery lang:en"),
        Query("title:delivery"),
        Query("contains:deliver"),
        Query("delivery -(is:repost OR giveaway)"),
        Query("delivery (is:question OR why)"),
        Query("delivery OR subreddit:acme"),
        Query("delivery OR author:acme"),
        File(
            "[[theme]]\nid = 'asked'\nquery = 'is:question'\nper = 'brand'\n\n[[brand]]\nid = 'acme'\nquery = 'acme'\n",
        ),
    ],
    untested: "",
};
