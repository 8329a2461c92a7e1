//! `not-last-branch`: a blank binds tighter than OR: a filter before the first alternative filters only that one.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::check::{Branch, brief, is_filter, joined};
use crate::{Code, Diagnostic, Edit, Fix, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::NotLastBranch,
    name: "not-last-branch",
    severity: Severity::Warning,
    text: "A blank binds tighter than OR: a filter before the first alternative filters only that one.",
    now: "Only the first alternative is filtered; the others are found whatever the filter says.",
    meant: "The filter for all alternatives.",
    write: "Put brackets around the alternatives.",
    fires: &[
        Case::query("lang:en flood OR storm", "lang:en").fixed("lang:en (flood OR storm)"),
        Case::query(r#"-movie AND flood OR "flash storm""#, "-movie")
            .fixed(r#"-movie AND (flood OR "flash storm")"#),
        Case::query("(lang:en) flood OR storm", "(lang:en)").fixed("(lang:en) (flood OR storm)"),
        Case::query("(-job) flood OR storm", "(-job)").fixed("(-job) (flood OR storm)"),
    ],
    silent: &[
        Query("lang:en (flood OR storm)"),
        Query("(lang:en flood) OR (lang:sv storm)"),
        Query("lang:en flood OR lang:sv storm"),
        Query("(flood OR storm) lang:en"),
    ],
    untested: "",
};

/// A filter that stands before the first alternative alone; with the place of that alternative.
pub(crate) fn find(text: &str, branches: &[Branch<'_>]) -> Option<(usize, Diagnostic)> {
    let (first, others) = branches.split_first()?;
    let operands = joined(first)?;
    let kept = operands.iter().position(|operand| !is_filter(operand)).filter(|at| *at > 0)?;
    if others.iter().any(Branch::is_filtered) || operands[kept..].iter().any(is_filter) {
        return None;
    }
    // A filter may stand in brackets of its own.
    let ends = operands[kept - 1].span.end;
    let bracket = text.get(ends..operands[kept].span.start)?.rfind(')').map_or(0, |at| at + 1);
    let filters = first.outer.start..ends + bracket;
    let begins = after_operator(text, filters.end)?;
    let ends = others.last()?.outer.end;
    let alternatives = text.get(begins..ends)?;
    let edits = vec![Edit::new(begins..begins, "("), Edit::new(ends..ends, ")")];
    let term = text.get(begins..first.outer.end)?;
    let filter = text.get(filters.clone())?;
    let found = Diagnostic::warning(
        Code::NotLastBranch,
        filters,
        format!("this applies only to `{}`, not to the alternatives after it", brief(term)),
    )
    .help(format!(
        "to apply it to all of them, put brackets around the alternatives: `{} ({})`",
        brief(filter),
        brief(alternatives)
    ))
    .label(others[0].outer.start..ends, "not filtered")
    .fixed_by(Fix { edits, safe: false });
    Some((0, found))
}

/// Where the next term begins after byte `at`, an `AND` before it left out.
fn after_operator(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?.trim_start();
    let rest = rest.strip_prefix("AND").map_or(rest, str::trim_start);
    Some(text.len() - rest.len())
}
