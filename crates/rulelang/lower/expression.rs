//! `regex:`: an expression as a test on the text.

use std::ops::Range;

use mention::LookIn;

use super::text_test;
use crate::expression::{anatomy, compile_regex};
use crate::{Code, Condition, Diagnostic, Pattern};

/// The test that `pattern` finds something, and what there is to say about it.
pub(super) fn lower(
    pattern: &str,
    look_in: LookIn,
    span: &Range<usize>,
) -> (Option<Condition>, Option<Diagnostic>) {
    let anatomy = match compile_regex(pattern).map(|_| anatomy(pattern)) {
        Ok(Some(anatomy)) => anatomy,
        Err(wrong) => return (None, Some(refused(pattern, &wrong, span))),
        Ok(None) => {
            return (None, Some(refused(pattern, &regex::Error::Syntax(String::new()), span)));
        }
    };
    if anatomy.finds_empty {
        let message = format!("`{pattern}` also finds nothing at all, so that it fits every post");
        let found = Diagnostic::error(Code::FieldValue, span.clone(), message);
        let help = "ask for one character at least: `+` instead of `*`, no `?` after all of it";
        return (None, Some(found.help(help)));
    }
    let costly = anatomy.needs.is_empty().then(|| {
        let message = "this has no three letters in a row that it cannot do without, so that every post must be searched by it";
        Diagnostic::warning(Code::CostlyRegex, span.clone(), message)
            .help("write out a part of what is looked for: `regex:\"order [0-9]+\"`")
    });
    let pattern = Pattern::Regex { pattern: pattern.to_owned(), needs: anatomy.needs };
    (Some(text_test(look_in, pattern)), costly)
}

fn refused(pattern: &str, wrong: &regex::Error, span: &Range<usize>) -> Diagnostic {
    let (message, help) = match wrong {
        regex::Error::CompiledTooBig(_) => (
            format!("`{pattern}` becomes too large to search by"),
            "lower the numbers in its braces, or make it two rules".to_owned(),
        ),
        other => {
            let told = other.to_string();
            let reason = told.lines().last().unwrap_or_default();
            let reason = reason.strip_prefix("error: ").unwrap_or(reason);
            let help = "signs with a meaning, such as `(` `[` `+` `?` `.`, are found as themselves after a `\\`; look-around and back references there are none";
            (format!("`{pattern}` is no regular expression: {reason}"), help.to_owned())
        }
    };
    Diagnostic::error(Code::FieldValue, span.clone(), message).help(help)
}
