//! Two sites in one server: what is let into one is a stranger in the other.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt;

use super::{Answered, settings};
use crate::access::{Access, NewToken, Token};
use crate::house;
use crate::site::Settings;
use crate::visitor::Role;
use crate::world;

/// A workspace over a store of its own, and a token for it.
fn workspace(name: &str, folder: &std::path::Path) -> (Settings, String) {
    let path = folder.join(format!("{name}.db"));
    let rules = world::rules();
    world::write(&path, &rules);
    let made = NewToken::make(Role::Admin).unwrap();
    let token = Token::read("ann", &made.line).unwrap();
    let mut settings = settings(&path);
    settings.rules = tokio::sync::watch::channel(std::sync::Arc::new(rules)).1;
    settings.access = Access::new(vec![token], &format!("s\n{name}"));
    settings.workspace = name.to_owned();
    (settings, made.token)
}

fn ask(house: &Router, request: axum::http::request::Builder, body: &str) -> Answered {
    let request = request.header(header::HOST, "localhost").body(Body::from(body.to_owned()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let response = house.clone().oneshot(request.unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        Answered { status: parts.status, headers: parts.headers, body }
    })
}

#[test]
fn no_token_cookie_or_link_of_one_opens_another() {
    let folder = tempfile::tempdir().unwrap();
    let ((acme, token), (other, _)) =
        (workspace("acme", folder.path()), workspace("other", folder.path()));
    let house = house::router(vec![acme, other]);
    let bearer = |path: &str| {
        let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
        ask(&house, request, "")
    };
    let page = bearer("/w/acme/");
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body.contains(" href=\"/w/acme/mentions\"")
            && !page.body.contains(" href=\"/mentions")
    );
    assert_eq!(bearer("/w/other/").status, StatusCode::UNAUTHORIZED);
    assert_eq!(bearer("/w/other/api/v1/mentions").status, StatusCode::UNAUTHORIZED);

    let sign_in = ask(&house, Request::post("/w/acme/sign-in"), &format!("token={token}&to=/live"));
    assert_eq!(sign_in.headers[header::LOCATION], "/w/acme/live");
    let cookie = sign_in.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
    assert!(cookie.contains("Path=/w/acme/;"), "{cookie}");
    let kept = cookie.split(';').next().unwrap();
    let with_cookie = |path: &str| ask(&house, Request::get(path).header(header::COOKIE, kept), "");
    assert_eq!(with_cookie("/w/acme/mentions").status, StatusCode::OK);
    assert_eq!(with_cookie("/w/other/mentions").status, StatusCode::UNAUTHORIZED);

    let share =
        Request::post("/w/acme/share").header(header::AUTHORIZATION, format!("Bearer {token}"));
    let shared = ask(&house, share, "of=/reports/tags%3Fperiod%3Dall&days=7").body;
    let (_, link) = shared.split_once("<pre class=\"link\" tabindex=\"0\">").unwrap();
    let link = link.split('<').next().unwrap().replace("&amp;", "&");
    assert!(link.starts_with("/w/acme/reports/tags?"), "{link}");
    assert_eq!(ask(&house, Request::get(&link), "").status, StatusCode::OK);
    let elsewhere = link.replace("/w/acme/", "/w/other/");
    assert_eq!(ask(&house, Request::get(&elsewhere), "").status, StatusCode::UNAUTHORIZED);
}

#[test]
fn the_root_tells_no_names_and_leads_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let sites = ["acme", "other"].map(|name| workspace(name, folder.path()).0);
    let house = house::router(sites.into());
    for path in ["/", "/mentions", "/w/", "/w/nobody/", "/w/acme%2F..%2Fother/", "/assets/site.css"]
    {
        let answered = ask(&house, Request::get(path), "");
        assert!(!answered.body.contains("acme") && !answered.body.contains("parcel"), "{path}");
        assert!(answered.headers.contains_key("content-security-policy"), "{path}");
    }
    let inside = ask(&house, Request::get("/w/acme"), "");
    assert_eq!(inside.headers[header::LOCATION], "/w/acme/");
    assert_eq!(ask(&house, Request::get("/w/acme/assets/site.css"), "").status, StatusCode::OK);
}

#[test]
fn one_workspace_alone_stands_at_the_root() {
    let folder = tempfile::tempdir().unwrap();
    let (site, token) = workspace("acme", folder.path());
    let house = house::router(vec![site]);
    let request = Request::get("/").header(header::AUTHORIZATION, format!("Bearer {token}"));
    let page = ask(&house, request, "");
    assert!(page.status == StatusCode::OK && page.body.contains(" href=\"/mentions\""));
}
