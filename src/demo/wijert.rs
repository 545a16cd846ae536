//! The Wijkdeal De Wijert, from the first idea to the plans that are being carried out.

use super::council;
use super::people::Dice;
use super::plans::{DE_WIJERT, DE_WIJERT_NOT};
use super::stage::{Plan, Stage};
use crate::app::adviezen::deliberate::{self, Move};
use crate::app::adviezen::{adopt, organen, reply as replies, write};
use crate::app::count::{ceremony, outcomes};
use crate::app::ideas::support;
use crate::app::review::verdicts;
use crate::app::staff::Fresh;
use crate::app::{codes, execution, rounds, voting};
use crate::domain::advies::council::Says;
use crate::domain::advies::{AdviesStep, AdviesText, ReplyKind, Stance};
use crate::domain::ballot::Choices;
use crate::domain::idea::IdeaStep;
use crate::domain::ids::{IdeaId, RoundId};
use crate::domain::money::Cents;
use crate::domain::phase::Phase;
use crate::domain::rules::Template;
use crate::domain::time::Language;
use crate::error::{Error, Result};
use crate::images;

/// Address of the round.
pub const SLUG: &str = "wijkdeal-de-wijert";
/// Ballots that were cast.
const BALLOTS: usize = 812;
/// Stemcodes that were sent.
const CODES: u32 = 6_500;

/// Plays the whole round.
pub async fn play(stage: &Stage) -> Result<()> {
    let round = set_up(stage).await?;
    let ideas = hand_in(stage).await?;
    review(stage, &ideas).await?;
    advise(stage, round, &ideas).await?;
    let second = *ideas.get(1).ok_or(Error::NotFound)?;
    council::play(stage, second).await?;
    vote(stage, round, &ideas).await?;
    settle(stage, round).await?;
    carry_out(stage, &ideas).await
}

async fn set_up(stage: &Stage) -> Result<RoundId> {
    stage.on_day(-410, 9);
    stage.grant_money("de-wijert", Cents::euros(400_000), "Gebiedsbudget Zuid, raadsbesluit 1234567 (verzonnen)").await?;
    stage
        .round(&Plan {
            slug: SLUG,
            name: "Wijkdeal De Wijert",
            purpose: "Samen bepalen wat er de komende jaren in De Wijert gebeurt: bewoners maken plannen en kiezen de top 10.",
            wijken: &["de-wijert"],
            rules: Template::TopTen.rules(),
            phases: &[
                (Phase::Prepare, -405, -341),
                (Phase::Submit, -340, -280),
                (Phase::Review, -279, -220),
                (Phase::Reconsider, -219, -201),
                (Phase::Vote, -200, -180),
                (Phase::Count, -179, -170),
                (Phase::Result, -169, -140),
                (Phase::Execute, -139, 400),
                (Phase::Evaluate, 401, 460),
                (Phase::Closed, 461, 2_000),
            ],
            raadsbesluit: "Raadsbesluit 1234567 (verzonnen)",
        })
        .await
}

/// Twenty-two plans and two ideas that could not be done.
async fn hand_in(stage: &Stage) -> Result<Vec<IdeaId>> {
    let mut dice = Dice::new(22);
    let mut ideas = Vec::new();
    let all = DE_WIJERT.iter().chain(DE_WIJERT_NOT.iter().map(|(idea, _)| idea));
    for (i, idea) in all.enumerate() {
        stage.on_day(-338 + i64::try_from(i).unwrap_or(0) * 2, 19);
        ideas.push(stage.hand_in(SLUG, stage.resident(i)?, idea).await?);
    }
    stage.on_day(-282, 20);
    // Everybody who sent in nothing supports something: 300 people take part.
    for i in ideas.len()..stage.residents.len() {
        let first = dice.roll(22);
        for n in 0..=dice.roll(2) {
            let idea = usize::try_from((first + 7 * n) % 22).ok().and_then(|at| ideas.get(at).copied());
            support::give(&stage.context, stage.resident(i)?.clone(), idea.ok_or(Error::NotFound)?).await?;
        }
    }
    Ok(ideas)
}

