//! `tagline rules try`: what the rules make of a text, and why.

use clap::Args;
use mention::{Author, Field, Lang, Mention, Span, Tagged};
use tagger::{Scratch, Trial};

use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::{json, output, rule_files};

/// What to try.
#[derive(Debug, Args)]
pub(crate) struct Try {
    /// The text of a post
    text: String,
    /// Its language, as in sv
    #[arg(long)]
    lang: Option<String>,
    /// Its author's handle
    #[arg(long)]
    author: Option<String>,
    /// Its platform
    #[arg(long)]
    platform: Option<String>,
    /// The community it stands in, as in subreddit:Sims4
    #[arg(long)]
    place: Option<String>,
}

/// Does it.
pub(super) fn run(what: &Try, config: &Config) -> anyhow::Result<Exit> {
    let tagger = rule_files::compile(&config.path("rules.path")?, Trial::Tags)?;
    let lang = what.lang.as_deref().map(|tag| {
        Lang::parse(tag).ok_or_else(|| {
            Mistake(format!("--lang {tag} is no language code; write it as en, sv or pt"))
        })
    });
    let mention = Mention {
        text: what.text.clone(),
        lang: lang.transpose()?,
        author: what
            .author
            .clone()
            .map(|handle| Author { handle: Some(handle), ..Author::default() }),
        platform: what.platform.clone().unwrap_or_default(),
        own_place: what.place.clone(),
        ..Mention::default()
    };
    show(&mention, &tagger.tag_mention(&mention, &mut Scratch::default()))?;
    Ok(Exit::Fine)
}

fn show(mention: &Mention, tagged: &Tagged) -> anyhow::Result<()> {
    if tagged.tags.is_empty() && tagged.excluded_by.is_empty() {
        output::answer_line("no rule finds this text")?;
    }
    for tag in &tagged.tags {
        let why = match tag.spans.as_slice() {
            [] => format!("({})", json::cause(tag.cause)),
            spans => marked(mention, spans),
        };
        output::answer_line(format_args!("{:<32} {why}", tag.name.to_string()))?;
    }
    for id in &tagged.excluded_by {
        output::answer_line(format_args!("{:<32} (noise: kept out of reports)", id.to_string()))?;
    }
    output::answer_line(format_args!("counts as {}", tagged.standing.name()))?;
    Ok(())
}

/// The text with the words at `spans` in square brackets.
fn marked(mention: &Mention, spans: &[Span]) -> String {
    let mut pieces = Vec::new();
    let mut at = 0;
    for span in spans.iter().filter(|span| span.field == Field::Text) {
        let (start, end) = (span.start as usize, span.end as usize);
        pieces.extend([&mention.text[at..start], "[", &mention.text[start..end], "]"]);
        at = end;
    }
    pieces.push(&mention.text[at..]);
    pieces.concat()
}
