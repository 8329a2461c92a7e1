//! What an operator can tell a running process.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::Context;
use tokio::runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

use crate::output;
use crate::watch::Nudge;

/// Listens from now on: SIGTERM or SIGINT ends the run after its batch, or the server after its answers, a second one ends the process at once
/// (nothing is lost: positions are in the store), SIGHUP reads the rules again.
///
/// The receiver holds `true` once the run is to end. Nobody joins the thread that listens: it ends with the process.
///
/// # Errors
///
/// When the operating system refuses to deliver signals.
pub(crate) fn start(nudges: mpsc::SyncSender<Nudge>) -> anyhow::Result<watch::Receiver<bool>> {
    let runtime = runtime::Builder::new_current_thread()
        .enable_io()
        .build()
        .context("cannot listen for signals")?;
    let signals = {
        let _entered = runtime.enter();
        let listen = |kind| signal(kind).context("cannot listen for signals");
        Signals {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
            hang_up: listen(SignalKind::hangup())?,
        }
    };
    let (sender, receiver) = watch::channel(false);
    thread::spawn(move || runtime.block_on(signals.follow(&sender, &nudges)));
    Ok(receiver)
}

/// How long ending may take: less than the half minute after which others kill a process they have asked to end.
const ENDING_MAX: Duration = Duration::from_secs(25);

struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
}

impl Signals {
    async fn follow(mut self, shutdown: &watch::Sender<bool>, nudges: &mpsc::SyncSender<Nudge>) {
        loop {
            tokio::select! {
                _ = self.hang_up.recv() => {
                    // A full channel asks already, and nobody listens once the rules' watcher is gone.
                    let _ = nudges.try_send(Nudge::Asked);
                }
                _ = self.terminate.recv() => end(shutdown),
                _ = self.interrupt.recv() => end(shutdown),
            }
        }
    }
}

fn end(shutdown: &watch::Sender<bool>) {
    if shutdown.send_replace(true) {
        output::note("ended at once; the next run goes on from the last commit");
        std::process::exit(0);
    }
    output::note("ending when what is in hand is done; again to end at once");
    // Nobody joins it: it ends with the process, or ends it.
    thread::spawn(|| {
        thread::sleep(ENDING_MAX);
        output::note("ending took too long; the next run goes on from the last commit");
        std::process::exit(0);
    });
}
