//! Mending rule files in place.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use rulelang::{Code, Finding, Fix, SourceFile, apply_fixes};

use super::super::{counted, fmt};
use super::lint::Levels;
use crate::rule_files::{self, Checked};
use crate::{clock, files};

/// Times the files are checked anew at most: a fix may make way for another one at its place.
const TRIES_MAX: usize = 200;
/// Fixes that are left out and named; of more there is the number.
const NAMED_MAX: usize = 3;

/// What was mended.
pub(super) struct Mended {
    places: usize,
    files: usize,
    /// Whether it was only shown.
    shown: bool,
    /// The fixes that were left out, as they would have made more errors: their places, and what was found there.
    refused: Vec<String>,
}

impl Mended {
    /// In words.
    pub(super) fn told(&self) -> String {
        let would = if self.shown { "would be mended" } else { "mended" };
        format!(
            "{} {would} in {}{}",
            counted(self.places, "place"),
            counted(self.files, "file"),
            self.left_out()
        )
    }

    fn left_out(&self) -> String {
        if self.refused.is_empty() {
            return String::new();
        }
        let named: Vec<&str> = self.refused.iter().take(NAMED_MAX).map(String::as_str).collect();
        let more = match self.refused.len().saturating_sub(NAMED_MAX) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let fixes = match self.refused.len() {
            1 => "1 fix is left out, as a new error would come of it".to_owned(),
            fixes => format!("{fixes} fixes are left out, as new errors would come of them"),
        };
        format!("; {fixes}: {}{more}", named.join(", "))
    }
}

/// What is to be mended.
pub(super) struct Wanted<'l> {
    /// Whether fixes are put in that are not safe.
    pub(super) all: bool,
    /// Whether no file is changed.
    pub(super) only_show: bool,
    /// Whether what changes is written down.
    pub(super) show: bool,
    /// What is told at all: what is not is not mended either.
    pub(super) levels: &'l Levels,
}

/// A finding, told apart from others whatever stands before it: its file, what it is, and the text it is about.
type Known = (String, Code, String);

/// Mends the files, and those they include.
///
/// What is mended is checked again. Fixes that would leave more errors than before are tried half by half, until the one
/// that does so is found and left out. A fix that is not safe is put in only for what was found in the text as its author
/// left it: none is built on the guess of another.
pub(super) fn mend(entry: &mut [SourceFile], wanted: &Wanted<'_>) -> anyhow::Result<Mended> {
    let mut before: BTreeMap<String, SourceFile> = BTreeMap::new();
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut files = entry.to_vec();
    let mut places = 0;
    let mut findings = rule_files::check_all(&files, &texts).findings;
    let known: BTreeSet<Known> = findings.iter().map(known_by).collect();
    let (mut passed, mut refused) = (BTreeSet::new(), Vec::new());
    let mut at_once = usize::MAX;
    for _ in 0..TRIES_MAX {
        let mends = |finding: &Finding| {
            let fix = finding.diagnostic.fix.as_ref();
            let known_by = known_by(finding);
            fix.is_some_and(|fix| fix.safe || wanted.all && known.contains(&known_by))
                && !passed.contains(&known_by)
        };
        let told = wanted.levels.apply(awake(findings.clone()));
        let told: Vec<Finding> = told.into_iter().filter(mends).take(at_once).collect();
        let (changed, applied) = round(&told, &mut before);
        if applied == 0 {
            if at_once == usize::MAX {
                break;
            }
            // None of these can be put in: those behind them are tried without them.
            passed.extend(told.iter().map(known_by));
            at_once = usize::MAX;
            continue;
        }
        let mut next = texts.clone();
        next.extend(changed);
        let mut tried = files.clone();
        for file in &mut tried {
            if let Some(text) = next.get(&file.name) {
                file.text.clone_from(text);
            }
        }
        let Checked { findings: left, .. } = rule_files::check_all(&tried, &next);
        if errors(&left) <= errors(&findings) {
            (files, texts, findings) = (tried, next, left);
            places += applied;
            at_once = usize::MAX;
        } else if let [one] = told.as_slice() {
            passed.insert(known_by(one));
            refused.push(place_of(one));
            at_once = usize::MAX;
        } else {
            at_once = told.len() / 2;
        }
    }
    write(entry, &texts, &before, wanted)?;
    Ok(Mended { places, files: texts.len(), shown: wanted.only_show, refused })
}

/// Shows what is mended, and writes it, into `entry` too, as it is wanted.
fn write(
    entry: &mut [SourceFile],
    texts: &BTreeMap<String, String>,
    before: &BTreeMap<String, SourceFile>,
    wanted: &Wanted<'_>,
) -> anyhow::Result<()> {
    for (name, text) in texts {
        let old = &before[name];
        if wanted.show {
            fmt::show_diff(old, text, "mended")?;
        }
        if !wanted.only_show {
            files::replace(Path::new(name), &old.text, text)
                .with_context(|| format!("cannot write {name}"))?;
        }
    }
    if !wanted.only_show {
        for file in entry {
            if let Some(text) = texts.get(&file.name) {
                file.text.clone_from(text);
            }
        }
    }
    Ok(())
}

/// Where something was found, and what: `acme.rules.toml, line 3 (symbol-dropped)`.
fn place_of(finding: &Finding) -> String {
    format!("{}, line {} ({})", finding.file(), finding.position().0, finding.code().name())
}

fn known_by(finding: &Finding) -> Known {
    let about = finding.source.text.get(finding.diagnostic.span.clone()).unwrap_or_default();
    (finding.file().to_owned(), finding.code(), about.to_owned())
}

/// The findings that no comment in their files puts off.
fn awake(findings: Vec<Finding>) -> Vec<Finding> {
    let mut sources: Vec<Arc<SourceFile>> = Vec::new();
    for finding in &findings {
        if sources.last().is_none_or(|last| !Arc::ptr_eq(last, &finding.source)) {
            sources.push(Arc::clone(&finding.source));
        }
    }
    rulelang::snooze(findings, &sources, clock::now())
}

fn errors(findings: &[Finding]) -> usize {
    findings.iter().filter(|finding| finding.is_error()).count()
}

/// The files with one round of fixes put in, and how many those are.
fn round(
    findings: &[Finding],
    before: &mut BTreeMap<String, SourceFile>,
) -> (Vec<(String, String)>, usize) {
    let mut fixes: BTreeMap<&str, (&SourceFile, Vec<&Fix>)> = BTreeMap::new();
    for finding in findings {
        let Some(fix) = finding.diagnostic.fix.as_ref() else { continue };
        // Letters that could not be read would be written as lost ones.
        if finding.source.text.contains('\u{fffd}') {
            continue;
        }
        let file = fixes.entry(finding.file()).or_insert_with(|| (&finding.source, Vec::new()));
        file.1.push(fix);
    }
    let (mut changed, mut applied) = (Vec::new(), 0);
    for (name, (source, fixes)) in fixes {
        let outcome = apply_fixes(&source.text, fixes);
        if outcome.text != source.text {
            before.entry(name.to_owned()).or_insert_with(|| source.clone());
            changed.push((name.to_owned(), outcome.text));
            applied += outcome.applied;
        }
    }
    (changed, applied)
}
