//! A query as its formatter sees it: brackets and comments are kept, and each term as it was written.

use std::collections::VecDeque;
use std::ops::Range;

use crate::Expr;
use crate::chars::is_blank;
use crate::lexer::{Token, TokenKind, lex};

/// Alternatives, each of terms that are all wanted.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) branches: Vec<Vec<Chain>>,
    /// Comments after the last term.
    pub(super) tail: Vec<Comment>,
}

/// Terms with NEAR between them; mostly one alone.
#[derive(Debug)]
pub(super) struct Chain {
    /// Comments before it, and before the OR it may stand after.
    pub(super) lead: Vec<Comment>,
    /// Whether an AND was written before it; before a minus none is.
    pub(super) and: bool,
    pub(super) operands: Vec<Operand>,
}

/// A term or a group, and what belongs to it.
#[derive(Debug)]
pub(super) struct Operand {
    /// The NEAR before it; empty for the first.
    pub(super) near: String,
    /// Comments between that, or a sign or field, and what it asks for.
    before: Vec<Comment>,
    /// `-`, `title:`.
    prefix: String,
    pub(super) body: Body,
    /// `~3`.
    tilde: String,
    /// Comments on its line.
    after: Vec<Comment>,
}

#[derive(Debug)]
pub(super) enum Body {
    Term(String),
    Group(Group),
}

/// `<<< … >>>`, as it was written.
#[derive(Clone, Debug)]
pub(super) struct Comment {
    pub(super) text: String,
    /// Whether a line ends right after it, and none of the terms it may belong to stands before it there.
    pub(super) own_line: bool,
}

impl Operand {
    /// All that stands before the body.
    pub(super) fn head(&self) -> String {
        let before = self.before.iter().map(|comment| format!("{} ", comment.text));
        let near = if self.near.is_empty() { String::new() } else { format!("{} ", self.near) };
        format!("{near}{}{}", before.collect::<String>(), self.prefix)
    }

    /// All that stands after it.
    pub(super) fn foot(&self) -> String {
        let after = self.after.iter().map(|comment| format!(" {}", comment.text));
        format!("{}{}", self.tilde, after.collect::<String>())
    }
}

/// Reads a query without an error; absent when something between its tokens is neither blank nor comment.
pub(super) fn read<'r>(query: &str, raw: &dyn Fn(&Range<usize>) -> &'r str) -> Option<Group> {
    let tokens = lex(query, &mut Vec::new()).tokens;
    let mut gaps = Vec::with_capacity(tokens.len() + 1);
    let mut at = 0;
    for token in &tokens {
        gaps.push(gap(query, at..token.span.start, raw)?);
        at = token.span.end;
    }
    gaps.push(gap(query, at..query.len(), raw)?);
    let mut reader = Reader { query, tokens: &tokens, gaps, at: 0, raw };
    let group = reader.group()?;
    (reader.at == tokens.len()).then_some(group)
}

/// A comment between two tokens, and whether a line ends before it and after it.
struct Gap {
    text: String,
    line_before: bool,
    line_after: bool,
}

fn gap<'r>(
    query: &str,
    between: Range<usize>,
    raw: &dyn Fn(&Range<usize>) -> &'r str,
) -> Option<VecDeque<Gap>> {
    let mut comments: VecDeque<Gap> = VecDeque::new();
    let (mut at, mut line) = (between.start, between.start == 0);
    while at < between.end {
        let rest = &query[at..between.end];
        let next = rest.chars().next()?;
        if rest.starts_with("<<<") {
            let length = rest.find(">>>")? + 3;
            let text = raw(&(at..at + length)).to_owned();
            comments.push_back(Gap { text, line_before: line, line_after: false });
            (at, line) = (at + length, false);
        } else if is_blank(next) {
            line |= next == '\n';
            if let (true, Some(last)) = (next == '\n', comments.back_mut()) {
                last.line_after = true;
            }
            at += next.len_utf8();
        } else {
            return None;
        }
    }
    if let (true, Some(last)) = (between.end == query.len(), comments.back_mut()) {
        last.line_after = true;
    }
    Some(comments)
}

struct Reader<'q, 'r> {
    query: &'q str,
    tokens: &'q [Token],
    /// The comments before each token, and after the last; taken out as they are read.
    gaps: Vec<VecDeque<Gap>>,
    at: usize,
    raw: &'q dyn Fn(&Range<usize>) -> &'r str,
}

impl Reader<'_, '_> {
    fn peek(&self) -> Option<&TokenKind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    /// The comments before the next token that are not taken yet.
    fn comments(&mut self) -> Vec<Comment> {
        let gaps = self.gaps[self.at].drain(..);
        gaps.map(|gap| Comment { text: gap.text, own_line: gap.line_after }).collect()
    }

    /// Of the comments before the next token, those that do not stand right before it on its line.
    fn comments_above(&mut self) -> Vec<Comment> {
        let gap = &mut self.gaps[self.at];
        let above = gap.iter().rposition(|comment| comment.line_after).map_or(0, |last| last + 1);
        gap.drain(..above).map(|gap| Comment { text: gap.text, own_line: gap.line_after }).collect()
    }

