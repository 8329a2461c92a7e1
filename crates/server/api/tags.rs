//! `/api/v1/tags` and `/api/v1/rules`: what can be found, and by what.

use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

use super::mentions::file;
use super::{answer, json};
use crate::error::Wrong;
use crate::route::{Needs, Route};
use crate::site::{Site, Visit};
use crate::visitor::Role;

/// The tags of what is stored.
pub(super) const ALL: Route = Route {
    path: "/api/v1/tags",
    needs: Needs::Role(Role::Read),
    about: "Lists the tags of the newest rule set in the store.",
    answer: || get(tags),
};

/// The rules in the files.
pub(super) const RULES: Route = Route {
    path: "/api/v1/rules",
    needs: Needs::Role(Role::Read),
    about: "Lists the rules as they stand in their files, each in plain words, and what is wrong or doubtful about them.",
    answer: || get(rules),
};

async fn tags(State(site): State<Site>, visit: Visit) -> Result<Response, Wrong> {
    site.answer(visit, |sight| {
        let catalog = sight.catalog()?;
        Ok(file(json::tags(&catalog)))
    })
    .await
}

async fn rules(State(site): State<Site>) -> Response {
    let rules = site.rules();
    answer(json::rules(rules.tagger.as_deref(), &rules.findings))
}