async fn review(stage: &Stage, ideas: &[IdeaId]) -> Result<()> {
    let reviewers = [stage.staff("gebiedsteam")?, stage.staff("gebiedsteam 2")?];
    for (i, (idea, plan)) in ideas.iter().zip(&DE_WIJERT).enumerate() {
        stage.on_day(-270 + i64::try_from(i).unwrap_or(0), 11);
        let reviewer = reviewers.get(i % 2).copied().ok_or(Error::NotFound)?;
        stage
            .judge(reviewer, *idea, Some(plan.euros), "Dit kan. Wij spraken met de makers en rekenden de kosten na, ook die van het onderhoud.")
            .await?;
    }
    for (idea, (_, reason)) in ideas.iter().skip(DE_WIJERT.len()).zip(&DE_WIJERT_NOT) {
        stage.judge(stage.staff("gebiedsteam")?, *idea, None, reason).await?;
    }
    stage.on_day(-220, 20);
    verdicts::publish_due(&stage.context).await?;
    Ok(())
}

async fn advise(stage: &Stage, round: RoundId, ideas: &[IdeaId]) -> Result<()> {
    let first = *ideas.first().ok_or(Error::NotFound)?;
    let texts = [
        (
            write::Topic::Round(round),
            Stance::Positive,
            "Laat ook mensen zonder computer meestemmen",
            "De WIJ-raad ziet dat veel bewoners nog nooit meededen. Stuur iedereen een brief, leg de plannen uit in het buurthuis, en help wie slecht leest. Houd na afloop bij wie u niet bereikte.",
            ReplyKind::Follow,
            "Wij sturen iedereen van 16 jaar en ouder een brief met een stemcode, en zitten drie middagen in het buurthuis om te helpen.",
        ),
        (
            write::Topic::Idea(first),
            Stance::Conditional,
            "Plukbomen: ja, als het onderhoud vastligt",
            "Een mooi plan dat bewoners verbindt. De WIJ-raad vraagt om op papier te zetten wie over vijf jaar nog snoeit.",
            ReplyKind::Partly,
            "Wij leggen het onderhoud vast voor drie jaar. Daarna bekijken wij het opnieuw met de tuingroep.",
        ),
    ];
    for (i, (topic, stance, title, body, reply, reason)) in texts.into_iter().enumerate() {
        stage.on_day(-215 + i64::try_from(i).unwrap_or(0), 20);
        let raad = organen::all(&stage.context).await?.into_iter().next().ok_or(Error::NotFound)?;
        let text = AdviesText { stance, title: title.to_owned(), body: body.to_owned(), interests: String::new(), points: Vec::new() };
        let id = write::draft(&stage.context, stage.staff("WIJ-raad lid")?, raad.id, topic, text).await?;
        let chair = stage.staff("WIJ-raad voorzitter")?;
        adopt::step(&stage.context, chair, id, 1, AdviesStep::Propose, None).await?;
        for (member, says) in [("WIJ-raad voorzitter", Says::For), ("WIJ-raad lid", Says::For), ("WIJ-raad lid 2", Says::Against)] {
            deliberate::make(&stage.context, stage.staff(member)?, id, Move::Vote { says }).await?;
        }
        adopt::step(&stage.context, chair, id, 2, AdviesStep::Adopt, None).await?;
        adopt::step(&stage.context, chair, id, 3, AdviesStep::Publish, None).await?;
        stage.on_day(-205 + i64::try_from(i).unwrap_or(0), 10);
        replies::answer(&stage.context, stage.staff("gebiedsteam")?, id, reply, reason.to_owned(), Vec::new()).await?;
    }
    Ok(())
}

