//! Runs of characters between blanks and brackets: what each is read as, operators and links first.

use super::{Lexer, TokenKind};
use crate::catalog::characters::url_as_keyword;
use crate::{Code, Diagnostic, Expr};

/// The distance that is proposed where an author left it out.
const DISTANCE: u32 = 5;

impl Lexer<'_> {
    /// Reads what begins at a character that is no blank, bracket, quote or brace.
    pub(super) fn word_run(&mut self) {
        let from = self.at;
        if self.excluding_sign(from) || self.smiley(from) || self.entity_before_sign(from) {
            return;
        }
        let to = self.run_end(from, ends_word);
        let text = self.plain(from, to);
        let done = self.operator(&text, from, to)
            || self.sign(from, to)
            || self.link(&text, from, to)
            || (text.starts_with(char::is_uppercase) && self.named_operator(&text, from, to))
            || self.field_name(&text, from, to)
            || self.entity(&text, from, to)
            || self.foreign(&text, from, to);
        if !done {
            self.word(&text, from, to);
        }
    }

    /// One past the last character of the run at `from`.
    pub(super) fn run_end(&self, from: usize, ends: impl Fn(char) -> bool) -> usize {
        self.run_end_within(from, usize::MAX, ends)
    }

    /// One past the last character of the run at `from`, of which `length_max` are looked at.
    pub(super) fn run_end_within(
        &self,
        from: usize,
        length_max: usize,
        ends: impl Fn(char) -> bool,
    ) -> usize {
        let rest = &self.chars[from..];
        let comment = |at: usize| {
            let three = rest.iter().skip(at).take(3).map(|c| c.plain);
            three.clone().eq("<<<".chars()) || three.eq(">>>".chars())
        };
        let length = rest
            .iter()
            .take(length_max)
            .enumerate()
            .position(|(at, c)| c.plain == ' ' || (at > 0 && ends(c.plain)) || comment(at));
        from + length.unwrap_or(rest.len().min(length_max)).max(1)
    }

    pub(super) fn operator(&mut self, text: &str, from: usize, to: usize) -> bool {
        let kind = match text {
            "AND" => TokenKind::And,
            "OR" => TokenKind::Or,
            "NOT" => TokenKind::Not,
            _ => match near(text) {
                Some(Ok((distance, ordered))) => TokenKind::Near { distance, ordered },
                Some(Err(ordered)) => {
                    self.near_without_distance(text, from, to);
                    TokenKind::Near { distance: DISTANCE, ordered }
                }
                None => return false,
            },
        };
        self.push(kind, from, to);
        let after = matches!(self.peek(0), Some('"' | '{'));
        let before = self.tokens.last().is_some_and(|token| token.touches)
            && self
                .tokens
                .iter()
                .nth_back(1)
                .is_some_and(|token| !matches!(token.kind, TokenKind::Open | TokenKind::Minus));
        if before || after {
            let span = self.span(from, to);
            let blank = |wanted: bool| if wanted { " " } else { "" };
            let spaced = format!("{}{text}{}", blank(before), blank(after));
            self.report(
                Diagnostic::info(
                    Code::GluedOperator,
                    span.clone(),
                    format!("`{text}` is read as an operator although no blank stands beside it"),
                )
                .help("put a blank on both sides of an operator")
                .safe_fix(span, spaced),
            );
        }
        true
    }

    fn near_without_distance(&mut self, text: &str, from: usize, to: usize) {
        let span = self.span(from, to);
        let name = if text.starts_with('O') { "ONEAR" } else { "NEAR" };
        let found = Diagnostic::error(
            Code::DanglingOperator,
            span.clone(),
            format!("`{text}` does not say how near: it needs a whole number of words"),
        );
        let help = |number: &str| {
            format!("`{name}/{number}` allows up to {number} other words between the two")
        };
        let bare = text.trim_end_matches('/') == name;
        let number =
            if bare { self.number_after(to).or_else(|| self.number_in_brackets(to)) } else { None };
        let found = match number {
            // `NEAR 5 late`: the number stands apart.
            Some((number, end)) => {
                let whole = span.start..self.span(to, end).end;
                self.at = end;
                found.help(help(&number)).unsafe_fix(whole, format!("{name}/{number}"))
            }
            None if bare => found
                .help(help(&DISTANCE.to_string()))
                .unsafe_fix(span, format!("{name}/{DISTANCE}")),
            // What is meant beside the number is not known.
            None => {
                let digits: String = text
                    .chars()
                    .skip_while(|c| !c.is_ascii_digit())
                    .take_while(char::is_ascii_digit)
                    .collect();
                let proposed = digits.parse().unwrap_or(DISTANCE).to_string();
                found.help(help(&proposed))
            }
        };
        self.report(found);
    }

    /// The number alone in the brackets at `at`, as in `NEAR(3)`, and one past them.
    fn number_in_brackets(&self, at: usize) -> Option<(String, usize)> {
        let rest = self.chars.get(at + 1..).filter(|_| self.chars[at].plain == '(')?;
        let length = rest.iter().take(4).position(|c| c.plain == ')')?;
        let number = self.plain(at + 1, at + 1 + length);
        let whole = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        whole.then_some((number, at + length + 2))
    }

    /// The number that stands by itself after the blanks at `at`, and one past its last digit.
    fn number_after(&self, at: usize) -> Option<(String, usize)> {
        let from = (at..self.chars.len()).find(|&at| self.chars[at].plain != ' ')?;
        let to = self.run_end(from, ends_word);
        let number = self.plain(from, to);
        let whole = from > at && number.len() < 4 && number.bytes().all(|b| b.is_ascii_digit());
        whole.then_some((number, to))
    }

    fn link(&mut self, text: &str, from: usize, to: usize) -> bool {
        if !is_link(text) {
            return false;
        }
        let span = self.span(from, to);
        self.report(url_as_keyword::told(text, span));
        self.push(TokenKind::Term(Expr::Word(text.to_owned())), from, to);
        true
    }
}

