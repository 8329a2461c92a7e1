//! Every page's cases, run.

mod real;

use std::collections::BTreeMap;
use std::sync::Arc;

use mention::Timestamp;

use super::{Case, GROUPS, Page, Right, Source, pages};
use crate::{
    Code, Condition, Finding, RuleSet, Severity, SourceFile, apply_fixes, render_all, sheet, snooze,
};

/// What a query stands in.
const BEFORE: &str = "[[theme]]\nid = 'case'\nquery = '''";
const AFTER: &str = "'''\n";

/// Noon of 2026-11-22.
const NOW: Timestamp = Timestamp(1_795_348_800_000);

/// What rules lack for people: told of every short case.
const LACKS: [Code; 3] = [Code::NoOwner, Code::NoExamples, Code::NoDescription];

/// The file that `source` is or stands in.
fn file(source: Source) -> String {
    match source {
        Source::Query(query) => [BEFORE, query, AFTER].concat(),
        other => other.text().to_owned(),
    }
}

/// What the sheets of cases are imported into.
const IMPORTED_INTO: &str =
    "[[theme]]\nid = 'late'\nlabel = '007'\nany = ['försenad', '3-4', '@acme']\n";

/// What is found when a sheet is imported.
fn imported(csv: &str) -> Vec<Finding> {
    let file = SourceFile { name: "case.rules.toml".to_owned(), text: IMPORTED_INTO.to_owned() };
    let sheet = sheet::read("case.csv", csv.as_bytes()).unwrap();
    sheet::import(&[Arc::new(file)], &sheet, sheet::Options::default()).findings
}

/// What is wrong with a case that is a sheet.
fn wrong_sheet(page: &Page, case: &Case) -> Vec<String> {
    let findings = imported(case.wrong.text());
    let under = |it: &&Finding| {
        let under = it.source.text.get(it.diagnostic.span.clone()).unwrap_or_default();
        under.lines().next() == Some(case.span)
    };
    let told = findings.iter().filter(|it| it.code() == page.code).any(|it| under(&it));
    let missed = || format!("is not found under `{}`; found:\n{}", case.span, shown(&findings));
    if told { Vec::new() } else { vec![missed()] }
}

/// What is found in a file, and its rules' conditions if it has no error.
fn read(text: &str) -> (Vec<Finding>, Option<Vec<Condition>>) {
    let source = SourceFile { name: "case.rules.toml".to_owned(), text: text.to_owned() };
    match RuleSet::read(&[source], &|_, _| Err("there is no such file".to_owned())) {
        Err(findings) => (findings, None),
        Ok((rules, mut findings)) => {
            findings.extend(rules.upkeep(NOW));
            let findings = snooze(findings, &rules.files, NOW);
            let brands = rules.brands.into_iter().filter_map(|brand| brand.query);
            let themes = rules.themes.into_iter().map(|theme| theme.query);
            let campaigns = rules.campaigns.into_iter().map(|campaign| campaign.condition);
            let excludes = rules.excludes.into_iter().map(|exclude| exclude.query);
            let all = brands.chain(themes).chain(campaigns).chain(excludes);
            (findings, Some(all.map(once).collect()))
        }
    }
}

/// The condition with what it says twice said once, which changes no answer.
fn once(condition: Condition) -> Condition {
    let (parts, join): (_, fn(Vec<Condition>) -> Condition) = match condition {
        Condition::All(parts) => (parts, Condition::All),
        Condition::Any(parts) => (parts, Condition::Any),
        other => return other,
    };
    let mut parts = distinct(parts);
    if parts.len() == 1 { parts.remove(0) } else { join(parts) }
}

fn distinct(parts: Vec<Condition>) -> Vec<Condition> {
    let mut distinct: Vec<Condition> = Vec::new();
    for part in parts.into_iter().map(once) {
        if !distinct.contains(&part) {
            distinct.push(part);
        }
    }
    distinct
}

