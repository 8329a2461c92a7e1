//! Rules that change while a run goes on: compiled beside the running ones and handed over whole.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use anyhow::Context;
use notify::{RecursiveMode, Watcher};
use tagger::{Tagger, Trial};
use tokio::sync::watch;

use crate::{output, rule_files};

/// How long files must be quiet before they are read: an editor writes more than once.
const QUIET: Duration = Duration::from_millis(200);

/// Nudges that wait while rules are compiled; of more, each would only ask for what is to be done anyway.
const NUDGES_MAX: usize = 16;

/// Something that asks for the rules to be read again; what asks for an answer is the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Nudge {
    /// A file changed.
    Files,
    /// An operator asked for it, by SIGHUP.
    Asked,
}

/// Watches the rules at `path`; each good edit is sent on, a bad one is shown and the running rules stay.
///
/// The sender takes further requests. Nobody joins the thread that compiles: it holds nothing that is not on disk,
/// and ends with the process, or at the first nudge after the receiver was dropped.
///
/// # Errors
///
/// When the operating system gives no word of changes.
pub(crate) fn start(
    path: &Path,
    tagger: Arc<Tagger>,
) -> anyhow::Result<(watch::Receiver<Arc<Tagger>>, mpsc::SyncSender<Nudge>)> {
    let (sender, receiver) = watch::channel(tagger);
    let (nudge, nudges) = mpsc::sync_channel(NUDGES_MAX);
    let on_change = nudge.clone();
    let rules = path.to_path_buf();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| concerns(&rules, &event)) {
            // A full channel asks already, and nobody listens once the run is over.
            let _ = on_change.try_send(Nudge::Files);
        }
    })
    .context("cannot watch the rules for changes")?;
    let folder = folder_of(path);
    watcher
        .watch(&folder, RecursiveMode::Recursive)
        .with_context(|| format!("cannot watch {} for changes", folder.display()))?;
    let path = path.to_path_buf();
    std::thread::spawn(move || {
        let _watcher = watcher;
        follow(&path, &nudges, &sender);
    });
    Ok((receiver, nudge))
}

/// Whether the rules at `rules` may have changed. The folder may hold more, as the store, which is written all the time.
fn concerns(rules: &Path, event: &notify::Event) -> bool {
    let may_hold_rules = |path: &PathBuf| {
        path.file_name() == rules.file_name()
            || path.extension().is_none_or(|ending| ending == "toml")
    };
    !event.kind.is_access() && (event.paths.is_empty() || event.paths.iter().any(may_hold_rules))
}

/// A file is watched through its folder: editors put a new file in the place of the old one.
fn folder_of(path: &Path) -> PathBuf {
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_path_buf() }
}

fn follow(path: &Path, nudges: &mpsc::Receiver<Nudge>, sender: &watch::Sender<Arc<Tagger>>) {
    while let Ok(mut nudge) = nudges.recv() {
        while let Ok(next) = nudges.recv_timeout(QUIET) {
            nudge = nudge.max(next);
        }
        if sender.is_closed() {
            return;
        }
        let running = sender.borrow().rules().id;
        match rule_files::compile(path, Trial::Silent) {
            Ok(tagger) if tagger.rules().id == running => {
                if nudge == Nudge::Asked {
                    output::note("rules read again: unchanged");
                }
            }
            Ok(tagger) => {
                output::note(format_args!(
                    "rules changed: {} takes effect with the next batch",
                    tagger.rules().id
                ));
                sender.send_replace(Arc::new(tagger));
            }
            Err(unusable) => output::warn(format_args!(
                "the rules were changed and cannot be used; the running ones stay: {unusable}"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use notify::{Event, EventKind};

    use super::*;

    #[test]
    fn only_what_may_hold_rules_has_them_read_again() {
        let concerns = |rules: &str, changed: &str| {
            let event = Event::new(EventKind::Any).add_path(PathBuf::from(changed));
            concerns(Path::new(rules), &event)
        };
        for changed in ["rules/a.rules.toml", "rules/brands", "mine.txt"] {
            assert!(concerns("mine.txt", changed), "{changed}");
        }
        for changed in ["./tagline.db", "./tagline.db-wal", "./posts.csv"] {
            assert!(!concerns("mine.txt", changed), "{changed}");
        }
    }
}
