//! Cutting a stretch of text into words and emoji, before anything is folded.

use unicode_segmentation::{Graphemes, UnicodeSegmentation as _};

use crate::character::{Class, ascii_class, class};
use crate::{Script, TokenKind};

/// A word or an emoji, by its place in the stretch that was cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    /// Its first byte.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// What it is; never an entity.
    pub kind: TokenKind,
    /// Whether nothing stands between it and the segment before it.
    pub glued: bool,
}

/// Whether `_` belongs to words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Underscore {
    /// It parts them: ordinary text.
    Parts,
    /// It joins them: the body of a hashtag or handle.
    Joins,
}

/// The segments of a text, in order, without overlap, on borders of grapheme clusters.
///
/// The text must begin and end on a border of the text it is a part of.
pub(crate) struct Segments<'t> {
    clusters: Clusters<'t>,
    underscore: Underscore,
    /// The cluster that ended the last segment, to be looked at again.
    waiting: Option<(usize, usize, Class)>,
    separated: bool,
    plain: &'static [Plain; 256],
}

impl<'t> Segments<'t> {
    pub(crate) fn new(text: &'t str, underscore: Underscore) -> Self {
        let clusters = Clusters { text, at: 0, graphemes: None };
        let plain = match underscore {
            Underscore::Parts => &PARTED,
            Underscore::Joins => &JOINED,
        };
        Self { clusters, underscore, waiting: None, separated: true, plain }
    }

    fn next_cluster(&mut self) -> Option<(usize, usize, Class)> {
        if let Some(cluster) = self.waiting.take() {
            return Some(cluster);
        }
        let (start, end, class) = self.clusters.next()?;
        let joins = class == Class::Gap
            && self.underscore == Underscore::Joins
            && &self.clusters.text[start..end] == "_";
        Some((start, end, if joins { Class::Word(Script::Spaced) } else { class }))
    }

    /// The next segment, if it is a word of plain letters and digits alone: most are.
    ///
    /// `None`, and nothing changed, where anything else comes first or the word may go on in another writing.
    fn plain_word(&mut self) -> Option<Segment> {
        let bytes = self.clusters.text.as_bytes();
        let begin = self.clusters.at;
        let kind =
            |at: usize| bytes.get(at).map_or(Plain::Gap, |&byte| self.plain[usize::from(byte)]);
        let mut start = begin;
        while start < bytes.len() && kind(start) == Plain::Gap {
            start += 1;
        }
        let mut end = start;
        loop {
            match kind(end) {
                Plain::Letter => end += 1,
                Plain::Gap => break,
                Plain::Latin if !matches!(bytes[end..], [0xC3, 0x97 | 0xB7, ..]) => end += 2,
                Plain::Latin | Plain::Other => return None,
            }
        }
        if start == end {
            return None;
        }
        let separated = std::mem::replace(&mut self.separated, false);
        self.clusters.at = end;
        self.clusters.graphemes = None;
        let glued = !separated && start == begin;
        Some(Segment { start, end, kind: TokenKind::Word(Script::Spaced), glued })
    }

    /// The end of the word of `script` whose first cluster ends at `end`.
    fn word(&mut self, mut end: usize, script: Script) -> usize {
        if script == Script::Blankless {
            return end;
        }
        loop {
            if script == Script::Spaced && self.waiting.is_none() && self.clusters.skip_letters() {
                end = self.clusters.at;
            }
            let Some(cluster) = self.next_cluster() else { break };
            match cluster {
                (_, _, Class::Nothing) => {}
                (_, to, Class::Word(next)) if next == script => end = to,
                _ => {
                    self.waiting = Some(cluster);
                    break;
                }
            }
        }
        end
    }
}

impl Iterator for Segments<'_> {
    type Item = Segment;

    fn next(&mut self) -> Option<Segment> {
        if self.waiting.is_none()
            && let Some(word) = self.plain_word()
        {
            return Some(word);
        }
        loop {
            let (start, end, class) = self.next_cluster()?;
            let (end, kind) = match class {
                Class::Nothing => continue,
                Class::Gap => {
                    self.separated = true;
                    if self.waiting.is_none() && self.underscore == Underscore::Parts {
                        self.clusters.skip_gap();
                    }
                    continue;
                }
                Class::Emoji => (end, TokenKind::Emoji),
                Class::Word(script) => (self.word(end, script), TokenKind::Word(script)),
            };
            let glued = !std::mem::replace(&mut self.separated, false);
            return Some(Segment { start, end, kind, glued });
        }
    }
}

/// What a byte begins, in a text of plain characters: those that are clusters by themselves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plain {
    /// An ASCII character between words.
    Gap,
    /// An ASCII letter or digit, or a `_` that joins.
    Letter,
    /// Two bytes of U+00C0 to U+027F: Latin letters, `×` and `÷`.
    Latin,
    /// Anything else: the tables know.
    Other,
}

/// What each byte begins where `_` parts words.
static PARTED: [Plain; 256] = plain(Underscore::Parts);
/// What each byte begins where `_` joins words.
static JOINED: [Plain; 256] = plain(Underscore::Joins);

