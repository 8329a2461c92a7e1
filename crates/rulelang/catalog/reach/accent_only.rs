//! `accent-only`: a brand's name with an accent finds only the accented spelling, and many people leave accents out.

use crate::catalog::Source::{File, Query};
use crate::catalog::{Case, Page};
use mention::fold_key;

use crate::check::cover::Cover;
use crate::check::forms::Term;
use crate::{Accents, Code, Diagnostic, Expr, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::AccentOnly,
    name: "accent-only",
    severity: Severity::Info,
    text: "A brand's name with an accent finds only the accented spelling, and many people leave accents out.",
    now: "Posts that write the name without its accent are not found.",
    meant: "Both spellings.",
    write: "Write the name without accents: that finds both.",
    fires: &[Case::file("[[brand]]\nid = 'acme'\nquery = 'velmöra'\n", "velmöra")
        .fixed("[[brand]]\nid = 'acme'\nquery = 'velmora'\n")],
    silent: &[
        File("[[brand]]\nid = 'acme'\nquery = 'velmora'\n"),
        File("[[brand]]\nid = 'acme'\nquery = 'velmöra OR velmora'\n"),
        Query("försenad OR försvunnen"),
    ],
    untested: "",
};

/// A brand's first name, if only its accented spelling is found.
pub(crate) fn find(
    text: &str,
    wanted: &[Term<'_>],
    cover: &Cover,
    accents: Accents,
) -> Option<Diagnostic> {
    let first = wanted.first().filter(|_| accents == Accents::Smart)?;
    let (Expr::Word(name) | Expr::Phrase { text: name, .. }) = &first.node.expr else {
        return None;
    };
    let (exact, _) = fold_key(name);
    if exact == fold_key(name).1 || cover.of(first.form, first.condition.as_ref()).is_some() {
        return None;
    }
    let written = text.get(first.node.span.clone())?;
    let plain: String = written.chars().map(without_accent).collect();
    let message =
        format!("`{written}` finds only the spelling with accents, and many people leave them out");
    let found = Diagnostic::info(Code::AccentOnly, first.node.span.clone(), message);
    if plain == written {
        return Some(found.help("write the name without accents: that finds both spellings"));
    }
    Some(
        found
            .help(format!("write `{plain}`: that finds both spellings"))
            .unsafe_fix(first.node.span.clone(), plain),
    )
}

fn without_accent(letter: char) -> char {
    let (exact, bare) = fold_key(&letter.to_string());
    let mut bare_letters = bare.chars();
    match (exact == bare, bare_letters.next(), bare_letters.next()) {
        (false, Some(bare), None) if letter.is_uppercase() => {
            bare.to_uppercase().next().unwrap_or(bare)
        }
        (false, Some(bare), None) => bare,
        _ => letter,
    }
}
