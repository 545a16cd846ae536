//! The list of routes with who may use them.

use std::fmt::Write as _;

use crate::domain::person::Role;
use crate::http::access::Access;
use crate::http::routes;

/// The routes for a terminal.
#[must_use]
pub fn plain() -> String {
    let mut text = String::new();
    for entry in routes::all().entries() {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{:6} {:50} {:?}", entry.method.as_str(), entry.path, entry.access);
    }
    text
}

/// `docs/rechten.md`: who may use which route. A test fails when it is out of date.
#[must_use]
pub fn markdown() -> String {
    let mut rows: Vec<String> = routes::all()
        .entries()
        .map(|entry| {
            let marks = columns().into_iter().map(|who| if allows(entry.access, who) { "ja" } else { "" }).collect::<Vec<_>>().join(" | ");
            format!("| `{}` | {} | {marks} |", entry.path.replace('|', "\\|"), entry.method)
        })
        .collect();
    rows.sort();
    let heads = columns().into_iter().map(|who| who.map_or("bezoeker", |role| role.map_or("bewoner", Role::as_str))).collect::<Vec<_>>().join(" | ");
    let line = "|---".repeat(columns().len() + 2);
    format!(
        "# Rechten\n\nGemaakt met `wijkdeal routes --markdown`; een test vergelijkt deze lijst met de routes die er echt zijn en probeert\n\
        ze allemaal als elke rol. Wie ergens binnenkomt, mag daar nog niet alles: of het dit idee, deze ronde of dit\n\
        adviesorgaan mag zijn, beslist `src/app`.\n\n| adres | methode | {heads} |\n{line}|\n{}\n",
        rows.join("\n")
    )
}

/// Who stands in a column: a visitor (none), a resident (some, without a role), or a role.
fn columns() -> Vec<Option<Option<Role>>> {
    [None, Some(None)].into_iter().chain(Role::ALL.iter().map(|role| Some(Some(*role)))).collect()
}

fn allows(access: Access, who: Option<Option<Role>>) -> bool {
    match access {
        Access::Public | Access::Anyone => true,
        Access::SignedIn => who.is_some(),
        Access::Roles(roles) => who.flatten().is_some_and(|role| roles.contains(&role)),
    }
}
