//! `compound-hashtag`: a hashtag of several words finds only the hashtag, not the words.

use crate::catalog::Source::{File, Query};
use crate::catalog::{Case, Page};
use mention::EntityKind;

use crate::check::forms::Term;
use crate::{Code, Diagnostic, Expr, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::CompoundHashtag,
    name: "compound-hashtag",
    severity: Severity::Info,
    text: "A hashtag of several words finds only the hashtag, not the words.",
    now: "Posts that write the brand's name as words are not found.",
    meant: "The name, however it is written.",
    write: "Add the words as a phrase, and the name in one word, which finds the hashtag, too.",
    fires: &[Case::file("[[brand]]\nid = 'acme'\nquery = '#KesselHaus'\n", "#KesselHaus")
        .fixed("[[brand]]\nid = 'acme'\nquery = 'kesselhaus'\n")],
    silent: &[
        File(
            r#"[[brand]]
id = 'acme'
query = '#KesselHaus OR "kessel haus"'
"#,
        ),
        File("[[brand]]\nid = 'acme'\nquery = 'kesselhaus'\n"),
        File("[[brand]]\nid = 'acme'\nquery = '#acme*'\n"),
        Query("#JustDoIt"),
    ],
    untested: "",
};

/// A brand that is looked for by a hashtag of several words alone.
pub(crate) fn find(wanted: &[Term<'_>]) -> Option<Diagnostic> {
    let tag = |term: &Term<'_>| match &term.node.expr {
        Expr::Entity { kind: EntityKind::Hashtag, name } => Some(name.clone()),
        _ => None,
    };
    let first = wanted.first()?;
    let tags: Option<Vec<String>> = wanted.iter().map(tag).collect();
    let name = tags?.into_iter().next()?;
    let words = parts(&name)?;
    let joined = name.to_lowercase();
    let either = format!("{joined} OR \"{words}\"");
    let message = format!("`#{name}` finds only the hashtag, not \"{words}\" in a sentence");
    Some(
        Diagnostic::info(Code::CompoundHashtag, first.node.span.clone(), message)
            .help(format!("write `{either}`: the first finds the hashtag, too"))
            .unsafe_fix(first.node.span.clone(), joined),
    )
}

/// The words that a hashtag in camel case is written together from.
fn parts(name: &str) -> Option<String> {
    let mut words = String::new();
    let mut lower = false;
    for letter in name.chars() {
        if !letter.is_alphabetic() {
            return None;
        }
        if letter.is_uppercase() && lower {
            words.push(' ');
        }
        lower = letter.is_lowercase();
        words.extend(letter.to_lowercase());
    }
    words.contains(' ').then_some(words)
}
