//! `near-too-wide`: a distance of 100 words or more is longer than most posts; more than 1,000 is refused.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Diagnostic, Expr, Node, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::NearTooWide,
    name: "near-too-wide",
    severity: Severity::Error,
    text: "A distance of 100 words or more is longer than most posts; more than 1,000 is refused.",
    now: "Nearly every post that has both words fits, as if AND stood there, and it takes longer to find out.",
    meant: "Words in one sentence: a distance of 5 to 20.",
    write: "Write a smaller number, or AND.",
    fires: &[Case::query("president NEAR/5000 visit", "president NEAR/5000 visit")
        .written("president NEAR/15 visit")],
    silent: &[
        Query("president NEAR/15 visit"),
        Query(r#""president visit"~20"#),
        Query("(president visit)~99"),
        Query("president AND visit"),
    ],
    untested: "",
};

/// From this distance on a finding is told.
const WIDE: u32 = 100;

/// Beyond this distance a rule is refused.
const WIDEST: u32 = 1_000;

/// A distance longer than posts are.
pub(crate) fn find(node: &Node) -> Option<Diagnostic> {
    let (distance, instead) = match &node.expr {
        Expr::Near { distance, .. } => (*distance, "`NEAR/15`"),
        Expr::Window { extra, .. } => (*extra, "`~15`"),
        Expr::Phrase { slop: Some(slop), .. } => (*slop, "`~15`"),
        _ => return None,
    };
    let help = format!(
        "write a smaller distance, such as {instead} for one sentence, or AND for anywhere in the post"
    );
    let span = node.span.clone();
    match distance {
        0..WIDE => None,
        WIDE..=WIDEST => {
            let message = format!(
                "a distance of {distance} words is longer than most posts: this is hardly more than AND"
            );
            Some(Diagnostic::warning(Code::NearTooWide, span, message).help(help))
        }
        _ => {
            let message = format!(
                "a distance of {distance} words is more than the {WIDEST} that can be searched"
            );
            Some(Diagnostic::error(Code::NearTooWide, span, message).help(help))
        }
    }
}
