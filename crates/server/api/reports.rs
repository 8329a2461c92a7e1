//! `/api/v1/reports`: the same numbers as the pages and `tagline report --format json`.

use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use report::ReportName;

use super::{answer, json};
use crate::error::Wrong;
use crate::reports::{Asked, PARAMETERS};
use crate::route::{Needs, Route};
use crate::site::{Answer, Site, Visit};
use crate::visitor::Role;

/// What there is.
pub(super) const ALL: Route = Route {
    path: "/api/v1/reports",
    needs: Needs::Role(Role::Read),
    about: "Lists the reports, and the question each answers.",
    answer: || get(async || answer(json::reports())),
};

/// One of them.
pub(super) const ONE: Route = Route {
    path: "/api/v1/reports/{name}",
    needs: Needs::Role(Role::Read),
    about: "Gives a report: its figures, tables and charts, and what a reader must know.",
    answer: || get(one),
};

async fn one(
    State(site): State<Site>,
    Path(name): Path<String>,
    visit: Visit,
) -> Result<Response, Wrong> {
    let unknown = || Wrong::Nothing(format!("there is no report \"{name}\""));
    let name = ReportName::parse(&name).ok_or_else(unknown)?;
    site.answer(visit, move |sight| {
        sight.visit.parameters.only(PARAMETERS)?;
        let report = Asked::read(sight, name)?.made(sight)?;
        let bytes = report::json(&report).into_bytes();
        Ok(Answer::File { form: "application/json", name: None, bytes })
    })
    .await
}