    /// The comments that stand on the line of the token before.
    fn comments_here(&mut self) -> Vec<Comment> {
        let gap = &mut self.gaps[self.at];
        let here = gap.iter().take_while(|comment| !comment.line_before).count();
        gap.drain(..here).map(|gap| Comment { text: gap.text, own_line: false }).collect()
    }

    fn group(&mut self) -> Option<Group> {
        let mut group = Group::default();
        let mut branch = Vec::new();
        let mut lead = Vec::new();
        let mut and = false;
        loop {
            let operator = match self.peek() {
                None | Some(TokenKind::Close) => break,
                Some(TokenKind::And) => false,
                Some(TokenKind::Or) => true,
                Some(_) => {
                    lead.extend(self.comments_above());
                    let and = std::mem::take(&mut and);
                    branch.push(self.chain(std::mem::take(&mut lead), and)?);
                    continue;
                }
            };
            lead.extend(self.comments());
            self.at += 1;
            and = !operator && !matches!(self.peek(), Some(TokenKind::Not | TokenKind::Minus));
            if operator {
                group.branches.push(std::mem::take(&mut branch));
            }
        }
        lead.extend(self.comments());
        group.branches.push(branch);
        group.tail = lead;
        let whole = group.branches.iter().all(|branch| !branch.is_empty());
        whole.then_some(group)
    }

    fn chain(&mut self, lead: Vec<Comment>, and: bool) -> Option<Chain> {
        let mut operands = vec![self.operand(String::new(), Vec::new())?];
        while let Some(&TokenKind::Near { distance, ordered }) = self.peek() {
            let before = self.comments();
            self.at += 1;
            let near = format!("NEAR/{distance}{}", if ordered { "f" } else { "" });
            operands.push(self.operand(near, before)?);
        }
        // Inline comments move behind those with a line of their own only if none was written after them.
        let own = lead.iter().rposition(|comment| comment.own_line).map_or(0, |last| last + 1);
        let lead = lead.into_iter().enumerate();
        let lead = lead.map(|(at, comment)| Comment { own_line: at < own, ..comment }).collect();
        Some(Chain { lead, and, operands })
    }

    fn operand(&mut self, near: String, mut before: Vec<Comment>) -> Option<Operand> {
        let mut signs: Vec<&TokenKind> = Vec::new();
        let mut field = String::new();
        loop {
            before.extend(self.comments());
            let token = self.tokens.get(self.at)?;
            match &token.kind {
                TokenKind::Not | TokenKind::Minus if field.is_empty() => signs.push(&token.kind),
                TokenKind::Text(_) | TokenKind::Test(_) => field.push_str(&self.written(token)),
                _ => break,
            }
            self.at += 1;
        }
        let body = self.body()?;
        let tilde = match self.peek() {
            Some(TokenKind::Tilde(Some(extra))) => {
                let tilde = format!("~{extra}");
                self.at += 1;
                tilde
            }
            _ => String::new(),
        };
        let after = self.comments_here();
        Some(Operand { near, before, prefix: sign(&signs) + &field, body, tilde, after })
    }

    fn body(&mut self) -> Option<Body> {
        let token = self.tokens.get(self.at)?;
        match token.kind {
            TokenKind::Term(_) | TokenKind::Value(_) => {
                self.at += 1;
                Some(Body::Term(self.written(token)))
            }
            TokenKind::Open => {
                self.at += 1;
                let group = self.group()?;
                let closed = self.peek() == Some(&TokenKind::Close);
                self.at += 1;
                closed.then_some(Body::Group(group))
            }
            _ => None,
        }
    }

    /// A token as it was written, blanks in phrases and ranges made single.
    fn written(&self, token: &Token) -> String {
        let raw = (self.raw)(&token.span);
        let plain = raw == &self.query[token.span.clone()];
        match &token.kind {
            TokenKind::Term(Expr::Phrase { .. }) if plain => {
                let mut letters = raw.chars();
                let (Some(open), Some(close)) = (letters.next(), letters.next_back()) else {
                    return raw.to_owned();
                };
                format!("{open}{}{close}", single_blanks(letters.as_str()))
            }
            TokenKind::Value(_) if plain && raw.starts_with('[') && raw.ends_with(']') => {
                format!("[{}]", single_blanks(&raw[1..raw.len() - 1]))
            }
            _ => raw.to_owned(),
        }
    }
}

/// A minus for one sign; two are left to say what they say.
fn sign(signs: &[&TokenKind]) -> String {
    match signs {
        [] => String::new(),
        [_] => "-".to_owned(),
        several => several
            .iter()
            .map(|sign| if **sign == TokenKind::Minus { "-" } else { "NOT " })
            .collect(),
    }
}

fn single_blanks(text: &str) -> String {
    text.split(is_blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
