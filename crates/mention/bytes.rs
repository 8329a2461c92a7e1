//! What the bytes of a text are, sixteen at a time and a bit each: runs of letters and digits, signs, dots.

use std::ops::Range;

use wide::u8x16;

/// Bytes whose bits stand in one word.
const BLOCK: u32 = u64::BITS;

/// A run of ASCII letters and digits and of any bytes beyond ASCII, between ASCII characters that are neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// Its first byte.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// Whether all of it is ASCII.
    pub ascii: bool,
}

/// What the bytes of a text are; one is lent again and again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bytes {
    blocks: Vec<Block>,
}

/// A bit for each of sixty-four bytes, the first the lowest.
#[derive(Clone, Copy, Debug, Default)]
struct Block {
    /// Letters, digits, and what is beyond ASCII.
    runs: u64,
    /// What is beyond ASCII.
    high: u64,
    /// `#`, `@`, `$`, and what their full-width forms begin with.
    signs: u64,
    /// `.`.
    dots: u64,
}

impl Bytes {
    /// Looks at `text`, in which `joint` counts as a letter too.
    ///
    /// # Panics
    ///
    /// If the text is longer than 4 GiB.
    pub(crate) fn set(&mut self, text: &str, joint: u8) {
        assert!(u32::try_from(text.len()).is_ok(), "a text is no longer than 4 GiB");
        self.blocks.clear();
        let (whole, rest) = text.as_bytes().as_chunks();
        self.blocks.extend(whole.iter().map(|block| Block::of(block, joint)));
        if !rest.is_empty() {
            let mut block = [b' '; BLOCK as usize];
            block[..rest.len()].copy_from_slice(rest);
            self.blocks.push(Block::of(&block, joint));
        }
    }

    /// Hands over the runs, or what of them lies in `place`, in order.
    #[inline]
    pub(crate) fn runs(&self, place: Range<u32>, mut found: impl FnMut(Run)) {
        let Range { start: mut at, end: to } = place;
        // A run that reaches the end of the block before.
        let mut open: Option<Run> = None;
        while at < to {
            let base = at - at % BLOCK;
            let Block { runs, high, .. } = self.blocks[(base / BLOCK) as usize];
            let inside = (u64::MAX << (at - base)) & (u64::MAX >> BLOCK.saturating_sub(to - base));
            let mut left = runs & inside;
            if left & 1 == 0 {
                open.take().into_iter().for_each(&mut found);
            }
            while left != 0 {
                // The sum carries through the first run.
                let rest = left & left.wrapping_add(left & left.wrapping_neg());
                let bits = left ^ rest;
                left = rest;
                let start = base + bits.trailing_zeros();
                let end = base + BLOCK - bits.leading_zeros();
                let mut run = Run { start, end, ascii: bits & high == 0 };
                if let Some(before) = open.take() {
                    run = Run { start: before.start, end, ascii: before.ascii && run.ascii };
                }
                if end == base + BLOCK {
                    open = Some(run);
                } else {
                    found(run);
                }
            }
            at = base + BLOCK;
        }
        open.into_iter().for_each(found);
    }

    /// Where a hashtag, a handle or a cashtag may begin, in order.
    pub(crate) fn signs(&self) -> impl Iterator<Item = usize> {
        self.all(|block| block.signs)
    }

    /// Where dots stand, in order.
    pub(crate) fn dots(&self) -> impl Iterator<Item = usize> {
        self.all(|block| block.dots)
    }

    /// Every byte whose bit is set.
    fn all(&self, bits: impl Fn(&Block) -> u64) -> impl Iterator<Item = usize> {
        self.blocks.iter().enumerate().flat_map(move |(number, block)| {
            let mut left = bits(block);
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(number * BLOCK as usize + bit as usize)
            })
        })
    }
}

