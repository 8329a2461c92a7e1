//! Measures the matcher and its peers side by side, on the same texts and rules, after they agreed on the matches.
#![forbid(unsafe_code)]

mod automata;
mod child;
mod decode;
mod growth;
mod mokaccino_peer;
mod ours;
mod peer;
mod rounds;
mod setup;
mod task;

use std::alloc::System;

use anyhow::{Context as _, bail};
use cap::Cap;

use crate::rounds::Options;

/// The system's allocator, and how much it has given out.
#[global_allocator]
static ALLOCATED: Cap<System> = Cap::new(System, usize::MAX);

const USAGE: &str = "\
cargo run --release --manifest-path benches/peers/Cargo.toml -- [growth|decode] [options]
  growth            the matcher alone: cost, memory and time to be ready
  decode            parsers of JSON beside the product's decoding
  --posts N         texts a pass, 20000 when absent
  --rules N,N       how many rules, and how many words and phrases: 1000,10000,100000 when absent
  --passes N        passes of each, 5 when absent; the median counts
  --without PEER    leave one out: hyperscan, lucene, python; may stand several times
  --record          keep the tables for benches/README.md
Real posts are read where TAGLINE_DATA names their folder.";

fn main() -> anyhow::Result<()> {
    let mut options = Options::default();
    let mut question = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().with_context(|| format!("{argument} takes a value"));
        match argument.as_str() {
            "--posts" => options.posts = value()?.parse()?,
            "--rules" => {
                let counts = value()?;
                options.rules = counts.split(',').map(str::parse).collect::<Result<_, _>>()?;
            }
            "--passes" => options.passes = value()?.parse()?,
            "--without" => options.without.push(value()?),
            "growth" | "decode" => question = Some(argument),
            "counted" => return decode::counted(&value()?, &value()?),
            "hostile" => return decode::show_hostile(&value()?, &value()?),
            "--record" => options.record = true,
            _ => bail!("{argument} is not known\n{USAGE}"),
        }
    }
    match question.as_deref() {
        Some("growth") => growth::run(&options),
        Some(_) => decode::run(&options),
        None => rounds::run(&options),
    }
}