const fn plain(underscore: Underscore) -> [Plain; 256] {
    let mut table = [Plain::Other; 256];
    let mut byte = 0_u8;
    loop {
        table[byte as usize] = match byte {
            b'_' if matches!(underscore, Underscore::Joins) => Plain::Letter,
            0..=0x7F if byte.is_ascii_alphanumeric() => Plain::Letter,
            0..=0x7F => Plain::Gap,
            0xC3..=0xC9 => Plain::Latin,
            _ => Plain::Other,
        };
        if byte == u8::MAX {
            return table;
        }
        byte += 1;
    }
}

/// Grapheme clusters with their classes; plain ASCII and Latin letters are cut without the tables.
struct Clusters<'t> {
    text: &'t str,
    at: usize,
    /// The clusters from `at` on, as long as they are not plain.
    graphemes: Option<Graphemes<'t>>,
}

impl Clusters<'_> {
    /// Skips the plain letters and digits that come next; whether there were any.
    fn skip_letters(&mut self) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let (mut run, mut last) = (0, 0);
        loop {
            let length = match rest[run..] {
                [byte, ..] if byte.is_ascii_alphanumeric() => 1,
                [0xC3, 0x97 | 0xB7, ..] => break,
                [0xC3..=0xC9, ..] => 2,
                _ => break,
            };
            last = run;
            run += length;
        }
        self.skip(if begins_cluster(rest.get(run)) { run } else { last })
    }

    /// Skips the plain ASCII characters that come next and are no letters or digits.
    fn skip_gap(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        let run = rest.iter().take_while(|b| b.is_ascii() && !b.is_ascii_alphanumeric()).count();
        // The last one may carry a mark.
        self.skip(if begins_cluster(rest.get(run)) { run } else { run.saturating_sub(1) });
    }

    /// Skips so many bytes; whether that is any.
    fn skip(&mut self, bytes: usize) -> bool {
        self.at += bytes;
        if bytes > 0 {
            self.graphemes = None;
        }
        bytes > 0
    }
}

impl Iterator for Clusters<'_> {
    type Item = (usize, usize, Class);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let first = *bytes.get(start)?;
        // A plain character before another is a cluster; so is CR LF, but both are gaps.
        let length = if first.is_ascii() { 1 } else { 2 };
        if begins_cluster(Some(&first)) && begins_cluster(bytes.get(start + length)) {
            self.graphemes = None;
            self.at += length;
            let class = match bytes[start..self.at] {
                [byte] => ascii_class(byte),
                _ => class(&self.text[start..self.at]),
            };
            return Some((start, self.at, class));
        }
        let rest = &self.text[start..];
        let cluster = self.graphemes.get_or_insert_with(|| rest.graphemes(true)).next()?;
        self.at += cluster.len();
        Some((start, self.at, class(cluster)))
    }
}

/// Whether a character that begins with this byte, or the end, continues no cluster: ASCII, and the two bytes of
/// U+00C0 to U+027F, which are Latin letters, `×` and `÷`.
fn begins_cluster(first: Option<&u8>) -> bool {
    first.is_none_or(|first| matches!(first, 0..=0x7F | 0xC3..=0xC9))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The segments by the cluster tables alone.
    fn slow(text: &str, underscore: Underscore) -> Vec<Segment> {
        let mut found: Vec<Segment> = Vec::new();
        let (mut open, mut separated) = (false, true);
        for (start, cluster) in text.grapheme_indices(true) {
            let end = start + cluster.len();
            let class = match (cluster, underscore) {
                ("_", Underscore::Joins) => Class::Word(Script::Spaced),
                _ => class(cluster),
            };
            let kind = match class {
                Class::Nothing => continue,
                Class::Gap => {
                    (open, separated) = (false, true);
                    continue;
                }
                Class::Emoji => TokenKind::Emoji,
                Class::Word(script) => TokenKind::Word(script),
            };
            match (found.last_mut(), kind) {
                (
                    Some(Segment { end: to, kind: TokenKind::Word(script), .. }),
                    TokenKind::Word(next),
                ) if open && *script == next && next != Script::Blankless => *to = end,
                _ => found.push(Segment { start, end, kind, glued: !separated }),
            }
            (open, separated) = (kind != TokenKind::Emoji, false);
        }
        found
    }

    #[test]
    fn what_is_cut_without_the_tables_is_cut_alike() {
        const PIECES: [&str; 20] = [
            "a", "1", " ", "_", "-", "\r", "\n", "é", "×", "÷", "À", "\u{27F}", "\u{280}",
            "\u{301}", "\u{AD}", "\u{200D}", "日", "한", "©", "😀",
        ];
        let mut compared = 0;
        for number in 0..20_usize.pow(4) {
            let text: String = (0..4).map(|at| PIECES[number / 20_usize.pow(at) % 20]).collect();
            for underscore in [Underscore::Parts, Underscore::Joins] {
                let fast: Vec<Segment> = Segments::new(&text, underscore).collect();
                assert_eq!(fast, slow(&text, underscore), "{text:?}");
                compared += fast.len();
            }
        }
        assert!(compared > 300_000, "{compared}");
    }

    #[test]
    fn the_letters_with_two_bytes_are_those_of_the_standard_library() {
        for c in '\u{C0}'..='\u{27F}' {
            let word = class(c.encode_utf8(&mut [0; 4])) == Class::Word(Script::Spaced);
            assert_eq!(word, c.is_alphabetic(), "{c:?}");
        }
    }
}
