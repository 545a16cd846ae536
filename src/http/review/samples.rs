//! Dossiers for the samples of the desk.

use super::page::{Kept, ReviewPage};
use crate::app::review::Dossier;
use crate::domain::event::{NewEvent, Subject};
use crate::domain::idea::IdeaState;
use crate::domain::ids::{IdeaId, MergeId, PersonId, QuestionId};
use crate::domain::money::Cents;
use crate::domain::review::change::ChangeState;
use crate::domain::review::{Consent, Verdict};
use crate::error::{FieldError, Message};
use crate::http::forms::Fields;
use crate::i18n::Translator;
use crate::storage::events::Event;
use crate::storage::review::dossier::Hearing;
use crate::storage::review::merges::Merge;
use crate::storage::review::{Prepared, Question, SecondLook};
use crate::views::samples::{idea, noon, person, round};

fn bare(state: IdeaState) -> Dossier {
    Dossier {
        idea: idea(state),
        round: round(),
        owner: "Anna".into(),
        contact: None,
        authors: Vec::new(),
        supporters: 0,
        questions: Vec::new(),
        verdict: None,
        challenge: false,
        forward: None,
        second_look: None,
        hearing: None,
        adviezen: Vec::new(),
        merges: Vec::new(),
        changes: Vec::new(),
        team: vec![person(1, "Sam"), person(3, "Kim")],
        others: Vec::new(),
        events: Vec::new(),
    }
}

fn full() -> Dossier {
    let question = Question {
        id: QuestionId(1),
        idea: IdeaId(7),
        asked_by: PersonId(1),
        question: "Wie geeft er water?".into(),
        asked_at: noon(2),
        due_at: noon(16),
        answer: None,
        answered_at: None,
    };
    let answered = Question { answer: Some("Wij zelf.".into()), answered_at: Some(noon(3)), ..question.clone() };
    let verdict = Verdict::Feasible { cost: Cents::euros(4_800), reason: "Het plantsoen is groot genoeg.".into() };
    let merge = Merge {
        id: MergeId(1),
        idea: IdeaId(7),
        into: IdeaId(8),
        proposed_by: PersonId(1),
        reason: "Zij willen hetzelfde.".into(),
        proposed_at: noon(3),
        idea_owner_says: None,
        into_owner_says: Some(Consent::Yes),
        closed_at: None,
    };
    Dossier {
        contact: Some("Sam".into()),
        authors: vec!["Jo".into()],
        questions: vec![answered, question],
        verdict: Some(Prepared { idea: IdeaId(7), verdict, by: PersonId(1), at: noon(4), published_at: None }),
        second_look: Some(SecondLook {
            idea: IdeaId(7),
            asked_by: PersonId(2),
            reason: "Het kan wel.".into(),
            asked_at: noon(4),
            first_reviewer: PersonId(3),
        }),
        hearing: Some(Hearing {
            idea_id: IdeaId(7),
            reason: "Er ligt een gasleiding.".into(),
            asked_at: noon(1),
            due_at: noon(8),
            answer: Some("Die ligt aan de overkant.".into()),
            answered_at: Some(noon(3)),
        }),
        adviezen: vec![crate::views::advies::sample(crate::domain::advies::AdviesState::Published)],
        merges: vec![merge.clone(), Merge { idea: IdeaId(8), into: IdeaId(7), idea_owner_says: Some(Consent::No), ..merge }],
        challenge: true,
        changes: vec![(super::changes::sample(ChangeState::Refused), "Sam".into())],
        others: vec![(IdeaId(8), "Fruit in de straat".into())],
        events: vec![Event {
            seq: 1,
            what: NewEvent {
                at: noon(1),
                actor: None,
                actor_role: "resident".into(),
                action: "idea.submit".into(),
                subject: Subject::Idea,
                subject_id: 7,
                reason: None,
                detail: serde_json::Value::Null,
                public: true,
            },
            actor_name: None,
            mark: Vec::new(),
            leaf: Vec::new(),
            hash: Vec::new(),
        }],
        ..bare(IdeaState::InReview)
    }
}

/// A reason that its writer wants to be checked.
fn checked(reason: &str) -> Kept {
    Kept::of("oordeel", &Fields(vec![("check".into(), "ja".into()), ("reason".into(), reason.into())]))
}

pub(super) fn all(tr: Translator<'_>) -> Vec<ReviewPage> {
    let wrong = Kept::of("vraag", &Fields::default()).with(vec![FieldError::new("question", Message::new("error-empty"))]);
    let waiting = Hearing { idea_id: IdeaId(7), reason: "Nee.".into(), asked_at: noon(1), due_at: noon(8), answer: None, answered_at: None };
    let waiting = Dossier { hearing: Some(waiting), ..bare(IdeaState::InReview) };
    let alike = Dossier { others: vec![(IdeaId(8), "Fruit in de straat".into())], ..bare(IdeaState::InReview) };
    vec![
        ReviewPage::new(tr, &waiting, Some(PersonId(1)), noon(5), &Kept::default()),
        ReviewPage::new(tr, &alike, Some(PersonId(1)), noon(5), &Kept::default()),
        ReviewPage::new(tr, &bare(IdeaState::Submitted), Some(PersonId(1)), noon(5), &Kept::default()),
        ReviewPage::new(tr, &full(), Some(PersonId(1)), noon(5), &wrong),
        ReviewPage::new(tr, &full(), Some(PersonId(3)), noon(20), &Kept::default()),
        ReviewPage::new(tr, &bare(IdeaState::InReview), Some(PersonId(1)), noon(5), &checked("Dit kan niet.")),
        ReviewPage::new(
            tr,
            &bare(IdeaState::InReview),
            Some(PersonId(1)),
            noon(5),
            &checked("Er is geen draagvlak. Dit is een zin die echt veel te lang is voor wie snel wil lezen wat er nu eigenlijk staat."),
        ),
        ReviewPage::new(tr, &bare(IdeaState::Feasible), Some(PersonId(1)), noon(12), &Kept::default()),
    ]
}
