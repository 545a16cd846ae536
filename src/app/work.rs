//! The start page of staff: what waits for them. Every area adds what it has to do.

use super::review::{forwarding, queue};
use super::{Context, arguments, count, help, rounds};
use crate::domain::person::Actor;
use crate::domain::time::Instant;
use crate::error::{Message, Result};
use crate::storage::Db;

/// Something that waits for somebody.
#[derive(Debug, Clone)]
pub struct Task {
    /// Where it is done.
    pub href: String,
    /// What it is.
    pub label: Message,
    /// How many there are; a task with none is not shown.
    pub count: i64,
}

/// What waits for somebody, and the rounds they work on.
///
/// # Errors
/// When the database fails.
pub async fn overview(context: &Context, actor: Actor) -> Result<(Vec<Task>, Vec<rounds::Overview>)> {
    let now = context.now();
    context.db.read(move |conn| read(conn, &actor, now)).await
}

/// The same on a connection that is there already. The number of queries does not depend on how much
/// waits.
///
/// # Errors
/// When the database fails.
pub fn read(conn: &mut Db, actor: &Actor, now: Instant) -> Result<(Vec<Task>, Vec<rounds::Overview>)> {
    let mut tasks = Vec::new();
    tasks.extend(queue::tasks(conn, actor, now)?);
    tasks.extend(arguments::tasks(conn, actor)?);
    tasks.extend(help::tasks(conn, actor)?);
    tasks.extend(forwarding::tasks(conn, actor, now)?);
    tasks.extend(count::doors::tasks(conn, actor, now)?);
    tasks.extend(rounds::tasks(conn, actor, now)?);
    tasks.retain(|task| task.count > 0);
    Ok((tasks, rounds::work_rounds(conn, actor)?))
}
