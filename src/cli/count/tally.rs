//! `wijkdeal tally FILE.pb --rule RULE`: counts a file.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::counting::explain::{self, Language};
use crate::counting::{Bundle, Decision, Outcome, Precision, Rule, Standing, TieOrder, count_with, seed_bytes};
use crate::pabulib::{self, Labels, Mode};

use super::{Answer, CommandError, OutputLanguage, Watch, open};

/// Arguments of `tally`.
#[derive(Args, Clone, Debug)]
pub struct TallyArgs {
    /// The .pb file, of the old or the current format
    pub file: PathBuf,
    /// top-K, greedy-votes, greedy-votes-per-cost, greedy-no-skip, mes-cost,
    /// mes-card, mes-cost-greedy, mes-card-greedy, mes-cost-add1,
    /// mes-card-add1, mes-cost-add1u, mes-card-add1u, mes-cost-add1-eqshares,
    /// mes-cost-add1-pabulib, phragmen or bos
    #[arg(long)]
    pub rule: String,
    /// How ties are decided; without it by id, or with a seed by the lot
    #[arg(long, value_enum)]
    pub tie: Option<TieChoice>,
    /// The published seed of the lot, in hexadecimal
    #[arg(long, value_name = "HEX")]
    pub seed: Option<String>,
    /// Whole numbers and exact fractions decide (this is the default)
    #[arg(long, conflicts_with = "preview")]
    pub exact: bool,
    /// Floats decide: faster, and marked as a preview
    #[arg(long)]
    pub preview: bool,
    /// Print JSON instead of a table
    #[arg(long)]
    pub json: bool,
    /// Also write a result bundle that `verify` can check
    #[arg(long, value_name = "FILE")]
    pub bundle: Option<PathBuf>,
    /// The language of the reasons
    #[arg(long, value_enum, default_value_t)]
    pub language: OutputLanguage,
}

/// How ties are decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TieChoice {
    /// Ascending id, compared as text.
    Id,
    /// Lower cost, then more votes, then the lot.
    CostVotesLot,
}

/// Counts a file and prints the outcome.
///
/// # Errors
/// [`CommandError`] when the file cannot be read or counted.
pub fn tally(args: &TallyArgs, out: &mut impl Write) -> Result<Answer, CommandError> {
    let read =
        pabulib::read(open(&args.file)?, Mode::Lenient, Labels::Drop).map_err(|source| CommandError::Read { path: args.file.clone(), source })?;
    let mut election = read.election;
    election.rule = Rule::named(&args.rule, election.currency.unit())?;
    election.tie_order = tie_order(args)?;
    let precision = if args.preview { Precision::Preview } else { Precision::Exact };
    let outcome = {
        let watch = Watch::start();
        count_with(&election, precision, &mut |progress| watch.tell(progress))?
    };
    if args.json {
        print_json(&args.rule, &outcome, read.findings.errors(), out)?;
    } else {
        print_table(args, &outcome, read.findings.errors(), out)?;
    }
    let answer = match outcome.decision {
        Decision::Decided => Answer::Yes,
        Decision::LotNeeded { .. } => Answer::LotNeeded,
    };
    if let Some(path) = &args.bundle {
        let bundle = Bundle::of(&election, outcome)?;
        fs::write(path, serde_json::to_string(&bundle)? + "\n")?;
    }
    Ok(answer)
}

fn tie_order(args: &TallyArgs) -> Result<TieOrder, CommandError> {
    if args.seed.as_deref().is_some_and(|seed| seed_bytes(seed).is_none()) {
        return Err(CommandError::Seed);
    }
    Ok(match (args.tie, &args.seed) {
        (Some(TieChoice::Id), _) | (None, None) => TieOrder::by_id(),
        (Some(TieChoice::CostVotesLot), _) | (None, Some(_)) => TieOrder::cost_votes_lot(args.seed.clone()),
    })
}

fn print_json(rule: &str, outcome: &Outcome, faults: u64, out: &mut impl Write) -> Result<(), CommandError> {
    let decimal = |amount| outcome.currency.decimal(amount);
    let projects: Vec<_> = outcome
        .projects
        .iter()
        .map(|project| {
            json!({
                "id": project.id,
                "name": project.name,
                "cost": decimal(project.cost),
                "votes": project.votes,
                "score": project.score,
                "rank": project.rank,
                "selected": project.selected,
                "reason": project.reason.kind(),
                "details": project.reason,
            })
        })
        .collect();
    let value = json!({
        "rule": rule,
        "parameters": { "rule": outcome.rule, "tie_order": outcome.tie_order },
        "standing": outcome.standing,
        "decision": outcome.decision,
        "winners": outcome.winners,
        "budget": decimal(outcome.budget),
        "total_cost": decimal(outcome.spent),
        "left": decimal(outcome.left),
        "currency": outcome.currency.code,
        "ballots": outcome.ballots,
        "blank": outcome.blank,
        "projects": projects,
        "ties": outcome.ties,
        "pots": outcome.pots,
        "file_errors": faults,
        "input_hash": outcome.input_hash,
        "engine": outcome.engine,
    });
    serde_json::to_writer_pretty(&mut *out, &value)?;
    writeln!(out)?;
    Ok(())
}

