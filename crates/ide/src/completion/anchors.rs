//! Anchors, for the aliases that stand for them.

use specql_syntax::Kind;

use super::ItemKind;
use super::offer::{Fit, Offer, Offers};
use crate::context::Context;

/// Whether the word is the name of an alias.
pub(super) fn is_alias(context: &Context<'_>) -> bool {
    let place = context.filled.range();
    let root = context.half.tree().root();
    let node = root.descendant_for_byte_range(place.start, place.end);
    node.is_some_and(|node| Kind::of(&node) == Kind::Alias)
}

/// The anchors that stand before, the nearest first.
pub(super) fn offer(context: &Context<'_>, offers: &mut Offers<'_>) {
    let mut found = Vec::new();
    let mut cursor = context.half.tree().root().walk();
    loop {
        let node = cursor.node();
        if node.start_byte() >= context.filled.start as usize {
            break;
        }
        match Kind::of(&node) {
            Kind::Document => found.clear(),
            Kind::Anchor => {
                let name = node.start_byte() + 1..node.end_byte();
                found.extend(context.half.text().get(name));
            }
            _ => {}
        }
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return list(&found, offers);
            }
        }
    }
    list(&found, offers);
}

fn list(found: &[&str], offers: &mut Offers<'_>) {
    for name in found.iter().rev() {
        let offer = Offer::new(ItemKind::Name, *name).detail("anchor");
        offers.add(offer.fit(Fit::Near));
    }
}
