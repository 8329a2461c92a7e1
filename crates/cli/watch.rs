//! Rules that change while a run goes on: compiled beside the running ones and handed over whole.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use anyhow::Context;
use enrich::Parts;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use server::Ops;
use tagger::{Tagger, Trial};
use tokio::sync::watch;

use crate::mounts;
use crate::output;
use crate::rule_files::{self, Unusable};

/// How long files must be quiet before they are read: an editor writes more than once.
pub(crate) const QUIET: Duration = Duration::from_millis(200);

/// Nudges that wait while rules are compiled; of more, each would only ask for what is to be done anyway.
pub(crate) const NUDGES_MAX: usize = 16;

/// Something that asks for the rules to be read again; what asks for an answer is the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Nudge {
    /// A file changed.
    Files,
    /// An operator asked for it, by SIGHUP.
    Asked,
}

/// Watches the rules at `path`, and the files they include, which `named` has the paths of; each good edit is sent on,
/// a bad one is shown and the running rules stay.
///
/// The sender takes further requests. Nobody joins the thread that compiles: it holds nothing that is not on disk,
/// and ends with the process, or at the first nudge after the receiver was dropped.
///
/// # Errors
///
/// When the operating system gives no word of changes.
pub(crate) fn start(
    path: &Path,
    named: &BTreeSet<PathBuf>,
    tagger: Arc<Tagger>,
    parts: Parts,
    ops: Ops,
) -> anyhow::Result<(watch::Receiver<Arc<Tagger>>, mpsc::SyncSender<Nudge>)> {
    mounts::tell_of_lone_files(path);
    let (sender, receiver) = watch::channel(tagger);
    let (nudge, nudges) = mpsc::sync_channel(NUDGES_MAX);
    let watched = Watched::new(Places::of(path, named), &nudge)?;
    let follower = Follower { path: path.to_path_buf(), watched, nudge: nudge.clone(), parts, ops };
    std::thread::spawn(move || follower.follow(&nudges, &sender));
    Ok((receiver, nudge))
}

/// What is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Places {
    /// The folder of the rules, with all below it.
    folder: PathBuf,
    /// Folders outside of it that hold included files, or will.
    outside: BTreeSet<PathBuf>,
    /// The names of files that may hold rules, beside those whose names end in `.toml`; `*` stands for any part.
    names: BTreeSet<String>,
}

impl Places {
    pub(crate) fn of(path: &Path, named: &BTreeSet<PathBuf>) -> Self {
        let folder = folder_of(path);
        let inside = PathBuf::from(rule_files::plain(&folder));
        let outside = named.iter().map(|path| standing(&folder_of(path)));
        let outside = outside.filter(|outside| !is_inside(outside, &inside));
        let files = named.iter().map(PathBuf::as_path).chain([path]).filter_map(Path::file_name);
        Self {
            outside: outside.collect(),
            names: files.map(|name| name.to_string_lossy().into_owned()).collect(),
            folder,
        }
    }

    /// Whether the rules may have changed. The folders may hold more, as the store, which is written all the time.
    fn concerns(&self, event: &notify::Event) -> bool {
        let may_hold_rules = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            path.extension().is_none_or(|ending| ending == "toml")
                // The link that Kubernetes swaps.
                || name == "..data"
                || self.names.iter().any(|pattern| rule_files::is_meant(&name, pattern))
        };
        !event.kind.is_access()
            && (event.paths.is_empty() || event.paths.iter().any(may_hold_rules))
    }
}

/// Whether `folder` is `outer` or lies below it, both as plain as can be; the current folder is empty.
fn is_inside(folder: &Path, outer: &Path) -> bool {
    if outer.as_os_str().is_empty() {
        return !folder.is_absolute() && !folder.starts_with("..");
    }
    folder.starts_with(outer)
}

/// A file is watched through its folder: editors put a new file in the place of the old one.
fn folder_of(path: &Path) -> PathBuf {
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_path_buf() }
}

