//! Rule files and the files they include, each once.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::quoted::Text;
use crate::{Code, Diagnostic, Finding, SourceFile};

/// Hands out the files a pattern of `includes` means: the pattern, then the name of the file it stands in.
///
/// An error is a sentence on what could not be read; a pattern that fits no file may be one.
pub type Resolver<'r> = dyn Fn(&str, &str) -> Result<Vec<SourceFile>, String> + 'r;

/// Files that include each other in a row, at most.
const DEPTH_MAX: usize = 64;

/// Files of one rule set, at most.
const FILES_MAX: usize = 10_000;

/// Reads one file; hands out what it says and what it includes.
type Read<'r, D> = dyn Fn(&Arc<SourceFile>) -> (D, Vec<Text>) + 'r;

/// Reads files with all they include.
pub(crate) struct Includes<'r, D> {
    resolver: &'r Resolver<'r>,
    found: &'r RefCell<Vec<Finding>>,
    read: &'r Read<'r, D>,
    /// What was read, in the order of reading.
    drafts: Vec<D>,
    /// By name, whether the file and all it includes was read.
    known: BTreeMap<String, State>,
    /// The files now being read, the first that was opened first.
    open: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Read,
}

impl<'r, D> Includes<'r, D> {
    /// Reads `entry` and all it includes.
    pub(crate) fn read(
        entry: &[SourceFile],
        resolver: &'r Resolver<'r>,
        found: &'r RefCell<Vec<Finding>>,
        read: &'r Read<'r, D>,
    ) -> Vec<D> {
        let (drafts, known, open) = (Vec::new(), BTreeMap::new(), Vec::new());
        let mut includes = Self { resolver, found, read, drafts, known, open };
        for file in entry {
            if !includes.known.contains_key(&file.name) {
                includes.file(&Arc::new(file.clone()));
            }
        }
        includes.drafts
    }

    fn file(&mut self, source: &Arc<SourceFile>) {
        self.known.insert(source.name.clone(), State::Open);
        self.open.push(source.name.clone());
        let (draft, includes) = (self.read)(source);
        self.drafts.push(draft);
        for pattern in &includes {
            match (self.resolver)(pattern.value.trim(), &source.name) {
                Ok(files) => files.into_iter().for_each(|file| self.include(file, source, pattern)),
                Err(why) => {
                    let message = format!("`{}` cannot be included: {why}", pattern.value);
                    let help = "put the path right, as seen from this file, or take it out";
                    self.report(
                        source,
                        Diagnostic::error(Code::UnknownFile, pattern.span.clone(), message)
                            .help(help),
                    );
                }
            }
        }
        self.open.pop();
        self.known.insert(source.name.clone(), State::Read);
    }

    fn include(&mut self, file: SourceFile, from: &Arc<SourceFile>, pattern: &Text) {
        let error = |code, message| Diagnostic::error(code, pattern.span.clone(), message);
        match self.known.get(&file.name) {
            Some(State::Read) => {}
            Some(State::Open) if file.name == from.name && pattern.value.contains(['*', '?']) => {}
            Some(State::Open) => {
                let begins = self.open.iter().position(|open| *open == file.name).unwrap_or(0);
                let chain = [&self.open[begins..], &[file.name]].concat().join(" → ");
                let message = format!("the files include each other: {chain}");
                self.report(
                    from,
                    error(Code::IncludeCycle, message).help("take one of the includes out"),
                );
            }
            None if self.open.len() >= DEPTH_MAX || self.known.len() >= FILES_MAX => {
                let message = format!(
                    "too many files: {DEPTH_MAX} in a row and {FILES_MAX} in all can be included"
                );
                self.report(from, error(Code::UnknownFile, message).help("include fewer files"));
            }
            None => self.file(&Arc::new(file)),
        }
    }

    fn report(&self, source: &Arc<SourceFile>, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(Finding { source: Arc::clone(source), diagnostic });
    }
}
