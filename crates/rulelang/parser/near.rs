//! Terms near each other: NEAR, and `~n` after a group.

use std::ops::Range;

use super::{DEPTH_MAX, Parser, Part, stray_tilde};
use crate::lexer::TokenKind;
use crate::{Code, Diagnostic, Expr, Node, check};

impl Parser<'_> {
    /// A term, or several joined by NEAR from left to right.
    pub(super) fn near_expr(&mut self) -> Option<Part> {
        let mut left = self.primary()?;
        let mut links = 0;
        while let Some(&TokenKind::Near { distance, ordered }) = self.peek() {
            let operator = self.bump()?.span;
            links += 1;
            if links == 2 {
                self.report(chained(operator.clone()));
            }
            let negation = self.skip_negations();
            let Some(right) = self.primary() else {
                self.dangling(operator, "after");
                continue;
            };
            if let Some(sign) = negation {
                self.report(near_operand(sign, "what is excluded cannot stand near anything"));
            }
            let span = left.outer.start..right.outer.end;
            let deep = links + self.depth > DEPTH_MAX || left.node.as_ref().is_some_and(too_high);
            let (Some(l), Some(r)) = (left.node, right.node) else {
                left = Part::broken(span);
                continue;
            };
            if deep || too_high(&r) {
                self.too_deep(operator);
                left = Part::broken(span);
                continue;
            }
            self.check_operand(&l);
            self.check_operand(&r);
            let (near_left, near_right) = (Box::new(l), Box::new(r));
            let expr = Expr::Near { left: near_left, right: near_right, distance, ordered };
            left = Part::plain(Node { expr, span });
        }
        Some(left)
    }

    fn skip_negations(&mut self) -> Option<Range<usize>> {
        let mut first = None;
        while matches!(self.peek(), Some(TokenKind::Not | TokenKind::Minus)) {
            let sign = self.bump()?.span;
            first.get_or_insert(sign);
        }
        first
    }

    /// Reports what cannot stand near anything; of a nested NEAR that was done when it was read.
    pub(super) fn check_operand(&mut self, node: &Node) {
        let why = match &node.expr {
            Expr::Or(branches) => return branches.iter().for_each(|node| self.check_operand(node)),
            Expr::And(_) => {
                "words that are all required need not stand in one place; use OR, a phrase, or one NEAR after the other"
            }
            Expr::Not(_) => "what is excluded cannot stand near anything",
            Expr::In { .. } | Expr::Field { .. } => "a field has no place in the text",
            _ => return,
        };
        self.report(near_operand(node.span.clone(), why));
    }

    /// `~n` after a group.
    pub(super) fn group_tilde(
        &mut self,
        part: Part,
        span: Range<usize>,
        extra: Option<u32>,
    ) -> Part {
        let outer = part.outer.start..span.end;
        let Some(node) = part.node else { return Part::broken(outer) };
        let Some(extra) = extra else {
            self.report(stray_tilde(span));
            return Part { node: Some(node), outer, bracketed: true };
        };
        let expr = match node.expr {
            Expr::And(operands) => {
                for operand in &operands {
                    self.check_operand(operand);
                }
                match <[Node; 2]>::try_from(operands) {
                    Ok([left, right]) => {
                        let (left, right) = (Box::new(left), Box::new(right));
                        Expr::Near { left, right, distance: extra, ordered: false }
                    }
                    Err(operands) => Expr::Window { operands, extra },
                }
            }
            Expr::Or(branches) => {
                let group = &self.text[outer.start..span.start];
                let terms: Vec<&str> =
                    branches.iter().map(|branch| &self.text[branch.span.clone()]).collect();
                self.report(tilde_on_alternatives(span, extra, group, &terms));
                Expr::Or(branches)
            }
            Expr::Not(_) | Expr::Near { .. } | Expr::Window { .. } => {
                self.report(stray_tilde(span));
                node.expr
            }
            one => {
                self.report(one_word(span));
                one
            }
        };
        Part { node: Some(Node { expr, span: outer.clone() }), outer, bracketed: true }
    }

    pub(super) fn too_deep(&mut self, span: Range<usize>) {
        if std::mem::replace(&mut self.too_deep, true) {
            return;
        }
        self.report(
            Diagnostic::error(
                Code::TooDeep,
                span,
                format!("the query is nested more than {DEPTH_MAX} deep here"),
            )
            .help("remove brackets that are not needed, or move parts of the query into lists"),
        );
    }
}

/// The finding that `~n` follows alternatives, of which one is enough.
fn tilde_on_alternatives(
    span: Range<usize>,
    extra: u32,
    group: &str,
    terms: &[&str],
) -> Diagnostic {
    let together = format!("({})~{extra}", terms.join(" "));
    let message =
        "these are alternatives: one of them is enough, so there is no distance between them";
    Diagnostic::error(Code::StrayTilde, span, message).help(format!(
        "to find all of them near each other, write `{}`; to find any of them near another word, `{} NEAR/{extra} word`; else leave `~{extra}` out",
        check::brief(&together),
        check::brief(group),
    ))
}

/// The finding that `~n` follows a single word.
pub(super) fn one_word(span: Range<usize>) -> Diagnostic {
    let message = "this has no effect: one word has no distance to anything";
    Diagnostic::warning(Code::TildeOnOneWord, span, message)
        .help("put all the words that belong together before it: `\"late delivery\"~3`")
}

fn chained(operator: Range<usize>) -> Diagnostic {
    Diagnostic::warning(
        Code::ChainedNear,
        operator,
        "this counts from the whole stretch that the terms before it cover, taken from left to right",
    )
    .help("say with brackets which belong together: `(a NEAR/2 b) NEAR/2 c`")
}

fn near_operand(span: Range<usize>, why: &str) -> Diagnostic {
    Diagnostic::error(Code::NearOperand, span, format!("this cannot be a side of NEAR: {why}"))
        .help("both sides are words, phrases or alternatives: `(late OR slow) NEAR/3 delivery`")
}

/// Whether NEARs are nested in `node` as deep as is allowed.
fn too_high(node: &Node) -> bool {
    fn reaches(node: &Node, levels: usize) -> bool {
        let any = |nodes: &[Node]| nodes.iter().any(|node| reaches(node, levels));
        match &node.expr {
            Expr::Near { left, right, .. } => {
                levels == 0 || reaches(left, levels - 1) || reaches(right, levels - 1)
            }
            Expr::Or(nodes) | Expr::And(nodes) | Expr::Window { operands: nodes, .. } => any(nodes),
            Expr::Not(node) | Expr::In { query: node, .. } => reaches(node, levels),
            _ => false,
        }
    }
    reaches(node, DEPTH_MAX)
}
