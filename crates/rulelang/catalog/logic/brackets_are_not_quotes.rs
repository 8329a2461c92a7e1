//! `brackets-are-not-quotes`: brackets group, they make no phrase: words in brackets may stand anywhere in the post.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use std::ops::Range;

use super::unquoted_name::{is_plain, may_join};
use crate::check::{Branch, brief};
use crate::{Code, Diagnostic, Edit, Expr, Fix, Node, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::BracketsAreNotQuotes,
    name: "brackets-are-not-quotes",
    severity: Severity::Warning,
    text: "Brackets group, they make no phrase: words in brackets may stand anywhere in the post.",
    now: "The brackets change nothing: all the words are required, anywhere in the post and in any order.",
    meant: "A phrase.",
    write: "Put the words in quotes instead of brackets; if they may stand apart, leave the brackets out.",
    fires: &[
        Case::query("(virgin america)", "(virgin america)").fixed(r#""virgin america""#),
        Case::query("(late delivery) lang:en", "(late delivery)")
            .fixed(r#""late delivery" lang:en"#),
        Case::query("(Virgin America) OR (Southwest Airlines)", "(Virgin America)")
            .fixed(r#""Virgin America" OR "Southwest Airlines""#),
        Case::query("kavala (romeo y julieta)", "(romeo y julieta)")
            .written("kavala \"romeo y julieta\""),
        Case::query("kavala -(jobs hiring vacancy)", "(jobs hiring vacancy)")
            .written("kavala -(jobs OR hiring OR vacancy)"),
    ],
    silent: &[
        Query("kavala -(jobs AND hiring AND vacancy)"),
        Query(r#""virgin america""#),
        Query("virgin america"),
        Query("late OR (slow delivery)"),
        Query("parcel -(late night)"),
        Query("text:(parcel late)"),
        Query("(parcel late)~3"),
        Query("(late OR slow) delivery"),
    ],
    untested: "",
};

/// Words in brackets that have nothing to keep together.
pub(crate) fn find(text: &str, node: &Node, found: &mut Vec<Diagnostic>) {
    if let Expr::And(words) = &node.expr
        && is_plain(text, words)
        && let Some(outer) = in_brackets(text, &node.span)
        && text[..outer.start].trim().is_empty()
        && text[outer.end..].trim().is_empty()
    {
        found.push(told(text, &[outer]));
        return;
    }
    inside(text, node, found);
}

fn inside(text: &str, node: &Node, found: &mut Vec<Diagnostic>) {
    if let Expr::Not(inner) = &node.expr
        && let Expr::And(words) = &inner.expr
        && words.len() > 2
        && is_plain(text, words)
        && let Some(outer) = in_brackets(text, &inner.span)
    {
        let either = text[inner.span.clone()].split_whitespace().collect::<Vec<_>>().join(" OR ");
        let message = "this excludes only posts with all of these words";
        found.push(Diagnostic::warning(Code::BracketsAreNotQuotes, outer, message).help(format!(
            "to exclude posts with any of them write `({})`; for the phrase write quotes instead of brackets; if all are meant, write `AND` between them",
            brief(&either)
        )));
    }
    let parts = crate::quoted::children(&node.expr);
    if matches!(node.expr, Expr::And(_)) {
        let idle = parts
            .iter()
            .filter(|part| matches!(&part.expr, Expr::And(words) if is_plain(text, words)));
        let groups: Vec<_> = idle.filter_map(|part| in_brackets(text, &part.span)).collect();
        if !groups.is_empty() {
            found.push(told(text, &groups));
        }
    }
    for part in parts {
        inside(text, part, found);
    }
}

/// Names in brackets, all of them, where quotes belong.
pub(crate) fn names(text: &str, branches: &[Branch<'_>]) -> Option<Diagnostic> {
    let name = |branch: &Branch<'_>| match &branch.node.expr {
        Expr::And(words) if branch.bracketed && is_plain(text, words) => words.iter().all(is_name),
        _ => false,
    };
    if !branches.iter().all(name) {
        return None;
    }
    let groups: Vec<_> = branches.iter().map(|branch| branch.outer.clone()).collect();
    Some(told(text, &groups))
}

fn is_name(node: &Node) -> bool {
    matches!(&node.expr, Expr::Word(word) if word.starts_with(char::is_uppercase))
}

/// The place with its brackets, if it stands in some of its own.
pub(super) fn in_brackets(text: &str, span: &Range<usize>) -> Option<Range<usize>> {
    let start = text.get(..span.start)?.trim_end().strip_suffix('(')?.len();
    let rest = text.get(span.end..)?;
    let blank = rest.len() - rest.trim_start().len();
    rest.trim_start().starts_with(')').then_some(start..span.end + blank + 1)
}

fn told(text: &str, groups: &[Range<usize>]) -> Diagnostic {
    let written = text[groups[0].clone()].trim_matches(['(', ')']).trim();
    let ends = |outer: &Range<usize>| {
        [Edit::new(outer.start..outer.start + 1, "\""), Edit::new(outer.end - 1..outer.end, "\"")]
    };
    let edits = groups.iter().flat_map(ends).collect();
    let message = "brackets make no phrase: these words may stand anywhere in the post";
    let found = Diagnostic::warning(Code::BracketsAreNotQuotes, groups[0].clone(), message).help(
        format!("write `\"{}\"` for the phrase; else leave the brackets out", brief(written)),
    );
    if groups.iter().any(|outer| may_join(&text[outer.clone()])) {
        return found;
    }
    found.fixed_by(Fix { edits, safe: false })
}
