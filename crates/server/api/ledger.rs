//! `/api/v1/ledger`: what became of every record.

use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

use super::json;
use super::mentions::file;
use crate::error::Wrong;
use crate::route::{Needs, Route};
use crate::site::{Site, Visit};
use crate::visitor::Role;

/// Its address.
pub(super) const ROUTE: Route = Route {
    path: "/api/v1/ledger",
    needs: Needs::Role(Role::Read),
    about: "Gives the ledger: records by source, part, hour and class, and where reading stands.",
    answer: || get(ledger),
};

async fn ledger(State(site): State<Site>, visit: Visit) -> Result<Response, Wrong> {
    site.answer(visit, |sight| {
        Ok(file(json::ledger(&sight.store.ledger()?, &sight.store.positions()?)))
    })
    .await
}
