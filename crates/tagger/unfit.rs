//! A rule that a matcher cannot hold, told to its author: where it is written, why it cannot, what to write instead.

use std::sync::Arc;

use matcher::{BuildError, Matcher};
use rulelang::{Code, Diagnostic, Finding, Head, RuleSet, SourceFile};

use crate::tag::Refused;

/// The error as its author is shown it; `head` is what a rule of that number has.
pub(crate) fn refused<'r>(
    rules: &RuleSet,
    head: impl Fn(usize) -> &'r Head,
    error: BuildError,
) -> Refused {
    let (rule, code, reason, remedy) = match error {
        BuildError::Substrings => return Refused::Build(error),
        BuildError::NoPlace { rule } => (
            rule,
            Code::NearOperand,
            "asks for nearness of something that has no place in the text".to_owned(),
            "keep AND, NOT and fields outside of NEAR",
        ),
        BuildError::NoWord { rule } => (
            rule,
            Code::PunctuationOnly,
            "has a phrase without a word".to_owned(),
            "put a word into the phrase, or take it out",
        ),
        BuildError::Regex { rule } => (
            rule,
            Code::FieldValue,
            "has a regular expression that is too large to be tried on posts".to_owned(),
            "repeat less in it, as in `[0-9]{1,20}`, or make two of it",
        ),
        BuildError::WideWindow { rule, operands } => (
            rule,
            Code::TooManyTerms,
            format!(
                "holds {operands} terms in one `(…)~n`; {} are possible",
                Matcher::WINDOW_OPERANDS_MAX
            ),
            "ask for fewer of them in one stretch, and for the others beside it",
        ),
    };
    let head = head(rule as usize);
    let message = format!("`{}` {reason}", head.id);
    let (start, end) = head.place.span;
    let diagnostic = Diagnostic::error(code, start..end, message).help(remedy);
    let source = rules.files.iter().find(|file| file.name == head.place.file);
    let source = source.map_or_else(|| nowhere(&head.place.file), Arc::clone);
    Refused::Rule(Box::new(Finding { source, diagnostic }))
}

/// For rules that were not read from files.
fn nowhere(name: &str) -> Arc<SourceFile> {
    Arc::new(SourceFile { name: name.to_owned(), text: String::new() })
}

#[cfg(test)]
mod tests {
    use mention::LookIn;
    use rulelang::{Condition, Near, Part, Pattern, TextTest, Window};

    use super::*;
    use crate::{Tagger, Trial};

    /// Where a theme that looks for `query` is refused, and what is said of it.
    fn said(query: Condition) -> (&'static str, (u32, u32), String) {
        let text =
            "[[theme]]\nid = \"fine\"\nquery = 'a'\n\n[[theme]]\nid = \"late\"\nquery = 'b'\n";
        let file = SourceFile { name: "a.rules.toml".to_owned(), text: text.to_owned() };
        let (mut rules, _) = RuleSet::read(&[file], &|_, _| Ok(Vec::new())).unwrap();
        rules.themes[1].query = query;
        match Tagger::new(rules, Trial::Silent) {
            Err(Refused::Rule(finding)) => {
                assert_eq!(finding.file(), "a.rules.toml");
                let Diagnostic { message, help, .. } = &finding.diagnostic;
                let said = format!("{message}; {}", help.as_deref().unwrap_or_default());
                (finding.code().name(), finding.position(), said)
            }
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn check(query: Condition, code: &str, message: &str) {
        assert_eq!(said(query), (code, (5, 1), message.to_owned()));
    }

    fn text(pattern: Pattern) -> Condition {
        Condition::Text(TextTest { look_in: LookIn::DEFAULT, pattern })
    }

    #[test]
    fn a_rule_that_cannot_be_held_is_shown_where_it_is_written() {
        let word = || text(Pattern::Literal("x".to_owned()));
        let nowhere = Condition::Not(Box::new(word()));
        let near = Near { left: word(), right: nowhere, distance: 1, ordered: false };
        check(
            Condition::Near(Box::new(near)),
            "near-operand",
            "`late` asks for nearness of something that has no place in the text; \
             keep AND, NOT and fields outside of NEAR",
        );
        let window = Window { operands: vec![word(); Matcher::WINDOW_OPERANDS_MAX + 1], extra: 2 };
        check(
            Condition::Window(window),
            "too-many-terms",
            "`late` holds 9 terms in one `(…)~n`; 8 are possible; \
             ask for fewer of them in one stretch, and for the others beside it",
        );
        let phrase = Pattern::Phrase { parts: vec![Part::Any, Part::Any], slop: 0 };
        check(
            text(phrase),
            "punctuation-only",
            "`late` has a phrase without a word; put a word into the phrase, or take it out",
        );
        let pattern = Pattern::Regex { pattern: "a{1000}{1000}".to_owned(), needs: Vec::new() };
        check(
            text(pattern),
            "field-value",
            "`late` has a regular expression that is too large to be tried on posts; \
             repeat less in it, as in `[0-9]{1,20}`, or make two of it",
        );
    }
}
