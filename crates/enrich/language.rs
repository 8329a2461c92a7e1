//! Which language a text is written in, by its words and their letters; nothing where that is not sure.
//!
//! Each word of the folded text, and each three letters of it with the blanks around, has a row of weights, one a
//! language; what the rows add up to decides, if the first is far enough before the second. Scripts that only one of our
//! languages is written in decide by themselves. The weights (`language/*.bin`, one signed byte each, rows of as many as
//! the script has languages) are those of a multinomial logistic regression over bags of 1 to 8 words, drawn from lists of
//! the commonest words of 41 languages with their frequencies: those of `langidentify` 1.0.2 (Apache-2.0), which
//! took them from Wikipedia. Letters are taken with and without their accents, as people type them.
//!
//! # Source
//!
//! The features are those of `whichlang`: n-grams, hashed into a fixed number of rows.

use mention::{Field, Folded, Lang, Script, TokenKind};
use wide::{i8x16, i16x16};

/// Letters that are looked at; a language shows in fewer.
const LETTERS_MAX: u32 = 160;

/// A script that several of our languages are written in.
struct Model {
    /// In the order of the weights; one may stand there twice.
    languages: &'static [&'static str],
    weights: &'static [u8],
    /// Bits of a row's number.
    bits: u32,
    /// How far the first must be before the second.
    margin: i32,
    /// Places of languages so rare in feeds that they must be half as far again before the others, one bit each.
    rare: u32,
}

/// Norwegian in both its written forms is `no`, as feeds state it.
const LATIN: Model = Model {
    languages: &[
        "af", "ca", "cs", "da", "de", "en", "es", "et", "eu", "fi", "fr", "hr", "hu", "id", "is",
        "it", "lt", "lv", "ms", "no", "nl", "no", "pl", "pt", "ro", "sk", "sl", "sq", "sv", "tl",
        "tr", "vi",
    ],
    rare: places(&[0, 7, 8, 11, 14, 16, 17, 18, 26, 27, 29]), // af et eu hr is lt lv ms sl sq tl
    weights: include_bytes!("language/latin.bin"),
    bits: 14,
    margin: 58,
};

const CYRILLIC: Model = Model {
    languages: &["be", "bg", "mk", "ru", "sr", "uk"],
    rare: places(&[0, 2]), // be mk
    weights: include_bytes!("language/cyrillic.bin"),
    bits: 12,
    margin: 72,
};

const ARABIC: Model = Model {
    languages: &["ar", "fa", "ur"],
    rare: 0,
    weights: include_bytes!("language/arabic.bin"),
    bits: 12,
    margin: 77,
};

/// These places as a set.
const fn places(places: &[u32]) -> u32 {
    let (mut set, mut at) = (0, 0);
    while at < places.len() {
        set |= 1 << places[at];
        at += 1;
    }
    set
}

/// The most languages a script has.
const LANGUAGES_MAX: usize = 32;

/// Weights that are added at a time.
const BLOCK: usize = 16;

/// Which script a letter is of, as far as languages are told by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letters {
    Latin,
    Cyrillic,
    Arabic,
    Han,
    Kana,
    /// One of [`ALONE`].
    Alone(usize),
    Other,
}

/// Scripts by which a language is told: the first and the last letter of their blocks.
const ALONE: [(char, char, &str); 19] = [
    ('\u{370}', '\u{3FF}', "el"),
    ('\u{530}', '\u{58F}', "hy"),
    ('\u{590}', '\u{5FF}', "he"),
    ('\u{900}', '\u{97F}', "hi"),
    ('\u{980}', '\u{9FF}', "bn"),
    ('\u{A00}', '\u{A7F}', "pa"),
    ('\u{A80}', '\u{AFF}', "gu"),
    ('\u{B00}', '\u{B7F}', "or"),
    ('\u{B80}', '\u{BFF}', "ta"),
    ('\u{C00}', '\u{C7F}', "te"),
    ('\u{C80}', '\u{CFF}', "kn"),
    ('\u{D00}', '\u{D7F}', "ml"),
    ('\u{D80}', '\u{DFF}', "si"),
    ('\u{E00}', '\u{E7F}', "th"),
    ('\u{E80}', '\u{EFF}', "lo"),
    ('\u{1000}', '\u{109F}', "my"),
    ('\u{10A0}', '\u{10FF}', "ka"),
    ('\u{1780}', '\u{17FF}', "km"),
    ('\u{AC00}', '\u{D7AF}', "ko"),
];

