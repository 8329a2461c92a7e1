//! A field's text without token borders, for what is found by its characters, with the way back.

use mention::{KeyFolder, Limits, Script};
use rulelang::Track;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// The form a text is searched in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    /// NFC, every apostrophe straight, soft hyphens left out: for literals.
    Letters,
    /// Folded as keys are: for `contains:`.
    Folded(Track),
}

impl Form {
    /// How many forms there are.
    pub(crate) const COUNT: usize = 3;

    /// The number of the form, below [`Form::COUNT`].
    pub(crate) const fn number(self) -> usize {
        match self {
            Self::Letters => 0,
            Self::Folded(Track::Exact) => 1,
            Self::Folded(Track::Bare) => 2,
        }
    }
}

/// A text in one form, with the way back to the bytes as posted.
#[derive(Debug, Default)]
pub(crate) struct Plain {
    text: String,
    /// Where each stretch that was rewritten on its own begins, here and as posted; then both ends.
    pieces: Vec<(u32, u32)>,
    folder: KeyFolder,
}

impl Plain {
    /// Rewrites what is searched of `posted`; what was held before is dropped, its room kept.
    pub(crate) fn set(&mut self, posted: &str, form: Form) {
        let posted = &posted[..posted.floor_char_boundary(Limits::default().field_bytes_max)];
        self.text.clear();
        self.pieces.clear();
        let mut rest = posted;
        while let Some(length) = piece(rest) {
            self.pieces.push((bytes(&self.text), bytes(posted) - bytes(rest)));
            self.rewrite(&rest[..length], form);
            rest = &rest[length..];
        }
        self.pieces.push((bytes(&self.text), bytes(posted)));
    }

    /// Appends `piece` in `form`.
    fn rewrite(&mut self, piece: &str, form: Form) {
        match form {
            Form::Letters if piece.is_ascii() => self.text.push_str(piece),
            Form::Letters => {
                let straight = |c| if matches!(c, '‘' | '’') { '\'' } else { c };
                self.text.extend(piece.nfc().filter(|&c| c != '\u{AD}').map(straight));
            }
            Form::Folded(Track::Exact) => self.folder.push_exact(piece, &mut self.text),
            Form::Folded(Track::Bare) => self.folder.push_bare(piece, &mut self.text),
        }
    }

    /// The text in its form.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Bytes `start..end` of the text as bytes of what was posted, grown to whole characters; not empty.
    pub(crate) fn posted(&self, start: usize, end: usize) -> (u32, u32) {
        let at = |byte: usize| {
            self.pieces.partition_point(|&(here, _)| here as usize <= byte).saturating_sub(1)
        };
        (self.pieces[at(start)].1, self.pieces[at(end - 1) + 1].1)
    }
}

/// `literal` as [`Form::Letters`] writes it.
pub(crate) fn letters(literal: &str) -> String {
    let mut plain = Plain::default();
    plain.set(literal, Form::Letters);
    plain.text
}

/// Whether `text[start..end]` is no part of a longer run of letters and digits of a script with blanks; Hangul ends one of others.
pub(crate) fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let runs_on = |before: Option<char>, after: Option<char>| {
        let (before, after) = (before.and_then(run_of), after.and_then(run_of));
        before.is_some() && before == after
    };
    let found = &text[start..end];
    !runs_on(text[..start].chars().next_back(), found.chars().next())
        && !runs_on(found.chars().next_back(), text[end..].chars().next())
}

/// The script with blanks that `c` is a letter, mark or digit of.
fn run_of(c: char) -> Option<Script> {
    Script::of(c).filter(|script| *script != Script::Blankless)
}

/// The bytes at the start of `text` that no later character can change; `None` at its end.
fn piece(text: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    chars.next()?;
    let next = chars.find(|&(_, c)| {
        let settled = is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes;
        c.is_ascii() || settled && canonical_combining_class(c) == 0
    });
    Some(next.map_or(text.len(), |(at, _)| at))
}

fn bytes(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
