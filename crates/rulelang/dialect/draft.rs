//! A conversion under way: the source in pieces, what is to be changed in it, and what is to be told.

use std::ops::Range;

use super::Note;
use super::scan::{Kind, Piece, pieces};
use crate::{Code, Diagnostic};

/// What becomes of a field, or of one value of it.
#[derive(Debug)]
pub(super) enum Change {
    /// It is written so here, and means the same.
    Write(&'static str),
    /// It is written so here (nothing: as it is), and this differs.
    Differs(&'static str, &'static str),
    /// It is left out, and this follows.
    Drop(&'static str),
    /// It is left out where it is excluded, and this follows; refused where it is asked for.
    DropExclusion(&'static str),
    /// It cannot be carried over: why, and what to do.
    Refuse(&'static str, &'static str),
}

/// A field of a dialect, perhaps with a value, and what becomes of it.
#[derive(Debug)]
pub(super) struct Entry {
    /// In small letters.
    field: &'static str,
    /// In small letters; any value when absent.
    value: Option<&'static str>,
    change: Change,
}

/// What becomes of a field with whatever value.
pub(super) const fn field(field: &'static str, change: Change) -> Entry {
    Entry { field, value: None, change }
}

/// What becomes of a field with one value; what is written instead stands for both.
pub(super) const fn value(field: &'static str, value: &'static str, change: Change) -> Entry {
    Entry { field, value: Some(value), change }
}

/// A query of another tool, and what becomes of it.
pub(super) struct Draft<'q> {
    pub(super) source: &'q str,
    pub(super) pieces: Vec<Piece>,
    /// What is put in the place of which bytes.
    edits: Vec<(Range<usize>, String)>,
    pub(super) notes: Vec<Note>,
    pub(super) refused: Vec<Diagnostic>,
}

impl<'q> Draft<'q> {
    pub(super) fn new(source: &'q str) -> Self {
        let (edits, notes, refused) = (Vec::new(), Vec::new(), Vec::new());
        Self { source, pieces: pieces(source), edits, notes, refused }
    }

    /// The text of piece `at`.
    pub(super) fn text(&self, at: usize) -> &'q str {
        self.pieces.get(at).map_or("", |piece| &self.source[piece.span.clone()])
    }

    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.pieces.get(at).map(|piece| piece.kind)
    }

    /// The bytes of piece `at`.
    pub(super) fn span(&self, at: usize) -> Range<usize> {
        self.pieces.get(at).map_or(self.source.len()..self.source.len(), |piece| piece.span.clone())
    }

    /// The pieces that are looked for in the text: words and phrases that are no value of a field.
    pub(super) fn terms(&self) -> Vec<usize> {
        let term = |piece: &Piece| {
            matches!(piece.kind, Kind::Word | Kind::Phrase) && piece.field.is_none()
        };
        self.pieces.iter().enumerate().filter(|(_, piece)| term(piece)).map(|(at, _)| at).collect()
    }

    /// Puts `text` in the place of `span`.
    pub(super) fn write(&mut self, span: Range<usize>, text: impl Into<String>) {
        self.edits.push((span, text.into()));
    }

    /// Tells, once, what differs.
    pub(super) fn note(&mut self, span: Range<usize>, text: impl Into<String>) {
        let text = text.into();
        if self.notes.iter().all(|note| note.text != text) {
            self.notes.push(Note { span, text });
        }
    }

    pub(super) fn refuse(
        &mut self,
        span: Range<usize>,
        why: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.refused.push(Diagnostic::error(Code::ForeignOperator, span, why).help(help));
    }

    /// Whether something was refused at this place.
    pub(super) fn tells(&self, span: &Range<usize>) -> bool {
        self.refused.iter().any(|found| {
            found.span.start < span.end.max(span.start + 1) && span.start < found.span.end
        })
    }

    /// The name of the field that piece `at` is, in small letters.
    pub(super) fn field_name(&self, at: usize) -> Option<String> {
        let name = self.text(at).strip_suffix(':')?;
        (self.kind(at) == Some(Kind::Field)).then(|| name.to_lowercase())
    }

    /// The value of the field that piece `at` is, when it is one word, phrase or range: its piece and its text without quotes.
    pub(super) fn value(&self, at: usize) -> Option<(usize, &'q str)> {
        let next = self.pieces.get(at + 1).filter(|next| next.field == Some(at))?;
        let text = self.text(at + 1);
        matches!(next.kind, Kind::Word | Kind::Phrase | Kind::Range)
            .then(|| (at + 1, text.trim_matches(super::scan::is_quote)))
    }

    /// Does to each field what the dialect's table says.
    pub(super) fn fields(&mut self, table: &[Entry]) {
        for at in 0..self.pieces.len() {
            let Some(name) = self.field_name(at) else { continue };
            let value = self.value(at).map(|(_, text)| text.to_lowercase());
            let fits = |entry: &&Entry| {
                entry.field == name && (entry.value.is_none() || entry.value == value.as_deref())
            };
            if let Some(entry) = table.iter().find(fits) {
                self.change(at, entry);
            }
        }
    }

