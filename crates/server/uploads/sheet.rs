//! What a sheet of rules changes, told row by row before anything is written.

use std::sync::Arc;

use rulelang::sheet::{self, Import, Options};
use rulelang::{Finding, SourceFile};

use crate::form::Form;
use crate::workbench::{Workbench, Written};

/// A sheet, held against the rule files as they are.
pub(super) struct Sheet {
    /// What it was called.
    pub(super) name: String,
    /// What it changes, and what of it is refused.
    pub(super) import: Import,
    /// Columns that mean nothing here.
    pub(super) ignored: Vec<String>,
    /// What is wrong with the rules as they will be.
    pub(super) errors: Vec<Finding>,
    /// Whether they could not be used then.
    pub(super) broken: bool,
    /// Whether what is not in the sheet is taken out.
    pub(super) delete: bool,
    /// The file that new rules go into; empty for the one that has all of their kind.
    pub(super) into: String,
    files: Vec<Arc<SourceFile>>,
}

impl Sheet {
    /// Reads a sheet, and merges it into the files that the rules are read from.
    ///
    /// # Errors
    ///
    /// When it is no sheet, or the rules have errors already: for the person who sent it.
    pub(super) fn read(
        bench: &dyn Workbench,
        name: &str,
        bytes: &[u8],
        form: &Form,
    ) -> Result<Self, String> {
        let now = bench.review(&[])?;
        let Some(tagger) = now.tagger else {
            return Err("the rules have errors; mend those first".to_owned());
        };
        let files = tagger.rules().files.clone();
        let read = sheet::read(name, bytes).map_err(|error| error.to_string())?;
        let delete = form.text("delete") == "1";
        let into = form.text("into");
        let target = files.iter().any(|file| file.name == into).then_some(into.as_str());
        let import = sheet::import(&files, &read, Options { into: target, delete });
        let (mut errors, mut broken) = (Vec::new(), false);
        if !import.files.is_empty() {
            let then = bench.review(&import.files)?;
            errors = then.findings.into_iter().filter(Finding::is_error).collect();
            broken = !errors.is_empty();
        }
        let (name, ignored) = (name.to_owned(), read.ignored);
        Ok(Self { name, import, ignored, errors, broken, delete, into, files })
    }

    /// The files that change, with what they were read as.
    pub(super) fn written(&self) -> Vec<Written> {
        let changed = self.import.files.iter().map(|changed| {
            let read = self.files.iter().find(|file| file.name == changed.name);
            Written {
                name: changed.name.clone(),
                expected: read.map(|file| file.text.clone()),
                text: changed.text.clone(),
            }
        });
        changed.collect()
    }
}

/// The lines that a cell loses, and those it gets.
pub(super) fn lines<'c>(old: &'c str, new: &'c str) -> (Vec<&'c str>, Vec<&'c str>) {
    let only = |here: &'c str, there: &'c str| -> Vec<&'c str> {
        let mut there: Vec<&str> = there.lines().collect();
        let is_new = |line: &&str| match there.iter().position(|other| other == line) {
            Some(at) => {
                there.remove(at);
                false
            }
            None => true,
        };
        here.lines().filter(is_new).collect()
    };
    (only(old, new), only(new, old))
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn lines_go_and_come() {
        assert_eq!(lines("a\nb\nb", "b\nc"), (vec!["a", "b"], vec!["c"]));
        assert_eq!(lines("", "a"), (vec![], vec!["a"]));
        assert_eq!(lines("a", "a"), (vec![], vec![]));
    }
}
