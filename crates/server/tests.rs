//! The site as a browser meets it: each test asks the router, without a socket.

use std::path::Path;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use mention::Timestamp;
use report::{Book, Names, Zone};
use store::OpenOptions;
use tokio::sync::watch;
use tower::ServiceExt;

use crate::access::{Access, NewToken, Token};
use crate::ops::{About, Ops};
use crate::route::{self, Needs};
use crate::site::{Rules, Settings, Site};
use crate::visitor::Role;
use crate::world;

mod behind;
mod described;
mod language;
mod rules;
mod security;
mod todo;
mod workspaces;

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
        options: OpenOptions { access: store::Access::Read, ..OpenOptions::default() },
        zone: Zone::utc(),
        language: report::Language::English,
        rules: watch::channel(Arc::new(rules)).1,
        clock: || Timestamp::from_seconds(1_794_700_800),
        names: Names::Hidden,
        access: Access::new(Vec::new(), "secret"),
        ops: Ops::new(About::default()),
        hosts: Vec::new(),
        workbench: crate::playground::tests::Memory::new(),
        writes: false,
        patience: std::time::Duration::MAX,
        https: crate::site::Https::Off,
        workspace: String::new(),
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

/// A site over a small store that is tagged by rules.
fn world(change: impl FnOnce(&mut Settings)) -> (tempfile::TempDir, Site) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tagline.db");
    let rules = world::rules();
    world::write(&path, &rules);
    let mut settings = settings(&path);
    settings.rules = watch::channel(Arc::new(rules)).1;
    change(&mut settings);
    (folder, Site::new(settings))
}

/// Every address that is asked by GET, its parts filled in.
fn addresses() -> Vec<String> {
    let gets = route::routes().filter(|route| {
        !["/sign-out", "/share", "/live/events", "/api/v1/playground/run"].contains(&route.path)
    });
    let gets =
        gets.filter(|route| !route.path.ends_with("/tags") || route.path.starts_with("/api/"));
    let acts = |path: &str| ["/grade", "/settle"].iter().any(|end| path.ends_with(end));
    let gets = gets.filter(|route| !acts(route.path));
    let filled = gets.map(|route| {
        route
            .path
            .replace("{platform}", "twitter")
            .replace("{id}", "a%2Fb%3F51")
            .replace("/reports/{name}", "/reports/tags")
            .replace("/assets/{name}", "/assets/site.css")
    });
    filled.collect()
}

#[test]
fn every_route_says_what_it_is_for_and_no_page_is_for_everybody() {
    for route in route::routes() {
        assert!(route.about.ends_with(['.', '?']), "{}", route.path);
        let open = ["/assets/{name}", "/sign-in", "/sign-out", "/livez", "/readyz"];
        assert_eq!(route.needs == Needs::Nobody, open.contains(&route.path), "{}", route.path);
    }
}

#[test]
fn every_page_is_made() {
    let (_folder, site) = world(|_| ());
    for address in addresses() {
        let answered = get(&site, &address);
        assert_eq!(answered.status, StatusCode::OK, "{address}: {}", answered.body);
    }
    for name in report::ReportName::ALL {
        for ending in ["", ".csv", ".json", ".xlsx", ".html"] {
            let answered = get(&site, &format!("/reports/{name}{ending}?period=2026-W46"));
            assert_eq!(answered.status, StatusCode::OK, "{name}{ending}: {}", answered.body);
        }
    }
}

#[test]
fn a_first_page_is_small() {
    let (_folder, site) = world(|_| ());
    let page = get(&site, "/");
    let style = get(&site, "/assets/site.css");
    assert!(
        page.body.len() + style.body.len() < 60_000,
        "{} {}",
        page.body.len(),
        style.body.len()
    );
}

