//! Every address there is, in one table: who may ask it, what it is for, and who answers.

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;

use crate::error::{self, Wrong};
use crate::pages::{live, sign_in};
use crate::site::Site;
use crate::visitor::{Role, Visitor};
use crate::{api, assets, pages, playground, probes, uploads};
use crate::{guard, house};

/// One address with its method.
pub(crate) struct Route {
    /// The path, `{name}` for a part that varies.
    pub(crate) path: &'static str,
    /// Who may ask.
    pub(crate) needs: Needs,
    /// What it is for, as a sentence.
    pub(crate) about: &'static str,
    /// Who answers.
    pub(crate) answer: fn() -> MethodRouter<Site>,
}

/// Who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Anybody: what is told is in the program for all to read.
    Nobody,
    /// Who has this role.
    Role(Role),
}

/// All of them.
pub(crate) fn routes() -> impl Iterator<Item = &'static Route> {
    let people =
        [pages::ROUTES, live::ROUTES, playground::ROUTES, uploads::ROUTES, sign_in::ROUTES];
    let machines = [assets::ROUTES, probes::ROUTES, api::ROUTES];
    people.into_iter().chain(machines).flatten()
}

/// The whole site.
pub(crate) fn router(site: Site) -> Router {
    let mut router = Router::new();
    for route in routes() {
        let checked = middleware::from_fn_with_state(route.needs, check);
        router = router.route(route.path, (route.answer)().route_layer(checked));
    }
    router
        .fallback(async || Wrong::Nothing("there is no page at this address".to_owned()))
        .method_not_allowed_fallback(async || Wrong::Method)
        .layer(middleware::from_fn_with_state(site.clone(), guard::know))
        .layer(middleware::from_fn_with_state(site.clone(), guard::limit))
        .layer(middleware::from_fn_with_state(site.clone(), error::write))
        .layer(middleware::from_fn_with_state(site.clone(), house::lead))
        .layer(middleware::from_fn(guard::seal))
        .with_state(site)
}

/// Lets in who may ask.
async fn check(State(needs): State<Needs>, request: Request, next: Next) -> Response {
    let visitor = request.extensions().get::<Visitor>().cloned();
    let role = visitor.as_ref().map(|visitor| visitor.role);
    let refused = match (needs, role) {
        (Needs::Role(_), None) => Some(Wrong::SignIn),
        (Needs::Role(needs), Some(has)) if has < needs => {
            Some(Wrong::Role { has: has.name(), needs: needs.name() })
        }
        (Needs::Nobody, _) | (Needs::Role(_), Some(_)) => None,
    };
    let mut response = match refused {
        Some(wrong) => wrong.into_response(),
        None => next.run(request).await,
    };
    // A page that tells of a failure has the same walls as the others.
    if let Some(visitor) = visitor {
        response.extensions_mut().insert(visitor);
    }
    response
}
