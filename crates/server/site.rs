//! What every page is made from: the store, the rules, the time, and who asks.

use std::cell::OnceCell;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use mention::{Catalog, RuleSetId, Timestamp};
use report::{Book, Language, Names, Zone};
use rulelang::Finding;
use store::{Access as StoreAccess, OpenOptions, Store, StoreError};
use tagger::Tagger;
use tokio::sync::{Semaphore, watch};
use xxhash_rust::xxh3::xxh3_128;

use crate::access::Access;
use crate::cache::{Cache, Found, Kept, State};
use crate::error::Wrong;
use crate::layout::{self, Page};
use crate::ops::Ops;
use crate::packed;
use crate::parameters::Parameters;
use crate::readers::Readers;
use crate::uploads::Stage;
use crate::visitor::Visitor;
use crate::workbench::Workbench;

/// Browsers that are told at a time what comes in.
const LIVE_MAX: usize = 32;

/// How long somebody who changes something waits for others who write.
const WRITE_PATIENCE: Duration = Duration::from_secs(5);

/// What a site is made with.
pub struct Settings {
    /// The program's version.
    pub version: &'static str,
    /// Where the store is; it need not be there yet.
    pub store: PathBuf,
    /// How it is opened.
    pub options: OpenOptions,
    /// The zone in which days are cut, unless a question names another.
    pub zone: Zone,
    /// The language reports are told in, unless they are asked for in another.
    pub language: Language,
    /// The rules as they stand, each time they change.
    pub rules: watch::Receiver<Arc<Rules>>,
    /// What time it is.
    pub clock: fn() -> Timestamp,
    /// Whether those who are not signed in by name see who wrote what.
    pub names: Names,
    /// Who is let in.
    pub access: Access,
    /// What the process tells of itself.
    pub ops: Ops,
    /// Names it is asked by, beside those of this machine and bare addresses: `tagline.example.com`.
    pub hosts: Vec<String>,
    /// The rule files, and the reading of files that people send.
    pub workbench: Arc<dyn Workbench>,
    /// Whether rules and mentions may be written from pages.
    pub writes: bool,
    /// How long an answer may take to be made of the newest each time; one that takes longer is shown once more, for a
    /// minute at most, while a newer one is made beside it.
    pub patience: Duration,
    /// Whether browsers reach it by HTTPS.
    pub https: Https,
    /// What it is called beside others in the same server; empty where it is the only one.
    pub workspace: String,
}

/// Whether browsers reach a site by HTTPS, which something in front of it speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Https {
    /// They do not.
    Off,
    /// They always do.
    Always,
    /// They do when the proxy in front says so in `X-Forwarded-Proto`; without a proxy anybody could say it.
    Forwarded,
}

impl Https {
    /// Whether this question came by HTTPS.
    pub(crate) fn is_used(self, headers: &HeaderMap) -> bool {
        let forwarded = || {
            let by = headers.get("x-forwarded-proto").and_then(|by| by.to_str().ok());
            // Of several proxies the first is the one browsers talk to.
            by.and_then(|by| by.split(',').next())
                .is_some_and(|by| by.trim().eq_ignore_ascii_case("https"))
        };
        match self {
            Self::Off => false,
            Self::Always => true,
            Self::Forwarded => forwarded(),
        }
    }
}

/// Rules as they stand on disk.
#[derive(Debug)]
pub struct Rules {
    /// Where they are.
    pub path: PathBuf,
    /// Ready to tag; absent while they cannot be used.
    pub tagger: Option<Arc<Tagger>>,
    /// What reports go by.
    pub book: Book,
    /// Everything that was found in them, in the order of files and places.
    pub findings: Vec<Finding>,
    /// Why they cannot be used, where that is no finding.
    pub trouble: Option<String>,
}

/// What is served; every clone is the same.
#[derive(Clone)]
pub(crate) struct Site(Arc<Inside>);

struct Inside {
    settings: Settings,
    readers: Arc<Readers>,
    live: Arc<Semaphore>,
    cache: Cache,
    /// How often something was written from here: what was made before is not shown after.
    written: AtomicU64,
    stage: Stage,
}

/// A question as it was asked.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) parameters: Parameters,
    pub(crate) visitor: Visitor,
    /// The mark of the answer that whoever asks still has.
    known: Option<String>,
    /// Whether they read what is packed by gzip.
    gzip: bool,
}

