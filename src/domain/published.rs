//! The rules of a round as they are published: one text with a hash, so that everybody can check
//! that nothing was changed afterwards.

use sha2::{Digest, Sha256};

use super::phase::{Phase, Schedule};
use super::rules::Rules;
use super::time::{Instant, Window};

/// When a phase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhaseDates {
    /// Which.
    pub phase: Phase,
    /// The first moment that counts.
    pub starts: Instant,
    /// The first moment that is too late.
    pub ends: Instant,
}

/// A version of the rules of a round, complete.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedRules {
    /// Name of the round.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Slugs of its wijken.
    pub wijken: Vec<String>,
    /// Codes of its buurten, when it is for a part of a wijk.
    pub buurten: Vec<String>,
    /// Inhabitants of these.
    pub inhabitants: i64,
    /// Decision of the gemeenteraad that grants the money.
    pub raadsbesluit: Option<String>,
    /// The rules.
    pub rules: Rules,
    /// The dates, as they were published.
    pub phases: Vec<PhaseDates>,
    /// When the verdicts of the gebiedsteam are published together.
    pub verdicts_at: Option<Instant>,
}

impl PublishedRules {
    /// The dates of a schedule.
    #[must_use]
    pub fn dates(schedule: &Schedule) -> Vec<PhaseDates> {
        schedule.windows().iter().map(|(phase, Window { starts, ends })| PhaseDates { phase: *phase, starts: *starts, ends: *ends }).collect()
    }

    /// The text that is stored and published: JSON with its fields in this order.
    ///
    /// # Errors
    /// Never in practice: every field can be written.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }
}

/// SHA-256 of the published text.
#[must_use]
pub fn hash(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules::Template;

    #[test]
    fn a_published_text_reads_back_the_same_and_every_change_changes_its_hash() {
        let day = chrono::NaiveDate::from_ymd_opt(2027, 1, 4).unwrap();
        let published = PublishedRules {
            name: "Wijkdeal De Wijert 2027".into(),
            purpose: "Samen kiezen".into(),
            wijken: vec!["de-wijert".into()],
            buurten: Vec::new(),
            inhabitants: 7_990,
            raadsbesluit: None,
            rules: Template::TopTen.rules(),
            phases: PublishedRules::dates(&Schedule::proposed(day)),
            verdicts_at: None,
        };
        let text = published.text().unwrap();
        assert_eq!(serde_json::from_str::<PublishedRules>(&text).unwrap(), published);
        let mut other = published.clone();
        other.rules.min_votes += 1;
        assert_ne!(hash(&text), hash(&other.text().unwrap()));
    }
}
