//! How many published queries are read as they are, how many with a finding, how many not at all; which of the
//! mistakes known to be in them are told; and what is told of those that have none.

use std::collections::{BTreeMap, BTreeSet};

use super::{Published, family, findings, is_refused, published};
use crate::dialect::Dialect;
use crate::{Diagnostic, Severity};

/// What people who read the queries called a mistake, and the codes that tell it.
const KNOWN: &[(&str, &[&str])] = &[
    ("filter-binds-last-or", &["last-branch", "not-last-branch", "mixed-and-or"]),
    ("missing-parens-around-or", &["last-branch", "missing-brackets-around-or"]),
    ("unquoted-multiword", &["mixed-and-or", "unquoted-name"]),
    ("mixed-and-or", &["mixed-and-or", "last-branch", "not-last-branch"]),
    ("lowercase-operator", &["lowercase-operator"]),
    ("glued-operator", &["glued-operator"]),
    ("smart-quotes", &["smart-quotes"]),
    ("unbalanced-paren", &["unbalanced-bracket"]),
    ("duplicate-term", &["duplicate"]),
    ("hashtag-redundant", &["covered"]),
    ("two-languages-anded", &["contradiction"]),
    ("too-broad", &["too-broad"]),
    ("implicit-and-list", &["missing-variant", "covered"]),
];

/// Notes of what is a mistake for the tool, and means what was meant here.
const HARMLESS: &[&str] = &["en-dash", "mixed-dialect"];

/// What is said with right of published examples that no reader marked: that a rule is of fields only, and that a
/// value stands apart from its field.
const DESERVED: &[&str] = &["lone-metadata", "space-after-colon"];

/// Characters of a query that the table of refused ones shows.
const QUERY_SHOWN: usize = 160;

/// The mistakes a query is known to have.
fn known(published: &Published) -> Vec<&str> {
    let after = published.note.split("lint:").skip(1);
    let end = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
    after.map(|text| text.split(end).next().unwrap_or_default()).collect()
}

fn is_told(mistake: &str, findings: &[Diagnostic]) -> bool {
    let codes = KNOWN.iter().find(|(name, _)| *name == mistake).map(|(_, codes)| *codes);
    let codes = codes.unwrap_or_else(|| panic!("no code tells {mistake:?}"));
    findings.iter().any(|found| codes.contains(&found.code.name()))
}

/// Queries of a family that are read without a finding, with one, and not at all.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    clean: usize,
    with_findings: usize,
    refused: usize,
}

impl Counts {
    fn add(&mut self, findings: &[Diagnostic]) {
        match findings {
            [] => self.clean += 1,
            findings if is_refused(findings) => self.refused += 1,
            _ => self.with_findings += 1,
        }
    }
}

#[test]
fn most_published_queries_are_read_as_they_are() {
    let Some(all) = published() else { return };
    let mut read: BTreeMap<&str, Counts> = BTreeMap::new();
    let mut carried: BTreeMap<&str, Counts> = BTreeMap::new();
    for published in &all {
        let Some(family) = family(&published.dialect) else { continue };
        let found = findings(&published.query);
        read.entry(family).or_default().add(&found);
        let converted = Dialect::named(family).unwrap().convert(&published.query);
        let counts = carried.entry(family).or_default();
        match &converted.query {
            Some(query) => counts.add(&findings(query)),
            None => counts.refused += 1,
        }
        for found in found.iter().filter(|found| found.severity == Severity::Error) {
            eprintln!(
                "{} {}: {}",
                published.id,
                found.code.name(),
                published.query.replace('\n', " ")
            );
        }
    }
    eprintln!("as they are: {read:?}\ncarried over: {carried:?}");
    for (family, counts, refused_max) in [
        ("x", &read, 72),
        ("brandwatch", &read, 35),
        ("x", &carried, 65),
        ("brandwatch", &carried, 31),
    ] {
        let counts = &counts[family];
        assert!(counts.refused <= refused_max, "{family}: {counts:?}");
    }
}

