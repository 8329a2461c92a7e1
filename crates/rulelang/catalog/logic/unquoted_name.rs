//! `unquoted-name`: words side by side are no phrase: between alternatives they mean all of these words, anywhere in the post.

use crate::catalog::Source::{File, Query};
use crate::catalog::{Case, Page};
use crate::check::{Branch, brief, joined, translated};
use crate::{Code, Diagnostic, Edit, Expr, Fix, Node, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::UnquotedName,
    name: "unquoted-name",
    severity: Severity::Warning,
    text: "Words side by side are no phrase: between alternatives they mean all of these words, anywhere in the post.",
    now: "The words may stand anywhere in the post and in any order.",
    meant: "Most often a name or a phrase.",
    write: "Put the words in quotes; if they may stand apart, in brackets.",
    fires: &[
        Case::query(r#"(AI agents OR "agentic AI")"#, "AI agents")
            .fixed(r#"("AI agents" OR "agentic AI")"#),
        Case::query("late OR slow delivery", "slow delivery").fixed(r#"late OR "slow delivery""#),
        Case::query("(heat wave OR extreme heat OR drought)", "heat wave")
            .fixed(r#"("heat wave" OR "extreme heat" OR drought)"#),
        Case::file("[[brand]]\nid = 'acme'\nquery = 'acme bikes OR acmebikes'\n", "acme bikes")
            .fixed("[[brand]]\nid = 'acme'\nquery = '\"acme bikes\" OR acmebikes'\n"),
        Case::file("[[brand]]\nid = 'acme'\nquery = 'acme bikes'\n", "acme bikes")
            .written("[[brand]]\nid = 'acme'\nquery = '\"acme bikes\" OR acmebikes'\n"),
    ],
    silent: &[
        Query(r#"("AI agents" OR "agentic AI")"#),
        Query("late OR (slow delivery)"),
        Query("AI agents"),
        Query("(AI OR agents) lang:en"),
        Query("late OR (slow AND delivery)"),
        File("[[brand]]\nid = 'acme'\nquery = '\"acme bikes\" OR acmebikes'\n"),
        File("[[brand]]\nid = 'acme'\nquery = 'acme AND bikes'\n"),
    ],
    untested: "",
};

/// Words side by side among alternatives, one finding for all of them; those at `told` are told otherwise.
pub(crate) fn find(text: &str, branches: &[Branch<'_>], told: Option<usize>) -> Option<Diagnostic> {
    let others = branches.iter().enumerate().filter(|(at, _)| Some(*at) != told);
    let names: Vec<&Branch<'_>> =
        others.map(|(_, branch)| branch).filter(|branch| is_name(text, branch)).collect();
    let first = names.first()?;
    let written = text.get(first.outer.clone())?;
    let more = match names.len() - 1 {
        0 => String::new(),
        1 => ", and so may those of one more alternative".to_owned(),
        count => format!(", and so may those of {count} more alternatives"),
    };
    let words = text.get(first.outer.clone())?.split_whitespace().count();
    let count = if words == 2 { "both words".to_owned() } else { format!("the {words} words") };
    let message = format!(
        "without quotes `{}` is no phrase: {count} may stand anywhere in the post{more}",
        brief(written)
    );
    let ends = |branch: &&Branch<'_>| {
        let (start, end) = (branch.outer.start, branch.outer.end);
        [Edit::new(start..start, "\""), Edit::new(end..end, "\"")]
    };
    let mut found = Diagnostic::warning(Code::UnquotedName, first.outer.clone(), message)
        .help(format!(
            "write `\"{}\"` for the phrase, `({})` for words that may stand apart",
            brief(written),
            brief(written)
        ))
        .fixed_by(Fix { edits: names.iter().flat_map(ends).collect(), safe: false });
    for name in names.iter().skip(1).take(3) {
        found = found.label(name.outer.clone(), "no phrase either");
    }
    Some(found)
}

/// A brand whose whole query is its name in several words, without quotes.
pub(crate) fn brand(text: &str, node: &Node) -> Option<Diagnostic> {
    let Expr::And(words) = &node.expr else { return None };
    let bracketed = text.get(..node.span.start)?.trim_end().ends_with('(');
    let plain = !bracketed && words.len() < 4 && is_plain(text, words);
    // Of several lines it is told that none is enough.
    let name = text.get(node.span.clone()).filter(|name| plain && !name.contains('\n'))?;
    let apart = name.split_whitespace().collect::<Vec<_>>().join(" AND ");
    let message =
        format!("without quotes `{name}` is no phrase: its words may stand anywhere in the post");
    Some(
        Diagnostic::warning(Code::UnquotedName, node.span.clone(), message).help(format!(
            "write `\"{name}\"` for the name, `{apart}` for words that may stand apart"
        )),
    )
}

/// Whether an alternative is plain words side by side, without brackets and operators.
pub(crate) fn is_name(text: &str, branch: &Branch<'_>) -> bool {
    joined(branch).is_some_and(|words| is_plain(text, words))
}

/// Whether these are plain words with nothing but blanks between them.
pub(crate) fn is_plain(text: &str, words: &[Node]) -> bool {
    let plain = |node: &Node| match &node.expr {
        Expr::Word(word) => {
            !word.contains(['*', '?', '\'', '`', '´', ',', '[', ']']) && !is_operator(word)
        }
        _ => false,
    };
    let blank = |two: &[Node]| {
        let between = text.get(two[0].span.end..two[1].span.start);
        between.is_some_and(|between| between.trim().is_empty())
    };
    words.len() > 1 && words.iter().all(plain) && words.windows(2).all(blank)
}

/// Whether a word was likely meant as an operator, which is told as such.
fn is_operator(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "and" | "or" | "not") || translated(word).is_some()
}
