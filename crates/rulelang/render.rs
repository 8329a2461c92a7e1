//! A finding as text: the line it is about, the place underlined, what it means and what to do.

use crate::Diagnostic;

/// The finding as it is shown to a person, ending with a line break.
///
/// `text` is the whole file; `offset` is where in it the text begins that the finding's spans count from.
#[must_use]
pub fn render(diagnostic: &Diagnostic, file: &str, text: &str, offset: usize) -> String {
    let at = diagnostic.span.start + offset;
    let line = text.get(..at).unwrap_or(text).matches('\n').count() + 1;
    let (severity, code) = (diagnostic.severity.name(), diagnostic.code.name());
    format!("{severity}[{code}]: {}\n --> {file}:{line}\n", diagnostic.message)
}