fn print_table(args: &TallyArgs, outcome: &Outcome, faults: u64, out: &mut impl Write) -> Result<(), CommandError> {
    let language = args.language.language();
    let words = Words::of(language);
    let money = |amount| explain::money(language, &outcome.currency, amount);
    writeln!(out, "{}: {}  ({})", words.rule, args.rule, outcome.engine)?;
    if let Some(warning) = words.standing(outcome.standing) {
        writeln!(out, "{warning}")?;
    }
    writeln!(
        out,
        "{}: {}   {}: {}   {}: {}   {}: {}\n",
        words.ballots,
        outcome.ballots,
        words.budget,
        money(outcome.budget),
        words.spent,
        money(outcome.spent),
        words.left,
        money(outcome.left)
    )?;
    let explanations = explain::explain(outcome);
    let place = |id: &str| outcome.winners.iter().position(|winner| winner == id);
    let mut rows: Vec<_> = outcome.projects.iter().zip(&explanations).collect();
    rows.sort_by_key(|(project, _)| (place(&project.id).unwrap_or(usize::MAX), project.rank));
    for (project, explanation) in rows {
        let mark = if project.selected { "+" } else { " " };
        let sentences = explanation.sentences(language, &outcome.currency);
        let why = sentences.first().map_or("", String::as_str);
        let votes = project.score.to_f64();
        writeln!(out, "{mark} {:<12} {:>16} {:>9}  {}  {why}", project.id, money(project.cost), votes, shortened(&project.name))?;
    }
    writeln!(out)?;
    let mattering = outcome.ties.iter().filter(|tie| tie.matters).count();
    writeln!(out, "{}: {} ({mattering} {})", words.ties, outcome.ties.len(), words.matter)?;
    if let Decision::LotNeeded { between, .. } = &outcome.decision {
        writeln!(out, "{} {}.", words.lot, between.join(", "))?;
    }
    if faults > 0 {
        writeln!(out, "{}: {faults} (wijkdeal check)", words.faults)?;
    }
    writeln!(out, "{}: {}", words.hash, outcome.input_hash)?;
    Ok(())
}

/// A name in a column of fixed width.
fn shortened(name: &str) -> String {
    let short: String = name.chars().take(32).collect();
    format!("{short:<32}")
}

/// The fixed words of the table.
struct Words {
    rule: &'static str,
    ballots: &'static str,
    budget: &'static str,
    spent: &'static str,
    left: &'static str,
    ties: &'static str,
    matter: &'static str,
    lot: &'static str,
    faults: &'static str,
    hash: &'static str,
    preview: &'static str,
    uncertain: &'static str,
    simulation: &'static str,
}

const DUTCH: Words = Words {
    rule: "Regel",
    ballots: "stembiljetten",
    budget: "budget",
    spent: "uitgegeven",
    left: "over",
    ties: "Gelijke standen",
    matter: "van belang",
    lot: "Er is een loting nodig tussen",
    faults: "Fouten in het bestand",
    hash: "Controlegetal van de invoer",
    preview: "VOORBEELD: snel gerekend, niet exact. Geen uitslag. Waar het geld van verliezers heen ging, is niet gevolgd.",
    uncertain: "VOORBEELD: snel gerekend, en hier en daar te dicht bij elkaar. Alleen een exacte telling zegt wie wint.",
    simulation: "SIMULATIE: met deze regel beslist geen gemeente.",
};

const ENGLISH: Words = Words {
    rule: "Rule",
    ballots: "ballots",
    budget: "budget",
    spent: "spent",
    left: "left",
    ties: "Ties",
    matter: "that matter",
    lot: "A lot is needed between",
    faults: "Errors in the file",
    hash: "Hash of the input",
    preview: "PREVIEW: counted fast, not exactly. Not a result. Where the money of losers went was not followed.",
    uncertain: "PREVIEW: counted fast, and too close to tell in places. Only an exact count says who wins.",
    simulation: "SIMULATION: no city decides with this rule.",
};

impl Words {
    fn of(language: Language) -> &'static Words {
        match language {
            Language::Dutch => &DUTCH,
            Language::English => &ENGLISH,
        }
    }

    fn standing(&self, standing: Standing) -> Option<&'static str> {
        match standing {
            Standing::Exact => None,
            Standing::Preview => Some(self.preview),
            Standing::PreviewUncertain => Some(self.uncertain),
            Standing::Simulation => Some(self.simulation),
        }
    }
}
