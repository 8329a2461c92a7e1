//! The files a browser gets beside pages: they are part of the program.

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use xxhash_rust::xxh3::xxh3_64;

use crate::error::Wrong;
use crate::packed;
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

/// A file as it goes out: its bytes as they are, and packed where that is worth it.
type Packed = (Bytes, Option<Bytes>);

/// The files in the order of [`ASSETS`], packed once.
static PACKED: LazyLock<Vec<Packed>> = LazyLock::new(|| {
    let packed = ASSETS.iter().map(|(_, form, parts)| {
        let whole = parts.concat();
        let packed = packed::gzip(form, whole.as_bytes());
        (Bytes::from(whole), packed)
    });
    packed.collect()
});

async fn file(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Wrong> {
    let found = ASSETS.iter().zip(&*PACKED).find(|((known, ..), _)| *known == name);
    let Some(((_, form, _), (whole, packed))) = found else {
        return Err(Wrong::Nothing("there is no such file".to_owned()));
    };
    let keep = "public, max-age=31536000, immutable";
    let about = [
        (header::CONTENT_TYPE, *form),
        (header::CACHE_CONTROL, keep),
        (header::VARY, "Accept-Encoding"),
    ];
    Ok(match packed {
        Some(packed) if packed::is_read(&headers) => {
            (about, [(header::CONTENT_ENCODING, "gzip")], packed.clone()).into_response()
        }
        _ => (about, whole.clone()).into_response(),
    })
}
