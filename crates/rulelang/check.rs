//! Findings on what can be read but is likely not meant.

use std::ops::Range;

use mention::EntityKind;

use crate::catalog::{characters, fields, logic};
use crate::lexer::{Kept, Token, TokenKind};
use crate::term::{Misplaced, Piece, Place, places as read_places};
use crate::{Code, Diagnostic, Expr, Node, Value};

pub(crate) mod cover;
pub(crate) mod forms;
mod operators;
mod rule;

pub(crate) use operators::{translated, translated_in_small_letters};
pub use rule::check_query;

/// An alternative as it was written.
pub(crate) struct Branch<'a> {
    pub(crate) node: &'a Node,
    /// Its bytes, brackets included.
    pub(crate) outer: Range<usize>,
    pub(crate) bracketed: bool,
}

/// How many tokens a phrase has.
pub(crate) fn place_count(text: &str) -> usize {
    read_places(text).0.len()
}

/// Reports operators that count for nothing as they are written, and phrases in single quotes.
pub(crate) fn tokens(text: &str, tokens: &[Token], diagnostics: &mut Vec<Diagnostic>) {
    operators::find(tokens, diagnostics);
    single_quotes(tokens, diagnostics);
    fields::space_before_colon::find(text, tokens, diagnostics);
}

fn word(token: &Token) -> Option<&str> {
    match &token.kind {
        TokenKind::Term(Expr::Word(word)) => Some(word),
        _ => None,
    }
}

fn single_quotes(tokens: &[Token], diagnostics: &mut Vec<Diagnostic>) {
    let mut at = 0;
    while at < tokens.len() {
        let run: Vec<&str> = tokens[at..].iter().map_while(quotable).collect();
        at += run.len().max(1);
        let plain: Vec<String> =
            run.iter().map(|word| word.replace(['´', '`', '‚', '‹', '›'], "'")).collect();
        let run: Vec<&str> = plain.iter().map(String::as_str).collect();
        let Some((first, length)) = quoted_run(&run) else { continue };
        let from = at - run.len() + first;
        let span = tokens[from].span.start..tokens[from + length].span.end;
        let words = run[first..=first + length].join(" ");
        let phrase = format!("\"{}\"", words.trim_matches('\''));
        diagnostics.push(
            Diagnostic::warning(
                Code::SingleQuotes,
                span.clone(),
                "single quotes make no phrase: these words are looked for one by one, anywhere",
            )
            .help(format!("write {phrase}"))
            .unsafe_fix(span, phrase),
        );
    }
}

/// A word, or the value of a field, for both can be meant to be quoted.
fn quotable(token: &Token) -> Option<&str> {
    match &token.kind {
        TokenKind::Value(Value::Text(text)) => Some(text),
        _ => word(token),
    }
}

/// The first words of `run` that stand in single quotes together: the first of them and how many follow.
fn quoted_run(run: &[&str]) -> Option<(usize, usize)> {
    let opens = |text: &str| text.len() > 1 && text.starts_with('\'') && !text.ends_with('\'');
    let first = run.iter().position(|text| opens(text))?;
    let rest = &run[first + 1..];
    let length = rest.iter().position(|text| text.contains('\'') && !is_possessive(text))? + 1;
    (run[first + length].ends_with('\'') && !run[first + length].starts_with('\''))
        .then_some((first, length))
}

fn is_possessive(text: &str) -> bool {
    text.rfind('\'').is_some_and(|at| at > 0 && at + 1 < text.len())
}

/// Reports what is wrong with a single term; whether it can be looked for at all.
pub(crate) fn term(expr: &Expr, span: &Range<usize>, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let (text, quoted) = match expr {
        Expr::Word(text) => (text, false),
        Expr::Phrase { text, .. } => (text, true),
        Expr::Entity { kind: EntityKind::Hashtag, name } => {
            let short = name.strip_suffix('*').is_some_and(|name| name.chars().count() < 2);
            if short {
                diagnostics.push(misplaced(Misplaced::Short, name, span.clone()));
            }
            return !short;
        }
        Expr::Literal(text) => {
            diagnostics.extend(characters::operator_in_quotes::in_braces(text, span));
            return true;
        }
        _ => return true,
    };
    let (places, wrong) = read_places(text);
    if let Some(wrong) = wrong {
        diagnostics.push(misplaced(wrong, text, span.clone()));
        return false;
    }
    if places.iter().all(|place| matches!(place, Place::Any)) {
        diagnostics.push(match text.strip_prefix('*') {
            Some(_) => misplaced(Misplaced::Leading, text, span.clone()),
            None => nothing_to_find(text, span.clone()),
        });
        return false;
    }
    let ends_open = |place: &Place| matches!(place, Place::Word { pieces, .. } if pieces.last() == Some(&Piece::One));
    if quoted {
        diagnostics.extend(characters::operator_in_quotes::find(text, span));
        diagnostics.extend(characters::url_as_keyword::find(text, span));
    } else {
        diagnostics.extend(characters::comma_list::inside(text, span));
    }
    if places.iter().any(ends_open) {
        diagnostics.push(question_mark(text, quoted, span.clone()));
    }
    diagnostics.extend(characters::symbol_dropped::find(text, quoted, span));
    true
}

