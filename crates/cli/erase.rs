//! `tagline erase`: takes a person or a mention out of the store, for good.

use clap::Subcommand;
use store::{Access, Erasure};

use crate::config::Config;
use crate::exit::Exit;
use crate::{clock, output, stores};

/// What to erase.
#[derive(Debug, Subcommand)]
pub(crate) enum EraseCommand {
    /// A person: all they have written, and what is counted of it
    Author {
        /// The platform on which they write, as in twitter
        platform: String,
        /// Their handle, or the platform's own id of them
        name: String,
        /// Do it; without this it is only said what would be done
        #[arg(long)]
        yes: bool,
    },
    /// One mention
    Mention {
        /// Its platform, as in twitter
        platform: String,
        /// Its id there
        id: String,
        /// Do it; without this it is only said what would be done
        #[arg(long)]
        yes: bool,
    },
}

/// What lies beyond the store, and so beyond this command.
const OUTSIDE: &str = "not touched, and yours to see to: the topics and files it came from, what went out to kafka.output \
     and kafka.dead_letters, backups and snapshots, reports that were written or sent, posts of others that name the person, \
     and on a server its write-ahead log and replicas";

/// Erases, and says what was found and what lies outside.
pub(crate) fn run(command: &EraseCommand, config: &Config) -> anyhow::Result<Exit> {
    let (erasure, yes) = asked(command);
    if !yes {
        output::note(format_args!(
            "this would erase {} for good; add --yes to do it, and stop nothing: runs go on beside it",
            shown(&erasure)
        ));
        return Ok(Exit::Fine);
    }
    let mut store = stores::open(config, Access::Write)?;
    let erased = store.erase(&erasure, clock::now())?;
    output::note(format_args!(
        "{} erased: {} mentions, {} samples of rejected records; what comes of it again is not stored",
        shown(&erasure),
        erased.mentions,
        erased.samples
    ));
    output::note(OUTSIDE);
    for trace in &erased.traces {
        output::warn(format_args!("still there: {trace}"));
    }
    if erased.traces.is_empty() {
        output::note("looked for afterwards in the store: nothing is left\nNext: tagline verify");
        return Ok(Exit::Fine);
    }
    Ok(Exit::Findings)
}

fn asked(command: &EraseCommand) -> (Erasure, bool) {
    match command {
        EraseCommand::Author { platform, name, yes } => {
            let platform = mention::platform_key(platform);
            (Erasure::Author { platform, name: name.clone() }, *yes)
        }
        EraseCommand::Mention { platform, id, yes } => {
            let platform = mention::platform_key(platform);
            (Erasure::Mention { platform, id: id.clone() }, *yes)
        }
    }
}

fn shown(erasure: &Erasure) -> String {
    match erasure {
        Erasure::Author { platform, name } => format!("author {name} of {platform}"),
        Erasure::Mention { platform, id } => format!("mention {platform}/{id}"),
    }
}
