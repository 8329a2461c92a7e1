//! `comma-list`: commas and semicolons are not searched; what they part is all required.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use std::ops::Range;

use crate::{Code, Diagnostic, Expr, Node, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::CommaList,
    name: "comma-list",
    severity: Severity::Warning,
    text: "Commas and semicolons are not searched; what they part is all required.",
    now: "Every term is required; without a blank behind the comma, in a row.",
    meant: "A list of which one term is enough.",
    write: "Put `OR` between the terms.",
    fires: &[
        Case::query("delivery, late, lost", ",").fixed("delivery OR late OR lost"),
        Case::query(r#""free shipping", late"#, ",").fixed(r#""free shipping" OR late"#),
        Case::query("(late parcel), (lost parcel)", ",").fixed("(late parcel) OR (lost parcel)"),
        Case::query("parcel (late, too slow , lost)", ",")
            .fixed("parcel (late OR \"too slow\" OR lost)"),
        Case::query("\"lost parcel\" , late -jobs", ",").fixed("(\"lost parcel\" OR late) -jobs"),
        Case::query("author:ana, parcel", ",").written("author:ana parcel"),
        Case::query("parcel -late, lost", ","),
        Case::query("parcel, not jobs", ",").written("parcel -jobs"),
        Case::query("parcel NEAR/3 late, lost", ","),
        Case::query("delivery; late; lost", ";").fixed("delivery OR late OR lost"),
        Case::query("#late,#lost", ",").fixed("#late OR #lost"),
        Case::query("parcel late,lost", "late,lost").fixed("parcel (late OR lost)"),
        Case::query("refund OR late;lost", "late;lost").fixed("refund OR (late OR lost)"),
        Case::query("parcel -jobs,-career", "jobs,-career").written("parcel -jobs -career"),
        Case::query("地震、洪水", "地震、洪水").fixed("(地震 OR 洪水)"),
        Case::query("late\nlost parcel\nbroken", "late")
            .written("late OR \"lost parcel\" OR broken"),
    ],
    silent: &[
        Query("delivery OR late OR lost"),
        Query(r#""Paris, Texas""#),
        Query(r#""late,lost""#),
        Query("1,000"),
        Query("2,5mm"),
    ],
    untested: "",
};

/// Signs between the items of a list, those of Chinese and Japanese too.
const SEPARATORS: [char; 5] = [',', ';', '，', '、', '；'];

/// Keywords that are shown, at most.
const SHOWN: usize = 3;

/// A column of keywords, one a line, without an operator: all of them are required.
pub(crate) fn column(text: &str, node: &Node) -> Option<Diagnostic> {
    let Expr::And(terms) = &node.expr else { return None };
    let plain = |term: &Node| {
        matches!(term.expr, Expr::Word(_) | Expr::Phrase { .. } | Expr::Entity { .. })
    };
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let short = lines.iter().all(|line| {
        let operator = |word: &str| matches!(word, "AND" | "OR" | "NOT");
        line.split_whitespace().count() < 5
            && !line.split_whitespace().any(operator)
            && !line.contains(['(', ')', '<', '~', ','])
    });
    if lines.len() < 3 || !short || !terms.iter().all(plain) {
        return None;
    }
    let shown: Vec<String> = lines.iter().take(SHOWN).map(|line| format!("\"{line}\"")).collect();
    let more = if lines.len() > SHOWN { ", …" } else { "" };
    let first = text.find(lines[0])?;
    let message = format!(
        "all the words of these {} lines are required together: a line break is no OR",
        lines.len()
    );
    Some(
        Diagnostic::warning(Code::CommaList, first..first + lines[0].len(), message).help(format!(
            "for a list of which one is enough, write `any = [{}{more}]` instead of `query`, or OR between the lines",
            shown.join(", ").replace("\"\"", "\"")
        )),
    )
}

/// Commas or semicolons inside a word, between letters: `late,lost`.
pub(crate) fn inside(word: &str, span: &Range<usize>) -> Option<Diagnostic> {
    let parts: Vec<&str> = word.split(SEPARATORS).filter(|part| !part.is_empty()).collect();
    let lettered = |part: &&str| part.chars().all(|c| c.is_alphabetic() || "*?'-_".contains(c));
    if parts.len() < 2 || !parts.iter().all(lettered) {
        return None;
    }
    let sign = if word.contains([';', '；']) { "semicolon" } else { "comma" };
    let either = parts.join(" OR ");
    let message = format!(
        "`{word}` finds its words only in a row, as the phrase `{}`: a {sign} is no OR",
        parts.join(" ")
    );
    let help = format!(
        "to find any of them, write `({either})`; for the phrase, `\"{}\"`",
        parts.join(" ")
    );
    let found = Diagnostic::warning(Code::CommaList, span.clone(), message);
    if parts.iter().any(|part| part.starts_with('-')) {
        let help = "write each word by itself; one to exclude has its own minus after a blank: `-jobs -career`";
        return Some(found.help(help));
    }
    Some(found.help(help).unsafe_fix(span.clone(), format!("({either})")))
}
