//! Findings on a rule as a whole: whether it says what it looks for.

use std::collections::BTreeMap;

use crate::{Code, Context, Diagnostic, Expr, FieldName, Node};

/// What a part of a query can be found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Anchor {
    /// It only excludes.
    Nothing,
    /// Fields alone.
    Fields,
    /// Words in the text.
    Words,
}

/// Finds out whether a rule's query as a whole only excludes, has alternatives that do, or asks for fields alone.
///
/// For a rule's whole query, not for a list, which may do all of that.
#[must_use]
pub fn check_query(node: &Node, context: &Context<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut reader = Reader {
        context,
        open: Vec::new(),
        depth: 0,
        known: BTreeMap::new(),
        branches: Vec::new(),
    };
    let anchor = reader.anchor(node);
    if anchor == Anchor::Nothing && !matches!(node.expr, Expr::Or(_)) {
        diagnostics.push(
            Diagnostic::error(
                Code::OnlyNegative,
                node.span.clone(),
                "this only excludes: it does not say what to look for",
            )
            .help("add a word or phrase that the posts must contain"),
        );
        return diagnostics;
    }
    for branch in reader.branches {
        diagnostics.push(
            Diagnostic::error(
                Code::NegativeBranch,
                branch.span.clone(),
                "this alternative only excludes, so that it fits nearly every post",
            )
            .help("to exclude it from the others, put it after their brackets: `(a OR b) -c`"),
        );
    }
    if anchor == Anchor::Fields {
        diagnostics.push(
            Diagnostic::warning(
                Code::LoneMetadata,
                node.span.clone(),
                "this finds every post that the fields fit, whatever it says",
            )
            .help("add the words the posts must contain"),
        );
    } else {
        lone_alternatives(node, &mut diagnostics);
    }
    diagnostics
}

/// Reports alternatives that ask for a field nearly every post fits or fails, where the others ask for words.
fn lone_alternatives(node: &Node, found: &mut Vec<Diagnostic>) {
    let is_lone = |node: &Node| matches!(&node.expr, Expr::Field { field, .. } if is_broad(field));
    match &node.expr {
        Expr::Or(branches) => {
            let (lone, others): (Vec<&Node>, Vec<&Node>) =
                branches.iter().partition(|branch| is_lone(branch));
            let [first, ..] = lone[..] else {
                return others.into_iter().for_each(|branch| lone_alternatives(branch, found));
            };
            // Of values that follow a filter that is told where they stand.
            if !others.iter().any(|branch| asks_too(branch, first)) {
                found.push(lone_alternative(first));
            }
        }
        Expr::And(operands) => {
            let mut asked = operands
                .iter()
                .filter(|operand| !matches!(operand.expr, Expr::Not(_) | Expr::Field { .. }));
            if let (Some(only), None) = (asked.next(), asked.next()) {
                lone_alternatives(only, found);
            }
        }
        _ => {}
    }
}

/// Whether `branch` asks for the field of `lone` beside something else.
fn asks_too(branch: &Node, lone: &Node) -> bool {
    let (Expr::And(operands), Expr::Field { field, .. }) = (&branch.expr, &lone.expr) else {
        return false;
    };
    operands
        .iter()
        .any(|operand| matches!(&operand.expr, Expr::Field { field: other, .. } if other == field))
}

fn lone_alternative(node: &Node) -> Diagnostic {
    let message = "this alternative finds every post that the field fits, whatever it says";
    Diagnostic::warning(Code::LoneMetadata, node.span.clone(), message)
        .help("to ask for it together with the others, put them in brackets and it behind: `(late OR lost) lang:en`")
}

/// Whether a field says how a post is, and not what or whom it is about.
fn is_broad(field: &FieldName) -> bool {
    use FieldName::{Continent, Country, Has, Is, Lang, Published, Sentiment, Since, Until};
    field.is_count()
        || matches!(
            field,
            Lang | Country | Continent | Is | Has | Sentiment | Published | Since | Until
        )
}

struct Reader<'a> {
    context: &'a Context<'a>,
    /// Lists that are being read.
    open: Vec<&'a str>,
    /// Nodes that are being read, one inside the other.
    depth: usize,
    /// Lists that were read.
    known: BTreeMap<&'a str, Anchor>,
    /// Alternatives that only exclude.
    branches: Vec<&'a Node>,
}

impl<'a> Reader<'a> {
    /// What `node` can be found by; what is nested too deep counts as words, for that is reported elsewhere.
    fn anchor(&mut self, node: &'a Node) -> Anchor {
        if self.depth == crate::lower::DEPTH_MAX {
            return Anchor::Words;
        }
        self.depth += 1;
        let anchor = self.expr(node);
        self.depth -= 1;
        anchor
    }

    fn expr(&mut self, node: &'a Node) -> Anchor {
        match &node.expr {
            Expr::Or(branches) => {
                let mut best = Anchor::Nothing;
                for branch in branches {
                    let anchor = self.anchor(branch);
                    let told = matches!(branch.expr, Expr::Or(_));
                    if anchor == Anchor::Nothing && !told && self.open.is_empty() {
                        self.branches.push(branch);
                    }
                    best = best.max(anchor);
                }
                best
            }
            Expr::And(operands) => {
                let anchors = operands.iter().map(|operand| self.anchor(operand));
                anchors.max().unwrap_or(Anchor::Nothing)
            }
            Expr::Not(inner) => match &inner.expr {
                // What is excluded twice is asked for.
                Expr::Not(asked) => self.anchor(asked),
                _ => Anchor::Nothing,
            },
            Expr::Macro(name) => self.list(name),
            Expr::Field { field, .. } if !field.is_in_text() && *field != FieldName::Tag => {
                Anchor::Fields
            }
            _ => Anchor::Words,
        }
    }

    /// A list counts as what it holds; one that cannot be read counts as words, for it was reported.
    fn list(&mut self, name: &'a str) -> Anchor {
        let Some(list) = self.context.list(name) else { return Anchor::Words };
        if self.open.contains(&name) || self.open.len() >= crate::lower::LISTS_MAX {
            return Anchor::Words;
        }
        if let Some(anchor) = self.known.get(name) {
            return *anchor;
        }
        self.open.push(name);
        let anchor = self.anchor(list);
        self.open.pop();
        self.known.insert(name, anchor);
        anchor
    }
}
