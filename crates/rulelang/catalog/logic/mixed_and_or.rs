//! `mixed-and-or`: AND binds tighter than OR.

use super::unquoted_name::is_name;
use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::check::{Branch, brief, joined};
use crate::{Code, Diagnostic, Edit, Expr, Fix, Node, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::MixedAndOr,
    name: "mixed-and-or",
    severity: Severity::Warning,
    text: "AND binds tighter than OR. Brackets say which is meant.",
    now: "The words without `OR` between them are one alternative: all of them are required together.",
    meant: "Either that, or a phrase, or an OR that was forgotten.",
    write: "Put brackets around what belongs together.",
    fires: &[Case::query("late OR slow AND delivery", "slow AND delivery")
        .fixed("late OR (slow AND delivery)")],
    silent: &[
        Query("late OR (slow delivery)"),
        Query("(late OR slow) delivery"),
        Query(r#"late OR "slow delivery""#),
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
    let first = mixed.first()?;
    let written = text.get(first.outer.clone())?;
    let brackets = |branch: &&Branch<'_>| {
        let (start, end) = (branch.outer.start, branch.outer.end);
        [Edit::new(start..start, "("), Edit::new(end..end, ")")]
    };
    let edits = mixed.iter().flat_map(brackets).collect();
    Some(
        Diagnostic::warning(
            Code::MixedAndOr,
            first.outer.clone(),
            "AND binds tighter than OR: this is one alternative, apart from the others",
        )
        .help(format!("if that is meant, say it with brackets: `({})`", brief(written)))
        .fixed_by(Fix { edits, safe: true }),
    )
}

/// Whether the words stand in single quotes, which is told as such.
fn is_quoted(words: &[Node]) -> bool {
    let quote = |node: &Node| matches!(&node.expr, Expr::Word(word) if word.starts_with('\''));
    words.first().is_some_and(quote)
}
