//! `tagline rules try`: what the rules make of a post, why, and why the others do not find it.

mod doubt;

use std::path::{Path, PathBuf};

use clap::Args;
use mention::{
    Author, Kind, Lang, Mention, ReplyTo, Tag, TagName, Tagged, Timestamp, platform_key,
};
use rulelang::Place;
use tagger::{Miss, Reason, Scratch, Tagger, Trial};

use super::chosen::Chosen;
use super::marked::marked;
use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::posts::{Posts, Read};
use crate::{clock, output, rule_files};

/// Rules that nearly find a post and are told of.
const NEAR_MAX: usize = 5;

/// What to try.
#[derive(Debug, Args)]
pub(crate) struct Try {
    /// The text of a post
    #[arg(required_unless_present = "input", conflicts_with = "input")]
    text: Option<String>,
    /// Its title
    #[arg(long)]
    title: Option<String>,
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
    /// The account it answers, and is addressed to
    #[arg(long)]
    to: Option<String>,
    /// The day it was published, as in 2026-11-22 [default: now]
    #[arg(long, value_name = "DAY")]
    published: Option<String>,
    /// Say why, or why not, of the rules of this tag alone
    #[arg(long)]
    tag: Vec<String>,
    /// Try each post of a file of JSON lines, or of standard input with -
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
}

/// Does it.
pub(super) fn run(what: &Try, config: &Config) -> anyhow::Result<Exit> {
    let tagger = rule_files::compile(&config.path("rules.path")?, Trial::Tags)?;
    let chosen = Chosen::of(tagger.rules(), &what.tag)?;
    for doubt in doubt::doubts(what, tagger.rules())? {
        output::warn(doubt);
    }
    let mut trying = Trying {
        named: tagger
            .rules()
            .heads()
            .map(|head| head.id.clone())
            .filter(|id| !what.tag.is_empty() && chosen.has(id))
            .collect(),
        tagger: &tagger,
        scratch: Scratch::default(),
    };
    match (&what.input, &what.text) {
        (Some(input), _) => trying.each(input, config)?,
        (None, Some(text)) => trying.one(&post(what, text)?, Misses::Nearest)?,
        (None, None) => {}
    }
    Ok(Exit::Fine)
}

/// The post that is described.
fn post(what: &Try, text: &str) -> anyhow::Result<Mention> {
    let lang = what.lang.as_deref().map(|tag| {
        Lang::parse(tag).ok_or_else(|| {
            Mistake(format!("--lang {tag} is no language code; write it as en, sv or pt"))
        })
    });
    let author = what
        .author
        .as_deref()
        .map(|written| Author { handle: Some(handle(written)), ..Author::default() });
    Ok(Mention {
        text: text.to_owned(),
        title: what.title.clone(),
        lang: lang.transpose()?,
        author,
        platform: what.platform.as_deref().map(platform_key).unwrap_or_default(),
        own_place: what.place.clone(),
        kind: if what.to.is_some() { Kind::Reply } else { Kind::Original },
        reply_to: what.to.as_deref().map(|to| ReplyTo { id: None, author: Some(handle(to)) }),
        addressed: what.to.as_deref().map(handle).into_iter().collect(),
        published_at: Some(published(what)?),
        ..Mention::default()
    })
}

fn handle(written: &str) -> String {
    written.trim_start_matches('@').to_owned()
}

/// When the post was published: noon of the day stated, else now.
fn published(what: &Try) -> anyhow::Result<Timestamp> {
    let Some(day) = &what.published else { return Ok(clock::now()) };
    let noon = jiff::civil::Date::strptime("%Y-%m-%d", day)
        .ok()
        .and_then(|date| date.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).ok());
    let noon = noon
        .ok_or_else(|| Mistake(format!("--published {day} is no day; write it as 2026-11-22")))?;
    Ok(Timestamp(noon.timestamp().as_millisecond()))
}

/// Which rules that do not find a post are told of, where none is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Misses {
    /// Those that come near.
    Nearest,
    /// None.
    None,
}

struct Trying<'t> {
    tagger: &'t Tagger,
    /// The rules that are asked for; all when there is none.
    named: Vec<TagName>,
    scratch: Scratch,
}

