//! `tagline snapshot`: the store as one file, for those who look at it with other programs.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use store::Access;

use crate::config::Config;
use crate::exit::Exit;
use crate::{output, stores};

/// Where to.
#[derive(Debug, Args)]
pub(crate) struct Snapshot {
    /// The file to make; nothing may be there yet
    out: PathBuf,
}

/// Makes it, beside whoever writes the store.
pub(crate) fn run(command: &Snapshot, config: &Config) -> anyhow::Result<Exit> {
    let out = &command.out;
    stores::open(config, Access::Read)?.snapshot(out)?;
    let bytes = std::fs::metadata(out).with_context(|| format!("cannot read {}", out.display()))?;
    let size = bytes.len();
    output::note(format_args!("wrote {}: {size} bytes, one SQLite file", out.display()));
    output::note(format_args!(
        "Next: tagline report tags --store {}, or tagline sql",
        out.display()
    ));
    Ok(Exit::Fine)
}
