//! What people in the made-up world say, by topic and language.

use super::chance::Chance;

const PHRASES: &str = include_str!("../assets/demo/phrases.tsv");

const MODELS: &[&str] = &["Glide", "Cargo 2", "Metro", "Trail X", "Mini"];
const DAYS: &[(&str, &[&str])] = &[
    ("en", &["Monday", "Tuesday", "Friday"]),
    ("sv", &["måndags", "tisdags", "fredags"]),
    ("fr", &["lundi", "mardi", "vendredi"]),
    ("it", &["lunedì", "martedì", "venerdì"]),
    ("ro", &["luni", "marți", "vineri"]),
];
const CITIES: &[(&str, &[&str])] = &[
    ("en", &["Leeds", "Bristol", "Dublin", "Glasgow", "Portland"]),
    ("sv", &["Göteborg", "Malmö", "Uppsala", "Umeå"]),
    ("fr", &["Lyon", "Nantes", "Lille", "Bruxelles"]),
    ("it", &["Torino", "Bologna", "Milano", "Padova"]),
    ("ro", &["Cluj", "Timișoara", "Iași", "Brașov"]),
];

/// All phrases, read once.
pub(super) struct Phrases {
    lines: Vec<(&'static str, &'static str, &'static str)>,
}

/// What a phrase is about.
#[derive(Clone, Copy)]
pub(super) struct About<'a> {
    pub(super) topic: &'a str,
    pub(super) lang: &'a str,
    /// The brand as people write it.
    pub(super) brand: &'a str,
    /// The brand they compare it with.
    pub(super) rival: &'a str,
}

impl Phrases {
    pub(super) fn new() -> Self {
        let line = |line: &'static str| {
            let mut cells = line.splitn(3, '\t');
            Some((cells.next()?, cells.next()?, cells.next()?))
        };
        Self { lines: PHRASES.lines().filter_map(line).collect() }
    }

    /// Something said about `about.topic`; in English where the language has no phrase for it.
    pub(super) fn say(&self, about: About<'_>, chance: &mut Chance) -> String {
        let pick = |lang: &str, chance: &mut Chance| {
            let fitting =
                self.lines.iter().filter(|(topic, l, _)| *topic == about.topic && *l == lang);
            let fitting: Vec<&str> = fitting.map(|(_, _, text)| *text).collect();
            (!fitting.is_empty()).then(|| *chance.one_of(&fitting))
        };
        let text = pick(about.lang, chance).or_else(|| pick("en", chance));
        let text = text.expect("every topic has an English phrase; a test holds it").to_owned();
        self.fill(text, about, chance)
    }

    fn fill(&self, mut text: String, about: About<'_>, chance: &mut Chance) -> String {
        let word = |table: &[(&str, &[&'static str])], chance: &mut Chance| {
            let row = table.iter().find(|(lang, _)| *lang == about.lang).unwrap_or(&table[0]);
            (*chance.one_of(row.1)).to_owned()
        };
        if text.contains("{w}") {
            let warmup = self.say(About { topic: "warmup", ..about }, chance);
            text = text.replace("{w}", &warmup);
        }
        text.replace("{b}", about.brand)
            .replace("{r}", about.rival)
            .replace("{m}", chance.one_of::<&str>(MODELS))
            .replace("{c}", &word(CITIES, chance))
            .replace("{d}", &word(DAYS, chance))
            .replace("{n}", &(15 + chance.below(90)).to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_is_spoken_of_in_english_and_no_slot_stays_open() {
        let phrases = Phrases::new();
        let mut chance = Chance::new(1);
        assert!(phrases.lines.len() > 150);
        for &(topic, lang, _) in &phrases.lines {
            let about = About { topic, lang, brand: "Velmora", rival: "Quindel" };
            let said = phrases.say(about, &mut chance);
            assert!(!said.contains('{'), "{said}");
            assert!(phrases.lines.iter().any(|(t, l, _)| *t == topic && *l == "en"), "{topic}");
        }
    }
}
