//! Alerts of a run: judged and sent on a thread of their own, which nothing else waits for.

use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use ingest::Doing;
use mention::{Part, Timestamp};
use report::{Book, Language, Zone};
use server::{Desk, Doors, Ground, Heard, Passed, Send};
use store::{Access, OpenOptions, Store};
use tagger::Tagger;
use tokio::sync::watch;

use super::sends;
use crate::config::Config;
use crate::exit::Mistake;
use crate::report::book::{self, Frame};
use crate::{clock, output, stores};

/// How long from one look to the next.
const PAUSE: Duration = Duration::from_secs(2);
/// How often the loop says how far it has come.
const SAID_EVERY: Duration = Duration::from_millis(500);
/// How long a run that is told to end waits for what is being sent.
const END_WAIT: Duration = Duration::from_secs(10);

/// What a run reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reads {
    /// Parts of a topic, which say how far they have come.
    Topic,
    /// Files, of which it is known at their end.
    Files,
    /// Standard input, in the order things are said.
    Stream,
}

/// The thread, while this lives.
pub(crate) struct Beside {
    reads: Reads,
    heard: watch::Sender<Heard>,
    end: mpsc::Sender<End>,
    done: mpsc::Receiver<Passed>,
    said: Option<Instant>,
}

/// How a run ended.
enum End {
    /// Everything there was has been read.
    Read,
    /// Somebody ended it.
    Told,
}

impl Beside {
    /// Begins, unless the configuration wants no alerts. The store is opened when there is something to look at.
    ///
    /// # Errors
    ///
    /// A `[[send]]`, mail server or opening hours that cannot be read.
    pub(crate) fn start(
        config: &Config,
        rules: watch::Receiver<Arc<Tagger>>,
        reads: Reads,
    ) -> anyhow::Result<Option<Self>> {
        if config.text("alerts.run")?.as_deref() == Some("off") {
            return Ok(None);
        }
        let zone = config.text("report.timezone")?.unwrap_or_default();
        let language = config.text("report.language")?.unwrap_or_default();
        let lookout = Lookout {
            path: config.path("store.path")?,
            options: stores::options(config, Access::Write)?,
            sends: sends::read(config)?,
            mailbox: sends::mailbox(config)?,
            zone: Zone::parse(&zone).map_err(|error| Mistake(error.to_string()))?,
            language: crate::report::language(&language)?,
            lateness: Duration::from_mins(config.number("alerts.lateness_minutes")),
            frame: book::frame(config)?,
            rules_path: config.path("rules.path")?,
            rules,
        };
        let first = match reads {
            Reads::Topic => Heard::Parts(Vec::new()),
            Reads::Files => Heard::Something,
            Reads::Stream => Heard::Stream,
        };
        let (heard, listening) = watch::channel(first);
        let (end, ends) = mpsc::channel();
        let (tell, done) = mpsc::channel();
        thread::spawn(move || {
            // Who waited too long for it does not hear it.
            let _ = tell.send(lookout.look(&listening, &ends));
        });
        Ok(Some(Self { reads, heard, end, done, said: None }))
    }

    /// Hears how far the run has come.
    pub(crate) fn see(&mut self, now: &ingest::Progress<'_>) {
        let is_early = self.said.is_some_and(|said| said.elapsed() < SAID_EVERY);
        if self.reads != Reads::Topic || is_early || now.doing == Doing::Batch {
            return;
        }
        self.said = Some(Instant::now());
        let present = clock::now();
        let parts = now.parts.iter().map(|extent| {
            let last = now.summary.heard.get(&extent.part).copied();
            // Of a part without a record behind it all is heard that was said by now.
            let until = match extent.behind {
                Some(0) => present,
                _ => last.unwrap_or(Timestamp(i64::MIN)).min(present),
            };
            (extent.part.clone(), until)
        });
        let parts: Vec<(Part, Timestamp)> = parts.collect();
        self.heard.send_replace(Heard::Parts(parts));
    }