/// The finding that a term has no letter, digit or emoji.
pub(crate) fn nothing_to_find(text: &str, span: Range<usize>) -> Diagnostic {
    let found = Diagnostic::error(
        Code::PunctuationOnly,
        span.clone(),
        format!("`{text}` has no letter, digit or emoji, so it can never be found"),
    );
    if text.is_empty() || text.contains('}') {
        return found.help("remove it");
    }
    let found = found.help(format!(
        "remove it, or write `{{{text}}}` to find exactly these characters; between alternatives write `OR`"
    ));
    // What ends a sentence can go; of other signs it is not known what they were to part or join.
    let ends_sentence = text.chars().all(|c| matches!(c, '!' | '.' | '…' | '\''));
    if ends_sentence { found.unsafe_fix(span, "") } else { found }
}

fn misplaced(wrong: Misplaced, text: &str, span: Range<usize>) -> Diagnostic {
    let bare = text.trim_matches(['*', '?']);
    match wrong {
        Misplaced::Leading => {
            let found = Diagnostic::error(
                Code::LeadingWildcard,
                span.clone(),
                format!("`{text}` begins with a wildcard, so it could be any word"),
            );
            if text.starts_with('?') {
                let help = "list the words instead, joined by OR: `(late OR hate)`; `contains:` finds letters inside any word";
                return found.help(help);
            }
            if bare.is_empty() || bare.contains([' ', '*', '?', '"']) {
                return found.help("put at least two letters before the `*`");
            }
            found
                .help(format!("write `contains:{bare}` to find these letters inside any word"))
                .unsafe_fix(span, format!("contains:{bare}"))
        }
        Misplaced::Short => Diagnostic::error(
            Code::ShortWildcard,
            span,
            format!(
                "`{text}` has fewer than two letters before the `*` and would find far too much"
            ),
        )
        .help("put at least two letters before the `*`, or list the words joined by OR"),
        Misplaced::Blankless => Diagnostic::error(
            Code::ShortWildcard,
            span,
            format!("`{text}` has a wildcard where every character is a word of its own"),
        )
        .help("such terms are found inside longer words anyway; leave the wildcard out"),
    }
}

fn question_mark(text: &str, quoted: bool, span: Range<usize>) -> Diagnostic {
    let found = Diagnostic::warning(
        Code::QuestionMark,
        span.clone(),
        format!("`?` stands for exactly one more character, so `{text}` is not found as written"),
    );
    let without = text.replace('?', "");
    if quoted {
        let fixed = format!("\"{without}\"");
        return found
            .help(format!("write {fixed}: question marks are not searched"))
            .unsafe_fix(span, fixed);
    }
    // No fix: one more letter may be what is meant, as in other tools.
    found.help(format!(
        "if a question is meant, write `{without}`; if one more letter, leave it as it is and add `{without}` beside it; `{{{text}}}` finds exactly these characters"
    ))
}

/// Reports alternatives of which one alone is filtered, or that mix AND and OR without brackets.
pub(crate) fn alternatives(text: &str, branches: &[Branch<'_>], diagnostics: &mut Vec<Diagnostic>) {
    if branches.len() < 2 {
        return;
    }
    let filtered = logic::missing_brackets_around_or::find(text, branches)
        .or_else(|| logic::last_branch::find(text, branches))
        .or_else(|| logic::not_last_branch::find(text, branches));
    let (at, filtered) = filtered.unzip();
    diagnostics.extend(filtered);
    diagnostics.extend(logic::unquoted_name::find(text, branches, at));
    diagnostics.extend(logic::mixed_and_or::find(text, branches, at));
    diagnostics.extend(logic::brackets_are_not_quotes::names(text, branches));
}

/// Reports what is doubtful in a query that was read.
pub(crate) fn shape(text: &str, node: &Node, kept: &[Kept], diagnostics: &mut Vec<Diagnostic>) {
    logic::brackets_are_not_quotes::find(text, node, diagnostics);
    logic::unquoted_name::excluded(text, node, diagnostics);
    diagnostics.extend(characters::comma_list::column(text, node));
    characters::cedilla_for_comma::find(text, kept, diagnostics);
    characters::html_entity::find(text, kept, diagnostics);
}

/// The operands of a branch that joins several without brackets of its own.
pub(crate) fn joined<'a>(branch: &Branch<'a>) -> Option<&'a [Node]> {
    match &branch.node.expr {
        Expr::And(operands) if !branch.bracketed => Some(operands),
        _ => None,
    }
}

/// Whether a term narrows others down, rather than being what is looked for.
pub(crate) fn is_filter(node: &Node) -> bool {
    match &node.expr {
        Expr::Not(_) => true,
        Expr::Field { field, .. } => !field.is_in_text(),
        // `lang:(en OR sv)`
        Expr::Or(values) => {
            values.iter().all(|value| matches!(value.expr, Expr::Field { .. }) && is_filter(value))
        }
        _ => false,
    }
}

impl Branch<'_> {
    /// Whether a filter stands in it.
    pub(crate) fn is_filtered(&self) -> bool {
        match &self.node.expr {
            Expr::And(operands) => operands.iter().any(is_filter),
            Expr::Not(_) => true,
            _ => false,
        }
    }

    /// Whether it is one term to be looked for.
    pub(crate) fn is_term(&self) -> bool {
        !is_filter(self.node) && !matches!(self.node.expr, Expr::And(_) | Expr::Or(_))
    }
}

/// `text` on one line, its middle left out when it is long.
pub(crate) fn brief(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    let chars: Vec<char> = line.chars().collect();
    if chars.len() <= 60 {
        return line;
    }
    let (start, end) = (&chars[..28], &chars[chars.len() - 28..]);
    format!("{}…{}", start.iter().collect::<String>(), end.iter().collect::<String>())
}
