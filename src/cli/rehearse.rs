//! `wijkdeal rehearse ROUND`: plays the whole round on invented voters and prints what it gives.

use std::io::Write;

use clap::Args;

use crate::app::Context;
use crate::app::rehearsal::{self, VOTERS};
use crate::domain::person::Actor;
use crate::domain::time::{Language, long_time};
use crate::error::{Error, Result};
use crate::storage::rounds;

/// Arguments of `rehearse`.
#[derive(Args, Clone, Debug)]
pub struct RehearseArgs {
    /// The round: the last part of its address
    pub round: String,
    /// How many invented voters
    #[arg(long, default_value_t = VOTERS)]
    pub voters: u32,
}

/// Rehearses a round; nothing of it is kept.
///
/// # Errors
/// When there is no such round, voting has begun, or a step is refused.
pub async fn rehearse(context: &Context, args: &RehearseArgs, out: &mut impl Write) -> Result<()> {
    let slug = args.round.clone();
    let round = context.db.read(move |conn| rounds::by_slug(conn, &slug)).await?;
    let played = rehearsal::rehearse(context, &Actor::Clock, round.id, args.voters).await?;
    let mut said = vec![format!("Rehearsal of {}: {} invented voters. Nothing of it was kept.", round.name, played.voters)];
    said.extend(played.ceremony.taken.iter().map(|taken| format!("{:8} {}", taken.step.as_str(), long_time(taken.at, Language::En))));
    if let Some(counted) = &played.ceremony.counted {
        said.push(format!("{} ballots counted by two programs that agree ({})", counted.turnout.ballots, counted.row.engine));
        said.extend(counted.told.plans().map(|plan| format!("{:>6} {}{}", plan.votes, plan.title, if plan.chosen { " (chosen)" } else { "" })));
    }
    writeln!(out, "{}", said.join("\n")).and_then(|()| out.flush()).map_err(Error::internal)
}
