//! A result that anyone can check: the whole input, the whole outcome, and what
//! they hash to, in one JSON file.

use serde::{Deserialize, Serialize};

use super::canonical::{ElectionFault, hash_of};
use super::count::{ENGINE, Precision, count_with};
use super::election::Election;
use super::explain::Language;
use super::outcome::{Outcome, Standing};

/// Name and version of the bundle format.
pub const FORMAT: &str = "wijkdeal-bundle/1";

/// A published result with everything to count it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundle {
    /// [`FORMAT`].
    pub format: String,
    /// The canonical election.
    pub election: Election,
    /// SHA-256 of the compact JSON of `election`.
    pub election_hash: String,
    /// The published outcome.
    pub outcome: Outcome,
    /// SHA-256 of the compact JSON of `outcome`.
    pub outcome_hash: String,
    /// A signature over `election_hash` and `outcome_hash`, for who publishes
    /// with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
}

/// A signature over the two hashes, joined by a newline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Such as `ed25519`.
    pub algorithm: String,
    /// The public key, in hexadecimal.
    pub key: String,
    /// The signature, in hexadecimal.
    pub value: String,
}

impl Bundle {
    /// Counts an election exactly and bundles the result.
    ///
    /// # Errors
    /// [`ElectionFault`] when no count can be made of it.
    pub fn make(election: &Election) -> Result<Bundle, ElectionFault> {
        let outcome = super::count::count(election)?;
        Bundle::of(election, outcome)
    }

    /// Bundles an election with an outcome that was counted before.
    ///
    /// # Errors
    /// [`ElectionFault`] when the election has no canonical form.
    pub fn of(election: &Election, outcome: Outcome) -> Result<Bundle, ElectionFault> {
        let election = election.canonical()?;
        Ok(Bundle { format: FORMAT.to_owned(), election_hash: election.hash(), outcome_hash: hash_of(&outcome), election, outcome, signature: None })
    }
}

/// What checking a bundle came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Counted again, and everything is the same.
    Holds {
        /// How many projects won.
        winners: usize,
        /// How many ballots were counted.
        ballots: u64,
    },
    /// The bundle has another format.
    OtherFormat(String),
    /// The input is not what its hash says.
    ElectionChanged,
    /// The outcome is not what its hash says.
    OutcomeChanged,
    /// No count can be made of the input.
    Uncountable(ElectionFault),
    /// The count gives other winners.
    OtherWinners {
        /// Published, but not in the count.
        extra: Vec<String>,
        /// In the count, but not published.
        missing: Vec<String>,
    },
    /// The winners are the same; something else is not.
    OtherDetail {
        /// Where the first difference is.
        place: String,
    },
    /// The winners are the same, but the details come from another version of
    /// the engine and cannot be compared.
    OtherEngine {
        /// The engine of the bundle.
        engine: String,
    },
}

impl Verdict {
    /// Does the published result hold?
    pub fn holds(&self) -> bool {
        matches!(self, Verdict::Holds { .. } | Verdict::OtherEngine { .. })
    }

    /// The verdict in one sentence.
    pub fn sentence(&self, language: Language) -> String {
        match language {
            Language::Dutch => self.dutch(),
            Language::English => self.english(),
        }
    }

    fn dutch(&self) -> String {
        match self {
            Verdict::Holds { winners, ballots } => format!(
                "De uitslag klopt: de {ballots} stembiljetten zijn opnieuw geteld en geven dezelfde {winners} gekozen plannen, met dezelfde stappen en bedragen."
            ),
            Verdict::OtherFormat(format) => format!("De uitslag is niet te controleren: dit bestand heeft de vorm '{format}' en niet '{FORMAT}'."),
            Verdict::ElectionChanged => {
                "De uitslag klopt niet: de stemmen of regels in het bestand zijn veranderd, want zij passen niet bij hun controlegetal.".to_owned()
            }
            Verdict::OutcomeChanged => {
                "De uitslag klopt niet: de uitslag in het bestand is veranderd, want zij past niet bij haar controlegetal.".to_owned()
            }
            Verdict::Uncountable(fault) => format!("De uitslag is niet te controleren: de stemmen in het bestand zijn niet te tellen ({fault})."),
            Verdict::OtherWinners { extra, missing } => format!(
                "De uitslag klopt niet: opnieuw geteld {} ten onrechte gekozen en {} ten onrechte niet gekozen.",
                dutch_list(extra),
                dutch_list(missing)
            ),
            Verdict::OtherDetail { place } => format!("De gekozen plannen kloppen, maar de uitleg niet: opnieuw geteld is '{place}' anders."),
            Verdict::OtherEngine { engine } => format!(
                "De gekozen plannen kloppen; de tussenstappen zijn niet vergeleken, want die komen van een andere versie ({engine} en hier {ENGINE})."
            ),
        }
    }

