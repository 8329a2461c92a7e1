//! The store the configuration names: opening it, and `tagline store`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use store::{Access, Keep, KeepMode, OpenOptions, Secret, Store};

use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::output;

/// What to do with the store as a whole.
#[derive(Debug, Subcommand)]
pub(crate) enum StoreCommand {
    /// Make it, or bring it to this program's schema; on a server also give the roles their rights
    Migrate,
    /// Copy everything into another store that holds nothing yet, positions included; stop those who read into it before
    Copy {
        /// Where to: a file, or `postgres://user@host:5432/database`
        #[arg(long, value_name = "PATH")]
        to: PathBuf,
    },
}

/// Does it, and says so.
pub(crate) fn run(command: &StoreCommand, config: &Config) -> anyhow::Result<Exit> {
    match command {
        StoreCommand::Migrate => migrate(config),
        StoreCommand::Copy { to } => copy(config, to),
    }
}

fn migrate(config: &Config) -> anyhow::Result<Exit> {
    let path = config.path("store.path")?;
    Store::migrate(&path, &options(config, Access::Create)?)?;
    output::note(format_args!("{} is of this program's schema", shown(&path)));
    if store::is_server(&path) {
        output::note(
            "grant tagline_writer to who runs `tagline run`, tagline_reader to who reads reports or views",
        );
    }
    Ok(Exit::Fine)
}

fn copy(config: &Config, to: &Path) -> anyhow::Result<Exit> {
    let from = open(config, Access::Read)?;
    let mut target = Store::open(to, &options(config, Access::Create)?)?;
    let copied = from.copy_into(&mut target)?;
    output::note(format_args!(
        "{} mentions, {} texts and {} positions copied to {}; both hold the same",
        copied.mentions,
        copied.texts,
        copied.positions,
        shown(to)
    ));
    output::note(format_args!("Next: tagline run --store {}", shown(to)));
    Ok(Exit::Fine)
}

fn shown(path: &Path) -> String {
    store::masked(&path.to_string_lossy())
}

/// Opens it.
///
/// # Errors
///
/// When it is not there, is no store, or cannot be opened.
pub(crate) fn open(config: &Config, access: Access) -> anyhow::Result<Store> {
    Ok(Store::open(&config.path("store.path")?, &options(config, access)?)?)
}

/// What the store the configuration names is called, without its password.
///
/// # Errors
///
/// When a secret is not there.
pub(crate) fn name(config: &Config) -> anyhow::Result<String> {
    Ok(shown(&config.path("store.path")?))
}

/// Whether it is a database on a server.
///
/// # Errors
///
/// When a secret is not there.
pub(crate) fn is_server(config: &Config) -> anyhow::Result<bool> {
    Ok(store::is_server(&config.path("store.path")?))
}

/// How it is opened.
///
/// # Errors
///
/// When a secret is not there.
pub(crate) fn options(config: &Config, access: Access) -> anyhow::Result<OpenOptions> {
    let password = config.text("store.password")?.map(Secret);
    Ok(OpenOptions { access, keep: keep(config)?, password, ..OpenOptions::default() })
}

fn keep(config: &Config) -> anyhow::Result<Keep> {
    let named = config.text("keep.mode")?.unwrap_or_default();
    let mode = KeepMode::ALL.into_iter().find(|mode| mode.name() == named);
    let days = |name: &str| {
        u32::try_from(config.number(name))
            .map_err(|_| Mistake(format!("{name} is more days than there are")))
    };
    Ok(Keep {
        mode: mode.expect("keep.mode is checked when it is set"),
        tagged_days: days("keep.tagged_days")?,
        untagged_days: days("keep.untagged_days")?,
        platform_days: BTreeMap::new(),
        counts_days: None,
    })
}
