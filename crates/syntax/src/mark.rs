//! Mistakes in the YAML of a text: each is a node of the tree.

use tree_sitter::{Node, TreeCursor};

use crate::{Kind, Tree};
use specql_yaml::Span;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mistake {
    /// A line of a mapping without a colon.
    BareWord,
    /// A key whose opening quote is not closed.
    UnclosedKey,
    /// A quote that is not closed.
    UnclosedQuote,
    /// A bracket that is not closed.
    UnclosedBracket,
    /// A line whose indentation fits none of the lines around it.
    BadIndentation,
    /// A tab where YAML takes blanks only.
    Tab,
    /// Text behind the end of a value.
    UnexpectedText,
    /// A second colon in a value, or one without a key.
    MisplacedColon,
    /// A dash where no list item can start.
    MisplacedDash,
    /// A dash with no blank behind it.
    MissingSpace,
    /// Two items with no comma between them.
    MissingComma,
    /// A comma with no item before it.
    StrayComma,
    /// `\q` and the like in double quotes.
    InvalidEscape,
    /// A character that may not stand in YAML at all.
    ControlCharacter,
    /// A directive, or text behind `...`, without the `---` that has to follow.
    MissingDocumentStart,
    /// What version control leaves when two changes meet.
    ConflictMarker,
    /// Nested too deeply to be read.
    TooDeep,
    /// Text that the grammar could not make sense of.
    Unreadable,
}

/// A mistake and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mark {
    /// What is wrong.
    pub mistake: Mistake,
    /// Where; empty where something is missing.
    pub span: Span,
}

/// All mistakes of a text, in their order.
#[must_use]
pub fn marks(tree: &Tree) -> Vec<Mark> {
    let mut found = Vec::new();
    let mut cursor = tree.root().walk();
    loop {
        let node = cursor.node();
        if let Some(mistake) = mistake(&node) {
            let span = Span::new(node.start_byte(), node.end_byte());
            found.push(Mark { mistake, span });
        }
        if !cursor.goto_first_child() && !advance(&mut cursor) {
            return found;
        }
    }
}

/// Moves to the node that follows in the text; false behind the last one.
fn advance(cursor: &mut TreeCursor<'_>) -> bool {
    while !cursor.goto_next_sibling() {
        if !cursor.goto_parent() {
            return false;
        }
    }
    true
}

fn mistake(node: &Node<'_>) -> Option<Mistake> {
    if node.is_error() || node.is_missing() {
        return Some(Mistake::Unreadable);
    }
    Some(match Kind::of(node) {
        Kind::BareWord => Mistake::BareWord,
        Kind::UnclosedKey => Mistake::UnclosedKey,
        Kind::UnclosedScalar | Kind::UnclosedQuote => Mistake::UnclosedQuote,
        Kind::MissingClose => Mistake::UnclosedBracket,
        Kind::BadIndentation => Mistake::BadIndentation,
        Kind::Tab => Mistake::Tab,
        Kind::UnexpectedText => Mistake::UnexpectedText,
        Kind::MisplacedColon | Kind::InvalidColon => Mistake::MisplacedColon,
        Kind::MisplacedDash => Mistake::MisplacedDash,
        Kind::MissingSpace => Mistake::MissingSpace,
        Kind::MissingComma => Mistake::MissingComma,
        Kind::StrayComma => Mistake::StrayComma,
        Kind::InvalidEscape => Mistake::InvalidEscape,
        Kind::UnreadableScalar | Kind::ControlCharacter => Mistake::ControlCharacter,
        Kind::MissingDocumentStart => Mistake::MissingDocumentStart,
        Kind::ConflictMarker => Mistake::ConflictMarker,
        Kind::TooDeep => Mistake::TooDeep,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Parser;

    fn mistakes(text: &str) -> Vec<(Mistake, &str)> {
        let tree = Parser::new().parse(text, None);
        marks(&tree)
            .into_iter()
            .map(|mark| (mark.mistake, &text[mark.span.range()]))
            .collect()
    }

    #[test]
    fn a_sound_text_has_no_marks() {
        assert_eq!(mistakes("entity: Contact\nfields:\n  email: email!\n"), []);
    }

    #[test]
    fn a_word_that_will_be_a_key_is_one_mark_and_hides_nothing() {
        assert_eq!(
            mistakes("fields:\n  pho\n  email: email!\n"),
            [(Mistake::BareWord, "pho")]
        );
    }

    #[test]
    fn marks_come_in_the_order_of_the_text() {
        assert_eq!(
            mistakes("a: \"x\nb: [y\nc:\tz\n"),
            [
                (Mistake::UnclosedQuote, "\"x"),
                (Mistake::UnclosedBracket, ""),
                (Mistake::Tab, "\t"),
            ]
        );
    }
}
