//! Cutting a stretch of text into words and emoji, before anything is folded.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use super::shape::{Joins, Shape, Shapes};
use crate::bytes::{Bytes, Run};
use crate::character::{Class, ascii_class, class};
use crate::{Script, TokenKind};

/// A word or an emoji, by its place in the text that is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    /// Its first byte.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
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

/// A text that is cut, one part after the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cutter<'t> {
    text: &'t str,
    underscore: Underscore,
    bytes: &'t Bytes,
}

impl<'t> Cutter<'t> {
    /// Looks at `text`; what is seen is kept in `bytes`.
    pub(crate) fn new(text: &'t str, underscore: Underscore, bytes: &'t mut Bytes) -> Self {
        let joint = match underscore {
            // A letter anyway.
            Underscore::Parts => b'a',
            Underscore::Joins => b'_',
        };
        bytes.set(text, joint);
        Self { text, underscore, bytes }
    }

    /// What the bytes of the text are.
    pub(crate) fn bytes(&self) -> &'t Bytes {
        self.bytes
    }

    /// Hands over the segments of `part`, which must begin and end on a border of the text: in order, without overlap,
    /// on borders of grapheme clusters.
    #[inline]
    pub(crate) fn segments(
        self,
        part: Range<usize>,
        shapes: &mut Shapes,
        mut found: impl FnMut(Segment),
    ) {
        let text = &self.text[..part.end];
        let (at, underscore) = (byte(part.start), self.underscore);
        let mut mixed = Mixed { text, underscore, shapes, at, end: at, separated: true };
        self.bytes.runs(at..byte(part.end), |Run { start, end, ascii }| {
            if !ascii || start < mixed.at {
                return mixed.run(start, end, &mut found);
            }
            let glued = !mixed.separated && start == mixed.at;
            (mixed.at, mixed.separated) = (end, false);
            let kind = TokenKind::Word(Script::Spaced);
            found(Segment { start, end, kind, glued, plain: true });
        });
    }
}

/// The runs of a text that are not all ASCII: there clusters have to be told apart.
struct Mixed<'t, 's> {
    /// The text up to the end of the part that is cut.
    text: &'t str,
    underscore: Underscore,
    shapes: &'s mut Shapes,
    /// Up to where the text is cut; a border of clusters.
    at: u32,
    /// Where the run ends.
    end: u32,
    /// Whether something stands between the last segment and `at`.
    separated: bool,
}

/// A grapheme cluster.
struct Cluster {
    end: u32,
    class: Class,
    /// Whether it is one character and its own key.
    plain: bool,
}

impl Mixed<'_, '_> {
    /// Hands over the segments of the run from `start` to `end`.
    #[inline(never)]
    fn run(&mut self, start: u32, end: u32, found: &mut impl FnMut(Segment)) {
        // A mark may stand on the character before a run.
        let begin = self.at.max(start.saturating_sub(1));
        self.separated |= begin > self.at;
        (self.at, self.end) = (begin, end);
        while self.at < self.end {
            self.single(found);
            if self.at < self.end {
                let cluster = self.cluster();
                self.take(&cluster, found);
            }
        }
    }

    /// Hands over the segments that begin with characters which are clusters by themselves, up to one that may not be.
    fn single(&mut self, found: &mut impl FnMut(Segment)) {
        let mut rest = self.text[self.at as usize..self.end as usize].chars();
        let mut next = rest.next().map(|c| (c, self.shape(c)));
        while let Some((c, Shape { joins: Joins::Base, class, itself, .. })) = next {
            next = rest.next().map(|c| (c, self.shape(c)));
            if next.is_some_and(|(_, shape)| shape.joins != Joins::Base) {
                return;
            }
            let end = self.at + length(c);
            self.take(&Cluster { end, class, plain: itself }, found);
            if self.at > end {
                rest = self.text[self.at as usize..self.end as usize].chars();
                next = rest.next().map(|c| (c, self.shape(c)));
            }
        }
    }

    /// Takes the `cluster` at `at`, and if it opens a word, the rest of that word.
    #[inline]
    fn take(&mut self, cluster: &Cluster, found: &mut impl FnMut(Segment)) {
        let start = std::mem::replace(&mut self.at, cluster.end);
        let mut plain = cluster.plain;
        let kind = match cluster.class {
            Class::Nothing => return,
            Class::Gap => {
                self.separated = true;
                return;
            }
            Class::Emoji => TokenKind::Emoji,
            Class::Word(script) => {
                plain &= script == Script::Blankless || self.skip_word(script);
                TokenKind::Word(script)
            }
        };
        let glued = !std::mem::replace(&mut self.separated, false);
        found(Segment { start, end: self.at, kind, glued, plain });
    }

