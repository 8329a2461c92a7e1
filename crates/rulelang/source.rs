//! A rule file as text, and a finding with the file it is about: all that is needed to show it to its author.

use std::fmt;
use std::sync::Arc;

use crate::{Code, Diagnostic, Severity, render};

/// A rule file as it was handed in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceFile {
    /// The name people know it by, and by which two mentions of one file are told to be the same.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// A finding and the file it is about.
///
/// [`Display`](fmt::Display) shows the line, underlines the place and says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file.
    pub source: Arc<SourceFile>,
    /// What is found; its places are bytes of the file's text.
    pub diagnostic: Diagnostic,
}

impl Finding {
    /// Whether the rules are refused because of it.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.diagnostic.severity == Severity::Error
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.diagnostic.code
    }

    /// The file's name.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.source.name
    }

    /// The line and the column in characters where it begins, both from 1.
    #[must_use]
    pub fn position(&self) -> (u32, u32) {
        self.source.position(self.diagnostic.span.start)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&render(&self.diagnostic, &self.source.name, &self.source.text, 0))
    }
}

impl SourceFile {
    /// Where byte `at` stands for people who know the text as `place`: a cell, or the like. Its first line and
    /// character are not told.
    #[must_use]
    pub fn within(&self, place: &str, at: usize) -> String {
        let (line, column) = self.position(at);
        let line = if line > 1 { format!(", line {line}") } else { String::new() };
        let column = if column > 1 { format!(", character {column}") } else { String::new() };
        format!("{place}{line}{column}")
    }

    /// The line and the column in characters of byte `at`, both from 1.
    #[must_use]
    pub fn position(&self, at: usize) -> (u32, u32) {
        let before = &self.text[..self.text.floor_char_boundary(at)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let number = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
        (
            number(before.bytes().filter(|&byte| byte == b'\n').count()),
            number(before[line_start..].chars().count()),
        )
    }
}
