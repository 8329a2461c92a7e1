//! `/api/v1/openapi.json`: the API described for programs, made of the table of its addresses and of the types that are
//! sent and read.

mod json;

use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

use self::json::{Shape, anything, shape};
use super::json as shapes;
use super::{alerts, answer};
use crate::alert::json::{AlertOut, Alerts, GradeIn};
use crate::pages::mentions::search;
use crate::playground::json::{Answer, Question};
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
fn text(version: &str, base: &str) -> String {
    let ours = route::routes().filter(|route| route.path.starts_with("/api/"));
    let routes: Vec<_> = ours.map(|route| (route, Described::of(route.path))).collect();
    json::document(version, base, &routes)
}

/// What an address takes and gives.
struct Described {
    /// Behind its `?`.
    parameters: &'static [&'static str],
    /// What is sent to it.
    body: Option<Shape>,
    answer: Shape,
}

impl Described {
    fn of(path: &str) -> Self {
        let given = |answer: Shape| Self { parameters: &[], body: None, answer };
        match path {
            "/api/v1/reports" => given(shape::<shapes::Reports>),
            "/api/v1/reports/{name}" => {
                Self { parameters: reports::PARAMETERS, ..given(report::json_schema) }
            }
            "/api/v1/mentions" => {
                Self { parameters: search::PARAMETERS, ..given(shape::<shapes::Page<'_>>) }
            }
            "/api/v1/mentions/{platform}/{id}" => given(shape::<shapes::Mention<'_>>),
            "/api/v1/tags" => given(shape::<shapes::Tags<'_>>),
            "/api/v1/rules" => given(shape::<shapes::InUse<'_>>),
            "/api/v1/ledger" => given(shape::<shapes::Ledger<'_>>),
            "/api/v1/alerts" => {
                Self { parameters: alerts::PARAMETERS, ..given(shape::<Alerts<'_>>) }
            }
            "/api/v1/alerts/{id}/grade" => {
                Self { body: Some(shape::<GradeIn>), ..given(shape::<AlertOut<'_>>) }
            }
            "/api/v1/playground/run" => {
                Self { body: Some(shape::<Question>), ..given(shape::<Answer>) }
            }
            _ => given(anything),
        }
    }
}