#[test]
fn without_a_token_no_route_answers_where_one_is_required() {
    let made = NewToken::make(Role::Read).unwrap();
    let token = Token::read("ann", &made.line).unwrap();
    let (_folder, site) = world(|settings| settings.access = Access::new(vec![token], "s"));
    for route in route::routes().filter(|route| route.needs != Needs::Nobody) {
        let path = route.path.replace(['{', '}'], "");
        for method in ["GET", "POST", "HEAD"] {
            let request =
                Request::builder().method(method).uri(&path).header(header::HOST, "localhost");
            let answered = ask(&site, request.body(Body::empty()).unwrap());
            let refused = [StatusCode::UNAUTHORIZED, StatusCode::METHOD_NOT_ALLOWED];
            assert!(refused.contains(&answered.status), "{method} {path}: {}", answered.status);
            assert!(!answered.body.contains("parcel"), "{method} {path}");
        }
    }
    let with = |path: &str| {
        let request = Request::get(path).header(header::HOST, "localhost");
        let request = request.header(header::AUTHORIZATION, format!("Bearer {}", made.token));
        ask(&site, request.body(Body::empty()).unwrap()).status
    };
    assert_eq!(with("/mentions"), StatusCode::OK);
    let post = Request::post("/mentions/twitter/a%2Fb%3F1/tags").header(header::HOST, "localhost");
    let post = post.header(header::AUTHORIZATION, format!("Bearer {}", made.token));
    let post = ask(&site, post.body(Body::from("action=add&tag=late")).unwrap());
    assert_eq!(post.status, StatusCode::FORBIDDEN, "read does not let one grade");
}

#[test]
fn signing_in_keeps_a_cookie_that_opens_the_pages() {
    let made = NewToken::make(Role::Admin).unwrap();
    let token = Token::read("ann", &made.line).unwrap();
    let (_folder, site) = world(|settings| settings.access = Access::new(vec![token], "s"));
    let sign_in = |token: &str| {
        let request = Request::post("/sign-in").header(header::HOST, "localhost");
        ask(&site, request.body(Body::from(format!("token={token}&to=/mentions"))).unwrap())
    };
    assert_eq!(sign_in("tagline_0").status, StatusCode::UNAUTHORIZED);
    let answered = sign_in(&made.token);
    assert_eq!(
        (answered.status, &answered.headers[header::LOCATION]),
        (StatusCode::SEE_OTHER, &"/mentions".parse().unwrap())
    );
    let cookie = answered.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(
        cookie.contains("HttpOnly")
            && cookie.contains("SameSite=Strict")
            && !cookie.contains(&made.token)
    );
    let request = Request::get("/mentions").header(header::HOST, "localhost");
    let request = request.header(header::COOKIE, cookie.split(';').next().unwrap());
    let page = ask(&site, request.body(Body::empty()).unwrap());
    assert!(
        page.status == StatusCode::OK && page.body.contains("@hidden_handle_"),
        "signed in by name, one sees names"
    );
}

#[test]
fn hostile_texts_are_inert_everywhere_and_names_stay_hidden() {
    let (_folder, site) = world(|_| ());
    let mut pages = addresses();
    for name in report::ReportName::ALL {
        pages.extend(
            ["", ".csv", ".json", ".html"]
                .map(|ending| format!("/reports/{name}{ending}?period=2026-W46")),
        );
    }
    pages.extend(["/mentions?q=%3Cscript%3E".to_owned(), "/mentions?tag=%3Cscript%3E".to_owned()]);
    for address in pages.iter().filter(|address| !address.starts_with("/assets/")) {
        let answered = get(&site, address);
        let form = answered.headers[header::CONTENT_TYPE].to_str().unwrap().to_owned();
        assert!(!answered.body.contains("hidden_handle"), "{address}");
        if form.starts_with("text/html") {
            for acts in [
                "<script>",
                "<img",
                "<svg onload",
                "onerror=alert(1)>",
                "href=\"javascript:",
                "<b>Mallory",
                "Acme <b>",
            ] {
                assert!(!answered.body.contains(acts), "{address}: {acts}");
            }
            let style = answered.body.contains("<style>") && !address.contains(".html");
            assert!(!style && !answered.body.contains(" style=\""), "{address}");
        }
        if form.starts_with("text/csv") {
            for line in answered.body.lines().flat_map(|line| line.split(',')) {
                assert!(!line.trim_start_matches('"').starts_with(['=', '@']), "{address}: {line}");
            }
        }
    }
    let mentions = get(&site, "/mentions").body;
    assert!(
        mentions.contains("RLO")
            && mentions.contains("unseen")
            && mentions.contains("&lt;script&gt;")
    );
    assert!(!mentions.contains('\u{202e}') && mentions.len() < 60_000, "{}", mentions.len());
    assert!(mentions.contains("<mark title=\"Acme &lt;b&gt;\">acme</mark>"));
}

