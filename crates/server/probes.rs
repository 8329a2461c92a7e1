//! What machines that watch the server ask.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::error::Wrong;
use crate::route::{Needs, Route};
use crate::site::Site;
use crate::visitor::Role;

/// Their addresses; none of the answers holds a text or an author.
pub(crate) const ROUTES: &[Route] = &[
    Route {
        path: "/livez",
        needs: Needs::Nobody,
        about: "Says that the process answers.",
        answer: || get(async || "alive\n"),
    },
    Route {
        path: "/readyz",
        needs: Needs::Nobody,
        about: "Says whether the store answers.",
        answer: || get(ready),
    },
    Route {
        path: "/version",
        needs: Needs::Role(Role::Read),
        about: "Gives the program's version and the rule set in use, as JSON.",
        answer: || get(version),
    },
    Route {
        path: "/metrics",
        needs: Needs::Role(Role::Read),
        about: "Gives what the process counts about itself, for Prometheus.",
        answer: || get(metrics),
    },
];

async fn ready(State(site): State<Site>) -> Response {
    match site.look(|store| Ok(store.span()?)).await {
        Ok(_) | Err(Wrong::Empty) => "ready\n".into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n").into_response(),
    }
}

async fn version(State(site): State<Site>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], site.settings().ops.version())
}

async fn metrics(State(site): State<Site>) -> impl IntoResponse {
    let form = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, form)], site.settings().ops.metrics())
}