    /// Skips the rest of a word of `script`; whether it is its own key.
    fn skip_word(&mut self, script: Script) -> bool {
        let mut plain = self.skip_letters(script);
        let mut at = self.at;
        while at < self.end {
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

    /// Skips letters of `script` that are clusters by themselves, but for one that may go on; whether they are their
    /// own keys.
    fn skip_letters(&mut self, script: Script) -> bool {
        let mut plain = true;
        let mut rest = self.text[self.at as usize..self.end as usize].chars();
        let mut next = rest.next().map(|c| (c, self.shape(c)));
        while let Some((c, Shape { joins: Joins::Base, class: Class::Word(of), itself, .. })) = next
            && of == script
        {
            next = rest.next().map(|c| (c, self.shape(c)));
            if next.is_some_and(|(_, shape)| shape.joins != Joins::Base) {
                break;
            }
            plain &= itself;
            self.at += length(c);
        }
        plain
    }

    /// The cluster at `at`, which is not the end.
    fn cluster(&mut self) -> Cluster {
        let mut chars = self.text[self.at as usize..].chars();
        let first = chars.next().expect("the text goes on");
        let Shape { joins, class: alone, settled, itself } = self.shape(first);
        if joins != Joins::Base {
            return self.odd_cluster();
        }
        let end = self.at + length(first);
        if first.is_ascii_control() {
            return Cluster { end, class: alone, plain: true };
        }
        let mut marked = end;
        for next in chars.take_while(|next| !next.is_ascii()) {
            match self.shapes.of(next).joins {
                Joins::Base => break,
                Joins::Mark => marked += length(next),
                Joins::Depends => return self.odd_cluster(),
            }
        }
        let class = if marked == end || settled {
            alone
        } else {
            class(&self.text[self.at as usize..marked as usize])
        };
        Cluster { end: marked, class, plain: itself && marked == end }
    }

    #[inline]
    fn shape(&mut self, c: char) -> Shape {
        if !c.is_ascii() {
            return self.shapes.of(c);
        }
        let class = match (c, self.underscore) {
            ('_', Underscore::Joins) => Class::Word(Script::Spaced),
            _ => ascii_class(c as u8),
        };
        Shape { joins: Joins::Base, class, settled: c.is_ascii_alphabetic(), itself: true }
    }

    /// The cluster at `at`, which is not the end, by the tables. One that begins with a sign that goes before others may
    /// end behind the run; then all that is left of the text is cut here.
    fn odd_cluster(&mut self) -> Cluster {
        let rest = &self.text[self.at as usize..];
        let cluster = rest.graphemes(true).next().unwrap_or(rest);
        let end = self.at + byte(cluster.len());
        if end > self.end {
            self.end = byte(self.text.len());
        }
        let class = match (cluster, self.underscore) {
            ("_", Underscore::Joins) => Class::Word(Script::Spaced),
            _ => class(cluster),
        };
        Cluster { end, class, plain: false }
    }
}

/// The bytes of a character.
fn length(c: char) -> u32 {
    byte(c.len_utf8())
}

/// A place in a text as segments keep it.
fn byte(at: usize) -> u32 {
    u32::try_from(at).expect("a text is no longer than 4 GiB")
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
            let (start, end) = (byte(start), byte(start + cluster.len()));
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
    const PIECES: [&str; 33] = [
        "a", "1", "#", " ", "_", "-", "\r", "\n", "é", "×", "\u{27F}", "\u{280}", "\u{301}",
        "\u{AD}", "\u{200C}", "\u{200D}", "日", "カ", "한", "\u{1112}", "\u{1161}", "©", "😀",
        "🏽", "🇸", "\u{FE0F}", "\u{20E3}", "\u{600}", "\u{D4E}", "क", "\u{94D}", "ก", "ำ",
    ];

    #[test]
    fn what_is_cut_without_the_tables_is_cut_alike() {
        let (mut compared, mut plain) = (0, 0);
        let (mut shapes, mut bytes) = (Shapes::default(), Bytes::default());
        for number in 0..PIECES.len().pow(4) {
            let place = |at| number / PIECES.len().pow(at) % PIECES.len();
            let text: String = (0..4).map(|at| PIECES[place(at)]).collect();
            for underscore in [Underscore::Parts, Underscore::Joins] {
                let cutter = Cutter::new(&text, underscore, &mut bytes);
                let mut fast: Vec<Segment> = Vec::new();
                cutter.segments(0..text.len(), &mut shapes, |segment| fast.push(segment));
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
