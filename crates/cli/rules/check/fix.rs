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

/// Rounds at most: a fix may make way for another one at its place.
const ROUNDS_MAX: usize = 100;

/// What was mended.
pub(super) struct Mended {
    places: usize,
    files: usize,
    /// Whether it was only shown.
    shown: bool,
    /// Whether fixes were left out, as they would have made more errors.
    refused: bool,
}

impl Mended {
    /// In words.
    pub(super) fn told(&self) -> String {
        let would = if self.shown { "would be mended" } else { "mended" };
        let refused = if self.refused { "; the other fixes would make new errors" } else { "" };
        format!(
            "{} {would} in {}{refused}",
            counted(self.places, "place"),
            counted(self.files, "file")
        )
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
/// What is mended is checked again, and a round that would leave more errors than before is not taken. A fix that is
/// not safe is put in only for what was found in the text as its author left it: none is built on the guess of another.
pub(super) fn mend(entry: &mut [SourceFile], wanted: &Wanted<'_>) -> anyhow::Result<Mended> {
    let mut before: BTreeMap<String, SourceFile> = BTreeMap::new();
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut files = entry.to_vec();
    let (mut places, mut refused) = (0, false);
    let mut findings = rule_files::check_all(&files, &texts).findings;
    let known: BTreeSet<Known> = findings.iter().map(known_by).collect();
    for _ in 0..ROUNDS_MAX {
        let mends = |finding: &Finding| {
            let fix = finding.diagnostic.fix.as_ref();
            fix.is_some_and(|fix| fix.safe || wanted.all && known.contains(&known_by(finding)))
        };
        let told = wanted.levels.apply(awake(findings.clone()));
        let told: Vec<Finding> = told.into_iter().filter(mends).collect();
        let (changed, applied) = round(&told, &mut before);
        if applied == 0 {
            break;
        }
        let mut next = texts.clone();
        next.extend(changed);
        for file in &mut files {
            if let Some(text) = next.get(&file.name) {
                file.text.clone_from(text);
            }
        }
        let Checked { findings: left, .. } = rule_files::check_all(&files, &next);
        if errors(&left) > errors(&findings) {
            refused = true;
            break;
        }
        (texts, findings) = (next, left);
        places += applied;
    }
    for (name, text) in &texts {
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
    Ok(Mended { places, files: texts.len(), shown: wanted.only_show, refused })
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
