//! Answering on a socket: connections, their number, and how long each may dawdle.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, watch};

use crate::house;
use crate::patient::{Patience, Patient};
use crate::site::Settings;

#[cfg(test)]
mod slow;

/// Connections held at a time; the next waits until one ends.
const CONNECTIONS_MAX: usize = 256;

/// How long a question's head may take to arrive, and how long a connection may be silent between two questions.
const HEAD_MAX: Duration = Duration::from_secs(20);

/// How slowly an answer may be read: as by a telephone with a bad connection.
const READER: Patience = Patience { wait: Duration::from_secs(20), bytes_a_second: 4 * 1024 };

/// Bytes of a question's head.
const HEAD_BYTES_MAX: usize = 32 * 1024;

/// How long answers in the making are waited for at the end.
const ENDING_MAX: Duration = Duration::from_secs(5);

/// Threads that wait for the store.
const WAITING_THREADS_MAX: usize = 8;

/// How long a connection may dawdle.
#[derive(Clone, Copy, Debug)]
struct Limits {
    /// Over the head of a question, and between two questions.
    head: Duration,
    /// Over reading answers.
    reader: Patience,
}

/// A site that is served until it is stopped or dropped.
pub struct Serving {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Serving {
    /// Where it is served.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Serving {
    /// Ends it; answers in the making are finished, for a few seconds.
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::warn!("the thread that served pages panicked");
        }
    }
}

/// Serves pages, API and probes on `listener`, on threads of its own: of one site, or of several below their names.
///
/// # Errors
///
/// When the operating system gives no thread, or refuses the socket.
pub fn serve(listener: TcpListener, sites: Vec<Settings>) -> io::Result<Serving> {
    let address = listener.local_addr()?;
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(WAITING_THREADS_MAX)
        .build()?;
    let listener = {
        let _entered = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    let (stop, stopped) = watch::channel(false);
    let router = house::router(sites);
    let serve = move || {
        runtime.block_on(accept(listener, router, stopped));
        runtime.shutdown_timeout(ENDING_MAX);
    };
    let thread = thread::Builder::new().name("serve".to_owned()).spawn(serve)?;
    Ok(Serving { address, stop, thread: Some(thread) })
}

async fn accept(
    listener: tokio::net::TcpListener,
    router: Router,
    mut stopped: watch::Receiver<bool>,
) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let ended = stopped.clone();
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            next = next => next,
            _ = stopped.wait_for(|stopped| *stopped) => break,
        };
        match accepted {
            Ok((stream, _)) => {
                let (router, ended) = (router.clone(), ended.clone());
                tokio::spawn(async move {
                    talk(stream, router, ended, Limits { head: HEAD_MAX, reader: READER }).await;
                    drop(place);
                });
            }
            // Too many files are open, or whoever came has gone: the next may do better.
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    let everyone = u32::try_from(CONNECTIONS_MAX).unwrap_or(u32::MAX);
    let _ = tokio::time::timeout(ENDING_MAX, places.acquire_many(everyone)).await;
}

async fn talk(stream: TcpStream, router: Router, mut ended: watch::Receiver<bool>, limits: Limits) {
    // Answers are written whole; waiting to fill packets would only make them late.
    let _ = stream.set_nodelay(true);
    let stream = Patient::new(stream, limits.reader);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(HEAD_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut connection = std::pin::pin!(connection);
    let ended = async {
        // An error says that whoever would tell is gone.
        let _ = ended.wait_for(|ended| *ended).await;
    };
    let done = tokio::select! {
        done = connection.as_mut() => Some(done),
        () = ended => None,
    };
    let done = if let Some(done) = done {
        done
    } else {
        connection.as_mut().graceful_shutdown();
        connection.await
    };
    if let Err(error) = done {
        tracing::debug!(%error, "a connection broke");
    }
}
