//! What was handed in, as queries one by one, whatever form it has.

use std::sync::Arc;

use rulelang::{Diagnostic, SourceFile};

use super::{Origin, json, lines, table};
use crate::exit::Mistake;

/// A query, or a column of keywords, that was handed in.
pub(super) struct Given {
    /// What its author calls it.
    pub(super) name: Option<String>,
    /// What it says.
    pub(super) what: What,
    /// The text it is shown with.
    pub(super) source: Arc<SourceFile>,
    /// Where in that text it begins.
    pub(super) offset: usize,
    /// The line it begins in, from 1, where it is not all of that text.
    line: Option<usize>,
    /// Where the text stands that is no file of its own.
    cells: Option<Standing>,
}

/// Where a text stands that is no file of its own.
enum Standing {
    /// In one cell, or one value, known by the name of the source.
    Alone,
    /// In a column: the row of each of its lines, in words.
    Rows(Vec<String>),
}

/// What was handed in under one name.
pub(super) enum What {
    /// A query.
    Query(String),
    /// Keywords, a cell each.
    Keywords(Vec<String>),
}

impl Given {
    /// A query that stands in its source letter by letter, from line `line` on.
    pub(super) fn within(
        source: &Arc<SourceFile>,
        range: std::ops::Range<usize>,
        line: usize,
        name: Option<&str>,
    ) -> Self {
        Self {
            name: named(name),
            what: What::Query(source.text[range.clone()].to_owned()),
            source: Arc::clone(source),
            offset: range.start,
            line: (range.len() < source.text.len()).then_some(line),
            cells: None,
        }
    }

    /// A query that is shown by itself, called `place`.
    pub(super) fn alone(place: String, query: &str, name: Option<&str>) -> Self {
        let query = query.replace("\r\n", "\n").trim().to_owned();
        let source = Arc::new(SourceFile { name: place, text: query.clone() });
        let (line, cells) = (None, Some(Standing::Alone));
        Self { name: named(name), what: What::Query(query), source, offset: 0, line, cells }
    }

    /// Keywords, one a line of `lines`.
    pub(super) fn list(name: String, lines: &str) -> Self {
        let text = lines.replace("\r\n", "\n");
        let words = text.split('\n').map(str::to_owned).collect();
        let source = Arc::new(SourceFile { name, text });
        let what = What::Keywords(words);
        Self { name: None, what, source, offset: 0, line: None, cells: None }
    }

    /// The keywords of a column, a cell or more each, with the row of each cell in words.
    pub(super) fn column(place: String, cells: &[(String, String)], name: Option<&str>) -> Self {
        let lines = cells.iter().flat_map(|(row, cell)| {
            let lines: Vec<&str> = if cell.is_empty() { vec![""] } else { cell.lines().collect() };
            lines.into_iter().map(move |line| (row.clone(), line.to_owned()))
        });
        let (rows, words): (Vec<String>, Vec<String>) = lines.unzip();
        let source = Arc::new(SourceFile { name: place, text: words.join("\n") });
        let (what, cells) = (What::Keywords(words), Some(Standing::Rows(rows)));
        Self { name: named(name), what, source, offset: 0, line: None, cells }
    }

    /// A finding on its text, with the place as people find it.
    pub(super) fn placed(&self, found: Diagnostic) -> Diagnostic {
        let (name, at) = (&self.source.name, found.span.start);
        let place = match &self.cells {
            None => return found,
            Some(Standing::Alone) => self.source.within(name, at),
            Some(Standing::Rows(rows)) => {
                let line = usize::try_from(self.source.position(at).0 - 1).ok();
                let row = line.and_then(|line| rows.get(line)).map_or("", String::as_str);
                format!("{name}, {row}")
            }
        };
        found.at(place)
    }

    /// Where it stands, for people.
    pub(super) fn place(&self) -> String {
        let name = &self.source.name;
        self.line.map_or_else(|| name.clone(), |line| format!("{name}, line {line}"))
    }
}

fn named(name: Option<&str>) -> Option<String> {
    name.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned)
}

/// The queries in `bytes`, which people know by `name`.
///
/// # Errors
///
/// When they hold no query, or are in no form there is.
pub(super) fn given(name: &str, bytes: Vec<u8>, from: Origin) -> Result<Vec<Given>, Mistake> {
    let given = match (from, table::is_table(name, &bytes)) {
        (Origin::Keywords, true) => table::keywords(name, &bytes)?,
        (Origin::Dialect(_), true) => table::queries(name, &bytes)?,
        (Origin::Keywords, false) => {
            vec![Given::list(name.to_owned(), &text(name, bytes)?)]
        }
        (Origin::Dialect(_), false) => queries(name, text(name, bytes)?)?,
    };
    if given.is_empty() {
        return Err(Mistake(format!("{name} holds no query")));
    }
    Ok(given)
}

fn text(name: &str, bytes: Vec<u8>) -> Result<String, Mistake> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        Mistake(format!("{name}:{line}: this is not UTF-8; save the file with the encoding UTF-8"))
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
}

fn queries(name: &str, text: String) -> Result<Vec<Given>, Mistake> {
    let ends = |ending: &&str| name.to_lowercase().ends_with(ending);
    match json::queries(name, &text)? {
        Some(given) => Ok(given),
        None if [".json", ".jsonl", ".ndjson"].iter().any(ends) => Err(Mistake(format!(
            "{name} is not JSON; the name of a text with a query a line ends in .txt"
        ))),
        None => Ok(lines::queries(&Arc::new(SourceFile { name: name.to_owned(), text }))),
    }
}
