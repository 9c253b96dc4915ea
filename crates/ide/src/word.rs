//! The word of a text that the cursor is at.

use specql_syntax::{Kind, Node, Tree};
use specql_yaml::Span;

use crate::place::touches;

/// The word, sign or scalar at a place. Between two of them it is the one that people mean: a
/// word rather than a sign, and what begins rather than what ends.
pub(crate) fn word_at(tree: &Tree, offset: u32) -> Option<Node<'_>> {
    let root = tree.root();
    let at = offset as usize;
    let leaf = |from: usize, to: usize| {
        let node = root.descendant_for_byte_range(from, to)?;
        (node.child_count() == 0 && touches(span_of(&node), offset)).then_some(node)
    };
    let behind = leaf(at, at);
    let before = at.checked_sub(1).and_then(|before| leaf(before, at));
    let is_word = |node: &Node<'_>| node.end_byte() > node.start_byte() && !is_sign(node);
    let words = behind.filter(is_word).or_else(|| before.filter(is_word));
    words.or(behind).or(before)
}

/// The innermost node of some kinds that a byte of the text belongs to.
pub(crate) fn around<'t>(tree: &'t Tree, byte: usize, kinds: &[Kind]) -> Option<Node<'t>> {
    let mut found = None;
    // Down from the top: going up from a node takes its depth for every step.
    let mut cursor = tree.root().walk();
    loop {
        let node = cursor.node();
        if !node.byte_range().contains(&byte) {
            return found;
        }
        if kinds.contains(&Kind::of(&node)) {
            found = Some(node);
        }
        if cursor.goto_first_child_for_byte(byte).is_none() {
            return found;
        }
    }
}

/// Where a node stands.
pub(crate) fn span_of(node: &Node<'_>) -> Span {
    Span::new(node.start_byte(), node.end_byte())
}

/// The text of a node.
pub(crate) fn text_of<'t>(text: &'t str, node: &Node<'_>) -> &'t str {
    text.get(node.byte_range()).unwrap_or_default()
}

/// Whether a node is a bracket, a comma, an operator made of signs.
fn is_sign(node: &Node<'_>) -> bool {
    let is_letters = |kind: &str| kind.starts_with(|c: char| c.is_alphabetic());
    Kind::of(node) == Kind::Anonymous && !is_letters(node.kind())
}