impl FromRequestParts<Site> for Visit {
    type Rejection = Wrong;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Self, Wrong> {
        let known = parts.headers.get(header::IF_NONE_MATCH).and_then(|mark| mark.to_str().ok());
        Ok(Self {
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            parameters: Parameters::read(parts.uri.query().unwrap_or_default())?,
            visitor: parts.extensions.get::<Visitor>().cloned().ok_or(Wrong::SignIn)?,
            known: known.map(ToOwned::to_owned),
            gzip: packed::is_read(&parts.headers),
        })
    }
}

/// What a page sees while it is made.
pub(crate) struct Sight<'a> {
    pub(crate) store: &'a Store,
    pub(crate) rules: Arc<Rules>,
    pub(crate) settings: &'a Settings,
    pub(crate) visit: &'a Visit,
    /// The first and the last instant anything counted; the store is not empty.
    pub(crate) data: (Timestamp, Timestamp),
    catalog: OnceCell<Arc<Catalog>>,
}

impl Sight<'_> {
    /// What the newest rule set in the store calls its tags.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub(crate) fn catalog(&self) -> Result<Arc<Catalog>, Wrong> {
        if let Some(known) = self.catalog.get() {
            return Ok(Arc::clone(known));
        }
        let none = Catalog { rules: RuleSetId(0), entries: Vec::new() };
        let catalog = Arc::new(self.store.catalog()?.unwrap_or(none));
        Ok(Arc::clone(self.catalog.get_or_init(|| catalog)))
    }

    /// The present.
    pub(crate) fn now(&self) -> Timestamp {
        (self.settings.clock)()
    }
}

/// An answer before it goes out.
pub(crate) enum Answer {
    /// A page, to which the house puts its walls.
    Page(Page),
    /// Bytes of a form, under a name if they are to be saved.
    File { form: &'static str, name: Option<String>, bytes: Vec<u8> },
}

impl Site {
    pub(crate) fn new(settings: Settings) -> Self {
        let readers = Readers::new(settings.store.clone(), settings.options.clone());
        let live = Arc::new(Semaphore::new(LIVE_MAX));
        let (cache, written) = (Cache::new(settings.patience), AtomicU64::new(0));
        Self(Arc::new(Inside {
            settings,
            readers: Arc::new(readers),
            live,
            cache,
            written,
            stage: Stage::default(),
        }))
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(crate) fn rules(&self) -> Arc<Rules> {
        Arc::clone(&self.0.settings.rules.borrow())
    }

    /// The rule files, and the reading of files.
    pub(crate) fn workbench(&self) -> &dyn Workbench {
        &*self.0.settings.workbench
    }

    /// Whether rules and mentions may be written from pages.
    pub(crate) fn writes(&self) -> bool {
        self.0.settings.writes
    }

    /// Has `work` done on a thread that may wait, with the readers to borrow a store from.
    ///
    /// # Errors
    ///
    /// What `work` fails with; [`Wrong::Busy`] when too many ask.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Readers) -> Result<T, Wrong> + Send + 'static,
    ) -> Result<T, Wrong> {
        self.0.readers.work(work).await
    }

