//! `tagline config show`: every key as it stands.

use clap::{Args, Subcommand};

use crate::config::{Config, KEYS};
use crate::exit::Exit;
use crate::output;

/// What to do with the configuration.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Print every key with its value; secrets stay references
    Show(Show),
}

/// How to print it.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Say where each value comes from
    #[arg(long)]
    origin: bool,
}

/// Prints the configuration as TOML that could be read back.
pub(crate) fn run(command: &ConfigCommand, config: &Config) -> anyhow::Result<Exit> {
    let ConfigCommand::Show(Show { origin }) = command;
    for (name, setting) in config.settings() {
        if let Some(key) = KEYS.iter().find(|key| key.name == name) {
            output::answer_line(format_args!("# {}", key.about))?;
        }
        let from = if *origin { format!("  # {}", setting.origin) } else { String::new() };
        let value = toml_edit::Value::from(setting.value.as_str());
        output::answer_line(format_args!("{name} = {value}{from}"))?;
    }
    Ok(Exit::Fine)
}
