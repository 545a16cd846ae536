//! The least a web server can do: a page that is always ready, and one insert that is on disk
//! before it is answered: as many bytes as a sealed ballot, under a random key.

use std::net::TcpListener;
use std::path::Path;

use actix_web::dev::Server;
use actix_web::web::{self, Bytes, Data};
use actix_web::{App, HttpResponse, HttpServer};
use diesel::prelude::*;
use wijkdeal::error::{Error, Result};
use wijkdeal::on_each;
use wijkdeal::secrets::random;
use wijkdeal::storage::{Database, Db, Target};

use crate::Outcome;
use crate::servers::WORKERS;

/// Bytes of the two seals of a ballot with 100 plans.
const BALLOT: usize = 490;

diesel::table! {
    bare (key) {
        key -> Binary,
        ballot -> Binary,
    }
}

struct Bare {
    db: Database,
    page: Bytes,
    /// On SQLite through the writer that shares commits; on PostgreSQL one statement by itself.
    shares_commits: bool,
}

/// A server with one page and one table, on the same kind of database as ours.
pub fn start(target: &Target, folder: &Path, page: Vec<u8>, listener: TcpListener) -> Outcome<Server> {
    let target = match target {
        Target::Sqlite(_) => Target::Sqlite(folder.join("bare.sqlite").display().to_string()),
        other @ Target::Postgres(_) => other.clone(),
    };
    match &target {
        Target::Sqlite(path) => diesel::sql_query("CREATE TABLE bare (key BLOB PRIMARY KEY, ballot BLOB NOT NULL) WITHOUT ROWID")
            .execute(&mut SqliteConnection::establish(path)?)?,
        Target::Postgres(url) => {
            diesel::sql_query("CREATE TABLE bare (key BYTEA PRIMARY KEY, ballot BYTEA NOT NULL)").execute(&mut PgConnection::establish(url)?)?
        }
    };
    let db = Database::open_migrated(&target, 8)?;
    let bare = Data::new(Bare { db, page: page.into(), shares_commits: matches!(target, Target::Sqlite(_)) });
    let server = HttpServer::new(move || App::new().app_data(bare.clone()).route("/", web::get().to(show)).route("/insert", web::post().to(insert)));
    Ok(server.workers(WORKERS).listen(listener)?.run())
}

async fn show(bare: Data<Bare>) -> HttpResponse {
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(bare.page.clone())
}

async fn insert(web: Data<Bare>) -> Result<HttpResponse> {
    let (key, ballot): ([u8; 32], _) = (random().map_err(Error::Internal)?, [7; BALLOT]);
    let statement = move |conn: &mut Db| {
        on_each!(conn, |c| diesel::insert_into(bare::table).values((bare::key.eq(key.as_slice()), bare::ballot.eq(ballot.as_slice()))).execute(c))?;
        Ok(())
    };
    if web.shares_commits {
        web.db.write_unseen(statement).await?;
    } else {
        web.db.read(statement).await?;
    }
    Ok(HttpResponse::Ok().body("saved"))
}
