//! What is typed in the form of a round becomes a set-up, or a list of what needs another look.

use crate::app::rounds::Setup;
use crate::domain::ids::{BuurtId, WijkId};
use crate::domain::money::Cents;
use crate::domain::phase::{Schedule, ScheduleError};
use crate::domain::rules::{Amount, BallotForm, Entrances, Meetings, OutcomeRule, PriceExample, Rules, Say, Submitters, Theme, TieStep};
use crate::domain::text::{line, paragraphs, slug};
use crate::domain::time::{Instant, Window};
use crate::error::{FieldError, Message};
use crate::http::forms::Fields;

use super::fields::{MOST_ROWS, PHASES, moment, text_error};

/// Most points on a ballot, and for a place in a ranking.
const MOST_POINTS: u32 = 1_000;
/// Most places in a ranking.
const MOST_RANKS: usize = 20;

/// Reads fields one by one and collects what is wrong.
struct Reader<'a> {
    fields: &'a Fields,
    errors: Vec<FieldError>,
}

impl Reader<'_> {
    fn wrong(&mut self, name: &str, key: &'static str) {
        self.errors.push(FieldError::new(name, Message::new(key)));
    }

    fn amount(&mut self, name: &str) -> Option<Cents> {
        let text = self.fields.one(name);
        if text.trim().is_empty() {
            return None;
        }
        Cents::parse(text).map_err(|_| self.wrong(name, "error-round-amount")).ok()
    }

    fn number(&mut self, name: &str, most: u32) -> u32 {
        let number = self.fields.one(name).trim().parse().ok().filter(|n| *n <= most);
        if number.is_none() {
            self.errors.push(FieldError::new(name, Message::new("error-round-number").with("most", most)));
        }
        number.unwrap_or_default()
    }

    /// A percentage; nothing is 0.
    fn percent(&mut self, name: &str) -> u8 {
        if self.fields.one(name).trim().is_empty() { 0 } else { u8::try_from(self.number(name, 100)).unwrap_or_default() }
    }

    fn age(&mut self, name: &str) -> u8 {
        u8::try_from(self.number(name, 120)).unwrap_or_default()
    }

    fn line(&mut self, name: &str, min: usize, max: usize) -> String {
        line(self.fields.one(name), min, max).map_err(|e| self.errors.push(FieldError::new(name, text_error(e)))).unwrap_or_default()
    }

    fn moment(&mut self, name: &str) -> Option<Instant> {
        moment(self.fields, name).map_err(|error| self.errors.push(error)).ok().flatten()
    }

    fn named<T: std::str::FromStr>(&mut self, name: &str, other: T) -> T {
        match self.fields.one(name).parse() {
            Ok(value) => value,
            Err(_) => {
                self.wrong(name, "error-round-choose");
                other
            }
        }
    }

    /// Rows of a name with an amount, such as themes.
    fn rows(&mut self, name: &str, amount: &str) -> Vec<(String, Option<Cents>)> {
        (0..MOST_ROWS)
            .filter_map(|i| {
                let text = self.line(&format!("{name}_{i}"), 0, 80);
                let cents = self.amount(&format!("{amount}_{i}"));
                if text.is_empty() && cents.is_some() {
                    self.wrong(&format!("{name}_{i}"), "error-empty");
                }
                (!text.is_empty()).then_some((text, cents))
            })
            .collect()
    }

    fn schedule(&mut self) -> Schedule {
        let mut windows = Vec::new();
        for phase in PHASES {
            let (start, end) = (format!("starts_{}", phase.as_str()), format!("ends_{}", phase.as_str()));
            let before = self.errors.len();
            match (self.moment(&start), self.moment(&end)) {
                (Some(starts), Some(ends)) => windows.push((phase, Window { starts, ends })),
                (None, Some(_)) if self.errors.len() == before => self.wrong(&start, "error-round-date-missing"),
                (Some(_), None) if self.errors.len() == before => self.wrong(&end, "error-round-date-missing"),
                _ => {}
            }
        }
        Schedule::new(windows).unwrap_or_else(|error| {
            match error {
                ScheduleError::EndsBeforeItStarts(phase) => self.wrong(&format!("ends_{}", phase.as_str()), "error-round-ends-first"),
                ScheduleError::Overlap(_, phase) | ScheduleError::Twice(phase) => {
                    self.wrong(&format!("starts_{}", phase.as_str()), "error-round-overlap")
                }
            }
            Schedule::default()
        })
    }

    /// The ballot; numbers of another form than the chosen one do not matter.
    fn ballot(&mut self) -> BallotForm {
        match self.fields.one("ballot") {
            "per_theme" => BallotForm::ChoosePerTheme { max: self.number("ballot_max", 1_000) },
            "budget" => BallotForm::FillBudget,
            "points" => BallotForm::Points { total: self.number("points_total", MOST_POINTS), max: self.number("points_max", MOST_POINTS) },
            "ranking" => BallotForm::Ranking { points: self.rank_points() },
            _ => BallotForm::Choose { min: self.number("ballot_min", 1_000), max: self.number("ballot_max", 1_000) },
        }
    }

    /// What the places of a ranking are worth: numbers with commas or blanks between.
    fn rank_points(&mut self) -> Vec<u32> {
        let parts = self.fields.one("rank_points").split([',', ' ', ';']).map(str::trim).filter(|part| !part.is_empty());
        let points: Option<Vec<u32>> = parts.map(|part| part.parse().ok().filter(|points| *points <= MOST_POINTS)).collect();
        points.filter(|points| (1..=MOST_RANKS).contains(&points.len())).unwrap_or_else(|| {
            self.errors.push(FieldError::new("rank_points", Message::new("error-round-ranks").with("places", MOST_RANKS).with("most", MOST_POINTS)));
            Vec::new()
        })
    }

    fn rules(&mut self) -> Rules {
        let amount = self.amount("amount").unwrap_or_default();
        let places = self.number("places", 1_000);
        let fields = self.fields;
        let ticked = |name: &str| !fields.one(name).is_empty();
        Rules {
            say: self.named("say", Say::Inform),
            binding: ticked("binding"),
            amount: if fields.one("money") == "each" { Amount::PerInhabitant { cents: amount } } else { Amount::Fixed { cents: amount } },
            themes: self.rows("theme", "theme_amount").into_iter().map(|(name, amount)| Theme { slug: slug(&name), name, amount }).collect(),
            joker: self.amount("joker").filter(|cents| *cents > Cents::ZERO),
            min_age_submit: self.age("min_age_submit"),
            min_age_vote: self.age("min_age_vote"),
            submitters: self.named("submitters", Submitters::Everyone),
            max_cost: self.amount("max_cost"),
            min_votes: self.number("min_votes", 1_000_000),
            min_share: u8::try_from(self.number("min_share", 100)).unwrap_or_default(),
            quorum: self.number("quorum", 1_000_000),
            leftovers_flow: ticked("leftovers_flow"),
            ballot: self.ballot(),
            outcome: match fields.one("outcome") {
                "budget" => OutcomeRule::WithinBudget,
                "per_theme" => OutcomeRule::WithinBudgetPerTheme,
                "per_wijk" => OutcomeRule::WithinBudgetPerWijk,
                "shares" => OutcomeRule::EqualShares,
                "shares_only" => OutcomeRule::EqualSharesOnly,
                _ => OutcomeRule::Top { places },
            },
            ties: fields.one("ties").split(',').filter_map(|step| step.parse::<TieStep>().ok()).collect(),
            entrances: Entrances { letter: ticked("letter"), email: ticked("email") },
            meetings: Meetings { tables: ticked("tables"), percent: self.percent("meeting_percent") },
            prices: self
                .rows("price_what", "price")
                .into_iter()
                .map(|(what, cents)| PriceExample { what, cents: cents.unwrap_or_default() })
                .collect(),
        }
    }
}

/// Reads a set-up.
///
/// # Errors
/// Every field that needs another look.
pub fn parse(fields: &Fields) -> Result<Setup, Vec<FieldError>> {
    let mut reader = Reader { fields, errors: Vec::new() };
    let name = reader.line("name", 3, 80);
    let purpose =
        paragraphs(fields.one("purpose"), 10, 1_000).map_err(|e| reader.errors.push(FieldError::new("purpose", text_error(e)))).unwrap_or_default();
    let rules = reader.rules();
    let schedule = reader.schedule();
    let raadsbesluit = Some(reader.line("raadsbesluit", 0, 120)).filter(|text| !text.is_empty());
    let verdicts_at = reader.moment("verdicts_at");
    let wijken = fields.all("wijk").filter_map(|id| id.parse::<WijkId>().ok()).collect();
    let buurten = fields.all("buurt").filter_map(|id| id.parse::<BuurtId>().ok()).collect();
    if reader.errors.is_empty() {
        Ok(Setup { name, purpose, wijken, buurten, rules, schedule, raadsbesluit, verdicts_at })
    } else {
        Err(reader.errors)
    }
}
