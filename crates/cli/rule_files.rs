//! Rule files on disk: finding them, reading them, following their includes, compiling them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use rulelang::{Code, Diagnostic, Finding, Resolver, RuleSet, SourceFile};
use tagger::{ExampleFailure, Refused, Tagger, Trial};

use crate::exit::Mistake;
use crate::output;

mod misnamed;
mod settled;

pub(crate) use misnamed::Misnamed;
pub(crate) use settled::compile_settled;

/// How a rule file's name ends.
pub(crate) const ENDING: &str = ".rules.toml";

/// Rules that were read and checked.
pub(crate) struct Checked {
    /// The rules; absent when a finding is an error.
    pub(crate) rules: Option<RuleSet>,
    /// Everything found, in the order of files and places.
    pub(crate) findings: Vec<Finding>,
    /// How many files were named or found, includes aside.
    pub(crate) files: usize,
    /// The names of the files that others include.
    pub(crate) included: BTreeSet<String>,
}

/// Why rules cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unusable {
    /// They could not be read from disk.
    #[error(transparent)]
    Disk(#[from] Mistake),
    /// They hold errors, or examples that fail.
    #[error("the rules have errors\n\n{}", shown(.0))]
    Errors(Vec<Finding>),
    /// They are more than can be compiled together.
    #[error(transparent)]
    Refused(Refused),
}

impl From<Refused> for Unusable {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Examples(failures) => {
                Self::Errors(failures.iter().map(ExampleFailure::finding).collect())
            }
            Refused::Rule(finding) => Self::Errors(vec![*finding]),
            other @ Refused::Build(_) => Self::Refused(other),
        }
    }
}

/// Reads and checks the rules at `path`: one file, or every `*.rules.toml` in a folder and the folders below.
///
/// # Errors
///
/// When there are no rule files there, or one cannot be read.
pub(crate) fn check(path: &Path) -> Result<Checked, Mistake> {
    let files = entry_files(path)?;
    Ok(read_set(&files, &included))
}

/// Reads the rules at `path`, which must have no error.
///
/// # Errors
///
/// [`Unusable`], with every error.
pub(crate) fn whole(path: &Path) -> Result<RuleSet, Unusable> {
    without_errors(check(path)?)
}

fn without_errors(checked: Checked) -> Result<RuleSet, Unusable> {
    let Checked { rules, findings, .. } = checked;
    rules.ok_or_else(|| Unusable::Errors(findings.into_iter().filter(Finding::is_error).collect()))
}

/// Reads and checks the rules at `path` as they will be when `changed` are written; one of those that is not there yet is read too.
///
/// # Errors
///
/// When a file cannot be read.
pub(crate) fn check_changed(
    path: Option<&Path>,
    changed: &[SourceFile],
) -> Result<Checked, Mistake> {
    let mut files = path.map(entry_files).transpose()?.unwrap_or_default();
    let newer = |file: SourceFile| {
        let newer = changed.iter().find(|changed| changed.name == file.name);
        newer.cloned().unwrap_or(file)
    };
    let resolver =
        |pattern: &str, from: &str| Ok(included(pattern, from)?.into_iter().map(newer).collect());
    let new = changed.iter().filter(|file| !Path::new(&file.name).exists()).cloned();
    files = files.into_iter().map(newer).chain(new).collect();
    Ok(read_set(&files, &resolver))
}

/// Checks rules that were read, and files they include; of a file in `texts` that text is taken.
pub(crate) fn check_all(files: &[SourceFile], texts: &BTreeMap<String, String>) -> Checked {
    let resolver = |pattern: &str, from: &str| {
        let mut files = included(pattern, from)?;
        for file in &mut files {
            if let Some(text) = texts.get(&file.name) {
                file.text.clone_from(text);
            }
        }
        Ok(files)
    };
    read_set(files, &resolver)
}

fn read_set(files: &[SourceFile], resolver: &Resolver<'_>) -> Checked {
    let included = RefCell::new(BTreeSet::new());
    let noting = |pattern: &str, from: &str| {
        let files = resolver(pattern, from)?;
        included.borrow_mut().extend(files.iter().map(|file| file.name.clone()));
        Ok(files)
    };
    let (rules, findings) = match RuleSet::read(files, &noting) {
        Ok((rules, findings)) => (Some(rules), findings),
        Err(findings) => (None, findings),
    };
    Checked { rules, findings, files: files.len(), included: included.into_inner() }
}

