//! `tagline config show`: every key as it stands.

use clap::{Args, Subcommand};

use crate::config::{Config, KEYS, PROPERTIES};
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

/// What of the names of librdkafka's properties tells that their values are nobody's business.
const SECRET: [&str; 6] = ["password", "secret", "key.pem", "jaas", "token", "oauthbearer.config"];

/// A value as it may be seen: a secret that was written out instead of referred to is masked.
fn shown(name: &str, value: &str) -> String {
    let secret = ["store.password", "ops.token", "kafka.registry_password"].contains(&name)
        || name.strip_prefix(PROPERTIES).is_some_and(|property| {
            let property = property.to_lowercase();
            SECRET.iter().any(|part| property.contains(part))
        });
    let refers = value.starts_with("${") && value.find('}') == Some(value.len() - 1);
    match (secret && !refers && !value.is_empty(), name) {
        (true, _) => "***".to_owned(),
        (false, "store.path") => store::masked(value),
        (false, _) => value.to_owned(),
    }
}

/// Prints the configuration as TOML that could be read back.
pub(crate) fn run(command: &ConfigCommand, config: &Config) -> anyhow::Result<Exit> {
    let ConfigCommand::Show(Show { origin }) = command;
    for (name, setting) in config.settings() {
        if let Some(key) = KEYS.iter().find(|key| key.name == name) {
            output::answer_line(format_args!("# {}", key.about))?;
        }
        let from = if *origin { format!("  # {}", setting.origin) } else { String::new() };
        let value = toml_edit::Value::from(shown(name, &setting.value));
        output::answer_line(format_args!("{name} = {value}{from}"))?;
    }
    Ok(Exit::Fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, value: &str, expected: &str) {
        assert_eq!(shown(&format!("{PROPERTIES}{name}"), value), expected, "{name}");
    }

    #[test]
    fn secrets_written_out_are_masked() {
        check("sasl.password", "hunter2", "***");
        check("sasl.password", "${env:X}", "${env:X}");
        check("sasl.password", "${env:X}hunter2", "***");
        check("sasl.password", "", "");
        check("SSL.key.password", "x", "***");
        check("ssl.key.pem", "-----BEGIN", "***");
        check("sasl.oauthbearer.client.secret", "x", "***");
        check("session.timeout.ms", "6000", "6000");
        assert_eq!(shown("kafka.group", "password"), "password");
        assert_eq!(shown("store.password", "hunter2"), "***");
        assert_eq!(shown("store.password", "${env:X}"), "${env:X}");
        assert_eq!(shown("store.path", "postgres://me:hunter2@db/t"), "postgres://me:***@db/t");
    }
}
