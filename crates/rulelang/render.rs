//! A finding as text: the line it is about, the place underlined, what it means and what to do.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::chars::{blank_name, is_blank};
use crate::{Diagnostic, Finding};

/// Columns of a line that are shown; of a longer one, those around the place.
const COLUMNS_MAX: usize = 100;

/// Columns shown before the place when the line is cut.
const COLUMNS_BEFORE: usize = 40;

/// The finding as it is shown to a person, ending with a line break.
///
/// `text` is the whole file; `offset` is where in it the text begins that the finding's spans count from.
///
/// # Cost
///
/// Linear in the file.
#[must_use]
pub(crate) fn render(diagnostic: &Diagnostic, file: &str, text: &str, offset: usize) -> String {
    render_in(diagnostic, file, text, offset, &Lines::new(text))
}

/// Findings as they are shown to a person, in their order; each ends with a line break.
///
/// # Cost
///
/// Linear in the files and the findings together, when those of a line come in its order.
#[must_use]
pub fn render_all(findings: &[Finding]) -> Vec<String> {
    let mut lines: BTreeMap<&str, Lines> = BTreeMap::new();
    let mut shown = Vec::with_capacity(findings.len());
    for Finding { source, diagnostic } in findings {
        let known = lines.entry(&source.name).or_insert_with(|| Lines::new(&source.text));
        shown.push(render_in(diagnostic, &source.name, &source.text, 0, known));
    }
    shown
}

/// Where each finding begins in its file: the line and the column in characters, both from 1, in the order of the findings.
///
/// # Cost
///
/// Linear in the files and the findings together, when those of a line come in its order.
#[must_use]
pub fn positions(findings: &[Finding]) -> Vec<(usize, usize)> {
    let mut lines: BTreeMap<&str, Lines> = BTreeMap::new();
    findings
        .iter()
        .map(|Finding { source, diagnostic }| {
            let known = lines.entry(&source.name).or_insert_with(|| Lines::new(&source.text));
            let place = Place::new(&source.text, diagnostic.span.clone(), known);
            (place.number, known.column(&place))
        })
        .collect()
}

/// Where each line of a text begins.
struct Lines {
    begins: Vec<usize>,
    /// The place whose column was asked for last, and that column: the next one is most often behind it.
    last: Cell<(usize, usize)>,
}

impl Lines {
    fn new(text: &str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { begins: std::iter::once(0).chain(breaks).collect(), last: Cell::new((0, 1)) }
    }

    /// The line byte `at` stands in, from 1, and where it begins and ends, its line break included.
    fn line(&self, at: usize, text: &str) -> (usize, Range<usize>) {
        let number = self.begins.partition_point(|begins| *begins <= at);
        let end = self.begins.get(number).copied().unwrap_or(text.len());
        (number, self.begins[number - 1]..end)
    }

    /// The column of a place in characters, from 1.
    fn column(&self, place: &Place<'_>) -> usize {
        let at = place.begins + place.span.start;
        let (known, column) = self.last.get();
        let (from, column) =
            if (place.begins..=at).contains(&known) { (known, column) } else { (place.begins, 1) };
        let column = column + place.line[from - place.begins..place.span.start].chars().count();
        self.last.set((at, column));
        column
    }
}

fn render_in(
    diagnostic: &Diagnostic,
    file: &str,
    text: &str,
    offset: usize,
    lines: &Lines,
) -> String {
    let begins = lines;
    let place =
        |span: &Range<usize>| Place::new(text, span.start + offset..span.end + offset, begins);
    let main = place(&diagnostic.span);
    let labels: Vec<(Place<'_>, &str)> =
        diagnostic.labels.iter().map(|label| (place(&label.span), &*label.message)).collect();
    let deepest = labels.iter().map(|(label, _)| label.number).max().unwrap_or(0).max(main.number);
    let margin = " ".repeat(deepest.to_string().len());
    let (severity, code) = (diagnostic.severity.name(), diagnostic.code.name());
    let mut lines = vec![
        format!("{severity}[{code}]: {}", diagnostic.message),
        format!("{margin}--> {}", standing(diagnostic, file, &main, begins)),
        format!("{margin} |"),
    ];
    let numbered = |place: &Place<'_>, view: &View| {
        format!("{:>width$} | {}", place.number, view.line, width = margin.len())
    };
    let view = main.view();
    lines.push(numbered(&main, &view));
    lines.push(format!("{margin} | {}", view.underline('^', "")));
    for (label, message) in labels {
        let shared = (label.number == main.number).then(|| main.view_of(&label.span)).flatten();
        if let Some(view) = shared {
            lines.push(format!("{margin} | {}", view.underline('-', message)));
        } else {
            let view = label.view();
            lines.push(numbered(&label, &view));
            lines.push(format!("{margin} | {}", view.underline('-', message)));
        }
    }
    let notes = [("help", diagnostic.help.clone()), ("fix", fix(diagnostic, text, offset))];
    for (name, note) in notes {
        lines.extend(note.map(|note| format!("{margin} = {name}: {note}")));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// Where a finding stands: file, line and column, or what people call the cell.
fn standing(diagnostic: &Diagnostic, file: &str, main: &Place<'_>, lines: &Lines) -> String {
    let position = || format!("{file}:{}:{}", main.number, lines.column(main));
    diagnostic.place.clone().unwrap_or_else(position)
}

/// The fix in words, when the help does not show it already and it is one change.
fn fix(diagnostic: &Diagnostic, text: &str, offset: usize) -> Option<String> {
    let [edit] = &diagnostic.fix.as_ref()?.edits[..] else { return None };
    let told =
        |help: &String| !edit.replacement.trim().is_empty() && help.contains(&edit.replacement);
    if diagnostic.help.as_ref().is_some_and(told) {
        return None;
    }
    let old = text.get(edit.span.start + offset..edit.span.end + offset).unwrap_or_default();
    let blank = |text: &str| text.chars().count() > 1 && text.chars().all(is_blank);
    if blank(old) && blank(&edit.replacement) || edit.replacement == "\n" {
        return None;
    }
    let (old_name, new_name) = (named(old), named(&edit.replacement));
    Some(match (old.is_empty(), edit.replacement.is_empty()) {
        (true, _) => format!("insert {new_name}"),
        (_, true) => format!("remove {old_name}"),
        _ => format!("replace {old_name} by {new_name}"),
    })
}

/// `text` in backticks; a blank, which one does not see, by its name.
fn named(text: &str) -> String {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(c), None) if is_blank(c) && c != '\n' => blank_name(c),
        _ => format!("`{}`", shown(text)),
    }
}

