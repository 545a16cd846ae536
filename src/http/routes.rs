//! Every route of the application, with who may use it.

use actix_web::dev::Handler;
use actix_web::http::Method;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, HttpResponse, Responder, Route};

use super::access::{Access, guard};
use super::{
    adviezen, ballot, booth, budget, codes, execution, fieldwork, health, help, home, ideas, letters, logbook, mailbox, outcome, pages, paper,
    people, polling, profile, receipt, rehearsal, review, rounds, sign_in, staff, tablet, timeline, work,
};

/// A route: its method, path, who may use it, and its handler.
pub struct Entry {
    /// Method.
    pub method: Method,
    /// Path, with `{names}`.
    pub path: &'static str,
    /// Who.
    pub access: Access,
    route: Route,
}

/// A list of routes that is being made.
#[derive(Default)]
pub struct Routes(Vec<Entry>);

impl Routes {
    /// A page.
    #[must_use]
    pub fn get<F, Args>(self, path: &'static str, access: Access, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.add(Method::GET, path, access, handler)
    }

    /// An action.
    #[must_use]
    pub fn post<F, Args>(self, path: &'static str, access: Access, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.add(Method::POST, path, access, handler)
    }

    fn add<F, Args>(mut self, method: Method, path: &'static str, access: Access, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let route = guarded(web::method(method.clone()).to(handler), access);
        self.0.push(Entry { method, path, access, route });
        self
    }

    /// The routes, for the table in the documentation and the test that proves it.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter()
    }

    /// The routes themselves.
    #[must_use]
    pub fn into_entries(self) -> Vec<Entry> {
        self.0
    }

    /// Hands the routes to actix: one resource per path, 405 for other methods.
    pub fn mount(self, config: &mut ServiceConfig) {
        let mut left = self.0;
        while let Some(path) = left.first().map(|entry| entry.path) {
            let (here, others): (Vec<Entry>, Vec<Entry>) = left.into_iter().partition(|entry| entry.path == path);
            left = others;
            let resource = here.into_iter().fold(web::resource(path), |resource, entry| resource.route(entry.route));
            config.service(resource.default_service(web::to(method_not_allowed)));
        }
    }
}

/// Apart from [`Routes::add`], so that the guard is compiled once and not for every handler.
fn guarded(route: Route, access: Access) -> Route {
    route.wrap(from_fn(move |request, next| guard(access, request, next)))
}

async fn method_not_allowed() -> HttpResponse {
    HttpResponse::MethodNotAllowed().content_type("text/plain; charset=utf-8").body("405")
}

/// All routes.
#[must_use]
pub fn all() -> Routes {
    // Routes are tried in this order: what a round of voting asks most comes first.
    let parts: &[fn(Routes) -> Routes] = &[
        ballot::routes,
        booth::routes,
        home::routes,
        ideas::routes,
        outcome::routes,
        rounds::routes,
        adviezen::routes,
        budget::routes,
        codes::routes,
        execution::routes,
        fieldwork::routes,
        health::routes,
        help::routes,
        letters::routes,
        logbook::routes,
        mailbox::routes,
        pages::routes,
        paper::routes,
        people::routes,
        polling::routes,
        profile::routes,
        receipt::routes,
        rehearsal::routes,
        review::routes,
        sign_in::routes,
        staff::routes,
        tablet::routes,
        timeline::routes,
        work::routes,
    ];
    parts.iter().fold(Routes::default(), |routes, add| add(routes))
}