impl Block {
    fn of(bytes: &[u8; BLOCK as usize], joint: u8) -> Self {
        let mut block = Self::default();
        for (part, sixteen) in bytes.as_chunks().0.iter().enumerate() {
            let bytes = u8x16::from(*sixteen);
            let is = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
            let small = bytes | u8x16::splat(0x20);
            let letters = small.max(u8x16::splat(b'a')).simd_eq(small)
                & small.min(u8x16::splat(b'z')).simd_eq(small);
            let digits = bytes.max(u8x16::splat(b'0')).simd_eq(bytes)
                & bytes.min(u8x16::splat(b'9')).simd_eq(bytes);
            let signs = is(b'#') | is(b'@') | is(b'$') | is(WIDE);
            let mask = |lanes: u8x16| u64::from(lanes.to_bitmask()) << (16 * part);
            block.high |= mask(bytes);
            block.runs |= mask(bytes | letters | digits | is(joint));
            block.signs |= mask(signs);
            block.dots |= mask(is(b'.'));
        }
        block
    }
}

/// The first byte of the full-width signs.
pub(crate) const WIDE: u8 = 0xEF;

#[cfg(test)]
mod tests {
    use super::*;

    fn slow(text: &str, joint: u8) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let mut open = false;
        for (at, byte) in (0..).zip(text.bytes()) {
            let inside = byte.is_ascii_alphanumeric() || !byte.is_ascii() || byte == joint;
            if inside && open {
                let run = runs.last_mut().unwrap();
                (run.end, run.ascii) = (at + 1, run.ascii && byte.is_ascii());
            } else if inside {
                runs.push(Run { start: at, end: at + 1, ascii: byte.is_ascii() });
            }
            open = inside;
        }
        runs
    }

    fn runs(bytes: &Bytes, place: Range<u32>) -> Vec<Run> {
        let mut runs = Vec::new();
        bytes.runs(place, |run| runs.push(run));
        runs
    }

    #[test]
    fn bits_say_what_single_bytes_are() {
        let mut state = 7_u64;
        let mut bytes = Bytes::default();
        let mut compared = 0;
        for length in 0..400 {
            let mut piece = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let number = u32::from(state.to_le_bytes()[4]);
                // Long runs and long gaps as well as short ones.
                match (state >> 41) % 8 {
                    0 if length % 3 > 0 => ' ',
                    _ if length % 3 == 2 => 'a',
                    1 => char::from_u32(0xFF00 + number).unwrap_or('＃'),
                    2 | 3 => char::from_u32(0x80 + number).unwrap_or('é'),
                    _ => char::from_u32(number % 0x80).unwrap_or('a'),
                }
            };
            let text: String = (0..length).map(|_| piece()).collect();
            let end = u32::try_from(text.len()).unwrap();
            for joint in [b'_', b'a'] {
                bytes.set(&text, joint);
                let found = runs(&bytes, 0..end);
                assert_eq!(found, slow(&text, joint), "{text:?}");
                compared += found.len();
                for part in [end / 3..end, 0..end - end / 3, end / 2..end / 2] {
                    let cut = |run: &Run| run.start.max(part.start)..run.end.min(part.end);
                    let inside = found.iter().map(cut).filter(|cut| !cut.is_empty());
                    let places =
                        runs(&bytes, part.clone()).into_iter().map(|run| run.start..run.end);
                    assert!(places.eq(inside), "{text:?} {part:?}");
                }
            }
            let places = |wanted: &[u8]| -> Vec<usize> {
                let is_wanted = |at: &usize| wanted.contains(&text.as_bytes()[*at]);
                (0..text.len()).filter(is_wanted).collect()
            };
            assert_eq!(bytes.signs().collect::<Vec<_>>(), places(&[b'#', b'@', b'$', WIDE]));
            assert_eq!(bytes.dots().collect::<Vec<_>>(), places(b"."));
        }
        assert!(compared > 10_000, "{compared}");
        bytes.set("late é late", b'_');
        assert_eq!(
            runs(&bytes, 2..6),
            [Run { start: 2, end: 4, ascii: true }, Run { start: 5, end: 6, ascii: false },]
        );
    }
}
