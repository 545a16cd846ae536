//! The other rounds of the demo, each in another phase today.

use super::people::Dice;
use super::plans::{DemoIdea, HOOGKERK, LEWENBORG, SPT};
use super::review;
use super::stage::{Plan, Stage};
use crate::app::ideas::support;
use crate::app::review::verdicts;
use crate::app::{codes, voting};
use crate::domain::ballot::Choices;
use crate::domain::ids::{IdeaId, RoundId};
use crate::domain::money::Cents;
use crate::domain::phase::Phase;
use crate::domain::rules::{Amount, Entrances, Rules, Template};
use crate::domain::time::Language;
use crate::error::{Error, Result};

/// Plays all of them up to today.
pub async fn play(stage: &Stage) -> Result<()> {
    stage.on_day(-100, 9);
    for (wijk, euros) in [("hoogkerk", 600_000), ("lewenborg", 150_000), ("binnenstad", 120_000)] {
        stage.grant_money(wijk, Cents::euros(euros), "Gebiedsbudget, raadsbesluit 2345678 (verzonnen)").await?;
    }
    submitting(stage).await?;
    reviewing(stage).await?;
    voting_now(stage).await?;
    preparing(stage).await
}

/// Lewenborg sends in ideas.
async fn submitting(stage: &Stage) -> Result<()> {
    stage.on_day(-30, 9);
    stage
        .round(&Plan {
            slug: "lewenborg-leeft",
            name: "Lewenborg leeft",
            purpose: "Elk jaar beslissen bewoners van Lewenborg over geld voor hun wijk.",
            wijken: &["lewenborg"],
            rules: Rules {
                amount: Amount::Fixed { cents: Cents::euros(25_000) },
                entrances: Entrances { letter: true, email: true },
                ..Template::WithinBudget.rules()
            },
            phases: &[
                (Phase::Submit, -20, 25),
                (Phase::Review, 26, 60),
                (Phase::Reconsider, 61, 75),
                (Phase::Vote, 76, 97),
                (Phase::Count, 98, 104),
                (Phase::Result, 105, 130),
                (Phase::Execute, 131, 400),
                (Phase::Evaluate, 401, 430),
            ],
            raadsbesluit: "Raadsbesluit 2345678 (verzonnen)",
        })
        .await?;
    let ideas = hand_in(stage, "lewenborg-leeft", -15, 40, &LEWENBORG).await?;
    review::helping(stage, &ideas, |at| stage.resident(40 + at)).await
}

/// Selwerd, Paddepoel and Tuinwijk wait for the gebiedsteam.
async fn reviewing(stage: &Stage) -> Result<()> {
    stage.on_day(-90, 9);
    stage
        .round(&Plan {
            slug: "selwerd-paddepoel-tuinwijk",
            name: "Wijkdeal Selwerd, Paddepoel en Tuinwijk",
            purpose: "Drie wijken, één deal: bewoners kiezen waar het geld heen gaat.",
            wijken: &["selwerd", "paddepoel", "tuinwijk"],
            rules: Template::WithinBudget.rules(),
            phases: &[
                (Phase::Submit, -80, -10),
                (Phase::Review, -9, 20),
                (Phase::Reconsider, 21, 35),
                (Phase::Vote, 36, 57),
                (Phase::Count, 58, 64),
                (Phase::Result, 65, 90),
                (Phase::Execute, 91, 400),
                (Phase::Evaluate, 401, 430),
            ],
            raadsbesluit: "Raadsbesluit 3456789 (verzonnen)",
        })
        .await?;
    let ideas = hand_in(stage, "selwerd-paddepoel-tuinwijk", -60, 90, &SPT).await?;
    review::looking(stage, &ideas, |at| stage.resident(90 + at)).await?;
    stage.on_day(-4, 10);
    let team = stage.staff("gebiedsteam")?;
    let first = *ideas.first().ok_or(Error::NotFound)?;
    stage.judge(team, first, Some(12_000), "Dit kan. De werkplaats staat leeg en de buurt wil meedoen.").await?;
    let second = *ideas.get(1).ok_or(Error::NotFound)?;
    crate::app::review::contact::take_up(&stage.context, team, second).await?;
    crate::app::review::questions::ask(&stage.context, team, second, "Waar wilt u koken? Wij zoeken graag mee naar een keuken.".to_owned()).await
}