    fn change(&mut self, at: usize, entry: &Entry) {
        let written = self.field_span(at);
        match entry.change {
            Change::Write(text) => self.rename(at, entry, text),
            Change::Differs(text, how) => {
                if !text.is_empty() {
                    self.rename(at, entry, text);
                }
                self.note(written.clone(), format!("`{}`: {how}", &self.source[written]));
            }
            Change::Drop(why) => self.leave_out(at, why),
            Change::DropExclusion(why) if self.is_excluded(at) => self.leave_out(at, why),
            Change::DropExclusion(why) => self.refuse(written, why, "leave it out"),
            Change::Refuse(why, help) => self.refuse(written, why, help),
        }
    }

    /// The field piece `at` with its value.
    pub(super) fn field_span(&self, at: usize) -> Range<usize> {
        let span = self.span(at);
        let end = self.pieces.iter().rfind(|piece| piece.field == Some(at));
        span.start..end.map_or(span.end, |last| last.span.end)
    }

    fn is_excluded(&self, at: usize) -> bool {
        at > 0 && (self.kind(at - 1) == Some(Kind::Minus) || self.text(at - 1) == "NOT")
    }

    /// Writes `text` for the name, or for name and value where the entry has both; an excluded exclusion is asked for.
    fn rename(&mut self, at: usize, entry: &Entry, text: &str) {
        if entry.value.is_none() {
            return self.write(self.span(at), format!("{text}:"));
        }
        match text.strip_prefix('-') {
            Some(rest) if self.is_excluded(at) => {
                let both = self.span(at - 1).start..self.field_span(at).end;
                self.write(both, rest);
            }
            _ => self.write(self.field_span(at), text),
        }
    }

    /// Leaves the field that piece `at` is out, with what excludes or joins it.
    fn leave_out(&mut self, at: usize, why: &str) {
        let field = self.field_span(at);
        let written = &self.source[field.clone()];
        let mut first = at - usize::from(self.is_excluded(at));
        let after = self.pieces.iter().position(|piece| piece.span.start >= field.end);
        let mut next = after.unwrap_or(self.pieces.len());
        let opens = |this: &Self, at: usize| {
            at == 0 || this.kind(at - 1) == Some(Kind::Open) || this.text(at - 1) == "OR"
        };
        let closes = |this: &Self, next: usize| {
            next >= this.pieces.len()
                || this.kind(next) == Some(Kind::Close)
                || this.text(next) == "OR"
        };
        if opens(self, first) && closes(self, next) {
            let help = "write what else these posts have in common, or leave the alternative out";
            return self.refuse(
                field,
                format!("{why}; and without `{written}` nothing is left here"),
                help,
            );
        }
        if first > 0 && self.text(first - 1) == "AND" {
            first -= 1;
        } else if self.text(next) == "AND" {
            next += 1;
        }
        let start = self.span(first).start;
        let end = if next < self.pieces.len() && !closes(self, next) {
            self.span(next).start
        } else {
            field.end
        };
        let start = if end == field.end { self.source[..start].trim_end().len() } else { start };
        self.write(start..end, "");
        self.note(field, format!("`{written}` is left out: {why}"));
    }

    /// The source with all changes made.
    pub(super) fn applied(&mut self) -> String {
        self.edits.sort_by_key(|(span, _)| (span.start, span.end));
        let mut text = String::new();
        let mut at = 0;
        self.edits.retain(|(span, replacement)| {
            let fits = span.start >= at;
            if fits {
                text.push_str(&self.source[at..span.start]);
                text.push_str(replacement);
                at = span.end;
            }
            fits
        });
        text.push_str(&self.source[at..]);
        text
    }

    /// A finding on the changed text, as one on the source; its fix, which is of the changed text, is left out.
    pub(super) fn in_source(&self, mut found: Diagnostic) -> Diagnostic {
        found.span = self.place(&found.span);
        found.fix = None;
        for label in &mut found.labels {
            label.span = self.place(&label.span);
        }
        found
    }

    /// Where in the source the bytes `span` of the changed text come from.
    fn place(&self, span: &Range<usize>) -> Range<usize> {
        let start = self.origin(span.start).start;
        let end = self.origin(span.end.saturating_sub(1).max(span.start)).end;
        let end = self.source.ceil_char_boundary(end.min(self.source.len()));
        self.source.floor_char_boundary(start.min(end))..end
    }

    /// Where byte `at` of the changed text comes from: a byte of the source, or all that was changed there.
    fn origin(&self, at: usize) -> Range<usize> {
        let (mut source, mut changed) = (0, 0);
        for (span, replacement) in &self.edits {
            let kept = span.start - source;
            if at < changed + kept {
                break;
            }
            changed += kept;
            if at < changed + replacement.len() {
                return span.clone();
            }
            changed += replacement.len();
            source = span.end;
        }
        let byte = source + (at - changed);
        byte..byte + 1
    }
}
