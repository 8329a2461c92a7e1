//! `tagline help TOPIC`: what does not fit behind `--help`.

use clap::{Args, CommandFactory};

use crate::exit::{Exit, Mistake};
use crate::output;

/// The topics, each with what it is about and its text.
const TOPICS: &[(&str, &str, &str)] = &[
    ("rules", "the rule language and the rule files", include_str!("../../rules/README.md")),
    (
        "sources",
        "presets: the formats of platforms and exports that can be read",
        include_str!("../ingest/sources.md"),
    ),
    ("native", "the fields of a mention as a line of JSON", include_str!("../ingest/native.md")),
];

/// What to explain.
#[derive(Debug, Args)]
pub(crate) struct Help {
    /// One of the topics; without it, the commands and the topics are listed
    topic: Option<String>,
}

/// Prints a topic, or what there is.
pub(crate) fn run(command: &Help) -> anyhow::Result<Exit> {
    let Some(wanted) = &command.topic else { return list() };
    let Some((_, _, text)) = TOPICS.iter().find(|(topic, _, _)| topic == wanted) else {
        let topics: Vec<&str> = TOPICS.iter().map(|(topic, _, _)| *topic).collect();
        let topics = topics.join(", ");
        return Err(Mistake(format!(
            "no topic \"{wanted}\"; there are {topics}, and `tagline COMMAND --help`"
        ))
        .into());
    };
    output::answer_line(text.trim_end())?;
    Ok(Exit::Fine)
}

fn list() -> anyhow::Result<Exit> {
    output::answer_line(crate::args::Args::command().render_help())?;
    output::answer_line("Topics (tagline help TOPIC):")?;
    for (topic, about, _) in TOPICS {
        output::answer_line(format_args!("  {topic:<8} {about}"))?;
    }
    Ok(Exit::Fine)
}
