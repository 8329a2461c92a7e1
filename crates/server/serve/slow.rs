//! Those who write or read too slowly, on real sockets: each is waited for until it is given up, which it must be.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::middleware::{Next, from_fn};
use axum::routing::{get, post};

use super::{Limits, talk};
use crate::guard;
use crate::patient::Patience;

/// More than the buffers of two sockets hold.
const LARGE: usize = 32 << 20;
/// What no test waits for.
const LONG: Duration = Duration::from_hours(1);
const SHORT: Duration = Duration::from_millis(20);

/// Has one connection served, while `client` does to it what it likes, until both have ended.
fn serve<T: Send + 'static>(
    limits: Limits,
    client: impl FnOnce(TcpStream) -> T + Send + 'static,
) -> T {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (served, _) = listener.accept().unwrap();
    served.set_nonblocking(true).unwrap();
    let client = std::thread::spawn(move || client(stream));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let large = get(async || Bytes::from_owner(vec![b'x'; LARGE]));
        let length = post(async |body: Bytes| body.len().to_string());
        let within = from_fn(|request, next: Next| guard::within(SHORT, next.run(request)));
        let router = Router::new().route("/length", length).layer(within).route("/large", large);
        let (_stop, stopped) = tokio::sync::watch::channel(false);
        let served = tokio::net::TcpStream::from_std(served).unwrap();
        talk(served, router, stopped, limits).await;
    });
    client.join().unwrap()
}

const PATIENT: Limits =
    Limits { head: LONG, reader: Patience { wait: LONG, bytes_a_second: 4_096 } };

/// What comes until the connection ends, whichever way.
fn rest(stream: &mut TcpStream) -> Vec<u8> {
    let mut read = Vec::new();
    let _ = stream.read_to_end(&mut read);
    read
}

#[test]
fn who_does_not_read_its_answer_is_given_up() {
    let limits = Limits { reader: Patience { wait: SHORT, bytes_a_second: u32::MAX }, ..PATIENT };
    let mut stream = serve(limits, |mut stream| {
        write!(stream, "GET /large HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
        stream
    });
    assert!(rest(&mut stream).len() < LARGE);
}

#[test]
fn who_reads_it_gets_all_of_it() {
    let read = serve(PATIENT, |mut stream| {
        write!(stream, "GET /large HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
        rest(&mut stream).len()
    });
    assert!(read > LARGE);
}

#[test]
fn who_never_ends_the_head_of_a_question_is_given_up() {
    for begun in ["", "GET /large HTTP/1.1\r\nhost: x\r\nx-more: "] {
        let read = serve(Limits { head: SHORT, ..PATIENT }, move |mut stream| {
            write!(stream, "{begun}").unwrap();
            rest(&mut stream)
        });
        let said = String::from_utf8_lossy(&read);
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 408"), "{said}");
    }
}

#[test]
fn a_head_that_is_too_long_is_refused() {
    let read = serve(PATIENT, |mut stream| {
        // It may hang up before all of it was sent.
        let _ = write!(
            stream,
            "GET /large HTTP/1.1\r\nhost: x\r\nx-more: {}",
            "x".repeat(super::HEAD_BYTES_MAX)
        );
        rest(&mut stream)
    });
    let said = String::from_utf8_lossy(&read);
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 431"), "{said}");
}

#[test]
fn who_never_ends_the_body_of_a_question_is_told_so() {
    let read = serve(PATIENT, |mut stream| {
        let head = "POST /length HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 9";
        write!(stream, "{head}\r\n\r\nhalf").unwrap();
        rest(&mut stream)
    });
    assert!(String::from_utf8_lossy(&read).starts_with("HTTP/1.1 503"));
}
