//! Rule files that are mounted one by one, as Kubernetes does with `subPath`: such a file never changes while a process runs.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::output;

/// Tells of rule files at `path` that an edit will not reach.
pub(crate) fn tell_of_lone_files(path: &Path) {
    // Only Linux has this table, and only there files are mounted so.
    let Ok(table) = std::fs::read_to_string("/proc/self/mountinfo") else { return };
    for file in lone_files(path, &points(&table)) {
        output::warn(format_args!(
            "{} is mounted by itself (a subPath?): edits will not reach it while this runs; mount its folder instead",
            file.display()
        ));
    }
}

/// The mount points that are `path` itself, where it is a file, or files in it.
fn lone_files(path: &Path, points: &BTreeSet<PathBuf>) -> Vec<PathBuf> {
    let Ok(path) = path.canonicalize() else { return Vec::new() };
    let inside = |point: &&PathBuf| point.starts_with(&path) && point.is_file();
    points.iter().filter(inside).cloned().collect()
}

/// The mount points of a table as `proc(5)` has it: the fifth field of each line, blanks and the like as `\040`.
fn points(table: &str) -> BTreeSet<PathBuf> {
    let fields = table.lines().filter_map(|line| line.split(' ').nth(4));
    fields.map(|field| PathBuf::from(unescaped(field))).collect()
}

fn unescaped(field: &str) -> String {
    let mut text = field.to_owned();
    for (escaped, plain) in [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")] {
        text = text.replace(escaped, plain);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_a_mount_point_is_told_and_a_mounted_folder_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir_all(root.join("my rules/whole")).unwrap();
        std::fs::write(root.join("my rules/a.rules.toml"), "").unwrap();
        let line = |point: &str| {
            let point = root.join(point).display().to_string().replace(' ', "\\040");
            format!("36 35 98:0 /a {point} ro,noatime master:1 - ext4 /dev/root rw\n")
        };
        let table = line("my rules/whole") + &line("my rules/a.rules.toml") + &line("other");
        let found = lone_files(&root.join("my rules"), &points(&table));
        assert_eq!(found, [root.join("my rules/a.rules.toml")]);
        assert_eq!(lone_files(&root.join("my rules/a.rules.toml"), &points(&table)).len(), 1);
    }
}
