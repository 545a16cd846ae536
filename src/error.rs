//! The one error of everything a person asks for, and the message it becomes.

use std::fmt;

/// A sentence for people: the key of a translation with its arguments.
///
/// No prose is made in code; `tests/templates.rs` checks that every key exists in every language.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Message {
    /// Key in `templates/locales/*/*.ftl`.
    pub key: &'static str,
    /// Arguments of the sentence.
    pub args: Vec<(&'static str, String)>,
}

impl From<&'static str> for Message {
    fn from(key: &'static str) -> Self {
        Self::new(key)
    }
}

impl Message {
    /// A sentence without arguments.
    #[must_use]
    pub const fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// The same sentence with one more argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// What is wrong with one field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the field.
    pub field: String,
    /// What to do.
    pub message: Message,
}

impl FieldError {
    /// An error at a field.
    #[must_use]
    pub fn new(field: impl Into<String>, message: Message) -> Self {
        Self { field: field.into(), message }
    }
}

/// Why something a person asked for did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is not there, or not for this person to know that it is.
    #[error("not found")]
    NotFound,
    /// This person may not do this.
    #[error("forbidden")]
    Forbidden,
    /// Somebody must sign in first.
    #[error("sign in first")]
    SignInFirst,
    /// Somebody must show once more that it is them, with a new code of their app.
    #[error("a new code first")]
    CodeFirst,
    /// The rules say no; the message says why and what now.
    #[error("refused: {}", .0.key)]
    Refused(Message),
    /// Some fields need another look.
    #[error("{} fields are not right", .0.len())]
    Invalid(Vec<FieldError>),
    /// Somebody else changed it in the meantime.
    #[error("changed by somebody else in the meantime")]
    Conflict,
    /// Too many at once; nothing was done.
    #[error("too busy")]
    Busy,
    /// The database is gone, full, or held by somebody else; nothing was done. The text is for the log only.
    #[error("the database cannot be used now: {0}")]
    Unavailable(String),
    /// Too many tries; wait so many seconds.
    #[error("too many tries")]
    TooManyTries(u64),
    /// The request took too long to come in or to be answered.
    #[error("too slow")]
    TooSlow,
    /// More was sent than is accepted.
    #[error("too large")]
    TooLarge,
    /// Our fault. The text is for the log only.
    #[error("internal: {0}")]
    Internal(String),
}

impl Error {
    /// A refusal with this message.
    #[must_use]
    pub const fn refused(message: Message) -> Self {
        Self::Refused(message)
    }

    /// An internal error with its cause, for the log.
    #[must_use]
    pub fn internal(cause: impl fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }
}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        match error {
            diesel::result::Error::NotFound => Self::NotFound,
            other if is_outage(&other) => Self::Unavailable(other.to_string()),
            other => Self::Internal(other.to_string()),
        }
    }
}

/// What databases say when it is they who cannot go on, not the statement that is wrong.
const OUTAGES: [&str; 12] = [
    "database or disk is full",
    "disk I/O error",
    "database is locked",
    "unable to open database file",
    "readonly database",
    "No space left on device",
    "no connection to the server",
    "server closed the connection",
    "the database system is",
    "terminating connection",
    "due to lock timeout",
    "due to statement timeout",
];

/// Whether the database itself is in trouble: nothing was saved, nobody who asked did anything
/// wrong, and it may go well in a moment.
fn is_outage(error: &diesel::result::Error) -> bool {
    use diesel::result::{DatabaseErrorKind as Kind, Error as Diesel};
    match error {
        Diesel::DatabaseError(Kind::ClosedConnection | Kind::ReadOnlyTransaction, _) => true,
        Diesel::DatabaseError(_, what) => OUTAGES.iter().any(|text| what.message().contains(text)),
        Diesel::RollbackErrorOnCommit { .. } | Diesel::BrokenTransactionManager => true,
        _ => false,
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}

/// The result of everything a person asks for.
pub type Result<T, E = Error> = std::result::Result<T, E>;
