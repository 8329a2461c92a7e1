//! The characters of a query as the lexer reads them, each with its place in the text as it was written.

use std::iter::once;
use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::lexer::{How, Kept, kept_at};
use crate::{Code, Diagnostic, Edit, Fix};

/// One character in NFC, with quotes and blanks made plain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Char {
    /// The character as the grammar sees it.
    pub(crate) plain: char,
    /// The character as it was written, in NFC.
    pub(crate) written: char,
    /// Its first byte in the text as written.
    pub(crate) start: usize,
    /// One past its last byte.
    pub(crate) end: usize,
}

/// Reads `text`; what is odd in it is told once it is known where characters are compared as they are written.
pub(crate) fn read(text: &str) -> (Vec<Char>, Odd) {
    let mut chars = Vec::with_capacity(text.len());
    let mut odd = Odd::default();
    let mut line_starts = true;
    for segment in segments(text) {
        for written in text[segment.clone()].nfc() {
            let at = || segment.clone();
            // Marks that stand on a sign stay where they are when it is mended.
            let sign = || segment.start..text.ceil_char_boundary(segment.start + 1);
            let plain = match (written, plain(written)) {
                (SOFT_HYPHEN, _) => continue,
                (c, '\'') if c != '\'' => odd.apostrophe(sign()),
                (c, plain @ ('"' | '(' | ')')) if c != plain => odd.quote(sign(), plain),
                ('\t', _) if line_starts => ' ',
                (' ' | '\n' | '\r' | '\u{3000}', _) => ' ',
                (c, _) if is_blank(c) => odd.blank(at(), written),
                (_, plain) => plain,
            };
            line_starts = written == '\n' || (line_starts && plain == ' ');
            chars.push(Char { plain, written, start: segment.start, end: segment.end });
        }
    }
    (chars, odd)
}

const SOFT_HYPHEN: char = '\u{ad}';

/// Stretches of `text` that NFC never composes across.
fn segments(text: &str) -> impl Iterator<Item = Range<usize>> {
    let starts_one =
        |c: char| canonical_combining_class(c) == 0 && is_nfc_quick(once(c)) != IsNormalized::Maybe;
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, _) = rest.next()?;
        while rest.next_if(|&(_, c)| !starts_one(c)).is_some() {}
        Some(start..rest.peek().map_or(text.len(), |&(at, _)| at))
    })
}

/// Odd characters met so far: the first place of each kind and how many there are.
#[derive(Default)]
pub(crate) struct Odd {
    quotes: Vec<(Range<usize>, char)>,
    apostrophes: Vec<Range<usize>>,
    blanks: Vec<(Range<usize>, char)>,
}

impl Odd {
    fn quote(&mut self, at: Range<usize>, plain: char) -> char {
        self.quotes.push((at, plain));
        plain
    }

    fn apostrophe(&mut self, at: Range<usize>) -> char {
        self.apostrophes.push(at);
        '\''
    }

    fn blank(&mut self, at: Range<usize>, written: char) -> char {
        self.blanks.push((at, written));
        ' '
    }

