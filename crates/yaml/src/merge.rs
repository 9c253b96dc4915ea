//! Merge keys: `<<: *defaults` puts the entries of another mapping in front of a mapping's own.
//!
//! Entries in front lose against those behind, so a mapping's own keys win; of several mappings
//! in a list, earlier ones win.

use std::collections::HashMap;

use crate::compose::{Content, Node, NodeId};
use crate::error::{Error, ErrorKind};
use crate::tag::Tag;

/// Mappings may be merged through so many others that are merged themselves, the first included.
/// Python's stack is full at the next one; measured as the other limits.
pub const MAX_MERGE_DEPTH: usize = 991;

/// All merge keys of a document together may copy so many entries.
pub const MAX_MERGED_ENTRIES: usize = 1_000_000;

type Pair = (NodeId, NodeId);

/// From this number of entries on, copies of one and the same are looked for. Aliases of aliases
/// can double the number again and again.
const MANY: usize = 256;

/// Replaces merge keys by the entries they stand for.
#[derive(Default)]
pub(crate) struct Merger {
    copied: usize,
}

/// A mapping that is being worked on.
struct Task {
    mapping: NodeId,
    /// The entries without merge keys so far, and those not looked at yet.
    done: Vec<Pair>,
    todo: std::vec::IntoIter<Pair>,
    /// What is merged in.
    merged: Vec<Pair>,
    /// The list behind the current merge key.
    list: Option<List>,
    /// At this number of entries copies are looked for in `merged`.
    tidy_at: usize,
    /// The mapping was finished by someone else meanwhile.
    is_finished: bool,
}

struct List {
    items: std::vec::IntoIter<NodeId>,
    /// The entries of each item.
    entries: Vec<Vec<Pair>>,
}

