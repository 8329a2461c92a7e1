//! What pages borrow from whoever runs the server: the rule files, and the reading of posts in any form.

use std::path::PathBuf;

use mention::Mention;
use rulelang::SourceFile;
use tagger::Review;

/// Rule files and the reading of files, as the program has them.
///
/// A message that comes back instead of an answer is for the person at the page: it says what is wrong and what to do.
pub trait Workbench: Send + Sync {
    /// The rule files, in the order they are read.
    ///
    /// # Errors
    ///
    /// When there are none, or one cannot be read.
    fn files(&self) -> Result<Vec<SourceFile>, String>;

    /// Looks through the rules as they will be when `changed` are written, one of those perhaps new.
    ///
    /// # Errors
    ///
    /// When a file cannot be read, or the rules are more than can be compiled.
    fn review(&self, changed: &[SourceFile]) -> Result<Review, String>;

    /// Puts texts in the place of what the files held when they were read; all of them or none.
    ///
    /// # Errors
    ///
    /// [`Unwritten`]; then no file is changed, unless writing itself fails in the middle, which is said.
    fn write(&self, changes: &[Written]) -> Result<(), Unwritten>;

    /// Reads posts out of a file that somebody sent, at most `posts_max`, in whatever form it is.
    ///
    /// # Errors
    ///
    /// When nothing in it can be read.
    fn decode(&self, name: &str, bytes: &[u8], posts_max: usize) -> Result<Decoded, String>;

    /// Reads a file that somebody sent into the store, as `tagline run --input` does; what it did, in lines.
    ///
    /// # Errors
    ///
    /// When the rules or the store cannot be used.
    fn take(&self, name: &str, bytes: &[u8]) -> Result<Vec<String>, String>;
}

/// A rule file that is to be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The name it was read by.
    pub name: String,
    /// What it held then; absent for one that is made.
    pub expected: Option<String>,
    /// What it is to hold.
    pub text: String,
}

/// Why a rule file is not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unwritten {
    /// It holds something else than was expected: somebody else wrote it meanwhile.
    Changed(PathBuf),
    /// It cannot be written; why, for the person at the page.
    Failed(String),
}

/// Posts that were read out of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decoded {
    /// The posts, in the order of the file.
    pub posts: Vec<Mention>,
    /// Whether there are more than were asked for.
    pub more: bool,
    /// What the columns of a table were taken for, in lines.
    pub columns: Option<String>,
    /// How many records could not be read.
    pub rejected: usize,
    /// The first of them, each with its place and why.
    pub samples: Vec<String>,
}
