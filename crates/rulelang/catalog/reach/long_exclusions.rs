//! `long-exclusions`: a rule that excludes more than 50 terms, and more than it looks for, is mostly about noise.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::check::forms::Meant;
use crate::{Code, Diagnostic, Node, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::LongExclusions,
    name: "long-exclusions",
    severity: Severity::Info,
    text: "A rule that excludes more than 50 terms, and more than it looks for, is mostly about noise.",
    now: "The rule works; but each other rule with the same noise needs the same list.",
    meant: "Noise that no rule should count.",
    write: "Put the noise into an `[[exclude]]`, which holds for all rules, or into a list: `-{{noise}}`.",
    fires: &[Case::query(
        "flood -(noise00 OR noise01 OR noise02 OR noise03 OR noise04 OR noise05 OR noise06 OR noise07 OR noise08 OR noise09 OR noise10 OR noise11 OR noise12 OR noise13 OR noise14 OR noise15 OR noise16 OR noise17 OR noise18 OR noise19 OR noise20 OR noise21 OR noise22 OR noise23 OR noise24 OR noise25 OR noise26 OR noise27 OR noise28 OR noise29 OR noise30 OR noise31 OR noise32 OR noise33 OR noise34 OR noise35 OR noise36 OR noise37 OR noise38 OR noise39 OR noise40 OR noise41 OR noise42 OR noise43 OR noise44 OR noise45 OR noise46 OR noise47 OR noise48 OR noise49 OR noise50 OR noise51 OR noise52 OR noise53 OR noise54 OR noise55 OR noise56 OR noise57 OR noise58 OR noise59)",
        "flood -(noise00 OR noise01 OR noise02 OR noise03 OR noise04 OR noise05 OR noise06 OR noise07 OR noise08 OR noise09 OR noise10 OR noise11 OR noise12 OR noise13 OR noise14 OR noise15 OR noise16 OR noise17 OR noise18 OR noise19 OR noise20 OR noise21 OR noise22 OR noise23 OR noise24 OR noise25 OR noise26 OR noise27 OR noise28 OR noise29 OR noise30 OR noise31 OR noise32 OR noise33 OR noise34 OR noise35 OR noise36 OR noise37 OR noise38 OR noise39 OR noise40 OR noise41 OR noise42 OR noise43 OR noise44 OR noise45 OR noise46 OR noise47 OR noise48 OR noise49 OR noise50 OR noise51 OR noise52 OR noise53 OR noise54 OR noise55 OR noise56 OR noise57 OR noise58 OR noise59)",
    )],
    silent: &[Query("flood -(movie OR game OR album)")],
    untested: "",
};

/// Terms that a rule may exclude without a word.
const TERMS_MAX: usize = 50;

/// A rule that is mostly about what it does not look for.
pub(crate) fn find(node: &Node, query: &Meant<'_>) -> Option<Diagnostic> {
    if query.excluded <= TERMS_MAX || query.excluded <= query.wanted.len() {
        return None;
    }
    let (excluded, wanted) = (query.excluded, query.wanted.len());
    let message = format!("this excludes {excluded} terms and looks for {wanted}");
    Some(
        Diagnostic::info(Code::LongExclusions, node.span.clone(), message)
            .help("put the noise into an `[[exclude]]`, which holds for all rules, or into a list: `-{{noise}}`"),
    )
}
