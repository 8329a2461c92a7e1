//! Single terms, groups in brackets, fields and their values.

use std::ops::Range;

use mention::Field;

use super::near::one_word;
use super::{DEPTH_MAX, Parser, Part, stray_tilde};
use crate::catalog::characters::url_as_keyword;
use crate::lexer::{Test, Token, TokenKind};
use crate::lower::test::misspelt;
use crate::{Code, Diagnostic, Expr, Node, Value, check, field};

impl Parser<'_> {
    /// A term, field or group; `None`, with nothing taken, where none stands.
    pub(super) fn primary(&mut self) -> Option<Part> {
        match self.peek()? {
            TokenKind::Open => Some(self.group()),
            TokenKind::Term(_) => Some(self.term()),
            TokenKind::Text(field) => {
                let field = *field;
                Some(self.text_field(field))
            }
            TokenKind::Test(test) => {
                let test = test.clone();
                Some(self.test(&test))
            }
            TokenKind::Broken | TokenKind::Value(_) => {
                let token = self.bump()?;
                Some(Part::broken(token.span))
            }
            _ => None,
        }
    }

    fn term(&mut self) -> Part {
        let Some(token) = self.bump() else { return Part::broken(0..0) };
        let TokenKind::Term(mut expr) = token.kind else { return Part::broken(token.span) };
        let mut span = token.span;
        let findings = self.diagnostics.len();
        let fit = check::term(&expr, &span, self.diagnostics);
        if let Expr::Phrase { text, slop } = &mut expr
            && let Some(&TokenKind::Tilde(number)) = self.peek()
        {
            let tilde = self.tokens[self.at].span.clone();
            self.at += 1;
            let one = check::place_count(text) < 2;
            match number {
                Some(_) if one && fit => self.report(one_word(tilde.clone())),
                Some(number) => {
                    *slop = Some(number);
                    let span = span.start..tilde.end;
                    let found = url_as_keyword::in_loose_phrase(text, number, &span);
                    self.diagnostics.extend(found);
                }
                None => self.report(stray_tilde(tilde.clone())),
            }
            span.end = tilde.end;
        }
        debug_assert!(fit || self.diagnostics.len() > findings, "what is unfit was reported");
        if fit { Part::plain(Node { expr, span }) } else { Part::broken(span) }
    }

    fn group(&mut self) -> Part {
        let open = self.at;
        let from = self.tokens[open].span.clone();
        if self.depth == DEPTH_MAX {
            self.too_deep(from.clone());
            return Part::broken(from.start..self.skip_group());
        }
        self.at += 1;
        self.depth += 1;
        let inner = self.or_expr();
        self.depth -= 1;
        let closed = self.peek() == Some(&TokenKind::Close);
        if !closed {
            self.unclosed(from.clone(), self.ends_anywhere(open));
        }
        let end = self.tokens[if closed { self.at } else { self.at - 1 }].span.end;
        self.at += usize::from(closed);
        let outer = from.start..end;
        let Some(inner) = inner else {
            if closed && self.at == open + 2 {
                self.report(empty_group(outer.clone()));
            }
            return Part::broken(outer);
        };
        let part = Part { node: inner.node, outer, bracketed: true };
        match self.peek() {
            Some(&TokenKind::Tilde(number)) => {
                let tilde = self.tokens[self.at].span.clone();
                self.at += 1;
                self.group_tilde(part, tilde, number)
            }
            _ => part,
        }
    }

    /// Passes over a group without reading it; one past its last byte.
    fn skip_group(&mut self) -> usize {
        let mut depth = 0_usize;
        let mut end = self.text.len();
        while let Some(token) = self.bump() {
            match token.kind {
                TokenKind::Open => depth += 1,
                TokenKind::Close => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                end = token.span.end;
                break;
            }
        }
        end
    }

    /// Whether the group that begins at token `open` means the same wherever it ends: it begins the query, and only
    /// alternatives follow.
    fn ends_anywhere(&self, open: usize) -> bool {
        let is_or = |token: &Token| token.kind == TokenKind::Or;
        let is_term = |token: &Token| matches!(token.kind, TokenKind::Term(_));
        let mut rest = self.tokens[open + 1..].chunks(2);
        open == 0 && rest.all(|two| is_term(&two[0]) && two.get(1).is_none_or(is_or))
    }

    /// Reports a bracket that is never closed; only its author knows where, unless it means the same `anywhere`.
    fn unclosed(&mut self, open: Range<usize>, anywhere: bool) {
        let end = self.text.len();
        let found = Diagnostic::error(
            Code::UnbalancedBracket,
            open,
            "this bracket is never closed, so it is not clear where the group ends",
        )
        .help("put a `)` after the last term that belongs to it");
        self.report(if anywhere { found.unsafe_fix(end..end, ")") } else { found });
    }

    /// `title:` and the term or group after it.
    fn text_field(&mut self, field: Field) -> Part {
        let Some(token) = self.bump() else { return Part::broken(0..0) };
        if let Some(outer) = self.in_field {
            self.report(field_in_field(token.span.clone(), outer));
        }
        let before = self.in_field.replace(field);
        let query = match self.peek() {
            Some(TokenKind::Open | TokenKind::Term(_) | TokenKind::Broken) => self.primary(),
            Some(TokenKind::Test(test)) if is_text(test) => self.primary(),
            _ => None,
        };
        self.in_field = before;
        let Some(query) = query else {
            let name = field.name();
            self.report(
                Diagnostic::error(
                    Code::FieldValue,
                    token.span.clone(),
                    format!("`{name}:` has no word or group after it"),
                )
                .help(format!(
                    "write `{name}:word` or `{name}:(…)`; a minus goes before `{name}:`"
                )),
            );
            return Part::broken(token.span);
        };
        let span = token.span.start..query.outer.end;
        match query.node {
            Some(node) => {
                let expr = Expr::In { field, query: Box::new(node) };
                Part::plain(Node { expr, span })
            }
            None => Part::broken(span),
        }
    }

    /// A field with its value or a group of values.
    fn test(&mut self, test: &Test) -> Part {
        let Some(token) = self.bump() else { return Part::broken(0..0) };
        if let Some(outer) = self.in_field.filter(|_| !is_text(test)) {
            self.report(field_in_field(token.span.clone(), outer));
        }
        match self.peek() {
            Some(TokenKind::Value(value)) => {
                let value = value.clone();
                let at = self.tokens[self.at].span.clone();
                self.at += 1;
                self.value(test, value, at.clone(), token.span.start..at.end)
            }
            Some(TokenKind::Broken) => {
                let end = self.tokens[self.at].span.end;
                self.at += 1;
                Part::broken(token.span.start..end)
            }
            Some(TokenKind::Open) => self.value_group(test, token.span.start),
            _ => {
                self.report(
                    Diagnostic::error(
                        Code::FieldValue,
                        token.span.clone(),
                        format!("`{}` has no value", &self.text[token.span.clone()]),
                    )
                    .help("write the value right after the colon, or remove the field"),
                );
                Part::broken(token.span)
            }
        }
    }

    /// The test of a value, which stands at `at`, the field with it at `span`.
    ///
    /// A value that cannot be is told here where it is known which one was meant, for here it is known where the value
    /// begins; the tree has the right one.
    fn value(&mut self, test: &Test, value: Value, at: Range<usize>, span: Range<usize>) -> Part {
        match field::expr(test, value, &span) {
            Ok(Some(Expr::Field { field, mut value })) => {
                if let Some((found, meant)) = misspelt(&field, &value, &at, &span) {
                    self.report(found);
                    value = meant;
                }
                Part::plain(Node { expr: Expr::Field { field, value }, span })
            }
            Ok(Some(expr)) => Part::plain(Node { expr, span }),
            Ok(None) => Part::broken(span),
            Err(diagnostic) => {
                self.report(*diagnostic);
                Part::broken(span)
            }
        }
    }

    /// `(a OR b)` after a field's colon: one test for each value.
    fn value_group(&mut self, test: &Test, start: usize) -> Part {
        let open = self.tokens[self.at].span.clone();
        let group = self.at;
        let end = self.skip_group();
        let closed = self.tokens[self.at - 1].kind == TokenKind::Close;
        if !closed {
            self.unclosed(open.clone(), false);
        }
        let inner = group + 1..if closed { self.at - 1 } else { self.at };
        let mut branches = Vec::new();
        let mut odd = None;
        let mut wants_value = true;
        for at in inner.clone() {
            let token = self.tokens[at].clone();
            let fits = match token.kind {
                TokenKind::Value(value) => {
                    let at = token.span.clone();
                    branches.push(self.value(test, value, at.clone(), at));
                    std::mem::replace(&mut wants_value, false)
                }
                TokenKind::Broken => std::mem::replace(&mut wants_value, false),
                TokenKind::Or => !std::mem::replace(&mut wants_value, true),
                _ => false,
            };
            if !fits && *test != Test::Skipped {
                odd.get_or_insert(token.span);
            }
        }
        if inner.is_empty() {
            self.report(empty_group(open.start..end));
        } else if wants_value && odd.is_none() {
            odd = Some(self.tokens[self.at - 1].span.clone());
        }
        if let Some(odd) = odd {
            self.report(
                Diagnostic::error(
                    Code::FieldValue,
                    odd,
                    "a field's brackets hold values joined by OR and nothing else",
                )
                .help("write `author:(a OR b)`; to exclude, put the minus before the field: `-author:c`"),
            );
        }
        let mut part = super::combine(branches, Expr::Or);
        part.outer = start..end;
        if let Some(node) = &mut part.node {
            node.span = part.outer.clone();
        }
        part.bracketed = true;
        part
    }
}

/// Whether the test is on text, so that it can stand in a text field's query.
fn is_text(test: &Test) -> bool {
    use crate::FieldName::{Contains, Regex};
    matches!(test, Test::Raw | Test::Field(Contains | Regex) | Test::Skipped)
}

fn empty_group(span: Range<usize>) -> Diagnostic {
    Diagnostic::error(
        Code::EmptyGroup,
        span,
        "there is nothing inside these brackets, so nothing can be found",
    )
    .help("put a term inside or remove them")
}

fn field_in_field(span: Range<usize>, outer: Field) -> Diagnostic {
    let name = outer.name();
    Diagnostic::error(
        Code::FieldValue,
        span,
        format!("a field cannot stand inside `{name}:(…)`, which holds only words"),
    )
    .help(format!("put it outside, before or after `{name}:(…)`"))
}
