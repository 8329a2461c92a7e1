//! `tagline export`: the mentions that are kept, with their tags, for other programs.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use mention::{Day, Kind, MentionsOf, TagName, Timestamp};
use store::{Access, PageKey, Store, StoredMention, Value};

use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::rows::{RowFormat, Rows};
use crate::{days, output, stores};

/// Mentions read at a time.
const PAGE: usize = 1_000;

/// What every row has, from left to right; the author only where names are asked for.
const COLUMNS: [&str; 16] = [
    "published_at",
    "platform",
    "id",
    "permalink",
    "author",
    "kind",
    "standing",
    "lang",
    "sentiment",
    "question",
    "tags",
    "excluded_by",
    "title",
    "text",
    "engagements",
    "impressions",
];

/// Which mentions, and how.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// How they are written
    #[arg(long, value_name = "FORMAT", default_value = "csv")]
    format: RowFormat,
    /// From this day on, as 2026-11-01
    #[arg(long, value_name = "DAY", value_parser = day)]
    since: Option<Day>,
    /// To this day, itself included
    #[arg(long, value_name = "DAY", value_parser = day)]
    until: Option<Day>,
    /// Only with this tag or one below it
    #[arg(long)]
    tag: Option<String>,
    /// Only on this platform
    #[arg(long)]
    platform: Option<String>,
    /// Say who wrote what
    #[arg(long)]
    with_authors: bool,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Writes them, the newest first.
pub(crate) fn run(command: &Export, config: &Config) -> anyhow::Result<Exit> {
    let store = stores::open(config, Access::Read)?;
    if let Some(tag) = &command.tag {
        let known = store.catalog()?.is_some_and(|catalog| catalog.get(tag).is_some());
        if !known {
            return Err(Mistake(format!("no rule gives the tag `{tag}`")).into());
        }
    }
    let Some(path) = &command.output else {
        write(command, &store, output::answer())?;
        return Ok(Exit::Fine);
    };
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    let mentions = write(command, &store, BufWriter::new(file))?;
    output::note(format_args!("wrote {mentions} mentions to {}", path.display()));
    Ok(Exit::Fine)
}

fn day(text: &str) -> Result<Day, String> {
    days::read(text).ok_or_else(|| "write it as 2026-11-01".to_owned())
}

fn write(command: &Export, store: &Store, out: impl Write) -> anyhow::Result<u64> {
    let from = command.since.map_or(Timestamp(i64::MIN), Day::start);
    let to = command.until.map_or(Timestamp(i64::MAX), |day| Day(day.0 + 1).start());
    let of = MentionsOf {
        tags: command.tag.iter().cloned().collect(),
        platform: command.platform.clone(),
        ..MentionsOf::published(from, to)
    };
    let shown = |column: &&str| command.with_authors || *column != "author";
    let columns = COLUMNS.iter().copied().filter(shown).map(ToOwned::to_owned);
    let mut rows = Rows::begin(command.format, columns.collect(), out)?;
    let (mut after, mut mentions): (Option<PageKey>, u64) = (None, 0);
    loop {
        let page = store.mentions(&of, after.as_ref(), PAGE)?;
        for stored in &page {
            rows.row(&values(stored, command.with_authors))?;
        }
        mentions += page.len() as u64;
        match page.last() {
            Some(last) if page.len() == PAGE => after = Some(last.key()),
            _ => break,
        }
    }
    rows.end()?;
    Ok(mentions)
}

/// A mention as the columns have it. The words of a direct message stay out, and with names those who wrote.
fn values(stored: &StoredMention, with_authors: bool) -> Vec<Value> {
    let StoredMention { mention, tagged, .. } = stored;
    let words = mention.kind != Kind::Direct;
    let text = |text: Option<&str>| text.map_or(Value::Null, |text| Value::Text(text.to_owned()));
    let tags: Vec<&str> = tagged.tags.iter().map(|tag| tag.name.as_str()).collect();
    let excluded: Vec<&str> = tagged.excluded_by.iter().map(TagName::as_str).collect();
    let published = jiff::Timestamp::from_millisecond(stored.published_at.0).ok();
    let author = mention.author.as_ref().and_then(|author| author.handle.as_deref());
    let lang = tagged.lang.map(|lang| lang.to_string());
    let mut values = vec![
        text(published.map(|at| at.to_string()).as_deref()),
        text(Some(&mention.platform)),
        text(Some(&mention.id)),
        text(mention.permalink.as_deref()),
    ];
    if with_authors {
        values.push(text(author));
    }
    let question = tagged.question.map(|asks| if asks { "yes" } else { "no" });
    values.extend([
        text(Some(mention.kind.name())),
        text(Some(tagged.standing.name())),
        text(lang.as_deref()),
        text(tagged.sentiment.map(mention::Sentiment::name)),
        text(question),
        text(Some(&tags.join(" "))),
        text(Some(&excluded.join(" "))),
        text(mention.title.as_deref().filter(|_| words)),
        text(Some(&*mention.text).filter(|_| words)),
        Value::Number(mention.engagement.total().to_string()),
        mention.engagement.impressions.map_or(Value::Null, |it| Value::Number(it.to_string())),
    ]);
    values
}
