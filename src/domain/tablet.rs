//! Ballots that were sealed on a tablet without a connection: what is in one, and what becomes of it.

use serde::Deserialize;

use super::ballot::Choices;
use super::code::Stemcode;
use super::ids::IdeaId;
use super::person::stored;

/// What became of a sealed ballot that a tablet delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Delivered {
    /// It is in the box.
    Counted,
    /// Refused: with its code somebody voted online before.
    UsedOnline,
    /// Refused: with its code a paper was taken in before.
    UsedOnPaper,
    /// Refused: its code was replaced or taken back.
    Replaced,
    /// Refused: its code was never handed out in this round.
    Unknown,
    /// Refused: its code is of another wijk than the tablet.
    OtherWijk,
    /// Refused: it came after the vote was closed.
    Late,
    /// Refused: its choices are outside the rules of the ballot.
    OutsideRules,
    /// Refused: it cannot be opened, or there is no ballot in it.
    Damaged,
}

stored!(Delivered {
    Counted = "counted",
    UsedOnline = "used_online",
    UsedOnPaper = "used_on_paper",
    Replaced = "replaced",
    Unknown = "unknown",
    OtherWijk = "other_wijk",
    Late = "late",
    OutsideRules = "outside_rules",
    Damaged = "damaged",
});

impl Delivered {
    /// Why a delivered ballot does not count.
    pub const REFUSALS: [Self; 8] =
        [Self::UsedOnline, Self::UsedOnPaper, Self::Replaced, Self::Unknown, Self::OtherWijk, Self::Late, Self::OutsideRules, Self::Damaged];
}

/// What a tablet puts in a seal: the code, and what the voter gave to which plan.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    code: String,
    given: Vec<(IdeaId, u16)>,
}

impl Content {
    /// How long the content of every seal is made, in bytes, so that its length tells nothing: enough
    /// for the code and for something given to each plan.
    #[must_use]
    pub const fn size(plans: usize) -> usize {
        64 + 32 * plans
    }

    /// Reads the content of a seal; none when it is no ballot.
    #[must_use]
    pub fn read(plain: &[u8]) -> Option<(Stemcode, Choices)> {
        let content: Self = serde_json::from_slice(plain).ok()?;
        let mut choices = Choices::default();
        let once = content.given.into_iter().all(|(plan, given)| given > 0 && choices.add(plan, given));
        Stemcode::parse(&content.code).ok().filter(|_| once).map(|code| (code, choices))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_tablet_seals_is_a_code_with_choices_and_nothing_else() {
        let code = Stemcode::from_random([5; 15]);
        let printed = code.printed();
        let read = |text: String| Content::read(text.as_bytes());
        let (found, choices) = read(format!(r#"{{"code":"{printed}","given":[[3,1],[7,2]]}}      "#)).unwrap();
        assert_eq!((found.symbols(), choices), (code.symbols(), Choices::given([(IdeaId(3), 1), (IdeaId(7), 2)])));
        for other in [
            format!(r#"{{"code":"{printed}","given":[[3,1],[3,1]]}}"#),
            format!(r#"{{"code":"{printed}","given":[[3,0]]}}"#),
            format!(r#"{{"code":"{printed}","given":[[3,70000]]}}"#),
            format!(r#"{{"code":"{printed}","given":[],"time":1}}"#),
            r#"{"code":"7KQ4-M2XH","given":[]}"#.to_owned(),
            String::new(),
        ] {
            assert!(read(other.clone()).is_none(), "{other}");
        }
    }

    #[test]
    fn the_longest_ballot_fits_in_the_size_of_all() {
        let given = (0..100).map(|n| format!("[{},{}]", i64::MAX - n, u16::MAX)).collect::<Vec<_>>().join(",");
        assert!(format!(r#"{{"code":"0123456789ABCDEF","given":[{given}]}}"#).len() <= Content::size(100));
    }
}
