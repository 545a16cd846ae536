//! The facts in Dutch, at B1 level.

use super::super::election::{Cents, Currency};
use super::super::outcome::{Reason, Threshold};
use super::super::tie::TieStep;
use super::text::{self, Language};
use super::{Fact, People};

const NL: Language = Language::Dutch;

fn number(n: impl Into<i128>) -> String {
    text::number(NL, n.into())
}

fn people(people: People) -> String {
    match people {
        People::Shown(n) => number(n),
        People::Few => "minder dan 10".to_owned(),
        People::Untold => "een deel van de".to_owned(),
    }
}

fn list(names: &[String]) -> String {
    names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ")
}

pub(super) fn sentence(fact: &Fact, currency: &Currency) -> String {
    let money = |amount: Cents| text::money(NL, currency, amount);
    match fact {
        Fact::Because { reason, cost } => because(reason, *cost, currency),
        Fact::Votes { votes: 1, score: None, rank } => format!("1 stem, plaats {} op de lijst.", number(*rank)),
        Fact::Votes { votes, score: None, rank } => {
            format!("{} stemmen, plaats {} op de lijst.", number(*votes), number(*rank))
        }
        Fact::Votes { votes, score: Some(score), rank } => {
            format!("{} punten van {} stemmers, plaats {} op de lijst.", text::one_decimal(NL, score), number(*votes), number(*rank))
        }
        Fact::PaidFull { people: n, price, per_point: true } => {
            format!("{} stemmers betaalden elk {} per punt.", people(*n), money(*price))
        }
        Fact::PaidFull { people: n, price, per_point: false } => {
            format!("{} stemmers betaalden elk {}.", people(*n), money(*price))
        }
        Fact::PaidLast { people: n, together: Some(sum) } => {
            format!("{} stemmers hadden minder en betaalden hun laatste geld, samen {}.", people(*n), money(*sum))
        }
        Fact::PaidLast { people: n, together: None } => {
            format!("{} stemmers hadden minder en betaalden hun laatste geld.", people(*n))
        }
        Fact::PaidNothing { people: n } => {
            format!("{} stemmers hadden geen geld meer en betaalden niets.", people(*n))
        }
        Fact::Short { had, missing, support_permille } => format!(
            "De stemmers voor dit plan hadden samen nog {}. Dat is {} van de kosten. Zij kwamen {} tekort.",
            money(*had),
            text::percent(NL, *support_permille),
            money(*missing)
        ),
        Fact::WentTo { project, people: n, paid } => {
            format!("{} van hen stemden ook op '{project}' en betaalden daaraan {}.", people(*n), money(*paid))
        }
        Fact::WentElsewhere { paid } => {
            format!("Aan andere gekozen plannen betaalden zij samen {}.", money(*paid))
        }
        Fact::MoreVotes { votes: 1 } => "Met 1 extra stem alleen voor dit plan was het gekozen.".to_owned(),
        Fact::MoreVotes { votes } => format!("Met {} extra stemmen alleen voor dit plan was het gekozen.", number(*votes)),
        Fact::AtCost { cost } => {
            format!("Met dezelfde stemmen en een prijs van {} was het gekozen.", money(*cost))
        }
    }
}

