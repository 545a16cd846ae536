//! What a voter filled in on the ballot, from the fields of the page.

use crate::domain::ballot::{Choices, Move};
use crate::domain::ids::IdeaId;
use crate::domain::rules::BallotForm;
use crate::error::{FieldError, Message};
use crate::http::forms::Fields;

/// Begin of the name of a field with points.
pub const POINTS: &str = "punten_";
/// Begin of the name of a field with a place.
pub const PLACE: &str = "plaats_";
/// Buttons that move a plan in a ranking; their value is the plan.
pub const MOVES: [(&str, Move); 3] = [("omhoog", Move::Up), ("omlaag", Move::Down), ("weg", Move::Out)];

/// The choices in these fields. What is no number is no plan: it is refused with the plans that are
/// not on the ballot. In a ranking, what comes after an empty place moves up.
///
/// # Errors
/// Points that are no number, each at its own field.
pub fn read(form: &BallotForm, fields: &Fields) -> Result<Choices, Vec<FieldError>> {
    match form {
        BallotForm::Choose { .. } | BallotForm::ChoosePerTheme { .. } | BallotForm::FillBudget => Ok(Choices::ticks(fields.all("plan").map(plan))),
        BallotForm::Points { .. } => numbers(fields, POINTS),
        BallotForm::Ranking { .. } => {
            let given = numbers(fields, PLACE)?.closed_up();
            let moved = MOVES.iter().find(|(name, _)| !fields.one(name).is_empty());
            Ok(moved.map_or_else(|| given.clone(), |(name, to)| given.moved(plan(fields.one(name)), *to)))
        }
    }
}

fn plan(value: &str) -> IdeaId {
    value.parse().unwrap_or(IdeaId(0))
}

fn numbers(fields: &Fields, begin: &str) -> Result<Choices, Vec<FieldError>> {
    let (mut given, mut wrong) = (Vec::new(), Vec::new());
    for (name, value) in &fields.0 {
        let Some(id) = name.strip_prefix(begin) else { continue };
        match value.trim() {
            "" => {}
            typed => match typed.parse::<u16>() {
                Ok(number) => given.push((plan(id), number)),
                Err(_) => wrong.push(FieldError::new(name.clone(), Message::new("error-ballot-number").with("typed", typed))),
            },
        }
    }
    if wrong.is_empty() { Ok(Choices::given(given)) } else { Err(wrong) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(all: &[(&str, &str)]) -> Fields {
        Fields(all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn points_are_read_and_what_is_no_number_is_told_at_its_field() {
        let form = BallotForm::Points { total: 10, max: 5 };
        let read = |all| read(&form, &fields(all));
        assert_eq!(read(&[("punten_3", "4"), ("punten_7", ""), ("punten_9", "0")]), Ok(Choices::given([(IdeaId(3), 4)])));
        let wrong = read(&[("punten_3", "vier"), ("punten_7", "-1")]).unwrap_err();
        assert_eq!(wrong.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["punten_3", "punten_7"]);
    }

    #[test]
    fn places_close_up_and_a_button_moves_a_plan() {
        let form = BallotForm::Ranking { points: vec![3, 2, 1] };
        let order = |all: &[(&str, &str)]| read(&form, &fields(all)).unwrap().order();
        let places = [("plaats_3", "3"), ("plaats_7", "1"), ("plaats_9", "")];
        assert_eq!(order(&places), [IdeaId(7), IdeaId(3)]);
        let with = |button| [places.as_slice(), &[button]].concat();
        assert_eq!(order(&with(("omhoog", "3"))), [IdeaId(3), IdeaId(7)]);
        assert_eq!(order(&with(("omlaag", "7"))), [IdeaId(3), IdeaId(7)]);
        assert_eq!(order(&with(("weg", "7"))), [IdeaId(3)]);
    }
}
