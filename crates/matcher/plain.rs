//! A field's text without token borders, for what is found by its characters, with the way back.

use mention::{Limits, fold_key};
use rulelang::Track;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};
use unicode_script::{Script, UnicodeScript as _};

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
            rewrite(&rest[..length], form, &mut self.text);
            rest = &rest[length..];
        }
        self.pieces.push((bytes(&self.text), bytes(posted)));
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

/// Whether `text[start..end]` is no part of a longer run of letters and digits of a script with blanks.
pub(crate) fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let runs_on = |before: Option<char>, after: Option<char>| {
        before.is_some_and(runs) && after.is_some_and(runs)
    };
    let found = &text[start..end];
    !runs_on(text[..start].chars().next_back(), found.chars().next())
        && !runs_on(found.chars().next_back(), text[end..].chars().next())
}

/// Whether `c` is a letter, mark or digit of a script with blanks.
fn runs(c: char) -> bool {
    const BLANKLESS: [Script; 7] = [
        Script::Han,
        Script::Hiragana,
        Script::Katakana,
        Script::Thai,
        Script::Lao,
        Script::Khmer,
        Script::Myanmar,
    ];
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let group = c.general_category_group();
    let word = matches!(
        group,
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark | GeneralCategoryGroup::Number
    );
    let scripts = c.script_extension();
    let everywhere = scripts.is_common() || scripts.is_inherited();
    word && (everywhere || !BLANKLESS.iter().any(|&script| scripts.contains_script(script)))
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

/// Appends `piece` in `form`.
fn rewrite(piece: &str, form: Form, out: &mut String) {
    match form {
        Form::Letters if piece.is_ascii() => out.push_str(piece),
        Form::Letters => out.extend(piece.nfc().filter(|&c| c != '\u{AD}').map(|c| match c {
            '‘' | '’' => '\'',
            c => c,
        })),
        Form::Folded(_) if piece.is_ascii() => {
            out.extend(piece.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        }
        Form::Folded(Track::Exact) => out.push_str(&fold_key(piece).0),
        Form::Folded(Track::Bare) => out.push_str(&fold_key(piece).1),
    }
}

fn bytes(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
