//! What people do with ideas while the gebiedsteam looks: propose, split, argue, ask for help, and take over a task.

use super::stage::Stage;
use crate::app::arguments;
use crate::app::hands::{self, Typed as Call};
use crate::app::help;
use crate::app::ideas::words::Typed;
use crate::app::review::changes::{self, Decision};
use crate::app::review::{challenges, contact};
use crate::domain::argument::Side;
use crate::domain::help::HelpRole;
use crate::domain::ids::IdeaId;
use crate::domain::money::Cents;
use crate::domain::person::Actor;
use crate::domain::review::challenge::{self, Task};
use crate::error::{Error, Result};
use crate::storage::ideas;

fn nth(ideas: &[IdeaId], at: usize) -> Result<IdeaId> {
    ideas.get(at).copied().ok_or(Error::NotFound)
}

fn typed(fields: &[(&str, &str)]) -> Typed {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Ideas that are being looked at; `owner` gives who handed in the idea at a place in the list.
pub async fn looking<'a>(stage: &'a Stage, ideas: &[IdeaId], owner: impl Fn(usize) -> Result<&'a Actor>) -> Result<()> {
    let (context, team) = (&stage.context, stage.staff("gebiedsteam")?);
    stage.on_day(-10, 10);
    let task = Task {
        now: "De gemeente maait en snoeit vier keer per jaar. Zwerfafval blijft vaak liggen.".to_owned(),
        by: "Stadsbeheer".to_owned(),
        cost: Some(Cents::euros(6_200)),
    };
    let garden = nth(ideas, 8)?;
    challenges::describe(context, owner(8)?, garden, Some(task)).await?;
    stage.on_day(-6, 11);
    let reason = "Wij kijken graag samen wat er nodig is. Stadsbeheer schuift aan.".to_owned();
    challenges::move_on(context, team, garden, challenge::Stage::Exploring, reason).await?;

    let woonerf = nth(ideas, 4)?;
    contact::take_up(context, team, woonerf).await?;
    let words = [
        ("title", "Een woonerf waar kinderen veilig kunnen spelen"),
        ("municipality_does", "Drie bloembakken, twee borden en een drempel."),
        ("reason", "Palen mogen hier niet: de brandweer moet erdoor. Met bakken en een drempel rijden auto's ook langzamer."),
    ];
    changes::propose(context, team, woonerf, typed(&words)).await?;

    let bikes = nth(ideas, 6)?;
    contact::take_up(context, team, bikes).await?;
    let words = [
        ("part_title", "Fietsles voor wie nog niet kan fietsen"),
        ("part_why", "Veel bewoners willen leren fietsen. Dat kan ook zonder werkplaats, en eerder."),
        ("reason", "De lessen kunnen al dit jaar beginnen. De werkplaats heeft een gebouw nodig en duurt langer."),
    ];
    let change = changes::propose(context, team, bikes, typed(&words)).await?;
    stage.on_day(-5, 20);
    let version = context.db.read(move |conn| Ok(ideas::find(conn, bikes)?.version)).await?;
    changes::decide(context, owner(6)?, change, version, Decision::Accept).await?;

    let rooms = nth(ideas, 7)?;
    for (resident, side, words) in [
        (120, Side::For, "Mijn moeder eet elke dag alleen. Zij kijkt uit naar zo'n avond."),
        (121, Side::Against, "Studenten verhuizen snel. Wie zorgt dat het ook na de zomer doorgaat?"),
        (122, Side::For, "In mijn vorige buurt deden wij dit ook. Na een jaar kende iedereen elkaar."),
    ] {
        arguments::give(context, stage.resident(resident)?, rooms, side, words.to_owned()).await?;
    }
    Ok(())
}

/// Ideas that were just handed in: one asks hands of neighbours, two ask help of WIJ.
pub async fn helping<'a>(stage: &'a Stage, ideas: &[IdeaId], owner: impl Fn(usize) -> Result<&'a Actor>) -> Result<()> {
    let context = &stage.context;
    stage.on_day(-4, 10);
    let forest = nth(ideas, 5)?;
    let call = Call { what: "Plantgaten graven en bomen planten".to_owned(), when: "Een zaterdag in november".to_owned(), wanted: "12".to_owned() };
    hands::call(context, owner(5)?, forest, call).await?;
    stage.on_day(-3, 19);
    let open = hands::about(context, owner(5)?, forest).await?.calls.into_iter().next().ok_or(Error::NotFound)?;
    for (resident, words) in [(130, "Ik neem twee scheppen mee."), (131, ""), (132, "Ik zorg voor koffie en soep.")] {
        hands::offer(context, stage.resident(resident)?, open.call.id, words.to_owned()).await?;
    }
    let words = ["Wie weet welke subsidie hierbij past?", "Hoe vinden wij buren die geen Nederlands lezen?"];
    for (at, words) in words.into_iter().enumerate() {
        help::ask(context, owner(at)?, nth(ideas, at)?, words.to_owned()).await?;
    }
    let (_, asked) = help::for_owner(context, owner(1)?, nth(ideas, 1)?).await?;
    let request = asked.first().ok_or(Error::NotFound)?.id;
    help::take(context, stage.staff("wij-medewerker")?, request, HelpRole::Verbinder).await
}
