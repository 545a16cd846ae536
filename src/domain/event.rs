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

/// What stands for who did it in the hash of an event: SHA-256 over a salt of the event, which stays
/// inside, and the actor. It keeps the hash from naming anybody, and from being guessed.
#[must_use]
pub fn mark(salt: &[u8], actor: Option<PersonId>) -> Vec<u8> {
    let actor = actor.map(|id| id.to_string()).unwrap_or_default();
    Sha256::new().chain_update(salt).chain_update(actor.as_bytes()).finalize().to_vec()
}

/// The moment of an event as it stands in its hash: UTC with microseconds.
#[must_use]
pub fn hashed_time(at: Instant) -> String {
    at.naive_utc().format("%Y-%m-%dT%H:%M:%S%.6f").to_string()
}

/// The hash of one event: SHA-256 over every field with its length, so that no two different events
/// have the same bytes. It can be published also for what happened inside.
#[must_use]
pub fn leaf(event: &NewEvent, mark: &[u8]) -> Vec<u8> {
    let mut hasher = Sha256::new();
    let fields = [
        hashed_time(event.at),
        crate::secrets::hex(mark),
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

/// The hash that chains an event to everything before it: SHA-256 over the one before and its own.
#[must_use]
pub fn chain_hash(previous: &[u8], leaf: &[u8]) -> Vec<u8> {
    Sha256::new().chain_update(previous).chain_update(leaf).finalize().to_vec()
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
        let mark = mark(&[7; 32], Some(PersonId(4)));
        let first = chain_hash(&[], &leaf(&event("idea.take_up", None), &mark));
        let changed = chain_hash(&[], &leaf(&event("idea.take_up", Some("x")), &mark));
        assert_ne!(first, changed);
        let next = leaf(&event("idea.ask", None), &mark);
        assert_ne!(chain_hash(&first, &next), chain_hash(&changed, &next));
    }

    #[test]
    fn a_hash_tells_nobody_who_it_was() {
        let who = |salt: u8, person| mark(&[salt; 32], Some(PersonId(person)));
        assert_ne!(who(1, 4), who(2, 4), "the same person has another mark at every event");
        assert_ne!(who(1, 4), who(1, 5), "another person makes another event");
    }
}
