//! People: their own name and sessions, and the roles a beheerder gives them.

use chrono::{Days, NaiveDate};

use super::adviezen::organen::{is_full, seated};
use super::sign_in::current_grants;
use super::{Context, Deed, staff};
use crate::domain::area::{Gebied, Wijk};
use crate::domain::event::Subject;
use crate::domain::ids::{PersonId, RoleId, WijkId};
use crate::domain::person::{Actor, Grant, Role, Scope};
use crate::domain::text::{self, Email};
use crate::domain::time::{Instant, Language};
use crate::error::{Error, FieldError, Message, Result};
use crate::secrets::sha256;
use crate::storage::adviezen::Adviesorgaan;
use crate::storage::people::{Person, RoleRow};
use crate::storage::sessions::{self, Session};
use crate::storage::{Db, adviezen, areas, people};
use crate::views::mail::Letter;

/// Words that only the municipality may have in a name, so that nobody can pose as staff.
const OFFICIAL: [&str; 6] = ["gemeente", "gebiedsteam", "wethouder", "wijkdeal", "beheerder", "wij raad"];

/// Longest name, in characters.
pub const NAME: usize = 60;

/// A profile, with the wijken to choose from.
#[derive(Debug)]
pub struct Profile {
    /// The person.
    pub person: Person,
    /// The wijken that hold today.
    pub wijken: Vec<Wijk>,
}

/// The profile of whoever asks.
///
/// # Errors
/// When nobody is signed in, or the database fails.
pub async fn profile(context: &Context, actor: &Actor) -> Result<Profile> {
    let (id, today) = (actor.person().ok_or(Error::SignInFirst)?, context.now().day());
    context.db.read(move |conn| Ok(Profile { person: people::find(conn, id)?, wijken: areas::wijken(conn, today)? })).await
}

/// Changes name, language and wijk.
///
/// # Errors
/// When the name is not one, or the wijk does not exist.
pub async fn save_profile(context: &Context, actor: &Actor, name: &str, language: Language, wijk: Option<WijkId>) -> Result<()> {
    let id = actor.person().ok_or(Error::SignInFirst)?;
    let name = text::line(name, 1, NAME).map_err(|_| Error::Invalid(vec![FieldError::new("name", Message::new("error-name").with("n", NAME))]))?;
    let plain = text::search_form(&name);
    if !actor.is_staff() && OFFICIAL.iter().any(|word| plain.contains(word)) {
        return Err(Error::Invalid(vec![FieldError::new("name", Message::new("error-name-official"))]));
    }
    let today = context.now().day();
    context
        .db
        .write(move |conn| {
            if wijk.is_some_and(|wijk| areas::find_wijk(conn, wijk).map_or(true, |found| found.valid_to.is_some_and(|last| last < today))) {
                return Err(Error::Invalid(vec![FieldError::new("wijk", Message::new("error-choose"))]));
            }
            Ok(people::update(conn, id, &name, language, wijk)?)
        })
        .await
}

/// The sessions of whoever asks that still run.
///
/// # Errors
/// When nobody is signed in, or the database fails.
pub async fn my_sessions(context: &Context, actor: &Actor) -> Result<Vec<Session>> {
    let (id, now) = (actor.person().ok_or(Error::SignInFirst)?, context.now());
    let limits = super::sign_in::limits(actor.is_staff());
    let runs = move |session: &Session| now.since(session.seen_at) < limits.idle && now.since(session.created_at) < limits.longest;
    context.db.read(move |conn| Ok(sessions::of_person(conn, id)?.into_iter().filter(runs).collect())).await
}

/// Ends one of one's own sessions.
///
/// # Errors
/// `NotFound` when it is not one's own.
pub async fn end_session(context: &Context, actor: &Actor, id_hash: Vec<u8>) -> Result<()> {
    let (id, now) = (actor.person().ok_or(Error::SignInFirst)?, context.now());
    context
        .db
        .write_unseen(move |conn| {
            let own = sessions::of_person(conn, id)?.iter().any(|session| session.id_hash == id_hash);
            if own { Ok(sessions::end(conn, &id_hash, now)?) } else { Err(Error::NotFound) }
        })
        .await
}

/// Ends all of one's own sessions, but for the one that asks.
///
/// # Errors
/// When nobody is signed in, or the database fails.
pub async fn end_other_sessions(context: &Context, actor: &Actor, keep: [u8; 32]) -> Result<()> {
    let (id, now) = (actor.person().ok_or(Error::SignInFirst)?, context.now());
    context.db.write_unseen(move |conn| Ok(sessions::end_all(conn, id, Some(&sha256(&keep)), now).map(drop)?)).await
}

/// Somebody with roles.
#[derive(Debug)]
pub struct Colleague {
    /// Who.
    pub person: Person,
    /// The roles that hold or will hold.
    pub roles: Vec<RoleRow>,
    /// Has a password and a second factor.
    pub set_up: bool,
}

