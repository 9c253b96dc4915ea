//! What can be folded away: blocks, collections over several lines, comments, long texts.

use specql_analysis::Span;
use specql_analysis::db::{Db, File};
use specql_analysis::source;
use specql_syntax::{Kind, Node, Tree};

/// More folds than these help nobody, and slow editors down.
const MOST_FOLDS: usize = 5000;

/// What can be folded away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// From the end of the line that stays to the end of the last line that goes.
    pub span: Span,
    /// What goes.
    pub kind: FoldKind,
}

/// What a fold hides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoldKind {
    /// What stands below a key or an item.
    Block,
    /// What stands between brackets.
    Collection,
    /// A text of several lines.
    Text,
    /// Comments that stand below each other.
    Comment,
}

/// All folds of a file, in the order of the text; of those that begin on one line, the longest.
#[must_use]
pub fn folds(db: &dyn Db, file: File) -> Vec<Fold> {
    let text = source::text(db, file);
    let finder = Finder::new(text);
    let mut found = finder.blocks(source::tree(db, file));
    found.sort_by_key(|found| (found.first, std::cmp::Reverse(found.last)));
    found.dedup_by_key(|found| found.first);
    if found.len() > MOST_FOLDS {
        found.sort_by_key(|found| found.depth);
        found.truncate(MOST_FOLDS);
        found.sort_by_key(|found| found.first);
    }
    found.iter().map(|found| finder.fold(found)).collect()
}

/// Lines that belong together.
struct Found {
    first: usize,
    last: usize,
    /// In how many nodes it stands.
    depth: usize,
    kind: FoldKind,
}

struct Finder<'t> {
    text: &'t str,
    /// Where each line begins.
    starts: Vec<usize>,
}

/// A node whose children are being looked at.
struct Open<'t> {
    node: Node<'t>,
    /// Where what belongs to it ends, as far as its children have been seen.
    end: usize,
}

impl<'t> Finder<'t> {
    fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let is_break = |at: &usize| match bytes.get(*at) {
            Some(b'\n') => true,
            Some(b'\r') => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        let breaks = (0..bytes.len()).filter(is_break);
        let starts = std::iter::once(0).chain(breaks.map(|at| at + 1)).collect();
        Self { text, starts }
    }

