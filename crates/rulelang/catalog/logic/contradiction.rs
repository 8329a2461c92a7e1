//! `contradiction`: a post has one language, one platform, one kind: it cannot be two at once.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::check::forms::{Operand, without_operand};
use crate::{Code, Diagnostic, Edit, Expr, FieldName, Fix, Severity, Value};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::Contradiction,
    name: "contradiction",
    severity: Severity::Warning,
    text: "A post has one language, one platform, one kind: it cannot be two at once.",
    now: "No post fits, so nothing is found.",
    meant: "Either of the two.",
    write: "Put `OR` between them, in brackets.",
    fires: &[
        Case::query("flood lang:en lang:de", "lang:de").fixed("flood (lang:en OR lang:de)"),
        Case::query("flood is:reply is:repost", "is:repost").fixed("flood (is:reply OR is:repost)"),
        Case::query("flood lang:en -lang:en", "-lang:en"),
    ],
    silent: &[
        Query("flood (lang:en OR lang:de)"),
        Query("flood lang:en -is:repost"),
        Query("flood -lang:en -lang:de"),
        Query("flood has:links has:media"),
    ],
    untested: "",
};

/// Fields that are required to be two things at once.
pub(crate) fn find(text: &str, operands: &[Operand<'_>]) -> Option<Diagnostic> {
    let fields: Vec<&Operand<'_>> =
        operands.iter().filter(|operand| subject(operand).is_some()).collect();
    fields.iter().enumerate().find_map(|(at, second)| {
        let clashes = |first: &&&Operand<'_>| clash(first, second);
        let first = fields[..at].iter().find(clashes)?;
        Some(told(text, first, second))
    })
}

/// What a field test is about, where a post has one of it.
fn subject<'o>(operand: &'o Operand<'_>) -> Option<(&'o FieldName, &'o str)> {
    let node = match &operand.term.node.expr {
        Expr::Not(inner) => inner,
        _ => operand.term.node,
    };
    let Expr::Field { field, value: Value::Text(value) } = &node.expr else { return None };
    let single = match field {
        FieldName::Lang | FieldName::Platform | FieldName::Country => true,
        FieldName::Is => {
            matches!(
                value.as_str(),
                "repost" | "retweet" | "reply" | "quote" | "comment" | "original"
            )
        }
        _ => false,
    };
    single.then_some((field, value))
}

fn clash(first: &Operand<'_>, second: &Operand<'_>) -> bool {
    let (Some((one, value)), Some((other, second_value))) = (subject(first), subject(second))
    else {
        return false;
    };
    let same = value.eq_ignore_ascii_case(second_value);
    let both = !first.negated && !second.negated;
    one == other
        && if both {
            first.term.form != second.term.form && !same
        } else {
            same && first.negated != second.negated
        }
}

fn told(text: &str, first: &Operand<'_>, second: &Operand<'_>) -> Diagnostic {
    let (a, b) = (first.term.node.span.clone(), second.term.node.span.clone());
    let shown =
        |span: &std::ops::Range<usize>| text.get(span.clone()).unwrap_or_default().to_owned();
    let (one, other) = (shown(&a), shown(&b));
    let message = format!(
        "`{one}` and `{other}` are both required, and no post is both: nothing is ever found"
    );
    let found = Diagnostic::warning(Code::Contradiction, b.clone(), message)
        .label(a.clone(), "required as well");
    if first.negated || second.negated {
        return found.help("keep one of the two");
    }
    let either = format!("({one} OR {other})");
    let found = found.help(format!("to find either of them, write `{either}`"));
    match without_operand(text, &b) {
        Some(edit) => found.fixed_by(Fix { edits: vec![Edit::new(a, either), edit], safe: false }),
        None => found,
    }
}
