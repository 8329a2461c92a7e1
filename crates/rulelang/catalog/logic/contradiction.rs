//! `contradiction`: a post has one language, one platform, one kind: it cannot be two at once.

use crate::catalog::Source::{File, Query};
use crate::catalog::{Case, Page};
use crate::check::forms::{Operand, without_operand};
use std::collections::BTreeMap;

use mention::{Lang, Timestamp};

use crate::{
    Code, Condition, Diagnostic, Edit, Expr, FieldName, FieldTest, Fix, Measure, Node, Number,
    Severity, Value,
};

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
        Case::query("flood since:2026-06-01 until:2026-05-01", "until:2026-05-01")
            .fixed("flood since:2026-05-01 until:2026-06-01"),
        Case::query("flood since:2026-05-01 until:2026-05-01", "until:2026-05-01")
            .written("flood published:2026-05-01"),
        Case::query("flood followers:1000 followers:..500", "followers:..500"),
        Case::query("flood from:ana from:bo", "from:bo").fixed("flood (from:ana OR from:bo)"),
        Case::query("flood subreddit:a subreddit:b", "subreddit:b")
            .fixed("flood (subreddit:a OR subreddit:b)"),
        Case::file(
            "[[theme]]\nid = 'late'\nquery.en = 'late lang:sv'\nquery.sv = 'sen'\n",
            "lang:sv",
        ),
    ],
    silent: &[
        Query("flood (lang:en OR lang:de)"),
        Query("flood lang:en -is:repost"),
        Query("flood from:ana from:@Ana"),
        Query("flood from:ana -from:bo"),
        Query("flood -lang:en -lang:de"),
        Query("flood has:links has:media"),
        Query("flood since:2026-05-01 until:2026-06-01"),
        Query("flood since:2026-06-01 -until:2026-05-01"),
        Query("flood followers:100 followers:..500"),
        Query("flood since:2026-06-01 OR storm until:2026-05-01"),
        File("[[theme]]\nid = 'late'\nquery.en = 'late lang:en'\nquery.sv = 'sen -lang:en'\n"),
        File(
            "[[theme]]\nid = 'late'\nquery.any = 'late lang:en'\nquery.sv = 'sen lang:(sv OR da)'\n",
        ),
    ],
    untested: "",
};