/// Letters seen by script.
#[derive(Default)]
struct Tally {
    latin: u32,
    cyrillic: u32,
    arabic: u32,
    han: u32,
    kana: u32,
    alone: [u32; ALONE.len()],
}

/// The language title and text are written in, hashtags, handles and links aside; `None` where it is not sure.
///
/// # Cost
///
/// Linear in the tokens; of a text's letters, some 160 are looked at.
pub(crate) fn detect(folded: &Folded) -> Option<Lang> {
    let tally = tally(folded);
    let alone = (0..ALONE.len()).max_by_key(|at| tally.alone[*at])?;
    // A character of Chinese or Japanese is half a word.
    let eastern = 2 * (tally.han + tally.kana);
    let most = [tally.latin, tally.cyrillic, tally.arabic, eastern, tally.alone[alone]];
    let most = most.into_iter().max().filter(|most| *most > 0)?;
    let code = if most == tally.latin {
        LATIN.detect(folded, Letters::Latin)?
    } else if most == tally.cyrillic {
        CYRILLIC.detect(folded, Letters::Cyrillic)?
    } else if most == tally.arabic {
        ARABIC.detect(folded, Letters::Arabic)?
    } else if most == eastern {
        if tally.kana * 10 >= tally.han { "ja" } else { "zh" }
    } else {
        ALONE[alone].2
    };
    Lang::parse(code)
}

fn tally(folded: &Folded) -> Tally {
    let mut tally = Tally::default();
    for (word, script) in words(folded) {
        let letters = if script == Script::Spaced { letters(word) } else { 1 };
        match script_of(word) {
            Letters::Latin => tally.latin += letters,
            Letters::Cyrillic => tally.cyrillic += letters,
            Letters::Arabic => tally.arabic += letters,
            Letters::Han => tally.han += 1,
            Letters::Kana => tally.kana += 1,
            Letters::Alone(at) => tally.alone[at] += letters,
            Letters::Other => {}
        }
    }
    tally
}

/// The words of title and text that are no part of a hashtag, handle or link, with how words are told apart there.
fn words(folded: &Folded) -> impl Iterator<Item = (&str, Script)> {
    let mut entity_end = None;
    folded.tokens().iter().filter_map(move |token| {
        if !matches!(token.field, Field::Title | Field::Text) {
            return None;
        }
        match token.kind {
            TokenKind::Entity(_) => {
                entity_end = Some((token.field, token.end));
                None
            }
            TokenKind::Word(_)
                if entity_end.is_some_and(|(of, end)| of == token.field && token.start < end) =>
            {
                None
            }
            TokenKind::Word(script) => Some((folded.exact(token), script)),
            TokenKind::Emoji => None,
        }
    })
}

fn letters(word: &str) -> u32 {
    u32::try_from(word.len()).unwrap_or(u32::MAX).min(LETTERS_MAX)
}

/// The script of a word, by its first letter.
#[inline]
fn script_of(word: &str) -> Letters {
    match word.as_bytes() {
        [] | [b'0'..=b'9', ..] => return Letters::Other,
        [b'a'..=b'z', ..] => return Letters::Latin,
        _ => {}
    }
    let Some(first) = word.chars().next() else { return Letters::Other };
    match first {
        '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Letters::Latin,
        '\u{400}'..='\u{52F}' => Letters::Cyrillic,
        '\u{600}'..='\u{77F}' | '\u{8A0}'..='\u{8FF}' => Letters::Arabic,
        '\u{3040}'..='\u{30FF}' => Letters::Kana,
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' => Letters::Han,
        _ => ALONE
            .iter()
            .position(|(from, to, _)| (*from..=*to).contains(&first))
            .map_or(Letters::Other, Letters::Alone),
    }
}

