//! `unquoted-name`: words side by side are no phrase: between alternatives they mean all of these words, anywhere in the post.

use crate::catalog::Source::{File, Query};
use crate::catalog::{Case, Page};
use crate::check::{Branch, brief, joined, translated, translated_in_small_letters};
use crate::lexer::near;
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
        Case::query("kavala -gift card", "gift card").written("kavala -\"gift card\""),
        Case::query("(kavala OR mocha) NOT gift card", "gift card")
            .written("(kavala OR mocha) -\"gift card\""),
        Case::query("kavala OR mocha\nlatte OR cold", "mocha")
            .written("kavala OR mocha OR latte OR cold"),
        Case::query("jules OR romeo y julieta", "romeo y julieta")
            .written("jules OR \"romeo y julieta\""),
    ],
    silent: &[
        Query("kavala ☕😍 OR 🤮"),
        Query("kavala card -gift"),
        Query("kavala -gift -card"),
        Query("kavala -jobs \"coffee bar\""),
        Query("kavala -is:repost coffee"),
        Query("-gift kavala coffee"),
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
    let (names, lines): (Vec<&Branch<'_>>, Vec<&Branch<'_>>) = others
        .map(|(_, branch)| branch)
        .filter(|branch| is_name(text, branch))
        .partition(|branch| text.get(branch.outer.clone()).is_some_and(|it| !it.contains('\n')));
    if names.is_empty() {
        return lines.first().and_then(|branch| over_lines(text, branch));
    }
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
    let mut found =
        Diagnostic::warning(Code::UnquotedName, first.outer.clone(), message).help(format!(
            "write `\"{}\"` for the phrase, `({})` for words that may stand apart",
            brief(written),
            brief(written)
        ));
    if !names.iter().any(|name| may_join(text.get(name.outer.clone()).unwrap_or_default())) {
        found = found.fixed_by(Fix { edits: names.iter().flat_map(ends).collect(), safe: false });
    }
    for name in names.iter().skip(1).take(3) {
        found = found.label(name.outer.clone(), "no phrase either");
    }
    Some(found)
}

/// Words of two lines, between which an OR was likely forgotten.
fn over_lines(text: &str, branch: &Branch<'_>) -> Option<Diagnostic> {
    let written = text.get(branch.outer.clone())?;
    let message = format!(
        "`{}` stands on several lines, and a line break is no OR: all these words are required",
        brief(written)
    );
    let either = written.lines().map(str::trim).collect::<Vec<_>>().join(" OR ");
    Some(Diagnostic::warning(Code::UnquotedName, branch.outer.clone(), message).help(format!(
        "write `{}` if one is enough, `({})` for words that may stand apart",
        brief(&either),
        brief(written)
    )))
}

/// What stands behind an excluded word and was likely to be excluded with it.
pub(crate) fn excluded(text: &str, node: &Node, found: &mut Vec<Diagnostic>) {
    if let Expr::And(operands) = &node.expr
        && let Some(at) = operands.iter().position(|it| matches!(it.expr, Expr::Not(_)))
        && at > 0
        && let Some(told) = half_excluded(text, &operands[at..])
    {
        found.push(told);
    }
    for part in crate::quoted::children(&node.expr) {
        excluded(text, part, found);
    }
}

/// `-gift card` at the end of what is asked for: only its first word is excluded.
fn half_excluded(text: &str, operands: &[Node]) -> Option<Diagnostic> {
    let (not, rest) = operands.split_first()?;
    let Expr::Not(inner) = &not.expr else { return None };
    let plain = |node: &Node| matches!(&node.expr, Expr::Word(word) if !is_operator(word) && word.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase()));
    let length = rest.iter().take_while(|node| plain(node)).count();
    let ends = rest[length..]
        .iter()
        .all(|it| matches!(it.expr, Expr::Not(_)) || crate::check::is_filter(it));
    let side_by_side = |two: &[Node]| {
        text.get(two[0].span.end..two[1].span.start)
            .is_some_and(|it| it.trim().is_empty() && !it.contains('\n'))
    };
    let row = operands.get(..=length)?;
    if length == 0 || length > 3 || !ends || !plain(inner) || !row.windows(2).all(side_by_side) {
        return None;
    }
    let span = inner.span.start..row[length].span.end;
    let (first, words) = (text.get(inner.span.clone())?, text.get(span.clone())?);
    let required = words.get(first.len()..)?.trim();
    let message = format!("only `{first}` is excluded: `{required}` behind it is required");
    let either = words.split_whitespace().collect::<Vec<_>>().join(" OR ");
    Some(Diagnostic::warning(Code::UnquotedName, span, message).help(format!(
        "to exclude the phrase write `-\"{words}\"`, each of the words `-({either})`; if `{required}` is to be required, put it in front of what is excluded"
    )))
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
            !word.contains(['*', '?', '\'', '`', '´', ',', '[', ']'])
                && word.contains(char::is_alphanumeric)
                && !is_operator(word)
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
    let lower = word.to_lowercase();
    matches!(lower.as_str(), "and" | "or" | "not" | "near" | "within")
        || near(&word.to_uppercase()).is_some()
        || translated(word).is_some()
        || translated_in_small_letters(&lower).is_some()
}

/// Words that join others in some language, and are parts of names as well.
const JOINING: &[&str] =
    &["e", "en", "et", "ja", "o", "of", "si", "u", "y", "și", "şi", "и", "και", "ή"];

/// Whether a word of `words` may be meant to join the others, so that nobody can tell whether they are one name.
pub(super) fn may_join(words: &str) -> bool {
    let mut each =
        words.split_whitespace().map(|word| word.trim_matches(['(', ')']).to_lowercase());
    each.any(|word| JOINING.contains(&word.as_str()))
}
