//! Rules held against a sample of posts.

use std::path::Path;

use mention::Mention;
use rulelang::{Finding, RuleSet};

use crate::config::Config;
use crate::output;
use crate::posts::{Posts, Read};
use crate::rules::counted;

/// Posts that are read at most: more tell nothing more.
const POSTS_MAX: usize = 100_000;

/// Posts from which on they tell something.
const POSTS_MIN: usize = 50;

/// What the posts in a file tell about the rules.
pub(super) fn find(rules: &RuleSet, path: &Path, config: &Config) -> anyhow::Result<Vec<Finding>> {
    let posts = read(path, config)?;
    if posts.len() < POSTS_MIN {
        output::note(format_args!(
            "{} holds {}; a sample of fewer than {POSTS_MIN} tells nothing",
            path.display(),
            counted(posts.len(), "post"),
        ));
    }
    Ok(tagger::sample(rules, &posts)?)
}

fn read(path: &Path, config: &Config) -> anyhow::Result<Vec<Mention>> {
    let mut lines = Posts::open("rules check --sample", path, None, config)?;
    let mut posts = Vec::new();
    let (mut rejected, mut first) = (0, None);
    while let Some((number, read)) = lines.next()? {
        if posts.len() == POSTS_MAX {
            output::note(format_args!(
                "{}: the first {POSTS_MAX} posts are the sample; what follows is left out",
                path.display()
            ));
            break;
        }
        match read {
            Read::Post(_, mention) => posts.push(*mention),
            Read::Rejected(reason, detail) => {
                rejected += 1;
                first.get_or_insert_with(|| format!("line {number}: {reason}: {detail}"));
            }
            Read::NoText | Read::Blank => {}
        }
    }
    if let Some(first) = first {
        output::warn(format_args!(
            "{}: {} not read; the first is {first}",
            path.display(),
            match rejected {
                1 => "1 line was".to_owned(),
                many => format!("{many} lines were"),
            }
        ));
    }
    Ok(posts)
}
