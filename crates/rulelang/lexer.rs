//! Query text to tokens: operators, brackets, terms, fields and their values.

use std::ops::Range;

use mention::Field;

use crate::chars::{self, Char};
use crate::field::FieldName;
use crate::lower::test::worded;
use crate::{Code, Diagnostic, Expr, Value};

mod brace;
mod comma;
mod compare;
mod entity;
mod name;
mod quote;
mod run;
mod sign;
mod smiley;
mod square;
mod word;

pub(crate) use run::{is_dash, is_link, near};
pub(crate) use smiley::is_lettered;

use brace::literal_char;

/// A token and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Range<usize>,
    /// Whether it begins where the token before it ends.
    pub(crate) touches: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TokenKind {
    Open,
    Close,
    Or,
    And,
    Not,
    Minus,
    /// `NEAR/n`; without a number when it was left out, which is reported.
    Near {
        distance: u32,
        ordered: bool,
    },
    /// `~` or `~n` right after a bracket or phrase.
    Tilde(Option<u32>),
    Term(Expr),
    /// `title:`; a term or group follows.
    Text(Field),
    /// `name:`; a [`TokenKind::Value`] or a group of them follows.
    Test(Test),
    Value(Value),
    /// Something that was meant as a term and was reported.
    Broken,
}

/// A field that takes values.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Test {
    /// One of the table.
    Field(FieldName),
    /// `raw:`.
    Raw,
    /// X's `filter:`.
    Filter,
    /// Brandwatch's `authorVerified:`.
    Verified,
    /// One that was reported already; its value is skipped.
    Skipped,
}

/// Cuts `text` into tokens, reporting what no token can be made of.
pub(crate) fn lex(text: &str, diagnostics: &mut Vec<Diagnostic>) -> Lexed {
    let (chars, odd) = chars::read(text);
    let mut found = Vec::new();
    let mut lexer = Lexer {
        chars: &chars,
        length: text.len(),
        at: 0,
        groups: Vec::new(),
        field: None,
        commas: Vec::new(),
        tokens: Vec::new(),
        kept: Vec::new(),
        diagnostics: &mut found,
    };
    lexer.run();
    lexer.report_commas();
    let (tokens, kept) = (lexer.tokens, lexer.kept);
    odd.report(&kept, diagnostics);
    diagnostics.append(&mut found);
    Lexed { tokens, kept }
}

/// A query in tokens.
pub(crate) struct Lexed {
    pub(crate) tokens: Vec<Token>,
    /// Where characters are compared as they are written, in the order of the text.
    pub(crate) kept: Vec<Kept>,
}

/// A stretch of a query where a character is not as good as one that looks like it.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) span: Range<usize>,
    pub(crate) how: How,
}

/// How far characters are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// `{…}` and `raw:`: all but apostrophes.
    Letters,
    /// `regex:`: all.
    Expression,
    /// The value of a field that compares no words: letters, in plain quotes and blanks.
    Value,
}

/// How the characters at byte `at` are kept, if they are.
pub(crate) fn kept_at(kept: &[Kept], at: usize) -> Option<How> {
    let next = kept.get(kept.partition_point(|kept| kept.span.end <= at))?;
    (next.span.start <= at).then_some(next.how)
}