impl Merger {
    /// Resolves the merge keys of a mapping, and of all mappings it merges.
    ///
    /// PyYAML does this by recursion, and a mapping may well merge itself: the inner run then
    /// does what is left to do, and the outer one finds itself at the end.
    pub(crate) fn flatten(&mut self, nodes: &mut [Node<'_>], mapping: NodeId) -> Result<(), Error> {
        if !needs_work(nodes, mapping) {
            return Ok(());
        }
        let mut stack = vec![Task::new(nodes, mapping)];
        let done = self.work(nodes, &mut stack);
        if done.is_err() {
            for task in stack {
                task.give_up(nodes);
            }
        }
        done
    }

    fn work(&mut self, nodes: &mut [Node<'_>], stack: &mut Vec<Task>) -> Result<(), Error> {
        while let Some(task) = stack.last_mut() {
            let Some(next) = task.next_merged(nodes)? else {
                self.finish(nodes, stack)?;
                continue;
            };
            if stack.len() >= MAX_MERGE_DEPTH {
                let span = nodes
                    .get(next.index())
                    .map(|node| node.span)
                    .unwrap_or_default();
                let message = "mappings merged through too many others: Python gives up here";
                return Err(Error::new(ErrorKind::TooDeep, span, message));
            }
            // The mapping may be one that is being worked on already.
            for outer in stack.iter_mut().filter(|outer| outer.mapping == next) {
                outer.put_back(nodes);
            }
            stack.push(Task::new(nodes, next));
        }
        Ok(())
    }

    /// Writes the entries of the innermost task's mapping, and hands them to the task around it.
    fn finish(&mut self, nodes: &mut [Node<'_>], stack: &mut Vec<Task>) -> Result<(), Error> {
        let Some(task) = stack.pop() else {
            return Ok(());
        };
        let Some(Node {
            content: Content::Mapping(pairs),
            span,
            ..
        }) = nodes.get_mut(task.mapping.index())
        else {
            return Ok(());
        };
        let own = if task.is_finished {
            std::mem::take(pairs)
        } else {
            task.done
        };
        let mut all = task.merged;
        all.extend(own);
        *pairs = all;
        let Some(outer) = stack.last_mut() else {
            return Ok(());
        };
        let span = *span;
        self.copied += pairs.len();
        if self.copied > MAX_MERGED_ENTRIES {
            let message = "merge keys (`<<`) make this text grow beyond all bounds";
            return Err(Error::new(ErrorKind::TooLarge, span, message));
        }
        outer.receive(pairs);
        Ok(())
    }
}

impl Task {
    fn new(nodes: &mut [Node<'_>], mapping: NodeId) -> Self {
        let todo = match nodes.get_mut(mapping.index()) {
            Some(Node {
                content: Content::Mapping(pairs),
                ..
            }) => std::mem::take(pairs),
            _ => Vec::new(),
        };
        Self {
            mapping,
            done: Vec::new(),
            todo: todo.into_iter(),
            merged: Vec::new(),
            list: None,
            tidy_at: MANY,
            is_finished: false,
        }
    }

    /// Leaves what is left to do to someone else.
    fn put_back(&mut self, nodes: &mut [Node<'_>]) {
        if self.is_finished {
            return;
        }
        self.is_finished = true;
        if let Some(Node {
            content: Content::Mapping(pairs),
            ..
        }) = nodes.get_mut(self.mapping.index())
        {
            *pairs = std::mem::take(&mut self.done);
            pairs.extend(std::mem::take(&mut self.todo));
        }
    }

    /// Puts back what is there, without the merge key that is wrong.
    fn give_up(self, nodes: &mut [Node<'_>]) {
        if self.is_finished {
            return;
        }
        if let Some(Node {
            content: Content::Mapping(pairs),
            ..
        }) = nodes.get_mut(self.mapping.index())
        {
            *pairs = self.merged;
            pairs.extend(self.done);
            pairs.extend(self.todo);
        }
    }

    /// The next mapping that must be ready before this one can go on; none when this one is.
    fn next_merged(&mut self, nodes: &mut [Node<'_>]) -> Result<Option<NodeId>, Error> {
        loop {
            if let Some(list) = &mut self.list {
                if let Some(item) = list.items.next() {
                    return self.mapping_item(nodes, item).map(Some);
                }
                if let Some(list) = self.list.take() {
                    self.merged.extend(list.entries.into_iter().rev().flatten());
                    self.tidy();
                }
            }
            let Some((key, value)) = self.todo.next() else {
                return Ok(None);
            };
            match nodes.get_mut(key.index()) {
                Some(key) if key.tag == Tag::Merge => {}
                other => {
                    if let Some(key) = other.filter(|key| key.tag == Tag::Value) {
                        // PyYAML makes `=` text for good, also where the node is aliased.
                        key.tag = Tag::Str;
                    }
                    self.done.push((key, value));
                    continue;
                }
            }
            let Some(node) = nodes.get(value.index()) else {
                continue;
            };
            match &node.content {
                Content::Mapping(_) => return Ok(Some(value)),
                Content::Sequence(items) => {
                    let items = items.clone().into_iter();
                    self.list = Some(List {
                        items,
                        entries: Vec::new(),
                    });
                }
                Content::Scalar { .. } => {
                    let message = "`<<` merges a mapping or a list of mappings, not a single value";
                    return Err(self.wrong(nodes, node, message.to_owned()));
                }
            }
        }
    }

    fn mapping_item(&self, nodes: &[Node<'_>], item: NodeId) -> Result<NodeId, Error> {
        match nodes.get(item.index()) {
            Some(Node {
                content: Content::Mapping(_),
                ..
            })
            | None => Ok(item),
            Some(node) => {
                let found = node.content.in_words();
                let message = format!("`<<` merges mappings only, and this item is {found}");
                Err(self.wrong(nodes, node, message))
            }
        }
    }

    fn receive(&mut self, pairs: &[Pair]) {
        match &mut self.list {
            Some(list) => list.entries.push(pairs.to_vec()),
            None => {
                self.merged.extend_from_slice(pairs);
                self.tidy();
            }
        }
    }

    /// Waits for the entries to double before it looks at all of them again.
    fn tidy(&mut self) {
        if self.merged.len() >= self.tidy_at {
            drop_copies(&mut self.merged);
            self.tidy_at = MANY.max(2 * self.merged.len());
        }
    }

    fn wrong(&self, nodes: &[Node<'_>], node: &Node<'_>, message: String) -> Error {
        let error = Error::new(ErrorKind::Constructor, node.span, message);
        match nodes.get(self.mapping.index()) {
            Some(mapping) => error.with_related(mapping.span, "it is merged into this mapping"),
            None => error,
        }
    }
}

/// Most mappings have no merge key, and need no copy.
fn needs_work(nodes: &mut [Node<'_>], mapping: NodeId) -> bool {
    let Some(Node {
        content: Content::Mapping(pairs),
        ..
    }) = nodes.get(mapping.index())
    else {
        return false;
    };
    pairs.iter().any(|(key, _)| {
        matches!(
            nodes.get(key.index()),
            Some(Node {
                tag: Tag::Merge | Tag::Value,
                ..
            })
        )
    })
}

/// Removes the copies of one and the same entry that cannot matter: the first decides about the
/// key's place, the last about its value.
fn drop_copies(pairs: &mut Vec<Pair>) {
    let mut last = HashMap::with_capacity(pairs.len());
    let mut first = HashMap::with_capacity(pairs.len());
    for (index, pair) in pairs.iter().enumerate() {
        first.entry(*pair).or_insert(index);
        last.insert(*pair, index);
    }
    let mut index = 0;
    pairs.retain(|pair| {
        let matters = first.get(pair) == Some(&index) || last.get(pair) == Some(&index);
        index += 1;
        matters
    });
}

#[cfg(test)]
mod tests {
    use crate::{ErrorKind, json, load};

    fn json(text: &str) -> String {
        json::print(&load(text).unwrap(), usize::MAX).unwrap()
    }

    #[test]
    fn own_entries_win_and_merged_ones_stand_in_front() {
        assert_eq!(
            json("- &a {x: 1, y: 2}\n- {y: 3, <<: *a, z: 4}"),
            r#"[{"x":1,"y":2},{"x":1,"y":3,"z":4}]"#
        );
    }

    #[test]
    fn of_a_list_the_earlier_mapping_wins() {
        assert_eq!(
            json("<<: [{a: 1, b: 1}, {b: 2, c: 2}]"),
            r#"{"b":1,"c":2,"a":1}"#
        );
    }

    #[test]
    fn of_several_merge_keys_the_later_one_wins() {
        assert_eq!(json("{<<: {a: 1}, <<: {a: 2}}"), r#"{"a":2}"#);
    }

    #[test]
    fn merged_mappings_are_merged_first() {
        assert_eq!(
            json("<<: {<<: {a: 1}, b: 2}\nc: 3"),
            r#"{"a":1,"b":2,"c":3}"#
        );
    }

    #[test]
    fn a_mapping_may_merge_itself() {
        assert_eq!(json("&a {x: 1, <<: *a, y: 2}"), r#"{"x":1,"y":2}"#);
        assert_eq!(
            json("&a {<<: {<<: *a, b: 1}, <<: {c: 1}, d: 1}"),
            r#"{"c":1,"d":1,"b":1}"#
        );
    }

    #[test]
    fn only_mappings_can_be_merged() {
        for (text, offset) in [("{<<: 5}", 5), ("{<<: [{}, 5]}", 10), ("{<<: [[]]}", 6)] {
            let error = load(text).unwrap_err();
            assert_eq!(
                (error.kind(), error.span().start),
                (ErrorKind::Constructor, offset)
            );
        }
    }

    #[test]
    fn merging_aliases_of_aliases_stays_small() {
        let mut text = "- &a0 {x: 1, y: 2}\n".to_owned();
        for n in 1..=200 {
            let last = n - 1;
            text += &format!("- &a{n} {{<<: [*a{last}, *a{last}], k{n}: 1, <<: *a{last}}}\n");
        }
        assert!(load(&text).is_ok());
    }

    #[test]
    fn growth_and_depth_are_limited() {
        let chain = |n: usize| {
            let mut text = "- [[&a0 {x: 1}".to_owned();
            for n in 1..n {
                text += &format!(", &a{n} {{<<: *a{}}}", n - 1);
            }
            text + &format!("]]\n- {{<<: *a{}}}\n", n - 1)
        };
        assert!(load(&chain(990)).is_ok());
        assert_eq!(load(&chain(991)).unwrap_err().kind(), ErrorKind::TooDeep);

        let mut text = "- &a0 {x: 1}\n".to_owned();
        for n in 1..2_000 {
            text += &format!("- &a{n} {{<<: *a{}, k{n}: 1}}\n", n - 1);
        }
        assert_eq!(load(&text).unwrap_err().kind(), ErrorKind::TooLarge);
    }
}
