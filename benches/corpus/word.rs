//! Made-up words: each rank of each script has one, always the same.

use crate::chance::mixed;
use crate::{Style, Writing};

const SYLLABLES: [&str; 32] = [
    "ta", "ri", "no", "ke", "la", "mo", "si", "du", "be", "ra", "li", "to", "ne", "ka", "lo", "mi",
    "su", "da", "bo", "re", "lu", "ti", "na", "ko", "le", "ma", "so", "di", "bu", "er", "an", "st",
];
const ACCENTED: [&str; 12] = ["é", "è", "ä", "ö", "ü", "ñ", "ç", "å", "ø", "ș", "ã", "í"];
const CYRILLIC: [&str; 10] = ["ко", "на", "то", "ра", "ли", "не", "мо", "вё", "сы", "ти"];
const GREEK: [&str; 10] = ["κα", "το", "να", "με", "τή", "ρα", "λό", "σι", "πα", "δε"];
const ARABIC: [&str; 10] = ["ال", "من", "في", "بر", "كت", "سل", "مع", "دو", "ين", "هَ"];
const DEVANAGARI: [&str; 10] = ["का", "है", "मे", "रा", "नी", "सु", "तो", "पर", "जि", "क्ष"];
const THAI_MARKS: [&str; 8] = ["", "", "", "ิ", "ี", "่", "้", "ั"];

impl Style {
    /// The rank of a word at `unit` (0 to 1) of all words, by the curve.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "ranks are far below 2^53"
    )]
    pub(crate) fn rank(&self, unit: f64) -> u64 {
        let point = self.curve.partition_point(|&covered| covered <= unit);
        let below = if point == 0 { 0.0 } else { self.curve[point - 1] };
        let above = self.curve.get(point).copied().unwrap_or(1.0);
        let first: u64 = if point == 0 { 0 } else { 1 << (point - 1) };
        let last = (1_u64 << point).min(self.distinct.max(1.0) as u64).max(first + 1);
        let inside = (unit - below) / (above - below).max(f64::EPSILON);
        // Between two points of the curve as by Zipf's law.
        let (low, high) = ((first + 1) as f64, (last + 1) as f64);
        ((low * (high / low).powf(inside)) as u64 - 1).clamp(first, last - 1)
    }

    /// How many letters the word of `rank` has.
    fn letters(&self, rank: u64) -> f64 {
        let point = (64 - rank.leading_zeros()) as usize;
        let last = self.letters.len().saturating_sub(1);
        self.letters.get(point.min(last)).copied().unwrap_or(5.0)
    }
}

/// Appends the word of `rank` in `writing`, all in small letters.
pub(crate) fn push(word: &mut String, writing: Writing, style: &Style, rank: u64) {
    let number = mixed(rank ^ ((writing as u64) << 40));
    match writing {
        Writing::Han => word.push(letter(0x4e00, 0x5200, rank)),
        Writing::Kana => word.push(letter(0x3041, 0x53, rank)),
        Writing::Thai => {
            word.push(letter(0x0e01, 0x2e, rank));
            word.push_str(THAI_MARKS[(rank / 0x2e % 8) as usize]);
        }
        Writing::Latin => latin(word, style, rank, number),
        Writing::Cyrillic => syllables(word, &CYRILLIC, style, rank),
        Writing::Greek => syllables(word, &GREEK, style, rank),
        Writing::Arabic => syllables(word, &ARABIC, style, rank),
        Writing::Devanagari => syllables(word, &DEVANAGARI, style, rank),
    }
}

fn letter(first: u32, count: u64, rank: u64) -> char {
    let at = u32::try_from(rank % count).expect("it is below a few thousand");
    char::from_u32(first + at).unwrap_or('一')
}

/// A Latin word; as many of them have an accent as words of posts.
fn latin(word: &mut String, style: &Style, rank: u64, number: u64) {
    let start = word.len();
    syllables(word, &SYLLABLES, style, rank);
    #[expect(clippy::cast_precision_loss, reason = "it is below 10,000")]
    if ((number >> 32) % 10_000) as f64 / 10_000.0 < style.accented {
        let at = start + (number % 2) as usize;
        word.replace_range(at..=at, ACCENTED[((number >> 8) % 12) as usize]);
    }
}

/// Syllables that spell the rank, then others that follow from it, up to the length such words have.
fn syllables(word: &mut String, all: &[&str], style: &Style, rank: u64) {
    let count = all.len() as u64;
    let wanted = style.letters(rank) + [-1.5, -0.5, 0.0, 0.5, 1.5][(mixed(rank) % 5) as usize];
    let mut rest = rank + 1;
    let mut letters = 0.0;
    let mut salt = mixed(rank + 1);
    while rest > 0 || letters + 1.0 < wanted {
        let from = if rest > 0 { rest } else { salt };
        let at = usize::try_from(from % count).expect("it is below a length");
        let syllable = all[at];
        word.push_str(syllable);
        letters += 2.0;
        if rest == 0 {
            salt = mixed(salt);
        }
        rest /= count;
    }
    if letters - wanted >= 0.75 && rank > 31 {
        let last = word.char_indices().next_back().map_or(0, |(at, _)| at);
        word.truncate(last);
    }
}