impl Model {
    /// The language of the words of this script, if one is far enough before the others.
    fn detect(&self, folded: &Folded, script: Letters) -> Option<&'static str> {
        let words = words(folded).map(|(word, _)| word).filter(|word| script_of(word) == script);
        let (sums, seen) = if self.languages.len() > BLOCK {
            self.sums::<2>(words)
        } else {
            self.sums::<1>(words)
        };
        let mut sums = sums.map(i32::from);
        for (at, sum) in sums.iter_mut().enumerate() {
            if self.rare >> at & 1 == 1 {
                *sum -= self.margin / 2;
            }
        }
        let sums = &sums[..self.languages.len()];
        let (first, most) = sums.iter().enumerate().max_by_key(|(_, sum)| **sum)?;
        let code = self.languages[first];
        let mut second: Option<i32> = None;
        for (sum, of) in sums.iter().zip(self.languages) {
            if second.is_none_or(|second| *sum > second) && *of != code {
                second = Some(*sum);
            }
        }
        (most - second? >= self.needed(seen)).then_some(code)
    }

    /// How far the first must be before the second after so many letters: of a word or two, nearly twice as far.
    fn needed(&self, letters: u32) -> i32 {
        const FEW: i32 = 24;
        let missing = FEW - FEW.min(i32::try_from(letters).unwrap_or(FEW));
        self.margin + self.margin * missing / FEW
    }

    /// What the rows of `words` add up to, in `BLOCKS` blocks, and how many letters were looked at.
    fn sums<'w, const BLOCKS: usize>(
        &self,
        words: impl Iterator<Item = &'w str>,
    ) -> ([i16; LANGUAGES_MAX], u32) {
        let mut sums: Sums<BLOCKS> = [i16x16::default(); BLOCKS];
        let mut seen = 0;
        for word in words {
            sums = self.with_word(word, sums);
            seen += letters(word);
            if seen >= LETTERS_MAX {
                break;
            }
        }
        let mut all = [0; LANGUAGES_MAX];
        for (block, sums) in all.chunks_exact_mut(BLOCK).zip(sums) {
            block.copy_from_slice(sums.as_array());
        }
        (all, seen)
    }

    /// `sums` and the rows of a word and of each three letters of it.
    #[inline]
    fn with_word<const BLOCKS: usize>(&self, word: &str, sums: Sums<BLOCKS>) -> Sums<BLOCKS> {
        if word.is_ascii() {
            self.with_letters(word.bytes().map(u64::from), sums)
        } else {
            self.with_letters(word.chars().map(u64::from), sums)
        }
    }

    #[inline]
    fn with_letters<const BLOCKS: usize>(
        &self,
        mut letters: impl Iterator<Item = u64>,
        mut sums: Sums<BLOCKS>,
    ) -> Sums<BLOCKS> {
        const BLANK: u64 = ' ' as u64;
        /// Of three letters, the last two.
        const TWO: u64 = (1 << 42) - 1;
        let mut whole = 0;
        if let Some(first) = letters.next() {
            whole = after(whole, first);
            let mut three = BLANK << 21 | first;
            for c in letters {
                whole = after(whole, c);
                three = (three & TWO) << 21 | c;
                sums = self.with_row(spread(three + 1), sums);
            }
            three = (three & TWO) << 21 | BLANK;
            sums = self.with_row(spread(three + 1), sums);
        }
        self.with_row(spread(whole ^ 0x00AB_CDEF), sums)
    }

    /// `sums` and the row of a hash; what stands behind a short row is added to places that nobody reads.
    #[inline]
    fn with_row<const BLOCKS: usize>(&self, hash: u64, mut sums: Sums<BLOCKS>) -> Sums<BLOCKS> {
        let at = usize::try_from(hash >> (64 - self.bits)).unwrap_or(0) * self.languages.len();
        let end;
        let row = if let Some(row) = self.weights.get(at..at + BLOCKS * BLOCK) {
            row
        } else {
            end = last(&self.weights[at..]);
            &end
        };
        for (sum, block) in sums.iter_mut().zip(row.as_chunks::<BLOCK>().0) {
            let block = i8x16::from(block.map(u8::cast_signed));
            *sum = sum.saturating_add(i16x16::from_i8x16(block));
        }
        sums
    }
}

