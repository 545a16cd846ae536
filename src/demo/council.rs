//! The WIJ-raad at work beside the plans of a round: an advies that members did not agree on, adopted in
//! a meeting and answered point by point; one that was asked for and not begun; and one on a standing topic that waits
//! for its answer. And what the WIJ-team counted from door to door.

use super::stage::Stage;
use crate::app::adviezen::deliberate::{self, Move};
use crate::app::adviezen::requests::{self, AskAbout};
use crate::app::adviezen::{adopt, meetings, reply, write};
use crate::app::fieldwork::{self, Typed as Counted};
use crate::domain::advies::council::Says;
use crate::domain::advies::topic::StandingTopic;
use crate::domain::advies::{AdviesStep, AdviesText, ReplyKind, Stance};
use crate::domain::ids::{AdviesId, AdviesorgaanId, IdeaId, MeetingId};
use crate::domain::person::Actor;
use crate::error::Result;
use crate::storage::adviezen;
use crate::storage::adviezen::deliberation::PointReply;

const CHAIR: &str = "WIJ-raad voorzitter";
const MEMBERS: [&str; 3] = ["WIJ-raad lid", "WIJ-raad lid 2", "WIJ-raad lid 3"];

/// What was counted in a street: (wijk, street, day, addresses, talks, ideas).
type Street = (&'static str, &'static str, i64, u32, u32, u32);

/// What was counted in De Wijert and its neighbours. The response of each wijk is as the college reported it in 2017: 70, 54 and 49 percent.
const STREETS: [Street; 8] = [
    ("de-wijert", "P.C. Hooftlaan", -338, 120, 86, 9),
    ("de-wijert", "Vondellaan", -336, 80, 57, 4),
    ("de-wijert", "Vondellaan", -330, 51, 33, 3),
    ("vinkhuizen", "Diamantlaan", -60, 140, 78, 6),
    ("vinkhuizen", "Goudlaan", -58, 112, 58, 5),
    ("selwerd", "Eikenlaan", -52, 130, 66, 7),
    ("selwerd", "Esdoornlaan", -50, 90, 44, 2),
    ("selwerd", "Iepenlaan", -49, 31, 13, 0),
];

/// Plays it all; `idea` is one of the ideas of De Wijert.
pub async fn play(stage: &Stage, idea: IdeaId) -> Result<()> {
    divided(stage, idea).await?;
    standing(stage).await?;
    asked(stage).await?;
    count_doors(stage).await
}

async fn step(stage: &Stage, who: &str, id: AdviesId, step: AdviesStep, meeting: Option<MeetingId>) -> Result<()> {
    let version = stage.context.db.read(move |conn| Ok(adviezen::find_shown(conn, id)?.advies.version)).await?;
    adopt::step(&stage.context, stage.staff(who)?, id, version, step, meeting).await
}

async fn moves(stage: &Stage, who: &str, id: AdviesId, step: Move) -> Result<()> {
    deliberate::make(&stage.context, stage.staff(who)?, id, step).await
}

/// An advies with two sides: a member steps aside, another writes a minority view, and a meeting adopts.
async fn divided(stage: &Stage, idea: IdeaId) -> Result<()> {
    let context = &stage.context;
    let agenda = "1. Opening\n2. Advies over de speelplek\n3. Rondvraag";
    stage.on_day(-214, 19);
    let evening = context.now();
    stage.on_day(-216, 10);
    let meeting =
        meetings::plan(context, stage.staff(CHAIR)?, "wij-raad".to_owned(), evening, "Buurthuis De Wijert".to_owned(), agenda.to_owned()).await?;
    let text = AdviesText {
        stance: Stance::Conditional,
        title: "Een speelplek voor alle kinderen".to_owned(),
        body: "Een speelplek is hier hard nodig. De WIJ-raad vraagt om een plek waar ook kinderen in een rolstoel mee kunnen doen, en om afspraken over de avond.".to_owned(),
        interests: "Gezinnen willen een plek dichtbij. Bewoners van de flat willen rust in de avond. Kinderen met een beperking willen mee kunnen spelen.".to_owned(),
        points: vec!["Kies toestellen die elk kind kan gebruiken".to_owned(), "Leg vast hoe laat het stil is".to_owned()],
    };
    let id = write::draft(context, stage.staff(MEMBERS[0])?, orgaan(stage).await?, write::Topic::Idea(idea), text).await?;
    moves(stage, MEMBERS[2], id, Move::StepAside { reason: "Ik woon naast de speelplek en heb er last of plezier van.".to_owned() }).await?;
    for (who, stance, body) in [
        (CHAIR, Stance::Positive, "Goed plan. Kinderen hebben nu niets."),
        (MEMBERS[0], Stance::Positive, "Eens, als elk kind mee kan doen."),
        (MEMBERS[1], Stance::Conditional, "Ik hoor zorgen over de avond. Daar moet iets tegenover staan."),
    ] {
        moves(stage, who, id, Move::View { stance, body: body.to_owned() }).await?;
    }
    moves(stage, MEMBERS[1], id, Move::Comment { body: "Zullen wij een tijd noemen, of laten wij dat aan de bewoners?".to_owned() }).await?;
    moves(
        stage,
        MEMBERS[1],
        id,
        Move::Minority { body: "Ik vind dat het hek na acht uur dicht moet. Een afspraak alleen is niet genoeg.".to_owned() },
    )
    .await?;
    stage.on_day(-214, 20);
    step(stage, CHAIR, id, AdviesStep::Propose, None).await?;
    for (who, says) in [(CHAIR, Says::For), (MEMBERS[0], Says::For), (MEMBERS[1], Says::Against)] {
        moves(stage, who, id, Move::Vote { says }).await?;
    }
    let present = [CHAIR, MEMBERS[0], MEMBERS[1]].map(|who| stage.staff(who).map(Actor::person));
    let present = present.into_iter().collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
    let minutes = "Wij spraken over de speelplek. Twee leden zijn voor, één lid wil een hek. Dat staat als afwijkende mening in het advies.";
    meetings::write_minutes(context, stage.staff(CHAIR)?, meeting, minutes.to_owned(), present).await?;
    step(stage, CHAIR, id, AdviesStep::Adopt, Some(meeting)).await?;
    step(stage, CHAIR, id, AdviesStep::Publish, None).await?;
    answered(stage, id).await
}

