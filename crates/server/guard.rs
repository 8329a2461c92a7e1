//! What every question passes before it is answered, and every answer before it goes out.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::Wrong;
use crate::site::Site;

/// How long an answer may take.
const ANSWER_MAX: Duration = Duration::from_mins(1);

/// Bytes of a question's body.
pub(crate) const BODY_MAX: usize = 16 * 1024 * 1024;

/// What each answer says to the browser: only files of this server act, and nothing goes elsewhere.
const SEALS: [(HeaderName, &str); 8] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Elsewhere nothing is told; here a form that is sent has to say whose it is.
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
];

/// What a browser that came by HTTPS is told: not to come otherwise for a year.
const STRICT: &str = "max-age=31536000";

/// Puts the seals on an answer.
pub(crate) async fn seal(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in SEALS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Refuses a question by a name that is not ours, and one that sends too much; gives up on an answer that takes too long.
pub(crate) async fn limit(State(site): State<Site>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if !host.is_some_and(|host| is_ours(host, &site.settings().hosts)) {
        return Wrong::Host.into_response();
    }
    if !request.method().is_safe() && !is_from_here(request.headers()) {
        return Wrong::Origin.into_response();
    }
    let length =
        request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    if length.is_some_and(|length| length.parse::<usize>().is_ok_and(|length| length > BODY_MAX)) {
        return Wrong::Size(BODY_MAX).into_response();
    }
    let is_https = site.settings().https.is_used(request.headers());
    let mut response = within(ANSWER_MAX, next.run(request)).await;
    if is_https {
        let headers = response.headers_mut();
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(STRICT));
    }
    response
}

/// The answer, unless the question does not come to its end or the answer is not made in this time.
pub(crate) async fn within(most: Duration, answer: impl Future<Output = Response>) -> Response {
    let late = |_| Wrong::Busy("this takes too long to answer").into_response();
    tokio::time::timeout(most, answer).await.unwrap_or_else(late)
}

/// Finds out who asks.
pub(crate) async fn know(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let settings = site.settings();
    let (method, uri, headers) = (request.method(), request.uri(), request.headers());
    let visitor = settings.access.visitor(method, uri, headers, (settings.clock)(), settings.names);
    if let Some(visitor) = visitor {
        request.extensions_mut().insert(visitor);
    }
    next.run(request).await
}

/// Whether a question that changes something comes from a page of ours, or from no page at all.
fn is_from_here(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    match text(header::ORIGIN) {
        // What stands before the host says how it was come by, which a proxy may have changed.
        Some(origin) => origin.split_once("://").map(|(_, host)| host) == text(header::HOST),
        None => text(HeaderName::from_static("sec-fetch-site"))
            .is_none_or(|site| ["same-origin", "none"].contains(&site)),
    }
}

/// Whether a page that asks by this name is one of ours. Elsewhere somebody could have a name of their own point here,
/// and their page ask in the name of whoever opened it; a bare address cannot be made to.
pub(crate) fn is_ours(host: &str, named: &[String]) -> bool {
    let digits = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let name =
        host.rsplit_once(':').filter(|(_, port)| digits(port)).map_or(host, |(name, _)| name);
    let bracketed = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    let is_address = match bracketed {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => name.parse::<Ipv4Addr>().is_ok(),
    };
    is_address
        || name.eq_ignore_ascii_case("localhost")
        || named.iter().any(|ours| ours.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_names_and_bare_addresses_are_ours() {
        let named = ["tagline.example.com".to_owned()];
        for ours in [
            "localhost",
            "LOCALHOST:80",
            "127.0.0.1:4270",
            "10.1.2.3",
            "[::1]:4270",
            "[fe80::1]",
            "tagline.example.com:443",
        ] {
            assert!(is_ours(ours, &named), "{ours}");
        }
        for other in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example:80",
            "[evil]",
            "1.2.3",
            "a@localhost:x",
        ] {
            assert!(!is_ours(other, &named), "{other}");
        }
        assert!(!is_ours("tagline.example.com", &[]));
    }
}
