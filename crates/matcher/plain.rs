//! A field's text without token borders, for what is found by its characters, with the way back.

use mention::{Field, KeyFolder, Limits, Mention, Script};
use rulelang::Track;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// The form a text is searched in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    /// NFC: for regular expressions.
    Composed,
    /// NFC, every apostrophe straight, soft hyphens left out: for literals.
    Letters,
    /// Folded as keys are: for `contains:`.
    Folded(Track),
}

impl Form {
    /// Every form.
    pub(crate) const ALL: [Self; 4] =
        [Self::Composed, Self::Letters, Self::Folded(Track::Exact), Self::Folded(Track::Bare)];

    /// Its place among all.
    const fn number(self) -> usize {
        match self {
            Self::Composed => 0,
            Self::Letters => 1,
            Self::Folded(Track::Exact) => 2,
            Self::Folded(Track::Bare) => 3,
        }
    }
}

/// The texts of one mention in the forms that were asked for.
#[derive(Debug, Default)]
pub(crate) struct Plains([(u32, Plain); Form::ALL.len() * Field::ALL.len()]);

impl Plains {
    /// `field` of `mention` in `form`, rewritten once a pass.
    pub(crate) fn of(&mut self, mention: &Mention, field: Field, form: Form, pass: u32) -> &Plain {
        let (known, plain) = &mut self.0[form.number() * Field::ALL.len() + field as usize];
        if *known != pass {
            plain.set(mention.field(field), form);
            *known = pass;
        }
        plain
    }

    /// Forgets which passes wrote what.
    pub(crate) fn forget(&mut self) {
        self.0.iter_mut().for_each(|(pass, _)| *pass = 0);
    }
}

/// A text in one form, with the way back to the bytes as posted.
#[derive(Debug, Default)]
pub(crate) struct Plain {
    text: String,
    /// What was rewritten on its own; then both ends.
    pieces: Vec<Piece>,
    folder: KeyFolder,
}

/// A part of a text that was rewritten on its own, by where it begins.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// In the form.
    here: u32,
    /// As posted.
    posted: u32,
    /// Whether each byte of it stands for one as posted.
    plain: bool,
}

impl Plain {
    /// Rewrites what is searched of `posted`; what was held before is dropped, its room kept.
    pub(crate) fn set(&mut self, posted: &str, form: Form) {
        let posted = &posted[..posted.floor_char_boundary(Limits::default().field_bytes_max)];
        self.text.clear();
        self.pieces.clear();
        let mut rest = posted;
        while !rest.is_empty() {
            let piece = &rest[..piece(rest)];
            let at = (bytes(&self.text), bytes(posted) - bytes(rest));
            self.pieces.push(Piece { here: at.0, posted: at.1, plain: piece.is_ascii() });
            self.rewrite(piece, form);
            rest = &rest[piece.len()..];
        }
        let (here, posted) = (bytes(&self.text), bytes(posted));
        self.pieces.push(Piece { here, posted, plain: true });
    }

    /// Appends `piece` in `form`.
    fn rewrite(&mut self, piece: &str, form: Form) {
        match form {
            Form::Composed | Form::Letters if piece.is_ascii() => self.text.push_str(piece),
            Form::Composed => self.text.extend(piece.nfc()),
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
            let after = self.pieces.partition_point(|piece| piece.here as usize <= byte);
            after.saturating_sub(1)
        };
        let (first, last) = (self.pieces[at(start)], self.pieces[at(end - 1)]);
        let within = |piece: Piece, byte: usize| {
            piece.posted + u32::try_from(byte).expect("a field is short") - piece.here
        };
        let start = if first.plain { within(first, start) } else { first.posted };
        let next = self.pieces[at(end - 1) + 1];
        (start, if last.plain { within(last, end) } else { next.posted })
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

/// The bytes at the start of `text`, which is not empty, that no later character can change: a run of ASCII, or
/// one character with what belongs to it.
fn piece(text: &str) -> usize {
    let ascii = text.bytes().take_while(u8::is_ascii).count();
    if ascii == text.len() {
        return ascii;
    }
    // The character after a run may belong to its last.
    if ascii > 1 {
        return ascii - 1;
    }
    let mut chars = text.char_indices();
    chars.next();
    let next = chars.find(|&(_, c)| {
        let settled = is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes;
        c.is_ascii() || settled && canonical_combining_class(c) == 0
    });
    next.map_or(text.len(), |(at, _)| at)
}

fn bytes(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
