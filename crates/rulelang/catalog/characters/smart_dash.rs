//! `smart-dash`: word processors turn a minus into a dash, which excludes nothing; only the minus of the keyboard does.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::SmartDash,
    name: "smart-dash",
    severity: Severity::Error,
    text: "Word processors turn a minus into a dash, which excludes nothing; only the minus of the keyboard does.",
    now: "It is not clear whether the word after the dash is wanted or excluded, so the rule is refused.",
    meant: "Most often to exclude the word.",
    write: "Write the minus of the keyboard right before the word; leave the dash out to ask for the word.",
    fires: &[Case::query("jaguar –car", "–").fixed("jaguar -car")],
    silent: &[
        Query("jaguar -car"),
        Query("jaguar car"),
        Query(r#""Berlin – Hamburg""#),
        Query("covid-19"),
    ],
    untested: "",
};
