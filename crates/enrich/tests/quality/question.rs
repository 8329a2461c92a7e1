//! Questions: Thai posts marked by hand, and film dialogs whose question mark is taken away.

use super::{Worker, percent, rows};

/// Precision and recall of what is found in texts that ask or not.
fn check(set: &str, texts: impl Iterator<Item = (String, bool)>, lang: &str, floor: (f64, f64)) {
    let mut worker = Worker::new();
    let (mut asking, mut found, mut right, mut all) = (0, 0, 0, 0);
    for (text, asks) in texts {
        let told = worker.read(&text, Some(lang)).question == Some(true);
        all += 1;
        asking += usize::from(asks);
        found += usize::from(told);
        right += usize::from(told && asks);
    }
    let (precision, recall) = (percent(right, found), percent(right, asking));
    println!(
        "questions, {set}: {all} texts, {asking} ask; precision {precision:.1} %, recall {recall:.1} %"
    );
    assert!(precision >= floor.0 && recall >= floor.1, "{set}");
}

#[test]
fn thai_posts() {
    let Some(rows) = rows("wisesight/messages.jsonl.gz") else { return };
    let texts = rows
        .into_iter()
        .map(|row| (row["text"].as_str().unwrap().to_owned(), row["labels"]["sentiment"] == "q"));
    check("Thai posts", texts, "th", (12.0, 57.0));
}

/// Without its mark a question is told only by its words: how many of them are, and how often wrongly.
#[test]
fn dialogs_without_their_mark() {
    for lang in ["sv", "fr", "it", "ro", "de", "es"] {
        let Some(rows) = rows(&format!("xed/{lang}.jsonl")) else { return };
        let texts = rows.into_iter().filter_map(|row| {
            let text = row["text"].as_str().unwrap();
            let asks = text.trim_end().ends_with('?');
            let inner = text.trim_end().trim_end_matches(['?', '!', ' ']);
            (!inner.contains(['?', '¿']) || asks).then(|| (inner.replace(['?', '¿'], ""), asks))
        });
        check(&format!("film dialogs in {lang} without mark"), texts, lang, (74.0, 7.0));
    }
}
