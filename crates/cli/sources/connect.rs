//! `tagline sources --connect`: everything a run from Kafka needs, looked at before it; nothing is moved.

use std::io::Write;

use mention::{Content, Event, Record, What};
use store::Access;
use tagger::Trial;

use super::{Found, Sources};
use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::{kafka, output, rule_files, stores};

/// How many of the newest records are read.
const RECORDS_MAX: usize = 1_000;

/// What the brokers have: a line about each part of it, and the newest records.
pub(crate) struct Seen {
    pub(crate) lines: Vec<(&'static str, String)>,
    pub(crate) records: Vec<Record>,
}

/// Prints what is there and what is not, then what the newest records carry.
pub(super) fn run(command: &Sources, config: &Config) -> anyhow::Result<Exit> {
    let mut out = output::answer();
    let (mut fine, mut found) = (true, Found::default());
    match kafka::look(&command.how.decode(config)?, config, RECORDS_MAX) {
        Ok(seen) => {
            for (part, what) in &seen.lines {
                writeln!(out, "{part:<13} ok   {what}")?;
            }
            seen.records.iter().filter_map(posted).for_each(|mention| found.coverage.add(mention));
            found.count(&seen.records);
        }
        // Settings that are missing are no finding: there is nothing to look at.
        Err(mistake) if mistake.is::<Mistake>() => return Err(mistake),
        Err(error) => fine = missing(&mut out, "kafka", &error)?,
    }
    match stores::open(config, Access::Read) {
        Ok(_) => writeln!(out, "{:<13} ok   {}", "store", stores::name(config)?)?,
        Err(error) if is_absent(&error) && !stores::is_server(config)? => {
            writeln!(
                out,
                "{:<13} ok   {} is made by the first run",
                "store",
                stores::name(config)?
            )?;
        }
        Err(error) => fine = missing(&mut out, "store", &error)?,
    }
    match rule_files::compile_noting(&config.path("rules.path")?, Trial::Silent).0 {
        Ok(tagger) => writeln!(out, "{:<13} ok   {}", "rules", tagger.rules().id)?,
        Err(error) => fine = missing(&mut out, "rules", &error.into())?,
    }
    writeln!(out)?;
    super::answer((command, config), &found, &mut out)?;
    output::note("Nothing was joined, committed or claimed. Next: tagline run");
    Ok(if fine { Exit::Fine } else { Exit::Failed })
}

/// Says what is not as it should be.
fn missing(out: &mut impl Write, part: &str, error: &anyhow::Error) -> anyhow::Result<bool> {
    writeln!(out, "{part:<13} NO   {error:#}")?;
    Ok(false)
}

fn is_absent(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(store::StoreError::Missing { .. }))
}

/// The mention that a record posts, edits or refreshes.
fn posted(record: &Record) -> Option<&mention::Mention> {
    match &record.content {
        Content::Event(Event { what: What::Posted { mention, .. }, .. }) => Some(mention),
        _ => None,
    }
}
