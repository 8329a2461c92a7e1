//! `/live`: the newest mentions with a tag, and how many there are today, while they come in.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hyper::body::Frame;
use mention::{MentionsOf, PeopleBy, Question, Timestamp};
use report::Markup;
use tokio::sync::{OwnedSemaphorePermit, mpsc};

use super::mentions::write;
use crate::error::Wrong;
use crate::house::rooted;
use crate::layout::Page;
use crate::route::{Needs, Route};
use crate::site::{Answer, Sight, Site, Visit};
use crate::visitor::Role;

/// Its addresses.
pub(crate) const ROUTES: &[Route] = &[
    Route {
        path: "/live",
        needs: Needs::Role(Role::Read),
        about: "Shows the newest mentions with a tag; with scripts, as they come in.",
        answer: || get(show),
    },
    Route {
        path: "/live/events",
        needs: Needs::Role(Role::Read),
        about: "Sends the newest mentions with a tag as they come in, as server-sent events.",
        answer: || get(events),
    },
];

/// Mentions that are shown, and sent at a time.
const NEWEST: usize = 20;

/// How often the store is looked at.
const BREATH: Duration = Duration::from_secs(2);

/// Looks without anything new before a sign of life is sent, by which a connection that broke is noticed.
const SILENT_MAX: u32 = 7;

/// Events that wait for a browser that is slow.
const WAITING_MAX: usize = 4;

async fn show(State(site): State<Site>, visit: Visit) -> Result<Response, Wrong> {
    site.answer(visit, page).await
}

fn page(sight: &Sight<'_>) -> Result<Answer, Wrong> {
    let mut page = Page::new("Live", "/live");
    page.scripts.push("live.js");
    let (_, news) = Shown::default().news(sight)?;
    let today = today(sight)?;
    page.body.element("main", &[("class", "report mentions")], |main| {
        main.element("header", &[], |header| {
            header.leaf("h1", &[], "As it comes in");
            header.element("p", &[("class", "lead")], |lead| {
                lead.leaf("strong", &[("id", "today")], &today.to_string());
                lead.text(" mentions on the last day there is. ");
                lead.leaf("a", &[("href", "/live")], "Look again");
            });
        });
        let list = [("class", "posts"), ("id", "live"), ("aria-live", "polite")];
        main.element("ol", &list, |list| list.append(&news));
    });
    Ok(Answer::Page(page))
}

/// Mentions of the last day there is.
fn today(sight: &Sight<'_>) -> Result<u64, Wrong> {
    let from = sight.data.1.day().start();
    let to = Timestamp(sight.data.1.0.saturating_add(1));
    let asked = Question {
        tags: vec!["*".to_owned()],
        people: PeopleBy::Nobody,
        ..Question::all(from, to)
    };
    let counts = sight.store.counts(&asked)?;
    let all = counts.mentions.iter().filter(|count| &*count.tag == "*");
    Ok(all.map(|count| count.mentions).sum())
}

/// What a browser has.
#[derive(Clone, Debug, Default)]
struct Shown(BTreeSet<(String, String)>);

impl Shown {
    /// What is new: with it, what the browser has then; and the list's items, newest first.
    fn news(&self, sight: &Sight<'_>) -> Result<(Self, Markup), Wrong> {
        let mut of =
            MentionsOf::published(sight.data.0, Timestamp(sight.data.1.0.saturating_add(1)));
        of.tags = vec!["*tagged".to_owned()];
        let newest = sight.store.mentions(&of, None, NEWEST)?;
        let mut items = Markup::default();
        let key = |stored: &store::StoredMention| {
            (stored.mention.platform.clone(), stored.mention.id.clone())
        };
        for stored in newest.iter().filter(|stored| !self.0.contains(&key(stored))) {
            items.element("li", &[], |item| write::post(sight, stored, item));
        }
        Ok((Self(newest.iter().map(key).collect()), items))
    }
}

async fn events(State(site): State<Site>, visit: Visit) -> Result<Response, Wrong> {
    let places = Arc::clone(site.live_places());
    let place = places.try_acquire_owned();
    let place = place.map_err(|_| Wrong::Busy("too many browsers look at what comes in"))?;
    let (sender, receiver) = mpsc::channel(WAITING_MAX);
    // It ends when the browser goes, or the server.
    tokio::spawn(follow(site, visit, sender, place));
    let headers =
        [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, Body::new(Events(receiver))).into_response())
}

async fn follow(
    site: Site,
    visit: Visit,
    sender: mpsc::Sender<Bytes>,
    _place: OwnedSemaphorePermit,
) {
    let (mut shown, mut stamp, mut silent) = (None::<Shown>, String::new(), 0);
    loop {
        let base = site.base();
        let known = shown.clone();
        let before = stamp.clone();
        let looked = site
            .see(visit.clone(), before, move |sight| {
                let (now, items) = known.clone().unwrap_or_default().news(sight)?;
                // What stands on the page already is not sent again.
                let items = if known.is_some() { items.finish() } else { String::new() };
                let items = rooted(items, &base);
                Ok((now, items, today(sight)?))
            })
            .await;
        match looked {
            Ok((now, Some((has, items, today)))) => {
                (stamp, shown) = (now, Some(has));
                if sender.send(event(&items, today)).await.is_err() {
                    return;
                }
                silent = 0;
            }
            Ok((_, None)) | Err(Wrong::Empty | Wrong::Busy(_)) => silent += 1,
            Err(_) => return,
        }
        if silent >= SILENT_MAX {
            if sender.send(Bytes::from_static(b": nothing new\n\n")).await.is_err() {
                return;
            }
            silent = 0;
        }
        tokio::time::sleep(BREATH).await;
    }
}

/// An event as browsers read it: a line of data for each line.
fn event(items: &str, today: u64) -> Bytes {
    let lines: Vec<String> = items.lines().map(|line| format!("data: {line}\n")).collect();
    let items = if lines.is_empty() {
        String::new()
    } else {
        format!("event: mentions\n{}\n", lines.concat())
    };
    format!("event: today\ndata: {today}\n\n{items}").into()
}

/// What is sent as it comes.
struct Events(mpsc::Receiver<Bytes>);

impl HttpBody for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.get_mut().0.poll_recv(context).map(|next| next.map(|bytes| Ok(Frame::data(bytes))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_has_a_line_of_data_for_each_line() {
        assert_eq!(event("", 7), "event: today\ndata: 7\n\n");
        assert_eq!(
            event("<li>a</li>\n<li>b</li>\n", 7),
            "event: today\ndata: 7\n\nevent: mentions\ndata: <li>a</li>\ndata: <li>b</li>\n\n"
        );
    }
}