struct Lexer<'a> {
    chars: &'a [Char],
    /// Bytes of the text.
    length: usize,
    /// The next character.
    at: usize,
    /// For each open bracket, the field whose values it holds.
    groups: Vec<Option<Test>>,
    /// The field whose value comes next.
    field: Option<Test>,
    /// Commas at the end of a term: which token it is, and where the comma stands.
    commas: Vec<(usize, Range<usize>)>,
    tokens: Vec<Token>,
    kept: Vec<Kept>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Lexer<'_> {
    fn run(&mut self) {
        while let Some(c) = self.peek(0) {
            let from = self.at;
            match c {
                ' ' => self.at += 1,
                '<' if self.sees("<<<") => self.comment(),
                '>' if self.sees(">>>") => self.stray_comment_end(),
                '(' => self.open(),
                ')' => self.close(),
                '"' => self.phrase(),
                '~' if self.after_tilde_base() => self.tilde(),
                '[' if self.takes_range() => self.range(),
                '[' if self.square_group() => {}
                '{' if !self.in_values() => self.braces(),
                '}' if !self.in_values() => self.stray_brace(),
                _ if self.in_values() => self.value_run(),
                _ => self.word_run(),
            }
            debug_assert!(self.at > from, "each round takes a character");
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).map(|c| c.plain)
    }

    fn sees(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(ahead, c)| self.peek(ahead) == Some(c))
    }

    /// Whether values of a field are read, not words.
    fn in_values(&self) -> bool {
        self.field.is_some() || matches!(self.groups.last(), Some(Some(_)))
    }

    /// Whether the value that comes next may be a range in brackets.
    fn takes_range(&self) -> bool {
        let test = self.field.as_ref().or_else(|| self.groups.last()?.as_ref());
        match test {
            Some(Test::Field(field)) => field.takes_range(),
            Some(Test::Skipped) => true,
            _ => false,
        }
    }

    /// Whether the character before belongs to a token that a `~` can follow.
    fn after_tilde_base(&self) -> bool {
        self.tokens.last().is_some_and(|token| {
            token.span.end == self.byte(self.at)
                && matches!(token.kind, TokenKind::Close | TokenKind::Term(Expr::Phrase { .. }))
        })
    }

    /// Where character `at` begins in the text.
    fn byte(&self, at: usize) -> usize {
        self.chars.get(at).map_or(self.length, |c| c.start)
    }

    /// The bytes of characters `from..to`.
    fn span(&self, from: usize, to: usize) -> Range<usize> {
        let start = self.byte(from);
        start..to.checked_sub(1).and_then(|last| self.chars.get(last)).map_or(start, |c| c.end)
    }

    fn plain(&self, from: usize, to: usize) -> String {
        self.chars[from..to].iter().map(|c| c.plain).collect()
    }

    fn push(&mut self, kind: TokenKind, from: usize, to: usize) {
        let span = self.span(from, to);
        let touches = self.tokens.last().is_some_and(|last| last.span.end == span.start);
        self.tokens.push(Token { kind, span, touches });
        self.at = self.at.max(to);
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn comment(&mut self) {
        let from = self.at;
        self.at += 3;
        while self.at < self.chars.len() && !self.sees(">>>") {
            self.at += 1;
        }
        if self.at < self.chars.len() {
            self.at += 3;
            return;
        }
        let span = self.span(from, from + 3);
        self.report(
            Diagnostic::error(
                Code::UnbalancedComment,
                span,
                "the comment that begins here never ends, so everything after it is left out",
            )
            .help("end the comment with `>>>` where the query goes on"),
        );
    }

    fn stray_comment_end(&mut self) {
        let span = self.span(self.at, self.at + 3);
        self.at += 3;
        self.report(
            Diagnostic::error(
                Code::UnbalancedComment,
                span,
                "a comment ends here that never began",
            )
            .help("begin the comment with `<<<`, or remove `>>>`"),
        );
    }

    fn open(&mut self) {
        let field = self.field.take();
        let inherited = self.groups.last().cloned().flatten();
        self.groups.push(field.or(inherited));
        self.push(TokenKind::Open, self.at, self.at + 1);
    }

    fn close(&mut self) {
        self.field = None;
        self.groups.pop();
        self.push(TokenKind::Close, self.at, self.at + 1);
    }

    /// The number after a `~`.
    fn tilde(&mut self) {
        let from = self.at;
        let mut to = from + 1;
        while self.chars.get(to).is_some_and(|c| c.plain.is_ascii_digit()) {
            to += 1;
        }
        let number = self.plain(from + 1, to);
        self.push(TokenKind::Tilde(number.parse().ok()), from, to);
    }

    /// From one quote to the next that is not escaped.
    fn phrase(&mut self) {
        let from = self.at;
        let group = || self.groups.last().cloned().flatten();
        let field = self.field.clone().or_else(group);
        let regex = field == Some(Test::Field(FieldName::Regex));
        let raw = field == Some(Test::Raw);
        // Between plain quotes a curly one is one of the characters that are meant.
        let straight = (regex || raw) && self.chars[from].written == '"';
        let is_quote = |c: &Char| c.plain == '"' && (!straight || c.written == '"');
        let mut text = String::new();
        let mut at = from + 1;
        loop {
            let Some(c) = self.chars.get(at) else { return self.unclosed_phrase(from) };
            let next = self.chars.get(at + 1);
            if is_quote(c) {
                break;
            }
            let escaped = next.is_some_and(|next| is_quote(next) || next.plain == '\\' && !regex);
            match c.plain {
                '\\' if escaped => {
                    text.extend(next.map(|next| next.plain));
                    at += 1;
                }
                // An expression means the characters that are written, curly quotes and all.
                _ if regex => text.push(c.written),
                _ if raw => text.push(literal_char(c)),
                plain => text.push(plain),
            }
            at += 1;
        }
        let values = self.in_values();
        self.field = None;
        self.keep(field.as_ref(), from + 1, at);
        let kind = if text.trim().is_empty() {
            self.empty(from, at + 1, "quotes");
            TokenKind::Broken
        } else if values {
            TokenKind::Value(Value::Text(text))
        } else {
            let words: Vec<_> = text.split_whitespace().collect();
            TokenKind::Term(Expr::Phrase { text: words.join(" "), slop: None })
        };
        self.push(kind, from, at + 1);
    }

    /// Remembers how the characters `from..to` are compared, which are a value of `test`.
    fn keep(&mut self, test: Option<&Test>, from: usize, to: usize) {
        let how = match test {
            None | Some(Test::Field(FieldName::Contains)) => return,
            Some(Test::Field(field)) if worded(field).is_some() => return,
            Some(Test::Raw) => How::Letters,
            Some(Test::Field(FieldName::Regex)) => How::Expression,
            Some(_) => How::Value,
        };
        let span = self.span(from, to);
        self.kept.push(Kept { span, how });
    }

    fn empty(&mut self, from: usize, to: usize, what: &str) {
        let span = self.span(from, to);
        self.report(
            Diagnostic::error(
                Code::EmptyGroup,
                span,
                format!("there is nothing inside these {what}, so nothing can be found"),
            )
            .help("put a word inside or remove them"),
        );
    }
}
