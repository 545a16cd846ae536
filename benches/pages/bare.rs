//! The least a web server can do: a page that is always ready, and one insert that is on disk
//! before it is answered.

use std::net::TcpListener;
use std::path::Path;

use actix_web::dev::Server;
use actix_web::web::{self, Bytes, Data};
use actix_web::{App, HttpResponse, HttpServer};
use diesel::{Connection, PgConnection, RunQueryDsl, SqliteConnection};
use wijkdeal::storage::{Database, Target};

use crate::Outcome;
use crate::servers::WORKERS;

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
    let table = "CREATE TABLE IF NOT EXISTS bare (id BIGINT, text TEXT NOT NULL)";
    match &target {
        Target::Sqlite(path) => diesel::sql_query(table).execute(&mut SqliteConnection::establish(path)?)?,
        Target::Postgres(url) => diesel::sql_query(table).execute(&mut PgConnection::establish(url)?)?,
    };
    let db = Database::open_migrated(&target, 8)?;
    let bare = Data::new(Bare { db, page: page.into(), shares_commits: matches!(target, Target::Sqlite(_)) });
    let server = HttpServer::new(move || App::new().app_data(bare.clone()).route("/", web::get().to(show)).route("/insert", web::post().to(insert)));
    Ok(server.workers(WORKERS).listen(listener)?.run())
}

async fn show(bare: Data<Bare>) -> HttpResponse {
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(bare.page.clone())
}

async fn insert(bare: Data<Bare>) -> wijkdeal::error::Result<HttpResponse> {
    let statement = |conn: &mut wijkdeal::storage::Db| {
        diesel::sql_query("INSERT INTO bare (id, text) VALUES (1, 'a sentence about as long as one ballot')").execute(conn)?;
        Ok(())
    };
    if bare.shares_commits {
        bare.db.write_unseen(statement).await?;
    } else {
        bare.db.read(statement).await?;
    }
    Ok(HttpResponse::Ok().body("saved"))
}
