//! Forms only from our own pages, and into our own pages only.

use wijkdeal::domain::person::Role;
use wijkdeal::http::access::Access;
use wijkdeal::http::respond::own_path;
use wijkdeal::http::routes::Entry;

use super::access::{Who, address, entries, on_sqlite};
use crate::support::{Browser, TestApp};

/// Somebody who may use a route.
async fn allowed(app: &TestApp, entry: &Entry) -> Browser {
    match entry.access {
        Access::Public | Access::Anyone => Who::Visitor.browser(app).await,
        Access::SignedIn => Who::Resident.browser(app).await,
        Access::Roles(roles) => Who::Staff(*roles.first().unwrap()).browser(app).await,
    }
}

/// What is in the database: the rows of every table, counted.
async fn rows(app: &TestApp) -> Vec<(String, i64)> {
    use diesel::prelude::*;
    #[derive(QueryableByName)]
    struct Name {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
    }
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    app.context
        .db
        .read(|conn| {
            let names: Vec<Name> =
                diesel::sql_query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").load(conn)?;
            names
                .into_iter()
                .map(|table| {
                    let count: Count = diesel::sql_query(format!("SELECT count(*) AS n FROM {}", table.name)).get_result(conn)?;
                    Ok((table.name, count.n))
                })
                .collect()
        })
        .await
        .unwrap()
}

/// T-CSRF: every route that changes something refuses what does not come from a page of ours.
#[test]
fn every_route_that_changes_something_refuses_forms_from_elsewhere() {
    on_sqlite(async |app| {
        let base = app.base.clone();
        let other = Who::Staff(Role::Beheerder).browser(&app).await;
        let others_token = other.token().await;
        let form = ("content-type", "application/x-www-form-urlencoded");
        let mut wrong = Vec::new();
        for entry in entries().iter().filter(|entry| entry.method != "GET") {
            let browser = allowed(&app, entry).await;
            let token = browser.token().await;
            let path = address(entry.path);
            let own = format!("csrf={token}");
            let others = format!("csrf={others_token}");
            let before = rows(&app).await;
            for (what, headers, body) in [
                ("no token", vec![form, ("sec-fetch-site", "same-origin")], ""),
                ("the token of another session", vec![form, ("sec-fetch-site", "same-origin")], others.as_str()),
                ("cross-site", vec![form, ("sec-fetch-site", "cross-site")], own.as_str()),
                ("same-site", vec![form, ("sec-fetch-site", "same-site")], own.as_str()),
                ("an origin elsewhere", vec![form, ("origin", "https://evil.example")], own.as_str()),
                ("no origin at all", vec![form], own.as_str()),
                ("a cross-site request with our origin", vec![form, ("sec-fetch-site", "cross-site"), ("origin", base.as_str())], own.as_str()),
                ("JSON as text", vec![("content-type", "text/plain"), ("sec-fetch-site", "same-origin")], own.as_str()),
                ("a method in a header", vec![form, ("x-http-method-override", "GET"), ("origin", "null")], own.as_str()),
            ] {
                let page = browser.request(reqwest::Method::POST, &path, &headers, body.as_bytes().to_vec()).await;
                if page.status != 403 {
                    wrong.push(format!("{path} with {what}: {}", page.status));
                }
            }
            if rows(&app).await != before {
                wrong.push(format!("{path} changed something"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    });
}

/// T-CSRF: reading changes nothing, whoever reads.
#[test]
fn reading_changes_nothing() {
    on_sqlite(async |app| {
        let beheerder = Who::Staff(Role::Beheerder).browser(&app).await;
        let before = rows(&app).await;
        for entry in entries().iter().filter(|entry| entry.method == "GET") {
            beheerder.get_once(&address(entry.path)).await;
            assert_eq!(rows(&app).await, before, "{}", entry.path);
        }
    });
}

/// T-ROLE: a field that a form does not have is refused, so nothing can be slipped in.
#[test]
fn a_field_too_many_is_refused() {
    on_sqlite(async |app| {
        let anna = Who::Resident.browser(&app).await;
        let page = anna.get("/mijn/profiel").await.submit(&[("name", "Anna"), ("role", "beheerder")]).await;
        assert_eq!(page.status, 409, "{}", page.text());
        assert!(!anna.get("/mijn/profiel").await.shows("Werk"));
    });
}

/// T-REDIR: after signing in, nobody is sent to another site.
#[test]
fn nobody_is_sent_to_another_site_after_signing_in() {
    on_sqlite(async |app| {
        for away in
            ["//evil.example", "/\\evil.example", "https:evil", "https://evil.example", "javascript:alert(1)", "/%2f%2fevil.example", "%2f%2fevil"]
        {
            assert_eq!(own_path(away), "/", "{away}");
            let email = "anna@voorbeeld.nl";
            let browser = app.visitor();
            let page = browser.get(&format!("/inloggen?verder={away}")).await;
            assert_eq!(page.value("input[name=next]").as_deref(), Some("/"), "{away}");
            page.submit(&[("email", email), ("next", away)]).await;
            app.time_passes(chrono::TimeDelta::minutes(16));
        }
    });
}
