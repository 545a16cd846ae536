//! People and what they may do.
//!
//! A resident needs no role. Staff and council members have roles, each for a part of the city and
//! for a term; a role outside its term is no role.

use chrono::NaiveDate;

use super::ids::{AdviesorgaanId, GebiedId, PersonId, WijkId};

/// Implements the stored name of an enum in both directions.
macro_rules! stored {
    ($type:ident { $($variant:ident = $text:literal,)* }) => {
        impl $type {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name it is stored under; also part of the key of its translation.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::domain::person::UnknownName;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)*
                    other => Err($crate::domain::person::UnknownName(other.to_owned())),
                }
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use stored;

/// A stored name this version does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown value {0:?}")]
pub struct UnknownName(pub String);

/// What somebody was appointed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Member of a gebiedsteam: answers ideas.
    Gebiedsteam,
    /// Head of a gebiedsteam: opens rounds, signs off.
    Gebiedsmanager,
    /// Member of an adviesorgaan such as the WIJ-raad.
    AdviesLid,
    /// Chair of an adviesorgaan: adopts and publishes advies.
    AdviesVoorzitter,
    /// Professional of a WIJ-team who helps residents.
    WijMedewerker,
    /// Alderman for the wijken: confirms the outcome.
    Wijkwethouder,
    /// Runs the platform; sees no standings.
    Beheerder,
}

stored!(Role {
    Gebiedsteam = "gebiedsteam",
    Gebiedsmanager = "gebiedsmanager",
    AdviesLid = "advies_lid",
    AdviesVoorzitter = "advies_voorzitter",
    WijMedewerker = "wij_medewerker",
    Wijkwethouder = "wijkwethouder",
    Beheerder = "beheerder",
});

/// For which part of the city a role holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Everywhere.
    City,
    /// One gebied and all its wijken.
    Gebied(GebiedId),
    /// One wijk.
    Wijk(WijkId),
    /// One adviesorgaan.
    Adviesorgaan(AdviesorgaanId),
}

impl Role {
    /// Whether this role can be given for this part: council members have a council, the others a
    /// part of the city, and the platform is run as a whole.
    #[must_use]
    pub const fn fits(self, scope: Scope) -> bool {
        match self {
            Self::AdviesLid | Self::AdviesVoorzitter => matches!(scope, Scope::Adviesorgaan(_)),
            Self::Beheerder => matches!(scope, Scope::City),
            Self::Gebiedsteam | Self::Gebiedsmanager | Self::WijMedewerker | Self::Wijkwethouder => !matches!(scope, Scope::Adviesorgaan(_)),
        }
    }
}

/// A role given to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// What.
    pub role: Role,
    /// Where.
    pub scope: Scope,
    /// First day.
    pub starts: NaiveDate,
    /// Last day; none when it has no end.
    pub ends: Option<NaiveDate>,
}

impl Grant {
    /// Whether the term has begun and not ended on `day`.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.starts <= day && self.ends.is_none_or(|last| day <= last)
    }
}

/// A place in the city, as far as scopes are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The gebied.
    pub gebied: GebiedId,
    /// The wijk, when it is about one.
    pub wijk: Option<WijkId>,
}

/// Somebody who does something: a visitor, a resident, a member of staff, or the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Not signed in.
    Visitor,
    /// Signed in, with the roles that hold today.
    Person {
        /// Who.
        id: PersonId,
        /// The name shown to others.
        name: String,
        /// The roles whose term holds.
        grants: Vec<Grant>,
    },
    /// The system itself, when the clock makes something happen.
    Clock,
}

impl Actor {
    /// The person, when there is one.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person { id, .. } => Some(*id),
            Self::Visitor | Self::Clock => None,
        }
    }

    /// The name shown to others.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Person { name, .. } => name,
            Self::Visitor | Self::Clock => "",
        }
    }

    /// The roles that hold.
    #[must_use]
    pub fn grants(&self) -> &[Grant] {
        match self {
            Self::Person { grants, .. } => grants,
            Self::Visitor | Self::Clock => &[],
        }
    }

    /// Whether they hold one of these roles anywhere.
    #[must_use]
    pub fn has_any(&self, roles: &[Role]) -> bool {
        self.grants().iter().any(|grant| roles.contains(&grant.role))
    }

    /// Whether they hold one of these roles for this place.
    #[must_use]
    pub fn has_at(&self, roles: &[Role], place: Place) -> bool {
        self.grants().iter().any(|grant| {
            roles.contains(&grant.role)
                && match grant.scope {
                    Scope::City => true,
                    Scope::Gebied(gebied) => gebied == place.gebied,
                    Scope::Wijk(wijk) => place.wijk == Some(wijk),
                    Scope::Adviesorgaan(_) => false,
                }
        })
    }

    /// Whether they hold one of these roles in this adviesorgaan.
    #[must_use]
    pub fn has_in(&self, roles: &[Role], orgaan: AdviesorgaanId) -> bool {
        self.grants().iter().any(|grant| roles.contains(&grant.role) && grant.scope == Scope::Adviesorgaan(orgaan))
    }

    /// Whether they hold any role: staff sign in with a password and a second factor.
    #[must_use]
    pub fn is_staff(&self) -> bool {
        !self.grants().is_empty()
    }
}

/// Roles that answer ideas in a gebied.
pub const REVIEWERS: &[Role] = &[Role::Gebiedsteam, Role::Gebiedsmanager];
/// Roles that set up and open rounds.
pub const ROUND_MANAGERS: &[Role] = &[Role::Gebiedsmanager, Role::Beheerder];
/// Roles in an adviesorgaan.
pub const ADVISERS: &[Role] = &[Role::AdviesLid, Role::AdviesVoorzitter];

#[cfg(test)]
mod tests {
    use super::*;

    fn reviewer(scope: Scope) -> Actor {
        let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        Actor::Person { id: PersonId(1), name: "Sam".into(), grants: vec![Grant { role: Role::Gebiedsteam, scope, starts: day, ends: Some(day) }] }
    }

    #[test]
    fn a_role_holds_where_it_was_given_and_nowhere_else() {
        let wijert = Place { gebied: GebiedId(3), wijk: Some(WijkId(12)) };
        let beijum = Place { gebied: GebiedId(5), wijk: Some(WijkId(21)) };
        for (scope, here, there) in [
            (Scope::City, true, true),
            (Scope::Gebied(GebiedId(3)), true, false),
            (Scope::Wijk(WijkId(12)), true, false),
            (Scope::Adviesorgaan(AdviesorgaanId(1)), false, false),
        ] {
            assert_eq!(reviewer(scope).has_at(REVIEWERS, wijert), here, "{scope:?}");
            assert_eq!(reviewer(scope).has_at(REVIEWERS, beijum), there, "{scope:?}");
        }
    }

    #[test]
    fn a_role_ends_with_its_term() {
        let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let grant = Grant { role: Role::Gebiedsteam, scope: Scope::City, starts: day, ends: Some(day) };
        assert!(grant.holds_on(day));
        assert!(!grant.holds_on(day.succ_opt().unwrap()));
        assert!(!grant.holds_on(day.pred_opt().unwrap()));
    }
}
