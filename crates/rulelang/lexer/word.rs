//! What is left when a run is no operator, field, entity or link: words, and signs of other tools.

use std::ops::Range;

use super::{Lexer, TokenKind, near};
use crate::chars::Char;
use crate::{Code, Diagnostic, Expr};

impl Lexer<'_> {
    /// Operators of other tools.
    pub(super) fn foreign(&mut self, text: &str, from: usize, to: usize) -> bool {
        if text.starts_with("/*") {
            self.foreign_comment(from);
            return true;
        }
        if is_regex(text) {
            let span = self.span(from, to);
            let instead = format!("regex:\"{}\"", &text[1..text.len() - 1]);
            let message = format!("`{text}` is a regular expression as another tool writes it");
            let found = Diagnostic::error(Code::ForeignOperator, span.clone(), message);
            self.report(found.help(format!("write `{instead}`")).unsafe_fix(span, instead));
            self.push(TokenKind::Broken, from, to);
            return true;
        }
        let (instead, kind) = match text {
            "&" if !self.tokens.is_empty() && self.term_follows(to) => {
                self.lone_ampersand(from, to);
                return true;
            }
            "&" | "&&" => ("AND".to_owned(), TokenKind::And),
            "|" | "||" => ("OR".to_owned(), TokenKind::Or),
            _ => match foreign(text) {
                Some((instead, kind)) => (instead, kind),
                None => return self.named_operator(text, from, to),
            },
        };
        let span = self.span(from, to);
        self.report(
            Diagnostic::error(
                Code::ForeignOperator,
                span.clone(),
                format!(
                    "`{text}` is written as in another tool; here the signs in it mean nothing"
                ),
            )
            .help(format!("write `{instead}`"))
            .unsafe_fix(span, instead),
        );
        self.push(kind, from, to);
        true
    }

    /// `/* … */`: a comment, as programs have it; all of it is passed over.
    fn foreign_comment(&mut self, from: usize) {
        let ends = |pair: &[Char]| pair[0].plain == '*' && pair[1].plain == '/';
        let end = self.chars[from + 2..].windows(2).position(ends);
        let to = end.map_or(self.chars.len(), |at| from + 2 + at + 2);
        let span = self.span(from, to);
        let message = "`/*` begins no comment here: its words would be looked for";
        let found = Diagnostic::error(Code::ForeignOperator, span.clone(), message);
        let said = self.plain(from + 2, to - end.map_or(0, |_| 2));
        let said = said.trim();
        let whole = end.is_some() && !said.is_empty() && !said.contains(['<', '>']);
        self.report(if whole {
            let instead = format!("<<< {said} >>>");
            found.help(format!("write `{instead}`")).unsafe_fix(span, instead)
        } else {
            found.help("a comment stands between `<<<` and `>>>`")
        });
        self.at = to;
    }

    /// `H & M`: another tool's AND, or a sign within a name.
    fn lone_ampersand(&mut self, from: usize, to: usize) {
        let span = self.span(from, to);
        let before = match self.tokens.last().map(|token| &token.kind) {
            Some(TokenKind::Term(Expr::Word(word))) => Some(word.clone()),
            _ => None,
        };
        let next = (to..self.chars.len()).find(|&at| self.chars[at].plain != ' ').unwrap_or(to);
        let after =
            self.plain(next, self.run_end(next, |c| matches!(c, '(' | ')' | '"' | '{' | '}')));
        let found = Diagnostic::error(
            Code::ForeignOperator,
            span,
            "`&` is another tool's sign; here it means nothing",
        );
        self.report(match before {
            Some(before) if after.contains(char::is_alphanumeric) => found.help(format!(
                "for a name with the sign in it write `\"{before} & {after}\"`; to ask for both sides write `AND`"
            )),
            _ => found.help("to ask for both sides write `AND`"),
        });
        self.push(TokenKind::And, from, to);
    }

    /// Operators that other tools have names for, where a term stands on both sides.
    pub(super) fn named_operator(&mut self, text: &str, from: usize, to: usize) -> bool {
        let between = self.tokens.last().is_some_and(|last| {
            matches!(last.kind, TokenKind::Term(_) | TokenKind::Close | TokenKind::Value(_))
        }) && self.term_follows(to);
        let Some(Meant { kind, help, instead }) = meant(text).filter(|_| between) else {
            return false;
        };
        let span = self.span(from, to);
        let lower = text.to_lowercase();
        let message = format!("`{text}` is no operator here, as it is in other tools");
        let found = Diagnostic::error(Code::ForeignOperator, span.clone(), message)
            .help(format!("{help}; for the word itself write `\"{lower}\"`"));
        self.report(match instead {
            Some(instead) => found.unsafe_fix(span, instead),
            None => found,
        });
        self.push(kind, from, to);
        true
    }

    /// A word, with a `~n` cut off and reported.
    pub(super) fn word(&mut self, text: &str, from: usize, to: usize) {
        if self.lone_comma(text, from, to) {
            return;
        }
        let Some((word, number)) = tilde(text) else {
            self.commas(text, to);
            return self.push(TokenKind::Term(Expr::Word(text.to_owned())), from, to);
        };
        let tilde = from + word.chars().count();
        let span = self.span(tilde, to);
        let operator = matches!(word, "AND" | "OR" | "NOT" | "&" | "&&" | "|" | "||")
            || near(word).is_some()
            || is_regex(word)
            || foreign(word).is_some();
        let stray = word.is_empty() || number.is_empty() || !is_number(number) || operator;
        self.report(if stray {
            let message = format!("`~{number}` does not belong to anything here");
            let found = Diagnostic::error(Code::StrayTilde, span.clone(), message)
                .help("put it right after a phrase with a number: `\"late delivery\"~3`");
            match self.blanks_after_base(&span).filter(|_| word.is_empty() && is_number(number)) {
                Some(blanks) => found.unsafe_fix(blanks, ""),
                None => found,
            }
        } else {
            Diagnostic::warning(
                Code::TildeOnOneWord,
                span,
                format!("`~{number}` has no effect: one word has no distance to anything"),
            )
            .help("put two or more words in quotes before it: `\"late delivery\"~3`; other spellings of one word are not guessed here: list them, joined by OR")
        });
        match word {
            "" => self.at = to,
            word => self.push(TokenKind::Term(Expr::Word(word.to_owned())), from, to),
        }
    }

    /// The blanks that part a `~` from the phrase or bracket it was likely to follow.
    fn blanks_after_base(&self, tilde: &Range<usize>) -> Option<Range<usize>> {
        let last = self.tokens.last()?;
        let base = matches!(last.kind, TokenKind::Close | TokenKind::Term(Expr::Phrase { .. }));
        (base && last.span.end < tilde.start).then_some(last.span.end..tilde.start)
    }

    /// Remembers a comma or semicolon that ends a term, in case it was meant to part alternatives.
    pub(super) fn commas(&mut self, text: &str, to: usize) {
        if text.ends_with([',', ';']) {
            let span = self.span(to - 1, to);
            self.commas.push((self.tokens.len(), span));
        }
    }

    /// Passes over a comma or semicolon that stands alone after a term or group, and remembers it.
    fn lone_comma(&mut self, text: &str, from: usize, to: usize) -> bool {
        let after = self.tokens.last().is_some_and(|last| {
            matches!(last.kind, TokenKind::Term(_) | TokenKind::Close | TokenKind::Value(_))
        });
        if !matches!(text, "," | ";") || !after || !self.term_follows(to) {
            return false;
        }
        self.commas.push((self.tokens.len() - 1, self.span(from, to)));
        self.at = to;
        true
    }

    /// Whether a term begins at or after character `at`, blanks aside.
    pub(super) fn term_follows(&self, at: usize) -> bool {
        let rest = self.chars[at..].iter().map(|c| c.plain).skip_while(|c| *c == ' ');
        let word: String = rest.take(4).take_while(|c| *c != ' ').collect();
        !word.is_empty()
            && !word.starts_with([')', ',', ';'])
            && !matches!(word.as_str(), "AND" | "OR")
    }
}

