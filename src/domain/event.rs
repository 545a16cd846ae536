//! What happened, by whom, to what: the one record that timelines and the audit log are read from.

use sha2::{Digest, Sha256};

use super::ids::PersonId;
use super::person::stored;
use super::time::Instant;

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The platform.
    Platform,
    /// A person.
    Person,
    /// A round.
    Round,
    /// An idea.
    Idea,
    /// An adviesorgaan.
    Adviesorgaan,
    /// An advies.
    Advies,
    /// A gebied.
    Gebied,
}

stored!(Subject {
    Platform = "platform",
    Person = "person",
    Round = "round",
    Idea = "idea",
    Adviesorgaan = "adviesorgaan",
    Advies = "advies",
    Gebied = "gebied",
});

/// Something that happened, before it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// When.
    pub at: Instant,
    /// Who; none for the clock.
    pub actor: Option<PersonId>,
    /// In which role (`resident`, a role's name, or `clock`).
    pub actor_role: String,
    /// What, for example `idea.submit`; also the key of its sentence (`event-idea-submit`).
    pub action: String,
    /// About what kind of thing.
    pub subject: Subject,
    /// About which one; 0 for the platform.
    pub subject_id: i64,
    /// The reason, in the words of who did it.
    pub reason: Option<String>,
    /// Facts for its sentence: names and numbers as JSON, never personal data.
    pub detail: serde_json::Value,
    /// Whether it stands on the public timeline.
    pub public: bool,
}

/// The hash that chains an event to the one before it: SHA-256 over the previous hash and every
/// field with its length, so that no two different events have the same bytes.
#[must_use]
pub fn chain_hash(previous: &[u8], event: &NewEvent) -> Vec<u8> {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    let actor = event.actor.map(|id| id.to_string()).unwrap_or_default();
    let fields = [
        event.at.naive_utc().format("%Y-%m-%dT%H:%M:%S%.6f").to_string(),
        actor,
        event.actor_role.clone(),
        event.action.clone(),
        event.subject.as_str().to_owned(),
        event.subject_id.to_string(),
        event.reason.clone().unwrap_or_default(),
        event.detail.to_string(),
        event.public.to_string(),
    ];
    for field in fields {
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field.as_bytes());
    }
    hasher.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(action: &str, reason: Option<&str>) -> NewEvent {
        NewEvent {
            at: Instant::parse_local("2027-01-01T12:00").unwrap(),
            actor: Some(PersonId(4)),
            actor_role: "gebiedsteam".into(),
            action: action.into(),
            subject: Subject::Idea,
            subject_id: 9,
            reason: reason.map(Into::into),
            detail: serde_json::json!({}),
            public: true,
        }
    }

    #[test]
    fn a_changed_word_changes_every_later_hash() {
        let first = chain_hash(&[], &event("idea.take_up", None));
        let changed = chain_hash(&[], &event("idea.take_up", Some("x")));
        assert_ne!(first, changed);
        assert_ne!(chain_hash(&first, &event("idea.ask", None)), chain_hash(&changed, &event("idea.ask", None)));
    }
}
