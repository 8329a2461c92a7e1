//! What posts are like, in numbers.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A script, as far as it matters for how texts are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Writing {
    /// Latin, and everything that is none of the others.
    Latin,
    /// Cyrillic.
    Cyrillic,
    /// Greek.
    Greek,
    /// Arabic.
    Arabic,
    /// Devanagari.
    Devanagari,
    /// Thai, without blanks.
    Thai,
    /// Chinese characters, without blanks.
    Han,
    /// Hiragana and Katakana, without blanks.
    Kana,
}

impl Writing {
    /// Each with its name.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Latin, "latin"),
        (Self::Cyrillic, "cyrillic"),
        (Self::Greek, "greek"),
        (Self::Arabic, "arabic"),
        (Self::Devanagari, "devanagari"),
        (Self::Thai, "thai"),
        (Self::Han, "han"),
        (Self::Kana, "kana"),
    ];

    /// Whether each character is a word.
    #[must_use]
    pub const fn is_blankless(self) -> bool {
        matches!(self, Self::Thai | Self::Han | Self::Kana)
    }
}

/// What may stand between the words of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A hashtag.
    Hashtag,
    /// A handle.
    Handle,
    /// A cashtag.
    Cashtag,
    /// A link.
    Link,
    /// An emoji.
    Emoji,
    /// A number.
    Number,
}

impl Mark {
    /// Each with its name.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Hashtag, "hashtag"),
        (Self::Handle, "handle"),
        (Self::Cashtag, "cashtag"),
        (Self::Link, "link"),
        (Self::Emoji, "emoji"),
        (Self::Number, "number"),
    ];
}

/// How two words are parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// By nothing.
    Nothing,
    /// By one blank.
    Blank,
    /// By a comma and a blank.
    Comma,
    /// By a full stop, `!`, `?` or `:` and a blank.
    Stop,
    /// By an apostrophe.
    Apostrophe,
    /// By a curly quote, an ellipsis, a dash or other characters beyond ASCII.
    Beyond,
    /// By something else: dots, quotes, brackets, a new line.
    Other,
}

impl Gap {
    /// Each with its name.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Nothing, "nothing"),
        (Self::Blank, "blank"),
        (Self::Comma, "comma"),
        (Self::Stop, "stop"),
        (Self::Apostrophe, "apostrophe"),
        (Self::Beyond, "beyond"),
        (Self::Other, "other"),
    ];
}

/// Posts of one script.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Style {
    /// How many of all posts.
    pub share: f64,
    /// The lengths in bytes that the shares of [`Style::LENGTHS`] of the posts stay below.
    pub bytes: Vec<f64>,
    /// How many of each a token.
    pub marks: BTreeMap<Mark, f64>,
    /// How often words are parted so.
    pub gaps: BTreeMap<Gap, f64>,
    /// How many words begin with a capital.
    pub capital: f64,
    /// How many words of two letters and more are all capitals.
    pub shouted: f64,
    /// How many words have letters beyond ASCII, of scripts that can do without.
    pub accented: f64,
    /// How many words of a post in another script are Latin.
    pub foreign: f64,
    /// How often a word is followed by the one that follows it most often.
    pub paired: f64,
    /// The word-frequency curve: how many of all words are the 1, 2, 4, … commonest; the last is all of them.
    pub curve: Vec<f64>,
    /// How many letters those words have that the point of the curve adds, on average.
    pub letters: Vec<f64>,
    /// How many different words there are.
    pub distinct: f64,
}

/// What posts are like.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statistics {
    /// The sets that were measured, and how many posts of each.
    pub sources: BTreeMap<String, u64>,
    /// By script.
    pub styles: BTreeMap<Writing, Style>,
}

impl Statistics {
    /// Those that were measured on real posts and are kept beside this file.
    #[must_use]
    pub fn kept() -> Self {
        Self::read(include_str!("statistics.tsv"))
    }

    /// Reads what [`Statistics::written`] has written; lines it does not know it passes over.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut read = Self::default();
        for line in text.lines() {
            let mut cells = line.split('\t');
            let (Some(what), Some(key)) = (cells.next(), cells.next()) else { continue };
            let numbers: Vec<f64> = cells.filter_map(|cell| cell.parse().ok()).collect();
            if what == "source" {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "it is a count"
                )]
                read.sources.insert(key.to_owned(), numbers.first().map_or(0, |&it| it as u64));
            } else if let Some(writing) = named(&Writing::ALL, what) {
                read.styles.entry(writing).or_default().take(key, numbers);
            }
        }
        read
    }

    /// As lines of cells parted by tabs: script, what, numbers.
    #[must_use]
    pub fn written(&self) -> String {
        let mut out = String::new();
        for (source, posts) in &self.sources {
            let _ = writeln!(out, "source\t{source}\t{posts}");
        }
        for (writing, style) in &self.styles {
            let name = Writing::ALL.iter().find(|it| it.0 == *writing).map_or("", |it| it.1);
            for (key, numbers) in style.lines() {
                let _ = write!(out, "{name}\t{key}");
                for number in numbers {
                    let _ = write!(out, "\t{}", (number * 1e6).round() / 1e6);
                }
                out.push('\n');
            }
        }
        out
    }
}

impl Style {
    /// Of which parts of a hundred posts the longest is known: closer at the long end, which is thin.
    pub const LENGTHS: [u8; 25] = [
        0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 96, 97, 98,
        99, 100,
    ];

    fn lines(&self) -> Vec<(String, Vec<f64>)> {
        let one = |key: &str, number: f64| (key.to_owned(), vec![number]);
        let mut lines = vec![
            one("share", self.share),
            ("bytes".to_owned(), self.bytes.clone()),
            one("capital", self.capital),
            one("shouted", self.shouted),
            one("accented", self.accented),
            one("foreign", self.foreign),
            one("paired", self.paired),
            ("curve".to_owned(), self.curve.clone()),
            ("letters".to_owned(), self.letters.clone()),
            one("distinct", self.distinct),
        ];
        let marks = Mark::ALL.iter().filter_map(|(mark, name)| {
            self.marks.get(mark).map(|&number| one(&format!("mark.{name}"), number))
        });
        let gaps = Gap::ALL.iter().filter_map(|(gap, name)| {
            self.gaps.get(gap).map(|&number| one(&format!("gap.{name}"), number))
        });
        lines.extend(marks);
        lines.extend(gaps);
        lines
    }

    fn take(&mut self, key: &str, numbers: Vec<f64>) {
        let first = numbers.first().copied().unwrap_or_default();
        match key {
            "share" => self.share = first,
            "bytes" => self.bytes = numbers,
            "capital" => self.capital = first,
            "shouted" => self.shouted = first,
            "accented" => self.accented = first,
            "foreign" => self.foreign = first,
            "paired" => self.paired = first,
            "curve" => self.curve = numbers,
            "letters" => self.letters = numbers,
            "distinct" => self.distinct = first,
            _ => match key.split_once('.') {
                Some(("mark", name)) => {
                    self.marks.extend(named(&Mark::ALL, name).map(|mark| (mark, first)));
                }
                Some(("gap", name)) => {
                    self.gaps.extend(named(&Gap::ALL, name).map(|gap| (gap, first)));
                }
                _ => {}
            },
        }
    }
}

fn named<T: Copy>(all: &[(T, &str)], name: &str) -> Option<T> {
    all.iter().find(|(_, known)| *known == name).map(|(it, _)| *it)
}
