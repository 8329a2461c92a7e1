//! The rules a server shows: read, checked and compiled when it starts, and again whenever their files change.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};

use enrich::Parts;
use rulelang::Finding;
use server::{Ops, Rules};
use tagger::Trial;
use tokio::sync::watch;

use crate::config::Config;
use crate::report::book;
use crate::rule_files::{self, Unusable};
use crate::rules::check::lint::Levels;
use crate::watch::{Nudge, Places, QUIET, Watched};
use crate::{clock, output};

/// Reads the rules that the configuration names, and from then on whenever they change or `nudges` asks for it. Nobody
/// joins the thread that does: it ends with the process.
///
/// # Errors
///
/// Opening hours or `[lint]` that cannot be read.
pub(super) fn follow(
    config: &Config,
    ops: Ops,
    nudge: mpsc::SyncSender<Nudge>,
    nudges: mpsc::Receiver<Nudge>,
) -> anyhow::Result<watch::Receiver<Arc<Rules>>> {
    let reader = Reader {
        path: config.path("rules.path")?,
        levels: Levels::of(config)?,
        parts: config.parts(),
        frame: book::frame(config)?,
        ops,
    };
    let (rules, named) = reader.read();
    let mut watched = watch_places(Places::of(&reader.path, &named), &nudge);
    let (sender, receiver) = watch::channel(Arc::new(rules));
    std::thread::spawn(move || {
        while nudges.recv().is_ok() {
            while nudges.recv_timeout(QUIET).is_ok() {}
            loop {
                let (rules, named) = reader.read();
                let places = Places::of(&reader.path, &named);
                if sender.send(Arc::new(rules)).is_err() {
                    return;
                }
                if watched.as_ref().is_none_or(|watched| watched.places == places) {
                    break;
                }
                // Other files are included than before: one may have changed before it was watched.
                watched = watch_places(places, &nudge);
            }
        }
    });
    Ok(receiver)
}

/// Tells all who read rules what one is told, until nobody tells any more.
pub(super) fn hand_on(nudges: mpsc::Receiver<Nudge>, to: Vec<mpsc::SyncSender<Nudge>>) {
    std::thread::spawn(move || {
        for nudge in nudges {
            for reader in &to {
                // One that has not looked yet will look anyway.
                let _ = reader.try_send(nudge);
            }
        }
    });
}

fn watch_places(places: Places, nudge: &mpsc::SyncSender<Nudge>) -> Option<Watched> {
    let watched = Watched::new(places, nudge);
    if let Err(error) = &watched {
        output::warn(format_args!("{error:#}; after an edit, send SIGHUP"));
    }
    watched.ok()
}

/// Who reads the rules.
struct Reader {
    path: PathBuf,
    levels: Levels,
    parts: Parts,
    frame: book::Frame,
    ops: Ops,
}

impl Reader {
    /// The rules as they stand, and the files they name.
    fn read(&self) -> (Rules, BTreeSet<PathBuf>) {
        let (compiled, named) = rule_files::compile_noting(&self.path, Trial::Silent);
        self.ops.see_refused(compiled.is_err());
        let (tagger, trouble) = match compiled {
            Ok(tagger) => (Some(Arc::new(tagger.detecting(self.parts))), None),
            Err(Unusable::Errors(_)) => (None, None),
            Err(other) => (None, Some(other.to_string())),
        };
        if let Some(tagger) = &tagger {
            self.ops.see_rules(&tagger.rules().id.to_string());
        }
        let book =
            book::of(&self.path, tagger.as_ref().map(|tagger| tagger.rules()), self.frame.clone());
        let findings = findings(&self.path, &self.levels);
        (Rules { path: self.path.clone(), tagger, book, findings, trouble }, named)
    }
}

/// What `rules check` finds.
fn findings(path: &Path, levels: &Levels) -> Vec<Finding> {
    let Ok(checked) = rule_files::check(path) else { return Vec::new() };
    let review = tagger::review(checked.rules, checked.findings, &[], clock::now());
    review.map(|review| levels.apply(review.findings)).unwrap_or_default()
}
