//! The posts that rules are held against.

use std::path::Path;

use mention::Mention;

use crate::config::Config;
use crate::rules::counted;
use crate::{output, posts};

/// Posts that are read at most: more tell nothing more.
const POSTS_MAX: usize = 100_000;

/// Posts from which on they tell something.
const POSTS_MIN: usize = 50;

/// The posts in a file.
pub(super) fn read(path: &Path, config: &Config) -> anyhow::Result<Vec<Mention>> {
    let posts = posts::sample("tagline rules check --sample", path, None, config, POSTS_MAX)?;
    if posts.len() < POSTS_MIN {
        output::note(format_args!(
            "{} holds {}; a sample of fewer than {POSTS_MIN} tells nothing",
            path.display(),
            counted(posts.len(), "post"),
        ));
    }
    Ok(posts)
}
