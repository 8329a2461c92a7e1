//! The work list as somebody works it off: what is said takes a mention off it, and puts it back.

use std::sync::atomic::{AtomicI64, Ordering};

use axum::body::Body;
use axum::http::{HeaderName, Request, StatusCode, header};
use mention::Timestamp;

use super::{Answered, ask, get, world};
use crate::access::{Access, NewToken, Token};
use crate::site::Site;
use crate::visitor::Role;
use crate::world::write_conversation;

/// A clock on which each look is a second later: of two words the later counts.
fn ticking() -> Timestamp {
    static SECONDS: AtomicI64 = AtomicI64::new(1_794_700_800);
    Timestamp::from_seconds(SECONDS.fetch_add(1, Ordering::Relaxed))
}

const ASKS: &str = "/mentions/twitter/a%2Fb%3F1/settle";

fn settle(site: &Site, path: &str, more: &[(HeaderName, &str)], form: &'static str) -> Answered {
    let request = Request::post(path).header(header::HOST, "localhost");
    let request = more.iter().fold(request, |request, (name, value)| request.header(name, *value));
    ask(site, request.body(Body::from(form)).unwrap())
}

/// Whether the list holds what is asked, with its buttons.
fn waits(site: &Site) -> bool {
    let page = get(site, "/todo?period=all").body;
    let button = format!("form=\"settle\" formaction=\"{ASKS}\" name=\"how\" value=\"elsewhere\"");
    page.contains(&button)
}

#[test]
fn what_is_settled_leaves_the_list_and_can_be_put_back() {
    let (folder, site) = world(|settings| settings.clock = ticking);
    write_conversation(&folder.path().join("tagline.db"));
    assert!(waits(&site));
    for (how, told) in [("elsewhere", "answered elsewhere"), ("not-needed", "none needed")] {
        let form = format!("how={how}&back=%3Fperiod%3Dall").leak();
        let answered = settle(&site, ASKS, &[], form);
        assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.body);
        assert_eq!(answered.headers[header::LOCATION], "/todo?period=all");
        let page = get(&site, "/todo?period=all").body;
        assert!(!waits(&site) && page.contains(&format!("last one {told}")), "{how}");
        assert!(page.contains(&format!("{told}, says somebody at this machine")), "{how}");
        let back = settle(&site, ASKS, &[], "how=waits");
        assert_eq!((back.status, waits(&site)), (StatusCode::SEE_OTHER, true), "{how}");
        assert!(!get(&site, "/todo?period=all").body.contains("Taken off the list"), "{how}");
    }
}

#[test]
fn what_makes_no_sense_settles_nothing() {
    let (folder, site) = world(|_| ());
    write_conversation(&folder.path().join("tagline.db"));
    let check = |path: &str, form: &'static str, status: StatusCode| {
        let answered = settle(&site, path, &[], form);
        assert_eq!(answered.status, status, "{path} {form}: {}", answered.body);
        assert!(waits(&site), "{path} {form}");
    };
    check(ASKS, "", StatusCode::BAD_REQUEST);
    check(ASKS, "how=perhaps", StatusCode::BAD_REQUEST);
    check(ASKS, "how=elsewhere&back=%2F%2Fevil.example", StatusCode::BAD_REQUEST);
    check(ASKS, "how=%ff", StatusCode::BAD_REQUEST);
    check("/mentions/twitter/nobody/settle", "how=elsewhere", StatusCode::NOT_FOUND);
    check("/mentions/twitter/a%2Fb%3F1/settle?a=b", "how=elsewhere", StatusCode::BAD_REQUEST);
    let elsewhere = [(header::ORIGIN, "http://evil.example")];
    let answered = settle(&site, ASKS, &elsewhere, "how=elsewhere");
    assert_eq!((answered.status, waits(&site)), (StatusCode::FORBIDDEN, true));
}

#[test]
fn only_who_may_grade_settles_and_sees_buttons() {
    for (role, may) in [(Role::Read, false), (Role::Grade, true)] {
        let made = NewToken::make(role).unwrap();
        let token = Token::read("ann", &made.line).unwrap();
        let (folder, site) = world(|settings| settings.access = Access::new(vec![token], "s"));
        write_conversation(&folder.path().join("tagline.db"));
        let bearer = format!("Bearer {}", made.token);
        let page = || {
            let request = Request::get("/todo?period=all").header(header::HOST, "localhost");
            let request = request.header(header::AUTHORIZATION, &bearer);
            ask(&site, request.body(Body::empty()).unwrap()).body
        };
        assert_eq!(page().contains(ASKS), may);
        let said = [(header::AUTHORIZATION, bearer.as_str())];
        let answered = settle(&site, ASKS, &said, "how=elsewhere");
        let status = if may { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };
        assert_eq!(answered.status, status);
        assert_eq!(page().contains("answered elsewhere, says ann"), may);
    }
}
