//! `/api/v1/alerts`: what was raised, and what it was good for.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use mention::{Alert, Timestamp};

use super::answer;
use super::mentions::file;
use crate::alert::json;
use crate::error::Wrong;
use crate::pages::alerts::{graded, store};
use crate::route::{Needs, Route};
use crate::site::{Sight, Site, Visit};
use crate::visitor::Role;

/// Alerts, the latest first.
pub(super) const ALL: Route = Route {
    path: "/api/v1/alerts",
    needs: Needs::Role(Role::Read),
    about: "Gives the alerts that were raised, the latest first; at most 500.",
    answer: || get(all),
};

/// What one was good for.
pub(super) const GRADE: Route = Route {
    path: "/api/v1/alerts/{id}/grade",
    needs: Needs::Role(Role::Grade),
    about: "Says what an alert was good for: a JSON object with `grade`, useful, noise or known, and perhaps `note`.",
    answer: || post(grade),
};

/// The parameters [`ALL`] takes.
pub(super) const PARAMETERS: &[&str] = &["tag"];

/// Alerts of an answer.
const ALERTS_MAX: usize = 500;
/// Bytes of a grade.
const GRADE_MAX: usize = 8 * 1024;

async fn all(State(site): State<Site>, visit: Visit) -> Result<Response, Wrong> {
    site.answer(visit, |sight| {
        sight.visit.parameters.only(PARAMETERS)?;
        let mut alerts = sight.store.alerts(Timestamp(i64::MIN)..Timestamp(i64::MAX))?;
        let wanted: Vec<&str> = sight.visit.parameters.all("tag").collect();
        alerts.retain(|alert| wanted.is_empty() || wanted.contains(&alert.tag.as_str()));
        alerts.reverse();
        alerts.truncate(ALERTS_MAX);
        Ok(file(json::list(&labeled(sight, alerts)?)))
    })
    .await
}

/// Each with what people call its tag.
fn labeled(sight: &Sight<'_>, alerts: Vec<Alert>) -> Result<Vec<(Alert, String)>, Wrong> {
    let catalog = sight.catalog()?;
    let label = |tag: &str| catalog.get(tag).map_or(tag.to_owned(), |entry| entry.label.clone());
    Ok(alerts
        .into_iter()
        .map(|alert| {
            let label = label(&alert.tag);
            (alert, label)
        })
        .collect())
}

async fn grade(
    State(site): State<Site>,
    Path(id): Path<String>,
    visit: Visit,
    body: Bytes,
) -> Result<Response, Wrong> {
    visit.parameters.only(&[])?;
    if body.len() > GRADE_MAX {
        return Err(Wrong::Size(GRADE_MAX));
    }
    let unreadable =
        || Wrong::Question("send a JSON object with `grade`: useful, noise or known".to_owned());
    let json::GradeIn { grade, note } = json::GradeIn::read(&body).ok_or_else(unreadable)?;
    let said = graded(&site, &visit, &grade, note)?;
    let known = id.clone();
    store(&site, &id, said).await?;
    let always = Timestamp(i64::MIN)..Timestamp(i64::MAX);
    let (alert, label) = site
        .look(move |store| {
            let found = store.alerts(always)?.into_iter().find(|alert| alert.id() == known);
            let alert = found.ok_or_else(|| Wrong::Nothing("there is no such alert".to_owned()))?;
            let label = store
                .catalog()?
                .and_then(|catalog| catalog.get(&alert.tag).map(|entry| entry.label.clone()));
            let label = label.unwrap_or_else(|| alert.tag.clone());
            Ok((alert, label))
        })
        .await?;
    Ok(answer(json::one(&alert, &label)))
}