/// The gebiedsteam answers point by point, and tells later what came of it.
async fn answered(stage: &Stage, id: AdviesId) -> Result<()> {
    let team = stage.staff("gebiedsteam")?;
    stage.on_day(-206, 10);
    let point = |number, kind, reason: &str| PointReply { number, kind, reason: reason.to_owned() };
    let points = vec![
        point(1, ReplyKind::Follow, "Alle toestellen zijn ook voor kinderen in een rolstoel."),
        point(
            2,
            ReplyKind::Partly,
            "Wij spreken af dat het na negen uur stil is. Een hek komt er niet: dan kan niemand er overdag in als de sleutel zoek is.",
        ),
    ];
    let reason = "Wij nemen het advies voor het grootste deel over en danken de WIJ-raad voor het meedenken.".to_owned();
    reply::answer(&stage.context, team, id, ReplyKind::Partly, reason, points).await?;
    stage.on_day(-62, 11);
    let afterwards = "De toestellen zijn besteld. Op de plek staat een bord met de afspraak over de avond.".to_owned();
    reply::tell_afterwards(&stage.context, team, id, afterwards).await
}

/// An unsolicited advies on a standing topic, to the college, which has not answered yet.
async fn standing(stage: &Stage) -> Result<()> {
    stage.on_day(-12, 20);
    let text = AdviesText {
        stance: Stance::Conditional,
        title: "Wie WIJ nog niet kent".to_owned(),
        body: "Veel bewoners weten niet dat zij bij WIJ terechtkunnen. De WIJ-raad vraagt het college om dit jaar te vertellen wie WIJ is, ook in andere talen.".to_owned(),
        interests: "Nieuwkomers, ouderen zonder computer, jongeren.".to_owned(),
        points: vec!["Stuur elk nieuw adres een brief in gewone taal".to_owned()],
    };
    let topic = write::Topic::Standing(StandingTopic::Reach);
    let id = write::draft(&stage.context, stage.staff(MEMBERS[0])?, orgaan(stage).await?, topic, text).await?;
    step(stage, CHAIR, id, AdviesStep::Propose, None).await?;
    for who in [CHAIR, MEMBERS[0], MEMBERS[1]] {
        moves(stage, who, id, Move::Vote { says: Says::For }).await?;
    }
    step(stage, CHAIR, id, AdviesStep::Adopt, None).await?;
    step(stage, CHAIR, id, AdviesStep::Publish, None).await
}

/// The college asks for advies, which nobody began on yet.
async fn asked(stage: &Stage) -> Result<()> {
    stage.on_day(-6, 9);
    let question = "Wij maken nieuwe afspraken met mantelzorgers. Wat hebben zij in uw wijken het hardst nodig?".to_owned();
    let what = AskAbout::Standing(StandingTopic::Carers);
    requests::ask(&stage.context, stage.staff("wijkwethouder")?, "wij-raad".to_owned(), what, question, 20).await?;
    Ok(())
}

async fn orgaan(stage: &Stage) -> Result<AdviesorgaanId> {
    stage.context.db.read(|conn| Ok(adviezen::orgaan_by_slug(conn, "wij-raad")?.id)).await
}

/// Somebody of WIJ goes from door to door.
async fn count_doors(stage: &Stage) -> Result<()> {
    let helper = stage.staff("wij-medewerker")?;
    for (at, (wijk, street, day, approached, spoken, ideas)) in STREETS.into_iter().enumerate() {
        stage.wijk(wijk)?;
        stage.on_day(day, 17);
        let counted = Counted {
            street: street.to_owned(),
            day: stage.context.now().day().to_string(),
            approached: approached.to_string(),
            spoken: spoken.to_string(),
            ideas: ideas.to_string(),
            form_key: format!("{at:032x}"),
        };
        fieldwork::count(&stage.context, helper, wijk.to_owned(), counted).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::STREETS;
    use crate::domain::fieldwork::percent;

    #[test]
    fn each_wijk_has_the_response_that_the_college_reported() {
        for (wijk, share) in [("de-wijert", 70), ("vinkhuizen", 54), ("selwerd", 49)] {
            let of = STREETS.iter().filter(|row| row.0 == wijk);
            let (approached, spoken) = of.fold((0, 0), |sum, row| (sum.0 + i64::from(row.3), sum.1 + i64::from(row.4)));
            assert_eq!(percent(spoken, approached), Some(share), "{wijk}");
        }
    }
}
