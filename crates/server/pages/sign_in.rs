//! Signing in and out with a token, and sharing a page with people who have none.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use mention::Timestamp;
use report::Markup;

use crate::access::{COOKIE, SIGNED_IN_SECONDS};
use crate::error::Wrong;
use crate::layout::{self, Page, told_time};
use crate::parameters::Parameters;
use crate::route::{Needs, Route};
use crate::site::{Site, Visit};
use crate::visitor::Role;

/// Its addresses.
pub(crate) const ROUTES: &[Route] = &[
    Route {
        path: "/sign-in",
        needs: Needs::Nobody,
        about: "Asks for a token, and keeps it in the browser as long as it is good.",
        answer: || get(form).post(sign_in),
    },
    Route {
        path: "/sign-out",
        needs: Needs::Nobody,
        about: "Has the browser forget the token.",
        answer: || post(sign_out),
    },
    Route {
        path: "/share",
        needs: Needs::Role(Role::Grade),
        about: "Makes a link that shows one report to anybody for some days, without names.",
        answer: || post(share),
    },
];

/// Days a shared link may last.
const DAYS_MAX: i64 = 90;

/// Bytes of a form that is sent here.
const FORM_MAX: usize = 8 * 1024;

async fn form(State(site): State<Site>) -> Response {
    page_of(&site, "", None).into_response()
}

async fn sign_in(
    State(site): State<Site>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Wrong> {
    let form = sent(&body)?;
    let access = &site.settings().access;
    let Some(owner) = form.get("token").and_then(|token| access.owner(token)) else {
        let page = page_of(&site, "This token is not known here.", form.get("to"));
        return Ok((StatusCode::UNAUTHORIZED, page).into_response());
    };
    let cookie = access.cookie(owner, (site.settings().clock)());
    let to = form.get("to").filter(|to| is_local(to)).unwrap_or("/");
    leave(to, &kept(&site, &headers, &cookie, SIGNED_IN_SECONDS))
}

async fn sign_out(State(site): State<Site>, headers: HeaderMap) -> Result<Response, Wrong> {
    leave("/sign-in", &kept(&site, &headers, "", 0))
}

/// What a browser is told to keep: for this site alone, unseen by scripts, not sent along from other sites' pages, and by
/// HTTPS only where it came by that.
fn kept(site: &Site, headers: &HeaderMap, cookie: &str, seconds: i64) -> String {
    let path = site.base();
    let secure = if site.settings().https.is_used(headers) { "; Secure" } else { "" };
    format!("{COOKIE}={cookie}; Path={path}/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}")
}

async fn share(State(site): State<Site>, visit: Visit, body: Bytes) -> Result<Response, Wrong> {
    let form = sent(&body)?;
    let of = form.get("of").unwrap_or("/");
    let (path, query) = of.split_once('?').unwrap_or((of, ""));
    if path != "/" && !path.starts_with("/reports/") {
        return Err(Wrong::Question("only reports can be shared".to_owned()));
    }
    let days =
        form.get("days").unwrap_or("7").parse().ok().filter(|days| (1..=DAYS_MAX).contains(days));
    let days: i64 =
        days.ok_or_else(|| Wrong::Question(format!("a link lasts 1 to {DAYS_MAX} days")))?;
    let until = Timestamp((site.settings().clock)().0.saturating_add(days * 24 * 3_600_000));
    let link = site.settings().access.share(path, query, until);
    let mut page = Page::new("A link to share", "/reports");
    page.body.element("main", &[("class", "report narrow")], |main| {
        main.element("header", &[], |header| header.leaf("h1", &[], "A link to share"));
        let until = told_time(until, &site.settings().zone);
        main.leaf("p", &[("class", "lead")], &format!(
            "Whoever has it sees this one report, without names, until {until}. It ends earlier only when serve.secret is changed."
        ));
        main.element("p", &[], |line| line.leaf("a", &[("href", &link)], "Open it"));
        let whole = site.base() + &link;
        main.leaf("pre", &[("class", "link"), ("tabindex", "0")], &whole);
    });
    Ok(html(layout::page(&site, Some(&visit.visitor), None, &page)))
}

/// What a form of ours sent.
fn sent(body: &Bytes) -> Result<Parameters, Wrong> {
    if body.len() > FORM_MAX {
        return Err(Wrong::Size(FORM_MAX));
    }
    let text = std::str::from_utf8(body);
    Parameters::read(text.map_err(|_| Wrong::Question("the form is not UTF-8".to_owned()))?)
}

/// Whether an address leads to this server and nowhere else.
fn is_local(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//") && !address.contains(['\\', '\n', '\r'])
}

fn leave(to: &str, cookie: &str) -> Result<Response, Wrong> {
    let value = |text: &str| {
        HeaderValue::try_from(text).map_err(|_| Wrong::Question("the address is none".to_owned()))
    };
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, value(to)?);
    response.headers_mut().insert(header::SET_COOKIE, value(cookie)?);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn html(page: String) -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (headers, page).into_response()
}

fn page_of(site: &Site, trouble: &str, to: Option<&str>) -> Response {
    let mut page = Page::new("Sign in", "");
    write_form(trouble, to.unwrap_or("/"), &mut page.body);
    html(layout::page(site, None, None, &page))
}

/// Writes the form by which people sign in, and go on to `to`.
pub(crate) fn write_form(trouble: &str, to: &str, body: &mut Markup) {
    body.element("main", &[("class", "report narrow")], |main| {
        main.element("header", &[], |header| header.leaf("h1", &[], "Sign in"));
        if !trouble.is_empty() {
            main.leaf("p", &[("class", "refused"), ("role", "alert")], trouble);
        }
        let form = [("method", "post"), ("action", "/sign-in"), ("class", "asked")];
        main.element("form", &form, |form| {
            form.element("label", &[("class", "words")], |field| {
                field.leaf("span", &[], "Your token");
                field.void(
                    "input",
                    &[
                        ("type", "password"),
                        ("name", "token"),
                        ("autocomplete", "current-password"),
                        ("required", ""),
                    ],
                );
            });
            form.void("input", &[("type", "hidden"), ("name", "to"), ("value", to)]);
            form.leaf("button", &[], "Sign in");
        });
        let told =
            "Whoever runs this server makes one with `tagline serve token NAME --role read`.";
        main.leaf("p", &[("class", "lead")], told);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere_after_signing_in() {
        assert!(is_local("/") && is_local("/mentions?tag=a"));
        for other in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "",
            "javascript:x",
            "/a\r\nb",
        ] {
            assert!(!is_local(other), "{other}");
        }
    }
}