/// Fields that are required to be two things at once.
pub(crate) fn find(text: &str, operands: &[Operand<'_>]) -> Option<Diagnostic> {
    // Of those that say the same, the first stands for all.
    let mut asked: BTreeMap<&FieldName, Vec<&Operand<'_>>> = BTreeMap::new();
    let mut excluded: BTreeMap<(&FieldName, String), &Operand<'_>> = BTreeMap::new();
    for second in operands {
        let Some((field, value)) = subject(second) else { continue };
        let value = (field, value.to_ascii_lowercase());
        let known = asked.entry(field).or_default();
        let clashing = known.iter().copied().find(|first| clash(first, second));
        let without = excluded.get(&value).copied().filter(|_| !second.negated);
        let clashing = clashing.into_iter().chain(without);
        if let Some(first) = clashing.min_by_key(|first| first.term.node.span.start) {
            return Some(told(text, first, second));
        }
        if second.negated {
            excluded.entry(value).or_insert(second);
        } else if !known.iter().any(|first| first.term.form == second.term.form) {
            known.push(second);
        }
    }
    None
}

/// A query for posts in one language, or of none that is known, that requires another.
pub(crate) fn by_language(text: &str, lang: Lang, node: &Node) -> Option<Diagnostic> {
    let operands = match &node.expr {
        Expr::And(operands) => operands.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let asked = operands.iter().find(|operand| {
        languages(operand).is_some_and(|asked| !asked.is_empty() && !asked.contains(&lang))
    })?;
    let shown = text.get(asked.span.clone()).unwrap_or_default();
    let message = format!(
        "this query is for posts in `{lang}`, or in a language not known, and `{shown}` requires another: nothing is ever found"
    );
    let found = Diagnostic::warning(Code::Contradiction, asked.span.clone(), message);
    Some(
        found.help(format!("take `{shown}` out, or move the words to the entry of their language")),
    )
}

/// The languages that a term allows, when it asks for nothing else.
fn languages(node: &Node) -> Option<Vec<Lang>> {
    match &node.expr {
        Expr::Field { field: FieldName::Lang, value: Value::Text(code) } => {
            Some(Lang::parse(code).into_iter().collect())
        }
        Expr::Or(branches) => {
            let each: Option<Vec<Vec<Lang>>> = branches.iter().map(languages).collect();
            Some(each?.concat())
        }
        _ => None,
    }
}

/// Days or figures that are required to lie where nothing lies.
pub(crate) fn ranges(text: &str, operands: &[Operand<'_>]) -> Option<Diagnostic> {
    // The narrowest ends so far: what is apart from any test is apart from one of the two.
    let mut narrowest: BTreeMap<Option<Measure>, [(&Operand<'_>, Bounds); 2]> = BTreeMap::new();
    for second in operands.iter().filter(|operand| !operand.negated) {
        let Some(b) = bounds(second) else { continue };
        let Some([least, most]) = narrowest.get_mut(&b.of) else {
            narrowest.insert(b.of.clone(), [(second, b.clone()), (second, b)]);
            continue;
        };
        let apart = [&*least, &*most].into_iter().find(|(_, a)| a.is_apart(&b));
        if let Some((first, a)) = apart {
            return Some(told_apart(text, (first, a), (second, &b)));
        }
        if b.least > least.1.least {
            *least = (second, b.clone());
        }
        if b.ends_before(&most.1) {
            *most = (second, b);
        }
    }
    None
}

/// What a test on days or a figure allows.
#[derive(Clone)]
struct Bounds {
    /// What is measured; absent for the day.
    of: Option<Measure>,
    least: Option<Number>,
    most: Option<Number>,
    /// Whether `most` itself is left out.
    open: bool,
}

impl Bounds {
    /// Whether it leaves more out at the upper end than `other` does.
    fn ends_before(&self, other: &Self) -> bool {
        match (self.most, other.most) {
            (Some(most), Some(known)) => most < known || most == known && self.open && !other.open,
            (most, _) => most.is_some(),
        }
    }

    fn is_apart(&self, other: &Self) -> bool {
        let before = |one: &Self, two: &Self| match (one.most, two.least) {
            (Some(most), Some(least)) => most < least || one.open && most == least,
            _ => false,
        };
        before(self, other) || before(other, self)
    }
}

fn bounds(operand: &Operand<'_>) -> Option<Bounds> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds are exact below 2^53, in the year 287396"
    )]
    let instant = |time: &Option<Timestamp>| Number::new(time.as_ref()?.0 as f64);
    match operand.term.condition.as_deref()? {
        Condition::Field(FieldTest::Published { from, to }) => {
            Some(Bounds { of: None, least: instant(from), most: instant(to), open: true })
        }
        Condition::Field(FieldTest::Number(of, range)) => {
            let (least, most) = (range.least, range.most);
            Some(Bounds { of: Some(of.clone()), least, most, open: false })
        }
        _ => None,
    }
}

fn told_apart(
    text: &str,
    (first, a): (&Operand<'_>, &Bounds),
    (second, b): (&Operand<'_>, &Bounds),
) -> Diagnostic {
    let (one, other) = (first.term.node, second.term.node);
    let shown = |node: &Node| text.get(node.span.clone()).unwrap_or_default().to_owned();
    let message = format!(
        "`{}` and `{}` are both required, and nothing lies between: nothing is ever found",
        shown(one),
        shown(other)
    );
    let found = Diagnostic::warning(Code::Contradiction, other.span.clone(), message)
        .label(one.span.clone(), "required as well");
    let (since, until) = if a.least.is_some() { (one, other) } else { (other, one) };
    let (Some((from, begins)), Some((to, ends))) =
        (day(since, &FieldName::Since, text), day(until, &FieldName::Until, text))
    else {
        return found.help("keep one of the two, or change a number so that both can be true");
    };
    if a.least.or(b.least) == a.most.or(b.most) {
        return found.help(format!(
            "`until:` leaves its own day out: for that day alone write `published:{from}`"
        ));
    }
    let mut edits = vec![Edit::new(begins, to), Edit::new(ends, from)];
    edits.sort_by_key(|edit| edit.span.start);
    found
        .help("the day in `since:` comes before the one in `until:`; turn the two round")
        .fixed_by(Fix { edits, safe: false })
}

/// The day of a `since:` or `until:`, and where it stands.
fn day<'n>(
    node: &'n Node,
    name: &FieldName,
    text: &str,
) -> Option<(&'n str, std::ops::Range<usize>)> {
    let Expr::Field { field, value: Value::Text(day) } = &node.expr else { return None };
    let start = node.span.end.checked_sub(day.len())?;
    let here = text.get(start..node.span.end) == Some(day);
    (field == name && here).then_some((day, start..node.span.end))
}

/// What a field test is about, where a post has one of it.
fn subject<'o>(operand: &'o Operand<'_>) -> Option<(&'o FieldName, &'o str)> {
    let node = match &operand.term.node.expr {
        Expr::Not(inner) => inner,
        _ => operand.term.node,
    };
    let Expr::Field { field, value: Value::Text(value) } = &node.expr else { return None };
    let single = match field {
        FieldName::Lang
        | FieldName::Platform
        | FieldName::Country
        | FieldName::Continent
        | FieldName::Author
        | FieldName::Subreddit
        | FieldName::Sentiment => true,
        FieldName::Is => {
            matches!(
                value.as_str(),
                "repost" | "retweet" | "reply" | "quote" | "comment" | "original"
            )
        }
        _ => false,
    };
    single.then_some((field, value.trim_start_matches('@')))
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
