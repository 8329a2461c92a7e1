//! `/api/v1/mentions`: mentions page by page, and one.

use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;

use super::json;
use crate::error::Wrong;
use crate::pages::mentions::search::Search;
use crate::route::{Needs, Route};
use crate::site::{Answer, Sight, Site, Visit};
use crate::visitor::Role;

/// Mentions of a page, and at most.
const LIMIT: usize = 50;
pub(super) const LIMIT_MAX: usize = 500;

/// Mentions, newest first.
pub(super) const ALL: Route = Route {
    path: "/api/v1/mentions",
    needs: Needs::Role(Role::Read),
    about: "Gives mentions, newest first; `next` is the `after` of the next page.",
    answer: || get(all),
};

/// One mention.
pub(super) const ONE: Route = Route {
    path: "/api/v1/mentions/{platform}/{id}",
    needs: Needs::Role(Role::Read),
    about: "Gives one mention.",
    answer: || get(one),
};

async fn all(State(site): State<Site>, visit: Visit) -> Result<Response, Wrong> {
    site.answer(visit, |sight| {
        let limit = limit(sight)?;
        let found = Search::read(sight)?.page(sight, limit)?;
        Ok(file(json::page(sight, &found.mentions, found.next, found.looked_until)))
    })
    .await
}

async fn one(
    State(site): State<Site>,
    Path((platform, id)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Wrong> {
    site.answer(visit, move |sight| {
        let unknown = || Wrong::Nothing("no such mention is kept".to_owned());
        let stored = sight.store.mention(&platform, &id)?.ok_or_else(unknown)?;
        Ok(file(json::one(sight, &stored)))
    })
    .await
}

fn limit(sight: &Sight<'_>) -> Result<usize, Wrong> {
    let Some(limit) = sight.visit.parameters.get("limit") else { return Ok(LIMIT) };
    let wrong = || Wrong::Question(format!("`limit` is 1 to {LIMIT_MAX}, not \"{limit}\""));
    limit.parse().ok().filter(|limit| (1..=LIMIT_MAX).contains(limit)).ok_or_else(wrong)
}

/// An answer in JSON.
pub(super) fn file(text: String) -> Answer {
    Answer::File { form: "application/json", name: None, bytes: text.into_bytes() }
}
