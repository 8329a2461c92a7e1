//! The site as a browser meets it: each test asks the router, without a socket.

use std::path::Path;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use mention::Timestamp;
use report::{Book, Names, Zone};
use store::{Access, OpenOptions};
use tokio::sync::watch;
use tower::ServiceExt;

use crate::ops::{About, Ops};
use crate::route::{self, Needs};
use crate::site::{Rules, Settings, Site};

/// What was answered.
pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: String,
}

/// A site over the store at `path`, without rules, on 15 November 2026.
pub(crate) fn settings(path: &Path) -> Settings {
    let rules = Rules {
        path: "rules".into(),
        tagger: None,
        book: Book::default(),
        findings: Vec::new(),
        trouble: Some("there are no rules".to_owned()),
    };
    Settings {
        version: "1.2.3",
        store: path.to_owned(),
        options: OpenOptions { access: Access::Read, ..OpenOptions::default() },
        zone: Zone::utc(),
        rules: watch::channel(Arc::new(rules)).1,
        clock: || Timestamp::from_seconds(1_794_700_800),
        names: Names::Hidden,
        ops: Ops::new(About::default()),
        hosts: Vec::new(),
        workbench: crate::playground::tests::Memory::new(),
        writes: false,
    }
}

/// Asks the site.
pub(crate) fn ask(site: &Site, request: Request<Body>) -> Answered {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let response = route::router(site.clone()).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        Answered { status: parts.status, headers: parts.headers, body }
    })
}

/// Asks for a page.
pub(crate) fn get(site: &Site, path: &str) -> Answered {
    let request = Request::get(path).header(header::HOST, "localhost").body(Body::empty());
    ask(site, request.unwrap())
}

fn empty() -> (tempfile::TempDir, Site) {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::new(settings(&folder.path().join("tagline.db")));
    (folder, site)
}

#[test]
fn every_answer_is_sealed() {
    let (_folder, site) = empty();
    for path in ["/", "/reports", "/nowhere", "/assets/site.css", "/api/v1/nowhere"] {
        let headers = get(&site, path).headers;
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["referrer-policy"], "same-origin", "{path}");
    }
}

#[test]
fn a_name_that_is_not_ours_is_refused_everywhere() {
    let (_folder, site) = empty();
    for route in route::routes() {
        let path = route.path.replace(['{', '}'], "");
        for host in ["evil.example", "localhost.evil.example:4270"] {
            let request = Request::get(&path).header(header::HOST, host).body(Body::empty());
            let answered = ask(&site, request.unwrap());
            assert_eq!(answered.status, StatusCode::MISDIRECTED_REQUEST, "{path} {host}");
        }
        let without = ask(&site, Request::get(&path).body(Body::empty()).unwrap());
        assert_eq!(without.status, StatusCode::MISDIRECTED_REQUEST, "{path}");
    }
}

#[test]
fn what_is_not_there_is_told_to_people_and_to_programs() {
    let (_folder, site) = empty();
    let page = get(&site, "/no%3Cb%3Ewhere");
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.body.contains("There is no page at this address.") && !page.body.contains("<b>"));
    let problem = get(&site, "/api/v1/nowhere");
    assert_eq!(problem.headers[header::CONTENT_TYPE], "application/problem+json");
    assert!(problem.body.contains("\"code\":\"not-found\""), "{}", problem.body);
}

#[test]
fn a_page_of_another_site_changes_nothing() {
    let (_folder, site) = empty();
    let post = |name: &'static str, value: &str| {
        let request = Request::post("/").header(header::HOST, "localhost:1").header(name, value);
        ask(&site, request.body(Body::empty()).unwrap()).status
    };
    assert_eq!(post("origin", "http://evil.example"), StatusCode::FORBIDDEN);
    assert_eq!(post("origin", "null"), StatusCode::FORBIDDEN);
    assert_eq!(post("sec-fetch-site", "cross-site"), StatusCode::FORBIDDEN);
    assert_eq!(post("origin", "http://localhost:1"), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(post("sec-fetch-site", "same-origin"), StatusCode::METHOD_NOT_ALLOWED);
}

#[test]
fn every_route_says_what_it_is_for_and_no_page_is_for_everybody() {
    for route in route::routes() {
        assert!(route.about.ends_with(['.', '?']), "{}", route.path);
        let open = route.path.starts_with("/assets/");
        assert_eq!(route.needs == Needs::Nobody, open, "{}", route.path);
    }
}
