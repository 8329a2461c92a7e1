//! `short-wildcard`: `*` after fewer than two characters would find far too much.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::ShortWildcard,
    name: "short-wildcard",
    severity: Severity::Error,
    text: "`*` after fewer than two characters would find far too much.",
    now: "It would find far too much, so the rule is refused.",
    meant: "Words that begin with these letters.",
    write: "Put at least two letters before the `*`, or list the words joined by `OR`.",
    fires: &[Case::query("d*", "d*").written("del*")],
    silent: &[Query("del*"), Query("colo*r")],
    untested: "",
};
