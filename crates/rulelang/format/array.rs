//! Lists of a rule file: on one line where they were written so and fit, else one entry a line.

use toml_parser::parser::EventKind;
use unicode_width::UnicodeWidthStr;

use super::layout::File;
use super::query::{INDENT, WIDTH};

/// What stands on lines of its own in a list.
enum Line {
    Blank,
    /// A comment, or an entry with its comma and the comment behind it.
    Text(String),
}

/// Writes the list at the cursor behind `line`.
pub(super) fn array<'t>(file: &mut File<'t>, line: &mut String, path: &[&'t str]) {
    if has_stray_comma(file) {
        line.push_str(file.verbatim());
        return;
    }
    let mut depth = 0_usize;
    let spread = file.inside().any(|kind| {
        match kind {
            EventKind::ArrayOpen => depth += 1,
            EventKind::ArrayClose => depth -= 1,
            _ => {}
        }
        depth == 1 && matches!(kind, EventKind::Newline | EventKind::Comment)
    });
    let begins = line.len();
    line.push_str(file.take());
    // The comment behind the bracket.
    if spread {
        file.comment(line);
    }
    let lines = lines(file, path);
    let close = file.take();
    let flat = flat(&lines);
    let first = line[..begins].rsplit('\n').next().unwrap_or_default();
    let fits = flat.contains('\n') || first.width() + flat.width() + 2 <= WIDTH;
    if !spread && fits || lines.is_empty() && line.ends_with('[') {
        line.push_str(&flat);
    } else {
        for entry in &lines {
            line.push_str(file.newline);
            if let Line::Text(text) = entry {
                line.extend([" ".repeat(INDENT).as_str(), text]);
            }
        }
        line.push_str(file.newline);
    }
    line.push_str(close);
}

/// Whether a comma does not stand right behind its entry, so that a line of its own would part the two.
fn has_stray_comma(file: &File<'_>) -> bool {
    let mut loose = false;
    let mut depth = 0_usize;
    file.inside().any(|kind| {
        match kind {
            EventKind::ArrayOpen | EventKind::InlineTableOpen => depth += 1,
            EventKind::ArrayClose | EventKind::InlineTableClose => depth -= 1,
            _ => {}
        }
        let stray = depth == 1 && loose && kind == EventKind::ValueSep;
        loose = match kind {
            EventKind::Comment => true,
            EventKind::Whitespace | EventKind::Newline => loose,
            _ => false,
        };
        stray
    })
}

/// The lines of the list up to its closing bracket, blank ones only between others.
fn lines<'t>(file: &mut File<'t>, path: &[&'t str]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line_empty = true;
    let mut first_line = true;
    while let Some(kind) = file.peek() {
        match kind {
            EventKind::ArrayClose => break,
            EventKind::Newline => {
                file.take();
                if line_empty && !first_line && !matches!(lines.last(), None | Some(Line::Blank)) {
                    lines.push(Line::Blank);
                }
                (line_empty, first_line) = (true, false);
            }
            EventKind::Whitespace => {
                file.take();
            }
            EventKind::Comment => {
                lines.push(Line::Text(file.take().trim_end().to_owned()));
                line_empty = false;
            }
            _ => {
                lines.push(Line::Text(entry(file, path)));
                line_empty = false;
            }
        }
    }
    while matches!(lines.last(), Some(Line::Blank)) {
        lines.pop();
    }
    lines
}

/// An entry, the comma behind it, and a comment behind that.
fn entry<'t>(file: &mut File<'t>, path: &[&'t str]) -> String {
    let mut text = String::new();
    file.value(&mut text, path);
    while matches!(file.peek(), Some(EventKind::Whitespace | EventKind::Newline)) {
        if !file.comma_follows() {
            break;
        }
        file.take();
    }
    if file.peek() == Some(EventKind::ValueSep) {
        text.push_str(file.take());
    }
    file.comment(&mut text);
    text
}

/// All entries on one line.
fn flat(lines: &[Line]) -> String {
    let texts = lines.iter().filter_map(|line| match line {
        Line::Text(text) => Some(text.as_str()),
        Line::Blank => None,
    });
    texts.collect::<Vec<_>>().join(" ")
}
