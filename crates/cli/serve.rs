//! `tagline serve`: the pages, for people who live in a browser.

mod browser;
mod rules;
mod token;
mod workbench;
mod workspaces;

use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use report::{Names, Zone};
use server::{Access, Https, Ops, Rules, Serving, Settings};
use tokio::sync::watch;
use workbench::Bench;

use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::watch::{NUDGES_MAX, Nudge};
use crate::{clock, ops, output, signals, stores};

/// How long a page may take to be made of the newest mentions at each look.
const PATIENCE: Duration = Duration::from_millis(50);

/// A port that is free, of this machine alone.
const ANY_PORT: &str = "127.0.0.1:0";

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
    let shutdown = signals::start(nudge)?;
    let serving = begin(command, config, &ops, nudges)?;
    let at = format!("http://{}/", serving.address());
    output::note(format_args!("tagline is at {at}   (Ctrl-C ends it)"));
    if !command.no_open && browser::can_open() {
        browser::open(&at);
    }
    wait(shutdown)?;
    drop(serving);
    Ok(Exit::Fine)
}

/// Serves what was just made to somebody who sits at a terminal, and opens it where a browser can open, until told to stop;
/// does nothing where nobody sits.
///
/// # Errors
///
/// As [`run`].
pub(crate) fn show(config: &Config) -> anyhow::Result<()> {
    if !browser::is_watched() {
        return Ok(());
    }
    let usual = config.text("serve.listen")?.unwrap_or_default();
    // Where another is served already, any other port will do.
    let listen = if TcpListener::bind(&usual).is_ok() { usual } else { ANY_PORT.to_owned() };
    let listen = Some(listen);
    let command =
        Serve { command: None, listen, no_open: false, with_authors: false, write: false };
    run(&command, config)?;
    Ok(())
}

/// Serves where the configuration says, while a run goes on, until what is returned is dropped.
///
/// # Errors
///
/// As [`run`].
pub(crate) fn beside(config: &Config, ops: &Ops) -> anyhow::Result<Serving> {
    let command =
        Serve { command: None, listen: None, no_open: true, with_authors: false, write: false };
    // Whoever runs beside it tells it nothing: it watches the files itself.
    let (_, nudges) = mpsc::sync_channel(NUDGES_MAX);
    let serving = begin(&command, config, ops, nudges)?;
    output::note(format_args!("tagline is at http://{}/", serving.address()));
    Ok(serving)
}

/// Opens the door; `nudges` have the rules read again.
fn begin(
    command: &Serve,
    config: &Config,
    ops: &Ops,
    nudges: mpsc::Receiver<Nudge>,
) -> anyhow::Result<Serving> {
    let workspaces = workspaces::read(config)?;
    let workspaces: Vec<(&str, &Config)> = match workspaces.as_slice() {
        [] => vec![("", config)],
        named => named.iter().map(|(name, config)| (name.as_str(), config)).collect(),
    };
    let mut doors = Vec::new();
    for (name, config) in &workspaces {
        doors.push(token::access(config, name)?);
    }
    let has_tokens = doors.iter().all(|(_, has_tokens)| *has_tokens);
    let listen = match &command.listen {
        Some(listen) => listen.clone(),
        None => config.text("serve.listen")?.unwrap_or_default(),
    };
    let address = address(&listen, has_tokens)?;
    let listener = TcpListener::bind(address).with_context(|| {
        format!("cannot serve on {address}; is another `tagline serve` there? --listen takes another address")
    })?;
    let mut sites = Vec::new();
    let mut told = Vec::new();
    for ((name, workspace), (access, _)) in workspaces.into_iter().zip(doors) {
        let (nudge, nudges) = mpsc::sync_channel(NUDGES_MAX);
        told.push(nudge.clone());
        let rules = rules::follow(workspace, ops.clone(), nudge, nudges)?;
        let site = settings(command, workspace, rules, access, ops.clone())?;
        let hosts = hosts(config)?;
        let https = https(config)?;
        sites.push(Settings { hosts, https, workspace: name.to_owned(), ..site });
    }
    rules::hand_on(nudges, told);
    server::serve(listener, sites).context("cannot serve pages")
}

/// Whether browsers reach it by HTTPS.
fn https(config: &Config) -> anyhow::Result<Https> {
    Ok(match config.text("serve.https")?.as_deref() {
        Some("always") => Https::Always,
        Some("forwarded") => Https::Forwarded,
        _ => Https::Off,
    })
}

/// The names it is asked by.
fn hosts(config: &Config) -> anyhow::Result<Vec<String>> {
    let hosts = config.text("serve.hosts")?.unwrap_or_default();
    let hosts = hosts.split(',').map(str::trim).filter(|host| !host.is_empty());
    Ok(hosts.map(ToOwned::to_owned).collect())
}

fn settings(
    command: &Serve,
    config: &Config,
    rules: watch::Receiver<Arc<Rules>>,
    access: Access,
    ops: Ops,
) -> anyhow::Result<Settings> {
    let zone = config.text("report.timezone")?.unwrap_or_default();
    let language = config.text("report.language")?.unwrap_or_default();
    Ok(Settings {
        version: env!("CARGO_PKG_VERSION"),
        store: config.path("store.path")?,
        options: stores::options(config, store::Access::Read)?,
        zone: Zone::parse(&zone).map_err(|error| Mistake(error.to_string()))?,
        language: crate::report::language(&language)?,
        rules,
        clock: clock::now,
        names: if command.with_authors { Names::Shown } else { Names::Hidden },
        access,
        ops,
        hosts: Vec::new(),
        workbench: Arc::new(Bench::of(config)?),
        writes: command.write,
        patience: PATIENCE,
        https: Https::Off,
        workspace: String::new(),
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
