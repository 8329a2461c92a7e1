//! Rules held against a sample of posts.

use std::path::Path;

use rulelang::{Finding, RuleSet};

use crate::config::Config;
use crate::rules::counted;
use crate::{output, posts};

/// Posts that are read at most: more tell nothing more.
const POSTS_MAX: usize = 100_000;

/// Posts from which on they tell something.
const POSTS_MIN: usize = 50;

/// What the posts in a file tell about the rules.
pub(super) fn find(rules: &RuleSet, path: &Path, config: &Config) -> anyhow::Result<Vec<Finding>> {
    let posts = posts::sample("tagline rules check --sample", path, None, config, POSTS_MAX)?;
    if posts.len() < POSTS_MIN {
        output::note(format_args!(
            "{} holds {}; a sample of fewer than {POSTS_MIN} tells nothing",
            path.display(),
            counted(posts.len(), "post"),
        ));
    }
    Ok(tagger::sample(rules, &posts)?)
}
