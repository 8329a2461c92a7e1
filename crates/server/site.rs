//! What every page is made from: the store, the rules, the time, and who asks.

use std::cell::OnceCell;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use mention::{Catalog, RuleSetId, Timestamp};
use report::{Book, Names, Zone};
use rulelang::Finding;
use store::{Access as StoreAccess, OpenOptions, Store, StoreError};
use tagger::Tagger;
use tokio::sync::{Semaphore, watch};
use xxhash_rust::xxh3::xxh3_128;

use crate::access::Access;
use crate::error::Wrong;
use crate::layout::{self, Page};
use crate::ops::Ops;
use crate::parameters::Parameters;
use crate::readers::Readers;
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
        Self(Arc::new(Inside { settings, readers: Arc::new(readers), live }))
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

    /// Where the store is, as people may read it.
    pub(crate) fn place(&self) -> String {
        self.0.readers.place()
    }

    /// Answers a question about what is stored: with [`StatusCode::NOT_MODIFIED`] where whoever asks has the answer
    /// already, else with what `make` makes of it on a thread that may wait.
    ///
    /// # Errors
    ///
    /// What `make` fails with; [`Wrong::Empty`] while nothing was read.
    pub(crate) async fn answer(
        &self,
        visit: Visit,
        make: impl FnOnce(&Sight<'_>) -> Result<Answer, Wrong> + Send + 'static,
    ) -> Result<Response, Wrong> {
        let site = self.clone();
        let readers = Arc::clone(&self.0.readers);
        readers
            .work(move |readers| {
                let rules = site.rules();
                let mark = site.mark(&visit, &rules, &readers.stamp()?);
                if visit.known.as_ref() == Some(&mark) {
                    return Ok(marked(StatusCode::NOT_MODIFIED.into_response(), &mark));
                }
                let answer = readers.lend(|store| {
                    let sight = site.sight(store, &visit)?;
                    Ok(site.dressed(make(&sight)?, &sight))
                })?;
                Ok(marked(answer.ok_or(Wrong::Empty)?, &mark))
            })
            .await
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
            let seen = readers.lend(|store| make(&site.sight(store, &visit)?))?;
            Ok((stamp, Some(seen.ok_or(Wrong::Empty)?)))
        };
        self.0.readers.work(look).await
    }

    /// What a page sees while it is made.
    fn sight<'a>(&'a self, store: &'a Store, visit: &'a Visit) -> Result<Sight<'a>, Wrong> {
        let data = store.span()?.ok_or(Wrong::Empty)?;
        let (rules, settings, catalog) = (self.rules(), &self.0.settings, OnceCell::new());
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
        let path = settings.store.clone();
        let write = move |_: &Readers| match Store::open(&path, &options) {
            Ok(mut store) => act(&mut store),
            Err(StoreError::Missing { .. }) => Err(Wrong::Empty),
            Err(error) => Err(error.into()),
        };
        self.0.readers.work(write).await
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

    fn dressed(&self, answer: Answer, sight: &Sight<'_>) -> Response {
        match answer {
            Answer::Page(page) => {
                let page =
                    layout::page(self, Some(&sight.visit.visitor), Some(sight.data.1), &page);
                ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
            }
            Answer::File { form, name, bytes } => {
                let mut response = ([(header::CONTENT_TYPE, form)], bytes).into_response();
                let name = name.map(|name| format!("attachment; filename=\"{name}\""));
                if let Some(name) = name.and_then(|name| HeaderValue::try_from(name).ok()) {
                    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
                }
                response
            }
        }
    }

    /// What tells an answer from every other: what was asked, by whom, of which state of store and rules, when.
    fn mark(&self, visit: &Visit, rules: &Rules, stamp: &str) -> String {
        let used = rules.tagger.as_ref().map(|tagger| tagger.rules().id.to_string());
        let told = format!(
            "{}\n{}\n{:?}\n{:?}\n{used:?}\n{}\n{:?}\n{stamp}\n{}\n{}",
            visit.method,
            visit.path,
            visit.parameters,
            visit.visitor,
            rules.findings.len(),
            rules.trouble,
            (self.0.settings.clock)().bucket().0,
            self.0.settings.version
        );
        // Another process marks otherwise: its stamps mean something else.
        format!("\"{:032x}\"", xxh3_128(format!("{told}\n{}", std::process::id()).as_bytes()))
    }
}

/// The answer with its mark; it may be kept by whoever asked, and is asked for again each time.
fn marked(mut response: Response, mark: &str) -> Response {
    let headers = response.headers_mut();
    if let Ok(mark) = HeaderValue::try_from(mark) {
        headers.insert(header::ETAG, mark);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("Cookie, Authorization"));
    response
}
