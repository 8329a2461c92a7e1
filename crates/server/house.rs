//! Several sites in one server, each with its own store, rules and tokens below `/w/NAME`: whoever is let into one is a
//! stranger in the others.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower::ServiceExt;

use crate::guard;
use crate::route;
use crate::site::{Settings, Site};

/// Where the workspaces begin.
const BELOW: &str = "/w/";

/// The sites by their names.
type House = Arc<BTreeMap<String, Router>>;

/// What is served: one site at the root, several below their names.
pub(crate) fn router(mut sites: Vec<Settings>) -> Router {
    if sites.len() == 1
        && let Some(mut only) = sites.pop()
    {
        only.workspace = String::new();
        return route::router(Site::new(only));
    }
    let hosts: Arc<[String]> =
        sites.first().map(|site| site.hosts.clone()).unwrap_or_default().into();
    let named = sites.into_iter().map(|site| {
        let name = site.workspace.clone();
        (name, route::router(Site::new(site)))
    });
    let house: House = Arc::new(named.collect());
    Router::new()
        .route("/", get(async || DOOR))
        .route("/livez", get(async || "alive\n"))
        .fallback(enter)
        .layer(middleware::from_fn_with_state(hosts, known_host))
        .layer(middleware::from_fn(guard::seal))
        .with_state(house)
}

/// What stands at the root: whose workspaces there are is nobody's business.
const DOOR: &str =
    "This server has several workspaces. Ask whoever runs it for the address of yours: /w/NAME/\n";

/// Refuses a question by a name that is not ours, before it is looked where it leads.
async fn known_host(State(hosts): State<Arc<[String]>>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if host.is_some_and(|host| guard::is_ours(host, &hosts)) {
        return next.run(request).await;
    }
    (StatusCode::MISDIRECTED_REQUEST, "This server is not called that.\n").into_response()
}

/// Hands a question to the site it is for, by the address the site itself knows.
async fn enter(State(house): State<House>, mut request: Request) -> Response {
    let nothing = || (StatusCode::NOT_FOUND, "There is no page at this address.\n").into_response();
    let Some(path) = request.uri().path().strip_prefix(BELOW) else { return nothing() };
    let Some((name, _)) = path.split_once('/') else {
        let inside = HeaderValue::try_from(format!("{BELOW}{path}/"));
        let Ok(inside) = inside else { return nothing() };
        return (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, inside)]).into_response();
    };
    let Some(site) = house.get(name).cloned() else { return nothing() };
    let Some(address) = inner(request.uri(), name) else { return nothing() };
    *request.uri_mut() = address;
    match site.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// The address without `/w/NAME`.
fn inner(address: &Uri, name: &str) -> Option<Uri> {
    let whole = address.path_and_query()?.as_str();
    let rest = whole.strip_prefix(BELOW)?.strip_prefix(name)?;
    let mut parts = address.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(rest).ok()?);
    Uri::from_parts(parts).ok()
}

/// A page whose links lead on below `base`. In markup a quotation mark of a text is always escaped, so that what looks like
/// one of these attributes is one.
pub(crate) fn rooted(page: String, base: &str) -> String {
    if base.is_empty() {
        return page;
    }
    let attributes = [" href=\"/", " src=\"/", " action=\"/", " formaction=\"/"];
    attributes.into_iter().fold(page, |page, attribute| {
        let (start, _) = attribute.split_at(attribute.len() - 1);
        page.replace(attribute, &format!("{start}{base}/"))
    })
}

/// Leads on below `/w/NAME` where an answer leads on.
pub(crate) async fn lead(State(site): State<Site>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let base = site.base();
    let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
    let to = to.filter(|to| !base.is_empty() && to.starts_with('/'));
    if let Some(Ok(to)) = to.map(|to| HeaderValue::try_from(format!("{base}{to}"))) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_on_below_the_base_and_texts_stay() {
        let page = "<a class=\"x\" href=\"/mentions?a=b\">say href=&quot;/</a><form action=\"/x\"><img src=\"/a\"><a href=\"https://x/\">";
        let rooted = rooted(page.to_owned(), "/w/acme");
        assert_eq!(
            rooted,
            "<a class=\"x\" href=\"/w/acme/mentions?a=b\">say href=&quot;/</a><form action=\"/w/acme/x\"><img src=\"/w/acme/a\"><a href=\"https://x/\">"
        );
        assert_eq!(super::rooted(page.to_owned(), ""), page);
    }

    #[test]
    fn an_address_is_what_the_site_knows() {
        let check = |address: &str, name: &str, expected: Option<&str>| {
            let inner = inner(&address.parse().unwrap(), name);
            assert_eq!(inner.map(|address| address.to_string()).as_deref(), expected, "{address}");
        };
        check("/w/acme/", "acme", Some("/"));
        check("/w/acme/mentions?q=/w/acme/", "acme", Some("/mentions?q=/w/acme/"));
        check("/w/acme//x", "acme", Some("//x"));
        check("/mentions", "acme", None);
    }
}
