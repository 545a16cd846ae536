//! Ideas that are about the same: a first sorting for people, who decide what belongs together.

use std::collections::{BTreeMap, BTreeSet};

use super::idea::stem;
use super::text::search_form;

/// From this likeness on two ideas are laid next to each other.
pub const ALIKE: u32 = 30;
/// From this many texts on, words that one in five of them has say nothing about any.
const MANY: usize = 10;

/// The words of a text, as numbers, in order and each once.
type Words = Vec<usize>;

/// Groups of texts that are alike, each text given as (title, body); the largest group first, and
/// in it first the one that is like most others. Texts that are like no other are in no group.
///
/// Every text of a group is like the first, so that a chain of small likenesses never ties
/// everything together (star clustering).
#[must_use]
pub fn groups(texts: &[(&str, &str)]) -> Vec<Vec<usize>> {
    let (titles, wholes) = numbered(texts);
    let alike = |one: usize, other: usize| {
        let of = |all: &[Words]| all.get(one).zip(all.get(other)).map_or(0, |(a, b)| likeness(a, b));
        of(&titles).max(of(&wholes)) >= ALIKE
    };
    let mut near: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for one in 0..texts.len() {
        for other in (one + 1..texts.len()).filter(|other| alike(one, *other)) {
            near.entry(one).or_default().insert(other);
            near.entry(other).or_default().insert(one);
        }
    }
    let mut groups = Vec::new();
    // The one that is like most others begins a group; of equals the first.
    while let Some((first, others)) = near.iter().max_by_key(|(index, others)| (others.len(), std::cmp::Reverse(**index))) {
        let group: Vec<usize> = std::iter::once(*first).chain(others.iter().copied()).collect();
        near.retain(|index, _| !group.contains(index));
        for others in near.values_mut() {
            others.retain(|other| !group.contains(other));
        }
        near.retain(|_, others| !others.is_empty());
        groups.push(group);
    }
    groups
}

/// The words of the titles and of the whole texts, numbered; without those that nearly all have.
fn numbered(texts: &[(&str, &str)]) -> (Vec<Words>, Vec<Words>) {
    let split = |text: &str| -> BTreeSet<String> { search_form(text).split(' ').filter(|word| word.chars().count() >= 4).map(stem).collect() };
    let titles: Vec<BTreeSet<String>> = texts.iter().map(|(title, _)| split(title)).collect();
    let wholes: Vec<BTreeSet<String>> = texts.iter().map(|(title, body)| split(&format!("{title} {body}"))).collect();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for word in wholes.iter().flatten() {
        *seen.entry(word).or_default() += 1;
    }
    let common = |count: usize| texts.len() >= MANY && count * 5 > texts.len() || texts.len() > 2 && count == texts.len();
    let numbers: BTreeMap<&str, usize> =
        seen.into_iter().filter(|(_, count)| !common(*count)).enumerate().map(|(index, (word, _))| (word, index)).collect();
    let as_numbers = |words: &BTreeSet<String>| words.iter().filter_map(|word| numbers.get(word.as_str()).copied()).collect::<Words>();
    (titles.iter().map(as_numbers).collect(), wholes.iter().map(as_numbers).collect())
}

/// The share of words that two texts have in common, from 0 to 100 (Sørensen–Dice).
fn likeness(one: &Words, other: &Words) -> u32 {
    let (mut a, mut b, mut shared) = (one.iter().peekable(), other.iter().peekable(), 0);
    while let (Some(left), Some(right)) = (a.peek(), b.peek()) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => drop(a.next()),
            std::cmp::Ordering::Greater => drop(b.next()),
            std::cmp::Ordering::Equal => {
                shared += 1;
                a.next();
                b.next();
            }
        }
    }
    match one.len() + other.len() {
        0 => 0,
        total => u32::try_from(200 * shared / total).unwrap_or(100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_about_the_same_lies_together_and_the_rest_apart() {
        let texts = [
            ("Plukbomen in het plantsoen", "Fruitbomen voor iedereen."),
            ("Een jeu-de-boulesbaan", "Samen buiten spelen."),
            ("Fruitbomen en plukbomen planten", "Dan kan iedereen plukken."),
            ("Verlichting bij het fietspad", "Het is er donker."),
            ("Meer plukbomen", "In elk plantsoen een boom met fruit."),
        ];
        let found = groups(&texts);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found.first().map(|group| group.iter().copied().collect::<BTreeSet<_>>()), Some([0, 2, 4].into()));
    }

    #[test]
    fn no_text_is_in_two_groups_and_the_same_texts_give_the_same_groups() {
        let texts: Vec<(String, String)> =
            (0..60).map(|n| (format!("Bankjes plek{}", n % 7), format!("Reden nummer{} woord{}", n % 5, n % 11))).collect();
        let texts: Vec<(&str, &str)> = texts.iter().map(|(title, body)| (title.as_str(), body.as_str())).collect();
        let found = groups(&texts);
        let all: Vec<usize> = found.iter().flatten().copied().collect();
        assert_eq!(all.len(), all.iter().collect::<BTreeSet<_>>().len());
        assert!(found.iter().all(|group| group.len() > 1) && found == groups(&texts));
        assert_eq!(groups(&[]), Vec::<Vec<usize>>::new());
    }
}
