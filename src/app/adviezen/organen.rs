//! Adviesorganen: who is in them, and keeping the list of them.

use chrono::NaiveDate;

use crate::app::{Context, Deed};
use crate::domain::event::Subject;
use crate::domain::ids::AdviesorgaanId;
use crate::domain::person::{ADVISERS, Actor, Role, Scope};
use crate::domain::text::slug as slug_of;
use crate::error::{Error, Message, Result};
use crate::storage::adviezen::{self as store, Adviesorgaan, OrgaanText, Shown};
use crate::storage::people::Person;
use crate::storage::{Db, people};
use crate::views::mail::Letter;

/// The members of an adviesorgaan today, by name, each with the role.
///
/// # Errors
/// When the database fails.
pub fn members_of(conn: &mut Db, orgaan: AdviesorgaanId, today: NaiveDate) -> Result<Vec<(Role, Person)>> {
    Ok(seated(conn, orgaan, today)?.into_iter().map(|(role, person)| (role.grant.role, person)).collect())
}

/// The members of an adviesorgaan today, by name, each with the appointment.
///
/// # Errors
/// When the database fails.
pub fn seated(conn: &mut Db, orgaan: AdviesorgaanId, today: NaiveDate) -> Result<Vec<(people::RoleRow, Person)>> {
    let here =
        |role: &people::RoleRow| role.grant.scope == Scope::Adviesorgaan(orgaan) && ADVISERS.contains(&role.grant.role) && role.grant.holds_on(today);
    let all = people::all_roles(conn)?;
    Ok(all.into_iter().filter(|(role, person)| here(role) && person.disabled_at.is_none()).collect())
}

/// A member as everybody sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Name.
    pub name: String,
    /// Member or chair.
    pub role: Role,
    /// Since when.
    pub appointed: NaiveDate,
    /// The last day of the term, when it has one.
    pub until: Option<NaiveDate>,
}

/// An adviesorgaan with its members and its public adviezen.
#[derive(Debug, Clone)]
pub struct OrgaanView {
    /// The adviesorgaan.
    pub orgaan: Adviesorgaan,
    /// Members.
    pub members: Vec<Member>,
    /// Its public adviezen.
    pub adviezen: Vec<Shown>,
}

/// An adviesorgaan as everybody sees it.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub async fn view(context: &Context, slug: String) -> Result<OrgaanView> {
    let today = context.now().day();
    context
        .db
        .read(move |conn| {
            let orgaan = store::orgaan_by_slug(conn, &slug)?;
            let member = |(role, person): (people::RoleRow, Person)| Member {
                name: person.name,
                role: role.grant.role,
                appointed: role.grant.starts,
                until: role.grant.ends,
            };
            let members = seated(conn, orgaan.id, today)?.into_iter().map(member).collect();
            let adviezen = store::of_organen(conn, &[orgaan.id])?.into_iter().filter(|shown| shown.advies.state.is_public()).collect();
            Ok(OrgaanView { orgaan, members, adviezen })
        })
        .await
}

/// Somebody asks to become a member: the chair hears it by mail.
///
/// # Errors
/// A refusal when nobody is sought, when there is no chair, or when nobody is signed in.
pub async fn apply(context: &Context, actor: &Actor, slug: String, why: String) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            let now = context.now();
            let person = people::find(conn, actor.person().ok_or(Error::SignInFirst)?)?;
            let orgaan = store::orgaan_by_slug(conn, &slug)?;
            let seated = seated(conn, orgaan.id, now.day())?;
            let chairs: Vec<&Person> =
                seated.iter().filter(|(role, _)| role.grant.role == Role::AdviesVoorzitter).map(|(_, person)| person).collect();
            if orgaan.recruiting.is_empty() || is_full(&orgaan, seated.len()) || chairs.is_empty() {
                return Err(Error::refused(Message::new("error-orgaan-closed")));
            }
            let address = person.email.as_ref().map(ToString::to_string).unwrap_or_default();
            let letter = Letter::new(Message::new("mail-orgaan-apply-subject").with("orgaan", &orgaan.name))
                .line(Message::new("mail-orgaan-apply-text").with("name", &person.name).with("email", address))
                .quote(why);
            for chair in chairs {
                context.post(conn, chair, &letter)?;
            }
            let deed = Deed { actor: &actor, action: "adviesorgaan.apply", subject: Subject::Adviesorgaan, id: orgaan.id.0 };
            deed.record_inside(conn, now, None, serde_json::json!({}))
        })
        .await
}

/// Whether an adviesorgaan has as many members as it can have.
#[must_use]
pub fn is_full(orgaan: &Adviesorgaan, members: usize) -> bool {
    usize::try_from(orgaan.max_members).is_ok_and(|max| members >= max)
}

/// All adviesorganen, for the beheerder.
///
/// # Errors
/// When the database fails.
pub async fn all(context: &Context) -> Result<Vec<Adviesorgaan>> {
    context.db.read(|conn| Ok(store::organen(conn)?)).await
}

/// The beheerder adds an adviesorgaan, or changes one when `slug` names it.
///
/// # Errors
/// `Forbidden` for everybody else; a refusal when the name is taken.
pub async fn set(context: &Context, actor: &Actor, slug: Option<String>, text: OrgaanText) -> Result<()> {
    let (context, actor) = (context.clone(), actor.clone());
    context
        .db
        .clone()
        .write(move |conn| {
            if !actor.has_any(&[Role::Beheerder]) {
                return Err(Error::Forbidden);
            }
            let (id, action) = match slug {
                Some(slug) => {
                    let orgaan = store::orgaan_by_slug(conn, &slug)?;
                    store::update_orgaan(conn, orgaan.id, &text)?;
                    (orgaan.id, "adviesorgaan.change")
                }
                None => {
                    let slug = slug_of(&text.name);
                    if slug.is_empty() || store::organen(conn)?.iter().any(|orgaan| orgaan.slug == slug) {
                        return Err(Error::refused(Message::new("error-orgaan-taken")));
                    }
                    (store::insert_orgaan(conn, &slug, &text)?, "adviesorgaan.add")
                }
            };
            let deed = Deed { actor: &actor, action, subject: Subject::Adviesorgaan, id: id.0 };
            deed.record_inside(conn, context.now(), None, serde_json::json!({ "name": text.name }))
        })
        .await
}
