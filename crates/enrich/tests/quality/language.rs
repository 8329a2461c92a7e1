//! Languages: precision and recall on news sentences, pairs of words and single words, and on film dialogs.

use std::collections::BTreeMap;

use super::{Worker, percent, rows};

/// The languages the shipped packs are written in.
const PACK: [&str; 8] = ["de", "en", "es", "fr", "it", "pt", "ro", "sv"];

/// What was found of texts whose language is known.
#[derive(Default)]
struct Found {
    /// By language: texts in it, found to be in it, rightly so.
    by_language: BTreeMap<String, [usize; 3]>,
}

impl Found {
    fn take(&mut self, stated: &str, found: Option<&str>) {
        let of = self.by_language.entry(stated.to_owned()).or_default();
        of[0] += 1;
        of[2] += usize::from(found == Some(stated));
        if let Some(found) = found {
            self.by_language.entry(found.to_owned()).or_default()[1] += 1;
        }
    }

    /// Precision and recall of these languages together.
    fn of(&self, languages: &[&str]) -> (f64, f64) {
        let mut sums = [0; 3];
        for (_, of) in self.by_language.iter().filter(|(lang, _)| languages.contains(&&***lang)) {
            sums.iter_mut().zip(of).for_each(|(sum, of)| *sum += of);
        }
        (percent(sums[2], sums[1]), percent(sums[2], sums[0]))
    }

    fn print(&self, set: &str) {
        let known = self.by_language.iter().filter(|(_, of)| of[0] > 0);
        let all: Vec<&str> = known.clone().map(|(lang, _)| lang.as_str()).collect();
        let each: Vec<String> = known
            .map(|(lang, [texts, found, right])| {
                format!("{lang} {:.1}/{:.1}", percent(*right, *found), percent(*right, *texts))
            })
            .collect();
        println!("{set}: precision/recall in %: {}", each.join(", "));
        let ((all, of_all), (pack, of_pack)) = (self.of(&all), self.of(&PACK));
        println!("{set}: all {all:.1}/{of_all:.1}, languages of the packs {pack:.1}/{of_pack:.1}");
    }
}

/// Norwegian is one language to us, as feeds state it.
fn ours(lang: &str) -> &str {
    if matches!(lang, "nb" | "nn") { "no" } else { lang }
}

fn check(set: &str, files: &[&str], floor: (f64, f64)) {
    let (mut found, mut worker) = (Found::default(), Worker::new());
    for file in files {
        let Some(rows) = rows(file) else { return };
        for row in rows {
            let stated = row["lang"].as_str().unwrap();
            let lang = worker.read(row["text"].as_str().unwrap(), None).lang;
            found.take(ours(stated), lang.as_ref().map(mention::Lang::as_str));
        }
    }
    found.print(set);
    let (precision, recall) = found.of(&PACK);
    assert!(precision >= floor.0 && recall >= floor.1, "{set}: {precision:.1}/{recall:.1}");
}

#[test]
fn sentences() {
    check("sentences", &["langid/sentence.jsonl"], (98.0, 98.0));
}

#[test]
fn pairs_of_words() {
    check("pairs of words", &["langid/word_pair.jsonl"], (97.0, 58.0));
}

#[test]
fn single_words() {
    check("single words", &["langid/word.jsonl"], (96.0, 18.5));
}

#[test]
fn dialogs() {
    let files = ["sv", "fr", "it", "ro", "de", "es", "da", "no", "fi", "el", "cs"];
    let files = files.map(|lang| format!("xed/{lang}.jsonl"));
    check("film dialogs", &files.each_ref().map(String::as_str), (99.0, 76.5));
}

#[test]
fn posts() {
    let files = ["airline/tweets", "umsab/de", "umsab/es", "umsab/fr", "umsab/it", "umsab/en"];
    let files = files.map(|name| format!("{name}.jsonl"));
    check("posts", &files.each_ref().map(String::as_str), (98.0, 90.0));
}