/// Everybody with a role, and where roles can hold.
#[derive(Debug)]
pub struct Staff {
    /// By name.
    pub colleagues: Vec<Colleague>,
    /// Gebieden.
    pub gebieden: Vec<Gebied>,
    /// Wijken.
    pub wijken: Vec<Wijk>,
    /// Adviesorganen.
    pub adviesorganen: Vec<Adviesorgaan>,
}

/// The staff, for a beheerder.
///
/// # Errors
/// When the database fails.
pub async fn all_staff(context: &Context) -> Result<Staff> {
    let today = context.now().day();
    context
        .db
        .read(move |conn| {
            let set_up = people::set_up(conn)?;
            let mut colleagues: Vec<Colleague> = Vec::new();
            for (role, person) in people::all_roles(conn)?.into_iter().filter(|(role, _)| role.grant.ends.is_none_or(|last| today <= last)) {
                match colleagues.iter_mut().find(|colleague| colleague.person.id == person.id) {
                    Some(colleague) => colleague.roles.push(role),
                    None => colleagues.push(Colleague { set_up: set_up.contains(&person.id), roles: vec![role], person }),
                }
            }
            Ok(Staff { colleagues, gebieden: areas::gebieden(conn)?, wijken: areas::wijken(conn, today)?, adviesorganen: adviezen::organen(conn)? })
        })
        .await
}

/// A role before it is given.
#[derive(Debug, Clone)]
pub struct NewRole {
    /// To whom.
    pub email: Email,
    /// Name, for somebody who has no account yet.
    pub name: String,
    /// What, where, how long.
    pub grant: Grant,
}

fn invalid(field: &str, key: &'static str) -> Error {
    Error::Invalid(vec![FieldError::new(field, Message::new(key))])
}

/// Gives a role. The person gets a mail, with a set-up link when they have no password yet, and
/// signs in anew.
///
/// # Errors
/// When the role does not fit its place or term, or the second factor was given too long ago.
pub async fn grant(context: &Context, actor: &Actor, session: Option<[u8; 32]>, new: NewRole) -> Result<()> {
    if !actor.has_any(&[Role::Beheerder]) {
        return Err(Error::Forbidden);
    }
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            staff::require_fresh(&context, conn, session.as_ref())?;
            give(&context, conn, &actor, &new)?;
            Ok(())
        })
        .await
}

/// Gives a role inside a transaction; also for the command line.
///
/// # Errors
/// As [`grant`], but for the second factor.
pub fn give(context: &Context, conn: &mut Db, actor: &Actor, new: &NewRole) -> Result<Person> {
    let (now, today) = (context.now(), context.now().day());
    check_grant(conn, &new.grant, today)?;
    let person = match people::by_email(conn, &new.email)? {
        Some(person) => person,
        None => people::insert(conn, Some(&new.email), &new.name, Language::default(), None, now)?,
    };
    let running = |row: &RoleRow| row.grant.ends.is_none_or(|last| today <= last);
    let same = |row: &RoleRow| row.grant.role == new.grant.role && row.grant.scope == new.grant.scope;
    if people::roles_of(conn, person.id)?.iter().any(|row| running(row) && same(row)) {
        return Err(invalid("role", "error-role-double"));
    }
    people::grant(conn, person.id, &new.grant, now)?;
    let set_up = people::credentials(conn, person.id)?.is_some();
    if !set_up {
        sessions::end_all(conn, person.id, None, now)?;
    }
    let detail = serde_json::json!({ "role": new.grant.role.as_str(), "starts": new.grant.starts, "ends": new.grant.ends });
    Deed { actor, action: "person.grant", subject: Subject::Person, id: person.id.0 }.record_inside(conn, now, None, detail)?;
    let letter = Letter::new(Message::new("mail-role-subject")).line(given(new.grant.role));
    let letter = if set_up {
        letter.button(Message::new("mail-role-button"), context.url("/inloggen/medewerker"))
    } else {
        letter.line(Message::new("mail-role-set-up")).button(Message::new("mail-role-set-up-button"), staff::setup_link(context, conn, &person)?)
    };
    context.post(conn, &person, &letter)?;
    Ok(person)
}

fn check_grant(conn: &mut Db, grant: &Grant, today: NaiveDate) -> Result<()> {
    if grant.ends.is_some_and(|last| last < grant.starts || last < today) {
        return Err(invalid("ends", "error-role-term"));
    }
    let exists = match grant.scope {
        Scope::City => true,
        Scope::Gebied(id) => areas::find_gebied(conn, id).is_ok(),
        Scope::Wijk(id) => areas::find_wijk(conn, id).is_ok(),
        Scope::Adviesorgaan(id) => adviezen::organen(conn)?.iter().any(|orgaan| orgaan.id == id),
    };
    if !exists || !grant.role.fits(grant.scope) {
        return Err(invalid("scope", "error-role-scope"));
    }
    if let Scope::Adviesorgaan(id) = grant.scope {
        let orgaan = adviezen::lock_orgaan(conn, id)?;
        if is_full(&orgaan, seated(conn, id, grant.starts.max(today))?.len()) {
            return Err(invalid("scope", "error-role-full"));
        }
    }
    Ok(())
}