fn because(reason: &Reason, cost: Cents, currency: &Currency) -> String {
    let money = |amount: Cents| text::money(NL, currency, amount);
    match reason {
        Reason::InTop { place } => format!("Gekozen: plaats {place}."),
        Reason::Fits { money_before, step } => {
            format!("Gekozen als nummer {step}: toen dit plan aan de beurt was, was er nog {}. Het plan kost {}.", money(*money_before), money(cost))
        }
        Reason::NearlyFits { money_before, step } => {
            format!(
                "Gekozen als nummer {step}: er was nog {} en het plan kost {}. Dat is volgens de regel genoeg.",
                money(*money_before),
                money(cost)
            )
        }
        Reason::FromLeftover { money_before, step } => {
            format!("Gekozen als nummer {step}, van het geld dat aan het einde over was: {}.", money(*money_before))
        }
        Reason::InPart { amount, step } => {
            format!("Als nummer {step} voor een deel betaald: het krijgt het laatste geld, {} van {}.", money(*amount), money(cost))
        }
        Reason::Bought { step, effective_votes, .. } => format!(
            "Gekozen in ronde {step}: de stemmers betaalden het samen. Het telde als {} volle stemmen.",
            text::one_decimal(NL, effective_votes)
        ),
        Reason::Completed { money_before, step } => {
            format!("Gekozen in de laatste fase, als nummer {step}: op volgorde van stemmen, van het geld dat over was ({}).", money(*money_before))
        }
        Reason::Carried { step, .. } => format!("Gekozen in ronde {step}: de last per stemmer was bij dit plan het kleinst."),
        Reason::Overspent { step, covered_permille } => {
            format!("Gekozen in ronde {step}: de stemmers hadden {} van de kosten.", text::percent(NL, *covered_permille))
        }
        Reason::ByComparison { money_before, step } => {
            format!(
                "Gekozen als nummer {step}: meer stemmers hadden liever de lijst op volgorde van stemmen. Er was toen nog {}.",
                money(*money_before)
            )
        }
        Reason::NoSupport => "Niet gekozen: niemand stemde op dit plan.".to_owned(),
        Reason::BelowTop { place, k } => {
            format!("Niet gekozen: plaats {place}, en de eerste {k} zijn gekozen.")
        }
        Reason::OverBudget { budget } => format!("Niet gekozen: het plan kost {} en er is in totaal {}.", money(cost), money(*budget)),
        Reason::DoesNotFit { money_left } => format!("Niet gekozen: het plan kost {} en er was nog {}.", money(cost), money(*money_left)),
        Reason::ListStopped { at } => format!("Niet gekozen: de lijst stopte bij '{at}', dat niet meer paste."),
        Reason::SupportersShort { after_step: 0, .. } => {
            format!("Niet gekozen: de stemmers voor dit plan hadden samen nooit genoeg voor {}.", money(cost))
        }
        Reason::SupportersShort { after_step, .. } => {
            format!("Niet gekozen: na ronde {after_step} hadden de stemmers voor dit plan samen niet meer genoeg voor {}.", money(cost))
        }
        Reason::LoadsStopped { at } => format!("Niet gekozen: de telling stopte bij {}, dat niet meer paste.", list(at)),
        Reason::Conflict { group, winner } => format!("Niet gekozen: '{winner}' is gekozen, en van '{group}' kan er maar één gekozen worden."),
        Reason::CapReached { cap, room } => format!("Niet gekozen: voor '{cap}' was nog {} over en het plan kost {}.", money(*room), money(cost)),
        Reason::TooFewVotes { needed, threshold } => {
            let needed = text::one_decimal(NL, needed);
            match threshold {
                Threshold::Score => format!("Doet niet mee: het plan haalde de drempel van {needed} niet."),
                Threshold::Share => format!("Doet niet mee: er waren {needed} stemmen nodig (een deel van alle stemmers)."),
                Threshold::Cost => format!("Doet niet mee: bij deze prijs waren {needed} stemmen nodig."),
            }
        }
        Reason::Withdrawn { reason } => format!("Na de stemming ingetrokken: {reason}"),
        Reason::LostTie { step, against } => format!("Niet gekozen: gelijk met {}. {}", list(against), tie(*step)),
        Reason::LotOpen => "Nog niet beslist: er is een loting nodig. Daarna wordt opnieuw geteld.".to_owned(),
    }
}

/// How a tie was decided.
pub(super) fn tie(step: TieStep) -> &'static str {
    match step {
        TieStep::MinCost => "Het goedkoopste plan ging voor.",
        TieStep::MaxVotes => "Het plan met de meeste stemmers ging voor.",
        TieStep::MaxScore => "Het plan met de meeste punten ging voor.",
        TieStep::Earliest => "Het plan dat het eerst was ingediend ging voor.",
        TieStep::Lot => "De loting besliste.",
        TieStep::Id => "De volgorde van de plannummers besliste.",
    }
}
