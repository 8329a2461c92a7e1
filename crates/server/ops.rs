//! The pages for machines that watch a run: `/metrics`, `/livez`, `/readyz`, `/version`.
//!
//! None of them holds a text or an author. Still they are for those who run the process: beyond this machine
//! `/metrics` and `/version` ask for a token; the two probes never do.

use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::sync::oneshot;

use crate::health::{Health, Verdict};
use crate::json::Version;
use crate::metrics::{Metrics, Seen};

/// What a process says of itself, and whom.
#[derive(Clone)]
pub struct About {
    /// The program's version.
    pub version: String,
    /// After how long a part that has records and stands still makes the process not ready.
    pub stall_after: Duration,
    /// What `/metrics` and `/version` ask for, where something is set.
    pub token: Option<String>,
}

impl Default for About {
    fn default() -> Self {
        Self { version: String::new(), stall_after: Duration::from_mins(1), token: None }
    }
}

impl fmt::Debug for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("About")
            .field("version", &self.version)
            .field("stall_after", &self.stall_after)
            .field("token", &self.token.as_ref().map(|_| "***"))
            .finish()
    }
}

/// What is told about a run; every clone tells the same.
#[derive(Clone)]
pub struct Ops {
    about: About,
    told: Arc<Mutex<Told>>,
}

struct Told {
    metrics: Metrics,
    health: Health,
    rules: Option<String>,
}

impl Ops {
    /// Of a run that has not begun.
    #[must_use]
    pub fn new(about: About) -> Self {
        let metrics = Metrics::new(&about.version);
        let told = Told { metrics, health: Health::default(), rules: None };
        Self { about, told: Arc::new(Mutex::new(told)) }
    }

    /// Hears what was done by `now`: at the begin and at the end of each batch, and, where parts are told, at least once a
    /// second, for silence is a symptom.
    pub fn see(&self, seen: &Seen<'_>, now: Instant) {
        let mut told = self.told();
        told.health.see(seen.parts, seen.doing, now);
        told.metrics.see(seen);
    }

    /// Hears which rules are in use from now on.
    pub fn see_rules(&self, hash: &str) {
        let mut told = self.told();
        if told.rules.as_deref() != Some(hash) {
            told.metrics.see_rules(hash);
            told.rules = Some(hash.to_owned());
        }
    }

    /// Hears whether the rule files, as they stand, cannot be used.
    pub fn see_refused(&self, refused: bool) {
        self.told().metrics.see_refused(refused);
    }

    /// The page of metrics, in the text form of `OpenMetrics`.
    #[must_use]
    pub fn metrics(&self) -> String {
        let now = Instant::now();
        let told = self.told();
        for ((source, part), still) in told.health.stalls(now) {
            told.metrics.see_stall(source, part, still);
        }
        let verdict = told.health.verdict(now, self.about.stall_after);
        told.metrics.see_ready(verdict == Verdict::Ready);
        told.metrics.text()
    }

    fn verdict(&self) -> Verdict {
        self.told().health.verdict(Instant::now(), self.about.stall_after)
    }

    fn is_alive(&self) -> bool {
        self.told().health.is_alive(Instant::now())
    }

    pub(crate) fn version(&self) -> String {
        let told = self.told();
        Version { version: &self.about.version, rules: told.rules.as_deref() }.text()
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Pages that are told until they are stopped or dropped.
pub struct Running {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// Where they are told.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Running {
    /// Ends the thread. Who is in the middle of a question gets no answer: probes ask again.
    fn drop(&mut self) {
        drop(self.stop.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::warn!("the thread that answered probes panicked");
        }
    }
}

/// Answers on `listener`, on a thread of its own.
///
/// # Errors
///
/// When the operating system gives no thread, or refuses the socket.
pub fn start(listener: TcpListener, ops: Ops) -> io::Result<Running> {
    let address = listener.local_addr()?;
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let listener = {
        let _entered = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    let (stop, stopped) = oneshot::channel::<()>();
    let pages = pages(ops, address.ip().is_loopback());
    let serve = async move {
        tokio::select! {
            ended = axum::serve(listener, pages) => {
                if let Err(error) = ended {
                    tracing::error!(%error, "probes are answered no more");
                }
            }
            // Told to stop, or whoever would tell is gone.
            _ = stopped => {}
        }
    };
    let thread =
        thread::Builder::new().name("ops".to_owned()).spawn(move || runtime.block_on(serve))?;
    Ok(Running { address, stop: Some(stop), thread: Some(thread) })
}

fn pages(ops: Ops, loopback: bool) -> Router {
    let pages = Router::new()
        .route("/metrics", get(metrics))
        .route("/version", get(version))
        .route_layer(middleware::from_fn_with_state(ops.clone(), ask_for_token))
        .route("/livez", get(live))
        .route("/readyz", get(ready))
        .fallback(nothing)
        .with_state(ops);
    if loopback { pages.layer(middleware::from_fn(check_host)) } else { pages }
}

async fn metrics(State(ops): State<Ops>) -> impl IntoResponse {
    let form = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, form)], ops.metrics())
}

async fn version(State(ops): State<Ops>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], ops.version())
}