/// Hoogkerk votes today.
async fn voting_now(stage: &Stage) -> Result<()> {
    stage.on_day(-95, 9);
    let slug = "sterk-hoogkerk";
    let round = stage
        .round(&Plan {
            slug,
            name: "Sterk Hoogkerk",
            purpose: "Bewoners van Hoogkerk verdelen € 300.000 over vijf thema's en een joker.",
            wijken: &["hoogkerk"],
            rules: Rules { entrances: Entrances { letter: true, email: true }, ..Template::Themes.rules() },
            phases: &[
                (Phase::Submit, -90, -50),
                (Phase::Review, -49, -20),
                (Phase::Reconsider, -19, -8),
                (Phase::Vote, -7, 14),
                (Phase::Count, 15, 20),
                (Phase::Result, 21, 40),
                (Phase::Execute, 41, 400),
                (Phase::Evaluate, 401, 430),
            ],
            raadsbesluit: "Raadsbesluit 2345678 (verzonnen)",
        })
        .await?;
    let ideas = hand_in(stage, slug, -85, 140, &HOOGKERK).await?;
    stage.on_day(-40, 10);
    for (idea, plan) in ideas.iter().zip(&HOOGKERK) {
        stage.judge(stage.staff("gebiedsteam")?, *idea, Some(plan.euros), "Dit kan. Wij rekenden de kosten na met de makers.").await?;
    }
    stage.on_day(-20, 20);
    verdicts::publish_due(&stage.context).await?;
    cast(stage, round, &ideas).await
}

async fn cast(stage: &Stage, round: RoundId, ideas: &[IdeaId]) -> Result<()> {
    stage.on_day(-8, 9);
    let wijk = stage.wijk("hoogkerk")?.id;
    let batch = codes::make_batch(&stage.context, stage.staff("gebiedsteam")?, round, wijk, 400).await?;
    stage.on_day(-3, 20);
    let mut dice = Dice::new(300);
    for code in batch.codes.iter().take(120) {
        let ticked = ideas.iter().zip(&HOOGKERK).filter(|(_, plan)| dice.roll(100) < plan.liked).map(|(id, _)| *id);
        let choices = Choices::ticks(ticked);
        let ticket = voting::enter(&stage.context, round, code, Language::Nl).await?.ok_or(Error::NotFound)?;
        voting::cast(&stage.context, &ticket, &choices, Language::Nl).await?;
    }
    Ok(())
}

/// The A-kwartier is about to begin.
async fn preparing(stage: &Stage) -> Result<()> {
    stage.on_day(-6, 9);
    stage
        .round(&Plan {
            slug: "goed-idee-a-kwartier",
            name: "Goed idee in het A-kwartier",
            purpose: "Een klein potje voor goede ideeën in de buurt. Snel beslist, snel gedaan.",
            wijken: &["binnenstad"],
            rules: Template::GoodIdea.rules(),
            phases: &[
                (Phase::Prepare, -5, 13),
                (Phase::Submit, 14, 60),
                (Phase::Review, 61, 75),
                (Phase::Vote, 76, 90),
                (Phase::Count, 91, 93),
                (Phase::Result, 94, 110),
                (Phase::Execute, 111, 300),
                (Phase::Evaluate, 301, 330),
            ],
            raadsbesluit: "Raadsbesluit 2345678 (verzonnen)",
        })
        .await?;
    Ok(())
}

/// Hands in ideas, one a day from `first_day`, and lets others support them.
async fn hand_in(stage: &Stage, round: &str, first_day: i64, first_resident: usize, plans: &[DemoIdea]) -> Result<Vec<IdeaId>> {
    let mut ideas = Vec::new();
    for (i, plan) in plans.iter().enumerate() {
        stage.on_day(first_day + i64::try_from(i).unwrap_or(0), 19);
        let owner = first_resident + i;
        let id = stage.hand_in(round, stage.resident(owner)?, plan).await?;
        for supporter in 1..=(3 + i * 5 % 11) {
            support::give(&stage.context, stage.resident(owner + 20 + supporter)?.clone(), id).await?;
        }
        ideas.push(id);
    }
    Ok(ideas)
}
