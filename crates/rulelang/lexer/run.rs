//! Runs of characters between blanks and brackets: operators, signs, links, entities.

use mention::EntityKind;
use unicode_normalization::char::is_combining_mark;

use super::{Lexer, TokenKind};
use crate::catalog::characters::url_as_keyword;
use crate::{Code, Diagnostic, Expr};

/// Characters of what follows a sign that are told with it: each sign of a run has the whole rest of it behind itself.
const SHOWN_MAX: usize = 40;

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

    /// What stands right after `from`, if it can be a term.
    fn after_sign(&self, from: usize) -> Option<char> {
        self.chars.get(from + 1).map(|c| c.plain).filter(|c| !matches!(c, ' ' | ')'))
    }

    /// `-` or a dash, and `+`, which is other tools', in front of a term. Takes only the sign, and looks no further: a run
    /// may be made of nothing else.
    fn excluding_sign(&mut self, from: usize) -> bool {
        let Some(next) = self.after_sign(from) else { return false };
        match self.chars[from].plain {
            '-' => self.minus(from),
            dash if is_dash(dash) => self.smart_dash(from),
            '+' if !next.is_ascii_digit() && next != '+' => {
                self.foreign_sign(from, "every word is required anyway: leave it out", Some(""));
            }
            _ => return false,
        }
        true
    }

    /// Signs that stand alone, and `!`, which is other tools'. Takes only the sign.
    fn sign(&mut self, from: usize, to: usize) -> bool {
        let lone = to == from + 1;
        match (self.chars[from].plain, self.after_sign(from)) {
            ('-', None) if lone => self.lone_minus(from),
            (dash, None) if lone && is_dash(dash) => self.lone_minus(from),
            ('+', None) if lone => {
                let help = "a blank already asks for both sides: leave it out";
                self.foreign_sign(from, help, Some(""));
            }
            ('!', Some(next)) if lone && matches!(next, '"' | '(') => {
                self.foreign_sign(from, "to exclude it write `-`", Some("-"));
            }
            ('!', Some(next)) if next.is_alphanumeric() => {
                let word = self.plain(from + 1, to);
                let help = format!(
                    "to exclude the word write `-{word}`; to find it in these capitals only write `{{{word}}}`"
                );
                self.foreign_sign(from, &help, None);
            }
            ('#' | '@' | '$', None) if lone => return self.parted_sign(from),
            _ => return false,
        }
        true
    }

    /// `# acme`: the sign of a hashtag, handle or ticker that a blank parts from its name. Takes only the sign.
    fn parted_sign(&mut self, from: usize) -> bool {
        let sign = self.chars[from].plain;
        let next = (from + 1..self.chars.len()).find(|&at| self.chars[at].plain != ' ');
        let Some(next) = next.filter(|&next| next > from + 1) else { return false };
        let to = self.run_end(next, ends_word);
        let name = self.plain(next, to);
        let joined = format!("{sign}{name}");
        let operator = matches!(name.as_str(), "AND" | "OR" | "NOT") || near(&name).is_some();
        let whole = entity(&joined).is_some_and(|(_, found)| found == name);
        if operator || !whole {
            return false;
        }
        let span = self.span(from, from + 1);
        let blanks = span.end..self.byte(next);
        self.at = from + 1;
        self.report(
            Diagnostic::error(
                Code::PunctuationOnly,
                span,
                format!("a blank parts this `{sign}` from `{name}`, so it belongs to nothing"),
            )
            .help(format!("write `{joined}` in one, or leave the sign out to find the word"))
            .unsafe_fix(blanks, ""),
        );
        true
    }

    fn minus(&mut self, from: usize) {
        self.push(TokenKind::Minus, from, from + 1);
        let touches_term = self.tokens.last().is_some_and(|token| token.touches)
            && self
                .tokens
                .iter()
                .nth_back(1)
                .is_some_and(|token| !matches!(token.kind, TokenKind::Open | TokenKind::Minus));
        if touches_term {
            let span = self.span(from, from + 1);
            // No fix: `"late"-"night"` may be one thing.
            self.report(
                Diagnostic::info(
                    Code::GluedOperator,
                    span,
                    "this minus excludes what follows, although no blank stands before it",
                )
                .help("if that is meant, put a blank before it; if both are one thing, quote them together"),
            );
        }
    }

    /// A dash where a minus was meant: read as one, so that it never asks for what it was to exclude.
    fn smart_dash(&mut self, from: usize) {
        let dash = self.chars[from].plain;
        let to = self.run_end_within(from, SHOWN_MAX, ends_word);
        let mut word = self.plain(from + 1, to);
        if word.is_empty() || to == from + SHOWN_MAX {
            word.push('…');
        }
        let span = self.span(from, from + 1);
        self.push(TokenKind::Minus, from, from + 1);
        let message = format!("`{dash}` is a dash, not the minus that excludes what follows");
        let found = Diagnostic::error(Code::SmartDash, span.clone(), message)
            .help(format!("to exclude, write `-{word}`; to ask for it, leave the dash out"));
        // A long dash parts what is said; a short one is what word processors make of a minus.
        let parts = matches!(dash, '—' | '―');
        self.report(if parts { found } else { found.unsafe_fix(span, "-") });
    }

    fn lone_minus(&mut self, from: usize) {
        let span = self.span(from, from + 1);
        self.at = from + 1;
        let next = self.chars[from + 1..].iter().position(|c| c.plain != ' ');
        let next = next.map(|blanks| from + 1 + blanks).filter(|&at| self.chars[at].plain != ')');
        let Some(next) = next else {
            return self.report(
                Diagnostic::error(
                    Code::DanglingOperator,
                    span.clone(),
                    "this minus has nothing after it to exclude",
                )
                .help("put the word to exclude right after it, or remove it")
                .unsafe_fix(span, ""),
            );
        };
        let blanks = span.start..self.byte(next);
        let (dash, after) = (self.chars[from].plain, self.chars[next].plain);
        let to = self.run_end_within(next, SHOWN_MAX, ends_word);
        let word = if matches!(after, '(' | '"' | '{') {
            format!("{after}…")
        } else {
            self.plain(next, to)
        };
        let found = Diagnostic::error(
            Code::SpaceNegation,
            span,
            format!(
                "this `{dash}` stands alone, so it is not clear whether what follows is excluded"
            ),
        )
        .help(format!(
            "to exclude it, write `-{word}` without a blank; else leave the `{dash}` out"
        ));
        // Before brackets and quotes nobody writes a mere dash; before a word many do.
        let excludes = dash == '-' && matches!(after, '(' | '"');
        self.report(if excludes { found.unsafe_fix(blanks, "-") } else { found });
    }

    fn foreign_sign(&mut self, from: usize, help: &str, instead: Option<&str>) {
        let span = self.span(from, from + 1);
        let sign = self.chars[from].plain;
        self.at = from + 1;
        let message =
            format!("`{sign}` in front of a term is another tool's sign and means nothing here");
        let found = Diagnostic::error(Code::ForeignOperator, span.clone(), message).help(help);
        self.report(match instead {
            Some(instead) => found.unsafe_fix(span, instead),
            None => found,
        });
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

    /// `#one#two`: a name that the sign of the next one ends. Looks no further: a run may be made of nothing else.
    fn entity_before_sign(&mut self, from: usize) -> bool {
        // A handle may have an `@` inside.
        let is_next = |c| matches!(c, '#' | '$');
        let to = self.run_end(from, |c| ends_word(c) || is_next(c));
        if !self.chars.get(to).is_some_and(|c| is_next(c.plain)) {
            return false;
        }
        let text = self.plain(from, to);
        let Some((kind, name)) = entity(&text).filter(|(_, name)| name.len() + 1 == text.len())
        else {
            return false;
        };
        self.push(TokenKind::Term(Expr::Entity { kind, name }), from, to);
        true
    }

    /// `#tag`, `@name`, `$SYM`.
    fn entity(&mut self, text: &str, from: usize, to: usize) -> bool {
        let Some((kind, name)) = entity(text) else { return false };
        let end = from + 1 + name.chars().count();
        let rest = self.plain(end, to);
        if rest.starts_with(['#', '@', '$']) {
            self.push(TokenKind::Term(Expr::Entity { kind, name }), from, end);
            return true;
        }
        if mention::term_tokens(&rest).is_empty() {
            self.commas(&rest, to);
            self.push(TokenKind::Term(Expr::Entity { kind, name }), from, to);
            return true;
        }
        if rest.starts_with([',', ';']) {
            self.commas.push((self.tokens.len(), self.span(end, end + 1)));
            self.push(TokenKind::Term(Expr::Entity { kind, name }), from, end);
            self.at = end + 1;
            return true;
        }
        if mention::term_tokens(&rest)[0].kind == mention::TokenKind::Emoji
            && !rest.starts_with('-')
        {
            self.push(TokenKind::Term(Expr::Entity { kind, name }), from, end);
            return true;
        }
        let what = match kind {
            EntityKind::Hashtag => "hashtag",
            EntityKind::Handle => "handle",
            _ => "cashtag",
        };
        let written = self.plain(from, end);
        let span = self.span(end, to);
        self.report(
            Diagnostic::error(
                Code::GluedOperator,
                span,
                format!("the {what} ends before `{rest}`: only `{written}` is looked for"),
            )
            .help(format!("put a blank after `{written}`, or quote the whole to find its words")),
        );
        self.push(TokenKind::Term(Expr::Entity { kind, name }), from, to);
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

/// The entity that `text` begins with, its name with a `*` after it.
fn entity(text: &str) -> Option<(EntityKind, String)> {
    let mut rest = text.chars();
    let (kind, length) = match rest.next()? {
        '#' => (EntityKind::Hashtag, hashtag(rest.as_str())?),
        '@' => (EntityKind::Handle, handle(rest.as_str())?),
        '$' => (EntityKind::Cashtag, cashtag(rest.as_str())?),
        _ => return None,
    };
    Some((kind, rest.as_str()[..length].to_owned()))
}

/// Bytes of the name of a hashtag: letters, marks, digits and `_`, one letter at least; then a `*`.
fn hashtag(text: &str) -> Option<usize> {
    let is_tag_char = |c: char| {
        c.is_alphanumeric()
            || is_combining_mark(c)
            || matches!(c, '_' | '\u{200c}' | '\u{200d}' | '·' | '・' | 'ー')
    };
    let length = text.find(|c| !is_tag_char(c)).unwrap_or(text.len());
    text[..length].contains(char::is_alphabetic).then(|| {
        let starts = text[length..].starts_with('*');
        length + usize::from(starts)
    })
}

/// Bytes of a handle: name characters with `.`, `-` and `@` between them.
fn handle(text: &str) -> Option<usize> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_' || is_combining_mark(c);
    let mut length = 0;
    for (at, c) in text.char_indices() {
        if is_name(c) {
            length = at + c.len_utf8();
        } else if !matches!(c, '.' | '-' | '@') || length != at || at == 0 {
            break;
        }
    }
    (length > 0).then_some(length)
}

/// Bytes of a cashtag's symbol: one to six letters, then perhaps `.` or `_` and one or two letters.
fn cashtag(text: &str) -> Option<usize> {
    let letters = |text: &str| text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let symbol = letters(text);
    let rest = &text[symbol..];
    let class = rest.strip_prefix(['.', '_']).map_or(0, letters);
    let length = symbol + if matches!(class, 1..=2) { 1 + class } else { 0 };
    let next = text[length..].chars().next();
    let ends = !next.is_some_and(|c| c.is_alphanumeric() || c == '_');
    (matches!(symbol, 1..=6) && ends).then_some(length)
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
