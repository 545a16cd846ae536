//! The facts in English.

use super::super::election::{Cents, Currency};
use super::super::outcome::{Reason, Threshold};
use super::super::tie::TieStep;
use super::text::{self, Language};
use super::{Fact, People};

const EN: Language = Language::English;

fn number(n: impl Into<i128>) -> String {
    text::number(EN, n.into())
}

fn people(people: People) -> String {
    match people {
        People::Shown(n) => number(n),
        People::Few => "fewer than 10".to_owned(),
        People::Untold => "some of the".to_owned(),
    }
}

fn list(names: &[String]) -> String {
    names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ")
}

pub(super) fn sentence(fact: &Fact, currency: &Currency) -> String {
    let money = |amount: Cents| text::money(EN, currency, amount);
    match fact {
        Fact::Because { reason, cost } => because(reason, *cost, currency),
        Fact::Votes { votes: 1, score: None, rank } => format!("1 vote, place {} on the list.", number(*rank)),
        Fact::Votes { votes, score: None, rank } => {
            format!("{} votes, place {} on the list.", number(*votes), number(*rank))
        }
        Fact::Votes { votes, score: Some(score), rank } => {
            format!("{} points from {} voters, place {} on the list.", text::one_decimal(EN, score), number(*votes), number(*rank))
        }
        Fact::PaidFull { people: n, price, per_point: true } => {
            format!("{} voters each paid {} a point.", people(*n), money(*price))
        }
        Fact::PaidFull { people: n, price, per_point: false } => {
            format!("{} voters each paid {}.", people(*n), money(*price))
        }
        Fact::PaidLast { people: n, together: Some(sum) } => {
            format!("{} voters had less and paid the last they had, together {}.", people(*n), money(*sum))
        }
        Fact::PaidLast { people: n, together: None } => {
            format!("{} voters had less and paid the last they had.", people(*n))
        }
        Fact::PaidNothing { people: n } => {
            format!("{} voters had no money left and paid nothing.", people(*n))
        }
        Fact::Short { had, missing, support_permille } => format!(
            "Its voters still had {} together. That is {} of the cost. They were {} short.",
            money(*had),
            text::percent(EN, *support_permille),
            money(*missing)
        ),
        Fact::WentTo { project, people: n, paid } => {
            format!("{} of them also voted for '{project}' and paid {} towards it.", people(*n), money(*paid))
        }
        Fact::WentElsewhere { paid } => {
            format!("Towards other chosen plans they paid {} together.", money(*paid))
        }
        Fact::MoreVotes { votes: 1 } => "With 1 more vote for this plan alone it would have won.".to_owned(),
        Fact::MoreVotes { votes } => {
            format!("With {} more votes for this plan alone it would have won.", number(*votes))
        }
        Fact::AtCost { cost } => {
            format!("With the same votes and a cost of {} it would have won.", money(*cost))
        }
    }
}

fn because(reason: &Reason, cost: Cents, currency: &Currency) -> String {
    let money = |amount: Cents| text::money(EN, currency, amount);
    match reason {
        Reason::InTop { place } => format!("Chosen: place {place}."),
        Reason::Fits { money_before, step } => {
            format!("Chosen as number {step}: {} was left when its turn came. The plan costs {}.", money(*money_before), money(cost))
        }
        Reason::NearlyFits { money_before, step } => {
            format!("Chosen as number {step}: {} was left and the plan costs {}. By the rule that is enough.", money(*money_before), money(cost))
        }
        Reason::FromLeftover { money_before, step } => format!("Chosen as number {step}, from the money left at the end: {}.", money(*money_before)),
        Reason::InPart { amount, step } => format!("Paid in part as number {step}: it gets the last money, {} of {}.", money(*amount), money(cost)),
        Reason::Bought { step, effective_votes, .. } => {
            format!("Chosen in round {step}: its voters paid for it together. It counted as {} full votes.", text::one_decimal(EN, effective_votes))
        }
        Reason::Completed { money_before, step } => {
            format!("Chosen in the last phase, as number {step}: in order of votes, from the money that was left ({}).", money(*money_before))
        }
        Reason::Carried { step, .. } => {
            format!("Chosen in round {step}: the load per voter was smallest for this plan.")
        }
        Reason::Overspent { step, covered_permille } => {
            format!("Chosen in round {step}: its voters had {} of the cost.", text::percent(EN, *covered_permille))
        }
        Reason::ByComparison { money_before, step } => {
            format!("Chosen as number {step}: more voters preferred the list in order of votes. {} was left then.", money(*money_before))
        }
        Reason::NoSupport => "Not chosen: no one voted for this plan.".to_owned(),
        Reason::BelowTop { place, k } => {
            format!("Not chosen: place {place}, and the first {k} are chosen.")
        }
        Reason::OverBudget { budget } => format!("Not chosen: the plan costs {} and there is {} in all.", money(cost), money(*budget)),
        Reason::DoesNotFit { money_left } => format!("Not chosen: the plan costs {} and {} was left.", money(cost), money(*money_left)),
        Reason::ListStopped { at } => {
            format!("Not chosen: the list stopped at '{at}', which did not fit.")
        }
        Reason::SupportersShort { after_step: 0, .. } => format!("Not chosen: its voters together never had enough for {}.", money(cost)),
        Reason::SupportersShort { after_step, .. } => {
            format!("Not chosen: after round {after_step} its voters together no longer had enough for {}.", money(cost))
        }
        Reason::LoadsStopped { at } => {
            format!("Not chosen: the count stopped at {}, which did not fit.", list(at))
        }
        Reason::Conflict { group, winner } => format!("Not chosen: '{winner}' is chosen, and of '{group}' only one can be."),
        Reason::CapReached { cap, room } => format!("Not chosen: for '{cap}' {} was left and the plan costs {}.", money(*room), money(cost)),
        Reason::TooFewVotes { needed, threshold } => {
            let needed = text::one_decimal(EN, needed);
            match threshold {
                Threshold::Score => format!("Takes no part: the plan did not reach the threshold of {needed}."),
                Threshold::Share => {
                    format!("Takes no part: {needed} votes were needed (a share of all voters).")
                }
                Threshold::Cost => {
                    format!("Takes no part: at this cost {needed} votes were needed.")
                }
            }
        }
        Reason::Withdrawn { reason } => format!("Withdrawn after the vote: {reason}"),
        Reason::LostTie { step, against } => {
            format!("Not chosen: tied with {}. {}", list(against), tie(*step))
        }
        Reason::LotOpen => "Not decided yet: a lot must be drawn. Then the votes are counted again.".to_owned(),
    }
}

/// How a tie was decided.
pub(super) fn tie(step: TieStep) -> &'static str {
    match step {
        TieStep::MinCost => "The cheapest plan went first.",
        TieStep::MaxVotes => "The plan with most voters went first.",
        TieStep::MaxScore => "The plan with most points went first.",
        TieStep::Earliest => "The plan that was handed in first went first.",
        TieStep::Lot => "The lot decided.",
        TieStep::Id => "The order of the plan numbers decided.",
    }
}
