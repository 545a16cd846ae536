//! The frame an idea is weighed in: hard conditions that are met or not, and criteria with a scale
//! and a weight. Residents see both while they write.

use crate::domain::text::slug;

/// A hard condition: yes or no.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Its name in answers; unique in the frame.
    pub slug: String,
    /// The condition, as a sentence that can be answered with yes or no.
    pub text: String,
}

/// Something ideas are scored on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Its name in scores; unique in the frame.
    pub slug: String,
    /// Name.
    pub name: String,
    /// What to look at.
    pub guidance: String,
    /// The highest score; the lowest is 1.
    pub scale: u8,
    /// How much it counts, from 1.
    pub weight: u8,
}

/// The frame of a round.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// Hard conditions, in order.
    pub conditions: Vec<Condition>,
    /// Criteria, in order.
    pub criteria: Vec<Criterion>,
}

/// The most conditions, and the most criteria.
pub const MOST: usize = 20;

/// Why a frame cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FrameFlaw {
    /// A condition is too short, too long, or there twice.
    #[error("condition {0:?}")]
    Condition(String),
    /// A criterion is not `name | guidance | scale | weight`, or there twice.
    #[error("criterion {0:?}")]
    Criterion(String),
    /// More than [`MOST`].
    #[error("too many")]
    TooMany,
}

impl Frame {
    /// The frame a round begins with. The criteria are those of the letter of the college on
    /// projects in the wijk (2017): needed here, better help, lighter help instead of heavier,
    /// prevention and a pleasant wijk, and bundling.
    #[must_use]
    pub fn usual() -> Self {
        let conditions = [
            "Het idee gaat over een plek of mensen in deze wijk.",
            "Het idee is goed voor meer mensen dan alleen de indiener.",
            "Het idee mag volgens de wet en de regels van de gemeente.",
            "Het idee past binnen het geld van deze ronde.",
            "Het idee kan binnen een jaar na de uitslag beginnen.",
            "Iemand zorgt na afloop voor beheer en onderhoud.",
        ];
        let criteria = [
            ("Nodig in de wijk", "Is dit hier echt nodig? Kijk ook naar de cijfers van de wijk.", 3),
            ("Voorkomt problemen", "Helpt het om problemen te voorkomen, zoals eenzaamheid of ruzie?", 2),
            ("Prettig wonen", "Wordt de wijk er mooier, veiliger of gezelliger van?", 2),
            ("Lichter in plaats van zwaarder", "Komt hulp van buren of vrijwilligers in de plaats van zwaardere zorg?", 1),
            ("Goed en nieuw", "Is het goed gemaakt, of een nieuwe manier die wij willen proberen?", 1),
            ("Samen met anderen", "Werkt het samen met wat er al is, of met een ander idee?", 1),
        ];
        Self {
            conditions: conditions.iter().map(|text| Condition { slug: slug(text), text: (*text).to_owned() }).collect(),
            criteria: criteria
                .iter()
                .map(|(name, guidance, weight)| Criterion {
                    slug: slug(name),
                    name: (*name).to_owned(),
                    guidance: (*guidance).to_owned(),
                    scale: 5,
                    weight: *weight,
                })
                .collect(),
        }
    }

    /// Reads a frame as it is typed: a condition on each line, and on each line a criterion as
    /// `name | guidance | scale | weight`.
    ///
    /// # Errors
    /// The first line that cannot be read.
    pub fn parse(conditions: &str, criteria: &str) -> Result<Self, FrameFlaw> {
        let lines = |text: &str| text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect::<Vec<_>>();
        let (conditions, criteria) = (lines(conditions), lines(criteria));
        if conditions.len() > MOST || criteria.len() > MOST {
            return Err(FrameFlaw::TooMany);
        }
        let mut frame = Self { conditions: Vec::new(), criteria: Vec::new() };
        for text in conditions {
            let slug = slug(&text);
            if !(5..=200).contains(&text.chars().count()) || slug.is_empty() || frame.conditions.iter().any(|known| known.slug == slug) {
                return Err(FrameFlaw::Condition(text));
            }
            frame.conditions.push(Condition { slug, text });
        }
        for text in criteria {
            let criterion = criterion(&text).filter(|new| frame.criteria.iter().all(|known| known.slug != new.slug));
            frame.criteria.push(criterion.ok_or(FrameFlaw::Criterion(text))?);
        }
        Ok(frame)
    }

