//! Posts in, their statistics out: the numbers that stand in `statistics.tsv`.

use std::collections::{BTreeMap, HashMap};

use mention::{EntityKind, Folded, Mention, Script, Token, TokenKind, fold};
use unicode_script::{Script as Letters, UnicodeScript as _};

use crate::{Gap, Mark, Statistics, Style, Writing};

/// A pair of words is looked for after words that stand this often at least.
const PAIRED_TIMES_MIN: u32 = 20;

/// The statistics of `posts`, each with the name of its set.
#[must_use]
pub fn measure(posts: &[(String, String)]) -> Statistics {
    let mut sources: BTreeMap<String, u64> = BTreeMap::new();
    let mut counted: BTreeMap<Writing, Counted> = BTreeMap::new();
    let mut folded = Folded::default();
    for (set, text) in posts {
        *sources.entry(set.clone()).or_default() += 1;
        let mention = Mention { text: text.clone(), ..Mention::default() };
        fold(&mention, &mut folded);
        let writing = writing_of(&folded);
        counted.entry(writing).or_default().take(writing, text, &folded);
    }
    let all = number(posts.len());
    let enough = |counted: &Counted| counted.bytes.len() >= 50;
    let styles = counted.into_iter().filter(|(_, it)| enough(it));
    Statistics { sources, styles: styles.map(|(of, it)| (of, it.style(all))).collect() }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn number(count: usize) -> f64 {
    count as f64
}

/// The script of a word's first letter.
fn writing(key: &str) -> Writing {
    match key.chars().next().map(|letter| letter.script()) {
        Some(Letters::Cyrillic) => Writing::Cyrillic,
        Some(Letters::Greek) => Writing::Greek,
        Some(Letters::Arabic) => Writing::Arabic,
        Some(Letters::Devanagari) => Writing::Devanagari,
        Some(Letters::Thai) => Writing::Thai,
        Some(Letters::Han) => Writing::Han,
        Some(Letters::Hiragana | Letters::Katakana) => Writing::Kana,
        _ => Writing::Latin,
    }
}

/// The script most letters of a post have; Japanese where there is some Kana.
fn writing_of(folded: &Folded) -> Writing {
    let mut letters: BTreeMap<Writing, usize> = BTreeMap::new();
    for token in folded.tokens().iter().filter(|it| matches!(it.kind, TokenKind::Word(_))) {
        *letters.entry(writing(folded.exact(token))).or_default() +=
            token.end as usize - token.start as usize;
    }
    let kana = letters.get(&Writing::Kana).copied().unwrap_or_default();
    let han = letters.get(&Writing::Han).copied().unwrap_or_default();
    let most = letters.into_iter().max_by_key(|(_, bytes)| *bytes);
    match most {
        Some((Writing::Han, _)) if kana * 4 > han => Writing::Kana,
        Some((writing, _)) => writing,
        None => Writing::Latin,
    }
}

/// What is counted over the posts of one script.
#[derive(Debug, Default)]
struct Counted {
    bytes: Vec<usize>,
    tokens: usize,
    words: usize,
    marks: BTreeMap<Mark, usize>,
    gaps: BTreeMap<Gap, usize>,
    capital: usize,
    shouted: usize,
    shoutable: usize,
    accented: usize,
    foreign: usize,
    numbers: HashMap<String, u32>,
    pairs: HashMap<(u32, u32), u32>,
}

impl Counted {
    fn take(&mut self, writing: Writing, text: &str, folded: &Folded) {
        self.bytes.push(text.len());
        let mut before: Option<(&Token, u32)> = None;
        let mut entity_end = 0;
        for token in folded.tokens() {
            if let TokenKind::Entity(kind) = token.kind {
                *self.marks.entry(mark(kind)).or_default() += 1;
                self.tokens += 1;
                (before, entity_end) = (None, token.end);
                continue;
            }
            if token.start < entity_end {
                continue;
            }
            self.tokens += 1;
            let posted = &text[token.start as usize..token.end as usize];
            if token.kind == TokenKind::Emoji {
                *self.marks.entry(Mark::Emoji).or_default() += 1;
                before = None;
            } else if posted.bytes().all(|byte| byte.is_ascii_digit()) {
                *self.marks.entry(Mark::Number).or_default() += 1;
                before = None;
            } else {
                let number = self.word(writing, posted, token, folded);
                if let (Some((last, paired)), Some(number)) = (before, number) {
                    *self.pairs.entry((paired, number)).or_default() += 1;
                    let between = &text[last.end as usize..token.start as usize];
                    *self.gaps.entry(gap(between)).or_default() += 1;
                }
                before = number.map(|number| (token, number));
            }
        }
    }

    /// Counts a word; its number, unless it is of another script than the post.
    fn word(&mut self, of: Writing, posted: &str, token: &Token, folded: &Folded) -> Option<u32> {
        self.words += 1;
        if writing(folded.exact(token)) != of {
            self.foreign += 1;
            return None;
        }
        if token.kind == TokenKind::Word(Script::Spaced) {
            let mut letters = posted.chars();
            let capital = letters.next().is_some_and(char::is_uppercase);
            let long = letters.clone().next().is_some();
            let shouted = long && capital && !letters.any(char::is_lowercase);
            self.capital += usize::from(capital && !shouted);
            self.shouted += usize::from(shouted);
            self.shoutable += usize::from(long);
            self.accented += usize::from(of == Writing::Latin && !posted.is_ascii());
        }
        let next = u32::try_from(self.numbers.len()).ok()?;
        Some(*self.numbers.entry(folded.bare(token).to_owned()).or_insert(next))
    }

    fn style(mut self, all: f64) -> Style {
        self.bytes.sort_unstable();
        let last = self.bytes.len() - 1;
        let (tokens, words) = (number(self.tokens.max(1)), number(self.words.max(1)));
        let share = |count: usize| number(count) / words;
        let gaps = number(self.gaps.values().sum::<usize>().max(1));
        let mut counts = vec![0_u32; self.numbers.len()];
        let followers = self.followers(&mut counts);
        let (curve, letters) = self.curve(&counts);
        Style {
            share: number(self.bytes.len()) / all,
            bytes: Style::LENGTHS
                .iter()
                .map(|&part| number(self.bytes[usize::from(part) * last / 100]))
                .collect(),
            marks: self.marks.iter().map(|(mark, &it)| (*mark, number(it) / tokens)).collect(),
            gaps: self.gaps.iter().map(|(gap, &it)| (*gap, number(it) / gaps)).collect(),
            capital: share(self.capital),
            shouted: number(self.shouted) / number(self.shoutable.max(1)),
            accented: share(self.accented),
            foreign: share(self.foreign),
            paired: followers,
            curve,
            letters,
            distinct: number(counts.len()),
        }
    }

    /// How often a common word is followed by its usual follower; fills in how often each word is followed at all.
    fn followers(&self, counts: &mut [u32]) -> f64 {
        let mut usual = vec![0_u32; counts.len()];
        #[expect(clippy::iter_over_hash_type, reason = "sums and maxima know no order")]
        for (&(word, _), &times) in &self.pairs {
            counts[word as usize] += times;
            usual[word as usize] = usual[word as usize].max(times);
        }
        let common = || (0..counts.len()).filter(|&it| counts[it] >= PAIRED_TIMES_MIN);
        let followed: u32 = common().map(|it| counts[it]).sum();
        let by_usual: u32 = common().map(|it| usual[it]).sum();
        f64::from(by_usual) / f64::from(followed.max(1))
    }

    /// The word-frequency curve at 1, 2, 4, … words, and the mean length of the words each point adds.
    fn curve(&self, counts: &[u32]) -> (Vec<f64>, Vec<f64>) {
        let mut ranked: Vec<(u32, usize)> = self
            .numbers
            .iter()
            .map(|(word, &number)| (counts[number as usize], word.chars().count()))
            .collect();
        ranked.sort_unstable_by(|a, b| b.cmp(a));
        let all: f64 = ranked.iter().map(|it| f64::from(it.0)).sum();
        let (mut curve, mut letters) = (Vec::new(), Vec::new());
        let (mut at, mut covered) = (0, 0.0);
        while at < ranked.len() {
            let next = (at * 2).clamp(1, ranked.len());
            let added = &ranked[at..next.max(at + 1)];
            covered += added.iter().map(|it| f64::from(it.0)).sum::<f64>();
            curve.push(covered / all.max(1.0));
            letters.push(added.iter().map(|it| number(it.1)).sum::<f64>() / number(added.len()));
            at += added.len();
        }
        (curve, letters)
    }
}

fn mark(kind: EntityKind) -> Mark {
    match kind {
        EntityKind::Hashtag => Mark::Hashtag,
        EntityKind::Handle => Mark::Handle,
        EntityKind::Cashtag => Mark::Cashtag,
        EntityKind::Link => Mark::Link,
    }
}

fn gap(between: &str) -> Gap {
    match between {
        "" => Gap::Nothing,
        " " => Gap::Blank,
        ", " => Gap::Comma,
        "'" | "’" => Gap::Apostrophe,
        ". " | "! " | "? " | ": " => Gap::Stop,
        _ if !between.is_ascii() => Gap::Beyond,
        _ => Gap::Other,
    }
}
