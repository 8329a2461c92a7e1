//! Rules as brands have them, made of the words of some posts.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::{Chance, Vocabulary};

/// How common the words are that rules are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Brands are rare words, themes common ones.
    Real,
    /// Brands are as common as ordinary words.
    Hot,
}

impl Profile {
    /// Each with its name.
    pub const ALL: [(Self, &'static str); 2] = [(Self::Real, "real"), (Self::Hot, "hot")];
}

/// One rule: each of the groups, and the two words of `near` within so many others, in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// The groups, the wanted before the unwanted.
    pub groups: Vec<Group>,
    /// Two words and how many may stand between them.
    pub near: Option<(String, String, u32)>,
}

/// Words and phrases of which one is wanted, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Whether none of them may be there.
    pub unwanted: bool,
    /// Words in normal form; a phrase has blanks between them.
    pub terms: Vec<String>,
}

/// How far the two words of a NEAR may be apart.
const NEAR: u32 = 5;

/// `count` rules made from `seed`: half of them ask for a brand and a theme and exclude something, a fifth for a
/// brand alone, some for one of two phrases, some for two words near each other.
#[must_use]
pub fn rules(of: &Vocabulary, profile: Profile, count: usize, seed: u64) -> Vec<Rule> {
    let maker = Maker { of, profile };
    let mut chance = Chance::new(seed);
    (0..count).map(|_| maker.rule(&mut chance)).collect()
}

struct Maker<'a> {
    of: &'a Vocabulary,
    profile: Profile,
}

impl Maker<'_> {
    fn rule(&self, chance: &mut Chance) -> Rule {
        match chance.below(100) {
            0..50 => self.brand_and_theme(chance),
            50..70 => {
                let mut terms = self.brands(chance);
                terms.push(self.phrase(chance));
                Rule { groups: vec![Group { unwanted: false, terms }], near: None }
            }
            70..85 => {
                let terms = vec![self.phrase(chance), self.phrase(chance)];
                let without = vec![self.theme(chance)];
                let groups = [(false, terms), (true, without)];
                let groups = groups.map(|(unwanted, terms)| Group { unwanted, terms });
                Rule { groups: groups.into(), near: None }
            }
            _ => {
                let brand = self.brand(chance);
                let theme = loop {
                    let theme = self.theme(chance);
                    if theme != brand {
                        break theme;
                    }
                };
                Rule { groups: Vec::new(), near: Some((brand, theme, NEAR)) }
            }
        }
    }

    fn brand_and_theme(&self, chance: &mut Chance) -> Rule {
        let mut terms = self.brands(chance);
        if chance.below(5) < 2 {
            terms.push(self.phrase(chance));
        }
        let mut groups = vec![Group { unwanted: false, terms }];
        let themes = (0..(3 + chance.below(8))).map(|_| self.theme(chance)).collect();
        groups.push(Group { unwanted: false, terms: themes });
        let without: Vec<String> = (0..chance.below(4)).map(|_| self.theme(chance)).collect();
        if !without.is_empty() {
            groups.push(Group { unwanted: true, terms: without });
        }
        Rule { groups, near: None }
    }

    fn brands(&self, chance: &mut Chance) -> Vec<String> {
        (0..=chance.below(4)).map(|_| self.brand(chance)).collect()
    }

    fn brand(&self, chance: &mut Chance) -> String {
        let words = self.of.words.len();
        let rank = match self.profile {
            Profile::Real => chance.rank(words.min(1_500), words, 5.0),
            Profile::Hot => chance.rank(words.min(250), words.min(60_000), 2.0),
        };
        self.of.words[rank].0.clone()
    }

    fn theme(&self, chance: &mut Chance) -> String {
        let words = self.of.words.len();
        self.of.words[chance.rank(words.min(120), words.min(8_000), 2.0)].0.clone()
    }

    fn phrase(&self, chance: &mut Chance) -> String {
        chance.one(&self.of.pairs).clone()
    }
}

/// `count` different words and phrases made from `seed`, as lists of brands hold them: words of middling frequency and
/// rare ones, phrases of two words and of three, and a fifth that stands in no post.
#[must_use]
pub fn literals(of: &Vocabulary, count: usize, seed: u64) -> Vec<String> {
    let mut chance = Chance::new(seed);
    let words = of.words.len();
    let mut found = BTreeSet::new();
    let mut tries = 0;
    while found.len() < count {
        tries += 1;
        let literal = match chance.below(100) {
            // What is common is soon used up.
            0..25 if tries < 4 * count => {
                of.words[chance.rank(words.min(300), words.min(20_000), 8.0)].0.clone()
            }
            25..40 if tries < 4 * count => chance.one(&of.words[words.min(300) - 1..]).0.clone(),
            40..70 => chance.one(&of.pairs).clone(),
            70..80 => chance.one(&of.triples).clone(),
            _ => {
                let name = format!("zq{:x}", chance.below(1 << 32));
                let alone = chance.below(2) == 0;
                if alone { name } else { format!("{name} {}", chance.one(&of.words).0) }
            }
        };
        found.insert(literal);
    }
    let mut found: Vec<String> = found.into_iter().collect();
    for at in (1..found.len()).rev() {
        let other = chance.below(at as u64 + 1);
        found.swap(at, usize::try_from(other).expect("it is below a length"));
    }
    found
}

impl Rule {
    /// The rule that asks for one word or phrase.
    #[must_use]
    pub fn literal(term: &str) -> Self {
        Self { groups: vec![Group { unwanted: false, terms: vec![term.to_owned()] }], near: None }
    }

    /// The rule as a query of the language.
    #[must_use]
    pub fn query(&self) -> String {
        let mut query = String::new();
        for group in &self.groups {
            let _ = write!(query, " {}(", if group.unwanted { "-" } else { "" });
            for (at, term) in group.terms.iter().enumerate() {
                let _ = write!(query, "{}\"{term}\"", if at == 0 { "" } else { " OR " });
            }
            query.push(')');
        }
        if let Some((one, other, words)) = &self.near {
            let _ = write!(query, " \"{one}\" NEAR/{words} \"{other}\"");
        }
        query.trim_start().to_owned()
    }
}

impl Rule {
    /// The rule as engines that are no part of the product read it: groups parted by tabs, `+` wanted and `-`
    /// unwanted, their terms parted by `|`; or `~5 a|b`, two words near each other.
    #[must_use]
    pub fn line(&self) -> String {
        if let Some((one, other, words)) = &self.near {
            return format!("~{words} {one}|{other}");
        }
        let group = |group: &Group| {
            format!("{}{}", if group.unwanted { '-' } else { '+' }, group.terms.join("|"))
        };
        self.groups.iter().map(group).collect::<Vec<_>>().join("\t")
    }
}

/// A rule file that has a theme for each of `rules`, in this order by id.
#[must_use]
pub fn rule_file(rules: &[Rule]) -> String {
    let mut file = String::from("format = 1\n");
    for (id, rule) in rules.iter().enumerate() {
        let _ = writeln!(file, "[[theme]]\nid = \"r{id:07}\"\nquery = '''{}'''", rule.query());
    }
    file
}
