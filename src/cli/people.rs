//! The first beheerder, and a way back in when every beheerder lost their phone: whoever can run
//! this on the server has the keys and the database anyway.

use std::sync::Arc;

use clap::Args;

use crate::app::people::{NewRole, beheerders, give};
use crate::app::{Context, Deed, staff};
use crate::clock::SystemClock;
use crate::domain::event::Subject;
use crate::domain::person::{Actor, Grant, Role, Scope};
use crate::domain::text::Email;
use crate::error::{Error, Message, Result};
use crate::server;
use crate::storage::{Db, people};
use crate::views::mail::Letter;

/// Whom to make beheerder.
#[derive(Debug, Args)]
pub struct BeheerderArgs {
    /// E-mail address.
    email: String,
    /// Name, as colleagues see it; without one, the first part of the address.
    #[arg(long)]
    name: Option<String>,
}

/// Makes somebody beheerder when they are not yet, and prints a link that works once, for 24 hours.
///
/// # Errors
/// Says what is wrong.
pub fn beheerder(args: &BeheerderArgs, settings: crate::config::Settings) -> std::result::Result<(), String> {
    let email = Email::parse(&args.email).map_err(|_| format!("{} is not an e-mail address", args.email))?;
    let name = args.name.clone().unwrap_or_else(|| email.as_str().split('@').next().unwrap_or_default().to_owned());
    let context = server::context(settings, Arc::new(SystemClock))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
    let link = runtime.block_on(beheerder_link(&context, email, name)).map_err(|e| e.to_string())?;
    println!("Open this link within 24 hours to choose a password. It works once:\n{link}");
    Ok(())
}

/// Gives the role when it is not there, tells the other beheerders, and makes the link.
///
/// # Errors
/// When the database fails.
pub async fn beheerder_link(context: &Context, email: Email, name: String) -> Result<String> {
    let inner = context.clone();
    context
        .db
        .write(move |conn| {
            let now = inner.now();
            let already = beheerders(conn, now)?;
            let person = match already.iter().find(|person| person.email.as_ref() == Some(&email)) {
                Some(person) => person.clone(),
                None => {
                    let grant = Grant { role: Role::Beheerder, scope: Scope::City, starts: now.day(), ends: None };
                    give(&inner, conn, &Actor::Clock, &NewRole { email: email.clone(), name: name.clone(), grant })?
                }
            };
            let deed = Deed { actor: &Actor::Clock, action: "person.beheerder_link", subject: Subject::Person, id: person.id.0 };
            deed.record_inside(conn, now, None, serde_json::json!({}))?;
            tell(&inner, conn, &already)?;
            let person = people::by_email(conn, &email)?.ok_or(Error::NotFound)?;
            staff::setup_link(&inner, conn, &person)
        })
        .await
}

fn tell(context: &Context, conn: &mut Db, beheerders: &[people::Person]) -> Result<()> {
    let letter = Letter::new(Message::new("mail-beheerder-subject")).line(Message::new("mail-beheerder-text"));
    beheerders.iter().try_for_each(|person| context.post(conn, person, &letter))
}