/// "You are now ...": one sentence for each role.
const fn given(role: Role) -> Message {
    Message::new(match role {
        Role::Gebiedsteam => "mail-role-gebiedsteam",
        Role::Gebiedsmanager => "mail-role-gebiedsmanager",
        Role::AdviesLid => "mail-role-advies-lid",
        Role::AdviesVoorzitter => "mail-role-advies-voorzitter",
        Role::WijMedewerker => "mail-role-wij-medewerker",
        Role::Wijkwethouder => "mail-role-wijkwethouder",
        Role::Beheerder => "mail-role-beheerder",
    })
}

/// Ends a role at once: the next request of its holder is refused.
///
/// # Errors
/// When it is the last beheerder, or the second factor was given too long ago.
pub async fn end_role(context: &Context, actor: &Actor, session: Option<[u8; 32]>, id: RoleId) -> Result<()> {
    if !actor.has_any(&[Role::Beheerder]) {
        return Err(Error::Forbidden);
    }
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            staff::require_fresh(&context, conn, session.as_ref())?;
            let now = context.now();
            let row = people::find_role(conn, id)?;
            if row.grant.role == Role::Beheerder && beheerders(conn, now)?.iter().all(|holder| holder.id == row.person) {
                return Err(Error::refused(Message::new("error-last-beheerder")));
            }
            let yesterday = now.day().checked_sub_days(Days::new(1)).unwrap_or_else(|| now.day());
            people::end_role(conn, id, yesterday)?;
            let person = people::find(conn, row.person)?;
            let detail = serde_json::json!({ "role": row.grant.role.as_str() });
            Deed { actor: &actor, action: "person.end_role", subject: Subject::Person, id: person.id.0 }.record_inside(conn, now, None, detail)?;
            if current_grants(conn, &person, now)?.is_empty() {
                sessions::end_all(conn, person.id, None, now)?;
            }
            let letter = Letter::new(Message::new("mail-role-ended-subject")).line(Message::new("mail-role-ended-text"));
            context.post(conn, &person, &letter)
        })
        .await
}

/// Everybody who is beheerder now.
///
/// # Errors
/// When the database fails.
pub fn beheerders(conn: &mut Db, now: Instant) -> Result<Vec<Person>> {
    let all = people::all_roles(conn)?.into_iter();
    Ok(all.filter(|(row, _)| row.grant.role == Role::Beheerder && row.grant.holds_on(now.day())).map(|(_, person)| person).collect())
}

/// Sends somebody with a role a new set-up link: for who lost the first one, the password or the
/// phone. It never sets a password itself.
///
/// # Errors
/// `NotFound` without a role, or when the second factor was given too long ago.
pub async fn send_setup(context: &Context, actor: &Actor, session: Option<[u8; 32]>, id: PersonId) -> Result<()> {
    if !actor.has_any(&[Role::Beheerder]) {
        return Err(Error::Forbidden);
    }
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            staff::require_fresh(&context, conn, session.as_ref())?;
            let now = context.now();
            let person = people::find(conn, id)?;
            if !people::roles_of(conn, id)?.iter().any(|row| row.grant.ends.is_none_or(|last| now.day() <= last)) {
                return Err(Error::NotFound);
            }
            let letter = Letter::new(Message::new("mail-setup-subject"))
                .line(Message::new("mail-setup-text"))
                .button(Message::new("mail-role-set-up-button"), staff::setup_link(&context, conn, &person)?)
                .line(Message::new("mail-setup-not-you"));
            context.post(conn, &person, &letter)?;
            Deed { actor: &actor, action: "person.send_setup", subject: Subject::Person, id: id.0 }.record_inside(
                conn,
                now,
                None,
                serde_json::json!({}),
            )
        })
        .await
}

/// Ends all sessions of somebody else.
///
/// # Errors
/// When whoever asks is no beheerder, or the database fails.
pub async fn sign_out_colleague(context: &Context, actor: &Actor, id: PersonId) -> Result<()> {
    if !actor.has_any(&[Role::Beheerder]) {
        return Err(Error::Forbidden);
    }
    let (actor, now) = (actor.clone(), context.now());
    context
        .db
        .write(move |conn| {
            people::find(conn, id)?;
            sessions::end_all(conn, id, None, now)?;
            Deed { actor: &actor, action: "person.sign_out", subject: Subject::Person, id: id.0 }.record_inside(
                conn,
                now,
                None,
                serde_json::json!({}),
            )
        })
        .await
}
