//! Sheets there and back.

mod damage;
mod edits;
mod letters;
mod lossless;

use std::sync::Arc;

use super::{Import, Options, export, import, read};
use crate::{SourceFile, catalog};

/// A file of rules.
fn file(name: &str, text: &str) -> Arc<SourceFile> {
    Arc::new(SourceFile { name: name.to_owned(), text: text.to_owned() })
}

/// The cells of a CSV that was exported, changed by `change`, headers first.
fn changed(csv: &[u8], change: impl FnOnce(&mut Vec<Vec<String>>)) -> Vec<u8> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&csv[3..]);
    let mut rows: Vec<Vec<String>> = reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect();
    change(&mut rows);
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in &rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

/// What importing `bytes` into `files` comes to.
fn imported(files: &[Arc<SourceFile>], bytes: &[u8], options: Options<'_>) -> Import {
    import(files, &read("sheet.csv", bytes).unwrap(), options)
}

/// Everything an import says, then the files it makes.
fn shown(import: &Import) -> String {
    let mut lines = Vec::new();
    for change in &import.changes {
        lines.push(format!("{:?} {} in {}", change.kind, change.rule, change.file));
        lines.extend(
            change
                .cells
                .iter()
                .map(|(column, old, new)| format!("  {}: {old:?} -> {new:?}", column.name())),
        );
    }
    let refusals = import.refusals.iter();
    lines.extend(
        refusals.map(|refusal| {
            format!("refused {} at {}: {}", refusal.rule, refusal.place, refusal.why)
        }),
    );
    lines.extend(import.findings.iter().map(|finding| finding.to_string().trim_end().to_owned()));
    lines.extend(import.absent.iter().map(|rule| format!("absent {rule}")));
    lines.extend(import.files.iter().map(|file| format!("--- {}\n{}", file.name, file.text)));
    lines.join("\n")
}

/// Exports one file, changes the sheet, imports it.
fn edited(text: &str, options: Options<'_>, change: impl FnOnce(&mut Vec<Vec<String>>)) -> String {
    let files = [file("a.rules.toml", text)];
    shown(&imported(&files, &changed(&export(&files).csv(), change), options))
}

#[test]
fn every_finding_on_sheets_is_met_by_a_test_here() {
    let here = [include_str!("tests/damage.rs"), include_str!("tests/edits.rs")].concat();
    let sheets = catalog::GROUPS.iter().find(|group| group.title == "Sheets").unwrap();
    for page in sheets.pages {
        assert!(here.contains(&format!("[{}]", page.name)), "no test shows {}", page.name);
    }
}