fn shown(findings: &[Finding]) -> String {
    findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Everything that is wrong with a case.
fn wrong(page: &Page, case: &Case) -> Vec<String> {
    let text = file(case.wrong);
    let (findings, before) = read(&text);
    let under = |finding: &&Finding| {
        let under = &text[finding.diagnostic.span.clone()];
        under.lines().next().unwrap_or_default() == case.span
    };
    let mut all = findings.iter().filter(|finding| finding.code() == page.code);
    let Some(finding) = all.find(under) else {
        return vec![format!("is not found under `{}`; found:\n{}", case.span, shown(&findings))];
    };
    let mut wrong = Vec::new();
    if finding.diagnostic.severity < page.severity {
        wrong.push(format!("is told as {}", finding.diagnostic.severity.name()));
    }
    if finding.diagnostic.help.is_none() {
        wrong.push("says not what to do".to_owned());
    }
    let fixed =
        finding.diagnostic.fix.as_ref().map(|fix| (apply_fixes(&text, [fix]).text, fix.safe));
    let right = match (case.right, &fixed) {
        (Right::Fixed(right), Some((fixed, _))) => {
            let right = match case.wrong {
                Source::Query(_) => file(Source::Query(right)),
                _ => right.to_owned(),
            };
            if *fixed != right {
                wrong.push(format!("is fixed to\n{fixed}"));
            }
            Some(right)
        }
        (Right::Fixed(_), None) => {
            wrong.push("has no fix".to_owned());
            None
        }
        (Right::Written(_) | Right::Open, Some((fixed, _))) => {
            wrong.push(format!("has a fix that makes\n{fixed}"));
            None
        }
        (Right::Written(right), None) => match case.wrong {
            Source::Query(_) => Some(file(Source::Query(right))),
            _ => Some(right.to_owned()),
        },
        (Right::Open, None) => None,
    };
    let Some(right) = right else { return wrong };
    let (mut findings, after) = read(&right);
    findings.retain(|finding| !LACKS.contains(&finding.code()));
    if !findings.is_empty() {
        wrong.push(format!("is not clean when put right:\n{}", shown(&findings)));
    }
    if fixed.is_some_and(|(_, safe)| safe) && before.is_some() && before != after {
        wrong.push("has a fix called safe that changes what is found".to_owned());
    }
    wrong
}

#[test]
fn every_case_of_every_page_holds() {
    let mut failures = Vec::new();
    for page in pages() {
        for case in page.fires {
            let found = match case.wrong {
                Source::Sheet(_) => wrong_sheet(page, case),
                Source::Tried(_) => Vec::new(),
                Source::Query(_) | Source::File(_) => wrong(page, case),
            };
            failures.extend(
                found.iter().map(|why| format!("{}: {:?} {why}", page.name, case.wrong.text())),
            );
        }
        for source in page.silent {
            let findings = match *source {
                Source::Sheet(csv) => imported(csv),
                source => read(&file(source)).0,
            };
            let found: Vec<Finding> =
                findings.into_iter().filter(|finding| finding.code() == page.code).collect();
            if !found.is_empty() {
                failures.push(format!("{} is a false alarm:\n{}", page.name, shown(&found)));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n\n"));
}

/// A fix that is called safe may not hide that something else was likely meant; of a blank after `lang:` nothing is.
#[test]
fn no_safe_fix_settles_what_is_in_doubt() {
    let cases = pages().flat_map(|page| page.fires).map(|case| case.wrong);
    for source in cases.filter(|source| matches!(source, Source::Query(_))) {
        let doubts = read(&file(source)).0.into_iter().filter(|finding| {
            finding.diagnostic.severity == Severity::Warning
                && finding.diagnostic.fix.as_ref().is_some_and(|fix| fix.safe)
        });
        let hidden: Vec<Finding> =
            doubts.filter(|finding| finding.code() != Code::SpaceAfterColon).collect();
        assert!(hidden.is_empty(), "{}: {}", source.text(), shown(&hidden));
    }
}

#[test]
fn every_page_has_cases_for_and_against_it() {
    for page in pages() {
        let empty = page.fires.is_empty() || page.silent.is_empty();
        assert_eq!(empty, !page.untested.is_empty(), "{}", page.name);
        let texts = [page.text, page.now, page.meant, page.write];
        assert!(texts.iter().all(|text| text.ends_with('.')), "{}", page.name);
    }
}

#[test]
fn the_test_of_cases_sees_what_is_wrong() {
    let page = pages().find(|page| page.name == "lowercase-operator").unwrap();
    let says = |case: Case| wrong(page, &case).join("\n");
    let right = Case::query("late or slow", "or").fixed("late OR slow");
    assert_eq!(says(right), "");
    assert!(says(Case::query("late OR slow", "or")).contains("is not found"));
    assert!(says(Case::query("late or slow", "slow")).contains("is not found"));
    assert!(says(Case::query("late or slow", "or")).contains("has a fix"));
    assert!(says(right.fixed("late AND slow")).contains("is fixed to"));
    assert!(says(right.written("late or slow")).contains("has a fix"));
}

/// The variants of the enum of codes, as its source has them.
fn variants() -> Vec<&'static str> {
    let source = include_str!("../diagnostic.rs");
    let body = source.split("pub enum Code {").nth(1).unwrap().split("\n}").next().unwrap();
    let lines = body.lines().map(|line| line.trim().trim_end_matches(','));
    lines.filter(|line| line.starts_with(char::is_uppercase)).collect()
}

fn kebab(variant: &str) -> String {
    let words = variant.char_indices().flat_map(|(at, c)| {
        (at > 0 && c.is_uppercase()).then_some('-').into_iter().chain(c.to_lowercase())
    });
    words.collect()
}

#[test]
fn every_code_has_one_page_of_its_name() {
    let mut expected: Vec<String> = variants().into_iter().map(kebab).collect();
    let mut names: Vec<String> = pages().map(|page| page.name.to_owned()).collect();
    for page in pages() {
        assert_eq!(page.name, kebab(&format!("{:?}", page.code)));
    }
    expected.sort();
    names.sort();
    assert_eq!(names, expected);
    assert!(names.len() > 40);
}

/// One page is one file of its name: whoever meets a code finds its manual without searching.
#[test]
fn every_page_has_a_file_of_its_name() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/catalog");
    let mut files: BTreeMap<String, usize> = BTreeMap::new();
    let groups = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    for group in groups.filter(|group| !group.ends_with("tests")) {
        for file in std::fs::read_dir(&group).into_iter().flatten() {
            let file = file.unwrap().path();
            let name = file.file_stem().unwrap().to_string_lossy().replace('_', "-");
            *files.entry(name).or_default() += 1;
        }
    }
    let names = GROUPS.iter().flat_map(|group| group.pages).map(|page| (page.name.to_owned(), 1));
    assert_eq!(files, names.collect());
}

/// The page of mistakes at the end of the product's own first page.
#[test]
fn what_the_readme_shows_is_what_is_told() {
    let text = include_str!("../testdata/twenty.toml");
    let source = SourceFile { name: "twenty.rules.toml".to_owned(), text: text.to_owned() };
    let findings = RuleSet::read(&[source], &|_, _| Err(String::new())).unwrap_err();
    let told = render_all(&findings).join("\n");
    let readme = include_str!("../../../README.md");
    assert!(readme.contains(told.trim_end()), "not in README.md:\n{told}");
    assert!(findings.len() >= 20, "{}", findings.len());
}
