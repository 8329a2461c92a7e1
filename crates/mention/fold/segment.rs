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
}

impl<'t> Segments<'t> {
    pub(crate) fn new(text: &'t str, underscore: Underscore) -> Self {
        let clusters = Clusters { text, at: 0, graphemes: None };
        Self { clusters, underscore, waiting: None, separated: true }
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

    /// The end and script of the word whose first cluster ends at `end`.
    fn word(&mut self, mut end: usize, mut script: Script) -> (usize, Script) {
        if script == Script::Blankless {
            return (end, script);
        }
        loop {
            if self.waiting.is_none() && self.clusters.skip_ascii(|b| b.is_ascii_alphanumeric()) {
                end = self.clusters.at;
            }
            let Some(cluster) = self.next_cluster() else { break };
            match cluster {
                (_, _, Class::Nothing) => {}
                (_, to, Class::Word(next @ (Script::Spaced | Script::Hangul))) => {
                    end = to;
                    script = script.max(next);
                }
                _ => {
                    self.waiting = Some(cluster);
                    break;
                }
            }
        }
        (end, script)
    }
}

impl Iterator for Segments<'_> {
    type Item = Segment;

    fn next(&mut self) -> Option<Segment> {
        loop {
            let (start, end, class) = self.next_cluster()?;
            let (end, kind) = match class {
                Class::Nothing => continue,
                Class::Gap => {
                    self.separated = true;
                    if self.waiting.is_none() && self.underscore == Underscore::Parts {
                        self.clusters.skip_ascii(|b| !b.is_ascii_alphanumeric());
                    }
                    continue;
                }
                Class::Emoji => (end, TokenKind::Emoji),
                Class::Word(script) => {
                    let (end, script) = self.word(end, script);
                    (end, TokenKind::Word(script))
                }
            };
            let glued = !std::mem::replace(&mut self.separated, false);
            return Some(Segment { start, end, kind, glued });
        }
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
    /// Skips the plain ASCII characters that are `wanted`; whether there were any.
    fn skip_ascii(&mut self, wanted: impl Fn(u8) -> bool) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let run = rest.iter().take_while(|&&b| b.is_ascii() && wanted(b)).count();
        // The last one may carry a mark.
        let skipped = if begins_cluster(rest.get(run)) { run } else { run.saturating_sub(1) };
        self.at += skipped;
        if skipped > 0 {
            self.graphemes = None;
        }
        skipped > 0
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
