//! What can go wrong between a question and its answer, and the one place where that becomes a status, a code and words.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use store::StoreError;

use crate::json::Problem;
use crate::layout;
use crate::site::Site;
use crate::visitor::Visitor;

/// Why a question is not answered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Wrong {
    /// It cannot be understood; the words say what to ask instead.
    #[error("{0}")]
    Question(String),
    /// There is nothing of this name.
    #[error("{0}")]
    Nothing(String),
    /// There is this address, and it does not take this method.
    #[error("this address is not asked that way")]
    Method,
    /// Nothing was read into the store yet, or there is no store.
    #[error("nothing was read yet")]
    Empty,
    /// Whoever asks is not known.
    #[error("this is only for those who are signed in")]
    SignIn,
    /// Whoever asks may not do this.
    #[error("your token lets you {has}, and this takes one that lets you {needs}")]
    Role {
        /// What they may.
        has: &'static str,
        /// What they had to be allowed.
        needs: &'static str,
    },
    /// A page of somebody else's asks in the name of whoever is signed in here.
    #[error("the question comes from another site's page")]
    Origin,
    /// The name this machine was asked by is not one of its own.
    #[error("this server is not called that")]
    Host,
    /// What was sent is too much.
    #[error("what was sent has more than {0} bytes")]
    Size(usize),
    /// The answer took too long, or too many ask at once.
    #[error("{0}")]
    Busy(&'static str),
    /// The store does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An answer that could not be made.
    #[error("{0}")]
    Broken(String),
}

impl Wrong {
    /// Status and code; the code stays what it is in every version of the API.
    const fn kind(&self) -> (StatusCode, &'static str) {
        match self {
            Self::Question(_) => (StatusCode::BAD_REQUEST, "bad-question"),
            Self::Nothing(_) => (StatusCode::NOT_FOUND, "not-found"),
            Self::Method => (StatusCode::METHOD_NOT_ALLOWED, "method"),
            Self::Empty => (StatusCode::NOT_FOUND, "empty-store"),
            Self::SignIn => (StatusCode::UNAUTHORIZED, "sign-in"),
            Self::Role { .. } => (StatusCode::FORBIDDEN, "role"),
            Self::Origin => (StatusCode::FORBIDDEN, "origin"),
            Self::Host => (StatusCode::MISDIRECTED_REQUEST, "host"),
            Self::Size(_) => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            Self::Busy(_) => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
            Self::Store(_) => (StatusCode::SERVICE_UNAVAILABLE, "store"),
            Self::Broken(_) => (StatusCode::INTERNAL_SERVER_ERROR, "broken"),
        }
    }

    /// What a stranger may read. Where something of ours failed, the cause is for the log.
    fn told(&self) -> String {
        match self {
            Self::Store(StoreError::Older { .. } | StoreError::Newer { .. }) => {
                "The store is of another version of tagline; the log of the server says which.".to_owned()
            }
            Self::Store(_) => {
                "The store does not answer at the moment. Try again; if it stays like this, the log of the server says why.".to_owned()
            }
            Self::Broken(_) => "This failed, and it is our mistake. The log of the server says why.".to_owned(),
            told => sentence(&told.to_string()),
        }
    }

    /// What to do about it.
    const fn remedy(&self) -> &'static str {
        match self {
            Self::Nothing(_) => "Look for it from the first page.",
            Self::Empty => "Read a first file with `tagline run --input FILE`.",
            Self::SignIn => "Sign in with your token, or send it: Authorization: Bearer …",
            Self::Role { .. } => "Ask whoever runs this server for a token with that role.",
            Self::Origin => "Do it from a page of this server.",
            Self::Host => {
                "Ask by the address it prints when it starts, or have `serve.hosts` name this one."
            }
            Self::Size(_) => "Send less at once.",
            Self::Busy(_) => "Try again in a moment, or ask for a shorter period.",
            Self::Question(_) | Self::Method | Self::Store(_) | Self::Broken(_) => "",
        }
    }
}

/// A message as a sentence: errors are written in small letters and without a full stop.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let text: String = first.chain(letters).collect();
    if text.ends_with(['.', '?', '!']) { text } else { text + "." }
}

/// What is told of a failure, before it is known who asked and in which form they want to read it.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) remedy: &'static str,
}

impl IntoResponse for Wrong {
    fn into_response(self) -> Response {
        let (status, code) = self.kind();
        if status.is_server_error() {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            tracing::error!(failure = number, code, cause = %causes(&self), "a question failed");
        }
        let told = Told { status, code, message: self.told(), remedy: self.remedy() };
        let mut response = status.into_response();
        response.extensions_mut().insert(told);
        response
    }
}

/// Numbers failures, so that two of the same second can be told apart in the log.
static NEXT: AtomicU64 = AtomicU64::new(1);

fn causes(wrong: &Wrong) -> String {
    let mut text = wrong.to_string();
    let mut next = std::error::Error::source(wrong);
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}

/// Writes what is told of a failure: for programs as `application/problem+json`, for people as a page.
pub(crate) async fn write(State(site): State<Site>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let asked = request.uri().path_and_query().map_or_else(|| path.clone(), ToString::to_string);
    let mut response = next.run(request).await;
    let Some(told) = response.extensions_mut().remove::<Told>() else { return response };
    let visitor = response.extensions().get::<Visitor>().cloned();
    let (form, body) = if path.starts_with("/api/") {
        ("application/problem+json", Problem::of(&told, &(site.base() + &path)).text())
    } else {
        ("text/html; charset=utf-8", layout::failure(&site, visitor.as_ref(), &asked, &told))
    };
    let mut answer = (told.status, body).into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(form));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if told.status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if told.status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    }
    answer
}