/// The folder, or while there is none of this name, the nearest one above: it will hold the one that is missing.
fn standing(folder: &Path) -> PathBuf {
    let there = folder.ancestors().find(|above| above.is_dir());
    there.map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Places, and who watches them.
pub(crate) struct Watched {
    pub(crate) places: Places,
    _watcher: RecommendedWatcher,
}

impl Watched {
    pub(crate) fn new(places: Places, nudge: &mpsc::SyncSender<Nudge>) -> anyhow::Result<Self> {
        let (nudge, concerned) = (nudge.clone(), places.clone());
        let mut watcher =
            notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
                if event.is_ok_and(|event| concerned.concerns(&event)) {
                    // A full channel asks already, and nobody listens once the run is over.
                    let _ = nudge.try_send(Nudge::Files);
                }
            })
            .context("cannot watch the rules for changes")?;
        let inside = [(&places.folder, RecursiveMode::Recursive)];
        let outside = places.outside.iter().map(|folder| (folder, RecursiveMode::NonRecursive));
        for (folder, mode) in inside.into_iter().chain(outside) {
            watcher
                .watch(folder, mode)
                .with_context(|| format!("cannot watch {} for changes", folder.display()))?;
        }
        Ok(Self { places, _watcher: watcher })
    }
}

/// Who compiles the rules when they change.
struct Follower {
    path: PathBuf,
    watched: Watched,
    nudge: mpsc::SyncSender<Nudge>,
    /// What is found out about mentions.
    parts: Parts,
    /// Who is told whether the files can be used.
    ops: Ops,
}

impl Follower {
    fn follow(mut self, nudges: &mpsc::Receiver<Nudge>, sender: &watch::Sender<Arc<Tagger>>) {
        while let Ok(mut nudge) = nudges.recv() {
            while let Ok(next) = nudges.recv_timeout(QUIET) {
                nudge = nudge.max(next);
            }
            if sender.is_closed() {
                return;
            }
            let running = sender.borrow().rules().id;
            let compiled = self.compile().map(|tagger| tagger.detecting(self.parts));
            self.ops.see_refused(compiled.is_err());
            match compiled {
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

    /// Compiles the rules as they stand; where they include other files than before, those are watched, and the rules
    /// read again, for one may have changed before it was watched.
    fn compile(&mut self) -> Result<Tagger, Unusable> {
        loop {
            let (rules, named) = rule_files::compile_noting(&self.path, Trial::Silent);
            let places = Places::of(&self.path, &named);
            if places == self.watched.places {
                return rules;
            }
            match Watched::new(places, &self.nudge) {
                Ok(watched) => self.watched = watched,
                Err(error) => {
                    output::warn(format_args!("{error:#}; after an edit, send SIGHUP"));
                    return rules;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use notify::{Event, EventKind};

    use super::*;

    #[test]
    fn only_what_may_hold_rules_has_them_read_again() {
        let named = BTreeSet::from([PathBuf::from("lists/words-*.txt")]);
        let places = Places::of(Path::new("mine.txt"), &named);
        let concerns = |changed: &str| {
            places.concerns(&Event::new(EventKind::Any).add_path(PathBuf::from(changed)))
        };
        for changed in ["rules/a.rules.toml", "rules/brands", "mine.txt", "lists/words-sv.txt"] {
            assert!(concerns(changed), "{changed}");
        }
        for changed in ["./tagline.db", "./tagline.db-wal", "./posts.csv", "lists/other.txt"] {
            assert!(!concerns(changed), "{changed}");
        }
    }

    #[test]
    fn folders_of_included_files_are_watched_unless_they_are_already() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["rules/brands", "shared"] {
            std::fs::create_dir_all(at(name)).unwrap();
        }
        let named = ["rules/brands/*.rules.toml", "shared/a.rules.toml", "new/deep/b.rules.toml"];
        let places = Places::of(&at("rules"), &named.into_iter().map(at).collect());
        assert_eq!(places.folder, at("rules"));
        // One that is not there yet will be seen by the folder it will stand in.
        let above = folder.path().to_path_buf();
        assert_eq!(places.outside, BTreeSet::from([above, at("shared")]));
        for (inside, outer) in [("rules/a", "rules"), ("rules", "rules"), ("a", ""), (".", "")] {
            assert!(is_inside(Path::new(inside), Path::new(outer)), "{inside} {outer}");
        }
        for (outside, outer) in [("rules2", "rules"), (".", "rules"), ("../a", ""), ("/a", "")] {
            assert!(!is_inside(Path::new(outside), Path::new(outer)), "{outside} {outer}");
        }
    }
}
