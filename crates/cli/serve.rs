//! `tagline serve`: the pages, for people who live in a browser.

mod browser;
mod rules;
mod workbench;

use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::sync::{Arc, mpsc};

use anyhow::Context;
use clap::Args;
use report::{Names, Zone};
use server::Settings;
use store::Access;
use workbench::Bench;

use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::{clock, ops, output, signals, stores};

/// Where to serve, and to whom.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address and port [default: serve.listen, 127.0.0.1:4270]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Do not open a browser
    #[arg(long)]
    no_open: bool,
    /// Show people by their names to those who are not signed in; else they are numbered
    #[arg(long)]
    with_authors: bool,
    /// Let pages write: rules from the playground, and sheets and exports that are uploaded
    #[arg(long)]
    write: bool,
}

/// Serves until told to stop.
pub(crate) fn run(command: &Serve, config: &Config) -> anyhow::Result<Exit> {
    let listen = match &command.listen {
        Some(listen) => listen.clone(),
        None => config.text("serve.listen")?.unwrap_or_default(),
    };
    let address = address(&listen)?;
    let listener = TcpListener::bind(address).with_context(|| {
        format!("cannot serve on {address}; is another `tagline serve` there? --listen takes another address")
    })?;
    let ops = ops::of_run(config)?;
    let (nudge, nudges) = mpsc::sync_channel(crate::watch::NUDGES_MAX);
    let shutdown = signals::start(nudge.clone())?;
    let rules = rules::follow(config, ops.clone(), nudge, nudges)?;
    let serving = server::serve(listener, settings(command, config, rules, ops)?)
        .context("cannot serve pages")?;
    let at = format!("http://{}/", serving.address());
    output::note(format_args!("tagline is at {at}   (Ctrl-C ends it)"));
    if !command.no_open && browser::can_open() {
        browser::open(&at);
    }
    wait(shutdown)?;
    drop(serving);
    Ok(Exit::Fine)
}

fn settings(
    command: &Serve,
    config: &Config,
    rules: tokio::sync::watch::Receiver<std::sync::Arc<server::Rules>>,
    ops: server::Ops,
) -> anyhow::Result<Settings> {
    let zone = config.text("report.timezone")?.unwrap_or_default();
    let hosts = config.text("serve.hosts")?.unwrap_or_default();
    let hosts = hosts.split(',').map(str::trim).filter(|host| !host.is_empty());
    Ok(Settings {
        version: env!("CARGO_PKG_VERSION"),
        store: config.path("store.path")?,
        options: stores::options(config, Access::Read)?,
        zone: Zone::parse(&zone).map_err(|error| Mistake(error.to_string()))?,
        rules,
        clock: clock::now,
        names: if command.with_authors { Names::Shown } else { Names::Hidden },
        ops,
        hosts: hosts.map(ToOwned::to_owned).collect(),
        workbench: Arc::new(Bench::of(config)?),
        writes: command.write,
    })
}

/// The address that `listen` names.
fn address(listen: &str) -> anyhow::Result<SocketAddr> {
    let named = listen.to_socket_addrs().ok().and_then(|mut found| found.next());
    let address = named.ok_or_else(|| {
        Mistake(format!("`{listen}` is no address to serve on; write one as 127.0.0.1:4270"))
    })?;
    if !address.ip().is_loopback() {
        return Err(Mistake(format!(
            "`{listen}` can be reached by others; serve on 127.0.0.1 or localhost"
        ))
        .into());
    }
    Ok(address)
}

/// Waits until the process is told to end.
fn wait(mut shutdown: tokio::sync::watch::Receiver<bool>) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.context("cannot wait for signals")?.block_on(async {
        // An error says that whoever listens for signals is gone, and with them the process.
        let _ = shutdown.wait_for(|end| *end).await;
    });
    Ok(())
}
