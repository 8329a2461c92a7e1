//! `odd-blank`: a blank that is not the ordinary one, such as a no-break or zero-width space, came along with pasted text.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::OddBlank,
    name: "odd-blank",
    severity: Severity::Info,
    text: "A blank that is not the ordinary one, such as a no-break or zero-width space, came along with pasted text. It is read as a blank.",
    now: "It is read as an ordinary blank, so the rule works.",
    meant: "An ordinary blank.",
    write: "Put an ordinary blank in its place.",
    fires: &[Case::query("free\u{a0}shipping", "\u{a0}").fixed("free shipping")],
    silent: &[
        Query("free shipping"),
        Query("late OR\n  slow"),
        Query("日本　東京"),
        Query("regex:\"free\u{a0}shipping\""),
    ],
    untested: "",
};
