//! Cutting a stretch of text into words and emoji, before anything is folded.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use super::block::{Blocks, Run};
use super::shape::{Joins, Shape, Shapes};
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
    /// Whether its keys, exact and bare, are what stands there with ASCII letters lowered.
    pub plain: bool,
}

/// Whether `_` belongs to words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Underscore {
    /// It parts them: ordinary text.
    Parts,
    /// It joins them: the body of a hashtag or handle.
    Joins,
}

/// The segments of a part of a text, in order, without overlap, on borders of grapheme clusters.
pub(crate) struct Segments<'t, 's> {
    text: &'t str,
    cutter: &'s mut Cutter<'t>,
    shapes: &'s mut Shapes,
    /// Up to where the text is cut; a border of clusters.
    at: usize,
    /// Up to where clusters have to be told apart.
    mixed: usize,
    separated: bool,
}

/// What is known of a text while it is cut, one part after the other.
#[derive(Clone, Debug)]
pub(crate) struct Cutter<'t> {
    text: &'t str,
    underscore: Underscore,
    blocks: Blocks<'t>,
}

impl<'t> Cutter<'t> {
    pub(crate) fn new(text: &'t str, underscore: Underscore) -> Self {
        let joint = match underscore {
            // A letter anyway.
            Underscore::Parts => b'a',
            Underscore::Joins => b'_',
        };
        Self { text, underscore, blocks: Blocks::new(text.as_bytes(), joint) }
    }

    /// The segments of `part`, which must begin and end on a border of the text.
    pub(crate) fn segments<'s>(
        &'s mut self,
        part: Range<usize>,
        shapes: &'s mut Shapes,
    ) -> Segments<'t, 's> {
        let text = &self.text[..part.end];
        let (at, mixed) = (part.start, part.start);
        Segments { text, cutter: self, shapes, at, mixed, separated: true }
    }
}

/// A grapheme cluster.
struct Cluster {
    end: usize,
    class: Class,
    /// Whether it is one character and its own key.
    plain: bool,
}

impl Segments<'_, '_> {
    /// The next segment before `mixed`, told apart by clusters.
    fn mixed(&mut self) -> Option<Segment> {
        while self.at < self.mixed {
            let start = self.at;
            let Cluster { end, class, mut plain } = self.cluster();
            self.at = end;
            let kind = match class {
                Class::Nothing => continue,
                Class::Gap => {
                    self.separated = true;
                    continue;
                }
                Class::Emoji => TokenKind::Emoji,
                Class::Word(script) => {
                    plain &= script == Script::Blankless || self.skip_word(script);
                    TokenKind::Word(script)
                }
            };
            let glued = !std::mem::replace(&mut self.separated, false);
            return Some(Segment { start, end: self.at, kind, glued, plain });
        }
        None
    }

    /// Skips the rest of a word of `script`; whether it is its own key.
    fn skip_word(&mut self, script: Script) -> bool {
        let (mut at, mut plain) = (self.at, true);
        while at < self.mixed {
            let before = std::mem::replace(&mut self.at, at);
            let Cluster { end, class, plain: itself } = self.cluster();
            match class {
                Class::Word(next) if next == script => self.at = end,
                Class::Nothing => self.at = before,
                _ => {
                    self.at = before;
                    break;
                }
            }
            plain &= itself;
            at = end;
        }
        plain
    }

    /// The cluster at `at`, which is not the end.
    fn cluster(&mut self) -> Cluster {
        let rest = &self.text[self.at..];
        let mut chars = rest.chars();
        let first = chars.next().expect("the text goes on");
        let Shape { joins, class: alone, settled, itself } = self.shape(first);
        if joins != Joins::Base {
            return self.odd_cluster();
        }
        let end = self.at + first.len_utf8();
        if first.is_ascii_control() {
            return Cluster { end, class: alone, plain: true };
        }
        let mut marked = end;
        for next in chars.take_while(|next| !next.is_ascii()) {
            match self.shapes.of(next).joins {
                Joins::Base => break,
                Joins::Mark => marked += next.len_utf8(),
                Joins::Depends => return self.odd_cluster(),
            }
        }
        let class =
            if marked == end || settled { alone } else { class(&self.text[self.at..marked]) };
        Cluster { end: marked, class, plain: itself && marked == end }
    }

