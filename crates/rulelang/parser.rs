//! Query text to tree: never fails, never stops at the first mistake.

use std::ops::Range;

use crate::lexer::{Lexed, Token, TokenKind, lex};
use crate::{Code, Diagnostic, Expr, Node, check};

mod group;
mod keyword;
mod near;
#[cfg(test)]
pub(crate) mod tests;

pub use keyword::parse_keyword;

/// How deep brackets, and NEARs in a row, may be nested.
const DEPTH_MAX: usize = 64;

/// What could be read of a query, and what there is to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The query; absent when nothing was left to read. Only fit for use when no finding is an error.
    pub node: Option<Node>,
    /// All findings, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a query.
///
/// # Cost
///
/// Linear in the text; nesting is limited, so that no text can exhaust the stack.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    let mut diagnostics = Vec::new();
    let Lexed { tokens, kept } = lex(text, &mut diagnostics);
    check::tokens(text, &tokens, &mut diagnostics);
    let mut parser = Parser {
        text,
        tokens: &tokens,
        at: 0,
        depth: 0,
        too_deep: false,
        in_field: None,
        diagnostics: &mut diagnostics,
    };
    let node = parser.query();
    if let Some(node) = &node {
        check::shape(text, node, &kept, &mut diagnostics);
    }
    forget_the_misread(text, &mut diagnostics);
    diagnostics.sort_by_key(|found| (found.span.start, found.span.end));
    Parsed { node, diagnostics }
}

/// Where a quote is missing, words are read as phrases and phrases as words: what is said of them would mislead. Where
/// a bracket is missing, or stands as another tool has it, what is said of what belongs together would.
fn forget_the_misread(text: &str, diagnostics: &mut Vec<Diagnostic>) {
    let grouped = |found: &Diagnostic| match found.code {
        Code::UnbalancedBracket => false,
        Code::ForeignOperator => text.get(found.span.clone()) != Some("["),
        _ => true,
    };
    if !diagnostics.iter().all(grouped) {
        diagnostics.retain(|found| !tells_of_groups(found.code));
    }
    let quotes = diagnostics.iter().filter(|found| found.code == Code::UnbalancedQuote);
    let Some(from) = quotes.map(|found| found.span.start).min() else { return };
    diagnostics.retain(|found| match found.code {
        Code::UnbalancedQuote => true,
        Code::UnbalancedBracket => false,
        _ => found.span.start < from,
    });
}

/// Whether a finding says what belongs together and what does not.
fn tells_of_groups(code: Code) -> bool {
    matches!(
        code,
        Code::LastBranch
            | Code::NotLastBranch
            | Code::MissingBracketsAroundOr
            | Code::MixedAndOr
            | Code::UnquotedName
            | Code::BracketsAreNotQuotes
    )
}

struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token],
    at: usize,
    /// Brackets that are open.
    depth: usize,
    /// Whether too deep a nesting was reported.
    too_deep: bool,
    /// The text field whose query is read.
    in_field: Option<mention::Field>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

/// A part of the query as it was written.
struct Part {
    /// Absent when it was reported as broken.
    node: Option<Node>,
    /// Its bytes, brackets included.
    outer: Range<usize>,
    /// Whether it stands in brackets of its own.
    bracketed: bool,
}

impl Part {
    fn broken(outer: Range<usize>) -> Self {
        Self { node: None, outer, bracketed: false }
    }

    fn plain(node: Node) -> Self {
        Self { outer: node.span.clone(), node: Some(node), bracketed: false }
    }
}

