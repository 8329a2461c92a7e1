//! From the numbers of a report to the mentions behind them, and from a mention to its conversation.

use axum::http::StatusCode;

use super::{get, world};
use crate::world::write_conversation;

/// The links of a page that numbers are: where they lead, and what they say without markup.
fn links(page: &str) -> Vec<(String, String)> {
    let parts = page.split("<a class=\"behind\" href=\"").skip(1);
    let link = |part: &str| {
        let (address, rest) = part.split_once("\">").unwrap();
        let (inner, _) = rest.split_once("</a>").unwrap();
        let mut text = String::new();
        let mut inside = false;
        for sign in inner.chars() {
            match sign {
                '<' => inside = true,
                '>' => inside = false,
                sign if !inside => text.push(sign),
                _ => {}
            }
        }
        (address.replace("&amp;", "&"), text)
    };
    parts.map(link).collect()
}

/// What a link counts; `None` for a share.
fn counted(text: &str) -> Option<usize> {
    let digits = text.trim_start().split(|sign: char| !sign.is_ascii_digit() && sign != ',').next();
    let number = digits.filter(|digits| !digits.is_empty())?.replace(',', "");
    (!text.contains('%')).then(|| number.parse().unwrap())
}

#[test]
fn behind_each_number_of_a_page_stand_as_many_mentions() {
    let (_folder, site) = world(|_| ());
    let mut checked = 0;
    for name in ["tags", "coverage", "rules", "trends", "success"] {
        let page = get(&site, &format!("/reports/{name}?period=all")).body;
        for (address, text) in links(&page) {
            let Some(query) = address.strip_prefix("/mentions?") else { continue };
            assert_eq!(get(&site, &address).status, StatusCode::OK, "{name}: {address}");
            // People are fewer than their mentions.
            let Some(number) = counted(&text).filter(|_| !address.contains("author=")) else {
                continue;
            };
            let listed = get(&site, &format!("/api/v1/mentions?limit=500&{query}")).body;
            let listed = listed.matches("\"published_at\"").count();
            assert_eq!(listed, number, "{name}: {text} leads to {address}");
            checked += 1;
        }
    }
    assert!(checked > 15, "{checked}");
}

#[test]
fn a_file_and_a_shared_link_lead_nowhere_else() {
    let (_folder, site) = world(|_| ());
    let file = get(&site, "/reports/tags.html?period=all").body;
    assert!(links(&file).is_empty() && !file.contains("/mentions"));
}

#[test]
fn what_is_looked_for_is_told_and_kept_by_the_form() {
    let (_folder, site) = world(|_| ());
    let asked = "/mentions?from=2026-11-10T00:00:00Z&to=2026-11-11T00:00:00Z&tag=late&standing=received\
                 &sentiment=-&kind=-repost&author=*&question=no&lang=-";
    let page = get(&site, asked);
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for told in
        ["received", "=late", "feeling not known", "no repost", "author known", "asks nothing"]
    {
        assert!(page.body.contains(told), "{told}");
    }
    for kept in [
        "name=\"from\" value=\"2026-11-10T00:00:00Z\"",
        "value=\"-repost\" selected",
        "name=\"author\" value=\"*\"",
        "name=\"lang\" value=\"-\"",
    ] {
        assert!(page.body.contains(kept), "{kept}");
    }
    for wrong in ["from=monday", "kind=-x", "sentiment=sad", "standing=*", "author=twitter%231"] {
        let answered = get(&site, &format!("/mentions?{wrong}"));
        assert_eq!(answered.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[test]
fn a_conversation_is_shown_whole_from_each_of_its_posts() {
    let (folder, site) = world(|_| ());
    write_conversation(&folder.path().join("tagline.db"));
    for id in ["ask", "answer", "thanks"] {
        let page = get(&site, &format!("/mentions/twitter/{id}")).body;
        let (_, thread) = page.split_once("The conversation").unwrap();
        let place = |words: &str| thread.find(words).unwrap_or_else(|| panic!("{id}: {words}"));
        let (ask, team) = (place("where is my "), place("Our team"));
        let (answer, thanks) = (place("we look into it"), place("thank you "));
        assert!(ask < team && team < answer && answer < thanks, "{id}");
        assert!(!thread.contains("another "), "{id}");
        assert_eq!(thread.matches("aria-current=\"true\"").count(), 1, "{id}");
    }
    let alone = get(&site, "/mentions/twitter/a%2Fb%3F1").body;
    assert!(alone.contains("It answers nothing, and no answer to it is kept."));
    let lost = get(&site, "/mentions/twitter/lost").body;
    assert!(lost.contains("It begins with a post that is not kept here."));
    let found = get(&site, "/mentions?q=parcel+please").body;
    assert!(found.contains(" parcel?\nplease help"), "its lines stay lines");
}
