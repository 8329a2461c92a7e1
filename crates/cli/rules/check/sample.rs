//! Rules held against a sample of posts.

use std::path::Path;

use ingest::wire::{self, DecodeOptions};
use mention::{Content, Mention, What};
use rulelang::{Finding, RuleSet};

use crate::{clock, output, tag};

/// Posts that are read at most: more tell nothing more.
const POSTS_MAX: usize = 100_000;

/// What the posts in a file tell about the rules.
pub(super) fn find(rules: &RuleSet, path: &Path) -> anyhow::Result<Vec<Finding>> {
    let posts = read(path)?;
    if posts.len() < 50 {
        output::note(format_args!(
            "{} holds {} posts; a sample of fewer than 50 tells nothing",
            path.display(),
            posts.len()
        ));
    }
    Ok(tagger::sample(rules, &posts)?)
}

fn read(path: &Path) -> anyhow::Result<Vec<Mention>> {
    let options = DecodeOptions::lenient(clock::now());
    let mut lines = tag::open(path, options.limits.record_bytes_max)?;
    let mut posts = Vec::new();
    while let Some(line) = lines.next_line()? {
        if posts.len() == POSTS_MAX {
            break;
        }
        if let Content::Event(event) = wire::decode(line.bytes, None, &options)
            && let What::Posted { mention, .. } = event.what
        {
            posts.push(*mention);
        }
    }
    Ok(posts)
}
