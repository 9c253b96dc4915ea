//! What stands around a place, in the tree.

use specql_syntax::{Node, Tree};

/// All nodes that a place is in, or at an end of, the outermost first. Where two touch, the one
/// that begins there counts; brackets and other signs are no nodes of their own.
///
/// To ask nodes for their parents, one by one, takes far longer in deep trees.
pub(crate) fn nodes_around(tree: &Tree, offset: usize) -> Vec<Node<'_>> {
    let mut found = vec![tree.root()];
    let mut inner = Some(tree.root());
    while let Some(node) = inner {
        inner = child_at(&node, offset);
        found.extend(inner);
    }
    found
}

fn child_at<'t>(node: &Node<'t>, offset: usize) -> Option<Node<'t>> {
    let mut cursor = node.walk();
    let children = node.named_children(&mut cursor);
    let touched = children.filter(|child| {
        child.start_byte() < child.end_byte()
            && child.start_byte() <= offset
            && offset <= child.end_byte()
    });
    touched.last()
}
