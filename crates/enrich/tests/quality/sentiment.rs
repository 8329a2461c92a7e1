//! Feelings: posts and reviews rated by hand, and film dialogs with their emotions.

use mention::Sentiment;
use serde_json::Value;

use super::{Worker, percent, rows};

/// What was found of texts whose feeling is known; rows are the truth, columns negative, neutral, positive, unrated.
#[derive(Default)]
struct Found([[usize; 4]; 3]);

impl Found {
    fn take(&mut self, truth: Sentiment, found: Option<Sentiment>) {
        self.0[truth as usize][found.map_or(3, |found| found as usize)] += 1;
    }

    fn texts(&self) -> usize {
        self.0.iter().flatten().sum()
    }

    fn rated(&self) -> usize {
        self.0.iter().flat_map(|row| &row[..3]).sum()
    }

    /// Precision and recall of one feeling; recall of all texts, rated or not.
    fn of(&self, feeling: Sentiment) -> (f64, f64) {
        let at = feeling as usize;
        let right = self.0[at][at];
        let found = self.0.iter().map(|row| row[at]).sum();
        (percent(right, found), percent(right, self.0[at].iter().sum()))
    }

    /// Of texts that are felt and rated as felt, how many are rated as they are: 50 is chance.
    fn polarity(&self) -> f64 {
        let right = self.0[0][0] + self.0[2][2];
        percent(right, right + self.0[0][2] + self.0[2][0])
    }

    /// Mean F1 of the three feelings, unrated taken for neutral, as published figures are given.
    fn macro_f1(&self) -> f64 {
        let mut all = self.0;
        for row in &mut all {
            row[1] += std::mem::take(&mut row[3]);
        }
        let all = Self(all);
        let feelings = [Sentiment::Negative, Sentiment::Neutral, Sentiment::Positive];
        let f1 = |feeling| match all.of(feeling) {
            (precision, recall) if precision + recall > 0.0 => {
                2.0 * precision * recall / (precision + recall)
            }
            _ => 0.0,
        };
        feelings.map(f1).iter().sum::<f64>() / 3.0
    }

    /// Mean recall of the three feelings, unrated taken for neutral.
    fn macro_recall(&self) -> f64 {
        let recalls = self.0.iter().enumerate().map(|(at, row)| {
            let right = row[at] + if at == 1 { row[3] } else { 0 };
            percent(right, row.iter().sum())
        });
        recalls.sum::<f64>() / 3.0
    }

    fn print(&self, set: &str) {
        let [(n, of_n), (p, of_p)] = [Sentiment::Negative, Sentiment::Positive].map(|f| self.of(f));
        println!(
            "{set}: {} texts, {:.1} % rated; precision/recall negative {n:.1}/{of_n:.1}, positive {p:.1}/{of_p:.1}; \
             right of felt {:.1}; with unrated as neutral: F1 {:.1}, recall {:.1}",
            self.texts(),
            percent(self.rated(), self.texts()),
            self.polarity(),
            self.macro_f1(),
            self.macro_recall(),
        );
    }
}

fn check(set: &str, lang: &str, truth: impl Fn(&Value) -> Option<Sentiment>, floor: f64) {
    let Some(rows) = rows(set) else { return };
    let (mut found, mut worker) = (Found::default(), Worker::new());
    for row in rows {
        if let Some(truth) = truth(&row) {
            found.take(truth, worker.read(row["text"].as_str().unwrap(), Some(lang)).sentiment);
        }
    }
    found.print(set);
    assert!(found.polarity() >= floor, "{set}: {:.1}", found.polarity());
}

/// The label of most sets.
fn label(row: &Value) -> Option<Sentiment> {
    match row["labels"]["sentiment"].as_str()? {
        "negative" | "neg" => Some(Sentiment::Negative),
        "neutral" | "neu" => Some(Sentiment::Neutral),
        "positive" | "pos" => Some(Sentiment::Positive),
        _ => None,
    }
}

/// The mean of twenty raters, as the authors of VADER cut it.
fn rating(row: &Value) -> Option<Sentiment> {
    let mean = row["labels"]["mean_rating"].as_f64()?;
    Some(match mean {
        mean if mean > 0.5 => Sentiment::Positive,
        mean if mean < -0.5 => Sentiment::Negative,
        _ => Sentiment::Neutral,
    })
}

/// Joy and trust against anger, disgust, fear and sadness; texts with both or neither are left out.
fn emotion(row: &Value) -> Option<Sentiment> {
    let emotions: Vec<&str> =
        row["labels"]["emotions"].as_array()?.iter().filter_map(Value::as_str).collect();
    let any = |of: &[&str]| emotions.iter().any(|emotion| of.contains(emotion));
    match (any(&["joy", "trust"]), any(&["anger", "disgust", "fear", "sadness"])) {
        (true, false) => Some(Sentiment::Positive),
        (false, true) => Some(Sentiment::Negative),
        _ => None,
    }
}

#[test]
fn english() {
    check("airline/tweets.jsonl", "en", label, 61.0);
    check("umsab/en.jsonl", "en", label, 79.0);
    check("tweeteval/sentiment.jsonl", "en", label, 84.0);
    check("sanders/tweets.jsonl", "en", label, 78.0);
    check("vader/tweets.jsonl", "en", rating, 97.0);
    check("vader/amazon_snippets.jsonl", "en", rating, 80.0);
}

#[test]
fn other_languages() {
    for lang in ["de", "es", "fr", "it"] {
        check(&format!("umsab/{lang}.jsonl"), lang, label, 80.0);
    }
    check("germeval17/dev.jsonl", "de", label, 62.0);
    check("laroseda/reviews.jsonl", "ro", label, 85.0);
    for lang in ["sv", "fr", "it", "ro", "de", "es"] {
        check(&format!("xed/{lang}.jsonl"), lang, emotion, 71.0);
    }
}

#[test]
fn languages_without_a_list() {
    check("wisesight/messages.jsonl.gz", "th", label, 72.0);
    check("umsab/ar.jsonl", "ar", label, 62.0);
}

/// The correlation the authors of VADER give for their own posts and snippets of reviews.
#[test]
fn ratings_of_vader() {
    use crate::sentiment::Ratings;
    use crate::unit::Units;
    let ratings = Ratings::new();
    for (set, floor) in [("vader/tweets.jsonl", 0.86), ("vader/amazon_snippets.jsonl", 0.57)] {
        let Some(rows) = rows(set) else { return };
        let (mut folded, mut units) = (mention::Folded::default(), Units::default());
        let mut pairs = Vec::new();
        for row in rows {
            let text = row["text"].as_str().unwrap().to_owned();
            let mention = mention::Mention { text, ..mention::Mention::default() };
            mention::fold(&mention, &mut folded);
            let lang = mention::Lang::parse("en");
            let compound = ratings.compound(&mention, &folded, lang, &mut units).unwrap_or(0.0);
            pairs.push((compound, row["labels"]["mean_rating"].as_f64().unwrap()));
        }
        let r = correlation(&pairs);
        println!("{set}: r = {r:.3}");
        assert!(r >= floor);
    }
}

#[expect(clippy::cast_precision_loss, reason = "sets have some thousand rows")]
fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let count = pairs.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let sum = |of: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>();
    let covariance = sum(&|pair| (pair.0 - x) * (pair.1 - y));
    covariance / (sum(&|pair| (pair.0 - x).powi(2)) * sum(&|pair| (pair.1 - y).powi(2))).sqrt()
}
