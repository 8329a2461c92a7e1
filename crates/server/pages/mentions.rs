//! `/mentions`: what stands behind the numbers, to be filtered, searched and read, with why each has its tags.

mod one;
pub(crate) mod search;
mod thread;
mod told;
pub(super) mod write;

use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use mention::Standing;
use report::Markup;

use crate::error::Wrong;
use crate::layout::Page;
use crate::pages::report::form::select;
use crate::route::{Needs, Route};
use crate::site::{Answer, Sight, Site, Visit};
use crate::visitor::Role;

pub(super) use one::ONE;
use search::{Found, Search};

/// Mentions, newest first.
pub(super) const ALL: Route = Route {
    path: "/mentions",
    needs: Needs::Role(Role::Read),
    about: "Shows mentions, newest first: of a tag, platform, role, language, feeling, kind, period, or with given words.",
    answer: || get(all),
};

/// Mentions on a page.
const PAGE: usize = 30;

async fn all(State(site): State<Site>, visit: Visit) -> Result<Response, Wrong> {
    site.answer(visit, page).await
}

fn page(sight: &Sight<'_>) -> Result<Answer, Wrong> {
    let search = Search::read(sight)?;
    let found = search.page(sight, PAGE)?;
    let told = told::search(sight, &search)?;
    let mut page = Page::new(if told.is_empty() { "Mentions" } else { &told }, "/mentions");
    let mut form = Markup::default();
    write_form(sight, &search, &mut form)?;
    page.body.element("main", &[("class", "report mentions")], |main| {
        main.element("header", &[], |header| {
            header.leaf("h1", &[], "Mentions");
            if !told.is_empty() {
                header.leaf("p", &[("class", "lead")], &told);
            }
        });
        main.append(&form);
        write_found(sight, &found, main);
    });
    Ok(Answer::Page(page))
}

fn write_found(sight: &Sight<'_>, found: &Found, main: &mut Markup) {
    if found.mentions.is_empty() && found.next.is_none() {
        main.leaf("p", &[("class", "lead")], "No mention is kept that is like this.");
    }
    main.element("ol", &[("class", "posts")], |list| {
        for stored in &found.mentions {
            list.element("li", &[], |item| write::post(sight, stored, item));
        }
    });
    if let Some(next) = &found.next {
        let address = sight.visit.parameters.with("after", Some(next)).behind("/mentions");
        let told = match found.looked_until {
            Some(at) => {
                let until = crate::layout::told_time(at, &sight.settings.zone);
                format!("Looked back to {until}; look further back")
            }
            None => "Earlier mentions".to_owned(),
        };
        main.element("p", &[("class", "more")], |line| {
            line.leaf("a", &[("class", "button"), ("href", &address), ("rel", "next")], &told);
        });
    }
}

fn write_form(sight: &Sight<'_>, search: &Search, markup: &mut Markup) -> Result<(), Wrong> {
    let parameters = &sight.visit.parameters;
    let catalog = sight.catalog()?;
    let value = |name: &str| parameters.get(name).unwrap_or("").to_owned();
    let form =
        [("method", "get"), ("action", "/mentions"), ("class", "asked search"), ("role", "search")];
    markup.element("form", &form, |form| {
        form.element("label", &[("class", "words")], |field| {
            field.leaf("span", &[], "Words");
            let words = value("q");
            field.void(
                "input",
                &[("type", "search"), ("name", "q"), ("value", &words), ("maxlength", "200")],
            );
        });
        let tags = catalog.entries.iter().map(|it| (it.name.to_string(), it.label.clone()));
        let any = [("", "any or none"), ("*tagged", "any tag"), ("*untagged", "no tag")];
        let any = any.map(|(value, told)| (value.to_owned(), told.to_owned()));
        select(
            form,
            ("tag", "Tag"),
            &any.into_iter().chain(tags).collect::<Vec<_>>(),
            &value("tag"),
        );
        let standings = Standing::ALL.map(|it| (it.name(), it.name()));
        chosen(form, ("standing", "Counts as"), &standings, &value("standing"));
        chosen(form, ("sentiment", "Feeling"), FEELINGS, &value("sentiment"));
        chosen(form, ("kind", "Kind"), &kinds(), &value("kind"));
        chosen(
            form,
            ("question", "Question"),
            &[("yes", "asks"), ("no", "does not")],
            &value("question"),
        );
        for (name, label, long) in [("platform", "Platform", "40"), ("lang", "Language", "3")] {
            form.element("label", &[("class", "short")], |field| {
                field.leaf("span", &[], label);
                let value = value(name);
                field.void("input", &[("name", name), ("value", &value), ("maxlength", long)]);
            });
        }
        for (name, label) in [("since", "From"), ("until", "To")] {
            form.element("label", &[("class", "day")], |field| {
                field.leaf("span", &[], label);
                let value = value(name);
                field.void("input", &[("type", "date"), ("name", name), ("value", &value)]);
            });
        }
        for name in ["period", "from", "to", "tz", "author"] {
            if let Some(value) = parameters.get(name) {
                form.void("input", &[("type", "hidden"), ("name", name), ("value", value)]);
            }
        }
        form.leaf("button", &[], "Find");
        if *search != Search::everything(sight) {
            form.leaf("a", &[("class", "earlier"), ("href", "/mentions")], "all");
        }
    });
    Ok(())
}

/// What `sentiment` takes, and what people read.
const FEELINGS: &[(&str, &str)] = &[
    ("positive", "positive"),
    ("neutral", "neutral"),
    ("negative", "negative"),
    ("*", "rated"),
    ("-", "not rated"),
];

/// What `kind` takes, and what people read.
fn kinds() -> Vec<(&'static str, &'static str)> {
    let mut kinds: Vec<_> =
        mention::Kind::ALL.iter().map(|kind| (kind.name(), kind.name())).collect();
    kinds.push(("-repost", "no repost"));
    kinds
}

/// A field with a few answers, of which none need be chosen; one that was asked for stays, whatever it is.
fn chosen(form: &mut Markup, field: (&'static str, &str), answers: &[(&str, &str)], value: &str) {
    let owned = |(value, told): (&str, &str)| (value.to_owned(), told.to_owned());
    let mut all = vec![owned(("", "all"))];
    all.extend(answers.iter().copied().map(owned));
    if !all.iter().any(|(known, _)| known == value) {
        all.push(owned((value, value)));
    }
    select(form, field, &all, value);
}
