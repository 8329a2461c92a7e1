//! `tagline verify`: counts everything again from what is kept, and compares.

use clap::Args;
use store::{Access, Verification};

use crate::config::Config;
use crate::exit::Exit;
use crate::{days, output, stores};

/// Nothing to choose.
#[derive(Debug, Args)]
pub(crate) struct Verify {}

/// Prints the comparison; drift is a finding.
pub(crate) fn run(_: &Verify, config: &Config) -> anyhow::Result<Exit> {
    let store = stores::open(config, Access::Read)?;
    let verification = store.verify()?;
    for difference in &verification.differences {
        output::answer_line(difference)?;
    }
    output::answer_line(told(&verification))?;
    Ok(if verification.differences.is_empty() { Exit::Fine } else { Exit::Findings })
}

/// What was recounted, and what came of it.
fn told(verification: &Verification) -> String {
    let Some((first, last)) = verification.span else { return "nothing is counted yet".to_owned() };
    let found = match verification.differences_total {
        0 => "no drift".to_owned(),
        differences => format!("{differences} differences"),
    };
    let blind = verification.blind.map(|(first, last)| {
        format!(
            "; {} to {} were counted without ids and cannot be counted again",
            days::shown(first),
            days::shown(last)
        )
    });
    let horizon =
        verification.horizon.map(|day| format!("; ids are kept from {} on", days::shown(day)));
    format!(
        "{} mentions of {} to {} counted again: {found}{}{}",
        verification.mentions,
        days::shown(first),
        days::shown(last),
        blind.unwrap_or_default(),
        horizon.unwrap_or_default()
    )
}
