//! The built binary, called as a person calls it.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use store::{Access, OpenOptions, Store};
use tempfile::TempDir;

/// What a call of the binary ended with.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Answer {
    fn of(output: &Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout.clone()).unwrap(),
            err: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }

    /// Asserts the exit code, showing everything when it is another.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// Asserts that standard error holds each of `words`.
    #[track_caller]
    pub(crate) fn says(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.err.contains(word), "standard error lacks {word:?}: {self:#?}");
        }
        self
    }
}

/// A folder of its own to call the binary in.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The binary, in this folder, with no configuration but its own.
    pub(crate) fn command<I: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = I>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tagline"));
        command.args(args).current_dir(self.folder.path()).stdin(Stdio::null());
        command.env("HOME", self.folder.path()).env_remove("XDG_CONFIG_HOME");
        command
    }

    pub(crate) fn call<I: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = I>) -> Answer {
        Answer::of(&self.command(args).output().unwrap())
    }

    /// Calls with `input` on standard input.
    pub(crate) fn pipe<I: AsRef<OsStr>>(
        &self,
        args: impl IntoIterator<Item = I>,
        input: &[u8],
    ) -> Answer {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        let writer = std::thread::spawn(move || stdin.write_all(&input));
        let output = child.wait_with_output().unwrap();
        // The command may have had enough before the end: that is its right.
        let _ = writer.join().unwrap();
        Answer::of(&output)
    }

    /// All that a store holds, as text that is the same for the same events and rules.
    pub(crate) fn dump(&self, store: &str) -> String {
        let options = OpenOptions { access: Access::Read, ..OpenOptions::default() };
        let mut dump = Vec::new();
        Store::open(&self.path(store), &options).unwrap().dump(&mut dump).unwrap();
        String::from_utf8(dump).unwrap()
    }
}

/// The folder of real posts, where there is one; says so where there is none.
pub(crate) fn real_data() -> Option<PathBuf> {
    let folder = std::env::var_os("TAGLINE_DATA").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: TAGLINE_DATA is not set");
    }
    folder
}

/// A file of the tests' own.
pub(crate) fn own_data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}