    /// The same for a text of rules that somebody sent, of which one is worked on at a time.
    ///
    /// # Errors
    ///
    /// As [`work`](Self::work).
    pub(crate) async fn work_on_rules<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Readers) -> Result<T, Wrong> + Send + 'static,
    ) -> Result<T, Wrong> {
        self.0.readers.work_on_rules(work).await
    }

    /// What stands before each of its addresses: `/w/NAME`, or nothing.
    pub(crate) fn base(&self) -> String {
        match self.0.settings.workspace.as_str() {
            "" => String::new(),
            name => format!("/w/{name}"),
        }
    }

    /// Files that were looked at and may now be applied.
    pub(crate) fn stage(&self) -> &Stage {
        &self.0.stage
    }

    /// Where the store is, as people may read it.
    pub(crate) fn place(&self) -> String {
        self.0.readers.place()
    }

    /// Answers a question about what is stored: with [`StatusCode::NOT_MODIFIED`] where whoever asks has the answer
    /// already, else with what was made before where it may be shown ([`Cache`]), else with what `make` makes of it on a
    /// thread that may wait. Of those who ask the same at once, one has it made.
    ///
    /// # Errors
    ///
    /// What `make` fails with; [`Wrong::Empty`] while nothing was read.
    pub(crate) async fn answer(
        &self,
        visit: Visit,
        make: impl FnOnce(&Sight<'_>) -> Result<Answer, Wrong> + Send + 'static,
    ) -> Result<Response, Wrong> {
        let asked_at = Instant::now();
        let rules = self.rules();
        let state = self.state(&visit, &rules, &self.0.readers.stamp_soon().await?);
        match self.0.cache.find(&state, asked_at) {
            Found::Right(kept) => return Ok(answered(&kept, &visit)),
            Found::Recent(kept, due) => {
                let response = answered(&kept, &visit);
                if due {
                    self.make_anew(visit, rules, state, make);
                }
                return Ok(response);
            }
            Found::Nothing if visit.known.as_ref() == Some(&state.mark) => {
                return Ok(marked(StatusCode::NOT_MODIFIED.into_response(), &state.mark));
            }
            Found::Nothing => {}
        }
        let line = self.0.cache.line(state.asked);
        let _first = line.lock().await;
        if let Some(kept) = self.0.cache.made_since(&state, asked_at) {
            return Ok(answered(&kept, &visit));
        }
        let kept = self.make(visit.clone(), rules, state, make).await?;
        Ok(answered(&kept, &visit))
    }

    /// Has an answer made beside the one that is shown meanwhile. Nobody waits for it: it takes one turn like any other
    /// work, and the next is made anew only when it has ended.
    fn make_anew(
        &self,
        visit: Visit,
        rules: Arc<Rules>,
        state: State,
        make: impl FnOnce(&Sight<'_>) -> Result<Answer, Wrong> + Send + 'static,
    ) {
        let site = self.clone();
        tokio::spawn(async move {
            let began_at = Instant::now();
            // A failure is told to whoever asks next and has to wait for it.
            let _ = site.make(visit, rules, state, make).await;
            site.0.cache.end_anew(began_at, Instant::now());
        });
    }

    /// Makes an answer and keeps it.
    async fn make(
        &self,
        visit: Visit,
        rules: Arc<Rules>,
        state: State,
        make: impl FnOnce(&Sight<'_>) -> Result<Answer, Wrong> + Send + 'static,
    ) -> Result<Arc<Kept>, Wrong> {
        let site = self.clone();
        let work = move |readers: &Readers| {
            let begun_at = Instant::now();
            let answer = readers.lend(|store| {
                let sight = site.sight(store, &visit, rules)?;
                Ok(site.dressed(make(&sight)?, &sight))
            })?;
            let (form, name, bytes) = answer.ok_or(Wrong::Empty)?;
            let kept = Kept::new(state, form, name, bytes, (begun_at, begun_at.elapsed()));
            let kept = Arc::new(kept);
            site.0.cache.put(&kept);
            Ok(kept)
        };
        self.0.readers.work(work).await
    }

    /// Looks at the store unless nobody wrote since it had this stamp; gives the stamp it has now.
    ///
    /// # Errors
    ///
    /// What `make` fails with; [`Wrong::Empty`] while nothing was read.
    pub(crate) async fn see<T: Send + 'static>(
        &self,
        visit: Visit,
        before: String,
        make: impl FnOnce(&Sight<'_>) -> Result<T, Wrong> + Send + 'static,
    ) -> Result<(String, Option<T>), Wrong> {
        let site = self.clone();
        let look = move |readers: &Readers| {
            let stamp = readers.stamp()?;
            if stamp == before {
                return Ok((stamp, None));
            }
            let rules = site.rules();
            let seen = readers.lend(|store| make(&site.sight(store, &visit, rules)?))?;
            Ok((stamp, Some(seen.ok_or(Wrong::Empty)?)))
        };
        self.0.readers.work(look).await
    }

    /// What a page sees while it is made.
    fn sight<'a>(
        &'a self,
        store: &'a Store,
        visit: &'a Visit,
        rules: Arc<Rules>,
    ) -> Result<Sight<'a>, Wrong> {
        let data = store.span()?.ok_or(Wrong::Empty)?;
        let (settings, catalog) = (&self.0.settings, OnceCell::new());
        Ok(Sight { store, rules, settings, visit, data, catalog })
    }

    /// Places for browsers that are told what comes in.
    pub(crate) fn live_places(&self) -> &Arc<Semaphore> {
        &self.0.live
    }

    /// Has `act` change the store, with a connection of its own that may write.
    ///
    /// # Errors
    ///
    /// What `act` fails with; [`Wrong::Empty`] while there is no store.
    pub(crate) async fn act<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Store) -> Result<T, Wrong> + Send + 'static,
    ) -> Result<T, Wrong> {
        let settings = &self.0.settings;
        let options = OpenOptions {
            access: StoreAccess::Write,
            busy_wait: WRITE_PATIENCE,
            ..settings.options.clone()
        };
        let (path, site) = (settings.store.clone(), self.clone());
        let write = move |_: &Readers| {
            let done = match Store::open(&path, &options) {
                Ok(mut store) => act(&mut store),
                Err(StoreError::Missing { .. }) => Err(Wrong::Empty),
                Err(error) => Err(error.into()),
            };
            site.note_written();
            done
        };
        self.0.readers.work(write).await
    }

    /// Something was written from here: whoever did it sees it at once.
    pub(crate) fn note_written(&self) {
        self.0.written.fetch_add(1, Ordering::Release);
    }

    /// Asks the store something that is no page.
    ///
    /// # Errors
    ///
    /// What `ask` fails with; [`Wrong::Empty`] while there is no store.
    pub(crate) async fn look<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Store) -> Result<T, Wrong> + Send + 'static,
    ) -> Result<T, Wrong> {
        self.0.readers.work(|readers| readers.lend(ask)?.ok_or(Wrong::Empty)).await
    }

    /// The answer as it goes out: its form, the name it is to be saved under, its bytes.
    fn dressed(
        &self,
        answer: Answer,
        sight: &Sight<'_>,
    ) -> (&'static str, Option<HeaderValue>, Vec<u8>) {
        match answer {
            Answer::Page(page) => {
                let page =
                    layout::page(self, Some(&sight.visit.visitor), Some(sight.data.1), &page);
                ("text/html; charset=utf-8", None, page.into_bytes())
            }
            Answer::File { form, name, bytes } => {
                let name = name.map(|name| format!("attachment; filename=\"{name}\""));
                (form, name.and_then(|name| HeaderValue::try_from(name).ok()), bytes)
            }
        }
    }

    /// What tells an answer from every other: what was asked, by whom, of which state of store and rules, when.
    fn state(&self, visit: &Visit, rules: &Rules, stamp: &str) -> State {
        let asked = xxh3_128(
            format!(
                "{}\n{}\n{:?}\n{:?}",
                visit.method, visit.path, visit.parameters, visit.visitor
            )
            .as_bytes(),
        );
        let used = rules.tagger.as_ref().map(|tagger| tagger.rules().id.to_string());
        let written = self.0.written.load(Ordering::Acquire);
        let rules = xxh3_128(
            format!("{used:?}\n{}\n{:?}\n{written}", rules.findings.len(), rules.trouble)
                .as_bytes(),
        );
        let (now, version) = ((self.0.settings.clock)().bucket().0, self.0.settings.version);
        // Another process marks otherwise: its stamps mean something else.
        let process = std::process::id();
        let mark =
            xxh3_128(format!("{asked}\n{rules}\n{stamp}\n{now}\n{version}\n{process}").as_bytes());
        // It says which content, not which bytes: those may be packed.
        State { asked, rules, mark: format!("W/\"{mark:032x}\"") }
    }
}

/// An answer that is kept, for somebody who may have it already.
fn answered(kept: &Kept, visit: &Visit) -> Response {
    let response = match &visit.known {
        Some(known) if known == kept.mark() => StatusCode::NOT_MODIFIED.into_response(),
        _ => kept.response(visit.gzip),
    };
    marked(response, kept.mark())
}

/// The answer with its mark; it may be kept by whoever asked, and is asked for again each time.
fn marked(mut response: Response, mark: &str) -> Response {
    let headers = response.headers_mut();
    if let Ok(mark) = HeaderValue::try_from(mark) {
        headers.insert(header::ETAG, mark);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers
        .insert(header::VARY, HeaderValue::from_static("Cookie, Authorization, Accept-Encoding"));
    response
}
