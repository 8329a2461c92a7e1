//! Entities, against the cases of the twitter-text conformance suite and our own.

use serde_json::{Value, json};

use super::{Entity, EntityKind, Handles, find, is_directional, is_space};
use crate::json;

/// The entities found in `text`, as posted.
fn found(text: &str, handles: Handles) -> Vec<&str> {
    let mut out = Vec::new();
    find(text, handles, &mut out);
    out.iter().map(|entity| marked(text, entity)).collect()
}

fn marked<'t>(text: &'t str, entity: &Entity) -> &'t str {
    &text[entity.start as usize..entity.end as usize]
}

/// Bytes `entity` covers, counted in characters.
fn indices(text: &str, entity: &Entity) -> Value {
    let chars = |at: u32| text[..at as usize].chars().count();
    json!([chars(entity.start), chars(entity.end)])
}

fn without_sign(text: &str, entity: &Entity) -> String {
    entity.kind.body(marked(text, entity)).to_owned()
}

/// What the suite's `group` would answer for `text`.
fn answer(group: &str, text: &str) -> Value {
    let mut entities = Vec::new();
    find(text, Handles::Twitter, &mut entities);
    let of = |kind| entities.iter().filter(move |entity| entity.kind == kind);
    let bodies = |kind| of(kind).map(|entity| without_sign(text, entity)).collect();
    let places = |kind, name: &str| {
        of(kind)
            .map(|entity| json!({ name: without_sign(text, entity), "indices": indices(text, entity) }))
            .collect()
    };
    match group {
        "mentions" => bodies(EntityKind::Handle),
        "mentions_with_indices" => places(EntityKind::Handle, "screen_name"),
        "mentions_or_lists_with_indices" => of(EntityKind::Handle)
            .map(|entity| {
                let body = without_sign(text, entity);
                let (name, list) = body.split_at(body.find('/').unwrap_or(body.len()));
                json!({ "screen_name": name, "list_slug": list, "indices": indices(text, entity) })
            })
            .collect(),
        "replies" => {
            let first = entities.first().filter(|first| {
                let before = &text[..first.start as usize];
                first.kind == EntityKind::Handle
                    && before.chars().all(|c| is_space(c) || is_directional(c))
            });
            json!(first.map(|first| without_sign(text, first)))
        }
        "urls" | "tco_urls_with_params" => bodies(EntityKind::Link),
        "urls_with_indices" | "urls_with_directional_markers" => places(EntityKind::Link, "url"),
        "hashtags" | "hashtags_from_astral" => bodies(EntityKind::Hashtag),
        "hashtags_with_indices" => places(EntityKind::Hashtag, "hashtag"),
        "cashtags" => bodies(EntityKind::Cashtag),
        "cashtags_with_indices" => places(EntityKind::Cashtag, "cashtag"),
        unknown => panic!("the suite has a new group {unknown}"),
    }
}

#[test]
fn s04_every_conformance_case_passes() {
    let Some(cases) = json::lines("twitter-text/extract.jsonl") else { return };
    let mut wrong = Vec::new();
    for case in &cases {
        let text = case["text"].as_str().unwrap();
        let answer = answer(case["group"].as_str().unwrap(), text);
        if answer != case["expected"] {
            wrong.push(format!(
                "{}: {text:?}\n  is {answer}\n  not {}",
                case["id"], case["expected"]
            ));
        }
    }
    assert!(cases.len() > 100 && wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn s04_known_top_level_domains_make_links() {
    let Some(cases) = json::lines("twitter-text/tlds.jsonl") else { return };
    let wrong: Vec<_> = cases
        .iter()
        .filter(|case| {
            json!(found(case["text"].as_str().unwrap(), Handles::Twitter)) != case["expected"]
        })
        .map(|case| case["text"].as_str().unwrap())
        .collect();
    // The suite is of 2018; since then IANA has retired one in eleven of its domains.
    assert!(wrong.len() * 10 < cases.len(), "{} of {}: {wrong:?}", wrong.len(), cases.len());
}
