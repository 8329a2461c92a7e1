//! The word of a post that comes nearest to one it lacks: a typing mistake, an ending or an accent the rule does not
//! allow for, a word that is no hashtag.

use mention::{EntityKind, Facts, Field, fold_key};
use rulelang::{Condition, Key, Part, Pattern, TextTest, Track};

/// Letters a word may have more than the rule's, so that a wildcard is proposed.
const ENDING_MAX: usize = 4;

/// Letters of a word from which on one that is other in one letter makes its rule a near one.
const LETTERS_MIN: usize = 5;

/// The words of a post.
pub(super) struct Words<'m> {
    list: Vec<Word<'m>>,
}

struct Word<'m> {
    field: Field,
    posted: &'m str,
    /// As it is compared, accents left out.
    bare: String,
}

impl<'m> Words<'m> {
    pub(super) fn of(facts: &Facts<'m>) -> Self {
        let mut list = Vec::new();
        for field in Field::ALL {
            let words = facts.mention.field(field).split(|c: char| !c.is_alphanumeric());
            let words = words.filter(|word| !word.is_empty());
            list.extend(words.map(|posted| Word { field, posted, bare: fold_key(posted).1 }));
        }
        Self { list }
    }

    /// Whether the post so nearly has what `part` asks for that its author may well have meant it: the word but for a
    /// letter, or the words of the phrase but not in a row.
    pub(super) fn has_nearly(&self, part: &Condition) -> bool {
        let Condition::Text(TextTest { look_in, pattern }) = part else { return false };
        let words = || self.list.iter().filter(|word| look_in.contains(word.field));
        match wanted(part) {
            Some(Wanted::Word { key, .. }) => words().any(|it| is_slip(&key, it, distance)),
            Some(Wanted::Start(key)) => words().any(|it| is_slip(&key, it, distance_of_start)),
            Some(Wanted::Named(..) | Wanted::Letters(_)) => false,
            None => {
                let Pattern::Phrase { parts, .. } = pattern else { return false };
                let there = |part: &Part| match part {
                    Part::Any => true,
                    Part::Token(test) => words().any(|word| is_word(&test.key, &word.bare)),
                };
                parts.iter().all(there)
            }
        }
    }
}

/// Whether a word is `wanted` but for one letter, and not the first.
fn is_slip(wanted: &str, word: &Word<'_>, distance: fn(&str, &str) -> usize) -> bool {
    wanted.chars().count() >= LETTERS_MIN
        && word.bare.chars().count() > LETTERS_MIN
        && word.bare.chars().next() == wanted.chars().next()
        && distance(&word.bare, wanted) <= 1
}

/// Whether a word is what a key asks for, accents left out.
fn is_word(key: &Key, bare: &str) -> bool {
    match key {
        Key::Is(word) => fold_key(word).1 == bare,
        Key::Starts(start) => bare.starts_with(&fold_key(start).1),
        Key::Glob(_) => false,
    }
}

/// What a post has of exact letters but for their case, where no word goes on around it: `at&t` of `{AT&T}`.
fn in_other_case<'p>(test: &TextTest, facts: &Facts<'p>) -> Option<&'p str> {
    let Pattern::Literal(letters) = &test.pattern else { return None };
    let wanted = letters.to_ascii_lowercase();
    let fields = Field::ALL.into_iter().filter(|field| test.look_in.contains(*field));
    fields.map(|field| facts.mention.field(field)).find_map(|text| {
        let at = text.to_ascii_lowercase().find(&wanted)?;
        let end = at + wanted.len();
        let apart = !text[..at].ends_with(char::is_alphanumeric)
            && !text[end..].starts_with(char::is_alphanumeric);
        text.get(at..end).filter(|_| apart)
    })
}

/// What the post has in the place of one of `parts`, as the end of a sentence; empty when nothing comes near.
pub(super) fn nearest(parts: &[Condition], facts: &Facts<'_>) -> String {
    let exact = terms(parts).into_iter().find_map(|part| match part {
        Condition::Text(test) => in_other_case(test, facts),
        _ => None,
    });
    if let Some(found) = exact {
        return format!(", only \"{found}\", and braces ask for the very letters");
    }
    let words = Words::of(facts);
    let mut near: Vec<Near> = Vec::new();
    for part in terms(parts) {
        let (Some(wanted), Condition::Text(test)) = (wanted(part), part) else { continue };
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            words.list.iter().partition(|word| test.look_in.contains(word.field));
        near.extend(here.into_iter().filter_map(|word| near_to(part, &wanted, word)));
        near.extend(elsewhere.into_iter().filter(|word| is_wanted(&wanted, word)).map(in_field));
    }
    let Some(Near { word, how, .. }) = near.into_iter().min() else { return String::new() };
    match how {
        How::Found(query) => format!(", only \"{word}\", which `{query}` would find"),
        How::Like(_) if parts.len() == 1 => format!(", only \"{word}\""),
        How::Like(wanted) => format!(", only \"{word}\", which is like `{wanted}`"),
        How::In(field) => format!(", only \"{word}\" in the {field}"),
        How::Unsigned(sign) => format!(", only \"{word}\" without `{sign}`"),
        How::OtherCase => format!(", only \"{word}\", and braces ask for the very letters"),
    }
}

/// A word of a post that is like a rule's; the nearest is the least.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Near {
    /// Letters that are other, missing, or too many.
    distance: usize,
    word: String,
    how: How,
}

