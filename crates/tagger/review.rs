//! All there is to tell the authors of rules, whichever stage finds it.

use std::collections::BTreeMap;
use std::sync::Arc;

use mention::{Mention, Timestamp};
use rulelang::{Finding, RuleSet, SourceFile};

use crate::example::{self, ExampleFailure};
use crate::sample::sample;
use crate::tag::{Refused, Tagger, Trial};

/// Rules that were looked through.
#[derive(Debug)]
pub struct Review {
    /// What is wrong or doubtful, in the order of files and places, but for what a comment puts off.
    pub findings: Vec<Finding>,
    /// The rules made ready, those on trial too, whether or not their examples pass; absent while they cannot be used.
    pub tagger: Option<Tagger>,
}

/// Looks through rules that were read with these findings: what wants looking after at `now`, what their examples show,
/// and what `posts` tell about them.
///
/// `rules` is absent where a finding is an error.
///
/// # Errors
///
/// [`Refused::Build`] when the rules are more than a matcher can hold.
///
/// # Cost
///
/// Compiles the rules and runs every example; with fifty posts and more also what [`sample`] takes.
pub fn review(
    rules: Option<RuleSet>,
    mut findings: Vec<Finding>,
    posts: &[Mention],
    now: Timestamp,
) -> Result<Review, Refused> {
    let mut files: Vec<Arc<SourceFile>> = Vec::new();
    let mut tagger = None;
    if let Some(rules) = rules {
        files.clone_from(&rules.files);
        findings.extend(rules.upkeep(now));
        findings.extend(sample(&rules, posts)?);
        tagger = proven(rules, &mut findings)?;
    } else {
        for finding in &findings {
            if !files.contains(&finding.source) {
                files.push(Arc::clone(&finding.source));
            }
        }
    }
    let mut findings = rulelang::snooze(findings, &files, now);
    let order: BTreeMap<&str, usize> =
        files.iter().enumerate().map(|(at, file)| (file.name.as_str(), at)).collect();
    findings
        .sort_by_key(|finding| (order.get(finding.file()).copied(), finding.diagnostic.span.start));
    Ok(Review { findings, tagger })
}

/// The rules made ready; adds each example that fails, or the rule that a matcher cannot hold.
fn proven(rules: RuleSet, findings: &mut Vec<Finding>) -> Result<Option<Tagger>, Refused> {
    match Tagger::unproven(rules, Trial::Tags) {
        Ok(tagger) => {
            findings.extend(example::run(&tagger).iter().map(ExampleFailure::finding));
            Ok(Some(tagger))
        }
        Err(Refused::Rule(finding)) => {
            findings.push(*finding);
            Ok(None)
        }
        Err(other) => Err(other),
    }
}

#[cfg(test)]
mod tests {
    use mention::Timestamp;
    use rulelang::{RuleSet, SourceFile};

    use super::review;

    /// Noon of 2026-11-22.
    const NOW: Timestamp = Timestamp(1_795_348_800_000);

    /// What is found, by line, and whether the rules can be used.
    #[track_caller]
    fn check(text: &str, expected: &[&str], usable: bool) {
        let source = SourceFile { name: "a".to_owned(), text: text.to_owned() };
        let read = RuleSet::read(&[source], &|_, _| Err(String::new()));
        let (rules, findings) = match read {
            Ok((rules, findings)) => (Some(rules), findings),
            Err(findings) => (None, findings),
        };
        let review = review(rules, findings, &[], NOW).unwrap();
        let told = review.findings.iter();
        let told: Vec<String> =
            told.map(|it| format!("{}:{}", it.position().0, it.code().name())).collect();
        assert_eq!(told, expected, "{text}");
        assert_eq!(review.tagger.is_some(), usable, "{text}");
    }

    #[test]
    fn every_stage_has_its_say_and_a_comment_puts_off_any_of_it() {
        let rules = "owner = 'pat'\n[[theme]]\nid = 'a'\ndescription = 'late'\nquery = 'late OR late'\nmatch = ['slow']\n";
        check(rules, &["5:duplicate", "6:example-fails"], true);
        let off = format!("# tagline: snooze 2027-01-01 duplicate\n\n{rules}");
        check(&off, &["8:example-fails"], true);
        check(&rules.replace("'slow'", "'late'"), &["5:duplicate"], true);
        check(&rules.replace("late OR late", "(late"), &["5:unbalanced-bracket"], false);
        check(
            &rules.replace("owner = 'pat'", ""),
            &["2:no-owner", "5:duplicate", "6:example-fails"],
            true,
        );
    }
}
