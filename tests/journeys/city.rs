//! What a new municipality has before its first round: gebieden, wijken, and one beheerder.

use chrono::NaiveDate;
use diesel::prelude::*;
use wijkdeal::domain::ids::GebiedId;
use wijkdeal::domain::person::{Role, Scope};
use wijkdeal::http::visit;
use wijkdeal::secrets::{random, sha256};
use wijkdeal::storage::schema::{gebieden, wijken};
use wijkdeal::storage::sessions;

use crate::support::TestApp;

/// Builds the city; gives the cookie of its beheerder.
pub async fn build(app: &TestApp) -> String {
    app.context
        .db
        .write(|conn| {
            let gebied: GebiedId = diesel::insert_into(gebieden::table)
                .values((gebieden::slug.eq("zuid"), gebieden::name.eq("Zuid"), gebieden::kind.eq("stad")))
                .returning(gebieden::id)
                .get_result(conn)?;
            for (slug, name, inhabitants) in [("de-wijert", "De Wijert", 8_000_i64), ("helpman", "Helpman", 6_000)] {
                diesel::insert_into(wijken::table)
                    .values((
                        wijken::gebied_id.eq(gebied),
                        wijken::slug.eq(slug),
                        wijken::name.eq(name),
                        wijken::inhabitants.eq(inhabitants),
                        wijken::inhabitants_year.eq(2026),
                        wijken::valid_from.eq(NaiveDate::from_ymd_opt(2020, 1, 1).unwrap()),
                    ))
                    .execute(conn)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    let beheerder = app.person_with("Bo Beheer", &[(Role::Beheerder, Scope::City)]).await;
    let (session, now): ([u8; 32], _) = (random().unwrap(), app.context.now());
    app.context.db.write(move |conn| Ok(sessions::start(conn, &sha256(&session), beheerder, true, now)?)).await.unwrap();
    visit::session_cookie(&app.context, &session, true).unwrap().to_string()
}
