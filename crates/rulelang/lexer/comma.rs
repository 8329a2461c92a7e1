//! Commas and semicolons between terms, which were meant to part alternatives.

use std::ops::Range;

use super::{Lexer, Token, TokenKind};
use crate::{Code, Diagnostic, Edit, Expr, Fix, Node, print};

impl Lexer<'_> {
    /// Reports commas that stand between terms, once.
    pub(super) fn report_commas(&mut self) {
        let between = |at: &usize| {
            let follows = self.tokens.get(at + 1);
            follows.is_some_and(|next| matches!(next.kind, TokenKind::Term(_) | TokenKind::Open))
        };
        let Some((first, span)) = self.commas.iter().find(|(at, _)| between(at)).cloned() else {
            return;
        };
        let parts = self.parted(first);
        // `parcel, not jobs` asks for no alternative.
        let excluded = parts.iter().find_map(|part| part.strip_prefix("\"not "));
        let help = if let Some(words) = excluded {
            let words = words.trim_end_matches('"');
            let minus =
                if words.contains(' ') { format!("-\"{words}\"") } else { format!("-{words}") };
            format!("to exclude what stands behind `not`, write `{minus}` and no comma")
        } else if parts.len() > 1 {
            format!("to find any of them, put OR between them: `{}`", parts.join(" OR "))
        } else {
            "to find any of them, write `OR` in its place".to_owned()
        };
        let semicolon = self.chars.iter().any(|c| c.start == span.start && c.plain == ';');
        let signs = if semicolon { "semicolons" } else { "commas" };
        let message =
            format!("{signs} mean nothing here: the terms on both sides of it are all required");
        let mut found = Diagnostic::warning(Code::CommaList, span, message).help(help);
        if excluded.is_none()
            && let Some(edits) = self.parting(first)
        {
            found = found.fixed_by(Fix { edits, safe: false });
        }
        self.report(found);
    }

    /// What the commas part around token `at`, each as a query has it; words side by side as a phrase.
    fn parted(&self, at: usize) -> Vec<String> {
        let is_term = |token: &Token| matches!(token.kind, TokenKind::Term(_));
        let before = self.tokens[..at].iter().rev().take_while(|token| is_term(token)).count();
        let mut terms = Vec::new();
        let mut parts = Vec::new();
        for (at, token) in self.tokens.iter().enumerate().skip(at - before) {
            let TokenKind::Term(expr) = &token.kind else { break };
            terms.push(match expr {
                Expr::Word(word) => word.trim_end_matches([',', ';']).to_owned(),
                expr => print(&Node { expr: expr.clone(), span: token.span.clone() }),
            });
            if self.comma_behind(at).is_some() {
                parts.extend(phrase(&mut terms));
            }
        }
        parts.extend(phrase(&mut terms));
        parts
    }

    /// Where the comma behind token `at` stands; the first, if there are several.
    fn comma_behind(&self, at: usize) -> Option<&Range<usize>> {
        let (behind, comma) =
            self.commas.get(self.commas.partition_point(|(behind, _)| *behind < at))?;
        (*behind == at).then_some(comma)
    }

    /// The changes that put OR for the comma behind token `at` and for those that go on with it; `None` where something
    /// beside them, such as a minus or NEAR, leaves open what belongs together.
    fn parting(&self, at: usize) -> Option<Vec<Edit>> {
        let run = self.run_around(at)?;
        let before = run.start.checked_sub(1).map(|before| &self.tokens[before].kind);
        let after = self.tokens.get(run.end).map(|after| &after.kind);
        let apart = match (before, after) {
            (
                Some(
                    TokenKind::Minus | TokenKind::Not | TokenKind::Near { .. } | TokenKind::Text(_),
                ),
                _,
            )
            | (_, Some(TokenKind::Near { .. } | TokenKind::Tilde(_))) => return None,
            (
                None | Some(TokenKind::Open | TokenKind::Or),
                None | Some(TokenKind::Close | TokenKind::Or),
            ) => false,
            _ => true,
        };
        if matches!(
            self.tokens.get(run.end + 1).map(|token| &token.kind),
            Some(TokenKind::Tilde(_))
        ) {
            return None;
        }
        let commas: Vec<&(usize, Range<usize>)> = self
            .commas
            .iter()
            .filter(|(behind, _)| run.contains(behind) && behind + 1 < run.end)
            .collect();
        let ends = commas.iter().map(|(behind, _)| behind + 1).chain([run.end]);
        let begins = [run.start].into_iter().chain(ends.clone());
        let mut made = Inserted::default();
        made.insert(self.tokens[run.start].span.start, if apart { "(" } else { "" });
        for (begin, end) in begins.zip(ends) {
            let part = &self.tokens[begin..end];
            let (open, close) = around(part)?;
            let last = part.last()?.span.end;
            let comma = (end < run.end).then(|| self.comma_behind(end - 1)).flatten();
            made.insert(part.first()?.span.start, open);
            made.insert(comma.map_or(last, |comma| last.min(comma.start)), close);
            if let Some(comma) = comma {
                let touches = self.tokens.get(end).is_some_and(|next| next.span.start == comma.end);
                let alone = comma.start > last;
                let or =
                    format!("{}OR{}", if alone { "" } else { " " }, if touches { " " } else { "" });
                made.replace(comma.clone(), &or);
            }
        }
        let end = self.tokens[run.end - 1].span.end;
        made.insert(end, if apart { ")" } else { "" });
        Some(made.edits)
    }

    /// The terms and groups side by side that token `at` is one of, or ends.
    fn run_around(&self, at: usize) -> Option<Range<usize>> {
        let mut start = at + 1;
        while let Some(begins) = self.item_before(start) {
            start = begins;
        }
        let mut end = at + 1;
        while let Some(ends) = self.item_after(end) {
            end = ends;
        }
        (start <= at).then_some(start..end)
    }

    /// Where the term or group begins that ends before token `end`.
    fn item_before(&self, end: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for at in (0..end).rev() {
            match self.tokens[at].kind {
                TokenKind::Close => depth += 1,
                TokenKind::Open => {
                    depth = depth.checked_sub(1)?;
                    // A field's values or the words of one text belong to the field.
                    let field = at.checked_sub(1).map(|before| &self.tokens[before].kind);
                    let named = matches!(field, Some(TokenKind::Test(_) | TokenKind::Text(_)));
                    if depth == 0 {
                        return (!named).then_some(at);
                    }
                }
                TokenKind::Term(_) if depth == 0 => return Some(at),
                _ if depth == 0 => return None,
                _ => {}
            }
        }
        None
    }

    /// Where the term or group ends that begins with token `begin`.
    fn item_after(&self, begin: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for (at, token) in self.tokens.iter().enumerate().skip(begin) {
            match token.kind {
                TokenKind::Open => depth += 1,
                TokenKind::Close => depth = depth.checked_sub(1)?,
                TokenKind::Term(_) => {}
                _ if depth == 0 => return None,
                _ => {}
            }
            if depth == 0 {
                return Some(at + 1);
            }
        }
        None
    }
}

