//! Mending rule files in place.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use rulelang::{Finding, Fix, SourceFile, apply_fixes};

use super::super::{counted, fmt};
use crate::files;
use crate::rule_files::{self, Checked};

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

/// Mends the files, and those they include: safe fixes, or `all`. With `only_show` no file is changed.
///
/// What is mended is checked again, and a round that would leave more errors than before is not taken.
pub(super) fn mend(
    entry: &mut [SourceFile],
    all: bool,
    only_show: bool,
    show: bool,
) -> anyhow::Result<Mended> {
    let mut before: BTreeMap<String, SourceFile> = BTreeMap::new();
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut files = entry.to_vec();
    let (mut places, mut refused) = (0, false);
    let mut findings = rule_files::check_all(&files, &texts).findings;
    for _ in 0..ROUNDS_MAX {
        let (changed, applied) = round(&findings, all, &mut before);
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
        if show {
            fmt::show_diff(old, text, "mended")?;
        }
        if !only_show {
            files::replace(Path::new(name), &old.text, text)
                .with_context(|| format!("cannot write {name}"))?;
        }
    }
    if !only_show {
        for file in entry {
            if let Some(text) = texts.get(&file.name) {
                file.text.clone_from(text);
            }
        }
    }
    Ok(Mended { places, files: texts.len(), shown: only_show, refused })
}

fn errors(findings: &[Finding]) -> usize {
    findings.iter().filter(|finding| finding.is_error()).count()
}

/// The files with one round of fixes put in, and how many those are.
fn round(
    findings: &[Finding],
    all: bool,
    before: &mut BTreeMap<String, SourceFile>,
) -> (Vec<(String, String)>, usize) {
    let mut fixes: BTreeMap<&str, (&SourceFile, Vec<&Fix>)> = BTreeMap::new();
    for finding in findings {
        let Some(fix) = finding.diagnostic.fix.as_ref().filter(|fix| all || fix.safe) else {
            continue;
        };
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