    /// The conditions as they are typed.
    #[must_use]
    pub fn conditions_text(&self) -> String {
        self.conditions.iter().map(|condition| condition.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// The criteria as they are typed.
    #[must_use]
    pub fn criteria_text(&self) -> String {
        let line = |c: &Criterion| format!("{} | {} | {} | {}", c.name, c.guidance, c.scale, c.weight);
        self.criteria.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

fn criterion(text: &str) -> Option<Criterion> {
    let parts: Vec<&str> = text.split('|').map(str::trim).collect();
    let [name, guidance, scale, weight] = parts.as_slice() else { return None };
    let number = |text: &str, from: u8| text.parse::<u8>().ok().filter(|n| (from..=10).contains(n));
    let known = (2..=60).contains(&name.chars().count()) && guidance.chars().count() <= 300 && !slug(name).is_empty();
    known.then_some(())?;
    Some(Criterion {
        slug: slug(name),
        name: (*name).to_owned(),
        guidance: (*guidance).to_owned(),
        scale: number(scale, 2)?,
        weight: number(weight, 1)?,
    })
}

/// What one colleague gives for one criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// Slug of the criterion.
    pub criterion: String,
    /// From 1 to the scale.
    pub score: i32,
}

/// Whether a colleague scored every criterion within its scale.
#[must_use]
pub fn is_complete(frame: &Frame, scores: &[Score]) -> bool {
    frame
        .criteria
        .iter()
        .all(|criterion| scores.iter().any(|score| score.criterion == criterion.slug && (1..=i32::from(criterion.scale)).contains(&score.score)))
}

/// What the scores of one colleague come to, in percent of what can be given, weighed, rounded down.
/// None when there are no criteria.
#[must_use]
pub fn weighed(frame: &Frame, scores: &[Score]) -> Option<i32> {
    let most: i32 = frame.criteria.iter().map(|c| i32::from(c.scale) * i32::from(c.weight)).sum();
    let given =
        frame.criteria.iter().filter_map(|c| scores.iter().find(|score| score.criterion == c.slug).map(|score| score.score * i32::from(c.weight)));
    (most > 0).then(|| given.sum::<i32>() * 100 / most)
}

/// Whether colleagues differ so much about a criterion that they should talk: half of its scale.
#[must_use]
pub fn differ(scale: u8, scores: impl IntoIterator<Item = i32> + Clone) -> bool {
    let (least, most) = (scores.clone().into_iter().min(), scores.into_iter().max());
    least.zip(most).is_some_and(|(least, most)| (most - least) * 2 >= i32::from(scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_frame_survives_being_typed_and_stored() {
        let usual = Frame::usual();
        assert_eq!(Frame::parse(&usual.conditions_text(), &usual.criteria_text()).unwrap(), usual);
        let text = serde_json::to_string(&usual).unwrap();
        assert_eq!(serde_json::from_str::<Frame>(&text).unwrap(), usual);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for (conditions, criteria, flaw) in [
            ("Kort", "", FrameFlaw::Condition("Kort".into())),
            ("Dit mag niet.\nDit mag niet.", "", FrameFlaw::Condition("Dit mag niet.".into())),
            ("", "Nodig | Kijk goed | 5", FrameFlaw::Criterion("Nodig | Kijk goed | 5".into())),
            ("", "Nodig | Kijk | 1 | 1", FrameFlaw::Criterion("Nodig | Kijk | 1 | 1".into())),
            ("", "Nodig | Kijk | 5 | 0", FrameFlaw::Criterion("Nodig | Kijk | 5 | 0".into())),
        ] {
            assert_eq!(Frame::parse(conditions, criteria).unwrap_err(), flaw);
        }
    }

    #[test]
    fn scores_are_weighed_and_differences_shown() {
        let frame = Frame::parse("", "Nodig | | 5 | 3\nMooi | | 5 | 1").unwrap();
        let score = |criterion: &str, score| Score { criterion: criterion.into(), score };
        let mine = [score("nodig", 5), score("mooi", 1)];
        assert_eq!(weighed(&frame, &mine), Some(80));
        assert!(is_complete(&frame, &mine) && !is_complete(&frame, &mine[..1]));
        assert!(!is_complete(&frame, &[score("nodig", 6), score("mooi", 1)]), "beyond the scale");
        assert!(differ(5, [1, 4]) && !differ(5, [3, 5]) && !differ(5, []));
    }
}
