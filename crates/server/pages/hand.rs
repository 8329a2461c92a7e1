//! Tags that people give and take: by a button beside a mention.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use mention::TagName;
use store::{HandAction, HandTag, HandTagged};

use crate::error::Wrong;
use crate::parameters::{Parameters, encoded_part};
use crate::route::{Needs, Route};
use crate::site::{Site, Visit};
use crate::visitor::Role;

/// Its address.
pub(super) const ROUTE: Route = Route {
    path: "/mentions/{platform}/{id}/tags",
    needs: Needs::Role(Role::Grade),
    about: "Gives a mention a tag by hand, or takes it away for good: `action` is add or remove.",
    answer: || post(say),
};

/// Bytes of the form.
const FORM_MAX: usize = 4 * 1024;

async fn say(
    State(site): State<Site>,
    Path((platform, id)): Path<(String, String)>,
    visit: Visit,
    body: Bytes,
) -> Result<Response, Wrong> {
    let back = format!("/mentions/{}/{}", encoded_part(&platform), encoded_part(&id));
    let said = read(&site, &visit, &body)?;
    site.act(move |store| {
        if store.mention(&platform, &id)?.is_none() {
            return Err(Wrong::Nothing("no such mention is kept".to_owned()));
        }
        match store.tag_by_hand(&platform, &id, &said)? {
            HandTagged::Impossible => Err(Wrong::Question(
                "this store keeps no ids, so nothing can be tagged by hand".to_owned(),
            )),
            HandTagged::Taken | HandTagged::Stale | HandTagged::Waiting => Ok(()),
        }
    })
    .await?;
    let mut response = StatusCode::SEE_OTHER.into_response();
    let back = HeaderValue::try_from(back).map_err(|error| Wrong::Broken(error.to_string()))?;
    response.headers_mut().insert(header::LOCATION, back);
    Ok(response)
}

/// What the form says, by whom and when.
fn read(site: &Site, visit: &Visit, body: &Bytes) -> Result<HandTag, Wrong> {
    if body.len() > FORM_MAX {
        return Err(Wrong::Size(FORM_MAX));
    }
    let unreadable = |_| Wrong::Question("the form is not UTF-8".to_owned());
    let form = Parameters::read(std::str::from_utf8(body).map_err(unreadable)?)?;
    let action = match form.get("action") {
        Some("add") => HandAction::Add,
        Some("remove") => HandAction::Remove,
        _ => return Err(Wrong::Question("`action` is add or remove".to_owned())),
    };
    let tag = form.get("tag").unwrap_or_default();
    let unknown = || Wrong::Question(format!("\"{tag}\" is no tag"));
    let tag = TagName::parse(tag).ok_or_else(unknown)?;
    Ok(HandTag { tag, action, who: visit.visitor.signature(), at: (site.settings().clock)() })
}