/// Reads, checks and compiles the rules at `path`, and runs their examples.
///
/// # Errors
///
/// [`Unusable`], with everything that is wrong.
pub(crate) fn compile(path: &Path, trial: Trial) -> Result<Tagger, Unusable> {
    let checked = check(path)?;
    tell_misnamed(path, &checked.included);
    prove(without_errors(checked)?, trial)
}

/// Says which files of a folder of rules are passed over though they look like rule files.
fn tell_misnamed(path: &Path, included: &BTreeSet<String>) {
    // What cannot be listed is told where the rules themselves are.
    let misnamed = misnamed(path).unwrap_or_default().left_out(included);
    for sentence in misnamed.told() {
        output::warn(sentence);
    }
}

/// As [`compile`], with the paths that `includes` name, `*` and all, whether there are such files or not.
pub(crate) fn compile_noting(
    path: &Path,
    trial: Trial,
) -> (Result<Tagger, Unusable>, BTreeSet<PathBuf>) {
    let named = RefCell::new(BTreeSet::new());
    let resolver = |pattern: &str, from: &str| {
        named.borrow_mut().insert(PathBuf::from(plain(&seen_from(from, pattern))));
        included(pattern, from)
    };
    let read = entry_files(path).map_err(Unusable::Disk);
    let rules = read.and_then(|files| {
        let checked = read_set(&files, &resolver);
        tell_misnamed(path, &checked.included);
        without_errors(checked)
    });
    (rules.and_then(|rules| prove(rules, trial)), named.into_inner())
}

/// Compiles rules that were read, and runs their examples.
///
/// # Errors
///
/// [`Unusable`], with every example that fails.
pub(crate) fn prove(rules: RuleSet, trial: Trial) -> Result<Tagger, Unusable> {
    Ok(Tagger::new(rules, trial)?)
}

/// Findings as they are shown, a blank line between.
pub(crate) fn shown(findings: &[Finding]) -> String {
    let shown = rulelang::render_all(findings);
    shown.iter().map(|finding| finding.trim_end()).collect::<Vec<_>>().join("\n\n")
}

/// The rule files at `path`: it, or every `*.rules.toml` in it and the folders below.
///
/// # Errors
///
/// When there are none, or one cannot be read.
pub(crate) fn entry_files(path: &Path) -> Result<Vec<SourceFile>, Mistake> {
    entry_paths(path)?.iter().map(|path| read(path)).collect()
}

/// As [`entry_files`], but a file of a folder of which no letter can be read is told of with the rest.
///
/// # Errors
///
/// When there are none, or one cannot be read from disk.
pub(crate) fn legible_files(path: &Path) -> Result<(Vec<SourceFile>, Vec<Finding>), Mistake> {
    if !path.is_dir() {
        return Ok((entry_files(path)?, Vec::new()));
    }
    let (mut files, mut findings) = (Vec::new(), Vec::new());
    for path in entry_paths(path)? {
        let name = plain(&path);
        match text(&name, bytes(&path)?) {
            Ok(text) => files.push(SourceFile { name, text }),
            Err(Mistake(why)) => {
                let source = Arc::new(SourceFile { name, text: String::new() });
                let told = Diagnostic::error(Code::FileSyntax, 0..0, why);
                findings.push(Finding { source, diagnostic: told.help(SAVE_AGAIN) });
            }
        }
    }
    Ok((files, findings))
}

/// What to do with a file of which no letter can be read.
const SAVE_AGAIN: &str = "until then the other files are checked without its rules";

fn entry_paths(path: &Path) -> Result<Vec<PathBuf>, Mistake> {
    if !path.exists() {
        return Err(Mistake(format!(
            "there are no rules at {}; name them with --rules, or let `tagline init` write some to start from",
            path.display()
        )));
    }
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let (mut paths, misnamed) = listed(path)?;
    if paths.is_empty() {
        let near: Vec<String> = misnamed.told().collect();
        let near = if near.is_empty() {
            format!("their names end in {ENDING}, and `tagline init` writes two")
        } else {
            near.join("; ")
        };
        return Err(Mistake(format!("{} holds no rule file; {near}", path.display())));
    }
    paths.sort();
    Ok(paths)
}

