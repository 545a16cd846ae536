//! The canonical form of an election: projects by id, equal ballots together,
//! in a fixed order. Counting starts here, so the order in which projects and
//! ballots arrive can never matter, and the hash names the input.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::ballots::Ballots;
use super::election::{BallotForm, Election, Pots, Project, Weighting};
use super::rule::{Misfit, Rule};
use super::tie::seed_bytes;

/// Something in the election that no count can be made of.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ElectionFault {
    /// Two projects with one id.
    #[error("two projects have the id '{0}'; give each project its own id")]
    DoubleId(String),
    /// A project without an id.
    #[error("a project has no id; give each project an id")]
    EmptyId,
    /// A cost of zero or less.
    #[error("project '{0}' costs nothing; give it a cost of at least one cent")]
    NoCost(String),
    /// A negative or absurdly large amount.
    #[error("the amount {0} is not possible; use an amount from 0 up to 9 000 000 000 000 000 cents")]
    Amount(i64),
    /// A pick outside the list of projects.
    #[error("ballot {ballot} picks project number {pick}, which does not exist")]
    UnknownPick {
        /// Position of the ballot, from 1.
        ballot: usize,
        /// The pick.
        pick: u32,
    },
    /// One project twice on one ballot.
    #[error("ballot {0} picks a project twice; a ballot is refused when it is cast, never repaired")]
    DoublePick(usize),
    /// Points and picks do not match.
    #[error("ballot {0} does not have one number of points per pick")]
    PointsMismatch(usize),
    /// A reference to a pot, project, area or channel that does not exist.
    #[error("'{name}' is used as {what}, but is not defined")]
    Unknown {
        /// What it is used as.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A parameter outside its range.
    #[error("{0}")]
    Parameter(&'static str),
    /// The rule cannot be used with these ballots or pots.
    #[error("{0}")]
    RuleDoesNotApply(&'static str),
    /// Numbers too large to count with.
    #[error("the numbers in this election are too large to count with")]
    TooLarge,
}

/// The largest amount that is counted with.
const MAX_AMOUNT: i64 = 9_000_000_000_000_000;

/// The most ballots that are counted with.
const MAX_BALLOTS: u64 = 1_000_000_000;

impl Election {
    /// The canonical form: projects by id (as text), picks in that order,
    /// equal ballots together.
    ///
    /// # Errors
    /// [`ElectionFault`] when no count can be made of it.
    pub fn canonical(&self) -> Result<Election, ElectionFault> {
        let Election { projects, conflicts, ballots, .. } = &self.countable()?;
        Ok(self.with(projects.clone(), conflicts.clone(), ballots.owned()))
    }

    /// The canonical form, with the ballots in flat arrays.
    pub(crate) fn countable(&self) -> Result<Election<Ballots>, ElectionFault> {
        self.check()?;
        let mut order: Vec<(usize, &Project)> = self.projects.iter().enumerate().collect();
        order.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
        let mut new_place = vec![0_u32; order.len()];
        for (place, (old, _)) in (0_u32..).zip(&order) {
            if let Some(new) = new_place.get_mut(*old) {
                *new = place;
            }
        }
        let ranking = matches!(self.ballot_form, BallotForm::Ranking { .. });
        let ballots = Ballots::canonical(&self.ballots, &new_place, ranking);
        let mut conflicts = self.conflicts.clone();
        conflicts.iter_mut().for_each(|group| group.projects.sort());
        conflicts.sort_by(|a, b| (&a.name, &a.projects).cmp(&(&b.name, &b.projects)));
        Ok(self.with(order.into_iter().map(|(_, project)| project.clone()).collect(), conflicts, ballots))
    }

    /// A canonical election with its ballots in flat arrays. Unlike
    /// [`Election::countable`] nothing is checked or sorted again.
    pub(crate) fn flattened(&self) -> Election<Ballots> {
        let places: Vec<u32> = (0..).take(self.projects.len()).collect();
        let ranking = matches!(self.ballot_form, BallotForm::Ranking { .. });
        self.with(self.projects.clone(), self.conflicts.clone(), Ballots::listed(&self.ballots, &places, ranking))
    }

    /// SHA-256 of the compact JSON of this value, in hexadecimal. Of the
    /// canonical form this names the input of a count.
    pub fn hash(&self) -> String {
        hash_of(self)
    }

    fn check(&self) -> Result<(), ElectionFault> {
        let ids = self.check_projects()?;
        self.check_ballots()?;
        self.check_names(&ids)?;
        self.check_rule(&self.rule)?;
        if self.currency.decimals > 6 {
            return Err(ElectionFault::Parameter("a currency has at most 6 decimals"));
        }
        if self.tie_order.seed.as_deref().is_some_and(|seed| seed_bytes(seed).is_none()) {
            return Err(ElectionFault::Parameter("the seed of the lot must be hexadecimal, two digits per byte"));
        }
        Ok(())
    }

    fn check_projects(&self) -> Result<BTreeSet<&str>, ElectionFault> {
        amount(self.budget)?;
        let mut ids = BTreeSet::new();
        for project in &self.projects {
            if project.id.is_empty() {
                return Err(ElectionFault::EmptyId);
            }
            if project.cost <= 0 {
                return Err(ElectionFault::NoCost(project.id.clone()));
            }
            amount(project.cost)?;
            if !ids.insert(project.id.as_str()) {
                return Err(ElectionFault::DoubleId(project.id.clone()));
            }
        }
        Ok(ids)
    }

    fn check_ballots(&self) -> Result<(), ElectionFault> {
        let mut seen = vec![usize::MAX; self.projects.len()];
        let mut total = 0_u64;
        for (at, ballot) in self.ballots.iter().enumerate() {
            total = total.checked_add(ballot.count).ok_or(ElectionFault::TooLarge)?;
            for &pick in &ballot.picks {
                let slot = usize::try_from(pick).ok().and_then(|p| seen.get_mut(p));
                match slot {
                    None => return Err(ElectionFault::UnknownPick { ballot: at + 1, pick }),
                    Some(last) if *last == at => return Err(ElectionFault::DoublePick(at + 1)),
                    Some(last) => *last = at,
                }
            }
            let with_points = matches!(self.ballot_form, BallotForm::Points { .. });
            let expected = if with_points { ballot.picks.len() } else { 0 };
            if ballot.points.len() != expected {
                return Err(ElectionFault::PointsMismatch(at + 1));
            }
        }
        if total > MAX_BALLOTS {
            return Err(ElectionFault::TooLarge);
        }
        Ok(())
    }

    fn check_names(&self, ids: &BTreeSet<&str>) -> Result<(), ElectionFault> {
        for group in &self.conflicts {
            for id in &group.projects {
                known(ids.contains(id.as_str()), "a project in a conflict group", id)?;
            }
        }
        for cap in &self.caps {
            amount(cap.max)?;
        }
        if let Weighting::Channels { shares, .. } = &self.weighting {
            for ballot in self.ballots.iter().filter(|ballot| ballot.count > 0) {
                let channel = ballot.channel.as_deref().unwrap_or("");
                known(shares.contains_key(channel), "a channel with a share", channel)?;
            }
            if shares.values().any(|share| share.to_f64() < 0.0) {
                return Err(ElectionFault::Parameter("a channel's share cannot be negative"));
            }
        }
        match &self.pots {
            Pots::Single => Ok(()),
            Pots::Separate { .. } => self.check_separate(),
            Pots::Shared { areas } => {
                if !matches!(self.rule, Rule::EqualShares(_)) {
                    return Err(ElectionFault::RuleDoesNotApply(
                        "one count over all areas needs Equal Shares; give the areas separate pots, or choose an Equal Shares rule",
                    ));
                }
                let names: BTreeSet<&str> = areas.iter().map(|area| area.area.as_str()).collect();
                for ballot in &self.ballots {
                    let area = ballot.area.as_deref().unwrap_or("");
                    known(names.contains(area), "the area of a ballot", area)?;
                }
                sum_to_budget(areas.iter().map(|area| area.budget), self.budget)
            }
        }
    }

    fn check_separate(&self) -> Result<(), ElectionFault> {
        let Pots::Separate { pots } = &self.pots else { return Ok(()) };
        let mut names = BTreeSet::new();
        for pot in pots {
            if !names.insert(pot.id.as_str()) {
                return Err(ElectionFault::DoubleId(pot.id.clone()));
            }
            if let Some(rule) = &pot.rule {
                self.check_rule(rule)?;
            }
        }
        for (at, pot) in pots.iter().enumerate() {
            if let Some(to) = &pot.leftover_to {
                let later = pots.iter().skip(at + 1).any(|other| &other.id == to);
                known(later, "a later pot for what is left", to)?;
            }
        }
        for project in &self.projects {
            let pot = project.pot.as_deref().unwrap_or("");
            let open = pot.is_empty() && pots.iter().any(|p| p.takes == super::election::PotTakes::Rest);
            known(open || names.contains(pot), "the pot of a project", pot)?;
        }
        for ballot in &self.ballots {
            if let Some(pot) = &ballot.pot {
                known(names.contains(&**pot), "the pot of a ballot", pot)?;
            }
        }
        sum_to_budget(pots.iter().map(|pot| pot.budget), self.budget)
    }

    fn check_rule(&self, rule: &Rule) -> Result<(), ElectionFault> {
        match rule {
            Rule::TopK { k: 0, .. } => Err(ElectionFault::Parameter("top-k needs k of at least 1")),
            Rule::Greedy(greedy) => match greedy.misfit {
                Misfit::FundFrom(percent) if percent > 100 => Err(ElectionFault::Parameter("a percentage is at most 100")),
                _ => Ok(()),
            },
            Rule::EqualShares(shares) => match &shares.raise {
                Some(raise) if raise.step <= 0 => Err(ElectionFault::Parameter("the share must rise by at least one cent")),
                _ => Ok(()),
            },
            Rule::Phragmen => match self.ballot_form {
                BallotForm::Points { .. } | BallotForm::Ranking { .. } => {
                    Err(ElectionFault::RuleDoesNotApply("Phragmen counts ticks only; choose another rule for points or rankings"))
                }
                _ => Ok(()),
            },
            Rule::TopK { .. } | Rule::Bos => Ok(()),
        }
    }
}

/// SHA-256 of the compact JSON of a value, in hexadecimal.
pub(crate) fn hash_of<T: Serialize>(value: &T) -> String {
    let mut sink = HashSink(Sha256::new());
    let mut buffered = io::BufWriter::with_capacity(1 << 16, &mut sink);
    // Writing into a hasher cannot fail, and neither can these types as JSON.
    let written = serde_json::to_writer(&mut buffered, value).is_ok() && buffered.flush().is_ok();
    drop(buffered);
    debug_assert!(written);
    let mut hash = String::with_capacity(64);
    for byte in sink.0.finalize() {
        // Writing into a string cannot fail.
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}

struct HashSink(Sha256);

impl Write for HashSink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn amount(amount: i64) -> Result<(), ElectionFault> {
    if (0..=MAX_AMOUNT).contains(&amount) { Ok(()) } else { Err(ElectionFault::Amount(amount)) }
}

fn known(known: bool, what: &'static str, name: &str) -> Result<(), ElectionFault> {
    if known { Ok(()) } else { Err(ElectionFault::Unknown { what, name: name.to_owned() }) }
}

fn sum_to_budget(parts: impl Iterator<Item = i64>, budget: i64) -> Result<(), ElectionFault> {
    let mut sum = 0_i64;
    for part in parts {
        amount(part)?;
        sum = sum.checked_add(part).ok_or(ElectionFault::TooLarge)?;
    }
    if sum == budget { Ok(()) } else { Err(ElectionFault::Parameter("the amounts of the pots or areas do not add up to the budget")) }
}
