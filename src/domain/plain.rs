//! Plain language: what makes a Dutch text hard to read at level B1. Only hints; nobody is refused.

/// The longest sentence that reads easily, in words.
pub const MAX_SENTENCE: usize = 15;

/// Words from the office, with what people say at home.
const DIFFICULT: [(&str, &str); 44] = [
    ("haalbaarheidstoets", "wij kijken of het kan"),
    ("haalbaarheid", "of het kan"),
    ("haalbaar", "mogelijk"),
    ("draagvlak", "steun"),
    ("realiseren", "maken"),
    ("realisatie", "maken"),
    ("gerealiseerd", "gemaakt"),
    ("implementeren", "invoeren"),
    ("faciliteren", "helpen"),
    ("participatie", "meedoen"),
    ("initiatiefnemer", "indiener"),
    ("conform", "volgens"),
    ("middels", "met"),
    ("teneinde", "om"),
    ("derhalve", "daarom"),
    ("desbetreffende", "deze"),
    ("betreffende", "over"),
    ("aangaande", "over"),
    ("inzake", "over"),
    ("tevens", "ook"),
    ("alsmede", "en"),
    ("echter", "maar"),
    ("dient", "moet"),
    ("dienen", "moeten"),
    ("reeds", "al"),
    ("thans", "nu"),
    ("voornemens", "van plan"),
    ("geëigende", "goede"),
    ("substantieel", "veel"),
    ("structureel", "elk jaar"),
    ("incidenteel", "één keer"),
    ("kader", "regels"),
    ("kaders", "regels"),
    ("vigerende", "huidige"),
    ("beleid", "plannen van de gemeente"),
    ("ontheffing", "toestemming"),
    ("vergunning", "toestemming"),
    ("subsidiabel", "kan subsidie krijgen"),
    ("prioriteren", "kiezen wat eerst komt"),
    ("optimaliseren", "beter maken"),
    ("expertise", "kennis"),
    ("integraal", "samen"),
    ("openbare ruimte", "straten, pleinen en parken"),
    ("beheerkosten", "kosten om het netjes te houden"),
];

/// Something that makes a text harder to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// A sentence with more than [`MAX_SENTENCE`] words.
    LongSentence {
        /// Its first words.
        begins: String,
        /// How many words it has.
        words: usize,
    },
    /// A word that few people use.
    DifficultWord {
        /// The word.
        word: &'static str,
        /// What to say instead.
        instead: &'static str,
    },
}

/// What makes a text harder to read: long sentences in their order, then difficult words.
#[must_use]
pub fn remarks(text: &str) -> Vec<Remark> {
    let long = sentences(text).filter_map(|sentence| {
        let words: Vec<&str> = sentence.split_whitespace().collect();
        let begins = words.iter().take(5).copied().collect::<Vec<_>>().join(" ");
        (words.len() > MAX_SENTENCE).then_some(Remark::LongSentence { begins, words: words.len() })
    });
    let plain = format!(" {} ", text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" "));
    let hard = DIFFICULT.iter().filter(|(word, _)| plain.contains(&format!(" {word} ")));
    long.chain(hard.map(|(word, instead)| Remark::DifficultWord { word, instead })).collect()
}

/// The sentences of a text: they end with a point, a question mark, an exclamation mark or a line.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    // A point between digits is part of an amount: 4.500.
    let bytes = text.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let mut start = 0;
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        let amount = c == '.' && digit(at.checked_sub(1)) && digit(at.checked_add(1));
        if matches!(c, '.' | '?' | '!' | '\n') && !amount {
            found.extend(text.get(start..at));
            start = at + c.len_utf8();
        }
    }
    found.extend(text.get(start..));
    found.into_iter().filter(|sentence| !sentence.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_sentences_and_plain_words_raise_no_remark() {
        assert_eq!(remarks("Dit kan. Het kost € 4.500. Wij beginnen in mei."), []);
        assert_eq!(remarks(""), []);
    }

    #[test]
    fn a_long_sentence_is_named_by_how_it_begins() {
        let text = "Kort. Omdat er onder het hele plantsoen een grote gasleiding ligt kunnen wij daar nu helaas geen bomen planten. Jammer.";
        assert_eq!(remarks(text), [Remark::LongSentence { begins: "Omdat er onder het hele".into(), words: 18 }]);
    }

    #[test]
    fn difficult_words_come_with_a_plain_one() {
        let found = remarks("Er is geen draagvlak, derhalve kan het niet. De openbare ruimte is vol.");
        let words: Vec<&str> =
            found.iter().filter_map(|remark| if let Remark::DifficultWord { instead, .. } = remark { Some(*instead) } else { None }).collect();
        assert_eq!(words, ["steun", "daarom", "straten, pleinen en parken"]);
        assert_eq!(remarks("Het kaderblad"), [], "only whole words");
    }
}
