//! The feeling of a text by its language's word list: rated stems, and the words that strengthen, weaken and negate.
//!
//! The lists are this project's own work. A line is a word and its figure from −4 to 4, or `not`, `but`, `+`, `-` for a
//! word that negates, contrasts, strengthens or weakens; `*` at the end stands for any ending. A negation counts for three
//! words behind it, and for two before it where the list says `after`, as verbs are negated in German and Swedish; both
//! end with the clause. The rest follows VADER.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;
use mention::{Field, Folded, fold_key};

use crate::beginning::{Beginnings, bit};
use crate::unit::{Set, Unit, Units, has_byte, pieces, words};
use crate::vader::{emphasis, normalized};

/// What capitals among small letters, negations, and boosters one, two and three words before do: as in VADER.
const CAPITALS: f64 = 0.733;
const NEGATION: f64 = -0.74;
const BOOST: f64 = 0.293;
const DAMPED: [f64; 3] = [1.0, 0.95, 0.9];

/// The word list of one language.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    words: HashMap<String, Does, RandomState>,
    /// Beginnings of words.
    stems: HashMap<String, Does, RandomState>,
    /// How words and stems begin.
    begun: Beginnings<2>,
    /// How many words a negation reaches back.
    back: usize,
}

/// What a word does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Does {
    Feels(f64),
    Boosts(f64),
    Negates,
    Contrasts,
}

impl Lexicon {
    /// Reads a list; what is no line of one is passed over, which a test excludes.
    pub(crate) fn read(rows: &str) -> Self {
        let mut lexicon = Self::default();
        for (word, figure) in rows.lines().filter_map(|line| line.split_once('\t')) {
            let does = match figure {
                "not" => Does::Negates,
                "but" => Does::Contrasts,
                "+" => Does::Boosts(BOOST),
                "-" => Does::Boosts(-BOOST),
                "after" => {
                    lexicon.back = 2;
                    Does::Negates
                }
                figure => match figure.parse() {
                    Ok(figure) => Does::Feels(figure),
                    Err(_) => continue,
                },
            };
            lexicon.put(word, does);
        }
        lexicon
    }

    /// A word stands under its spelling and under that without accents, if no other word has that.
    fn put(&mut self, word: &str, does: Does) {
        let stem = word.strip_suffix('*');
        let (exact, bare) = fold_key(stem.unwrap_or(word));
        let list = if stem.is_some() { &mut self.stems } else { &mut self.words };
        let number = usize::from(stem.is_some());
        self.begun.add(number, &exact);
        self.begun.add(number, &bare);
        list.insert(exact, does);
        list.entry(bare).or_insert(does);
    }

    /// What the word with this key does.
    fn does(&self, key: &str) -> Option<Does> {
        let [words, stems] = self.begun.lengths(key);
        if words & bit(key.len()) != 0
            && let Some(does) = self.words.get(key)
        {
            return Some(*does);
        }
        let mut lengths = stems & ((2_u32 << key.len().min(30)) - 1);
        while lengths != 0 {
            let length = lengths.ilog2();
            let stem = key.get(..length as usize).and_then(|stem| self.stems.get(stem));
            if let Some(does) = stem {
                return Some(*does);
            }
            lengths &= !(1 << length);
        }
        None
    }

    /// Adds the words of a field: those of hashtags too, not those of handles and links.
    pub(crate) fn words(field: Field, text: &str, folded: &Folded, units: &mut Units) {
        for token in words(folded, field) {
            let place = token.start as usize..token.end as usize;
            units.push(field, text, place, Set::Word, |key| key.push_str(folded.exact(token)));
        }
    }

    /// Adds what is felt by itself.
    pub(crate) fn felt(
        field: Field,
        text: &str,
        place: Range<usize>,
        figure: f64,
        units: &mut Units,
    ) {
        units.push(field, text, place, Set::Felt(figure), |_| {});
    }

    /// Whether a word of this field is felt, by whatever stands around it.
    pub(crate) fn feels(&self, field: Field, folded: &Folded) -> bool {
        words(folded, field)
            .any(|token| matches!(self.does(folded.exact(token)), Some(Does::Feels(_))))
    }

