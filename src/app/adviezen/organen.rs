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

/// The members of an adviesorgaan today, by name, each with the role.
///
/// # Errors
/// When the database fails.
pub fn members_of(conn: &mut Db, orgaan: AdviesorgaanId, today: NaiveDate) -> Result<Vec<(Role, Person)>> {
    let here =
        |role: &people::RoleRow| role.grant.scope == Scope::Adviesorgaan(orgaan) && ADVISERS.contains(&role.grant.role) && role.grant.holds_on(today);
    let all = people::all_roles(conn)?;
    Ok(all.into_iter().filter(|(role, person)| here(role) && person.disabled_at.is_none()).map(|(role, person)| (role.grant.role, person)).collect())
}

/// An adviesorgaan with its members and its public adviezen.
#[derive(Debug, Clone)]
pub struct OrgaanView {
    /// The adviesorgaan.
    pub orgaan: Adviesorgaan,
    /// Members: role and name.
    pub members: Vec<(Role, String)>,
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
            let members = members_of(conn, orgaan.id, today)?.into_iter().map(|(role, person)| (role, person.name)).collect();
            let adviezen = store::of_organen(conn, &[orgaan.id])?.into_iter().filter(|shown| shown.advies.state.is_public()).collect();
            Ok(OrgaanView { orgaan, members, adviezen })
        })
        .await
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