    fn shape(&mut self, c: char) -> Shape {
        if !c.is_ascii() {
            return self.shapes.of(c);
        }
        let class = match (c, self.cutter.underscore) {
            ('_', Underscore::Joins) => Class::Word(Script::Spaced),
            _ => ascii_class(c as u8),
        };
        Shape { joins: Joins::Base, class, settled: c.is_ascii_alphabetic(), itself: true }
    }

    /// The cluster at `at`, which is not the end, by the tables.
    fn odd_cluster(&self) -> Cluster {
        let rest = &self.text[self.at..];
        let cluster = rest.graphemes(true).next().unwrap_or(rest);
        let class = match (cluster, self.cutter.underscore) {
            ("_", Underscore::Joins) => Class::Word(Script::Spaced),
            _ => class(cluster),
        };
        Cluster { end: self.at + cluster.len(), class, plain: false }
    }
}

impl Iterator for Segments<'_, '_> {
    type Item = Segment;

    fn next(&mut self) -> Option<Segment> {
        loop {
            if let Some(segment) = self.mixed() {
                return Some(segment);
            }
            let Run { start, end, ascii } = self.cutter.blocks.run(self.at..self.text.len())?;
            // A mark may stand on the character before a run.
            let begin = if ascii { start } else { self.at.max(start.saturating_sub(1)) };
            self.separated |= begin > self.at;
            if ascii {
                self.at = end;
                let glued = !std::mem::replace(&mut self.separated, false);
                let kind = TokenKind::Word(Script::Spaced);
                return Some(Segment { start, end, kind, glued, plain: true });
            }
            (self.at, self.mixed) = (begin, end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::KeyFolder;

    /// The segments by the cluster tables alone; of each what is not about its keys.
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
                _ => {
                    let glued = !separated;
                    found.push(Segment { start, end, kind, glued, plain: false });
                }
            }
            (open, separated) = (kind != TokenKind::Emoji, false);
        }
        found
    }

    /// Characters that have a part in some rule of clusters or of words.
    const PIECES: [&str; 32] = [
        "a", "1", "#", " ", "_", "-", "\r", "\n", "é", "×", "\u{27F}", "\u{280}", "\u{301}",
        "\u{AD}", "\u{200C}", "\u{200D}", "日", "カ", "한", "\u{1112}", "\u{1161}", "©", "😀",
        "🏽", "🇸", "\u{FE0F}", "\u{20E3}", "\u{600}", "क", "\u{94D}", "ก", "ำ",
    ];

    #[test]
    fn what_is_cut_without_the_tables_is_cut_alike() {
        let (mut compared, mut plain) = (0, 0);
        let mut shapes = Shapes::default();
        for number in 0..PIECES.len().pow(4) {
            let place = |at| number / PIECES.len().pow(at) % PIECES.len();
            let text: String = (0..4).map(|at| PIECES[place(at)]).collect();
            for underscore in [Underscore::Parts, Underscore::Joins] {
                let mut fast: Vec<Segment> =
                    Cutter::new(&text, underscore).segments(0..text.len(), &mut shapes).collect();
                for segment in &mut fast {
                    plain += usize::from(std::mem::take(&mut segment.plain));
                }
                assert_eq!(fast, slow(&text, underscore), "{text:?}");
                compared += fast.len();
            }
        }
        assert!(compared > 2_000_000 && plain > compared / 4, "{compared} {plain}");
    }

    #[test]
    fn what_is_its_own_key_says_so() {
        let (mut folder, mut shapes) = (KeyFolder::default(), Shapes::default());
        let mut itself: Vec<char> = Vec::new();
        let mut keys = String::new();
        for c in ('\u{80}'..=char::MAX).filter(|&c| shapes.of(c).itself) {
            let beside = itself.get(itself.len() / 2).copied().unwrap_or('a');
            let text: String = ['a', c, c, beside, c].into_iter().collect();
            keys.clear();
            let places = folder.fold(&text, &mut keys);
            assert_eq!((places.exact(&keys), places.bare(&keys)), (&*text, &*text));
            itself.push(c);
        }
        assert!(itself.len() > 100_000, "{}", itself.len());
        assert!(!['É', 'é', 'ё', '²', 'ﬁ', '\u{301}', 'ı'].iter().any(|c| itself.contains(c)));
    }

    #[test]
    fn the_letters_with_two_bytes_are_those_of_the_standard_library() {
        for c in '\u{C0}'..='\u{27F}' {
            let word = class(c.encode_utf8(&mut [0; 4])) == Class::Word(Script::Spaced);
            assert_eq!(word, c.is_alphabetic(), "{c:?}");
        }
    }
}
