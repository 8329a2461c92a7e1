//! A conversion under way: the source in pieces, what is to be changed in it, and what is to be told.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Note;
use super::scan::{Kind, Piece, pieces};
use crate::chars::{is_blank, plain};
use crate::field::{self, Known};
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
    /// What fields are called here, where that is another name, by their pieces.
    names: BTreeMap<usize, &'static str>,
    /// For each piece whether it is left out.
    left_out: Vec<bool>,
    /// What is put in the place of which bytes.
    edits: Vec<(Range<usize>, String)>,
    pub(super) notes: Vec<Note>,
    pub(super) refused: Vec<Diagnostic>,
}

impl<'q> Draft<'q> {
    pub(super) fn new(source: &'q str) -> Self {
        let pieces = pieces(source);
        let left_out = vec![false; pieces.len()];
        let (edits, notes, refused) = (Vec::new(), Vec::new(), Vec::new());
        Self { source, pieces, names: BTreeMap::new(), left_out, edits, notes, refused }
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

    /// The pieces that are looked for in a text: words and phrases, but for the values of fields that hold none.
    pub(super) fn terms(&self) -> Vec<usize> {
        (0..self.pieces.len()).filter(|&at| self.is_term(at)).collect()
    }

    /// Whether piece `at` is looked for in a text.
    pub(super) fn is_term(&self, at: usize) -> bool {
        let Some(piece) = self.pieces.get(at) else { return false };
        let of_text = |field: usize| {
            let name = self.names.get(&field).map(|&name| name.to_owned());
            let name = name.or_else(|| self.field_name(field)).unwrap_or_default();
            matches!(field::lookup(&name), Some(Known::Text(_)))
        };
        matches!(piece.kind, Kind::Word | Kind::Phrase) && piece.field.is_none_or(of_text)
    }

    /// The words that are operators if they are written as one, those between the values of a field among them.
    pub(super) fn joints(&self) -> Vec<usize> {
        (0..self.pieces.len()).filter(|&at| self.is_joint(at)).collect()
    }

    fn is_joint(&self, at: usize) -> bool {
        let piece = &self.pieces[at];
        piece.kind == Kind::Word && piece.field.is_none_or(|field| at > field + 1)
    }

    /// Puts `text` in the place of `span`.
    pub(super) fn write(&mut self, span: Range<usize>, text: impl Into<String>) {
        self.edits.push((span, text.into()));
    }

    /// Puts a blank before the minus that piece `at` is, where it touches a bracket or a quote: it excludes there.
    pub(super) fn part_minus(&mut self, at: usize) {
        let start = self.span(at).start;
        let after = at.checked_sub(1).filter(|&before| self.span(before).end == start);
        if after.is_some_and(|before| matches!(self.kind(before), Some(Kind::Close | Kind::Phrase)))
        {
            self.write(start..start, " ");
        }
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
            let Some(name) = self.field_name(at).filter(|_| !self.left_out[at]) else { continue };
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
        self.span(at).start..self.span(self.last(at)).end
    }

    /// The last piece of the field that piece `at` is.
    fn last(&self, at: usize) -> usize {
        match self.value(at) {
            Some((value, _)) => value,
            None => self.pieces.iter().rposition(|piece| piece.field == Some(at)).unwrap_or(at),
        }
    }

    /// Whether what piece `at` begins is excluded.
    pub(super) fn is_excluded(&self, at: usize) -> bool {
        at > 0 && (self.kind(at - 1) == Some(Kind::Minus) || self.text(at - 1) == "NOT")
    }

    /// Writes `text` for the name, or for name and value where the entry has both; an excluded exclusion is asked for.
    fn rename(&mut self, at: usize, entry: &Entry, text: &'static str) {
        if entry.value.is_none() {
            self.names.insert(at, text);
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

    /// Leaves the field that piece `at` is out, with what stands before it as a sign, and what joins it to the rest.
    fn leave_out(&mut self, at: usize, why: &str) {
        let field = self.field_span(at);
        let written = &self.source[field.clone()];
        let signed = self.is_excluded(at) || at > 0 && self.kind(at - 1) == Some(Kind::Plus);
        let pieces = at - usize::from(signed)..self.last(at) + 1;
        let before = (0..pieces.start).rfind(|&at| !self.left_out[at]);
        let after = (pieces.end..self.pieces.len()).find(|&at| !self.left_out[at]);
        let parts = |at, bracket| self.kind(at) == Some(bracket) || self.joins(at, "OR");
        if before.is_none_or(|at| parts(at, Kind::Open))
            && after.is_none_or(|at| parts(at, Kind::Close))
        {
            let help = "write what else these posts have in common, or leave the alternative out";
            return self.refuse(
                field,
                format!("{why}; and without `{written}` nothing is left here"),
                help,
            );
        }
        let joint = [before, after].into_iter().flatten().find(|&at| self.joins(at, "AND"));
        for at in pieces.chain(joint) {
            self.left_out[at] = true;
        }
        self.note(field, format!("`{written}` is left out: {why}"));
    }

    /// Whether piece `at` is this operator.
    fn joins(&self, at: usize, operator: &str) -> bool {
        self.text(at) == operator && self.is_joint(at)
    }

    /// What is left out as changes, one for all that stands side by side.
    fn gaps(&self) -> Vec<(Range<usize>, String)> {
        let mut gaps = Vec::new();
        let mut rest = 0..self.pieces.len();
        while let Some(first) = rest.find(|&at| self.left_out[at]) {
            let next = rest.find(|&at| !self.left_out[at]).unwrap_or(self.pieces.len());
            gaps.push(self.gap(self.span(first).start..self.span(next - 1).end));
        }
        gaps
    }

    /// Leaving out `span` with the blanks around it: what stood on its two sides stays apart.
    fn gap(&self, span: Range<usize>) -> (Range<usize>, String) {
        let (before, after) = (&self.source[..span.start], &self.source[span.end..]);
        let start = before.trim_end_matches(is_blank).len();
        let end = span.end + after.len() - after.trim_start_matches(is_blank).len();
        let opens = self.source[..start].chars().next_back().is_none_or(|c| plain(c) == '(');
        let closes = self.source[end..].chars().next().is_none_or(|c| plain(c) == ')');
        let blanks = [&self.source[start..span.start], &self.source[span.end..end], " "];
        let kept = blanks.into_iter().find(|blanks| !blanks.is_empty() && !opens && !closes);
        (start..end, kept.unwrap_or_default().to_owned())
    }

    /// The source with all changes made; those within what is left out are moot.
    pub(super) fn applied(&mut self) -> String {
        let gaps = self.gaps();
        let moot = |span: &Range<usize>| {
            let after = gaps.partition_point(|(gap, _)| gap.end < span.end);
            gaps.get(after).is_some_and(|(gap, _)| gap.start <= span.start)
        };
        self.edits.retain(|(span, _)| !moot(span));
        self.edits.extend(gaps);
        self.edits.sort_by_key(|(span, _)| (span.start, span.end));
        let mut text = String::new();
        let mut at = 0;
        for (span, replacement) in &self.edits {
            assert!(span.start >= at, "a piece is changed once: `{replacement}` for {span:?}");
            text.push_str(&self.source[at..span.start]);
            text.push_str(replacement);
            at = span.end;
        }
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
