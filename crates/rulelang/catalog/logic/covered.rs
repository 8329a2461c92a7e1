//! `covered`: an alternative adds nothing when another one finds all that it finds.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::check::brief;
use crate::check::cover::{Cover, How};
use crate::check::forms::{Term, without_alternative};
use crate::{Code, Diagnostic, Expr, Fix, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::Covered,
    name: "covered",
    severity: Severity::Info,
    text: "An alternative adds nothing when another one finds all that it finds.",
    now: "The wider alternative finds these posts already.",
    meant: "The narrower term alone, or nothing more.",
    write: "Take the narrower alternative out; if only that is meant, the wider one.",
    fires: &[
        Case::query(r#"flood OR "flash flood""#, r#""flash flood""#).fixed("flood"),
        Case::query("berlin OR #berlin", "#berlin").fixed("berlin"),
        Case::query("deliver* OR delivery OR box", "delivery").fixed("deliver* OR box"),
        Case::query("#sale* OR #sales", "#sales").fixed("#sale*"),
    ],
    silent: &[
        Query(r#""flash flood" OR "flood water""#),
        Query("#berlin OR potsdam"),
        Query("#acme* OR acme"),
        Query(r#"(flood OR "flash flood") NEAR/3 warning"#),
        Query("deliver OR delivery"),
        Query("{BT} OR BT"),
        Query(r#"title:flood OR "flash flood""#),
    ],
    untested: "",
};

/// Alternatives whose posts another one finds as well; one finding for all of them.
pub(crate) fn find(text: &str, terms: &[Term<'_>], cover: &Cover) -> Option<Diagnostic> {
    let covered = terms.iter().filter_map(|term| {
        let (by, how) = cover.of(term.form, term.condition.as_ref())?;
        (how == How::Part).then_some((term, &terms[by]))
    });
    let covered: Vec<(&Term<'_>, &Term<'_>)> = covered.collect();
    let (term, by) = covered.first()?;
    let shown = |term: &Term<'_>| brief(text.get(term.node.span.clone()).unwrap_or_default());
    let more = match covered.len() - 1 {
        0 => String::new(),
        1 => "; one more alternative adds nothing either".to_owned(),
        count => format!("; {count} more alternatives add nothing either"),
    };
    let finds = match term.node.expr {
        Expr::Entity { .. } if !matches!(by.node.expr, Expr::Entity { .. }) => {
            "finds it with its sign, too"
        }
        _ => "finds these posts already",
    };
    let message = format!("`{}` adds nothing: `{}` {finds}{more}", shown(term), shown(by));
    let mut found = Diagnostic::info(Code::Covered, term.node.span.clone(), message)
        .help("take it out; or take out the wider one, if only this is meant")
        .label(by.node.span.clone(), "finds more");
    for (term, _) in covered.iter().skip(1).take(3) {
        found = found.label(term.node.span.clone(), "adds nothing");
    }
    let edit = covered.iter().find_map(|(term, _)| without_alternative(text, &term.node.span));
    Some(match edit {
        Some(edit) => found.fixed_by(Fix { edits: vec![edit], safe: false }),
        None => found,
    })
}
