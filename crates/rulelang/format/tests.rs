//! How rule files are laid out.

use std::sync::Arc;

use super::format;
use crate::SourceFile;

mod files;
mod properties;
mod queries;

/// The text laid out.
fn formatted(text: &str) -> String {
    let source = SourceFile { name: "a.rules.toml".to_owned(), text: text.to_owned() };
    format(&Arc::new(source)).unwrap_or_else(|found| {
        panic!("{text}\n{}", found.iter().map(ToString::to_string).collect::<String>())
    })
}

/// What a text is laid out as, and that it stays as it then is.
#[track_caller]
fn check(text: &str, expected: &str) {
    let once = formatted(text);
    assert_eq!(once, expected, "{text}");
    assert_eq!(formatted(&once), once, "the second time");
}
