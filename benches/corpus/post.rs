//! Posts that have the statistics of real ones.

use std::fmt::Write as _;

use crate::chance::mixed;
use crate::{Chance, Gap, Mark, Statistics, Style, Writing, word};

const EMOJI: [&str; 24] = [
    "😂",
    "😭",
    "❤️",
    "🔥",
    "😍",
    "🙏",
    "👍",
    "👍🏽",
    "🎉",
    "😊",
    "💕",
    "👏🏻",
    "🤔",
    "🇫🇷",
    "💙",
    "😩",
    "✈️",
    "🚲",
    "👩‍🚀",
    "🙌🏾",
    "💯",
    "☕",
    "🎄",
    "👨‍👩‍👧",
];
const STOPS: [&str; 4] = [". ", "! ", "? ", ": "];
const BEYOND: [&str; 7] = [" “", "” ", "… ", " — ", "’", " • ", "、"];
const OTHER: [&str; 9] = ["... ", " - ", " \"", "\" ", " (", ") ", "\n", "/", "-"];

/// `count` posts made from `seed`, with the statistics `of` others.
#[must_use]
pub fn posts(of: &Statistics, count: usize, seed: u64) -> Vec<String> {
    posts_without_end(of, seed).take(count).collect()
}

/// The same posts, each made when it is asked for: a file of millions takes no memory.
pub fn posts_without_end(of: &Statistics, seed: u64) -> impl Iterator<Item = String> + use<'_> {
    let mut chance = Chance::new(seed);
    std::iter::repeat_with(move || post(of, &mut chance))
}

fn post(of: &Statistics, chance: &mut Chance) -> String {
    let mut left = chance.unit();
    let found = of.styles.iter().find(|(_, style)| {
        left -= style.share;
        left < 0.0
    });
    let (&writing, style) =
        found.or_else(|| of.styles.first_key_value()).expect("statistics are of some posts");
    let bytes = length(style, chance);
    let foreign = of.styles.get(&Writing::Latin).filter(|_| writing != Writing::Latin);
    let mut text = Post { text: String::with_capacity(bytes + 40), writing, style, before: None };
    while text.text.len() < bytes {
        text.token(chance, foreign);
    }
    text.text
}

/// A length, straight between those that are known; the last hundredth is thin at its long end.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it lies between the shortest post and the longest"
)]
fn length(style: &Style, chance: &mut Chance) -> usize {
    let at = chance.unit() * 100.0;
    let above = Style::LENGTHS.iter().position(|&part| at < f64::from(part)).unwrap_or(1);
    let (first, last) = (Style::LENGTHS[above - 1], Style::LENGTHS[above]);
    let inside = (at - f64::from(first)) / f64::from(last - first);
    let inside = if last == 100 { inside.powi(12) } else { inside };
    (style.bytes[above - 1] + (style.bytes[above] - style.bytes[above - 1]) * inside) as usize
}

struct Post<'a> {
    text: String,
    writing: Writing,
    style: &'a Style,
    /// The rank of the word before; absent after a mark.
    before: Option<u64>,
}

impl Post<'_> {
    fn token(&mut self, chance: &mut Chance, foreign: Option<&Style>) {
        let mut left = chance.unit();
        for (&mark, &share) in &self.style.marks {
            left -= share;
            if left < 0.0 {
                self.before = None;
                return self.mark(mark, chance);
            }
        }
        match foreign {
            Some(latin) if chance.happens(self.style.foreign) => {
                self.part();
                self.before = None;
                let rank = latin.rank(chance.unit());
                self.word(Writing::Latin, latin, rank, chance);
            }
            _ => {
                let rank = self.next(chance);
                self.gap(chance);
                self.word(self.writing, self.style, rank, chance);
                self.before = Some(rank);
            }
        }
    }

    /// The next word's rank: often the one that always follows the word before.
    fn next(&self, chance: &mut Chance) -> u64 {
        match self.before {
            Some(before) if chance.happens(self.style.paired) => {
                self.style.rank(Chance::new(mixed(before + 1)).unit())
            }
            _ => self.style.rank(chance.unit()),
        }
    }

    fn gap(&mut self, chance: &mut Chance) {
        if self.before.is_none() {
            return self.part();
        }
        let mut left = chance.unit();
        let gap = self.style.gaps.iter().find(|(_, share)| {
            left -= **share;
            left < 0.0
        });
        let between: &str = match gap.map_or(Gap::Blank, |(gap, _)| *gap) {
            Gap::Nothing if self.writing.is_blankless() => "",
            Gap::Nothing | Gap::Blank => " ",
            Gap::Comma => ", ",
            Gap::Stop => chance.one::<&str>(&STOPS),
            Gap::Apostrophe => "'",
            Gap::Beyond => chance.one::<&str>(&BEYOND),
            Gap::Other => chance.one::<&str>(&OTHER),
        };
        self.text.push_str(between);
    }

    /// A blank, unless it is the beginning.
    fn part(&mut self) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
    }

    fn word(&mut self, writing: Writing, style: &Style, rank: u64, chance: &mut Chance) {
        let start = self.text.len();
        word::push(&mut self.text, writing, style, rank);
        let many = self.text[start..].chars().nth(1).is_some();
        if many && chance.happens(style.shouted) {
            let shouted = self.text[start..].to_uppercase();
            self.text.replace_range(start.., &shouted);
        } else if chance.happens(style.capital) {
            let first = self.text[start..].chars().next().map_or(0, char::len_utf8);
            let capital = self.text[start..start + first].to_uppercase();
            self.text.replace_range(start..start + first, &capital);
        }
    }

    fn mark(&mut self, mark: Mark, chance: &mut Chance) {
        self.part();
        match mark {
            Mark::Hashtag => {
                self.text.push('#');
                let words = if chance.happens(0.4) { 2 } else { 1 };
                for _ in 0..words {
                    let rank = self.style.rank(chance.unit());
                    self.word(self.writing, self.style, rank, chance);
                }
            }
            Mark::Handle => {
                // A few accounts are named often, most hardly ever.
                let rank = chance.rank(0, 60_000, 1.0) as u64;
                self.text.push('@');
                let _ = write!(self.text, "user{:x}", mixed(rank) % 0xf_ffff);
            }
            Mark::Cashtag => {
                let letter =
                    |number: u64| char::from(b'A' + u8::try_from(number % 26).unwrap_or(0));
                let name = [letter(chance.next()), letter(chance.next()), letter(chance.next())];
                self.text.push('$');
                self.text.extend(name);
            }
            Mark::Link => {
                let _ = write!(self.text, "https://t.co/{:x}", chance.below(1 << 40));
            }
            Mark::Emoji => {
                let rank = chance.rank(0, EMOJI.len(), 1.0);
                self.text.push_str(EMOJI[rank]);
            }
            Mark::Number => {
                let _ = write!(self.text, "{}", chance.rank(1, 3_000, 1.0));
            }
        }
    }
}
