//! `wijkdeal codes ROUND WIJK COUNT`: makes stemcodes and prints them once.

use std::io::Write;

use clap::Args;

use crate::app::{Context, codes};
use crate::domain::person::Actor;
use crate::error::{Error, Result};
use crate::storage::{areas, rounds};

/// Arguments of `codes`.
#[derive(Args, Clone, Debug)]
pub struct CodesArgs {
    /// The round: the last part of its address
    pub round: String,
    /// The wijk: the last part of its address
    pub wijk: String,
    /// How many codes
    pub count: u32,
}

/// Makes the codes and prints them as CSV. They are kept nowhere: send the output to a file.
///
/// # Errors
/// When there is no such round or wijk, or the codes cannot be made.
pub async fn codes(context: &Context, args: &CodesArgs, out: &mut impl Write) -> Result<()> {
    let (round, wijk, day) = (args.round.clone(), args.wijk.clone(), context.now().day());
    let (round, wijk) = context.db.read(move |conn| Ok((rounds::by_slug(conn, &round)?.id, areas::wijk_by_slug(conn, &wijk, day)?.id))).await?;
    let spinner = super::spinner("making codes");
    let batch = codes::make_batch(context, &Actor::Clock, round, wijk, args.count).await?;
    spinner.finish_and_clear();
    let file = codes::csv(context, &batch)?;
    out.write_all(&file).and_then(|()| out.flush()).map_err(Error::internal)
}
