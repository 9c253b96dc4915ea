//! Anchors and aliases.

use std::collections::HashMap;

use specql_syntax::{Kind, Tree};
use specql_yaml::Span;

use super::{Names, Reference, Target, Unresolved};
use crate::expression::ast::Name;

/// The anchors of a text, and what its aliases stand for: the last anchor of their name before
/// them.
pub(super) fn aliases(tree: &Tree, text: &str, found: &mut Names) {
    let mut anchors: HashMap<&str, Span> = HashMap::new();
    let mut cursor = tree.root().walk();
    loop {
        let node = cursor.node();
        let span = Span::new(node.start_byte() + 1, node.end_byte());
        let name = text.get(span.range()).unwrap_or_default();
        match Kind::of(&node) {
            Kind::Document => anchors.clear(),
            Kind::Anchor => {
                anchors.insert(name, span);
                let text = name.to_owned();
                found.anchors.push(Name { text, span });
            }
            Kind::Alias => found.references.push(Reference::new(
                span,
                match anchors.get(name) {
                    Some(anchor) => Ok(Target::Anchor(*anchor)),
                    None => Err(Unresolved::Anchor(name.to_owned())),
                },
            )),
            _ => {}
        }
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
        }
    }
}
