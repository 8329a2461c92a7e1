//! `accent-variants`: a word without accents finds the spellings with accents, too.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::check::brief;
use crate::check::cover::{Cover, How};
use crate::check::forms::{Term, without_alternative};
use crate::{Code, Diagnostic, Fix, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::AccentVariants,
    name: "accent-variants",
    severity: Severity::Info,
    text: "A word without accents finds the spellings with accents, too.",
    now: "The spelling with accents adds nothing.",
    meant: "Both spellings, which the one without accents finds.",
    write: "Keep the spelling without accents.",
    fires: &[
        Case::query("vandalos OR vándalos", "vándalos").fixed("vandalos"),
        Case::query("malmö OR malmo OR lund", "malmö").fixed("malmo OR lund"),
    ],
    silent: &[Query("vándalos"), Query("malmö OR lund"), Query("résumé OR resumed")],
    untested: "",
};

/// Spellings with accents beside the same without; one finding for all of them.
pub(crate) fn find(text: &str, terms: &[Term<'_>], cover: &Cover) -> Option<Diagnostic> {
    let accented = terms.iter().filter_map(|term| {
        let (by, how) = cover.of(term.form, term.condition.as_ref())?;
        (how == How::Accents).then_some((term, &terms[by]))
    });
    let accented: Vec<(&Term<'_>, &Term<'_>)> = accented.collect();
    let (term, by) = accented.first()?;
    let shown = |term: &Term<'_>| brief(text.get(term.node.span.clone()).unwrap_or_default());
    let more = match accented.len() - 1 {
        0 => String::new(),
        1 => "; one more such spelling adds nothing either".to_owned(),
        count => format!("; {count} more such spellings add nothing either"),
    };
    let message =
        format!("`{}` adds nothing: `{}` finds it with accents, too{more}", shown(term), shown(by));
    let found = Diagnostic::info(Code::AccentVariants, term.node.span.clone(), message)
        .help("keep the spelling without accents; to find only the accented one, take that out")
        .label(by.node.span.clone(), "finds both spellings");
    let edit = accented.iter().find_map(|(term, _)| without_alternative(text, &term.node.span));
    Some(match edit {
        Some(edit) => found.fixed_by(Fix { edits: vec![edit], safe: false }),
        None => found,
    })
}
