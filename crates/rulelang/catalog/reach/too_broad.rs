//! `too-broad`: a word such as `the` stands in nearly every post.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use std::ops::Range;

use mention::term_tokens;

use crate::{Code, Diagnostic, Expr, FieldName, Node, Severity, Value};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::TooBroad,
    name: "too-broad",
    severity: Severity::Warning,
    text: "A word such as `the` stands in nearly every post.",
    now: "Nearly every post in the language fits.",
    meant: "A phrase with the word in it, or a name that looks like a common word.",
    write: "Write more words, put the words of a phrase in quotes, or exact letters in braces: `{IT}`.",
    fires: &[
        Case::query("the OR flood", "the").written("flood"),
        Case::query("flood -to", "to"),
        Case::query("and", "and"),
        Case::query("to be", "to be"),
        Case::query("contains:a", "contains:a").written("contains:acme"),
        Case::query("parcel contains:ai", "contains:ai").written("parcel AI"),
    ],
    silent: &[
        Query(r#""the who" OR flood"#),
        Query(r#""it is" OR flood"#),
        Query("(my OR our) parcel"),
        Query(r#"flood -"to do""#),
        Query("{IT} OR flood"),
        Query("the flood"),
        Query("contains:gpt"),
        Query("contains:洪水"),
        Query("contains:\"a&b\""),
    ],
    untested: "",
};

/// The commonest words of the languages that most posts are in, sorted.
const COMMON: &[&str] = &[
    "a", "am", "an", "and", "are", "as", "at", "att", "auf", "av", "be", "been", "but", "by", "ce",
    "che", "con", "could", "cu", "dans", "das", "dat", "de", "dem", "den", "der", "des", "det",
    "di", "did", "do", "does", "du", "e", "een", "ein", "eine", "el", "elle", "em", "en", "er",
    "es", "est", "et", "ett", "for", "from", "get", "gli", "got", "had", "has", "have", "he",
    "her", "het", "him", "his", "how", "i", "ich", "if", "ik", "il", "ils", "in", "inte", "is",
    "ist", "it", "its", "jag", "je", "just", "la", "las", "le", "les", "lo", "los", "me", "med",
    "mi", "mit", "my", "nicht", "niet", "no", "non", "not", "nous", "nu", "não", "o", "och", "of",
    "on", "or", "os", "our", "pas", "pe", "per", "por", "pour", "på", "que", "qui", "se", "she",
    "si", "sie", "so", "som", "sur", "să", "that", "the", "their", "them", "these", "they", "this",
    "those", "to", "tu", "um", "uma", "un", "una", "und", "une", "us", "van", "von", "vous", "was",
    "we", "were", "what", "when", "with", "would", "y", "yes", "you", "your", "zu", "är", "è",
    "în", "și",
];

/// Letters that nearly every word of several has among its own.
pub(crate) fn contained(node: &Node) -> Option<Diagnostic> {
    let Expr::Field { field: FieldName::Contains, value: Value::Text(letters) } = &node.expr else {
        return None;
    };
    let plain = letters.chars().all(|c| c.is_ascii_alphanumeric());
    let doubt: fn(Code, Range<usize>, String) -> Diagnostic = match letters.len() {
        1 if plain => Diagnostic::warning,
        2 if plain => Diagnostic::info,
        _ => return None,
    };
    let message = format!(
        "`contains:{letters}` also looks inside of words, and nearly every post has such a word"
    );
    Some(
        doubt(Code::TooBroad, node.span.clone(), message)
            .help(format!("write `{letters}` for the word by itself, or more letters")),
    )
}

/// Alternatives that nearly every post has, and exclusions of such.
pub(crate) fn find(node: &Node, found: &mut Vec<Diagnostic>) {
    match &node.expr {
        Expr::Or(branches) => branches.iter().for_each(|branch| find(branch, found)),
        Expr::And(operands) => {
            for operand in operands {
                if let Expr::Not(inner) = &operand.expr {
                    excluded(inner, found);
                }
            }
            if is_broad(node) {
                found.push(told(
                    node,
                    "nearly every post has this, so that nearly every post is found",
                ));
            }
        }
        _ if is_broad(node) => {
            found
                .push(told(node, "nearly every post has this, so that nearly every post is found"));
        }
        _ => {}
    }
}

fn excluded(node: &Node, found: &mut Vec<Diagnostic>) {
    match &node.expr {
        Expr::Or(branches) => branches.iter().for_each(|branch| excluded(branch, found)),
        _ if is_broad(node) => {
            found.push(told(
                node,
                "nearly every post has this, so that nearly every post is excluded",
            ));
        }
        _ => {}
    }
}

fn told(node: &Node, message: &str) -> Diagnostic {
    let found = Diagnostic::warning(Code::TooBroad, node.span.clone(), message);
    let words = "write more words, or put a phrase in quotes";
    match &node.expr {
        Expr::Word(word) if is_name(word) => found.help(format!(
            "{words}; to find it in capitals only, write exact letters: `{{{}}}`",
            word.to_uppercase()
        )),
        _ => found.help(words),
    }
}

/// Whether a common word is a name as well when it stands in capitals.
fn is_name(word: &str) -> bool {
    let capitals = word.chars().all(char::is_uppercase) && word.chars().count() > 1;
    capitals || matches!(word.to_lowercase().as_str(), "it" | "us" | "er" | "os")
}

/// Whether it is made of the commonest words alone.
fn is_broad(node: &Node) -> bool {
    match &node.expr {
        Expr::Word(text) | Expr::Phrase { text, .. } => {
            let tokens = term_tokens(text);
            let common = |key: &str| COMMON.binary_search(&key).is_ok();
            !text.contains(['*', '?']) && matches!(&tokens[..], [token] if common(&token.exact))
        }
        Expr::Or(branches) => branches.iter().all(is_broad),
        Expr::And(operands) => {
            let mut words =
                operands.iter().filter(|operand| !crate::check::is_filter(operand)).peekable();
            words.peek().is_some() && words.all(is_broad)
        }
        _ => false,
    }
}