/// Queries of tools whose queries are carried over, the refused among them, and why: by code, and the field or sign.
fn refusals(all: &[Published]) -> (usize, usize, BTreeMap<(&'static str, String), usize>) {
    let (mut queries, mut refused, mut reasons) = (0, 0, BTreeMap::new());
    for published in all {
        let Some(dialect) = tool(&published.dialect).and_then(Dialect::named) else { continue };
        queries += 1;
        let converted = dialect.convert(&published.query);
        if converted.query.is_some() {
            continue;
        }
        refused += 1;
        // A query is counted once for each reason.
        let mut told: Vec<(&'static str, String)> = Vec::new();
        for found in converted.refused {
            let at = published.query.get(found.span.clone()).unwrap_or_default();
            let field = at.split_once(':').map_or("", |(field, _)| field).to_lowercase();
            told.push((found.code.name(), field));
        }
        told.sort();
        told.dedup();
        for reason in told {
            *reasons.entry(reason).or_insert(0) += 1;
        }
    }
    (queries, refused, reasons)
}

/// The tool that a dialect is of, of those whose queries are carried over.
fn tool(dialect: &str) -> Option<&'static str> {
    match dialect {
        "talkwalker" => Some("talkwalker"),
        "meltwater" => Some("meltwater"),
        other => family(other),
    }
}

/// One line for each reason a query is refused for: which query, why, what its author is told to do, what it says.
fn defended(all: &[Published]) -> Vec<String> {
    let mut lines = Vec::new();
    for published in all {
        let Some(dialect) = tool(&published.dialect).and_then(Dialect::named) else { continue };
        let converted = dialect.convert(&published.query);
        if converted.query.is_some() {
            continue;
        }
        let query: String = published.query.replace('\n', " ").chars().take(QUERY_SHOWN).collect();
        let mut told = Vec::new();
        for found in &converted.refused {
            let help = found.help.as_deref().unwrap_or("no help");
            let line = format!(
                "{} | {} | {}: {}; {help} | {query}",
                published.id,
                published.dialect,
                found.code.name(),
                found.message
            );
            if !told.contains(&line) {
                told.push(line);
            }
        }
        lines.extend(told);
    }
    lines
}

#[test]
fn what_is_refused_is_refused_for_these_reasons() {
    let Some(all) = published() else { return };
    let (queries, refused, reasons) = refusals(&all);
    let table = defended(&all);
    eprintln!("{}", table.join("\n"));
    let ids: BTreeSet<&str> = table.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(ids.len(), refused, "each refused query is in the table");
    assert!(table.iter().all(|line| !line.contains("; no help |")), "each says what to do");
    eprintln!("{queries} queries, {refused} refused");
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for ((code, field), count) in &reasons {
        eprintln!("{count:4} {code} {field}");
        *codes.entry(code).or_default() += count;
    }
    assert_eq!((queries, refused), (254, 37));
    let pinned = [
        ("empty-group", 1),
        ("foreign-operator", 38),
        ("short-wildcard", 1),
        ("unbalanced-bracket", 1),
    ];
    assert_eq!(codes, BTreeMap::from(pinned));
}

#[test]
fn known_mistakes_are_told_and_nothing_else_is_called_one() {
    let Some(all) = published() else { return };
    let (mut told, mut missed, mut without, mut alarms) = (0, Vec::new(), 0, Vec::new());
    for published in all.iter().filter(|published| family(&published.dialect).is_some()) {
        let found = findings(&published.query);
        let known: Vec<&str> =
            known(published).into_iter().filter(|known| !HARMLESS.contains(known)).collect();
        for mistake in &known {
            if is_told(mistake, &found) {
                told += 1;
            } else {
                missed.push(format!("{} {mistake}: {}", published.id, published.query));
            }
        }
        if known.is_empty() {
            without += 1;
            for info in found.iter().filter(|found| found.severity == Severity::Info) {
                eprintln!(
                    "{} {} at `{}`: {}",
                    published.id,
                    info.code.name(),
                    published.query.get(info.span.clone()).unwrap_or("?"),
                    info.message
                );
            }
            let doubts = found.iter().filter(|found| found.severity == Severity::Warning);
            let doubts = doubts.filter(|found| !DESERVED.contains(&found.code.name()));
            alarms.extend(doubts.map(|found| {
                format!("{} {}: {}", published.id, found.code.name(), published.query)
            }));
        }
    }
    eprintln!("{told} known mistakes are told, not these:\n{}", missed.join("\n"));
    eprintln!("of {without} queries without one these are warned about:\n{}", alarms.join("\n"));
    eprintln!("{told} of {} known mistakes, {} false alarms", told + missed.len(), alarms.len());
    assert_eq!((told, missed.len(), without), (36, 2, 208));
    assert!(alarms.is_empty(), "{}", alarms.join("\n"));
}