/// The files of a folder of rules, and of those below, that look like rule files and are none by their names.
///
/// # Errors
///
/// When a folder cannot be read.
pub(crate) fn misnamed(path: &Path) -> Result<Misnamed, Mistake> {
    if path.is_dir() { Ok(listed(path)?.1) } else { Ok(Misnamed::default()) }
}

fn listed(folder: &Path) -> Result<(Vec<PathBuf>, Misnamed), Mistake> {
    let (mut paths, mut misnamed) = (Vec::new(), Misnamed::default());
    collect(folder, &mut paths, &mut misnamed).map_err(|error| {
        Mistake(format!("cannot read the folder {}: {error}", folder.display()))
    })?;
    Ok((paths, misnamed))
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>, misnamed: &mut Misnamed) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let path = entry.path();
        match path.is_dir() {
            true if name.starts_with('.') => {}
            true => collect(&path, found, misnamed)?,
            false if name.ends_with(ENDING) && !name.starts_with('.') => found.push(path),
            false => misnamed.note(path, &name),
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<SourceFile, Mistake> {
    Ok(SourceFile { name: plain(path), text: text(&path.display().to_string(), bytes(path)?)? })
}

fn bytes(path: &Path) -> Result<Vec<u8>, Mistake> {
    let shown = path.display();
    fs::read(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Mistake(format!("there is no file {shown}")),
        _ => Mistake(format!("cannot read the rules at {shown}: {error}")),
    })
}

/// The text of a rule file. Letters of another encoding are replaced, and each file that has some is told of with the rest.
///
/// # Errors
///
/// When the encoding is one of which no letter could be read.
pub(crate) fn text(name: &str, bytes: Vec<u8>) -> Result<String, Mistake> {
    let lower = name.to_lowercase();
    let named =
        [".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv"].iter().any(|end| lower.ends_with(end));
    if named || bytes.starts_with(b"PK\x03\x04") {
        return Err(Mistake(format!(
            "{name} is a spreadsheet, and rules are read from text files; what was exported with `tagline rules export` goes back into them with `tagline rules import {name}`, keywords and queries of other tools become rules with `tagline rules convert`"
        )));
    }
    if matches!(bytes.as_slice(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) || bytes.contains(&0) {
        return Err(Mistake(format!(
            "{name} is not saved as UTF-8 but as UTF-16, which some programs call Unicode; save it again with the encoding UTF-8 (in Notepad: Save as, Encoding)"
        )));
    }
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// The path as people write it: `a/../b` is `b`.
pub(crate) fn plain(path: &Path) -> String {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(plain.components().next_back(), Some(Component::Normal(_))) =>
            {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain.display().to_string()
}

/// The path that a pattern of `includes` in the file `from` names.
fn seen_from(from: &str, pattern: &str) -> PathBuf {
    Path::new(from).parent().unwrap_or(Path::new("")).join(pattern)
}

/// Whether a file of this name is one that `pattern` means: `*` in it, once, stands for any part of a name.
pub(crate) fn is_meant(name: &str, pattern: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return name == pattern };
    name.len() >= before.len() + after.len() && name.starts_with(before) && name.ends_with(after)
}

/// The files that an `includes` entry of the file `from` means; `*` stands for any part of a file's name.
fn included(pattern: &str, from: &str) -> Result<Vec<SourceFile>, String> {
    let path = seen_from(from, pattern);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if !name.contains('*') {
        return read(&path).map(|file| vec![file]).map_err(|mistake| mistake.0);
    }
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let listed = || fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect();
    let listed: io::Result<Vec<PathBuf>> = listed();
    let mut paths =
        listed.map_err(|error| format!("cannot read the folder {}: {error}", folder.display()))?;
    paths.retain(|path| is_meant(&path.file_name().unwrap_or_default().to_string_lossy(), &name));
    paths.sort();
    paths.iter().map(|path| read(path).map_err(|mistake| mistake.0)).collect()
}
