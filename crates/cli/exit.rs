//! How the command ends: what its exit code says, and what a failure looks like on the screen.

use std::error::Error;
use std::io;
use std::process::ExitCode;

use ingest::SourceError;
use store::StoreError;

use crate::output;
use crate::rule_files::Unusable;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// It did what was asked.
    Fine = 0,
    /// It looked, and found something: errors in rules, failed examples, drift.
    Findings = 1,
    /// It was asked wrongly: arguments, configuration, rules that cannot be used.
    Usage = 2,
    /// It failed on the way, or its input was cut short; what was read is kept.
    Failed = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// A mistake in how the command was called, as opposed to a failure of what it did.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Mistake(pub(crate) String);

/// Tells the user what went wrong; a reader that closed its end of the pipe has had enough, which is fine.
pub(crate) fn report(error: &anyhow::Error) -> Exit {
    if is_broken_pipe(error) {
        return Exit::Fine;
    }
    output::failure(error);
    error.chain().map(Exit::of).find(|exit| *exit == Exit::Usage).unwrap_or(Exit::Failed)
}

impl Exit {
    /// How a command ends because of `cause` alone.
    pub(crate) fn of(cause: &(dyn Error + 'static)) -> Self {
        if is_mistake(cause) { Self::Usage } else { Self::Failed }
    }
}

/// Whether the user can mend it by asking differently, as opposed to a failure on the way.
fn is_mistake(cause: &(dyn Error + 'static)) -> bool {
    let source = || cause.downcast_ref::<SourceError>();
    let store = || cause.downcast_ref::<StoreError>();
    cause.is::<Mistake>()
        || cause.is::<Unusable>()
        || matches!(source(), Some(SourceError::Absent { .. } | SourceError::Form { .. }))
        || matches!(
            store(),
            Some(
                StoreError::Missing { .. }
                    | StoreError::NotAStore { .. }
                    | StoreError::Newer { .. }
                    | StoreError::Older { .. }
                    | StoreError::Network { .. }
                    | StoreError::NotEmpty { .. }
                    | StoreError::Address { .. }
                    | StoreError::WithoutPostgres { .. }
                    | StoreError::Refused { .. }
                    | StoreError::Rights { .. }
            )
        )
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let broken = |cause: &(dyn Error + 'static)| {
        cause.downcast_ref::<io::Error>().is_some_and(|io| io.kind() == io::ErrorKind::BrokenPipe)
    };
    error.chain().any(broken)
}
