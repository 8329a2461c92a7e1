//! VADER: the feeling of English posts, by a rated word list and rules of grammar and emphasis.
//!
//! Written after the paper and its published program, whose word list stands beside this file under its licence
//! (`vader/LICENSE`), and equal to it in its figures, but for two things: curly apostrophes are apostrophes, and emoji
//! are rated as they are and not by the words of their names.
//!
//! # Source
//!
//! Hutto and Gilbert: VADER, a parsimonious rule-based model for sentiment analysis of social media text, ICWSM 2014;
//! `vaderSentiment` 3.3.2.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;
use mention::Field;

use crate::beginning::{Beginnings, bit};
use crate::unit::{Set, Unit, Units, pieces};

/// What capitals among small letters add.
const CAPITALS: f64 = 0.733;
/// What a negation turns a feeling by.
const NEGATION: f64 = -0.74;
/// What a word such as `very` adds, and one such as `barely` takes away.
const BOOST: f64 = 0.293;
/// How much a booster counts from one, two and three words before.
const DAMPED: [f64; 3] = [1.0, 0.95, 0.9];

const LEXICON: &str = include_str!("vader/lexicon.tsv");

const NEGATIONS: &str = "aint arent cannot cant couldnt darent didnt doesnt ain't aren't can't couldn't daren't \
    didn't doesn't dont hadnt hasnt havent isnt mightnt mustnt neither don't hadn't hasn't haven't isn't mightn't \
    mustn't neednt needn't never none nope nor not nothing nowhere oughtnt shant shouldnt uhuh wasnt werent oughtn't \
    shan't shouldn't uh-uh wasn't weren't without wont wouldnt won't wouldn't rarely seldom despite";

const BOOSTERS: &str = "absolutely amazingly awfully completely considerable considerably decidedly deeply effing \
    enormous enormously entirely especially exceptional exceptionally extreme extremely fabulously flipping flippin \
    frackin fracking fricking frickin frigging friggin fully fuckin fucking fuggin fugging greatly hella highly hugely \
    incredible incredibly intensely major majorly more most particularly purely quite really remarkably so \
    substantially thoroughly total totally tremendous tremendously uber unbelievably unusually utter utterly very";

const DAMPENERS: &str = "almost barely hardly kinda kindof kind-of less little marginal marginally occasional \
    occasionally partly scarce scarcely slight slightly somewhat sorta sortof sort-of";

/// Pairs of words that weaken what follows.
const WEAK_PAIRS: [[&str; 2]; 3] = [["just", "enough"], ["kind", "of"], ["sort", "of"]];

/// Idioms that are felt otherwise than their words.
const IDIOMS: [(&[&str], f64); 8] = [
    (&["the", "shit"], 3.0),
    (&["the", "bomb"], 3.0),
    (&["bad", "ass"], 1.5),
    (&["bus", "stop"], 0.0),
    (&["yeah", "right"], -2.0),
    (&["kiss", "of", "death"], -1.5),
    (&["to", "die", "for"], 3.0),
    (&["beating", "heart"], 3.5),
];

/// The word list and the words of grammar.
#[derive(Debug, Default)]
pub(crate) struct Vader {
    lexicon: HashMap<&'static str, f64, RandomState>,
    /// How the words of the list begin.
    begun: Beginnings<1>,
    grammar: HashMap<&'static str, Grammar, RandomState>,
}

/// What a word does to the words behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Grammar {
    Negates,
    Boosts(f64),
}

impl Vader {
    pub(crate) fn new() -> Self {
        let rows = LEXICON.lines().filter_map(|line| line.split_once('\t'));
        let figures = rows.filter_map(|(word, figure)| Some((word, figure.parse().ok()?)));
        let lexicon: HashMap<&'static str, f64, RandomState> = figures.collect();
        let mut begun = Beginnings::default();
        for word in LEXICON.lines().filter_map(|line| line.split_once('\t')).map(|(word, _)| word) {
            begun.add(0, word);
        }
        let words =
            |list: &'static str, does| list.split_whitespace().map(move |word| (word, does));
        let grammar = words(NEGATIONS, Grammar::Negates)
            .chain(words(BOOSTERS, Grammar::Boosts(BOOST)))
            .chain(words(DAMPENERS, Grammar::Boosts(-BOOST)));
        Self { lexicon, begun, grammar: grammar.collect() }
    }

    /// The figure of an emoticon; of a word as well, if it is one.
    pub(crate) fn figure(&self, written: &str) -> Option<f64> {
        self.lexicon.get(written).copied()
    }

