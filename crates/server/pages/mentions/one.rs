//! `/mentions/PLATFORM/ID`: one mention whole, why it has its tags, and what a person has to say about them.

use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use mention::{Mention, Provenance, Tag};
use report::Markup;
use store::StoredMention;
use tagger::{Reason, Scratch};

use super::thread::Thread;
use super::write;
use crate::error::Wrong;
use crate::layout::{Page, told_time};
use crate::pages::report::form::select;
use crate::route::{Needs, Route};
use crate::site::{Answer, Sight, Site, Visit};
use crate::visitor::Role;

/// One mention.
pub(crate) const ONE: Route = Route {
    path: "/mentions/{platform}/{id}",
    needs: Needs::Role(Role::Read),
    about: "Shows one mention whole, with why it has its tags.",
    answer: || get(one),
};

async fn one(
    State(site): State<Site>,
    Path((platform, id)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Wrong> {
    site.answer(visit, move |sight| page(sight, &platform, &id)).await
}

fn page(sight: &Sight<'_>, platform: &str, id: &str) -> Result<Answer, Wrong> {
    let unknown = || Wrong::Nothing("no such mention is kept".to_owned());
    let stored = sight.store.mention(platform, id)?.ok_or_else(unknown)?;
    let thread = Thread::around(sight, &stored)?;
    let mut page = Page::new(&write::title(sight, &stored), "/mentions");
    page.body.element("main", &[("class", "report mentions narrow")], |main| {
        main.element("header", &[], |header| header.leaf("h1", &[], "One mention"));
        main.element("article", &[("class", "whole")], |article| {
            write::whole(sight, &stored, article);
        });
        write_tags(sight, &stored, main);
        if sight.visit.visitor.role >= Role::Grade {
            write_forms(sight, &stored, main);
        }
        thread.write(sight, &stored, main);
    });
    Ok(Answer::Page(page))
}

fn write_tags(sight: &Sight<'_>, stored: &StoredMention, main: &mut Markup) {
    main.element("section", &[], |section| {
        section.leaf("h2", &[], "Why these tags");
        if stored.tagged.tags.is_empty() {
            section.leaf("p", &[("class", "lead")], "No rule gives it a tag.");
        }
        let mut scratch = Scratch::default();
        section.element("ul", &[("class", "reasons")], |list| {
            for tag in &stored.tagged.tags {
                list.element("li", &[], |item| {
                    write::chip(sight, tag, item);
                    write_reason(sight, tag, &stored.mention, &mut scratch, item);
                });
            }
            for rule in &stored.tagged.excluded_by {
                list.element("li", &[], |item| {
                    item.leaf("span", &[("class", "chip")], rule.as_str());
                    item.leaf("span", &[], "calls it noise: it is kept out of reports");
                });
            }
        });
    });
}

/// Buttons by which a person gives and takes tags; a tag that was taken away by hand stays away.
fn write_forms(sight: &Sight<'_>, stored: &StoredMention, main: &mut Markup) {
    let Ok(catalog) = sight.catalog() else { return };
    let action = format!("{}/tags", write::address(&stored.mention));
    let form = [("method", "post"), ("action", action.as_str()), ("class", "asked")];
    main.element("section", &[("class", "by-hand")], |section| {
        section.leaf("h2", &[], "Better by hand");
        if !stored.tagged.tags.is_empty() {
            let tags = stored.tagged.tags.iter();
            let tags = tags.map(|tag| (tag.name.to_string(), write::label(sight, tag)));
            section.element("form", &form, |form| {
                form.void("input", &[("type", "hidden"), ("name", "action"), ("value", "remove")]);
                select(form, ("tag", "It has nothing to do with"), &tags.collect::<Vec<_>>(), "");
                form.leaf("button", &[("class", "quiet")], "Not relevant");
            });
        }
        let has = |name: &str| stored.tagged.tags.iter().any(|tag| tag.name.as_str() == name);
        let others = catalog.entries.iter().filter(|entry| !has(entry.name.as_str()));
        let others = others.map(|entry| (entry.name.to_string(), entry.label.clone()));
        section.element("form", &form, |form| {
            form.void("input", &[("type", "hidden"), ("name", "action"), ("value", "add")]);
            select(form, ("tag", "It is about"), &others.collect::<Vec<_>>(), "");
            form.leaf("button", &[("class", "quiet")], "Give this tag");
        });
    });
}

fn write_reason(
    sight: &Sight<'_>,
    tag: &Tag,
    mention: &Mention,
    scratch: &mut Scratch,
    item: &mut Markup,
) {
    let words: Vec<String> =
        tag.spans.iter().map(|span| format!("“{}”", mention.words(*span))).collect();
    if !words.is_empty() {
        item.element("span", &[("class", "found")], |found| {
            crate::post::write(&words.join(", "), &[], 300, found);
        });
    }
    let told = match (&tag.provenance, &sight.rules.tagger) {
        (Provenance::Person { who, at }, _) => {
            let at = told_time(*at, &sight.settings.zone);
            item.leaf("span", &[], &format!("given by {who} on {at}"));
            return;
        }
        (Provenance::Import, _) => "it came with the mention".to_owned(),
        (Provenance::Rules(by), Some(tagger)) if *by == tagger.rules().id => {
            let reason = tagger.reason(tag, mention, scratch);
            write_part(&reason, item);
            return;
        }
        (Provenance::Rules(_), _) => format!("by the rule {} of an earlier rule set", tag.rule),
    };
    item.leaf("span", &[], &told);
}

fn write_part(reason: &Reason, item: &mut Markup) {
    if let Some(because) = reason.because {
        item.leaf("span", &[], because);
    }
    if let Some(part) = &reason.part {
        item.leaf("code", &[], part);
    }
    if let Some(place) = &reason.place {
        item.leaf("span", &[("class", "place")], &format!("{}:{}", place.file, place.line));
    }
}
