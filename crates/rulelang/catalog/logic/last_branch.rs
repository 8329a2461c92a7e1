//! `last-branch`: a blank binds tighter than OR: a filter after the last alternative filters only that one.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::check::{Branch, brief, is_filter, joined};
use crate::language::language;
use crate::{Code, Diagnostic, Edit, Expr, FieldName, Fix, Severity, Value};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::LastBranch,
    name: "last-branch",
    severity: Severity::Warning,
    text: "A blank binds tighter than OR: a filter after the last alternative filters only that one.",
    now: "Only the last alternative is filtered; the others are found whatever the filter says.",
    meant: "The filter for all alternatives.",
    write: "Put brackets around the alternatives.",
    fires: &[
        Case::query("(flood OR flooding) OR storm lang:en", "lang:en")
            .fixed("((flood OR flooding) OR storm) lang:en"),
        Case::query("flood OR storm -movie", "-movie").fixed("(flood OR storm) -movie"),
        Case::query("flood OR storm lang:(en OR sv)", "lang:(en OR sv)")
            .fixed("(flood OR storm) lang:(en OR sv)"),
        Case::query("flood OR storm AND lang:en", "lang:en").fixed("(flood OR storm) AND lang:en"),
        Case::query("lang:en OR sv flood", "sv").written("lang:(en OR sv) flood"),
        Case::query("flood lang:en OR sv", "sv").fixed("flood lang:(en OR sv)"),
        Case::query("flood lang:en OR lang:sv OR lang:da", "lang:sv OR lang:da")
            .fixed("flood (lang:en OR lang:sv OR lang:da)"),
    ],
    silent: &[
        Query("(flood OR storm) lang:en"),
        Query("flood lang:en OR storm lang:sv"),
        Query("flood OR (storm lang:en)"),
    ],
    untested: "",
};

/// A filter that is meant for other alternatives than it applies to; with the place of the alternative it stands in.
pub(crate) fn find(text: &str, branches: &[Branch<'_>]) -> Option<(usize, Diagnostic)> {
    after_last(text, branches)
        .or_else(|| values(text, branches))
        .or_else(|| bare_value(text, branches))
}

/// `lang:en OR sv`: the second value has lost its field, so that it is a word.
fn bare_value(text: &str, branches: &[Branch<'_>]) -> Option<(usize, Diagnostic)> {
    branches.windows(2).enumerate().find_map(|(at, two)| {
        let before = match joined(&two[0]) {
            Some(operands) => operands.last()?,
            None => two[0].node,
        };
        let Expr::Field { field, value: Value::Text(value) } = &before.expr else { return None };
        let (next, alone) = match joined(&two[1]) {
            Some(operands) => (operands.first()?, false),
            None => (two[1].node, true),
        };
        let Expr::Word(word) = &next.expr else { return None };
        if two[0].bracketed || !is_value(field, word) {
            return None;
        }
        let (name, span) = (field.name(), if alone { &two[1].outer } else { &next.span }.clone());
        let either = format!("({value} OR {word})");
        let message =
            format!("`{word}` is looked for as a word: `{name}:` holds for `{value}` alone");
        let found = Diagnostic::warning(Code::LastBranch, span.clone(), message)
            .help(format!("to allow both values, write `{name}:{either}`"));
        let starts = before.span.end.checked_sub(value.len())?;
        let here = alone && text.get(starts..before.span.end) == Some(value);
        Some((
            at + usize::from(!alone),
            if here { found.unsafe_fix(starts..span.end, either) } else { found },
        ))
    })
}

/// Whether a word is as good as a value of the field.
fn is_value(field: &FieldName, word: &str) -> bool {
    match field {
        FieldName::Lang => word.len() == 2 && language(word).is_ok(),
        FieldName::Country => {
            !word.contains(char::is_lowercase) && mention::Country::of_code(word).is_some()
        }
        FieldName::Rating => word.parse::<f64>().is_ok(),
        FieldName::Sentiment => matches!(word, "positive" | "neutral" | "negative"),
        _ => false,
    }
}

/// `flood lang:en OR lang:sv`: the second value stands alone, so that it finds everything.
fn values(text: &str, branches: &[Branch<'_>]) -> Option<(usize, Diagnostic)> {
    let (first, others) = branches.split_first()?;
    let operands = joined(first)?;
    let value = operands.last()?;
    let Expr::Field { field, .. } = &value.expr else { return None };
    let same = |branch: &Branch<'_>| matches!(&branch.node.expr, Expr::Field { field: other, .. } if other == field);
    if operands.iter().all(is_filter) || !others.iter().all(same) {
        return None;
    }
    let (begins, ends) = (value.span.start, others.last()?.outer.end);
    let edits = vec![Edit::new(begins..begins, "("), Edit::new(ends..ends, ")")];
    let alone = text.get(others[0].outer.start..ends)?;
    let message = format!(
        "`{}` stands alone here: every post it fits is found, whatever it says",
        brief(alone)
    );
    let found = Diagnostic::warning(Code::LastBranch, others[0].outer.start..ends, message)
        .help(format!(
            "to allow each of these values, put brackets around them: `({})`",
            brief(text.get(begins..ends)?)
        ))
        .fixed_by(Fix { edits, safe: false });
    Some((0, found))
}

/// A text without the AND it ends with.
pub(super) fn without_and(text: &str) -> &str {
    let text = text.trim_end();
    text.strip_suffix(" AND").map_or(text, str::trim_end)
}

/// A filter after the last alternative alone; with the place of that alternative.
fn after_last(text: &str, branches: &[Branch<'_>]) -> Option<(usize, Diagnostic)> {
    let (last, others) = branches.split_last()?;
    let operands = joined(last)?;
    let kept = operands.iter().rposition(|operand| !is_filter(operand)).unwrap_or(0) + 1;
    let filters = operands.get(kept..).filter(|filters| !filters.is_empty())?;
    if others.iter().any(Branch::is_filtered) {
        return None;
    }
    let start = filters[0].span.start;
    let end = last.outer.end;
    if text.get(operands[kept - 1].span.end..start)?.contains('(') {
        return None;
    }
    let filter = text.get(start..end)?;
    let alternatives = without_and(text.get(branches[0].outer.start..start)?);
    let term = text.get(last.outer.start..start)?.trim_end();
    let (begins, ends) = (branches[0].outer.start, branches[0].outer.start + alternatives.len());
    let edits = vec![Edit::new(begins..begins, "("), Edit::new(ends..ends, ")")];
    let fixed = format!("({}) {}", brief(alternatives), brief(filter));
    let found = Diagnostic::warning(
        Code::LastBranch,
        start..end,
        format!(
            "this applies only to `{}`, not to the alternatives before it",
            brief(without_and(term))
        ),
    )
    .help(format!("to apply it to all of them, put brackets around the alternatives: `{fixed}`"))
    .label(branches[0].outer.start..others.last()?.outer.end, "not filtered")
    .fixed_by(Fix { edits, safe: false });
    Some((branches.len() - 1, found))
}
