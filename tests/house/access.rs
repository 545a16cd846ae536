//! Who may use which route: the table in the program is the whole truth, and holds over real HTTP.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::{App, HttpResponse, Responder, introspection::IntrospectionTree, test as fake, web};
use wijkdeal::domain::ids::AdviesorgaanId;
use wijkdeal::domain::person::{Role, Scope};
use wijkdeal::http::access::Access;
use wijkdeal::http::routes::{self, Entry};

use super::source::read;
use crate::support::{Browser, Page, TestApp, databases};

/// Somebody who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Visitor,
    Resident,
    Staff(Role),
}

impl Who {
    pub fn all() -> Vec<Self> {
        [Self::Visitor, Self::Resident].into_iter().chain(Role::ALL.iter().copied().map(Self::Staff)).collect()
    }

    /// A fresh browser of such a person.
    pub async fn browser(self, app: &TestApp) -> Browser {
        let name = format!("P{:?}", std::time::Instant::now()).replace(|c: char| !c.is_ascii_alphanumeric(), "");
        match self {
            Self::Visitor => app.visitor(),
            Self::Resident => app.browser_of(app.person_with(&name, &[]).await).await,
            Self::Staff(role) => app.staff(&name, role, scope_of(role)).await,
        }
    }

    fn may(self, access: Access) -> Answer {
        match (access, self) {
            (Access::Public | Access::Anyone, _) | (Access::SignedIn, Self::Resident | Self::Staff(_)) => Answer::In,
            (Access::SignedIn | Access::Roles(_), Self::Visitor) => Answer::SignIn,
            (Access::Roles(roles), Self::Staff(role)) if roles.contains(&role) => Answer::In,
            (Access::Roles(_), _) => Answer::No,
        }
    }
}

/// A scope the role can have.
pub fn scope_of(role: Role) -> Scope {
    let council = Scope::Adviesorgaan(AdviesorgaanId(1));
    if role.fits(council) { council } else { Scope::City }
}

#[derive(Debug, PartialEq, Eq)]
enum Answer {
    In,
    SignIn,
    No,
}

fn answer(page: &Page) -> Answer {
    match page.status {
        401 => Answer::SignIn,
        303 if page.header("location").is_some_and(|to| to.starts_with("/inloggen?verder=")) => Answer::SignIn,
        403 if page.shows("Dit mag u niet doen") => Answer::No,
        _ => Answer::In,
    }
}

/// An address of this pattern; the things it names do not exist.
pub fn address(pattern: &str) -> String {
    let mut path = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        // A pattern inside braces may have braces of its own: `{code:[a-z]{2}}`.
        let mut depth = 1;
        let end = after
            .char_indices()
            .find(|(_, c)| {
                depth += match c {
                    '{' => 1,
                    '}' => -1,
                    _ => 0,
                };
                depth == 0
            })
            .map_or(after.len(), |(at, _)| at);
        path.push_str(before);
        let allowed = &after[..end];
        let value = match allowed {
            _ if allowed.ends_with("{64}") => "0".repeat(64),
            _ if allowed.contains("[0-9") => "999999".to_owned(),
            _ => "bestaat-niet".to_owned(),
        };
        path.push_str(&value);
        rest = after.get(end + 1..).unwrap_or_default();
    }
    path + rest
}

pub fn entries() -> Vec<Entry> {
    routes::all().into_entries()
}

/// Runs a story on SQLite only: for what no database has a say in.
pub fn on_sqlite<F: AsyncFn(TestApp)>(story: F) {
    actix_web::rt::System::new().block_on(async {
        let app = TestApp::start(&databases::sqlite()).await;
        a_council(&app).await;
        story(app).await;
    });
}

/// Members of a council need one.
async fn a_council(app: &TestApp) {
    use diesel::prelude::*;
    use wijkdeal::storage::schema::adviesorganen::dsl as a;
    let insert = move |conn: &mut wijkdeal::storage::Db| {
        let row = (
            a::id.eq(1),
            a::slug.eq("wij-raad-x"),
            a::name.eq("WIJ-raad X"),
            a::purpose.eq("x"),
            a::max_members.eq(15),
            a::reply_days.eq(42),
            a::quorum.eq(50),
            a::majority.eq("simple"),
            a::recruiting.eq(""),
        );
        Ok(diesel::insert_into(a::adviesorganen).values(row).execute(conn)?)
    };
    app.context.db.write(insert).await.unwrap();
}

async fn tree(tree: web::Data<IntrospectionTree>) -> impl Responder {
    HttpResponse::Ok().content_type("application/json").body(tree.report_as_json())
}

#[test]
fn the_table_of_routes_is_the_whole_application() {
    actix_web::rt::System::new().block_on(async {
        let app =
            fake::init_service(App::new().configure(wijkdeal::server::configure).service(web::resource("/tree").route(web::get().to(tree)))).await;
        let report: serde_json::Value = fake::call_and_read_body_json(&app, fake::TestRequest::get().uri("/tree").to_request()).await;
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for item in report.as_array().unwrap() {
            let path = item["full_path"].as_str().unwrap();
            let methods = item["methods"].as_array().unwrap().iter().map(|method| method.as_str().unwrap().to_owned());
            if item["resource_type"] == "resource" && path != "/tree" {
                found.entry(path.to_owned()).or_default().extend(methods);
            }
        }
        let mut declared: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for entry in entries() {
            let first = declared.entry(entry.path.to_owned()).or_default().insert(entry.method.to_string());
            assert!(first, "{} {} is there twice", entry.method, entry.path);
        }
        assert_eq!(found, declared, "actix (left) and the table (right)");
    });
}

#[test]
fn the_table_in_the_documentation_is_the_one_of_the_program() {
    let made = wijkdeal::cli::routes::markdown();
    assert_eq!(read("docs/rechten.md"), made, "run: wijkdeal routes --markdown > docs/rechten.md");
}

/// Every route as every role, over real HTTP: in, sign in first, or not allowed.
#[test]
fn every_route_lets_in_exactly_who_the_table_says() {
    on_sqlite(async |app| {
        let mut wrong = Vec::new();
        for who in Who::all() {
            let reader = who.browser(&app).await;
            for entry in entries() {
                let path = address(entry.path);
                let page = if entry.method == "GET" {
                    reader.get_once(&path).await
                } else {
                    // What is sent may end the session or the account, so everybody sends once.
                    let browser = who.browser(&app).await;
                    let token = browser.token().await;
                    browser.post_once(&path, &[("csrf", &token)]).await
                };
                let (expected, found) = (who.may(entry.access), answer(&page));
                if expected != found || page.status >= 500 {
                    wrong.push(format!("{who:?} {} {path}: {found:?} ({}), declared {expected:?}", entry.method, page.status));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    });
}

#[test]
fn methods_that_nobody_declared_are_not_allowed() {
    on_sqlite(async |app| {
        let browser = app.visitor();
        let known: BTreeSet<&str> = entries().iter().map(|entry| entry.path).collect();
        for pattern in known {
            for method in ["DELETE", "PUT", "PATCH", "TRACE", "BREW"] {
                let page = browser.request(method.parse().unwrap(), &address(pattern), &[("sec-fetch-site", "same-origin")], Vec::new()).await;
                assert_eq!(page.status, 405, "{method} {pattern}");
            }
        }
    });
}
