//! Comments that put a finding off until a day: `# tagline: snooze 2027-01-01 covered`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use mention::{Day, Timestamp};

use crate::field::closest;
use crate::{Code, Diagnostic, Finding, Severity, SourceFile, Tables, catalog, tables};

/// How a comment begins that puts findings off.
const BEGINS: &str = "tagline: snooze";

/// Takes out findings that a comment puts off beyond `now`; adds those on comments that are over or cannot be read.
///
/// A comment holds for the rule it stands in, or right above; before the first table for the whole file. Errors are
/// never put off.
#[must_use]
pub fn snooze(findings: Vec<Finding>, files: &[Arc<SourceFile>], now: Timestamp) -> Vec<Finding> {
    let mut snoozes: Vec<(&str, Snooze)> = Vec::new();
    let mut told = Vec::new();
    let files = files.iter().filter(|file| file.text.contains(BEGINS));
    let files: BTreeMap<&str, (&Arc<SourceFile>, Tables)> =
        files.map(|file| (file.name.as_str(), (file, Tables::of(&file.text)))).collect();
    for (file, tables) in files.values() {
        for (comment, span, table) in comments(&file.text, tables) {
            match read(comment, span.clone(), table) {
                Err(found) => told.push(Finding { source: Arc::clone(file), diagnostic: *found }),
                Ok(snooze) if snooze.until <= now.day() => {
                    let found = over(&snooze, span);
                    told.push(Finding { source: Arc::clone(file), diagnostic: found });
                }
                Ok(snooze) => snoozes.push((&file.name, snooze)),
            }
        }
    }
    let held = |finding: &Finding| {
        let Some((_, tables)) = files.get(finding.file()) else { return false };
        let table = tables.table_at(finding.diagnostic.span.start);
        finding.diagnostic.severity != Severity::Error
            && snoozes.iter().any(|(file, snooze)| {
                *file == finding.file()
                    && (snooze.table.is_none() || snooze.table == table)
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
    /// The number of the table it holds for; none for the whole file.
    table: Option<usize>,
}

/// Each comment that puts findings off: what it says, its place, and the number of the table it holds for; none for
/// the whole file.
fn comments<'t>(text: &'t str, tables: &Tables) -> Vec<(&'t str, Range<usize>, Option<usize>)> {
    let says = |span: &Range<usize>| {
        let comment = text[span.clone()].trim_start_matches('#').trim_start();
        comment.strip_prefix(BEGINS)
    };
    let of_table = |span: &Range<usize>| {
        let below = table_below(text, span, tables);
        below.or_else(|| tables.table_at(span.start))
    };
    tables::comments(text)
        .filter_map(|span| Some((says(&span)?, span.clone(), of_table(&span))))
        .collect()
}

/// The table that is opened right below a comment with a line of its own, other such comments between.
fn table_below(text: &str, span: &Range<usize>, tables: &Tables) -> Option<usize> {
    let alone = text[..span.start].trim_end_matches([' ', '\t']);
    if !alone.trim_end_matches('\u{feff}').is_empty() && !alone.ends_with('\n') {
        return None;
    }
    let mut at = span.end;
    for line in text[span.end..].split_inclusive('\n') {
        let line_span = at..at + line.len();
        if !line.trim_start().is_empty() && !line.trim_start().starts_with('#') {
            return tables.beginning_in(&line_span);
        }
        let is_blank = line.trim().is_empty() && at > span.end;
        if is_blank {
            return None;
        }
        at = line_span.end;
    }
    None
}

fn read(
    comment: &str,
    span: Range<usize>,
    table: Option<usize>,
) -> Result<Snooze, Box<Diagnostic>> {
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
    Ok(Snooze { until: day(until), codes, table })
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
        let behind = RULES.replace("id = 'a'", "id = 'a' # tagline: snooze 2027-01-01 duplicate");
        check(&behind, &["7:duplicate"]);
    }

    #[test]
    fn a_comment_holds_for_the_whole_rule_and_no_other() {
        let comment = "# tagline: snooze 2027-01-01 duplicate\n";
        let parts = format!(
            "{comment}[[theme]] # ours\nid = 'a'\n[theme.query]\nsv = 'late OR late'\n\n{RULES}"
        );
        let parts = parts.replace("id = 'a'\nq", "id = 'c'\nq");
        check(&parts, &["9:duplicate", "13:duplicate"]);
        let list = format!("{RULES}\n[lists]\n{comment}words = 'x OR x'\n");
        check(&list, &["3:duplicate", "7:duplicate"]);
        let said = format!("id = 'a'\ndescription = '''\n{comment}'''");
        let said = RULES.replace("id = 'a'", &said);
        check(&said, &["6:duplicate", "10:duplicate"]);
    }
}
