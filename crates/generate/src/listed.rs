//! Lists of names in a block.

use crate::block::Block;

/// A text in a block, and where it stands.
pub(crate) type Listed<'d> = (&'d str, Block<'d>);

/// The texts of a list behind a key, or a single one in its place, and what else is in it.
pub(crate) fn texts<'d>(block: Block<'d>, key: &str) -> (Vec<Listed<'d>>, Vec<Block<'d>>) {
    let items = block.get(key).map(Block::items_or_self).unwrap_or_default();
    let mut texts = Vec::new();
    let mut others = Vec::new();
    for item in items {
        match item.text() {
            Some(text) => texts.push((text, item)),
            None => others.push(item),
        }
    }
    (texts, others)
}
