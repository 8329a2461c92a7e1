//! Files of the user's that are made or changed: all of the new content or all of the old, whatever happens.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Leftovers of ended processes that are passed over before giving up.
const LEFTOVERS_MAX: u32 = 100;

/// Makes a file that is not there yet, and the folders above it.
///
/// # Errors
///
/// Of the kind `AlreadyExists` where there is one, for it may hold somebody's work; else when it cannot be written.
pub(crate) fn create(path: &Path, content: impl AsRef<[u8]>) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fill(File::create_new(path)?, content.as_ref())
}

/// Puts `text` in the place of a file's content, if that is still `expected`; its permissions stay, and a link to it
/// stays a link.
///
/// # Errors
///
/// When it was changed since it was read, or when the folder or the file cannot be read or written; the file is then
/// as it was.
pub(crate) fn replace(path: &Path, expected: &str, text: &str) -> io::Result<()> {
    if fs::read(path)? != expected.as_bytes() {
        return Err(io::Error::other("it was changed meanwhile; run this again"));
    }
    let target = fs::canonicalize(path)?;
    let (file, beside) = beside(&target)?;
    let written = fill(file, text.as_bytes())
        .and_then(|()| fs::set_permissions(&beside, fs::metadata(&target)?.permissions()))
        .and_then(|()| fs::rename(&beside, &target));
    if written.is_err() {
        // The failure to write is what is told; a file that is left over harms nothing.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// A new file in the folder of `target`, under a name that nobody else has.
fn beside(target: &Path) -> io::Result<(File, PathBuf)> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let mut number = 0;
    loop {
        let path = target.with_file_name(format!(".{name}.{}.{number}", std::process::id()));
        match File::create_new(&path) {
            Err(error)
                if error.kind() == io::ErrorKind::AlreadyExists && number < LEFTOVERS_MAX =>
            {
                number += 1;
            }
            made => return made.map(|file| (file, path)),
        }
    }
}

fn fill(mut file: File, content: &[u8]) -> io::Result<()> {
    file.write_all(content)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names in a folder, in order.
    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_another_process_left_is_neither_taken_nor_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "old").unwrap();
        let left = format!(".a.txt.{}.0", std::process::id());
        fs::write(folder.path().join(&left), "another's").unwrap();
        replace(&path, "old", "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_to_string(folder.path().join(&left)).unwrap(), "another's");
        assert_eq!(names(folder.path()), [left.as_str(), "a.txt"]);
    }

    #[test]
    fn what_was_changed_meanwhile_or_is_gone_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "theirs").unwrap();
        let error = replace(&path, "old", "new").unwrap_err();
        assert_eq!(error.to_string(), "it was changed meanwhile; run this again");
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        assert_eq!(names(folder.path()), ["a.txt"]);
        let gone = replace(&folder.path().join("b.txt"), "", "new").unwrap_err();
        assert_eq!(gone.kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn only_a_file_that_is_not_there_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/a.txt");
        create(&path, "one").unwrap();
        assert_eq!(create(&path, "two").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
    }
}
