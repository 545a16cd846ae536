//! The first k of the list by votes. Money plays no part.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a project, a ballot group or a cap numbered by `Problem`, whose vectors have one length each"
)]

use super::super::outcome::{Phase, Reason};
use super::super::problem::Problem;
use super::super::rule::Measure;
use super::super::tie::TieStep;
use super::{Run, greedy, tie_record};

/// Counts a pot by top-k.
pub(crate) fn count(problem: &Problem<'_>, pot: &str, k: u32, extend_on_tie: bool, measure: Measure) -> Run {
    let mut run = Run::new(problem);
    let seats = usize::try_from(k).unwrap_or(usize::MAX);
    let list = greedy::List::by(problem, measure, false);
    for (place, tied) in list.equals() {
        let free = seats.saturating_sub(run.winners.len());
        let fits = run.room.clone();
        let open: Vec<usize> = tied.iter().copied().filter(|p| fits.barred(problem, *p).is_none()).collect();
        let cut_here = free > 0 && open.len() > free;
        if tied.len() > 1 {
            run.ties.push(tie_record(problem, pot, Phase::List, &tied, cut_here));
        }
        let seats_here = seats_in(problem, &open, free, extend_on_tie && cut_here);
        let Some(seats_here) = seats_here else {
            run.stop_for_lot(open);
            return run;
        };
        fill(problem, &mut run, &tied, seats_here, place, k);
    }
    run
}

/// How many of the equals on a place win; `None` when a lot must say who.
fn seats_in(problem: &Problem<'_>, equals: &[usize], free: usize, extend: bool) -> Option<usize> {
    let (Some(last_in), Some(first_out)) = (free.checked_sub(1).and_then(|at| equals.get(at)), equals.get(free)) else {
        return Some(free);
    };
    let (_, step) = problem.ties.decide(*last_in, *first_out);
    match step {
        None | Some(TieStep::Lot) if extend => Some(equals.len()),
        None => None,
        Some(_) => Some(free),
    }
}

fn fill(problem: &Problem<'_>, run: &mut Run, tied: &[usize], seats: usize, place: u32, k: u32) {
    let mut free = seats;
    let mut won_here: Vec<usize> = Vec::new();
    for &p in tied {
        let reason = match run.room.barred(problem, p) {
            Some(reason) => reason,
            None if free > 0 => {
                free -= 1;
                won_here.push(p);
                run.win(problem, p, problem.cost[p], Phase::List, Reason::InTop { place });
                continue;
            }
            None => match won_here.last().and_then(|w| problem.ties.decide(*w, p).1) {
                Some(step) => Reason::LostTie { step, against: problem.ids(&won_here) },
                None => Reason::BelowTop { place, k },
            },
        };
        run.pass(problem, p, Phase::List, reason);
    }
}
