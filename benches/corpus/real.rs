//! Real posts, where there are any.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde_json::Value;

/// Folders whose texts are no posts or reviews: subtitles, word lists, test cases.
const NO_POSTS: [&str; 7] =
    ["langid", "nab", "payloads", "queries", "twitter-text", "unicode", "xed"];
/// Files whose texts stand in another file as well, or are none.
const REPEATED: [&str; 4] = ["samples.jsonl", "tokenised.jsonl", "events.jsonl", "volume.jsonl"];
/// So that no set, and with it no language, outweighs the others.
const POSTS_A_FILE_MAX: usize = 6_000;

/// The posts and reviews below `folder` with the names of their files, at most 6,000 of a file, evenly spaced.
///
/// Texts shorter than ten bytes are left out. The posts of all files are mixed, always in the same way.
///
/// # Errors
///
/// When a file cannot be read.
pub fn real_posts(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let mut posts = Vec::new();
    for path in files(folder)? {
        let set = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
        let texts = texts(&path)?;
        let step = texts.len().div_ceil(POSTS_A_FILE_MAX).max(1);
        posts.extend(texts.into_iter().step_by(step).map(|text| (set.clone(), text)));
    }
    let mut chance = crate::Chance::new(7);
    for at in (1..posts.len()).rev() {
        let other = chance.below(at as u64 + 1);
        posts.swap(at, usize::try_from(other).expect("it is below a length"));
    }
    Ok(posts)
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for set in fs::read_dir(folder)? {
        let set = set?;
        let name = set.file_name();
        if !set.file_type()?.is_dir() || NO_POSTS.iter().any(|none| name == *none) {
            continue;
        }
        for file in fs::read_dir(set.path())? {
            let file = file?;
            let name = file.file_name().to_string_lossy().into_owned();
            let posts = name.trim_end_matches(".gz").rsplit('.').next() == Some("jsonl");
            if posts && !REPEATED.contains(&name.as_str()) {
                found.push(file.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

fn texts(path: &Path) -> io::Result<Vec<String>> {
    let file = File::open(path)?;
    let packed = path.extension().is_some_and(|it| it == "gz");
    let reader: Box<dyn Read> =
        if packed { Box::new(GzDecoder::new(file)) } else { Box::new(file) };
    let mut texts = Vec::new();
    for line in BufReader::new(reader).lines() {
        let record: Value = serde_json::from_str(&line?)?;
        if let Some(text) = record["text"].as_str().filter(|text| text.len() >= 10) {
            texts.push(text.to_owned());
        }
    }
    Ok(texts)
}
