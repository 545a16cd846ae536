//! What changed between two texts, word by word, as `partials/diff.hbs` takes it.

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

/// A piece of text that stayed, went or came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// `same`, `gone` or `new`.
    pub kind: &'static str,
    /// The words.
    pub text: String,
}

/// What changed from one text to the other; pieces of one kind are taken together.
#[must_use]
pub fn pieces(old: &str, new: &str) -> Vec<Piece> {
    let diff = TextDiff::from_words(old, new);
    let mut pieces: Vec<Piece> = Vec::new();
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => "same",
            ChangeTag::Delete => "gone",
            ChangeTag::Insert => "new",
        };
        match pieces.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => pieces.push(Piece { kind, text: change.value().to_owned() }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_changed_are_marked_and_nothing_is_lost() {
        let (old, new) = ("Plant tien bomen\nin het park.", "Plant acht inheemse bomen\nin het park.");
        let found = pieces(old, new);
        let of = |kinds: [&str; 2]| found.iter().filter(|piece| kinds.contains(&piece.kind)).map(|piece| piece.text.as_str()).collect::<String>();
        assert_eq!(of(["same", "gone"]), old);
        assert_eq!(of(["same", "new"]), new);
        assert!(found.iter().any(|piece| piece.kind == "gone" && piece.text.contains("tien")), "{found:?}");
    }
}
