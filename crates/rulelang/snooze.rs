//! Comments that put a finding off until a day: `# tagline: snooze 2027-01-01 covered`.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use mention::{Day, Timestamp};

use crate::field::closest;
use crate::{Code, Diagnostic, Finding, Severity, SourceFile, catalog};

/// How a comment begins that puts findings off.
const BEGINS: &str = "tagline: snooze";

/// Takes out findings that a comment puts off beyond `now`; adds those on comments that are over or cannot be read.
///
/// A comment holds for the rule it stands in, or right above; before the first table for the whole file. Errors are
/// never put off.
#[must_use]
pub fn snooze(findings: Vec<Finding>, files: &[Arc<SourceFile>], now: Timestamp) -> Vec<Finding> {
    let mut snoozes: Vec<(&Arc<SourceFile>, Snooze)> = Vec::new();
    let mut told = Vec::new();
    for file in files.iter().filter(|file| file.text.contains(BEGINS)) {
        for (comment, span, held) in comments(&file.text) {
            match read(comment, span.clone(), held) {
                Err(found) => told.push(Finding { source: Arc::clone(file), diagnostic: *found }),
                Ok(snooze) if snooze.until <= now.day() => {
                    let found = over(&snooze, span);
                    told.push(Finding { source: Arc::clone(file), diagnostic: found });
                }
                Ok(snooze) => snoozes.push((file, snooze)),
            }
        }
    }
    let held = |finding: &Finding| {
        let at = finding.diagnostic.span.start;
        finding.diagnostic.severity != Severity::Error
            && snoozes.iter().any(|(file, snooze)| {
                file.name == finding.source.name
                    && snooze.held.contains(&at)
                    && snooze.codes.contains(&finding.code())
            })
    };
    let mut findings: Vec<Finding> = findings.into_iter().filter(|it| !held(it)).collect();
    findings.extend(told);
    findings
}

/// What a comment puts off.
struct Snooze {
    until: Day,
    codes: Vec<Code>,
    /// The bytes of the file it holds for.
    held: Range<usize>,
}

/// Each comment after its sign, with its place and the part of the file it holds for.
fn comments(text: &str) -> Vec<(&str, Range<usize>, Range<usize>)> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        lines.push((at, line));
        at += line.len();
    }
    let opens = |line: &str| {
        let line = line.trim_start();
        line.starts_with('[') && !line.contains(".test]]") && !line.contains(".query]")
    };
    let heads: Vec<usize> =
        lines.iter().filter(|(_, line)| opens(line)).map(|(at, _)| *at).collect();
    let mut found = Vec::new();
    for (number, (at, line)) in lines.iter().enumerate() {
        let Some(comment) = line.trim_start().strip_prefix('#').map(str::trim) else { continue };
        if !comment.starts_with(BEGINS) {
            continue;
        }
        let end = at + line.trim_end().len();
        let below = lines[number..].iter().find(|(_, line)| !line.trim_start().starts_with('#'));
        let from = match below {
            Some((head, line)) if opens(line) => *head,
            _ => *at,
        };
        let next = heads.partition_point(|head| *head <= from);
        let held = match next.checked_sub(1) {
            None => 0..text.len(),
            Some(own) => heads[own]..heads.get(next).copied().unwrap_or(text.len()),
        };
        let start = end - (line.trim().len());
        found.push((&comment[BEGINS.len()..], start..end, held));
    }
    found
}

fn read(comment: &str, span: Range<usize>, held: Range<usize>) -> Result<Snooze, Box<Diagnostic>> {
    let wrong = |message: String, help: String| {
        Box::new(Diagnostic::warning(Code::BadSnooze, span.clone(), message).help(help))
    };
    let how = || "write it as `# tagline: snooze 2027-01-31 covered`".to_owned();
    let mut words = comment.split([' ', ',', '\t']).filter(|word| !word.is_empty());
    let until = words.next().and_then(|word| word.parse::<Date>().ok());
    let Some(until) = until else {
        return Err(wrong(
            "this puts nothing off: it does not say until which day".to_owned(),
            how(),
        ));
    };
    let mut codes = Vec::new();
    for word in words {
        let Some(code) = Code::parse(word) else {
            let near = closest(word, catalog::pages().map(|page| page.name));
            let remedy = near.map_or_else(
                || "`tagline explain` lists every finding".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            return Err(wrong(format!("there is no finding `{word}`"), remedy));
        };
        codes.push(code);
    }
    if codes.is_empty() {
        return Err(wrong(
            "this puts nothing off: it does not say which finding".to_owned(),
            how(),
        ));
    }
    Ok(Snooze { until: day(until), codes, held })
}

fn day(date: Date) -> Day {
    Day(date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24)
}

fn over(snooze: &Snooze, span: Range<usize>) -> Diagnostic {
    let names: Vec<String> = snooze.codes.iter().map(|code| format!("`{}`", code.name())).collect();
    let message = format!("this day is over: {} is told again", names.join(", "));
    Diagnostic::info(Code::SnoozeOver, span, message)
        .help("mend what it put off and take the comment out, or give it a later day")
}

#[cfg(test)]
mod tests {
    use mention::Timestamp;

    use super::snooze;
    use crate::{RuleSet, SourceFile};

    const RULES: &str = "[[theme]]\nid = 'a'\nquery = 'late OR late'\n\n[[theme]]\nid = 'b'\nquery = 'slow OR slow'\n";

    /// Noon of 2026-11-22.
    const NOW: Timestamp = Timestamp(1_795_348_800_000);

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let source = SourceFile { name: "a".to_owned(), text: text.to_owned() };
        let (rules, findings) = RuleSet::read(&[source], &|_, _| Err(String::new())).unwrap();
        let left = snooze(findings, &rules.files, NOW);
        let left: Vec<String> =
            left.iter().map(|it| format!("{}:{}", it.position().0, it.code().name())).collect();
        assert_eq!(left, expected, "{text}");
    }

    #[test]
    fn a_comment_puts_off_what_it_names_where_it_stands() {
        check(RULES, &["3:duplicate", "7:duplicate"]);
        let with = |comment: &str| format!("{comment}\n{RULES}");
        check(&with("# tagline: snooze 2027-01-01 duplicate\n"), &[]);
        check(&with("# tagline: snooze 2027-01-01 duplicate"), &["8:duplicate"]);
        check(&with("# tagline: snooze 2027-01-01 covered"), &["4:duplicate", "8:duplicate"]);
        check(
            &with("# tagline: snooze 2026-11-22 duplicate"),
            &["4:duplicate", "8:duplicate", "1:snooze-over"],
        );
        check(
            &with("# tagline: snooze duplicate"),
            &["4:duplicate", "8:duplicate", "1:bad-snooze"],
        );
        check(
            &with("# tagline: snooze 2027-01-01 duplicat"),
            &["4:duplicate", "8:duplicate", "1:bad-snooze"],
        );
        let inside =
            RULES.replace("id = 'b'", "# tagline: snooze 2027-01-01 covered, duplicate\nid = 'b'");
        check(&inside, &["3:duplicate"]);
    }
}