async fn vote(stage: &Stage, round: RoundId, ideas: &[IdeaId]) -> Result<()> {
    stage.on_day(-205, 10);
    let wijk = stage.wijk("de-wijert")?.id;
    let batch = codes::make_batch(&stage.context, stage.staff("gebiedsteam")?, round, wijk, CODES).await?;
    stage.on_day(-200, 9);
    rounds::by_the_clock(&stage.context).await?;
    stage.on_day(-190, 20);
    let mut dice = Dice::new(812);
    for code in batch.codes.iter().take(BALLOTS) {
        let liked = |dice: &mut Dice| -> Choices {
            let ticked = ideas.iter().zip(&DE_WIJERT).filter(|(_, plan)| dice.roll(100) < plan.liked).map(|(id, _)| *id);
            Choices::ticks(ticked.take(10))
        };
        let mut choices = liked(&mut dice);
        while choices.is_empty() {
            choices = liked(&mut dice);
        }
        let ticket = voting::enter(&stage.context, round, code, Language::Nl).await?.ok_or(Error::NotFound)?;
        voting::cast(&stage.context, &ticket, &choices, Language::Nl).await?;
    }
    Ok(())
}

async fn settle(stage: &Stage, round: RoundId) -> Result<()> {
    let sure = Fresh::without_session();
    stage.on_day(-178, 10);
    let (counter, colleague) = (stage.staff("gebiedsteam")?, stage.staff("gebiedsteam 2")?);
    ceremony::close(&stage.context, counter, sure, round).await?;
    ceremony::draw(&stage.context, counter, sure, round, "3516244612", "Wijkcentrum De Wijert, met twaalf bewoners").await?;
    ceremony::open(&stage.context, colleague, sure, round, Vec::new()).await?;
    ceremony::count(&stage.context, counter, sure, round).await?;
    stage.on_day(-177, 10);
    outcomes::check(&stage.context, colleague, sure, round).await?;
    stage.on_day(-172, 15);
    outcomes::confirm(&stage.context, stage.staff("wijkwethouder")?, sure, round, "Dank aan alle bewoners. Met deze top 10 gaan wij aan de slag.")
        .await?;
    stage.on_day(-168, 12);
    outcomes::publish(&stage.context, stage.staff("gebiedsmanager")?, sure, round, Language::Nl).await
}

/// A message about each of the first plans: its text, a picture, and the picture in words.
const UPDATES: [(&str, &[u8], &str); 3] = [
    (
        "De bomen zijn besteld en de plekken liggen vast. Op de eerste zaterdag van de maand planten wij samen.",
        include_bytes!("photos/bomen.jpg"),
        "Tekening van buren die samen een boom planten op het grasveld voor de huizen.",
    ),
    (
        "Het ontwerp is klaar. Twintig kinderen tekenden mee.",
        include_bytes!("photos/tekening.jpg"),
        "Kindertekening van een speelplek met een schommel, een boom en water.",
    ),
    ("Het zaad is gezaaid. Nu wachten op regen.", include_bytes!("photos/bloemen.jpg"), "Tekening van een fietspad met bloemen aan beide kanten."),
];

async fn carry_out(stage: &Stage, ideas: &[IdeaId]) -> Result<()> {
    let team = stage.staff("gebiedsteam")?;
    for (i, (idea, (text, picture, alt))) in ideas.iter().zip(UPDATES).enumerate() {
        stage.on_day(-120 + 10 * i64::try_from(i).unwrap_or(0), 14);
        execution::take_step(&stage.context, team, *idea, IdeaStep::Start, None).await?;
        stage.on_day(-60 + 10 * i64::try_from(i).unwrap_or(0), 14);
        let photo = images::accept(picture.to_vec()).await.map_err(Error::internal)?;
        execution::update(&stage.context, team, *idea, text.to_owned(), Some((photo, alt.to_owned()))).await?;
    }
    stage.on_day(-20, 14);
    let done = *ideas.get(2).ok_or(Error::NotFound)?;
    let words = "Het lint bloeit. Dank aan de twaalf bewoners die zaaiden.";
    execution::take_step(&stage.context, team, done, IdeaStep::Finish, Some(words.to_owned())).await
}