/// Whether `c` ends a run of a word.
pub(super) fn ends_word(c: char) -> bool {
    matches!(c, '{' | '}') || ends_value(c)
}

/// Whether `c` ends a run of a field's value.
pub(super) fn ends_value(c: char) -> bool {
    matches!(c, '(' | ')' | '"')
}

/// Whether `c` is one of the dashes that word processors put in the place of a minus.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// The distance and order of a NEAR, or only its order when no distance can be read.
pub(crate) fn near(text: &str) -> Option<Result<(u32, bool), bool>> {
    let (ordered, rest) = match text.strip_prefix("ONEAR") {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix("NEAR")?),
    };
    if rest.is_empty() {
        return Some(Err(ordered));
    }
    let number = rest.strip_prefix('/')?;
    let first = number.strip_suffix(['f', 'F']);
    let digits = first.unwrap_or(number);
    let ordered = ordered || first.is_some();
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    match digits.parse() {
        Ok(distance) if plain => Some(Ok((distance, ordered))),
        _ => Some(Err(ordered)),
    }
}

/// Whether `text` is an address: it states a scheme, begins with `www.` or is a domain with a path.
pub(crate) fn is_link(text: &str) -> bool {
    let lower = text.to_lowercase();
    if ["http://", "https://", "ftp://"].iter().any(|scheme| lower.starts_with(scheme)) {
        return true;
    }
    if lower.strip_prefix("www.").is_some_and(|rest| rest.contains('.')) {
        return true;
    }
    let Some((host, _)) = text.split_once('/') else { return false };
    let label = |label: &str| {
        !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    host.rsplit_once('.').is_some_and(|(rest, top)| {
        !top.is_empty()
            && top.bytes().all(|b| b.is_ascii_lowercase())
            && rest.split('.').all(label)
            && rest.contains(|c: char| c.is_ascii_lowercase() || c == '-')
    })
}
