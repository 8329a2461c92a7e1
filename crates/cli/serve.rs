//! `tagline serve`: the pages, for people who live in a browser.

mod browser;
mod rules;
mod token;
mod workbench;

use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::sync::{Arc, mpsc};

use anyhow::Context;
use clap::Args;
use report::{Names, Zone};
use server::{Access, Ops, Rules, Serving, Settings};
use tokio::sync::watch;
use workbench::Bench;

use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::watch::{NUDGES_MAX, Nudge};
use crate::{clock, ops, output, signals, stores};

/// Where to serve, and to whom.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Serve {
    #[command(subcommand)]
    command: Option<token::ServeCommand>,
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
    if let Some(command) = &command.command {
        return token::run(command);
    }
    let ops = ops::of_run(config)?;
    let (nudge, nudges) = mpsc::sync_channel(NUDGES_MAX);
    let shutdown = signals::start(nudge.clone())?;
    let serving = begin(command, config, ops, (nudge, nudges))?;
    let at = format!("http://{}/", serving.address());
    output::note(format_args!("tagline is at {at}   (Ctrl-C ends it)"));
    if !command.no_open && browser::can_open() {
        browser::open(&at);
    }
    wait(shutdown)?;
    drop(serving);
    Ok(Exit::Fine)
}

/// Serves where the configuration says, while a run goes on, until what is returned is dropped.
///
/// # Errors
///
/// As [`run`].
pub(crate) fn beside(config: &Config, ops: Ops) -> anyhow::Result<Serving> {
    let command =
        Serve { command: None, listen: None, no_open: true, with_authors: false, write: false };
    let serving = begin(&command, config, ops, mpsc::sync_channel(NUDGES_MAX))?;
    output::note(format_args!("tagline is at http://{}/", serving.address()));
    Ok(serving)
}

/// Opens the door; `nudges` have the rules read again.
fn begin(
    command: &Serve,
    config: &Config,
    ops: Ops,
    (nudge, nudges): (mpsc::SyncSender<Nudge>, mpsc::Receiver<Nudge>),
) -> anyhow::Result<Serving> {
    let (access, has_tokens) = token::access(config)?;
    let listen = match &command.listen {
        Some(listen) => listen.clone(),
        None => config.text("serve.listen")?.unwrap_or_default(),
    };
    let address = address(&listen, has_tokens)?;
    let listener = TcpListener::bind(address).with_context(|| {
        format!("cannot serve on {address}; is another `tagline serve` there? --listen takes another address")
    })?;
    let rules = rules::follow(config, ops.clone(), nudge, nudges)?;
    let settings = settings(command, config, rules, access, ops)?;
    server::serve(listener, settings).context("cannot serve pages")
}

fn settings(
    command: &Serve,
    config: &Config,
    rules: watch::Receiver<Arc<Rules>>,
    access: Access,
    ops: Ops,
) -> anyhow::Result<Settings> {
    let zone = config.text("report.timezone")?.unwrap_or_default();
    let hosts = config.text("serve.hosts")?.unwrap_or_default();
    let hosts = hosts.split(',').map(str::trim).filter(|host| !host.is_empty());
    Ok(Settings {
        version: env!("CARGO_PKG_VERSION"),
        store: config.path("store.path")?,
        options: stores::options(config, store::Access::Read)?,
        zone: Zone::parse(&zone).map_err(|error| Mistake(error.to_string()))?,
        rules,
        clock: clock::now,
        names: if command.with_authors { Names::Shown } else { Names::Hidden },
        access,
        ops,
        hosts: hosts.map(ToOwned::to_owned).collect(),
        workbench: Arc::new(Bench::of(config)?),
        writes: command.write,
    })
}

/// The address that `listen` names; where others can reach it, nobody is let in without a token.
fn address(listen: &str, has_tokens: bool) -> anyhow::Result<SocketAddr> {
    let named = listen.to_socket_addrs().ok().and_then(|mut found| found.next());
    let address = named.ok_or_else(|| {
        Mistake(format!("`{listen}` is no address to serve on; write one as 127.0.0.1:4270"))
    })?;
    if !address.ip().is_loopback() && !has_tokens {
        return Err(Mistake(format!(
            "`{listen}` can be reached by others, and everybody would be let in: `tagline serve token NAME --role read` \
             makes a token and says where to put it"
        ))
        .into());
    }
    Ok(address)
}

/// Waits until the process is told to end.
fn wait(mut shutdown: watch::Receiver<bool>) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.context("cannot wait for signals")?.block_on(async {
        // An error says that whoever listens for signals is gone, and with them the process.
        let _ = shutdown.wait_for(|end| *end).await;
    });
    Ok(())
}
