//! Small elections in few words.

use wijkdeal::counting::{Ballot, Election, Outcome, Project, Reason, Rule, TieOrder, count, simple_election};

/// Whole euros in cents.
pub fn euro(amount: i64) -> i64 {
    amount * 100
}

/// An election in whole euros. `ballots` are (how many, picks by id).
pub fn vote(budget: i64, projects: &[(&str, i64)], ballots: &[(u64, &[&str])]) -> Election {
    let place = |id: &&str| {
        let at = projects.iter().position(|(other, _)| other == id);
        u32::try_from(at.unwrap_or_else(|| panic!("no project {id}"))).unwrap_or(u32::MAX)
    };
    simple_election(
        euro(budget),
        projects.iter().map(|(id, cost)| Project::new(id, euro(*cost))).collect(),
        ballots.iter().map(|(n, picks)| Ballot::times(*n, picks.iter().map(place))).collect(),
    )
}

/// The same election under a rule by its fixed name.
pub fn under(mut election: Election, rule: &str) -> Election {
    election.rule = Rule::named(rule, election.currency.unit()).expect("a known rule");
    election
}

/// The same election with ties by id.
pub fn ties_by_id(mut election: Election) -> Election {
    election.tie_order = TieOrder::by_id();
    election
}

/// Counts; the election must be countable.
pub fn counted(election: &Election) -> Outcome {
    count(election).expect("a countable election")
}

/// Winners under a rule, in order.
pub fn winners(election: &Election, rule: &str) -> Vec<String> {
    counted(&under(election.clone(), rule)).winners
}

/// The reason of one project.
pub fn reason<'a>(outcome: &'a Outcome, id: &str) -> &'a Reason {
    let project = outcome.projects.iter().find(|project| project.id == id);
    &project.unwrap_or_else(|| panic!("no project {id}")).reason
}
