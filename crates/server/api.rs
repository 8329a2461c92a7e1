//! `/api/v1`: what programs ask. A resource a file; shapes are in `api/json.rs`, and the document that describes them is
//! made of the table of addresses.

mod alerts;
mod json;
mod ledger;
mod mentions;
mod openapi;
mod reports;
mod tags;

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::route::Route;

/// Its addresses.
pub(crate) const ROUTES: &[Route] = &[
    openapi::ROUTE,
    reports::ALL,
    reports::ONE,
    mentions::ALL,
    mentions::ONE,
    tags::ALL,
    tags::RULES,
    ledger::ROUTE,
    alerts::ALL,
    alerts::GRADE,
];

/// An answer that is JSON already.
fn answer(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}