/// A place in a file: its line, and where in the line it stands.
struct Place<'t> {
    line: &'t str,
    /// Where the line begins in the file.
    begins: usize,
    /// The line's number, from 1.
    number: usize,
    /// Bytes of the line; what runs on to the next line is cut.
    span: Range<usize>,
}

impl<'t> Place<'t> {
    /// The place of `span` in `text`, brought onto character boundaries if it is not.
    fn new(text: &'t str, span: Range<usize>, lines: &Lines) -> Self {
        let start = text.floor_char_boundary(span.start);
        let end = text.ceil_char_boundary(span.end).max(start);
        let (number, whole) = lines.line(start, text);
        let begins = whole.start;
        let line = text[whole].trim_end_matches('\n').trim_end_matches('\r');
        let within = |at: usize| (at - begins).min(line.len());
        Self { line, begins, number, span: within(start)..within(end) }
    }

    fn view(&self) -> View {
        let window = self.window();
        self.cut(&window, &self.span)
    }

    /// The same stretch of the line with another place of it; `None` if that is not in it.
    fn view_of(&self, span: &Range<usize>) -> Option<View> {
        let window = self.window();
        (window.start <= span.start && span.end <= window.end).then(|| self.cut(&window, span))
    }

    /// The bytes of the line that are shown.
    fn window(&self) -> Range<usize> {
        let whole = byte_at(self.line, COLUMNS_MAX + 1);
        if whole == self.line.len() && width(self.line) <= COLUMNS_MAX {
            return 0..self.line.len();
        }
        let before = &self.line[..self.span.start];
        let near = byte_before(before, COLUMNS_MAX / 2);
        let start = if near > 0 { byte_before(before, COLUMNS_BEFORE) } else { 0 };
        start..start + byte_at(&self.line[start..], COLUMNS_MAX)
    }

    fn cut(&self, window: &Range<usize>, span: &Range<usize>) -> View {
        let (before, after) = (window.start > 0, window.end < self.line.len());
        let mark = |cut: bool| if cut { "…" } else { "" };
        let line = format!("{}{}{}", mark(before), shown(&self.line[window.clone()]), mark(after));
        let (start, end) = (span.start.min(window.end), span.end.min(window.end));
        View {
            line,
            start: usize::from(before) + width(&self.line[window.start..start]),
            length: width(&self.line[start..end]).max(1),
        }
    }
}

/// A line as it is shown, and the columns to be underlined.
struct View {
    line: String,
    start: usize,
    length: usize,
}

impl View {
    fn underline(&self, sign: char, message: &str) -> String {
        let signs: String = std::iter::repeat_n(sign, self.length).collect();
        format!("{}{signs} {message}", " ".repeat(self.start)).trim_end().to_owned()
    }
}

/// `text` without what a terminal would act on: a tab is four blanks, controls are replaced.
fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => out.push_str("    "),
            '\n' => out.push(' '),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push('\u{fffd}'),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Columns `text` takes on a terminal.
fn width(text: &str) -> usize {
    shown(text).width()
}

/// The first character boundary at or after `column` columns, characters measured one by one.
fn byte_at(text: &str, column: usize) -> usize {
    let mut columns = 0;
    for (at, c) in text.char_indices() {
        if columns >= column {
            return at;
        }
        columns += width(c.encode_utf8(&mut [0; 4]));
    }
    text.len()
}

/// The first character boundary from which on there are `columns_max` columns at most, characters measured one by one.
fn byte_before(text: &str, columns_max: usize) -> usize {
    let mut columns = 0;
    for (at, c) in text.char_indices().rev() {
        columns += width(c.encode_utf8(&mut [0; 4]));
        if columns > columns_max {
            return at + c.len_utf8();
        }
    }
    0
}

#[cfg(test)]
mod tests;
