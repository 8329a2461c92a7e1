//! Which terms find all that another finds, looked up by their words.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use mention::{EntityKind, LookIn, fold_key};

use super::forms::Term;
use crate::{Condition, Glob, Key, Part, Pattern, TextTest, Track};

/// Words of a phrase at most that are looked at.
const WORDS_MAX: usize = 12;

/// Terms by the words they find.
#[derive(Debug, Default)]
pub(crate) struct Cover {
    whole: HashMap<(LookIn, Vec<Word>), (usize, u32)>,
    starts: HashMap<(LookIn, Word), (usize, u32)>,
    /// How long the keys in `starts` are, in bytes: no other beginning of a word need be looked up.
    lengths: BTreeSet<usize>,
}

/// How a term finds what another one finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// It is the same word without its accents.
    Accents,
    /// It is part of it.
    Part,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Word {
    /// The sign in front of an entity.
    sign: Option<EntityKind>,
    track: Track,
    key: String,
    /// Whether it begins where the word before it ends.
    glued: bool,
}

/// A word of a term and whether it is all of it.
#[derive(Clone, Debug)]
struct Piece {
    word: Word,
    ends: Ends,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    /// It is the word.
    Whole,
    /// It begins the word; the end is open.
    Open,
    /// It begins the word; more is asked of the rest.
    Tested,
}

impl Cover {
    /// The terms, by what each finds.
    pub(crate) fn new(terms: &[Term<'_>]) -> Self {
        let mut cover = Self::default();
        for (at, term) in terms.iter().enumerate() {
            let Some((look_in, pieces, close)) = term.condition.as_deref().and_then(pieces) else {
                continue;
            };
            match &pieces[..] {
                [Piece { word, ends: Ends::Open }] => {
                    cover.lengths.insert(word.key.len());
                    cover.starts.entry((look_in, word.clone())).or_insert((at, term.form));
                }
                pieces if close && pieces.iter().all(|piece| piece.ends == Ends::Whole) => {
                    let words = normal(pieces);
                    cover.whole.entry((look_in, words)).or_insert((at, term.form));
                }
                _ => {}
            }
        }
        cover
    }

    /// The first other term that finds all that this one finds.
    pub(crate) fn of(&self, form: u32, condition: Option<&Rc<Condition>>) -> Option<(usize, How)> {
        let (look_in, pieces, close) = pieces(condition?)?;
        if pieces.len() > WORDS_MAX {
            return None;
        }
        let plain = |pieces: &[Piece]| pieces.iter().map(without_accents).collect::<Vec<_>>();
        let views = [plain(&pieces), body(&pieces), plain(&body(&pieces)), pieces.clone()];
        views.into_iter().enumerate().find_map(|(view, words)| {
            let (at, part) = self.in_words(look_in, &words, close, form)?;
            let accents = view == 0 && !part && normal(&pieces) != normal(&words);
            Some((at, if accents { How::Accents } else { How::Part }))
        })
    }

    /// A term found in `words`, and whether it is only a part of them.
    fn in_words(
        &self,
        look_in: LookIn,
        words: &[Piece],
        close: bool,
        form: u32,
    ) -> Option<(usize, bool)> {
        let other = |found: Option<&(usize, u32)>| found.filter(|it| it.1 != form).map(|it| it.0);
        for start in 0..words.len() {
            let longest = if close { words.len() } else { start + 1 };
            for end in start + 1..=longest {
                let run = &words[start..end];
                if run.iter().any(|piece| piece.ends != Ends::Whole) {
                    break;
                }
                if let Some(at) = other(self.whole.get(&(look_in, normal(run)))) {
                    return Some((at, run.len() < words.len()));
                }
            }
            let word = &words[start].word;
            for &end in self.lengths.range(..=word.key.len()) {
                let Some(begin) = word.key.get(..end) else { continue };
                if end < word.key.len() && begin.chars().nth(1).is_none() {
                    continue;
                }
                let begin = Word {
                    key: begin.to_owned(),
                    glued: false,
                    sign: word.sign,
                    track: word.track,
                };
                if let Some(at) = other(self.starts.get(&(look_in, begin))) {
                    return Some((at, true));
                }
            }
        }
        None
    }
}

/// The words of a term, and whether they stand in a row; absent for what is no words.
fn pieces(condition: &Condition) -> Option<(LookIn, Vec<Piece>, bool)> {
    let Condition::Text(TextTest { look_in, pattern }) = condition else { return None };
    match pattern {
        Pattern::Phrase { parts, slop } => {
            let words = parts.iter().map(|part| match part {
                Part::Any => None,
                Part::Token(test) => Some(piece(None, test.track, &test.key, test.glued)),
            });
            Some((*look_in, words.collect::<Option<_>>()?, *slop == 0))
        }
        Pattern::Entity { kind, test, .. } => {
            Some((*look_in, vec![piece(Some(*kind), test.track, &test.key, false)], true))
        }
        Pattern::Literal(_) | Pattern::Contains(_) | Pattern::Regex { .. } => None,
    }
}

fn piece(sign: Option<EntityKind>, track: Track, key: &Key, glued: bool) -> Piece {
    let (key, ends) = match key {
        Key::Is(key) => (key.clone(), Ends::Whole),
        Key::Starts(key) => (key.clone(), Ends::Open),
        Key::Glob(globs) => match globs.first() {
            Some(Glob::Text(text)) => (text.clone(), Ends::Tested),
            _ => (String::new(), Ends::Tested),
        },
    };
    Piece { word: Word { sign, track, key, glued }, ends }
}

/// Words as they are looked up: what stands before the first does not matter.
fn normal(pieces: &[Piece]) -> Vec<Word> {
    let mut words: Vec<Word> = pieces.iter().map(|piece| piece.word.clone()).collect();
    if let Some(first) = words.first_mut() {
        first.glued = false;
    }
    words
}

fn without_accents(piece: &Piece) -> Piece {
    let word = Word { track: Track::Bare, key: fold_key(&piece.word.key).1, ..piece.word.clone() };
    Piece { word, ends: piece.ends }
}

/// The ordinary word that a hashtag or handle is as well.
fn body(pieces: &[Piece]) -> Vec<Piece> {
    let simple = |piece: &Piece| {
        matches!(piece.word.sign, Some(EntityKind::Hashtag | EntityKind::Handle))
            && piece.word.key.chars().all(char::is_alphanumeric)
    };
    let plain =
        |piece: &Piece| Piece { word: Word { sign: None, ..piece.word.clone() }, ends: piece.ends };
    if pieces.iter().all(simple) { pieces.iter().map(plain).collect() } else { Vec::new() }
}
