//! Places of a text as browsers count them: in UTF-16 units.

use std::ops::Range;

/// A text whose places are asked for; each is found in the time that its line takes.
pub(crate) struct Utf16<'t> {
    text: &'t str,
    /// Where each line begins: in bytes, and in units.
    lines: Vec<(usize, usize)>,
}

impl<'t> Utf16<'t> {
    /// Counts the lines of `text`.
    pub(crate) fn of(text: &'t str) -> Self {
        let (mut bytes, mut units) = (0, 0);
        let mut lines = vec![(0, 0)];
        for line in text.split_inclusive('\n') {
            bytes += line.len();
            units += line.encode_utf16().count();
            lines.push((bytes, units));
        }
        Self { text, lines }
    }

    /// The place in units of byte `at`, or of the character it stands in.
    pub(crate) fn at(&self, at: usize) -> usize {
        let at = self.text.floor_char_boundary(at);
        let line = self.lines.partition_point(|(begins, _)| *begins <= at);
        let (begins, units) = self.lines[line - 1];
        units + self.text[begins..at].encode_utf16().count()
    }

    /// Where a span begins, and how long it is.
    pub(crate) fn span(&self, span: &Range<usize>) -> (usize, usize) {
        let start = self.at(span.start);
        (start, self.at(span.end) - start)
    }
}

#[cfg(test)]
mod tests {
    use super::Utf16;

    #[test]
    fn every_character_stands_where_a_browser_has_it() {
        for text in ["", "a", "ä\n😀b\n", "\n\n", "x😀\r\n日本 e\u{301}\nend"] {
            let counted = Utf16::of(text);
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                assert_eq!(counted.at(at), text[..at].encode_utf16().count(), "{text:?} at {at}");
            }
        }
        assert_eq!(Utf16::of("a😀b").at(3), 1, "inside a character");
        assert_eq!(Utf16::of("ä\n😀b").span(&(3..8)), (2, 3));
    }
}
