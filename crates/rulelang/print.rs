//! Tree to query text, one way to write each tree.

use mention::EntityKind;

use crate::chars::{is_blank, plain};
use crate::{Expr, FieldName, Node, Value};

/// The canonical text of a query: parsing it gives the same tree, spans aside.
#[must_use]
pub fn print(node: &Node) -> String {
    let mut out = String::new();
    write(node, &mut out);
    out
}

fn write(node: &Node, out: &mut String) {
    match &node.expr {
        Expr::Or(branches) => join(branches, " OR ", out, is_joined),
        Expr::And(operands) => join(operands, " ", out, is_joined),
        Expr::Not(inner) => {
            out.push('-');
            let grouped =
                matches!(inner.expr, Expr::Or(_) | Expr::And(_) | Expr::Not(_) | Expr::Near { .. });
            write_grouped(inner, grouped, out);
        }
        Expr::Near { left, right, distance, ordered } => {
            write_grouped(left, is_compound(&left.expr), out);
            out.extend([format!(" NEAR/{distance}{} ", if *ordered { "f" } else { "" })]);
            write_grouped(right, is_compound(&right.expr), out);
        }
        Expr::Window { operands, extra } => {
            out.push('(');
            join(operands, " ", out, is_joined);
            out.extend([format!(")~{extra}")]);
        }
        Expr::In { field, query } => {
            out.push_str(field.name());
            out.push(':');
            write_grouped(query, is_compound(&query.expr) || is_field(&query.expr), out);
        }
        term => write_term(term, out),
    }
}

fn is_joined(expr: &Expr) -> bool {
    matches!(expr, Expr::Or(_) | Expr::And(_))
}

fn is_compound(expr: &Expr) -> bool {
    matches!(expr, Expr::Or(_) | Expr::And(_) | Expr::Not(_) | Expr::Near { .. })
}

fn is_field(expr: &Expr) -> bool {
    matches!(expr, Expr::In { .. } | Expr::Field { .. }) || is_raw(expr)
}

fn is_raw(expr: &Expr) -> bool {
    matches!(expr, Expr::Literal(text) if !fits_braces(text))
}

fn write_term(term: &Expr, out: &mut String) {
    match term {
        Expr::Word(text) => out.push_str(text),
        Expr::Phrase { text, slop } => {
            quote(text, out);
            if let Some(slop) = slop {
                out.extend([format!("~{slop}")]);
            }
        }
        Expr::Literal(text) if fits_braces(text) => {
            out.push('{');
            out.push_str(text);
            out.push('}');
        }
        Expr::Literal(text) => {
            out.push_str("raw:");
            write_text(text, false, out);
        }
        Expr::Macro(name) => out.extend(["{{", name, "}}"]),
        Expr::Entity { kind, name } => {
            out.push(match kind {
                EntityKind::Hashtag => '#',
                EntityKind::Handle => '@',
                EntityKind::Cashtag | EntityKind::Link => '$',
            });
            out.push_str(name);
        }
        Expr::Field { field, value } => {
            out.push_str(&field.name());
            out.push(':');
            write_value(field, value, out);
        }
        compound => debug_assert!(false, "{compound:?} is no term"),
    }
}

/// Whether braces can hold `text` and are read as exact characters, not as a list's name.
fn fits_braces(text: &str) -> bool {
    !text.contains('}') && !text.trim().is_empty()
}

fn write_value(field: &FieldName, value: &Value, out: &mut String) {
    match value {
        Value::Text(text) if *field == FieldName::Regex && !stands_alone(text) => {
            out.extend([format!("\"{}\"", text.replace('"', "\\\""))]);
        }
        Value::Text(text) if *field == FieldName::Regex => out.push_str(text),
        Value::Text(text) => {
            let ordered = field.is_ordered() || field.takes_range();
            let range = ordered && (text.contains("..") || text.starts_with('='));
            write_text(text, range || text.contains([',', ';']), out);
        }
        Value::Range(low, high) => {
            let bound = |bound: &Option<String>| bound.clone().unwrap_or_else(|| "*".to_owned());
            out.extend([format!("[{} TO {}]", bound(low), bound(high))]);
        }
        Value::List(items) => out.extend(["[", &items.join(" "), "]"]),
    }
}

/// Whether an expression is read as one without quotes.
fn stands_alone(pattern: &str) -> bool {
    let parts = |c: char| is_blank(c) || matches!(plain(c), '(' | ')' | '"');
    !pattern.contains(parts)
        && !["<<<", ">>>"].iter().any(|comment| pattern.contains(comment))
        && !pattern.ends_with([',', ';'])
}

/// The text as it is where that is read as one value, else in quotes; `means_more` if it would be read as several.
fn write_text(text: &str, means_more: bool, out: &mut String) {
    let odd =
        |c: char| is_blank(c) || matches!(plain(c), '(' | ')' | '"' | '[' | ']' | '<' | '>' | '\\');
    if text.is_empty() || text.contains(odd) || means_more {
        quote(text, out);
    } else {
        out.push_str(text);
    }
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    out.push_str(&text.replace('\\', "\\\\").replace('"', "\\\""));
    out.push('"');
}

fn join(nodes: &[Node], between: &str, out: &mut String, grouped: fn(&Expr) -> bool) {
    for (at, node) in nodes.iter().enumerate() {
        if at > 0 {
            out.push_str(between);
        }
        write_grouped(node, grouped(&node.expr), out);
    }
}

fn write_grouped(node: &Node, grouped: bool, out: &mut String) {
    if grouped {
        out.push('(');
        write(node, out);
        out.push(')');
    } else {
        write(node, out);
    }
}
