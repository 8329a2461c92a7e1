//! `/api/v1/openapi.json`: the API described for programs, made of the table of its addresses.

use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

use super::{alerts, answer, json};
use crate::pages::mentions::search;
use crate::reports;
use crate::route::{self, Needs, Route};
use crate::site::Site;
use crate::visitor::Role;

/// Its address.
pub(super) const ROUTE: Route = Route {
    path: "/api/v1/openapi.json",
    needs: Needs::Role(Role::Read),
    about: "Describes this API, as OpenAPI 3.1 has it.",
    answer: || get(document),
};

async fn document(State(site): State<Site>) -> Response {
    answer(text(site.settings().version, &site.base()))
}

/// The document.
pub(crate) fn text(version: &str, base: &str) -> String {
    let ours = route::routes().filter(|route| route.path.starts_with("/api/"));
    let routes: Vec<_> = ours.map(|route| (route, parameters(route.path))).collect();
    json::openapi(version, base, &routes)
}

/// What an address takes behind its `?`.
fn parameters(path: &str) -> &'static [&'static str] {
    match path {
        "/api/v1/reports/{name}" => reports::PARAMETERS,
        "/api/v1/mentions" => search::PARAMETERS,
        "/api/v1/alerts" => alerts::PARAMETERS,
        _ => &[],
    }
}
