//! Regular expressions: what may be compiled, and which characters it cannot do without.

use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{Hir, HirKind};

/// Bytes a compiled expression may take, and as many for its tables.
const BYTES_MAX: usize = 1 << 20;

/// Brackets in brackets.
const NESTING_MAX: u32 = 64;

/// Characters that something an expression cannot do without must have, to be worth waiting for.
const NEEDED_CHARS_MIN: usize = 3;

/// Alternatives of it.
const NEEDED_MAX: usize = 64;

/// Parts of an expression that are read from one on: what comes later adds hardly anything to how it can begin.
const PARTS_MAX: usize = 32;

/// Characters of a class that are written out.
const CLASS_MAX: usize = 4;

/// Compiles an expression of the syntax of the `regex` crate, within the limits of a rule.
///
/// # Errors
///
/// For what is no expression, and for one that takes more than 1 MiB.
pub fn compile_regex(pattern: &str) -> Result<regex::Regex, regex::Error> {
    regex::RegexBuilder::new(pattern)
        .size_limit(BYTES_MAX)
        .dfa_size_limit(BYTES_MAX)
        .nest_limit(NESTING_MAX)
        .build()
}

/// What is known of an expression without a text.
pub(crate) struct Anatomy {
    /// Whether it finds even the empty text.
    pub(crate) finds_empty: bool,
    /// Characters of which one set is in whatever it finds; empty when none has three characters.
    pub(crate) needs: Vec<String>,
}

/// Takes an expression that can be compiled apart.
pub(crate) fn anatomy(pattern: &str) -> Option<Anatomy> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let finds_empty = hir.properties().minimum_len().is_none_or(|length| length == 0);
    let mut parts = Vec::new();
    flatten(&hir, &mut parts);
    // What a part and those after it can begin with is in all that is found.
    let tails = (0..parts.len()).map(|at| {
        let end = parts.len().min(at + PARTS_MAX);
        Hir::concat(parts[at..end].to_vec())
    });
    let needs = tails.filter_map(|tail| beginnings(&tail)).max_by_key(|texts| {
        let shortest = texts.iter().map(|text| text.chars().count()).min();
        (shortest, std::cmp::Reverse(texts.len()))
    });
    Some(Anatomy { finds_empty, needs: needs.unwrap_or_default() })
}

/// The parts of an expression that follow each other.
fn flatten(hir: &Hir, parts: &mut Vec<Hir>) {
    match hir.kind() {
        HirKind::Concat(inner) => inner.iter().for_each(|part| flatten(part, parts)),
        HirKind::Capture(group) => flatten(&group.sub, parts),
        _ => parts.push(hir.clone()),
    }
}

/// All that what `hir` finds can begin with, when each is long enough.
fn beginnings(hir: &Hir) -> Option<Vec<String>> {
    let found = Extractor::new().limit_class(CLASS_MAX).limit_total(NEEDED_MAX).extract(hir);
    let mut texts = Vec::new();
    for literal in found.literals()? {
        // It may be cut inside a character.
        let bytes = literal.as_bytes();
        let text = std::str::from_utf8(bytes)
            .or_else(|cut| std::str::from_utf8(&bytes[..cut.valid_up_to()]));
        texts.push(text.ok()?.to_owned());
    }
    texts.sort_unstable();
    texts.dedup();
    // One that holds another adds nothing to it.
    let all = texts.clone();
    texts.retain(|text| !all.iter().any(|other| other != text && text.contains(other.as_str())));
    let long = texts.iter().all(|text| text.chars().count() >= NEEDED_CHARS_MIN);
    (long && !texts.is_empty() && texts.len() <= NEEDED_MAX).then_some(texts)
}

#[cfg(test)]
mod tests {
    use super::{anatomy, compile_regex};

    #[track_caller]
    fn check(pattern: &str, needs: &[&str]) {
        let anatomy = anatomy(pattern).unwrap();
        assert_eq!(anatomy.needs, needs, "{pattern}");
        assert!(!anatomy.finds_empty, "{pattern}");
    }

    #[test]
    fn s15_what_an_expression_cannot_do_without_is_known() {
        check("late", &["late"]);
        check("order ?(no|nr)", &["order no", "order nr", "orderno", "ordernr"]);
        check("order (no|nr)\\.? ?[0-9]+", &["order no", "order nr"]);
        check("[0-9]+ (euro|dollar)s?", &[" dollar", " euro"]);
        check("(?i)bt\\d", &[]);
        check("la+te", &[]);
        check("x(é)y+", &["xéy"]);
        check("a|bcd", &[]);
        check("(abc)+d", &["abc"]);
        check("\\bstraße\\b", &["straße"]);
        assert_eq!(anatomy("(?i)late").unwrap().needs.len(), 16);
    }

    #[test]
    fn s15_an_expression_that_finds_the_empty_text_is_known() {
        for pattern in ["a*", "", "(ab)?", "\\b"] {
            assert!(anatomy(pattern).unwrap().finds_empty, "{pattern}");
        }
    }

    #[test]
    fn s15_expressions_have_limits() {
        assert!(compile_regex("a{1000}{1000}").is_err());
        assert!(compile_regex(&format!("{}a{}", "(".repeat(100), ")".repeat(100))).is_err());
        assert!(compile_regex("(a").is_err());
        assert!(compile_regex("[0-9]{1,6}").is_ok());
    }

    #[test]
    fn s15_an_expression_of_many_parts_is_read_in_one_pass() {
        // Read from every part on to the end it would take minutes.
        let long = format!("{}late", "[a-z]c?".repeat(10_000));
        assert_eq!(anatomy(&long).unwrap().needs, ["late"]);
    }
}
