//! `missing-brackets-around-or`: a group in brackets beside the last alternative is required together with that one only.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use std::ops::Range;

use super::brackets_are_not_quotes::in_brackets;
use crate::check::{Branch, brief, is_filter, joined};
use crate::{Code, Diagnostic, Edit, Expr, Fix, Node, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::MissingBracketsAroundOr,
    name: "missing-brackets-around-or",
    severity: Severity::Warning,
    text: "A group in brackets beside the last alternative is required together with that one only.",
    now: "The group is asked for only where the alternative beside it is found.",
    meant: "The group together with any of the alternatives.",
    write: "Put brackets around the alternatives.",
    fires: &[
        Case::query("call OR sweep OR flow (shares OR stock)", "(shares OR stock)")
            .fixed("(call OR sweep OR flow) (shares OR stock)"),
        Case::query("(shares OR stock) call OR sweep", "(shares OR stock)")
            .fixed("(shares OR stock) (call OR sweep)"),
    ],
    silent: &[
        Query("(call OR sweep) (shares OR stock)"),
        Query("call OR (sweep (shares OR stock))"),
        Query("call (shares OR stock)"),
    ],
    untested: "",
};

/// A group beside the first or the last of plain alternatives; with the place of that alternative.
pub(crate) fn find(text: &str, branches: &[Branch<'_>]) -> Option<(usize, Diagnostic)> {
    let last = branches.len() - 1;
    let plain =
        |at: usize| branches.iter().enumerate().all(|(other, it)| other == at || it.is_term());
    if let Some(operands) = joined(&branches[last]).filter(|_| plain(last)) {
        let group = operands.get(1).filter(|group| is_group(group))?;
        let term = operands.first().filter(|term| is_term(term))?;
        let whole = branches[0].outer.start..term.span.end;
        let group = in_brackets(text, &group.span)?;
        return Some((last, told(text, group, term, whole, branches, last)));
    }
    let operands = joined(&branches[0]).filter(|_| plain(0))?;
    let [group, term] = operands else { return None };
    if !is_group(group) || !is_term(term) {
        return None;
    }
    let whole = term.span.start..branches[last].outer.end;
    Some((0, told(text, in_brackets(text, &group.span)?, term, whole, branches, 0)))
}

fn is_group(node: &Node) -> bool {
    matches!(node.expr, Expr::Or(_))
}

fn is_term(node: &Node) -> bool {
    !is_group(node) && !is_filter(node) && !matches!(node.expr, Expr::And(_))
}

fn told(
    text: &str,
    group: Range<usize>,
    term: &Node,
    whole: Range<usize>,
    branches: &[Branch<'_>],
    at: usize,
) -> Diagnostic {
    let shown = |span: &Range<usize>| brief(text.get(span.clone()).unwrap_or_default());
    let alternatives = format!("({})", shown(&whole));
    let written = if at == 0 {
        format!("{} {alternatives}", shown(&group))
    } else {
        format!("{alternatives} {}", shown(&group))
    };
    let others = if at == 0 { &branches[1..] } else { &branches[..at] };
    let others = others[0].outer.start..others[others.len() - 1].outer.end;
    let edits =
        vec![Edit::new(whole.start..whole.start, "("), Edit::new(whole.end..whole.end, ")")];
    let message = format!(
        "this group goes only with `{}`, not with the other alternatives",
        shown(&term.span)
    );
    Diagnostic::warning(Code::MissingBracketsAroundOr, group, message)
        .help(format!("to ask for it with all of them, put brackets around them: `{written}`"))
        .label(others, "found without it")
        .fixed_by(Fix { edits, safe: false })
}
