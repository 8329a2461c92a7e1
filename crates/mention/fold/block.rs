//! The bytes of a text, sixty-four at a time: where runs of letters and digits begin and end.

use std::ops::Range;

/// Bytes looked at together: one bit each in a word.
const BLOCK: usize = 64;

/// A run of ASCII letters and digits and of any bytes beyond ASCII, between ASCII characters that are neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// Its first byte.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Whether all of it is ASCII.
    pub ascii: bool,
}

/// A text that is read from left to right, with what is known of the block that was looked at last.
#[derive(Clone, Debug)]
pub(super) struct Blocks<'t> {
    bytes: &'t [u8],
    /// One more byte that counts as a letter.
    joint: u8,
    /// Where the block begins; past the text before any was looked at.
    base: usize,
    /// A bit for each byte of a run.
    runs: u64,
    /// A bit for each byte beyond ASCII.
    high: u64,
}

impl<'t> Blocks<'t> {
    /// The blocks of `bytes`, in which `joint` counts as a letter too.
    pub(super) fn new(bytes: &'t [u8], joint: u8) -> Self {
        Self { bytes, joint, base: usize::MAX - BLOCK, runs: 0, high: 0 }
    }

    /// The next run, or what of it lies in `place`.
    pub(super) fn run(&mut self, place: Range<usize>) -> Option<Run> {
        let mut at = place.start;
        let start = loop {
            if at >= place.end {
                return None;
            }
            let offset = self.look(at);
            let ahead = self.runs >> offset;
            if ahead != 0 {
                break at + ahead.trailing_zeros() as usize;
            }
            at = self.base + BLOCK;
        };
        let mut run = Run { start, end: start, ascii: true };
        while run.end < place.end {
            let rest = u64::MAX << self.look(run.end);
            let gaps = !self.runs & rest;
            // The bits from there to the first gap.
            let within = rest & gaps.wrapping_sub(1) & !gaps;
            run.ascii &= self.high & within == 0;
            run.end = self.base + gaps.trailing_zeros() as usize;
            if gaps != 0 {
                break;
            }
        }
        run.end = run.end.min(place.end);
        (start < place.end).then_some(run)
    }

    /// Makes the block hold the byte `at` of the text, and says which of its bits that is.
    fn look(&mut self, at: usize) -> u32 {
        let offset = at.wrapping_sub(self.base);
        if let Ok(offset @ 0..64) = u32::try_from(offset) {
            return offset;
        }
        let rest = &self.bytes[at..];
        self.base = at;
        (self.runs, self.high) = if let Some(block) = rest.first_chunk() {
            masks(block, self.joint)
        } else {
            let mut block = [b' '; BLOCK];
            block[..rest.len()].copy_from_slice(rest);
            masks(&block, self.joint)
        };
        0
    }
}

/// The bytes of a block that belong to runs, and those beyond ASCII.
fn masks(block: &[u8; BLOCK], joint: u8) -> (u64, u64) {
    let (mut runs, mut high) = (0, 0);
    for eight in block.as_chunks().0.iter().rev() {
        let eight = u64::from_le_bytes(*eight);
        let (beyond, ascii) = (eight & HIGHEST, eight & !HIGHEST);
        let letters = within(ascii | each(0x20), b'a', b'z');
        let others = within(ascii, b'0', b'9') | within(ascii, joint, joint);
        runs = runs << 8 | gathered(letters | others | beyond);
        high = high << 8 | gathered(beyond);
    }
    (runs, high)
}

/// The highest bit of each of eight bytes.
const HIGHEST: u64 = each(0x80);

/// Eight times the same byte.
const fn each(byte: u8) -> u64 {
    byte as u64 * 0x0101_0101_0101_0101
}

/// The highest bit of each of eight ASCII bytes that lies between two: no sum carries into the next byte.
fn within(ascii: u64, first: u8, last: u8) -> u64 {
    (ascii + each(0x80 - first)) & !(ascii + each(0x7F - last)) & HIGHEST
}

/// The highest bits of eight bytes, side by side: the product moves each into the highest byte, where no two meet.
fn gathered(highest: u64) -> u64 {
    (highest >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slow(bytes: &[u8], joint: u8) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let mut open = false;
        for (at, byte) in bytes.iter().enumerate() {
            let inside = byte.is_ascii_alphanumeric() || !byte.is_ascii() || *byte == joint;
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

    #[test]
    fn blocks_hold_the_runs_of_single_bytes() {
        let mut state = 7_u64;
        let mut compared = 0;
        for length in 0..400 {
            let mut byte = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let byte = state.to_le_bytes()[4];
                // Long runs and long gaps as well as short ones.
                match (state >> 41) % 8 {
                    0 if length % 3 > 0 => b' ',
                    _ if length % 3 == 2 => b'a',
                    _ => byte,
                }
            };
            let bytes: Vec<u8> = (0..length).map(|_| byte()).collect();
            for joint in [b'_', b'a'] {
                let mut blocks = Blocks::new(&bytes, joint);
                let mut at = 0;
                let runs: Vec<Run> = std::iter::from_fn(|| {
                    let run = blocks.run(at..bytes.len())?;
                    at = run.end;
                    Some(run)
                })
                .collect();
                assert_eq!(runs, slow(&bytes, joint), "{bytes:?}");
                compared += runs.len();
            }
        }
        assert!(compared > 10_000, "{compared}");
        let run = Blocks::new("late é".as_bytes(), b'_').run(2..6);
        assert_eq!(run, Some(Run { start: 2, end: 4, ascii: true }));
        let run = Blocks::new("é late".as_bytes(), b'_').run(2..6);
        assert_eq!(run, Some(Run { start: 3, end: 6, ascii: true }));
    }
}
