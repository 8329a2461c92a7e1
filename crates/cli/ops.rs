//! The pages by which machines watch a run, as the configuration has them.

use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::time::{Duration, Instant};

use anyhow::Context;
use ingest::{BatchTime, Progress};
use server::{About, Doing, Ops, PartSeen, Running, Seen};

use crate::config::Config;
use crate::exit::Mistake;
use crate::output;

/// What is told of a run, and the pages it is told on, while this lives.
pub(crate) struct Pages {
    ops: Ops,
    _running: Option<Running>,
}

/// Whether pages are told that nobody asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unasked {
    /// They are: the run goes on for ever.
    Tell,
    /// They are not: the run ends with its input.
    BeSilent,
}

/// What is told of a run that begins, as the configuration has it.
///
/// # Errors
///
/// A token that cannot be filled in.
pub(crate) fn of_run(config: &Config) -> anyhow::Result<Ops> {
    Ok(Ops::new(About {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        stall_after: Duration::from_secs(config.number("ops.stall_seconds").max(1)),
        token: config.text("ops.token")?,
    }))
}

impl Pages {
    /// Tells what `ops` knows where `ops.listen` says.
    ///
    /// # Errors
    ///
    /// An address that is none, is taken, or lies open to others without a token.
    pub(crate) fn start(ops: Ops, config: &Config, unasked: Unasked) -> anyhow::Result<Self> {
        let asked = config.is_set("ops.listen");
        let listen = config.text("ops.listen")?.filter(|_| asked || unasked == Unasked::Tell);
        let has_token = config.text("ops.token")?.is_some();
        let Some(listen) = listen else { return Ok(Self { ops, _running: None }) };
        let address = address(&listen, has_token)?;
        let listener = match TcpListener::bind(address) {
            Ok(listener) => listener,
            Err(error) if !asked => {
                output::note(format_args!(
                    "no metrics of this run: {address} is not to be had ({error}); set ops.listen to another address"
                ));
                return Ok(Self { ops, _running: None });
            }
            Err(error) => {
                return Err(error).with_context(|| {
                    format!("cannot answer on {address}; set ops.listen to another address")
                });
            }
        };
        let running = server::start(listener, ops.clone()).context("cannot answer probes")?;
        output::note(format_args!("metrics and probes: http://{}/metrics", running.address()));
        Ok(Self { ops, _running: Some(running) })
    }

    /// Takes over where a run stands.
    pub(crate) fn see(&self, now: &Progress<'_>) {
        let parts = now.parts.iter().map(|extent| PartSeen {
            source: extent.part.source.clone(),
            part: extent.part.name.clone(),
            next: extent.next.0,
            behind: extent.behind,
        });
        let parts: Vec<PartSeen> = parts.collect();
        let doing = match now.doing {
            ingest::Doing::Waiting => Doing::Waiting,
            ingest::Doing::Batch => Doing::Batch,
            ingest::Doing::Stored(BatchTime { tag, commit }) => Doing::Stored { tag, commit },
        };
        let summary = now.summary;
        let (records, batches, fenced) = (&summary.tally.0, summary.batches, summary.fenced);
        self.ops.see_rules(&now.rules.to_string());
        self.ops.see(&Seen { records, batches, fenced, doing, parts: &parts }, Instant::now());
    }
}

/// The address that `listen` names; beyond this machine nothing is told without a token.
fn address(listen: &str, has_token: bool) -> anyhow::Result<SocketAddr> {
    let named = listen.to_socket_addrs().ok().and_then(|mut found| found.next());
    let address = named.ok_or_else(|| {
        Mistake(format!(
            "ops.listen is \"{listen}\"; it takes an address as 127.0.0.1:9464, or nothing"
        ))
    })?;
    if !address.ip().is_loopback() && !has_token {
        return Err(Mistake(format!(
            "ops.listen is \"{listen}\", which others can reach: set ops.token too, better as ${{env:NAME}} or \
             ${{file:PATH}}; /livez and /readyz never ask for it"
        ))
        .into());
    }
    Ok(address)
}