    /// Has it look once more and end; what is being sent is waited for, but not for long. Says what was raised.
    pub(crate) fn finish(self, summary: &ingest::Summary) {
        let end = if summary.ended { End::Read } else { End::Told };
        if self.end.send(end).is_err() {
            return;
        }
        let passed = match (self.reads, summary.ended) {
            (Reads::Files | Reads::Stream, true) => self.done.recv().ok(),
            _ => self.done.recv_timeout(END_WAIT).ok(),
        };
        if let Some(raised) = passed.map(|passed| passed.raised).filter(|raised| *raised > 0) {
            let alerts = if raised == 1 { "alert" } else { "alerts" };
            output::note(format_args!("{raised} {alerts} raised: tagline alerts list"));
        }
    }
}

/// Whether what is to be sent can be read, before anything is opened.
///
/// # Errors
///
/// A `[[send]]` or mail server that cannot be read.
pub(crate) fn check(config: &Config) -> anyhow::Result<()> {
    sends::read(config)?;
    sends::mailbox(config)?;
    Ok(())
}

/// What the thread looks with.
struct Lookout {
    path: std::path::PathBuf,
    options: OpenOptions,
    sends: Vec<Send>,
    mailbox: Option<server::Mailbox>,
    zone: Zone,
    language: Language,
    lateness: Duration,
    frame: Frame,
    rules_path: std::path::PathBuf,
    rules: watch::Receiver<Arc<Tagger>>,
}

/// The rules a pass goes by.
struct Known {
    tagger: Arc<Tagger>,
    book: Book,
}

impl Lookout {
    /// Looks again and again until the run ends; what was done in all.
    fn look(mut self, listening: &watch::Receiver<Heard>, ends: &mpsc::Receiver<End>) -> Passed {
        let mut all = Passed::default();
        let (mut desk, mut known, mut told) = (None, None, String::new());
        loop {
            let end = match ends.recv_timeout(PAUSE) {
                Err(mpsc::RecvTimeoutError::Timeout) => None,
                Err(mpsc::RecvTimeoutError::Disconnected) => return all,
                Ok(end) => Some(end),
            };
            let heard = match end {
                Some(End::Told) => return all,
                Some(End::Read) => Heard::Everything,
                None => listening.borrow().clone(),
            };
            match self.pass(&mut desk, &mut known, &heard) {
                Ok(passed) => {
                    all.raised += passed.raised;
                    all.sent += passed.sent;
                    passed.troubles.iter().for_each(output::warn);
                    told.clear();
                }
                Err(error) => {
                    // The same trouble is told once, until it is over.
                    let error = format!("alerts: {error:#}");
                    if error != told {
                        output::warn(format_args!("{error}; tried again"));
                        told = error;
                    }
                }
            }
            if end.is_some() {
                return all;
            }
        }
    }

    fn pass(
        &mut self,
        desk: &mut Option<Desk>,
        known: &mut Option<Known>,
        heard: &Heard,
    ) -> anyhow::Result<Passed> {
        if desk.is_none() {
            let store = Store::open(&self.path, &self.options)?;
            let doors = Doors::new(self.mailbox.clone());
            let (sends, zone) = (self.sends.clone(), self.zone.clone());
            let version = env!("CARGO_PKG_VERSION");
            let new = Desk::new(store, sends, doors, zone, self.lateness, version);
            *desk = Some(new.telling(self.language));
        }
        let Some(desk) = desk else { return Ok(Passed::default()) };
        let tagger = Arc::clone(&self.rules.borrow_and_update());
        let known = match known {
            Some(known) if known.tagger.rules().id == tagger.rules().id => known,
            _ => {
                let book = book::of(&self.rules_path, Some(tagger.rules()), self.frame.clone());
                known.insert(Known { tagger, book })
            }
        };
        let rules = known.tagger.rules();
        let catalog = rules.catalog();
        let ground = Ground { rules: rules.id, catalog: &catalog, book: &known.book };
        Ok(desk.pass(&ground, heard, clock::now())?)
    }
}
