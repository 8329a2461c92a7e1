//! Posts and rules made from a seed: the same ones on every machine.
//!
//! Words follow Zipf's law over a made-up vocabulary; lengths, hashtags, handles, links and emoji come about as
//! often as in public posts of 2011 to 2015 (28 tokens, one handle in two posts, one hashtag in four).

use std::fmt::Write as _;
use std::io::{self, Write};

/// `SplitMix64` (Steele, Lea, Flood, OOPSLA 2014).
#[derive(Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    #[expect(clippy::cast_precision_loss, reason = "53 bits are taken")]
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// How many different words there are.
const WORDS: f64 = 40_000.0;
const SYLLABLES: [&str; 32] = [
    "ta", "ri", "no", "ke", "la", "mo", "si", "du", "be", "ra", "li", "to", "ne", "ka", "lo", "mi",
    "su", "da", "bo", "re", "lu", "ti", "na", "ko", "le", "ma", "so", "di", "bu", "rå", "lé", "tö",
];
const EMOJI: [&str; 6] = ["😀", "🔥", "❤️", "👍🏽", "😭", "🚲"];

/// The word of this rank; rank 0 is the commonest, and the commoner the shorter.
fn word(rank: u64) -> String {
    let mut word = String::new();
    let mut rest = rank + 1;
    while rest > 0 {
        word.push_str(SYLLABLES[usize::try_from(rest % 32).expect("it is below 32")]);
        rest /= 32;
    }
    word
}

/// A rank by Zipf's law: rank r about as often as 1 / (r + 1).
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it lies between 0 and WORDS"
)]
fn zipf(chance: &mut Chance) -> u64 {
    (WORDS.powf(chance.unit()) - 1.0) as u64
}

fn text(chance: &mut Chance) -> String {
    let mut text = String::new();
    if chance.below(2) == 0 {
        let _ = write!(text, "@{}{} ", word(zipf(chance)), chance.below(90));
    }
    for _ in 0..6 + chance.below(34) {
        match chance.below(100) {
            0 => text.push('#'),
            1 => text.push_str(EMOJI[usize::try_from(chance.below(6)).expect("it is below 6")]),
            2..8 => text.push_str(", "),
            _ => {}
        }
        text.push_str(&word(zipf(chance)));
        text.push(' ');
    }
    if chance.below(5) == 0 {
        let _ = write!(text, "https://t.co/{:x}", chance.below(1 << 40));
    }
    text
}

/// Writes `count` posts of the native format, one a line, as close together as when a million come in thirty days.
pub(crate) fn write_posts(count: u64, seed: u64, out: &mut impl Write) -> io::Result<()> {
    let mut chance = Chance::new(seed);
    for id in 0..count {
        let at = 1_788_739_200 + id * 2_592_000 / 1_000_000;
        writeln!(
            out,
            "{{\"id\":\"{id}\",\"platform\":\"{}\",\"author\":\"user{}\",\"created_at\":{at},\"lang\":\"{}\",\
             \"text\":\"{}\",\"likes\":{},\"reposts\":{}}}",
            ["twitter", "reddit", "instagram"]
                [usize::try_from(chance.below(3)).expect("it is below 3")],
            (chance.below(1 << 17) * chance.below(1 << 17)) >> 17,
            ["en", "sv", "fr", "it"][usize::try_from(chance.below(4)).expect("it is below 4")],
            text(&mut chance),
            chance.below(40),
            chance.below(9),
        )?;
    }
    Ok(())
}

/// A rule file of `count` themes as marketers write them: a few words and phrases, one exclusion here and there.
pub(crate) fn rules(count: u64, seed: u64) -> String {
    let mut chance = Chance::new(seed);
    // Marketers ask for words that say something: not the hundred commonest.
    let rare = |chance: &mut Chance| word(300 + chance.below(30_000));
    let mut rules = String::from("format = 1\n");
    for id in 0..count {
        let terms: Vec<String> = (0..2 + chance.below(5))
            .map(|_| match chance.below(10) {
                0 | 1 => format!("\"{} {}\"", rare(&mut chance), rare(&mut chance)),
                2 => format!("#{}", rare(&mut chance)),
                3 => format!("{}*", rare(&mut chance)),
                4 => format!("({} {})", rare(&mut chance), word(zipf(&mut chance))),
                _ => rare(&mut chance),
            })
            .collect();
        let without =
            if chance.below(5) == 0 { format!(" -{}", rare(&mut chance)) } else { String::new() };
        let _ = writeln!(
            rules,
            "[[theme]]\nid = \"theme-{id}\"\nquery = '''({}){without}'''",
            terms.join(" OR ")
        );
    }
    rules
}
