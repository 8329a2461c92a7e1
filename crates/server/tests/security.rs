//! What is hostile acts nowhere, what is expired opens nothing, and what is secret is told to nobody.

use std::io::Read as _;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use mention::Timestamp;
use report::turning;

use super::{Answered, addresses, ask, get, world};
use crate::access::{Access, NewToken, Token};
use crate::site::{Https, Site};
use crate::visitor::Role;
use crate::world::write_floods;

/// Signs that turn what follows around.
fn turns(text: &str) -> bool {
    text.chars().any(|sign| turning(sign).is_some())
}

/// A site that takes a token, and the token.
fn closed(role: Role) -> (tempfile::TempDir, Site, String) {
    let made = NewToken::make(role).unwrap();
    let token = Token::read("ann", &made.line).unwrap();
    let (folder, site) = world(|settings| settings.access = Access::new(vec![token], "s"));
    (folder, site, made.token)
}

fn post(site: &Site, path: &str, token: &str, form: &str) -> Answered {
    let request = Request::post(path).header(header::HOST, "localhost");
    let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    ask(site, request.body(Body::from(form.to_owned())).unwrap())
}

#[test]
fn hostile_texts_turn_nothing_around_and_flood_nothing() {
    let (folder, site) = world(|_| ());
    write_floods(&folder.path().join("tagline.db"));
    let mut pages = addresses();
    for name in report::ReportName::ALL {
        pages.extend(["", ".csv", ".html"].map(|it| format!("/reports/{name}{it}?period=all")));
    }
    pages.extend((50..58).map(|n| format!("/mentions/twitter/a%2Fb%3F{n}")));
    pages.extend(
        ["/mentions/twitter/wide", "/mentions/twitter/long", "/mentions/twitter/tall"]
            .map(str::to_owned),
    );
    for address in pages.iter().filter(|address| !address.starts_with("/api/")) {
        let answered = get(&site, address);
        assert_eq!(answered.status, StatusCode::OK, "{address}");
        assert!(!turns(&answered.body), "{address}");
        assert!(answered.body.len() < 3_000_000, "{address}: {}", answered.body.len());
        assert!(!answered.body.contains("\n\n\n\n"), "{address}");
    }
    let long = get(&site, "/api/v1/mentions?limit=500").body;
    assert!(long.len() < 8_000_000 && long.contains("\"next\""), "{}", long.len());
}

#[test]
fn a_workbook_holds_texts_and_no_formula() {
    let (_folder, site) = world(|_| ());
    for name in report::ReportName::ALL {
        let path = format!("/reports/{name}.xlsx?period=all");
        let request = Request::get(path).header(header::HOST, "localhost");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let bytes = runtime.block_on(async {
            use tower::ServiceExt;
            let router = crate::route::router(site.clone());
            let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
            axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap()
        });
        let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        for at in 0..book.len() {
            let mut file = book.by_index(at).unwrap();
            let (mut text, part) = (String::new(), file.name().unwrap().into_owned());
            if !part.starts_with("xl/worksheets/") || file.read_to_string(&mut text).is_err() {
                continue;
            }
            assert!(!text.contains("<f>"), "{name}: {part}");
            assert!(!text.contains("javascript:") && !turns(&text), "{name}: {part}");
        }
    }
}

#[test]
fn shared_links_end_and_show_one_page_without_names() {
    let (folder, site, token) = closed(Role::Grade);
    let shared = post(&site, "/share", &token, "of=/reports/todo%3Fperiod%3Dall&days=1").body;
    let (_, link) = shared.split_once("<pre class=\"link\" tabindex=\"0\">").unwrap();
    let link = link.split('<').next().unwrap().replace("&amp;", "&");
    let page = get(&site, &link);
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("hidden_handle") && !page.body.contains("href=\"/mentions"));
    let export = link.replace("/reports/todo?", "/reports/todo.csv?");
    assert_eq!(get(&site, &export).status, StatusCode::UNAUTHORIZED);

    let mut later = super::settings(&folder.path().join("tagline.db"));
    later.access = site.settings().access.clone();
    later.clock = || Timestamp::from_seconds(1_794_700_800 + 24 * 3600);
    assert_eq!(get(&Site::new(later), &link).status, StatusCode::UNAUTHORIZED);
    for days in ["0", "-1", "91", "x", "99999999999999999999"] {
        let refused = post(&site, "/share", &token, &format!("of=/&days={days}"));
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{days}");
    }
}

#[test]
fn a_cookie_is_for_https_only_where_browsers_come_by_it() {
    let check = |https: Https, forwarded: Option<&'static str>, secure: bool| {
        let made = NewToken::make(Role::Read).unwrap();
        let token = Token::read("ann", &made.line).unwrap();
        let (_folder, site) = world(|settings| {
            settings.access = Access::new(vec![token], "s");
            settings.https = https;
        });
        let mut request = Request::post("/sign-in").header(header::HOST, "localhost");
        if let Some(by) = forwarded {
            request = request.header("x-forwarded-proto", by);
        }
        let form = format!("token={}", made.token);
        let headers: HeaderMap = ask(&site, request.body(Body::from(form)).unwrap()).headers;
        let cookie = headers[header::SET_COOKIE].to_str().unwrap();
        assert_eq!(cookie.ends_with("; Secure"), secure, "{https:?} {forwarded:?}: {cookie}");
        let strict = headers.contains_key(header::STRICT_TRANSPORT_SECURITY);
        assert_eq!(strict, secure, "{https:?} {forwarded:?}");
    };
    check(Https::Off, None, false);
    check(Https::Off, Some("https"), false);
    check(Https::Always, None, true);
    check(Https::Forwarded, None, false);
    check(Https::Forwarded, Some("http"), false);
    check(Https::Forwarded, Some("https, http"), true);
}

#[test]
fn tokens_and_secrets_stand_on_no_page() {
    let (_folder, site, token) = closed(Role::Admin);
    for address in addresses() {
        let request = Request::get(&address).header(header::HOST, "localhost");
        let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        let answered = ask(&site, request.body(Body::empty()).unwrap());
        assert_eq!(answered.status, StatusCode::OK, "{address}");
        assert!(!answered.body.contains(&token[8..]), "{address}");
    }
}