    /// Adds the words and emoticons of a field, and its emoji, each with its figure.
    pub(crate) fn units<'a>(
        field: Field,
        text: &str,
        emoji: impl Iterator<Item = (Range<usize>, Option<f64>)> + 'a,
        units: &mut Units,
    ) {
        let mut emoji = emoji.peekable();
        for (at, piece) in pieces(text) {
            let (mut from, end) = (at, at + piece.len());
            while let Some((place, figure)) = emoji.next_if(|(place, _)| place.start < end) {
                word(field, text, from..place.start.max(from), units);
                if let Some(figure) = figure {
                    units.push(field, text, place.clone(), Set::Felt(figure), |_| {});
                }
                from = place.end.max(from);
            }
            word(field, text, from..end, units);
        }
    }

    /// Whether a text without emoji may hold a word that is felt; `buffer` is anything.
    pub(crate) fn may_feel(&self, text: &str, buffer: &mut String) -> bool {
        pieces(text).map(|(_, piece)| bare(piece)).any(|word| {
            let [lengths] = self.begun.lengths(word);
            if lengths & bit(word.len()) == 0 && word.is_ascii() {
                return false;
            }
            buffer.clear();
            spell(word, buffer);
            self.lexicon.contains_key(buffer.as_str())
        })
    }

    /// What the units come to, from −1 to 1, with as many `!` and `?` in the text; `None` where none of them is felt in
    /// any way.
    pub(crate) fn compound(
        &self,
        units: &mut Units,
        marks: impl FnOnce() -> (usize, usize),
    ) -> Option<f64> {
        let in_capitals = units.all().iter().filter(|unit| unit.capitals).count();
        let mixed = 0 < in_capitals && in_capitals < units.all().len();
        let mut sums = std::mem::take(&mut units.sums);
        sums.clear();
        let mut felt = false;
        for at in 0..units.all().len() {
            let figure = self.lexical(units, &units.all()[at]);
            felt |= figure.is_some() && !self.is_grammar(units, at);
            sums.push(figure.map_or(0.0, |figure| self.valence(units, at, figure, mixed)));
        }
        weigh_contrast(units, &mut sums);
        let sum: f64 = sums.iter().sum();
        units.sums = sums;
        felt.then(|| normalized(sum, emphasis(marks())))
    }

    fn lexical(&self, units: &Units, unit: &Unit) -> Option<f64> {
        match unit.set {
            Set::Word => self.figure(units.key(unit)),
            Set::Felt(figure) => Some(figure),
            Set::Covered => None,
        }
    }

    /// Whether a word only changes others: boosters, and the first word of `kind of`.
    fn is_grammar(&self, units: &Units, at: usize) -> bool {
        let unit = &units.all()[at];
        let key = units.key(unit);
        let boosts = matches!(self.grammar.get(key), Some(Grammar::Boosts(_)));
        let next = units.all().get(at + 1).map(|next| units.key(next));
        unit.set == Set::Word && (boosts || key == "kind" && next == Some("of"))
    }

    /// What the felt unit number `at` comes to among those before it.
    fn valence(&self, units: &Units, at: usize, figure: f64, mixed: bool) -> f64 {
        if self.is_grammar(units, at) {
            return 0.0;
        }
        let before = |back: usize| at.checked_sub(back).map(|at| units.key_at(at));
        let mut valence = figure;
        let next = units.all().get(at + 1);
        if units.key_at(at) == "no" && next.is_some_and(|next| self.lexical(units, next).is_some())
        {
            valence = 0.0;
        }
        let no = |back| before(back) == Some("no");
        if no(1) || no(2) || no(3) && matches!(before(1), Some("or" | "nor")) {
            valence = figure * NEGATION;
        }
        if units.all()[at].capitals && mixed {
            valence += if valence > 0.0 { CAPITALS } else { -CAPITALS };
        }
        for (back, damped) in (1..=3).zip(DAMPED) {
            let Some(word) = at.checked_sub(back).map(|at| units.all()[at]) else { break };
            if self.lexical(units, &word).is_some() {
                continue;
            }
            valence += damped * self.boost(units, &word, valence, mixed);
            valence = self.negated(units, at, back, valence);
            if back == 3 {
                valence = idiom(units, at, valence);
            }
        }
        least(units, at, valence, |unit| self.lexical(units, unit).is_some())
    }

    fn boost(&self, units: &Units, unit: &Unit, valence: f64, mixed: bool) -> f64 {
        let Some(Grammar::Boosts(boost)) = self.grammar.get(units.key(unit)) else { return 0.0 };
        let mut boost = if valence < 0.0 { -boost } else { *boost };
        if unit.capitals && mixed {
            boost += if valence > 0.0 { CAPITALS } else { -CAPITALS };
        }
        boost
    }

    /// `valence` after the word that stands `back` before the unit number `at`.
    fn negated(&self, units: &Units, at: usize, back: usize, valence: f64) -> f64 {
        let before = |back: usize| units.key_at(at - back);
        let emphatic = |back: usize| matches!(before(back), "so" | "this");
        let word = before(back);
        let never = word == "never"
            && match back {
                1 => false,
                2 => emphatic(1),
                _ => emphatic(2),
            };
        if never || back == 3 && emphatic(1) {
            return valence * 1.25;
        }
        let doubt = |back: usize| before(back) == "doubt";
        if word == "without" && (back == 2 && doubt(1) || back == 3 && (doubt(2) || doubt(1))) {
            return valence;
        }
        let negates = self.grammar.get(word) == Some(&Grammar::Negates) || word.contains("n't");
        if negates { valence * NEGATION } else { valence }
    }
}