async fn live(State(ops): State<Ops>) -> impl IntoResponse {
    if ops.is_alive() {
        (StatusCode::OK, "alive\n")
    } else {
        (
            StatusCode::SERVICE_UNAVAILABLE,
            "no sign of life for minutes: start it anew, nothing is lost\n",
        )
    }
}

async fn ready(State(ops): State<Ops>) -> impl IntoResponse {
    let verdict = ops.verdict();
    let status = match verdict {
        Verdict::Ready => StatusCode::OK,
        Verdict::Starting | Verdict::Silent(_) | Verdict::Stalled(_) => {
            StatusCode::SERVICE_UNAVAILABLE
        }
    };
    (status, verdict.to_string())
}

async fn nothing() -> impl IntoResponse {
    (StatusCode::NOT_FOUND, "there are /metrics, /livez, /readyz and /version\n")
}

/// Lets nobody in who does not know the token, where there is one.
async fn ask_for_token(State(ops): State<Ops>, request: Request, next: Next) -> Response {
    let given = request.headers().get(header::AUTHORIZATION).map(HeaderValue::as_bytes);
    let given = given.and_then(|value| value.strip_prefix(b"Bearer "));
    match &ops.about.token {
        Some(token) if !given.is_some_and(|given| is_same(given, token.as_bytes())) => {
            let asks = [(header::WWW_AUTHENTICATE, "Bearer")];
            (StatusCode::UNAUTHORIZED, asks, "send the token: Authorization: Bearer …\n")
                .into_response()
        }
        _ => next.run(request).await,
    }
}

/// Whether two secrets are the same, in a time that does not tell where they differ.
fn is_same(given: &[u8], token: &[u8]) -> bool {
    let differ = given.iter().zip(token).fold(0, |differ, (a, b)| differ | (a ^ b));
    given.len() == token.len() && differ == 0
}

/// On this machine's own address only this machine's names are answered: a page in a browser cannot come in by a name
/// of its own that is made to point here.
async fn check_host(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if host.is_none_or(is_own_name) {
        return next.run(request).await;
    }
    (StatusCode::MISDIRECTED_REQUEST, "ask by 127.0.0.1 or localhost\n").into_response()
}

fn is_own_name(host: &str) -> bool {
    let digits = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let name =
        host.rsplit_once(':').filter(|(_, port)| digits(port)).map_or(host, |(name, _)| name);
    ["localhost", "[::1]"].contains(&name)
        || name.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::*;
    use crate::Doing;

    /// What is answered: status and body.
    fn ask(running: &Running, path: &str, headers: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(running.address()).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nConnection: close\r\n{headers}\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    fn served(about: About) -> (Ops, Running) {
        let ops = Ops::new(about);
        let running = start(TcpListener::bind("127.0.0.1:0").unwrap(), ops.clone()).unwrap();
        (ops, running)
    }

    #[test]
    fn probes_follow_what_is_seen() {
        const HOST: &str = "Host: localhost:9464\r\n";
        let (ops, running) = served(About { version: "1.2.3".to_owned(), ..About::default() });
        assert_eq!(ask(&running, "/livez", HOST).0, 200);
        assert_eq!(ask(&running, "/readyz", HOST).0, 503);
        assert!(ops.metrics().contains("tagline_ready 0\n"));
        let seen = Seen {
            records: &BTreeMap::new(),
            batches: 0,
            fenced: 0,
            doing: Doing::Waiting,
            parts: &[],
        };
        ops.see(&seen, Instant::now());
        assert_eq!(ask(&running, "/readyz", HOST), (200, "ready\n".to_owned()));
        ops.see_rules("00ff");
        assert_eq!(
            ask(&running, "/version", HOST),
            (200, "{\"version\":\"1.2.3\",\"rules\":\"00ff\"}\n".to_owned())
        );
        let (status, page) = ask(&running, "/metrics", HOST);
        assert!(
            status == 200 && page.contains("tagline_ready 1\n") && page.ends_with("# EOF\n"),
            "{page}"
        );
        assert_eq!(ask(&running, "/", HOST).0, 404);
        assert_eq!(ask(&running, "/metrics", "Host: evil.example\r\n").0, 421);
    }

    #[test]
    fn a_token_guards_all_but_the_probes() {
        let (_, running) = served(About { token: Some("hunter2".to_owned()), ..About::default() });
        for (headers, status) in [
            ("", 401),
            ("Authorization: Bearer hunter\r\n", 401),
            ("Authorization: Bearer hunter3\r\n", 401),
            ("Authorization: Bearer hunter2\r\n", 200),
        ] {
            assert_eq!(ask(&running, "/metrics", headers).0, status, "{headers}");
            assert_eq!(ask(&running, "/version", headers).0, status, "{headers}");
        }
        assert_eq!(ask(&running, "/livez", "").0, 200);
    }

    #[test]
    fn only_names_of_this_machine_are_its_own() {
        for own in
            ["localhost", "localhost:9464", "127.0.0.1:1", "127.0.0.2", "[::1]:9464", "[::1]"]
        {
            assert!(is_own_name(own), "{own}");
        }
        for other in ["evil.example", "localhost.evil.example", "10.0.0.1:9464", ""] {
            assert!(!is_own_name(other), "{other}");
        }
    }
}
