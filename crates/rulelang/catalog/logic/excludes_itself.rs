//! `excludes-itself`: what is excluded cannot be found, even where it is asked for.

use crate::catalog::Source::Query;
use std::collections::HashMap;

use mention::fold_key;

use crate::catalog::{Case, Page};
use crate::check::brief;
use crate::check::cover::Cover;
use crate::check::forms::{Operand, Term};
use crate::{Code, Diagnostic, Expr, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::ExcludesItself,
    name: "excludes-itself",
    severity: Severity::Warning,
    text: "What is excluded cannot be found, even where it is asked for.",
    now: "The term is asked for and excluded at once: what it finds is always excluded.",
    meant: "Another word, or a narrower exclusion.",
    write: "Take the term out, or exclude a phrase instead of a word.",
    fires: &[
        Case::query(r#""late night" -late"#, r#""late night""#).written(r#"late -"late night""#),
        Case::query("(flood OR storm) -storm*", "storm"),
        Case::query("late NEAR/3 parcel -late", "late").written("late NEAR/3 parcel"),
        Case::query("{Acme} -acme", "{Acme}").written("{Acme} -{acme}"),
        Case::file("[[theme]]\nid = 'late'\nany = ['late', 'slow']\nnone = ['slow']\n", "slow"),
    ],
    silent: &[
        Query(r#"late -"late night""#),
        Query(r#"(flood OR storm) -"storm cloud""#),
        Query("late -#late"),
        Query("{Acme} -{acme}"),
        Query("late NEAR/3 (parcel OR box) -letter"),
    ],
    untested: "",
};

/// Words that are asked for and excluded at once.
pub(crate) fn find(text: &str, operands: &[Operand<'_>]) -> Option<Diagnostic> {
    let excluded = operands.iter().filter(|operand| operand.negated);
    let excluded: Vec<Term<'_>> =
        excluded.flat_map(|operand| operand.alternatives.iter().cloned()).collect();
    if excluded.is_empty() {
        return None;
    }
    let cover = Cover::new(&excluded);
    let mut first_of: HashMap<u32, usize> = HashMap::new();
    for (at, term) in excluded.iter().enumerate().filter(|(_, term)| term.condition.is_some()) {
        first_of.entry(term.form).or_insert(at);
    }
    let shown = |term: &Term<'_>| brief(text.get(term.node.span.clone()).unwrap_or_default());
    let by = |term: &Term<'_>| {
        let same = first_of.get(&term.form).map(|at| &excluded[*at]);
        let wider = || cover.of(term.form, term.condition.as_ref()).map(|(at, _)| &excluded[at]);
        same.or_else(wider).cloned()
    };
    for operand in operands.iter().filter(|operand| !operand.negated) {
        // Of words near each other each side is asked for.
        for asked in std::iter::once(&operand.alternatives).chain(&operand.sides) {
            let mut hit = asked.iter().filter_map(|term| Some((term, by(term)?)));
            let Some((term, by)) = hit.next() else { continue };
            let all = hit.count() + 1 == asked.len();
            let what = if all { "nothing is ever found" } else { "this alternative finds nothing" };
            let message =
                format!("`{}` is asked for, but excluded by `{}`: {what}", shown(term), shown(&by));
            return Some(told(term, &by, message));
        }
    }
    let mut literal = operands.iter().filter(|it| !it.negated).flat_map(|it| &it.alternatives);
    literal.find_map(|term| in_other_capitals(term, &excluded))
}

fn told(term: &Term<'_>, by: &Term<'_>, message: String) -> Diagnostic {
    Diagnostic::warning(Code::ExcludesItself, term.node.span.clone(), message)
        .help("take one of the two out, or exclude a phrase instead of a word")
        .label(by.node.span.clone(), "excluded here")
}

/// `{Acme} -acme`: exact letters that are asked for, and excluded as a word in any capitals.
fn in_other_capitals(term: &Term<'_>, excluded: &[Term<'_>]) -> Option<Diagnostic> {
    let Expr::Literal(letters) = &term.node.expr else { return None };
    let key = fold_key(letters).1;
    let by = excluded
        .iter()
        .find(|by| matches!(&by.node.expr, Expr::Word(word) if fold_key(word).1 == key))?;
    let Expr::Word(word) = &by.node.expr else { return None };
    let message = format!(
        "`{{{letters}}}` is asked for, but `{word}` is excluded in any capitals, these too"
    );
    Some(told(term, by, message).help(format!("to exclude only these letters write `-{{{word}}}`")))
}
