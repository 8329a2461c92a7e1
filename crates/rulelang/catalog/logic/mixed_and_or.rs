//! `mixed-and-or`: AND binds tighter than OR.

use super::last_branch::without_and;
use super::unquoted_name::is_name;
use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::check::{Branch, brief, is_filter, joined};
use crate::{Code, Diagnostic, Expr, Node, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::MixedAndOr,
    name: "mixed-and-or",
    severity: Severity::Warning,
    text: "AND and NEAR bind tighter than OR. Brackets say which is meant.",
    now: "The words without `OR` between them are one alternative: all of them are required together.",
    meant: "Either that, or a phrase, or an OR that was forgotten.",
    write: "Put brackets around what belongs together.",
    fires: &[
        Case::query("late OR slow AND delivery", "slow AND delivery")
            .written("(late OR slow) AND delivery"),
        Case::query("parcel AND late OR lost", "parcel AND late")
            .written("parcel AND (late OR lost)"),
        Case::query("parcel NOT late OR lost", "parcel NOT late")
            .written("parcel NOT (late OR lost)"),
        Case::query("parcel NEAR/3 late OR lost", "parcel NEAR/3 late")
            .written("parcel NEAR/3 (late OR lost)"),
        Case::query("late OR lost NEAR/3 parcel", "lost NEAR/3 parcel")
            .written("(late OR lost) NEAR/3 parcel"),
        Case::query("parcel AND late OR refund AND lost", "parcel AND late")
            .written("(parcel AND late) OR (refund AND lost)"),
        Case::query("parcel lang:en OR lost", "parcel lang:en").written("(parcel OR lost) lang:en"),
    ],
    silent: &[
        Query("late OR (slow delivery)"),
        Query("(late OR slow) delivery"),
        Query(r#"late OR "slow delivery""#),
        Query("late OR (lost NEAR/3 parcel)"),
        Query("late NEAR/3 parcel OR lost NEAR/3 parcel"),
    ],
    untested: "",
};

/// Alternatives that ask for several things at once without brackets; names without quotes and what is `told` aside.
pub(crate) fn find(text: &str, branches: &[Branch<'_>], told: Option<usize>) -> Option<Diagnostic> {
    let others = branches.iter().enumerate().filter(|(at, _)| Some(*at) != told);
    let mixed: Vec<&Branch<'_>> = others
        .map(|(_, branch)| branch)
        .filter(|branch| joined(branch).is_some_and(|words| !is_quoted(words)))
        .filter(|branch| !is_name(text, branch))
        .collect();
    let Some(first) = mixed.first() else { return near(text, branches) };
    let written = text.get(first.outer.clone())?;
    let help = match other_reading(text, branches, &mixed) {
        Some(other) => format!(
            "if that is meant, say it with brackets, `({})`; if not, write `{}`",
            brief(written),
            brief(&other)
        ),
        None => format!(
            "if that is meant, say it with brackets, `({})`; if not, put the brackets around the alternatives",
            brief(written)
        ),
    };
    // No fix: brackets would hide which of the two was meant.
    let message = "AND binds tighter than OR: this is one alternative, apart from the others";
    Some(Diagnostic::warning(Code::MixedAndOr, first.outer.clone(), message).help(help))
}

/// A NEAR without brackets beside a mere word, of which it is not plain that it stands apart.
fn near(text: &str, branches: &[Branch<'_>]) -> Option<Diagnostic> {
    let is_near =
        |branch: &Branch<'_>| !branch.bracketed && matches!(branch.node.expr, Expr::Near { .. });
    let at = branches.iter().position(is_near)?;
    let plain = |branch: &Branch<'_>| {
        matches!(branch.node.expr, Expr::Word(_) | Expr::Phrase { .. } | Expr::Entity { .. })
    };
    let others = || branches.iter().enumerate().filter(|(other, _)| *other != at);
    // Among many alternatives a NEAR is one more of them.
    if branches.len() > 3 || !others().all(|(_, branch)| plain(branch)) {
        return None;
    }
    let branch = &branches[at];
    let Expr::Near { left, right, .. } = &branch.node.expr else { return None };
    let shown = |span: std::ops::Range<usize>| text.get(span);
    let (whole, written) =
        (branches[0].outer.start..branches.last()?.outer.end, branch.outer.clone());
    let other = if at == 0 {
        let (rest, either) =
            (shown(whole.start..right.span.start)?, shown(right.span.start..whole.end)?);
        format!("{rest}({either})")
    } else if at + 1 == branches.len() {
        let (either, rest) = (shown(whole.start..left.span.end)?, shown(left.span.end..whole.end)?);
        format!("({either}){rest}")
    } else {
        return None;
    };
    let message = "NEAR binds tighter than OR: this is one alternative, apart from the others";
    let simple = |node: &Node| !matches!(node.expr, Expr::Or(_) | Expr::Near { .. });
    let help = format!(
        "if that is meant, say it with brackets, `({})`; if not, write `{}`",
        brief(shown(written.clone())?),
        brief(&other)
    );
    (simple(left) && simple(right))
        .then(|| Diagnostic::warning(Code::MixedAndOr, written, message).help(help))
}

/// The query as it would be if OR bound tighter: where the one alternative of several parts is the first or the last.
fn other_reading(text: &str, branches: &[Branch<'_>], mixed: &[&Branch<'_>]) -> Option<String> {
    let [only] = mixed else { return None };
    let operands = joined(only)?;
    let (first, last) = (branches.first()?, branches.last()?);
    let (start, end) = (first.outer.start, last.outer.end);
    if only.outer == last.outer {
        let cut = operands.first()?.span.end;
        let closes = text.get(cut..end)?.find(|c: char| c != ')')? + cut;
        let (alternatives, rest) = (text.get(start..closes)?, text.get(closes..end)?);
        return Some(format!("({alternatives}){rest}"));
    }
    if only.outer == first.outer {
        let is_filter =
            |operand: &Node| is_filter(operand) && matches!(operand.expr, Expr::Field { .. });
        let kept = operands.iter().rposition(|operand| !is_filter(operand))? + 1;
        if let Some(filter) = operands.get(kept) {
            let terms = without_and(text.get(start..filter.span.start)?);
            let filters = text.get(filter.span.start..only.outer.end)?;
            let others = text.get(only.outer.end..end)?;
            let whole = terms.matches('(').count() == terms.matches(')').count();
            return whole.then(|| format!("({terms}{others}) {filters}"));
        }
        let operand = operands.last()?;
        let cut = match &operand.expr {
            Expr::Not(inner) => inner.span.start,
            _ => operand.span.start,
        };
        let opens = text.get(start..cut)?.trim_end_matches(['(', '"']).len() + start;
        let (rest, alternatives) = (text.get(start..opens)?, text.get(opens..end)?);
        return Some(format!("{rest}({alternatives})"));
    }
    None
}

/// Whether the words stand in single quotes, which is told as such.
fn is_quoted(words: &[Node]) -> bool {
    let quote = |node: &Node| matches!(&node.expr, Expr::Word(word) if word.starts_with('\''));
    words.first().is_some_and(quote)
}