/// What makes it near.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    /// This would find it: the rule's word with any ending, or without its accent.
    Found(String),
    /// It is the word, in a text where it is not looked for.
    In(&'static str),
    /// It is the word without the sign of a hashtag or a name.
    Unsigned(char),
    /// Capitals are other.
    OtherCase,
    /// Letters are other than in this.
    Like(String),
}

/// A single thing that a rule looks for, as it is compared, accents left out.
enum Wanted {
    Word {
        key: String,
        accents: bool,
    },
    Start(String),
    /// A hashtag, a name or a cashtag: its sign, its name, and whether that is only the beginning.
    Named(char, String, bool),
    Letters(String),
}

/// Whether a word is the very word that is wanted.
fn is_wanted(wanted: &Wanted, word: &Word<'_>) -> bool {
    match wanted {
        Wanted::Word { key, .. } => word.bare == *key,
        Wanted::Start(start) => word.bare.starts_with(start.as_str()),
        Wanted::Named(..) | Wanted::Letters(_) => false,
    }
}

fn in_field(word: &Word<'_>) -> Near {
    Near { distance: 0, word: word.posted.to_owned(), how: How::In(word.field.name()) }
}

/// The words among `parts`, and of what is made of several things.
fn terms(parts: &[Condition]) -> Vec<&Condition> {
    let mut terms = Vec::new();
    let mut waiting: Vec<&Condition> = parts.iter().rev().collect();
    while let Some(part) = waiting.pop() {
        match part {
            Condition::Text(_) => terms.push(part),
            Condition::Any(parts) | Condition::All(parts) => waiting.extend(parts.iter().rev()),
            Condition::Near(near) => waiting.extend([&near.right, &near.left]),
            Condition::Window(window) => waiting.extend(window.operands.iter().rev()),
            Condition::Not(_) | Condition::Field(_) => {}
        }
    }
    terms
}

fn wanted(part: &Condition) -> Option<Wanted> {
    let Condition::Text(test) = part else { return None };
    match &test.pattern {
        Pattern::Phrase { parts, .. } => match parts.as_slice() {
            [Part::Token(test)] => match &test.key {
                Key::Is(word) => {
                    let bare = fold_key(word).1;
                    let accents = test.track == Track::Exact && bare != *word;
                    Some(Wanted::Word { key: bare, accents })
                }
                Key::Starts(start) => Some(Wanted::Start(fold_key(start).1)),
                Key::Glob(_) => None,
            },
            _ => None,
        },
        Pattern::Entity { kind, test, .. } => {
            let sign = match kind {
                EntityKind::Hashtag => '#',
                EntityKind::Handle => '@',
                EntityKind::Cashtag => '$',
                EntityKind::Link => return None,
            };
            match &test.key {
                Key::Is(name) => Some(Wanted::Named(sign, fold_key(name).1, false)),
                Key::Starts(name) => Some(Wanted::Named(sign, fold_key(name).1, true)),
                Key::Glob(_) => None,
            }
        }
        Pattern::Literal(letters) => Some(Wanted::Letters(letters.clone())),
        Pattern::Contains(_) | Pattern::Regex { .. } => None,
    }
}

/// The word of the post, if it is like what is wanted.
fn near_to(
    part: &Condition,
    wanted: &Wanted,
    Word { posted, bare, .. }: &Word<'_>,
) -> Option<Near> {
    let near = |distance, how| Some(Near { distance, word: (*posted).to_owned(), how });
    match wanted {
        Wanted::Word { key, accents: true } if bare == key => near(0, How::Found(key.clone())),
        Wanted::Word { key, .. } => {
            let ending = bare.strip_prefix(key.as_str()).map(|ending| ending.chars().count());
            let ending = ending.filter(|ending| (1..=ENDING_MAX).contains(ending));
            let distance = distance(bare, key);
            match ending {
                Some(_) if key.chars().count() > 2 => {
                    near(distance, How::Found(format!("{part}*")))
                }
                _ if is_like(bare, key, distance) => near(distance, How::Like(part.to_string())),
                _ => None,
            }
        }
        Wanted::Start(key) => {
            let distance = distance_of_start(bare, key);
            is_like(bare, key, distance).then_some(())?;
            near(distance, How::Like(part.to_string()))
        }
        Wanted::Named(sign, name, starts)
            if bare == name || *starts && bare.starts_with(name.as_str()) =>
        {
            near(0, How::Unsigned(*sign))
        }
        Wanted::Letters(letters) if fold_key(letters).1 == *bare => near(0, How::OtherCase),
        Wanted::Named(..) | Wanted::Letters(_) => None,
    }
}

/// Whether a word that is other in so many letters may be meant.
fn is_like(word: &str, wanted: &str, distance: usize) -> bool {
    let distance_max = match wanted.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    // Short words are like many others, and few slips change the first letter.
    distance <= distance_max
        && word.chars().count() > 3
        && word.chars().next() == wanted.chars().next()
}

fn distance(word: &str, wanted: &str) -> usize {
    // Words of other lengths are no slips of the pen, and most are told apart by that.
    if word.len().abs_diff(wanted.len()) > 2 * ENDING_MAX {
        return usize::MAX;
    }
    strsim::damerau_levenshtein(word, wanted)
}

/// The distance of the beginning of `word` that is most like `start`.
fn distance_of_start(word: &str, start: &str) -> usize {
    let letters = start.chars().count();
    let beginnings = (letters.saturating_sub(1)..=letters + 1).map(|most| {
        let end = word.char_indices().nth(most).map_or(word.len(), |(end, _)| end);
        distance(&word[..end], start)
    });
    beginnings.min().unwrap_or(usize::MAX)
}