    /// The emoticons of a text, with their figures: short pieces between blanks that hold a sign.
    pub(crate) fn emoticons(
        text: &str,
        figure: impl Fn(&str) -> Option<f64>,
    ) -> impl Iterator<Item = (Range<usize>, f64)> {
        let is_sign = |byte| matches!(byte, b':' | b';' | b'=' | b'<' | b'^');
        let looked_at = if has_byte(text, is_sign) { text } else { "" };
        let short = pieces(looked_at)
            .filter(move |(_, piece)| (2..=4).contains(&piece.len()) && has_byte(piece, is_sign));
        short.filter_map(move |(at, piece)| {
            let figure = figure(piece).or_else(|| smile(piece))?;
            Some((at..at + piece.len(), figure))
        })
    }

    /// What the units come to, from −1 to 1; `None` where none of them is felt in any way.
    pub(crate) fn compound(
        &self,
        units: &mut Units,
        marks: impl FnOnce() -> (usize, usize),
    ) -> Option<f64> {
        let in_capitals = units.all().iter().filter(|unit| unit.capitals).count();
        let mixed = 0 < in_capitals && in_capitals < units.all().len();
        let mut sums = std::mem::take(&mut units.sums);
        sums.clear();
        let (mut felt, mut contrast) = (false, None);
        for (at, unit) in units.all().iter().enumerate() {
            let figure = match (unit.set, self.does(units.key(unit))) {
                (Set::Felt(figure), _) | (Set::Word, Some(Does::Feels(figure))) => figure,
                (Set::Word, Some(Does::Contrasts)) if contrast.is_none() => {
                    contrast = Some(at);
                    0.0
                }
                _ => 0.0,
            };
            let is_felt = figure != 0.0 || matches!(unit.set, Set::Felt(_));
            felt |= is_felt;
            sums.push(if is_felt { self.valence(units, at, figure, mixed) } else { 0.0 });
        }
        if let Some(contrast) = contrast {
            for (at, sum) in sums.iter_mut().enumerate() {
                *sum *= if at < contrast { 0.5 } else { 1.5 };
            }
        }
        let sum: f64 = sums.iter().sum();
        units.sums = sums;
        felt.then(|| normalized(sum, emphasis(marks())))
    }

    /// What the felt unit number `at` comes to among those around it.
    fn valence(&self, units: &Units, at: usize, figure: f64, mixed: bool) -> f64 {
        let mut valence = figure;
        if units.all()[at].capitals && mixed {
            valence += CAPITALS.copysign(valence);
        }
        let mut negated = false;
        for (back, damped) in (1..=3).zip(DAMPED) {
            if back > at || units.all()[at + 1 - back].clause {
                break;
            }
            match self.word(units, &units.all()[at - back]) {
                Some(Does::Boosts(boost)) => valence += damped * boost.copysign(boost * valence),
                Some(Does::Negates) => negated = true,
                _ => {}
            }
        }
        for after in units.all().iter().skip(at + 1).take(self.back) {
            if after.clause {
                break;
            }
            match self.word(units, after) {
                // What is negated is the nearest word that is felt.
                Some(Does::Feels(_)) => break,
                Some(Does::Negates) => negated = true,
                _ => {}
            }
        }
        if negated { valence * NEGATION } else { valence }
    }

    fn word(&self, units: &Units, unit: &Unit) -> Option<Does> {
        (unit.set == Set::Word).then(|| self.does(units.key(unit))).flatten()
    }
}

/// The key words and emoji are compared by when accents do not count.
pub(crate) fn bare(text: &str) -> String {
    fold_key(text).1
}

/// Emoticons that VADER's list has in another case or not at all.
fn smile(piece: &str) -> Option<f64> {
    match piece {
        ":)" | ":-)" | "=)" | ":))" | ":D" | ":-D" | "=D" | "xD" | "XD" | ":]" | "^^" | "^_^"
        | "<3" => Some(2.0),
        ":(" | ":-(" | "=(" | ":((" | ":/" | ":-/" | ":'(" | "</3" | ":[" => Some(-2.0),
        ";)" | ";-)" | ":P" | ":p" => Some(1.0),
        _ => None,
    }
}
