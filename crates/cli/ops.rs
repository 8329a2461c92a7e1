//! The pages by which machines watch a run, as the configuration has them.

use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::time::{Duration, Instant};

use anyhow::Context;
use ingest::Progress;
use server::{About, BatchSeen, Ops, PartSeen, Running, Seen};

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

impl Pages {
    /// Tells them where `ops.listen` says.
    ///
    /// # Errors
    ///
    /// An address that is none, is taken, or lies open to others without a token.
    pub(crate) fn start(config: &Config, unasked: Unasked) -> anyhow::Result<Self> {
        let about = About {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            stall_after: Duration::from_secs(config.number("ops.stall_seconds").max(1)),
            token: config.text("ops.token")?,
        };
        let asked = config.is_set("ops.listen");
        let listen = config.text("ops.listen")?.filter(|_| asked || unasked == Unasked::Tell);
        let has_token = about.token.is_some();
        let ops = Ops::new(about);
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

    /// What is told.
    pub(crate) fn ops(&self) -> &Ops {
        &self.ops
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
        let batch = now.batch_time.map(|time| BatchSeen { tag: time.tag, commit: time.commit });
        let summary = now.summary;
        let (records, batches, fenced) = (&summary.tally.0, summary.batches, summary.fenced);
        self.ops.see_rules(&now.rules.to_string());
        self.ops.see(&Seen { records, batches, fenced, batch, parts: &parts }, Instant::now());
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
