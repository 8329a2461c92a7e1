//! How good detection is on real texts, printed and held: `TAGLINE_DATA=… cargo test -p enrich quality -- --nocapture`.

mod language;
mod question;
mod sentiment;

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;

use flate2::read::GzDecoder;
use mention::{Folded, Lang, Mention, fold};
use serde_json::Value;

use crate::{Enriched, Enricher, Parts, Scratch};

/// The lines of a set of the data, each an object; `None` where there is no data.
fn rows(name: &str) -> Option<Vec<Value>> {
    let Some(folder) = std::env::var_os("TAGLINE_DATA").map(PathBuf::from) else {
        eprintln!("skipped: TAGLINE_DATA is not set");
        return None;
    };
    let file = File::open(folder.join(name)).unwrap();
    let packed = PathBuf::from(name).extension().is_some_and(|ending| ending == "gz");
    let reader: Box<dyn Read> =
        if packed { Box::new(GzDecoder::new(file)) } else { Box::new(file) };
    let lines = BufReader::new(reader).lines();
    Some(lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect())
}

/// Reads texts one after the other, as a worker does.
struct Worker {
    enricher: Enricher,
    folded: Folded,
    scratch: Scratch,
}

impl Worker {
    fn new() -> Self {
        let enricher = Enricher::new(Parts::default(), &[]);
        Self { enricher, folded: Folded::default(), scratch: Scratch::default() }
    }

    fn read(&mut self, text: &str, lang: Option<&str>) -> Enriched {
        let lang = lang.and_then(Lang::parse);
        let mention = Mention { text: text.to_owned(), lang, ..Mention::default() };
        fold(&mention, &mut self.folded);
        self.enricher.enrich(&mention, &self.folded, &mut self.scratch)
    }
}

/// A share in percent.
#[expect(clippy::cast_precision_loss, reason = "a share is read to three digits")]
fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}