    fn english(&self) -> String {
        match self {
            Verdict::Holds { winners, ballots } => format!(
                "The result holds: the {ballots} ballots were counted again and give the same {winners} chosen plans, with the same steps and amounts."
            ),
            Verdict::OtherFormat(format) => format!("The result cannot be checked: this file has the format '{format}' and not '{FORMAT}'."),
            Verdict::ElectionChanged => {
                "The result does not hold: the votes or rules in the file were changed, for they do not match their hash.".to_owned()
            }
            Verdict::OutcomeChanged => "The result does not hold: the outcome in the file was changed, for it does not match its hash.".to_owned(),
            Verdict::Uncountable(fault) => format!("The result cannot be checked: the votes in the file cannot be counted ({fault})."),
            Verdict::OtherWinners { extra, missing } => format!(
                "The result does not hold: counted again, wrongly chosen: {}; wrongly not chosen: {}.",
                english_list(extra),
                english_list(missing)
            ),
            Verdict::OtherDetail { place } => format!("The chosen plans hold, but the explanation does not: counted again, '{place}' differs."),
            Verdict::OtherEngine { engine } => {
                format!("The chosen plans hold; the steps were not compared, for they come from another version ({engine} and here {ENGINE}).")
            }
        }
    }
}

fn dutch_list(ids: &[String]) -> String {
    match ids {
        [] => "is geen plan".to_owned(),
        [one] => format!("is plan {one}"),
        more => format!("zijn de plannen {}", more.join(", ")),
    }
}

fn english_list(ids: &[String]) -> String {
    if ids.is_empty() { "none".to_owned() } else { ids.join(", ") }
}

/// Counts a bundle again and says whether its result holds.
pub fn verify(bundle: &Bundle, watch: &mut dyn FnMut(super::Progress)) -> Verdict {
    if bundle.format != FORMAT {
        return Verdict::OtherFormat(bundle.format.chars().take(40).collect());
    }
    let canonical = match bundle.election.canonical() {
        Ok(canonical) => canonical,
        Err(fault) => return Verdict::Uncountable(fault),
    };
    if canonical.hash() != bundle.election_hash || bundle.outcome.input_hash != bundle.election_hash {
        return Verdict::ElectionChanged;
    }
    if hash_of(&bundle.outcome) != bundle.outcome_hash {
        return Verdict::OutcomeChanged;
    }
    let preview = matches!(bundle.outcome.standing, Standing::Preview | Standing::PreviewUncertain);
    let precision = if preview { Precision::Preview } else { Precision::Exact };
    match count_with(&canonical, precision, watch) {
        Err(fault) => Verdict::Uncountable(fault),
        Ok(again) => compare(&bundle.outcome, &again),
    }
}

fn compare(published: &Outcome, again: &Outcome) -> Verdict {
    let missing_in = |winners: &[String], others: &[String]| -> Vec<String> { winners.iter().filter(|id| !others.contains(id)).cloned().collect() };
    let extra = missing_in(&published.winners, &again.winners);
    let missing = missing_in(&again.winners, &published.winners);
    if !extra.is_empty() || !missing.is_empty() {
        return Verdict::OtherWinners { extra, missing };
    }
    if published.engine != again.engine {
        return Verdict::OtherEngine { engine: published.engine.chars().take(60).collect() };
    }
    match first_difference(published, again) {
        Some(place) => Verdict::OtherDetail { place },
        None => Verdict::Holds { winners: again.winners.len(), ballots: again.ballots },
    }
}

/// Where two outcomes first differ, as a path in their JSON.
fn first_difference(a: &Outcome, b: &Outcome) -> Option<String> {
    if a == b {
        return None;
    }
    let (a, b) = (serde_json::to_value(a).ok()?, serde_json::to_value(b).ok()?);
    let mut path = Vec::new();
    walk(&a, &b, &mut path);
    Some(path.join("."))
}

fn walk(a: &serde_json::Value, b: &serde_json::Value, path: &mut Vec<String>) {
    use serde_json::Value;
    match (a, b) {
        (Value::Object(x), Value::Object(y)) => {
            let keys = x.keys().chain(y.keys().filter(|key| !x.contains_key(*key)));
            for key in keys {
                if x.get(key) != y.get(key) {
                    path.push(key.clone());
                    let null = Value::Null;
                    return walk(x.get(key).unwrap_or(&null), y.get(key).unwrap_or(&null), path);
                }
            }
        }
        (Value::Array(x), Value::Array(y)) => {
            let at = x.iter().zip(y).position(|(x, y)| x != y).unwrap_or(x.len().min(y.len()));
            path.push((at + 1).to_string());
            if let (Some(x), Some(y)) = (x.get(at), y.get(at)) {
                walk(x, y, path);
            }
        }
        _ => {}
    }
}