/// Sums of weights, one a language.
type Sums<const BLOCKS: usize> = [i16x16; BLOCKS];

/// The hash of a word that goes on with `c`.
fn after(whole: u64, c: u64) -> u64 {
    spread(whole ^ c).wrapping_add(0x0123_4567)
}

/// The last bytes of a table, and zeros behind them.
#[cold]
fn last(weights: &[u8]) -> [u8; LANGUAGES_MAX] {
    let mut row = [0; LANGUAGES_MAX];
    row[..weights.len()].copy_from_slice(weights);
    row
}

/// Fibonacci hashing: its high bits are those to use.
fn spread(x: u64) -> u64 {
    x.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sums of a word, weight by weight, as they were made for which the margins were chosen.
    fn slow(model: &Model, word: &str, sums: &mut [i16; LANGUAGES_MAX]) {
        let mut row = |hash: u64| {
            let width = model.languages.len();
            let at = usize::try_from(hash >> (64 - model.bits)).unwrap() * width;
            for (sum, weight) in sums.iter_mut().zip(&model.weights[at..at + width]) {
                *sum = sum.saturating_add(i16::from(weight.cast_signed()));
            }
        };
        let letters: Vec<u64> =
            [' '].into_iter().chain(word.chars()).chain([' ']).map(u64::from).collect();
        for three in letters.windows(3) {
            row(spread((three[0] << 42 | three[1] << 21 | three[2]) + 1));
        }
        let whole =
            word.chars().fold(0, |whole, c| spread(whole ^ u64::from(c)).wrapping_add(0x0123_4567));
        row(spread(whole ^ 0x00AB_CDEF));
    }

    #[test]
    fn weights_added_together_are_those_added_one_by_one() {
        let mut state = 7_u64;
        let mut word = |first: u32, letters: u32, length: usize| -> String {
            let letter = |_| {
                state = spread(state).wrapping_add(1);
                let number = u32::try_from(state >> 40).unwrap() % letters;
                char::from_u32(first + number).unwrap()
            };
            (0..length).map(letter).collect()
        };
        let (mut compared, mut full) = (0, 0);
        for (model, first, letters) in
            [(&LATIN, 'a', 26), (&LATIN, 'à', 30), (&CYRILLIC, 'а', 32), (&ARABIC, 'ا', 26)]
        {
            let mut texts: Vec<Vec<String>> = (0..40)
                .map(|count| (0..count).map(|at| word(first.into(), letters, 1 + at % 9)).collect())
                .collect();
            // What is so long that sums reach their bounds.
            texts.push(vec![word(first.into(), 2, 60_000)]);
            for words in texts {
                let mut expected = [0; LANGUAGES_MAX];
                let mut seen = 0;
                for word in &words {
                    if seen < LETTERS_MAX {
                        slow(model, word, &mut expected);
                        seen += super::letters(word);
                    }
                }
                let languages = model.languages.len();
                let words = words.iter().map(String::as_str);
                let (sums, letters) =
                    if languages > BLOCK { model.sums::<2>(words) } else { model.sums::<1>(words) };
                assert_eq!((&sums[..languages], letters), (&expected[..languages], seen));
                compared += usize::from(seen > 0);
                full += expected.iter().filter(|sum| [i16::MIN, i16::MAX].contains(sum)).count();
            }
        }
        assert!(compared > 150 && full > 10, "{compared} {full}");
    }

    #[test]
    fn a_model_has_a_row_for_each_hash() {
        for model in [&LATIN, &CYRILLIC, &ARABIC] {
            assert_eq!(model.weights.len(), model.languages.len() << model.bits);
            let rare: Vec<&str> = (0..32)
                .filter(|at| model.rare >> at & 1 == 1)
                .map(|at| model.languages[at])
                .collect();
            assert!(
                !rare.iter().any(|code| ["en", "sv", "ro", "ru", "ar"].contains(code)),
                "{rare:?}"
            );
        }
    }
}