    fn blocks(&self, tree: &Tree) -> Vec<Found> {
        let mut found = Vec::new();
        let mut comments = Vec::new();
        let mut open: Vec<Open<'_>> = Vec::new();
        let mut cursor = tree.root().walk();
        'nodes: loop {
            let node = cursor.node();
            if Kind::of(&node).is_structure() && cursor.goto_first_child() {
                let end = node.start_byte();
                open.push(Open { node, end });
                continue;
            }
            self.leaf(&node, &mut open, &mut found, &mut comments);
            while !cursor.goto_next_sibling() {
                cursor.goto_parent();
                let Some(closed) = open.pop() else {
                    break 'nodes;
                };
                self.close(&closed, &mut open, &mut found);
            }
        }
        found.extend(self.runs(&comments));
        found
    }

    fn leaf(
        &self,
        node: &Node<'_>,
        open: &mut [Open<'_>],
        found: &mut Vec<Found>,
        comments: &mut Vec<usize>,
    ) {
        let depth = open.len();
        let is_comment = Kind::of(node) == Kind::Comment;
        if is_comment && self.is_alone(node) {
            comments.push(self.line(node.start_byte()));
        }
        if let Some(around) = open.last_mut()
            && (!is_comment || self.is_inside(node, &around.node))
        {
            around.end = around.end.max(node.end_byte());
        }
        if !is_comment && !Kind::of(node).is_structure() {
            let (first, last) = (node.start_byte(), node.end_byte());
            self.add(found, first, last, depth, FoldKind::Text);
        }
    }

    fn close(&self, closed: &Open<'_>, open: &mut [Open<'_>], found: &mut Vec<Found>) {
        let depth = open.len();
        if let Some(around) = open.last_mut() {
            around.end = around.end.max(closed.end);
        }
        let start = closed.node.start_byte();
        match Kind::of(&closed.node) {
            Kind::Pair | Kind::IncompletePair | Kind::BlockSequenceItem => {
                self.add(found, start, closed.end, depth, FoldKind::Block);
            }
            Kind::FlowMapping | Kind::FlowSequence => {
                let end = self.before_bracket(start, closed.end);
                self.add(found, start, end, depth, FoldKind::Collection);
            }
            _ => {}
        }
    }

    fn add(&self, found: &mut Vec<Found>, start: usize, end: usize, depth: usize, kind: FoldKind) {
        let (first, last) = (self.line(start), self.line(end));
        if first < last {
            found.push(Found {
                first,
                last,
                depth,
                kind,
            });
        }
    }

    /// A closing bracket that begins a line stays in sight.
    fn before_bracket(&self, start: usize, end: usize) -> usize {
        let last = self.start_of(self.line(end)).max(start);
        let before = self.text.get(last..end).unwrap_or_default();
        if before.trim_start().len() == 1 && last > start {
            last - 1
        } else {
            end
        }
    }

    /// Comments on lines that follow each other.
    fn runs(&self, comments: &[usize]) -> Vec<Found> {
        let follows = |a: &usize, b: &usize| *b == *a + 1;
        let runs = comments.chunk_by(follows).filter(|run| run.len() > 1);
        let found = runs.filter_map(|run| {
            Some(Found {
                first: *run.first()?,
                last: *run.last()?,
                depth: 0,
                kind: FoldKind::Comment,
            })
        });
        found.collect()
    }

    fn fold(&self, found: &Found) -> Fold {
        Fold {
            span: Span::new(self.line_end(found.first), self.line_end(found.last)),
            kind: found.kind,
        }
    }

    fn line(&self, offset: usize) -> usize {
        let behind = self.starts.partition_point(|start| *start <= offset);
        behind.saturating_sub(1)
    }

    /// Where a line begins; behind the last one, where the text ends.
    fn start_of(&self, line: usize) -> usize {
        self.starts.get(line).copied().unwrap_or(self.text.len())
    }

    fn line_end(&self, line: usize) -> usize {
        let start = self.start_of(line);
        let content = self.text.get(start..self.start_of(line + 1));
        let content = content.unwrap_or_default();
        start + content.trim_end_matches(['\r', '\n']).len()
    }

    fn column(&self, node: &Node<'_>) -> usize {
        let start = node.start_byte();
        start - self.start_of(self.line(start)).min(start)
    }

    /// Whether a comment is indented as a part of the block that it ends; else it stands behind.
    fn is_inside(&self, comment: &Node<'_>, block: &Node<'_>) -> bool {
        let (own, around) = (self.column(comment), self.column(block));
        own > around || own == around && Kind::of(block) == Kind::BlockMapping
    }

    fn is_alone(&self, node: &Node<'_>) -> bool {
        let start = node.start_byte();
        let before = self.text.get(start - self.column(node)..start);
        before.is_some_and(|before| before.trim().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::fixture::Fixture;

    /// Each line that stays, and how many lines below it go.
    fn show(text: &str) -> String {
        let fixture = Fixture::new(text);
        let file = fixture.file();
        let text = fixture.text(file);
        let folds = folds(fixture.db(), file).into_iter();
        let shown = folds.map(|fold| {
            let (start, end) = (fold.span.start as usize, fold.span.end as usize);
            let line = text[..start].lines().last().unwrap_or_default();
            let hidden = text[start..end].lines().count() - 1;
            format!("{line} …{hidden} {:?}", fold.kind)
        });
        shown.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn blocks_fold_below_their_key() {
        assert_snapshot!(show("\
entity: Task
fields:
  title: text!

  status:
    type: enum(open, done)
    default: open

actions:
  - name: close
    steps:
      - update: Task SET status = 'done'
        WHERE id = $id
"), @"
        fields: …5 Block
          status: …2 Block
        actions: …4 Block
          - name: close …3 Block
            steps: …2 Block
              - update: Task SET status = 'done' …1 Block
        ");
    }

    #[test]
    fn a_bracket_on_its_own_line_stays() {
        assert_snapshot!(show("\
fields: [
  a,
  b
]
tags: [a,
  b]
"), @"
        fields: [ …3 Block
        tags: [a, …1 Collection
        ");
    }

    #[test]
    fn brackets_below_each_other_fold_one_by_one() {
        assert_snapshot!(show("{a: [\n    1,\n  ],\n b: {\n    c: 1\n  }\n}\n"), @"
        {a: [ …5 Collection
         b: { …1 Collection
        ");
    }

    #[test]
    fn comments_and_texts_fold() {
        assert_snapshot!(show("\
# Tasks
# and what is done with them

entity: Task # one
description: |
  Something
  to do
fields:
  a: text
  # b: text
  # c: text
# The end
# of it
"), @"
        # Tasks …1 Comment
        description: | …2 Text
        fields: …3 Block
          # b: text …3 Comment
        ");
    }

    #[test]
    fn there_are_not_too_many() {
        let mut text = "fields:\n".to_owned();
        for number in 0..MOST_FOLDS {
            text.push_str(&format!("  f{number}:\n    type:\n      text\n"));
        }
        let fixture = Fixture::new(&text);
        let folds = folds(fixture.db(), fixture.file());
        assert_eq!(folds.len(), MOST_FOLDS);
        assert_eq!(folds[1].span.start, 13, "the outer ones stay");
    }

    #[test]
    fn half_typed_texts_fold_as_far_as_they_go() {
        assert_snapshot!(show("fields:\n  a:\n    type\n  b: [x,\n    y\nactions:\n"), @"
        fields: …4 Block
          a: …1 Block
          b: [x, …1 Block
        ");
    }
}