impl Parser<'_> {
    fn query(&mut self) -> Option<Node> {
        let mut parts = Vec::new();
        loop {
            parts.extend(self.or_expr());
            let Some(token) = self.bump() else { break };
            self.diagnostics.push(
                Diagnostic::error(
                    Code::UnbalancedBracket,
                    token.span.clone(),
                    "a bracket closes here that was never opened",
                )
                // No fix: which of the two is not known.
                .help("remove it, or put a `(` where the group begins"),
            );
            // What the operator joins stands before the bracket.
            while matches!(self.peek(), Some(TokenKind::Or | TokenKind::And)) {
                self.bump();
            }
        }
        let broken = self.diagnostics.iter().any(|d| d.severity == crate::Severity::Error);
        if parts.is_empty() && !broken {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::EmptyGroup,
                    0..self.text.len(),
                    "the query is empty, so nothing can be found",
                )
                .help("write the words to look for"),
            );
        }
        combine(parts, Expr::And).node
    }

    fn peek(&self) -> Option<&TokenKind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    fn bump(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += usize::from(token.is_some());
        token
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Alternatives; `None` when there is no term at all.
    fn or_expr(&mut self) -> Option<Part> {
        let mut branches: Vec<Part> = self.and_expr().into_iter().collect();
        let mut before = !branches.is_empty();
        while self.peek() == Some(&TokenKind::Or) {
            let operator = self.bump()?.span;
            if !before {
                self.dangling(operator.clone(), "before");
            }
            let branch = self.and_expr();
            if branch.is_none() && before && self.peek() == Some(&TokenKind::Or) {
                self.doubled(operator);
            } else if branch.is_none() && before {
                self.dangling(operator, "after");
            }
            before = true;
            branches.extend(branch);
        }
        if branches.is_empty() {
            return None;
        }
        check::alternatives(self.text, &branch_views(&branches), self.diagnostics);
        Some(combine(branches, Expr::Or))
    }

    /// Terms that are all wanted; `None` when there is none.
    fn and_expr(&mut self) -> Option<Part> {
        let mut operands: Vec<Part> = Vec::new();
        let mut operator: Option<Range<usize>> = None;
        loop {
            match self.peek() {
                None | Some(TokenKind::Or | TokenKind::Close) => break,
                Some(TokenKind::And) => self.and_operator(&mut operator, operands.is_empty()),
                Some(&TokenKind::Near { distance, .. }) => {
                    let span = self.bump()?.span;
                    if self.peek() == Some(&TokenKind::Open) {
                        self.near_before_group(span, distance);
                    } else {
                        self.dangling(span, "before");
                    }
                }
                Some(TokenKind::Tilde(_)) => self.stray_tilde(),
                Some(_) => {
                    if !operands.is_empty() && operator.is_none() {
                        self.glued();
                    }
                    operands.extend(self.not_expr());
                    operator = None;
                }
            }
        }
        if let Some(operator) = operator
            && !operands.is_empty()
        {
            self.dangling(operator, "after");
        }
        (!operands.is_empty()).then(|| combine(operands, Expr::And))
    }

    fn and_operator(&mut self, operator: &mut Option<Range<usize>>, first: bool) {
        let Some(token) = self.bump() else { return };
        if first && operator.is_none() {
            self.dangling(token.span.clone(), "before");
        } else if let Some(doubled) = operator.take()
            && !first
        {
            self.doubled(doubled);
        }
        *operator = Some(token.span);
    }

    /// Reports two terms without a blank between them.
    fn glued(&mut self) {
        let token = &self.tokens[self.at];
        if !token.touches || token.kind == TokenKind::Minus {
            return;
        }
        let span = token.span.clone();
        let before = self.at.checked_sub(1).map(|before| &self.tokens[before]);
        let word = matches!(token.kind, TokenKind::Term(Expr::Word(_)));
        if let Some(tilde) = before.filter(|it| word && matches!(it.kind, TokenKind::Tilde(_))) {
            let whole = tilde.span.start..span.end;
            return self.report(tilde_goes_on(&self.text[tilde.span.clone()], whole));
        }
        // No fix: it would decide between AND and OR.
        self.report(
            Diagnostic::info(
                Code::Glued,
                span,
                "this is required together with what stands right before it, as if a blank stood between",
            )
            .help("put a blank, AND or OR between the two to say which is meant"),
        );
    }

    /// Reports an operator without a term on one side. An alternative that is missing leaves the others as they are;
    /// what else is missing only its author knows.
    fn dangling(&mut self, operator: Range<usize>, side: &str) {
        let name = &self.text[operator.clone()];
        let found = Diagnostic::error(
            Code::DanglingOperator,
            operator.clone(),
            format!("`{name}` has no term {side} it"),
        )
        .help(format!("add the missing term or remove `{name}`"));
        let alternative = name == "OR";
        self.report(if alternative { found.unsafe_fix(operator, "") } else { found });
    }

    /// Reports `NEAR/5(late parcel)`, as a function is written elsewhere.
    fn near_before_group(&mut self, operator: Range<usize>, distance: u32) {
        let name = &self.text[operator.clone()];
        let message = format!("`{name}` has no term before it: it stands between two");
        let help = format!(
            "write `late NEAR/{distance} parcel`; several words near each other are `(late parcel)~{distance}`"
        );
        self.report(Diagnostic::error(Code::DanglingOperator, operator, message).help(help));
    }

    /// Reports an operator that stands twice.
    fn doubled(&mut self, operator: Range<usize>) {
        let message = format!("`{}` stands twice here", &self.text[operator.clone()]);
        self.report(
            Diagnostic::error(Code::DanglingOperator, operator.clone(), message)
                .help("remove one of the two, or add the term that is missing between them")
                .unsafe_fix(operator, ""),
        );
    }

    fn stray_tilde(&mut self) {
        if let Some(token) = self.bump() {
            self.report(stray_tilde(token.span));
        }
    }

    /// A term with what negates it.
    fn not_expr(&mut self) -> Option<Part> {
        let from = self.at;
        while matches!(self.peek(), Some(TokenKind::Not | TokenKind::Minus)) {
            self.at += 1;
        }
        let signs = &self.tokens[from..self.at];
        let Some(first) = signs.first() else { return self.near_expr() };
        let (start, count) = (first.span.start, signs.len());
        let both = start..signs[count - 1].span.end;
        let last = signs[count - 1].span.clone();
        let doubled_minus =
            signs.windows(2).any(|two| two.iter().all(|sign| sign.kind == TokenKind::Minus));
        if count > 1 {
            self.double_negation(both, doubled_minus);
        }
        let Some(part) = self.near_expr() else {
            self.dangling(last.clone(), "after");
            return Some(Part::broken(start..last.end));
        };
        let outer = start..part.outer.end;
        let Some(node) = part.node else { return Some(Part::broken(outer)) };
        if matches!(node.expr, Expr::Near { .. }) && !part.bracketed {
            self.report(negated_near(&self.text[node.span.clone()], outer.clone()));
        }
        if count == 1 && part.bracketed && matches!(node.expr, Expr::Not(_)) {
            self.double_negation(outer.clone(), false);
        }
        if count % 2 == 0 {
            return Some(Part { node: Some(node), outer, bracketed: part.bracketed });
        }
        Some(Part::plain(Node { expr: Expr::Not(Box::new(node)), span: outer }))
    }

    fn double_negation(&mut self, signs: Range<usize>, doubled_minus: bool) {
        let diagnostic = if doubled_minus {
            Diagnostic::error(
                Code::DoubleNegation,
                signs,
                "two minus signs in a row: it is not clear whether this is excluded",
            )
        } else {
            Diagnostic::info(
                Code::DoubleNegation,
                signs,
                "excluding twice is the same as asking for it",
            )
        };
        // No fix: who wrote two signs most likely meant one.
        self.report(diagnostic.help("write one sign to exclude the term, or none to ask for it"));
    }
}