#[test]
fn pages_of_mentions_follow_each_other_to_the_end() {
    let (_folder, site) = world(|_| ());
    let (mut address, mut pages, mut posts) =
        ("/api/v1/mentions?tag=late&limit=20".to_owned(), 0, 0);
    loop {
        let page = get(&site, &address);
        posts += page.body.matches("\"published_at\"").count();
        pages += 1;
        let Some((_, next)) = page.body.rsplit_once("\"next\":\"") else { break };
        let next = next.split('"').next().unwrap();
        address = format!(
            "/api/v1/mentions?tag=late&limit=20&after={}",
            crate::parameters::encoded(next)
        );
    }
    assert_eq!((pages, posts), (3, 55));
    assert_eq!(get(&site, "/api/v1/mentions?limit=0").status, StatusCode::BAD_REQUEST);
    assert_eq!(get(&site, "/api/v1/mentions?taag=x").status, StatusCode::BAD_REQUEST);
    assert_eq!(get(&site, "/api/v1/mentions?author=x").status, StatusCode::BAD_REQUEST);
    assert_eq!(get(&site, "/api/v1/mentions?q=PARCEL+49").body.matches("published_at").count(), 1);
}

#[test]
fn what_is_known_is_not_sent_again_until_somebody_writes() {
    let (folder, site) = world(|_| ());
    let first = get(&site, "/mentions");
    let mark = first.headers[header::ETAG].clone();
    let again = || {
        let request = Request::get("/mentions").header(header::HOST, "localhost");
        let request = request.header(header::IF_NONE_MATCH, &mark);
        ask(&site, request.body(Body::empty()).unwrap())
    };
    assert_eq!(again().status, StatusCode::NOT_MODIFIED);
    let mut store =
        store::Store::open(&folder.path().join("tagline.db"), &OpenOptions::default()).unwrap();
    store
        .put_rules(
            mention::RuleSetId(1),
            "",
            &mention::Catalog { rules: mention::RuleSetId(1), entries: Vec::new() },
        )
        .unwrap();
    assert_eq!(again().status, StatusCode::OK);
}

#[test]
fn a_tag_by_hand_is_taken_and_told() {
    let (_folder, site) = world(|_| ());
    let say = |form: &'static str| {
        let request =
            Request::post("/mentions/twitter/a%2Fb%3F1/tags").header(header::HOST, "localhost");
        ask(&site, request.body(Body::from(form)).unwrap()).status
    };
    let count =
        || get(&site, "/api/v1/mentions?tag=late&limit=500").body.matches("published_at").count();
    let before = count();
    assert_eq!(say("action=remove&tag=late"), StatusCode::SEE_OTHER);
    assert_eq!(count(), before - 1);
    assert_eq!(say("action=maybe&tag=late"), StatusCode::BAD_REQUEST);
    assert_eq!(say("action=add&tag=No%20Tag"), StatusCode::BAD_REQUEST);
}

#[test]
fn before_anything_was_read_people_are_told_what_to_do() {
    let (_folder, site) = empty();
    let page = get(&site, "/");
    assert!(
        page.body.contains("Nothing was read yet.") && page.body.contains("tagline run --input")
    );
    assert!(get(&site, "/api/v1/mentions").body.contains("\"code\":\"empty-store\""));
    assert_eq!(get(&site, "/readyz").status, StatusCode::OK);
}
