//! Fields: names before a colon, and the values after it.

use super::brace::literal_char;
use super::run::ends_value;
use super::{Lexer, Test, TokenKind, is_dash, near};
use crate::field::{self, FieldName, Known};
use crate::{Code, Diagnostic, Value};

impl Lexer<'_> {
    /// `name:` with its value right after it, or a known name with a blank between.
    pub(super) fn field_name(&mut self, text: &str, from: usize, to: usize) -> bool {
        if self.wide_colon(text, from, to) || self.compared(text, from, to) {
            return true;
        }
        let Some((name, _)) = text.split_once(':').filter(|(name, _)| is_identifier(name)) else {
            return false;
        };
        let value = from + name.chars().count() + 1;
        let follows = self.chars.get(value).is_some_and(|c| !matches!(c.plain, ' ' | ')'));
        let known = field::lookup(name);
        if known.is_none() && !follows {
            return false;
        }
        if !follows && !self.value_after_blank(name, from, value) {
            self.push(TokenKind::Broken, from, value);
            return true;
        }
        let kind = if let Some(known) = known {
            self.known_field(name, known, from)
        } else {
            self.unknown_field(name, from, to);
            TokenKind::Test(Test::Skipped)
        };
        if let TokenKind::Test(test) = &kind {
            self.field = Some(test.clone());
        }
        self.push(kind, from, value);
        true
    }

    /// Reports the name of a field before a full-width colon, as keyboards for Chinese and Japanese write it.
    fn wide_colon(&mut self, text: &str, from: usize, to: usize) -> bool {
        let Some((name, value)) = text.split_once('：') else { return false };
        if field::lookup(name).is_none() || value.is_empty() {
            return false;
        }
        let span = self.span(from, to);
        let instead = format!("{name}:{value}");
        let message =
            format!("the full-width colon makes no field: `{text}` is looked for as words");
        self.report(
            Diagnostic::error(Code::UnknownField, span.clone(), message)
                .help(format!("write `{instead}`"))
                .unsafe_fix(span, instead),
        );
        self.push(TokenKind::Broken, from, to);
        true
    }

    /// Whether a value comes after the blank after a colon; reports it either way.
    fn value_after_blank(&mut self, name: &str, from: usize, value: usize) -> bool {
        let next = (value..self.chars.len()).find(|&at| self.chars[at].plain != ' ');
        let is_value = |at: &usize| {
            let end = self.run_end(*at, ends_value);
            let run = self.plain(*at, end);
            run != ")" && !matches!(run.as_str(), "AND" | "OR" | "NOT") && near(&run).is_none()
        };
        let Some(next) = next.filter(is_value) else {
            let span = self.span(from, value);
            self.report(
                Diagnostic::error(Code::FieldValue, span, format!("`{name}:` has no value"))
                    .help("write the value right after the colon, or remove the field"),
            );
            return false;
        };
        let span = self.span(from, value);
        let blank = self.span(value, next);
        let told = format!("`{name}:` takes the word after the blank as its value");
        let found = Diagnostic::warning(Code::SpaceAfterColon, span, told);
        // `Source: Reuters` may be words of a post; nobody writes `lang: en` in one.
        let sure = match field::lookup(name) {
            Some(Known::Test(field)) => field.has_set_values(),
            _ => false,
        };
        self.report(if sure {
            found.help("write the value right after the colon").safe_fix(blank, "")
        } else {
            let help = format!("write the value right after the colon; to find the word itself, write `\"{name}\"` without the colon");
            found.help(help).unsafe_fix(blank, "")
        });
        true
    }

    fn known_field(&mut self, name: &str, known: Known, from: usize) -> TokenKind {
        let span = self.span(from, from + name.chars().count() + 1);
        match known {
            Known::Text(field) => TokenKind::Text(field),
            Known::Test(field) => {
                if let FieldName::Custom(_) = field {
                    // A column is known by its name to the letter.
                    self.keep(Some(&Test::Raw), from, from + name.chars().count());
                }
                TokenKind::Test(Test::Field(field))
            }
            Known::Raw => TokenKind::Test(Test::Raw),
            Known::Filter => TokenKind::Test(Test::Filter),
            Known::Verified => TokenKind::Test(Test::Verified),
            Known::Refused(why) => {
                self.report(
                    Diagnostic::error(
                        Code::ForeignOperator,
                        span,
                        format!("`{name}:` is another tool's field; there is nothing like it here"),
                    )
                    .help(why),
                );
                TokenKind::Test(Test::Skipped)
            }
            Known::Foreign(canonical) => {
                self.report(
                    Diagnostic::error(
                        Code::ForeignOperator,
                        span.clone(),
                        format!("`{name}:` is another tool's name of a field"),
                    )
                    .help(format!("here it is `{canonical}:`"))
                    .unsafe_fix(span, format!("{canonical}:")),
                );
                match field::lookup(canonical) {
                    Some(Known::Text(field)) => TokenKind::Text(field),
                    _ => TokenKind::Test(Test::Skipped),
                }
            }
        }
    }

    fn unknown_field(&mut self, name: &str, from: usize, to: usize) {
        let colon = from + name.chars().count();
        let diagnostic = Diagnostic::error(
            Code::UnknownField,
            self.span(from, colon),
            format!("there is no field `{name}`"),
        );
        let whole = self.plain(from, to);
        let quoted = format!("\"{whole}\"");
        // Before a bracket or quote the run ends within what was meant.
        let words = if whole.ends_with(':') {
            "to find the words themselves put them in quotes".to_owned()
        } else {
            format!("to find the words themselves put them in quotes: {quoted}")
        };
        if let Some(help) = field::elsewhere(name) {
            return self.report(diagnostic.help(format!("{help}; {words}")));
        }
        // Quotes or another field would only be guessed, but for a slip of the pen in a long name.
        self.report(match field::nearest(name) {
            Some(near) => {
                let found = diagnostic.help(format!("did you mean `{near}:`? Or, {words}"));
                let sure = name.chars().count() > 3 && field::is_slip(name, near);
                if sure { found.unsafe_fix(self.span(from, colon), near) } else { found }
            }
            None => diagnostic.help(words),
        });
    }

    /// A value of a field.
    pub(super) fn value_run(&mut self) {
        let from = self.at;
        let first = self.chars[from].plain;
        let excludes = self.field.is_none() && (first == '-' || is_dash(first));
        // Looks no further than it must: a run may be made of nothing else.
        if excludes && self.run_end_within(from, 2, ends_value) > from + 1 {
            return self.push(TokenKind::Minus, from, from + 1);
        }
        let to = self.run_end(from, ends_value);
        let mut run = self.plain(from, to);
        let test = if let Some(test) = self.field.take() {
            test
        } else {
            if self.operator(&run, from, to) {
                return;
            }
            self.groups.last().cloned().flatten().unwrap_or(Test::Skipped)
        };
        if test != Test::Raw && run.len() > 1 && run.ends_with([',', ';']) {
            run.pop();
            self.comma_after_value(to);
        }
        if self.several_values(&test, &run, from, to) {
            return self.push(TokenKind::Broken, from, to);
        }
        let ordered = matches!(&test, Test::Field(field) if field.is_ordered());
        let value = match run.split_once("..") {
            Some((low, high)) if ordered && is_bound(low) && is_bound(high) => {
                let bound = |text: &str| (!text.is_empty()).then(|| text.to_owned());
                Value::Range(bound(low), bound(high))
            }
            _ if ordered && run.starts_with(['<', '>', '=']) => {
                self.comparison(&run, &test, from, to);
                return self.push(TokenKind::Broken, from, to);
            }
            _ => {
                let end = from + run.chars().count();
                self.keep(Some(&test), from, end);
                Value::Text(match test {
                    Test::Raw => self.written(from, end),
                    Test::Field(FieldName::Regex) => {
                        self.chars[from..end].iter().map(|c| c.written).collect()
                    }
                    _ => run,
                })
            }
        };
        self.push(TokenKind::Value(value), from, to);
    }

    /// A comma right before character `to`, at the end of a field's value.
    fn comma_after_value(&mut self, to: usize) {
        let span = self.span(to - 1, to);
        let in_group = matches!(self.groups.last(), Some(Some(_))) && self.term_follows(to);
        let found = Diagnostic::warning(
            Code::CommaList,
            span.clone(),
            "a comma after a field's value means nothing: what stands on both sides of it is required",
        )
        .help("to find any of them, put OR between them; else leave the comma out");
        // Beside other terms it may have stood for either.
        self.report(if in_group { found.unsafe_fix(span, " OR") } else { found });
    }

    /// Reports `en,sv`: values of a field that has no comma in its values, with commas between.
    fn several_values(&mut self, test: &Test, run: &str, from: usize, to: usize) -> bool {
        let named = matches!(test, Test::Filter)
            || matches!(test, Test::Field(field) if field.takes_one_name());
        let parts: Vec<&str> = run.split([',', ';']).filter(|part| !part.is_empty()).collect();
        if !named || parts.len() < 2 {
            return false;
        }
        let span = self.span(from, to);
        let in_group = matches!(self.groups.last(), Some(Some(_)));
        let values = parts.join(" OR ");
        let instead = if in_group { values } else { format!("({values})") };
        self.report(
            Diagnostic::error(
                Code::FieldValue,
                span.clone(),
                format!("`{run}` is taken for one value: commas part nothing"),
            )
            .help(format!("to allow each of these values, write `{instead}`"))
            .unsafe_fix(span, instead),
        );
        true
    }

    fn written(&self, from: usize, to: usize) -> String {
        self.chars[from..to].iter().map(literal_char).collect()
    }
}

pub(super) fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

/// A number or date at one end of a `..` range, or nothing.
fn is_bound(text: &str) -> bool {
    !text.starts_with('.')
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | ':' | 'T' | 'Z'))
}