fn stray_tilde(span: Range<usize>) -> Diagnostic {
    Diagnostic::error(
        Code::StrayTilde,
        span,
        "`~` with a number says how far words may stand apart, and there are no such words before it",
    )
    .help("put it right after a phrase, `\"late delivery\"~3`, or a group of words that are all required, `(late delivery)~3`")
}

/// The finding that more than a number stands after a `~`.
fn tilde_goes_on(tilde: &str, span: Range<usize>) -> Diagnostic {
    let message = format!("after `{tilde}` something follows that is no part of a distance");
    Diagnostic::error(Code::StrayTilde, span, message).help(format!(
        "a distance is a whole number: write `{tilde}` and a blank; for words in this order only, NEAR takes an `f`: `late NEAR/5f delivery`"
    ))
}

fn negated_near(near: &str, outer: Range<usize>) -> Diagnostic {
    // No fix: brackets would hide what was likely not meant.
    Diagnostic::warning(
        Code::NegatedNear,
        outer,
        "this excludes posts where both stand near each other, not the first word alone",
    )
    .help(format!("if that is meant, say it with brackets: `-({near})`; else put the word to exclude at the end: `parcel -late`"))
}

/// One part as it is, more as one node; what is broken is left out.
fn combine(mut parts: Vec<Part>, make: fn(Vec<Node>) -> Expr) -> Part {
    if parts.len() == 1
        && let Some(part) = parts.pop()
    {
        return part;
    }
    let outer = match (parts.first(), parts.last()) {
        (Some(first), Some(last)) => first.outer.start..last.outer.end,
        _ => 0..0,
    };
    let mut nodes: Vec<Node> = parts.into_iter().filter_map(|part| part.node).collect();
    let node = match nodes.len() {
        0 => None,
        1 => nodes.pop(),
        _ => Some(Node { expr: make(nodes), span: outer.clone() }),
    };
    Part { node, outer, bracketed: false }
}

fn branch_views(parts: &[Part]) -> Vec<check::Branch<'_>> {
    parts
        .iter()
        .filter_map(|part| {
            let node = part.node.as_ref()?;
            Some(check::Branch { node, outer: part.outer.clone(), bracketed: part.bracketed })
        })
        .collect()
}