/// Adds the piece of a text as a unit, without the signs around it unless it is an emoticon.
fn word(field: Field, text: &str, place: Range<usize>, units: &mut Units) {
    let piece = &text[place.clone()];
    if piece.is_empty() {
        return;
    }
    let bare = bare(piece);
    let from = place.start + (bare.as_ptr() as usize - piece.as_ptr() as usize);
    let place = from..from + bare.len();
    units.push(field, text, place, Set::Word, |key| spell(bare, key));
}

/// A piece of a text without the signs around it, or as it is where little else would be left.
fn bare(piece: &str) -> &str {
    let bare = piece.trim_matches(|c: char| c.is_ascii_punctuation());
    if bare.chars().nth(2).is_some() { bare } else { piece }
}

/// Writes a word behind `key` as the list spells it: in small letters, with a straight apostrophe.
fn spell(word: &str, key: &mut String) {
    if word.is_ascii() {
        let from = key.len();
        key.push_str(word);
        key[from..].make_ascii_lowercase();
    } else {
        let straight = |c: char| if c == '’' { '\'' } else { c };
        key.extend(word.chars().map(straight).flat_map(char::to_lowercase));
    }
}

/// `valence` if an idiom stands around the unit number `at`, or a weakening pair before it.
fn idiom(units: &Units, at: usize, valence: f64) -> f64 {
    let is = |from: usize, words: &[&str]| {
        words
            .iter()
            .enumerate()
            .all(|(n, word)| from + n < units.all().len() && units.key_at(from + n) == *word)
    };
    let find = |from: usize, length: usize| {
        let of_length = IDIOMS.iter().filter(|(words, _)| words.len() == length);
        of_length.clone().find(|(words, _)| is(from, words)).map(|(_, figure)| *figure)
    };
    let behind = [(at - 1, 2), (at - 2, 3), (at - 2, 2), (at - 3, 3), (at - 3, 2)];
    let mut valence =
        behind.into_iter().find_map(|(from, length)| find(from, length)).unwrap_or(valence);
    for length in [2, 3] {
        valence = find(at, length).unwrap_or(valence);
    }
    for from in [at - 3, at - 2] {
        if WEAK_PAIRS.iter().any(|pair| is(from, pair)) {
            valence -= BOOST;
        }
    }
    valence
}

/// `valence` after `least`, unless that is `at least` or `very least`.
fn least(units: &Units, at: usize, valence: f64, is_felt: impl Fn(&Unit) -> bool) -> f64 {
    let Some(before) = at.checked_sub(1) else { return valence };
    if units.key_at(before) != "least" || is_felt(&units.all()[before]) {
        return valence;
    }
    let harmless =
        before.checked_sub(1).is_some_and(|at| matches!(units.key_at(at), "at" | "very"));
    if harmless { valence } else { valence * NEGATION }
}

/// What stands before the first `but` counts half, what stands after it half as much again.
///
/// The published program looks a figure up by its value, so that equal figures change the first of them; so does this.
#[expect(clippy::float_cmp, reason = "the very same figure is looked up")]
fn weigh_contrast(units: &Units, sums: &mut [f64]) {
    let Some(but) = units.all().iter().position(|unit| units.key(unit) == "but") else { return };
    for at in 0..sums.len() {
        let Some(first) = sums.iter().position(|sum| *sum == sums[at]) else { continue };
        if first < but {
            sums[first] *= 0.5;
        } else if first > but {
            sums[first] *= 1.5;
        }
    }
}

/// What `!` and `?` add to a feeling.
#[expect(clippy::cast_precision_loss, reason = "at most four signs count")]
pub(crate) fn emphasis((exclamations, questions): (usize, usize)) -> f64 {
    let asked = match questions {
        0 | 1 => 0.0,
        2 | 3 => questions as f64 * 0.18,
        _ => 0.96,
    };
    exclamations.min(4) as f64 * 0.292 + asked
}

/// A sum of figures with its emphasis, brought between −1 and 1.
pub(crate) fn normalized(sum: f64, emphasis: f64) -> f64 {
    let sum = if sum > 0.0 {
        sum + emphasis
    } else if sum < 0.0 {
        sum - emphasis
    } else {
        return 0.0;
    };
    sum / (sum * sum + 15.0).sqrt()
}