impl Trying<'_> {
    /// Tries every post of a file.
    fn each(&mut self, path: &Path, config: &Config) -> anyhow::Result<()> {
        let mut posts = Posts::open("rules try", path, None, config)?;
        while let Some((number, read)) = posts.next()? {
            match read {
                Read::Post(_, mention) => {
                    output::answer_line(format_args!("post {number}: {}", marked(&mention, &[])))?;
                    self.one(&mention, Misses::None)?;
                    output::answer_line("")?;
                }
                Read::Rejected(reason, detail) => {
                    output::warn(format_args!("line {number}: {reason}: {detail}"));
                }
                Read::NoText | Read::Blank => {}
            }
        }
        Ok(())
    }

    /// Says what becomes of one post.
    fn one(&mut self, mention: &Mention, misses: Misses) -> anyhow::Result<()> {
        let tagged = self.tagger.tag_mention(mention, &mut self.scratch);
        if self.named.is_empty() {
            self.all(mention, &tagged)?;
            return match misses {
                Misses::Nearest => self.nearest(mention),
                Misses::None => Ok(()),
            };
        }
        for id in self.named.clone() {
            for tag in tagged.tags.iter().filter(|tag| tag.rule == id) {
                self.show(mention, tag)?;
            }
            if tagged.excluded_by.contains(&id) {
                self.show_noise(mention, &id)?;
            }
            if let Some(miss) = self.tagger.why_not(&id, mention, &mut self.scratch) {
                self.show_miss(&miss)?;
            }
        }
        Ok(())
    }

    fn all(&mut self, mention: &Mention, tagged: &Tagged) -> anyhow::Result<()> {
        if tagged.tags.is_empty() && tagged.excluded_by.is_empty() {
            output::answer_line("no rule finds this post")?;
        }
        for tag in &tagged.tags {
            self.show(mention, tag)?;
        }
        for id in &tagged.excluded_by {
            self.show_noise(mention, id)?;
        }
        Ok(output::answer_line(format_args!("counts as {}", tagged.standing.name()))?)
    }

    /// A tag, the words that gave it, and which part of the rule that was.
    fn show(&mut self, mention: &Mention, tag: &Tag) -> anyhow::Result<()> {
        let name = output::styled(output::BOLD, tag.name.as_str());
        let reason = self.tagger.reason(tag, mention, &mut self.scratch);
        let words = || marked(mention, &tag.spans);
        let why = reason.because.map_or_else(words, str::to_owned);
        let rules = self.tagger.rules();
        let trial = rules.heads().any(|head| head.trial && head.id == tag.rule);
        let trial = if trial { " (on trial: `run` does not give it)" } else { "" };
        output::answer_line(format_args!("{name}{trial}\n  {why}"))?;
        show_part(&reason)
    }

    /// That a post is noise, and what of the rule says so.
    fn show_noise(&mut self, mention: &Mention, rule: &TagName) -> anyhow::Result<()> {
        let name = output::styled(output::BOLD, rule.as_str());
        let reason = self.tagger.noise(rule, mention, &mut self.scratch);
        output::answer_line(format_args!("{name}\n  {}", reason.because.unwrap_or_default()))?;
        show_part(&reason)
    }

    /// The rules that nearly find the post.
    fn nearest(&mut self, mention: &Mention) -> anyhow::Result<()> {
        let near = self.tagger.nearly(mention, &mut self.scratch);
        if near.is_empty() {
            return Ok(());
        }
        output::answer_line("\nnearly:")?;
        for id in near.iter().take(NEAR_MAX) {
            if let Some(miss) = self.tagger.why_not(id, mention, &mut self.scratch) {
                self.show_miss(&miss)?;
            }
        }
        if near.len() > NEAR_MAX {
            let more = near.len() - NEAR_MAX;
            output::answer_line(format_args!(
                "and {more} more; --tag TAG says why not of any rule"
            ))?;
        }
        Ok(())
    }

    fn show_miss(&self, Miss { rule, why }: &Miss) -> anyhow::Result<()> {
        let name = output::styled(output::BOLD, rule.as_str());
        output::answer_line(format_args!("not {name}{}", self.place(rule)))?;
        for why in why {
            output::answer_line(format_args!("  {why}"))?;
        }
        Ok(())
    }

    /// Where the rule is written, behind a comma.
    fn place(&self, rule: &TagName) -> String {
        self.tagger.place(rule).map(|place| behind(&place)).unwrap_or_default()
    }
}

/// The part of a rule that holds, and where the rule is written.
fn show_part(reason: &Reason) -> anyhow::Result<()> {
    if let Some(part) = &reason.part {
        let place = reason.place.as_ref().map(behind).unwrap_or_default();
        output::answer_line(format_args!("  by `{part}`{place}"))?;
    }
    Ok(())
}

/// A place, behind a comma.
fn behind(place: &Place) -> String {
    format!(", {}:{}", place.file, place.line)
}