/// A word and what stands after the `~` that ends it.
fn tilde(text: &str) -> Option<(&str, &str)> {
    let word = text.trim_end_matches(|c: char| c == '~' || c.is_ascii_digit());
    let (kept, number) = text[word.len()..].split_once('~')?;
    Some((&text[..word.len() + kept.len()], number))
}

/// What a run with another tool's signs would be here, and what it is read as.
fn foreign(text: &str) -> Option<(String, TokenKind)> {
    let near = text.strip_prefix('/').and_then(|rest| {
        let number = rest.strip_suffix(['f', 'F']).unwrap_or(rest);
        let distance = is_number(number).then(|| number.parse().ok()).flatten();
        distance.map(|distance| (rest, distance, number.len() < rest.len()))
    });
    if let Some((rest, distance, ordered)) = near {
        return Some((format!("NEAR/{rest}"), TokenKind::Near { distance, ordered }));
    }
    if let Some((word, boost)) = text.rsplit_once('^')
        && !word.is_empty()
        && !boost.is_empty()
        && is_number(boost)
    {
        let kind = TokenKind::Term(Expr::Word(word.to_owned()));
        return Some((word.to_owned(), kind));
    }
    let alternatives: Vec<&str> = text.split('|').filter(|part| !part.is_empty()).collect();
    if text.contains('|') && alternatives.len() > 1 {
        return Some((format!("({})", alternatives.join(" OR ")), TokenKind::Broken));
    }
    let both: Vec<&str> = text.split("&&").filter(|part| !part.is_empty()).collect();
    (both.len() > 1).then(|| (format!("({})", both.join(" AND ")), TokenKind::Broken))
}