/// What goes around a part between commas: words side by side are a phrase; `None` for what cannot be one.
fn around(part: &[Token]) -> Option<(&'static str, &'static str)> {
    let word = |token: &Token| matches!(token.kind, TokenKind::Term(Expr::Word(_)));
    match part {
        [] => None,
        [_] => Some(("", "")),
        [first, .., last] if first.kind == TokenKind::Open && last.kind == TokenKind::Close => {
            let groups = part.iter().filter(|token| token.kind == TokenKind::Open).count();
            (groups == 1).then_some(("", ""))
        }
        words => words.iter().all(word).then_some(("\"", "\"")),
    }
}

/// Changes in the order of the text, none touching another.
#[derive(Default)]
struct Inserted {
    edits: Vec<Edit>,
}

impl Inserted {
    fn insert(&mut self, at: usize, text: &str) {
        if !text.is_empty() {
            self.replace(at..at, text);
        }
    }

    /// Puts `text` in the place of `span`, which is not before the last change.
    fn replace(&mut self, span: Range<usize>, text: &str) {
        match self.edits.last_mut() {
            Some(last) if last.span.end == span.start => {
                last.span.end = span.end;
                last.replacement.push_str(text);
            }
            _ => self.edits.push(Edit::new(span, text)),
        }
    }
}

/// The terms as one: several as a phrase.
fn phrase(terms: &mut Vec<String>) -> Option<String> {
    match &terms[..] {
        [] => None,
        [_] => terms.pop(),
        _ => Some(format!("\"{}\"", std::mem::take(terms).join(" ").replace('"', ""))),
    }
}
