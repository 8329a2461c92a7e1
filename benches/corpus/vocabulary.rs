//! The words of some posts, the commonest first: what rules are made of.

use std::collections::HashMap;

use mention::{Folded, Mention, Script, TokenKind, fold, term_tokens};

/// Words that posts hold, and words that stand side by side in them.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// In how many places each word stands, the commonest first; then by the word.
    pub words: Vec<(String, u32)>,
    /// Two words in a row, parted by a blank, each pair once, in the order of the posts.
    pub pairs: Vec<String>,
    /// Three words in a row.
    pub triples: Vec<String>,
}

/// The commonest words do not make a pair or triple by themselves.
const COMMON: usize = 300;

impl Vocabulary {
    /// The vocabulary of `posts`: words a rule can ask for that finds just them.
    #[must_use]
    pub fn of<T: AsRef<str>>(posts: &[T]) -> Self {
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut counts: Vec<u32> = Vec::new();
        let mut texts: Vec<Vec<u32>> = Vec::new();
        let mut folded = Folded::default();
        for post in posts {
            let text = canonical(post.as_ref(), &mut folded);
            let mut numbered = Vec::new();
            for word in text.split(' ') {
                let next = u32::try_from(counts.len()).expect("there are fewer words than 2^32");
                let number = if let Some(&number) = numbers.get(word) {
                    number
                } else {
                    numbers.insert(word.to_owned(), next);
                    counts.push(0);
                    next
                };
                counts[number as usize] += 1;
                numbered.push(number);
            }
            texts.push(numbered);
        }
        let mut words: Vec<(String, u32)> = numbers.into_iter().collect();
        words.sort_unstable_by_key(|word| word.1);
        let plain: Vec<bool> = words.iter().map(|(word, _)| is_plain(word)).collect();
        let words: Vec<String> = words.into_iter().map(|(word, _)| word).collect();
        let mut ranked: Vec<u32> =
            (0..).take(words.len()).filter(|&it| plain[it as usize]).collect();
        ranked.sort_by(|&a, &b| {
            let count = |it: u32| counts[it as usize];
            (count(b).cmp(&count(a))).then_with(|| words[a as usize].cmp(&words[b as usize]))
        });
        let mut common = vec![false; words.len()];
        ranked.iter().take(COMMON).for_each(|&word| common[word as usize] = true);
        let asked = |row: &[u32]| {
            row.iter().all(|&it| plain[it as usize]) && row.iter().any(|&it| !common[it as usize])
        };
        Self {
            pairs: rows(&texts, 2, &words, asked),
            triples: rows(&texts, 3, &words, asked),
            words: ranked
                .iter()
                .map(|&it| (words[it as usize].clone(), counts[it as usize]))
                .collect(),
        }
    }
}

/// Each row of `length` words that is `asked` for, once.
fn rows(
    texts: &[Vec<u32>],
    length: usize,
    words: &[String],
    asked: impl Fn(&[u32]) -> bool,
) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let windows = texts.iter().flat_map(|text| text.windows(length));
    windows
        .filter(|row| asked(row) && seen.insert(row.to_vec()))
        .map(|row| row.iter().map(|&it| words[it as usize].as_str()).collect::<Vec<_>>().join(" "))
        .collect()
}

/// Stands in a canonical text for a token that no word finds, so that positions stay what they are.
const NO_WORD: &str = "0noword0";

/// Whether a rule that asks for `word` finds just the tokens of this key, everywhere.
fn is_plain(word: &str) -> bool {
    let tokens = term_tokens(word);
    let [token] = &tokens[..] else { return false };
    let same = token.exact == word && token.bare == word && word != NO_WORD;
    same && token.kind != TokenKind::Word(Script::Hangul) && !word.contains(['"', '\\', '|'])
}

/// The words of `text` in normal form, accents taken off, parted by blanks: what is left of it for an engine
/// that cannot fold. Of hashtags and handles it has the body, of links nothing.
#[must_use]
pub fn canonical(text: &str, folded: &mut Folded) -> String {
    let mention = Mention { text: text.to_owned(), ..Mention::default() };
    fold(&mention, folded);
    let mut canonical = String::with_capacity(text.len());
    let mut position = 0;
    let ordinary = folded.tokens().iter().filter(|it| !matches!(it.kind, TokenKind::Entity(_)));
    for token in ordinary {
        for _ in position..token.position {
            canonical.push_str(NO_WORD);
            canonical.push(' ');
        }
        position = token.position + 1;
        let key = folded.bare(token);
        if key.is_empty() || key.contains(char::is_whitespace) {
            canonical.push_str(NO_WORD);
        } else {
            canonical.push_str(key);
        }
        canonical.push(' ');
    }
    canonical.truncate(canonical.trim_end().len());
    canonical
}
