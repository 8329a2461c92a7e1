//! `/todo`: what needs an answer now, with buttons to say that a mention waits no longer, and to take that back.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use mention::{Kind, Settled, Settlement};
use report::{Markup, Report, ReportName};
use store::{Settling, StoredMention};

use super::report::page_with;
use crate::error::Wrong;
use crate::layout::told_time;
use crate::parameters::{Parameters, encoded_part};
use crate::post as words;
use crate::reports::PARAMETERS;
use crate::route::{Needs, Route};
use crate::site::{Sight, Site, Visit};
use crate::visitor::Role;

/// The work list.
pub(super) const ROUTE: Route = Route {
    path: "/todo",
    needs: Needs::Role(Role::Read),
    about: "Shows the work list: what needs an answer now?",
    answer: || get(show),
};

/// Takes a mention off it, or puts it back.
pub(super) const SETTLE: Route = Route {
    path: "/mentions/{platform}/{id}/settle",
    needs: Needs::Role(Role::Grade),
    about: "Says why a mention waits for no answer: `how` is elsewhere or not-needed, or waits to take that back.",
    answer: || post(say),
};

/// The form that the buttons of the list belong to.
const FORM: &str = "settle";
/// What `how` is where somebody takes back what was said.
const WAITS: &str = "waits";
/// Mentions of which it is told that they wait no longer; the latest.
const SHOWN_MAX: usize = 10;
/// Characters of such a mention.
const CHARACTERS_MAX: usize = 120;
/// Bytes of the form.
const FORM_MAX: usize = 8 * 1024;

async fn show(State(site): State<Site>, visit: Visit) -> Result<Response, Wrong> {
    site.answer(visit, |sight| page_with(sight, ReportName::Todo, "/todo", write)).await
}

/// The form of the list's buttons, and what was said lately. Only who may say so sees either.
fn write(sight: &Sight<'_>, report: &mut Report, body: &mut Markup) -> Result<(), Wrong> {
    let visitor = &sight.visit.visitor;
    if visitor.role < Role::Grade || visitor.shared {
        return Ok(());
    }
    report.settled_by = Some(FORM);
    let form = [("method", "post"), ("action", "/todo"), ("id", FORM)];
    body.element("form", &form, |form| {
        // Where the list stands now is where whoever presses a button wants to go on.
        let back = sight.visit.parameters.behind("");
        form.void("input", &[("type", "hidden"), ("name", "back"), ("value", &back)]);
    });
    let settled = lately(sight)?;
    let Some((latest, _)) = settled.first() else { return Ok(()) };
    let section = [("class", "report settled"), ("aria-label", "Taken off the list")];
    body.element("section", &section, |section| {
        section.element("details", &[], |details| {
            let told = format!("Taken off the list, last one {}", latest.how.told());
            details.leaf("summary", &[], &told);
            details.element("ul", &[("class", "reasons")], |list| {
                for (settled, kept) in &settled {
                    list.element("li", &[], |item| {
                        write_settled(sight, settled, kept.as_ref(), item);
                    });
                }
            });
        });
    });
    Ok(())
}

/// What was said last, the latest first, with the mentions as far as they are kept.
fn lately(sight: &Sight<'_>) -> Result<Vec<(Settled, Option<StoredMention>)>, Wrong> {
    let mut settled = sight.store.settled()?;
    settled.sort_by_key(|settled| std::cmp::Reverse(settled.at));
    settled.truncate(SHOWN_MAX);
    let kept = |settled: Settled| {
        let kept = sight.store.mention(&settled.platform, &settled.id)?;
        Ok((settled, kept))
    };
    settled.into_iter().map(kept).collect()
}

/// What was said of a mention, by whom and when, with a button to take it back.
fn write_settled(
    sight: &Sight<'_>,
    settled: &Settled,
    kept: Option<&StoredMention>,
    item: &mut Markup,
) {
    let (platform, id) = (encoded_part(&settled.platform), encoded_part(&settled.id));
    let address = format!("/mentions/{platform}/{id}");
    match kept.map(|kept| &kept.mention) {
        Some(mention) => item.element("a", &[("href", &address), ("class", "found")], |link| {
            let is_direct = mention.kind == Kind::Direct;
            let text = if is_direct { "(a direct message)" } else { mention.text.as_str() };
            words::write(text, &[], CHARACTERS_MAX, link);
        }),
        None => item.leaf("span", &[], "a mention that is no longer kept"),
    }
    let when = told_time(settled.at, &sight.settings.zone);
    let said = format!("{}, says {}, {when}", settled.how.told(), settled.who);
    item.leaf("span", &[("class", "place")], &said);
    let action = format!("{address}/settle");
    let button = [
        ("class", "quiet"),
        ("form", FORM),
        ("formaction", action.as_str()),
        ("name", "how"),
        ("value", WAITS),
    ];
    item.leaf("button", &button, "Put back");
}

async fn say(
    State(site): State<Site>,
    Path((platform, id)): Path<(String, String)>,
    visit: Visit,
    body: Bytes,
) -> Result<Response, Wrong> {
    visit.parameters.only(&[])?;
    if body.len() > FORM_MAX {
        return Err(Wrong::Size(FORM_MAX));
    }
    let unreadable = |_| Wrong::Question("the form is not UTF-8".to_owned());
    let form = Parameters::read(std::str::from_utf8(&body).map_err(unreadable)?)?;
    let how = form.get("how").unwrap_or_default();
    let settling = Settling {
        how: if how == WAITS { None } else { Some(settlement(how)?) },
        at: (site.settings().clock)(),
        who: visit.visitor.signature(),
    };
    let back = back(form.get("back").unwrap_or_default())?;
    site.act(move |store| {
        if store.mention(&platform, &id)?.is_none() {
            return Err(Wrong::Nothing("no such mention is kept".to_owned()));
        }
        // A later word that is stored already is somebody's who knows more.
        store.settle(&platform, &id, &settling)?;
        Ok(())
    })
    .await?;
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, back);
    Ok(response)
}

fn settlement(how: &str) -> Result<Settlement, Wrong> {
    let unknown = || Wrong::Question(format!("`how` is elsewhere, not-needed or {WAITS}"));
    Settlement::parse(how).ok_or_else(unknown)
}

/// The list as it was looked at: never an address of somebody else's.
fn back(asked: &str) -> Result<HeaderValue, Wrong> {
    let parameters = Parameters::read(asked.trim_start_matches('?'))?;
    parameters.only(PARAMETERS)?;
    let address = parameters.behind("/todo");
    HeaderValue::try_from(address).map_err(|error| Wrong::Broken(error.to_string()))
}
