//! Files in a folder of rules that were likely meant as rule files, and are passed over because of their names.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rulelang::{Code, Diagnostic, Finding, SourceFile};

use super::{ENDING, plain};

/// What is passed over of a folder.
#[derive(Debug, Default)]
pub(crate) struct Misnamed(Vec<PathBuf>);

/// How the names of files end that people write rules into, in small letters.
const ENDINGS: [&str; 5] = [".toml", ".toml.txt", ".tml", ".rules", ".rules.txt"];

/// Those of [`ENDINGS`] that say enough in a name with `rules` in it.
const CLEAR: [&str; 2] = [".toml", ".toml.txt"];

/// Lines that only a rule file has.
const TABLES: [&str; 5] = ["[[brand]]", "[[theme]]", "[[campaign]]", "[[exclude]]", "[[account]]"];

/// Bytes of a file that are looked at.
const HEAD_BYTES: u64 = 64 << 10;

impl Misnamed {
    /// Takes the path of a file that is no rule file by its name, if it was likely meant as one.
    pub(super) fn note(&mut self, path: PathBuf, name: &str) {
        let name = name.to_lowercase();
        // A file that systems and editors put beside another begins with a dot; nobody names one so.
        if name.starts_with('.') && name != ENDING {
            return;
        }
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        let clear = name.contains("rules") && ends(&CLEAR);
        if clear || ends(&ENDINGS) && holds_rules(&path) {
            self.0.push(path);
        }
    }

    /// Those that no other file includes; `included` are the names of the files that others do.
    pub(crate) fn left_out(mut self, included: &BTreeSet<String>) -> Self {
        self.0.retain(|path| !included.contains(&plain(path)));
        self.0.sort();
        self
    }

    /// A finding on each.
    pub(crate) fn findings(&self) -> impl Iterator<Item = Finding> {
        self.0.iter().map(|path| finding(path))
    }

    /// A sentence on each.
    pub(crate) fn told(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|path| {
            let (why, help) = why(path);
            format!("{}: {why}; {help}", plain(path))
        })
    }
}

fn holds_rules(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD_BYTES).read_to_end(&mut head));
    let text = String::from_utf8_lossy(&head);
    read.is_ok() && text.lines().any(|line| TABLES.iter().any(|table| line.trim() == *table))
}

fn finding(path: &Path) -> Finding {
    let (message, help) = why(path);
    let bytes = fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let line = text.find('\n').unwrap_or(text.len());
    let diagnostic = Diagnostic::warning(Code::FileName, 0..line, message).help(help);
    Finding { source: Arc::new(SourceFile { name: plain(path), text }), diagnostic }
}

/// Why it is passed over, and what to do.
fn why(path: &Path) -> (String, String) {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let message = format!("`{name}` is not read: the names of rule files end in `{ENDING}`");
    let better = better(&name);
    (message, format!("call it `{better}`, or move it to another folder if it is no rule file"))
}

/// The name it was likely meant to have.
fn better(name: &str) -> String {
    let lower = name.to_lowercase();
    let ends = [".rules.toml", ".toml", ".rules", ".tml"];
    let cut = ends.iter().filter_map(|end| lower.rfind(end)).min().unwrap_or(lower.len());
    let stem = lower[..cut].trim_end_matches(['.', '-', '_', ' ']);
    let stem = stem.strip_suffix("rules").unwrap_or(stem).trim_end_matches(['.', '-', '_', ' ']);
    let words = stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let stem = words.collect::<Vec<_>>().join("-");
    format!("{}{ENDING}", if stem.is_empty() { "main" } else { &stem })
}

#[cfg(test)]
mod tests {
    use super::better;

    #[test]
    fn the_name_that_was_meant_is_proposed() {
        for (name, meant) in [
            ("rules.toml", "main.rules.toml"),
            (".rules.toml", "main.rules.toml"),
            ("brands.rules.TOML", "brands.rules.toml"),
            ("Brands.rules.toml.txt", "brands.rules.toml"),
            ("brands.rules.toml.toml", "brands.rules.toml"),
            ("brands-rules.toml", "brands.rules.toml"),
            ("our themes.toml", "our-themes.rules.toml"),
            ("Themes (1).rules.toml", "themes-1.rules.toml"),
            ("themes.rules.txt", "themes.rules.toml"),
            ("Ü.TOML", "ü.rules.toml"),
        ] {
            assert_eq!(better(name), meant, "{name}");
        }
    }
}