/// What an operator of another tool is here.
struct Meant {
    /// What it is read as, so that the rest makes sense.
    kind: TokenKind,
    help: String,
    instead: Option<String>,
}

/// What `text` is where another tool has it for an operator: `NEAR5`, `W/5`, `ADJ`, `XOR`, `AND/OR`.
fn meant(text: &str) -> Option<Meant> {
    let write = |kind, instead: &str| {
        let help = format!("write `{instead}`");
        Some(Meant { kind, help, instead: Some(instead.to_owned()) })
    };
    match text {
        "AND/OR" | "OR/AND" => return write(TokenKind::Or, "OR"),
        "ANDNOT" | "AND_NOT" | "AND-NOT" | "BUTNOT" => return write(TokenKind::Not, "NOT"),
        "ADJ" => return write(TokenKind::Near { distance: 0, ordered: true }, "NEAR/0f"),
        "XOR" => {
            let help =
                "one of two, not both, is `(late OR lost) -(late AND lost)`; one or both is `OR`";
            return Some(Meant { kind: TokenKind::Or, help: help.to_owned(), instead: None });
        }
        _ => {}
    }
    let name = text.trim_end_matches(['f', 'F']).trim_end_matches(|c: char| c.is_ascii_digit());
    let (rest, name) =
        (&text[name.len()..], name.trim_end_matches(['/', '\\', '~', '_', '-', '=', ',', ':']));
    let digits = rest.trim_end_matches(['f', 'F']);
    let signed = text[name.len()..].len() > rest.len();
    let ordered = match name {
        "NEAR" | "WITHIN" => digits.len() < rest.len(),
        "W" | "N" if signed => false,
        "ONEAR" | "PRE" | "ADJ" => true,
        "P" if signed => true,
        _ => return None,
    };
    let distance = digits.parse().ok()?;
    let instead = format!("NEAR/{digits}{}", if ordered { "f" } else { "" });
    write(TokenKind::Near { distance, ordered }, &instead)
}

/// Whether `text` stands between two slashes.
fn is_regex(text: &str) -> bool {
    text.len() > 2 && text.starts_with('/') && text.ends_with('/')
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}