    /// Reports each kind of odd character once, but for those that are compared as they are written.
    pub(crate) fn report(mut self, kept: &[Kept], diagnostics: &mut Vec<Diagnostic>) {
        let is_meant = |at: &Range<usize>, hows: &[How]| {
            kept_at(kept, at.start).is_some_and(|how| hows.contains(&how))
        };
        self.quotes.retain(|(at, _)| !is_meant(at, &[How::Letters, How::Expression]));
        self.blanks.retain(|(at, _)| !is_meant(at, &[How::Letters, How::Expression]));
        self.apostrophes.retain(|at| !is_meant(at, &[How::Expression]));
        let (quotes, brackets): (Vec<_>, Vec<_>) =
            self.quotes.iter().partition(|(_, plain)| *plain == '"');
        for (kind, what) in [(quotes, "curly quotes"), (brackets, "full-width brackets")] {
            let Some((first, plain)) = kind.first() else { continue };
            diagnostics.push(
                Diagnostic::info(
                    Code::SmartQuotes,
                    first.clone(),
                    format!("{what} are read as the plain `{plain}`{}", times(kind.len())),
                )
                .help(format!("write `{plain}`, so that the query means the same in every tool"))
                .fixed_by(straightened(kind.iter().map(|(at, plain)| (at, *plain)))),
            );
        }
        if let Some(first) = self.apostrophes.first() {
            diagnostics.push(
                Diagnostic::info(
                    Code::SmartQuotes,
                    first.clone(),
                    format!(
                        "a curly apostrophe is read as the plain `'`{}",
                        times(self.apostrophes.len())
                    ),
                )
                .help("both spellings are found either way; write `'` to be safe in other tools")
                .fixed_by(straightened(self.apostrophes.iter().map(|at| (at, '\'')))),
            );
        }
        if let Some((first, _)) = self.blanks.first() {
            // A mark that stands on a blank stays where it is.
            let bare: Vec<Range<usize>> = self
                .blanks
                .iter()
                .map(|(at, written)| at.start..at.start + written.len_utf8())
                .collect();
            diagnostics.push(
                Diagnostic::info(Code::OddBlank, first.clone(), self.blanks_named())
                    .help("it came along with pasted text; put an ordinary blank in its place")
                    .fixed_by(straightened(bare.iter().map(|at| (at, ' ')))),
            );
        }
    }
}

impl Odd {
    /// The blanks, each kind with how often it is there, in the order they are met.
    fn blanks_named(&self) -> String {
        let mut kinds: Vec<(char, usize)> = Vec::new();
        for (_, written) in &self.blanks {
            match kinds.iter_mut().find(|(known, _)| known == written) {
                Some((_, count)) => *count += 1,
                None => kinds.push((*written, 1)),
            }
        }
        if let [(kind, count)] = kinds.as_slice() {
            return format!("{} is read as a blank{}", blank_name(*kind), times(*count));
        }
        let named = |(kind, count): &(char, usize)| match count {
            1 => blank_name(*kind),
            count => format!("{} ({count} times)", blank_name(*kind)),
        };
        let named: Vec<String> = kinds.iter().map(named).collect();
        format!("{} are read as blanks", named.join(", "))
    }
}

/// The plain character at each place; what touches is one change.
fn straightened<'a>(places: impl Iterator<Item = (&'a Range<usize>, char)>) -> Fix {
    let mut edits: Vec<Edit> = Vec::new();
    for (place, plain) in places {
        match edits.last_mut().filter(|last| last.span.end == place.start) {
            Some(last) => {
                last.span.end = place.end;
                last.replacement.push(plain);
            }
            None => edits.push(Edit::new(place.clone(), plain)),
        }
    }
    Fix { edits, safe: true }
}

/// The sign that `c` is read as, where word processors and keyboards have several for it: quotes, brackets, `#` and `@`.
#[must_use]
pub fn plain(c: char) -> char {
    match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '＂' => '"',
        '‘' | '’' | '‛' | '＇' => '\'',
        '（' => '(',
        '）' => ')',
        '＃' => '#',
        '＠' => '@',
        c => c,
    }
}

/// Whether `c` is a blank of whatever kind.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

fn times(count: usize) -> String {
    if count > 1 { format!(", {count} times in this query") } else { String::new() }
}

/// What a blank that does not look like what it is is called.
pub(crate) fn blank_name(c: char) -> String {
    match c {
        ' ' => "a blank".to_owned(),
        '\t' => "a tab".to_owned(),
        '\u{a0}' => "a no-break space (U+00A0)".to_owned(),
        '\u{200b}' => "an invisible zero-width space (U+200B)".to_owned(),
        '\u{2060}' => "an invisible word joiner (U+2060)".to_owned(),
        '\u{feff}' => "an invisible byte order mark (U+FEFF)".to_owned(),
        c => format!("an unusual space (U+{:04X})", c as u32),
    }
}
