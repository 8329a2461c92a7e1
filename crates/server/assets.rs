//! The files a browser gets beside pages: they are part of the program.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use xxhash_rust::xxh3::xxh3_64;

use crate::error::Wrong;
use crate::route::{Needs, Route};

/// Its addresses.
pub(crate) const ROUTES: &[Route] = &[Route {
    path: "/assets/{name}",
    needs: Needs::Nobody,
    about: "Gives the style sheet, the scripts and the icon of the pages.",
    answer: || get(file),
}];

/// A file: its name, its form, what it holds.
type Asset = (&'static str, &'static str, &'static [&'static str]);

const CSS: &str = "text/css; charset=utf-8";

/// Every file; the style of reports comes first, so that the site's own can build on it.
const ASSETS: &[Asset] = &[
    (
        "site.css",
        CSS,
        &[report::style(), include_str!("assets/site.css"), include_str!("assets/playground.css")],
    ),
    ("playground.js", "text/javascript; charset=utf-8", &[include_str!("assets/playground.js")]),
    ("live.js", "text/javascript; charset=utf-8", &[include_str!("assets/live.js")]),
    ("icon.svg", "image/svg+xml", &[include_str!("assets/icon.svg")]),
];

/// The mark of all files together: an address with it never means anything else.
static MARK: LazyLock<String> = LazyLock::new(|| {
    let all: Vec<&str> = ASSETS.iter().flat_map(|(_, _, parts)| *parts).copied().collect();
    format!("{:016x}", xxh3_64(all.concat().as_bytes()))
});

/// Where a page finds the file of this name.
pub(crate) fn address(name: &str) -> String {
    format!("/assets/{name}?{}", *MARK)
}

async fn file(Path(name): Path<String>) -> Result<Response, Wrong> {
    let found = ASSETS.iter().find(|(known, ..)| *known == name);
    let Some((_, form, parts)) = found else {
        return Err(Wrong::Nothing("there is no such file".to_owned()));
    };
    let keep = "public, max-age=31536000, immutable";
    let headers = [(header::CONTENT_TYPE, *form), (header::CACHE_CONTROL, keep)];
    Ok((headers, parts.concat()).into_response())
}
