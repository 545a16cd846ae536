//! One connection type over two databases.

use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, Connection, SimpleConnection, TransactionManager};
use diesel::r2d2::{self, ManageConnection, R2D2Connection};
use diesel::{PgConnection, SqliteConnection};

/// A connection to either database. Most queries compile on it as they stand.
#[derive(diesel::MultiConnection)]
pub enum Db {
    /// PostgreSQL.
    Postgres(PgConnection),
    /// SQLite.
    Sqlite(SqliteConnection),
}

/// Runs the same expression on the concrete connection inside, for the few statements the derived
/// backend cannot say: `ON CONFLICT`, inserts of many rows, unions.
#[macro_export]
macro_rules! on_each {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn {
            $crate::storage::Db::Postgres($c) => $body,
            $crate::storage::Db::Sqlite($c) => $body,
        }
    };
}

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A `postgres://` address.
    Postgres(String),
    /// A file.
    Sqlite(String),
}

/// An address that names no database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("DATABASE_URL must start with sqlite: or postgres://")]
pub struct UnknownScheme;

impl Target {
    /// Reads `sqlite:PATH` or `postgres://...`. Anything else is refused, so that a typing error
    /// never makes an empty file.
    ///
    /// # Errors
    /// When the scheme is another one.
    pub fn parse(url: &str) -> Result<Self, UnknownScheme> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        match url.strip_prefix("sqlite:").map(|path| path.strip_prefix("//").unwrap_or(path)) {
            Some(path) if !path.is_empty() => Ok(Self::Sqlite(path.to_owned())),
            _ => Err(UnknownScheme),
        }
    }
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Reading only (SQLite refuses writes on it).
    Read,
    /// Reading and writing.
    Write,
}

/// Opens connections for a pool.
#[derive(Debug, Clone)]
pub struct Manager {
    /// Where.
    pub target: Target,
    /// What for.
    pub purpose: Purpose,
}

/// A pool of connections.
pub type Pool = r2d2::Pool<Manager>;

const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
    PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON; PRAGMA cell_size_check = ON;";

/// A statement may take 15 s and wait 2 s for a lock; a transaction that does nothing ends.
const POSTGRES_SETTINGS: &str = "SET TIME ZONE 'UTC'; SET statement_timeout = '15s'; SET lock_timeout = '2s'; \
    SET idle_in_transaction_session_timeout = '10s'; SET client_min_messages = warning;";

impl ManageConnection for Manager {
    type Connection = Db;
    type Error = r2d2::Error;

    fn connect(&self) -> Result<Db, r2d2::Error> {
        match &self.target {
            Target::Postgres(url) => {
                let mut conn = PgConnection::establish(url).map_err(r2d2::Error::ConnectionError)?;
                conn.batch_execute(POSTGRES_SETTINGS).map_err(r2d2::Error::QueryError)?;
                Ok(Db::Postgres(conn))
            }
            Target::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(path).map_err(r2d2::Error::ConnectionError)?;
                conn.batch_execute(SQLITE_SETTINGS).map_err(r2d2::Error::QueryError)?;
                let own = match self.purpose {
                    Purpose::Read => "PRAGMA query_only = ON;",
                    // Ballots land on pages all over the box: the one writer keeps up to 64 MiB of them at hand, and
                    // puts them in their place once per 16 MiB of log, when many have been written more than once.
                    Purpose::Write => "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000;",
                };
                conn.batch_execute(own).map_err(r2d2::Error::QueryError)?;
                Ok(Db::Sqlite(conn))
            }
        }
    }

    fn is_valid(&self, conn: &mut Db) -> Result<(), r2d2::Error> {
        conn.ping().map_err(r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Db) -> bool {
        conn.is_broken()
    }
}

/// A pool of at most `size` connections; asking waits 2 s at most.
///
/// # Errors
/// When not even one connection can be opened.
pub fn pool(target: &Target, purpose: Purpose, size: u32) -> Result<Pool, String> {
    let manager = Manager { target: target.clone(), purpose };
    r2d2::Pool::builder()
        .max_size(size)
        .min_idle(Some(1))
        .test_on_check_out(false)
        .connection_timeout(Duration::from_secs(2))
        .build(manager)
        .map_err(|error| error.to_string())
}

/// Whether a connection still answers. One that does not is not used again: the pool makes another.
pub(super) fn answers(conn: &mut Db) -> bool {
    let alive = conn.ping().is_ok();
    if !alive {
        <Db as Connection>::TransactionManager::transaction_manager_status_mut(conn).set_in_error();
    }
    alive
}

/// Begins a transaction that may write. SQLite takes its write lock at once (`BEGIN IMMEDIATE`):
/// one that reads first and writes later would fail half way.
pub(super) fn begin(conn: &mut Db) -> diesel::QueryResult<()> {
    match conn {
        Db::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
        Db::Postgres(c) => AnsiTransactionManager::begin_transaction(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_error_in_the_address_makes_no_database() {
        assert_eq!(Target::parse("sqlite:data/wijkdeal.sqlite"), Ok(Target::Sqlite("data/wijkdeal.sqlite".into())));
        assert_eq!(Target::parse("postgres://localhost/w"), Ok(Target::Postgres("postgres://localhost/w".into())));
        for wrong in ["", "sqlite:", "postgress://x", "data/wijkdeal.sqlite", "mysql://x"] {
            assert_eq!(Target::parse(wrong), Err(UnknownScheme), "{wrong:?}");
        }
    }
}
