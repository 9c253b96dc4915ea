//! Scripts of edits: running one, and cutting one that fails down to what matters.

use crate::common;
use crate::edits::{Edit, Random};
use tree_sitter::{Node, Parser, Tree};

/// What must never be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The tree after an edit is another one than that of the same text parsed anew.
    Differs,
    /// An ERROR or a MISSING node.
    HasError,
    /// Something at the end of the text is not in the tree.
    EndsEarly,
}

/// A text, and edits to it. The edits of one step are made to the same tree.
#[derive(Debug, Clone)]
pub struct Script {
    pub text: String,
    pub steps: Vec<Vec<Edit>>,
}

impl Script {
    /// Edits a text at random until something is wrong. Tells what was done.
    pub fn random(
        parser: &mut Parser,
        text: &str,
        seed: u64,
        steps: usize,
    ) -> (Self, Option<Fault>) {
        let mut random = Random::new(seed);
        let mut script = Self {
            text: text.to_owned(),
            steps: Vec::new(),
        };
        let mut text = text.to_owned();
        let mut tree = common::parse(parser, &text, None);
        let mut fault = fault_of(&tree, &text);
        let mut undo: Option<Edit> = None;
        while fault.is_none() && script.steps.len() < steps {
            let mut step = Vec::new();
            let edits = if random.below(4) == 0 {
                2 + random.below(3)
            } else {
                1
            };
            for _ in 0..edits {
                let edit = Edit::random(&mut random, &text, undo.as_ref());
                undo = Some(edit.apply(&mut text, &mut tree));
                step.push(edit);
            }
            script.steps.push(step);
            fault = reparse(parser, &text, &mut tree);
        }
        (script, fault)
    }

    pub fn run(&self, parser: &mut Parser) -> Option<Fault> {
        let mut text = self.text.clone();
        let mut tree = common::parse(parser, &text, None);
        let mut fault = fault_of(&tree, &text);
        for step in &self.steps {
            if fault.is_some() {
                break;
            }
            for edit in step {
                edit.apply(&mut text, &mut tree);
            }
            fault = reparse(parser, &text, &mut tree);
        }
        fault
    }

    /// The smallest script found that still fails in this way.
    pub fn shrink(mut self, parser: &mut Parser, fault: Fault) -> Self {
        loop {
            let smaller = self
                .smaller()
                .into_iter()
                .find(|script| script.run(parser) == Some(fault));
            match smaller {
                Some(script) => self = script,
                None => return self,
            }
        }
    }

    /// Scripts with one thing less, the boldest cuts first.
    fn smaller(&self) -> Vec<Self> {
        let mut smaller = Vec::new();
        for count in 0..self.steps.len() {
            smaller.push(Self {
                text: self.text.clone(),
                steps: self.steps[..count].to_vec(),
            });
        }
        if let [first, rest @ ..] = &*self.steps {
            smaller.push(self.started_behind(first, rest));
        }
        for (at, step) in self.steps.iter().enumerate() {
            smaller.push(self.with(|script| drop(script.steps.remove(at))));
            for edit in 0..if step.len() > 1 { step.len() } else { 0 } {
                smaller.push(self.with(|script| drop(script.steps[at].remove(edit))));
            }
        }
        let mut size = self.text.len().next_power_of_two();
        while size > 0 {
            for start in (0..self.text.len()).step_by(size) {
                let end = (start + size).min(self.text.len());
                if self.text.is_char_boundary(start) && self.text.is_char_boundary(end) {
                    smaller.push(self.without_text(start, end));
                }
            }
            size /= 2;
        }
        for (at, step) in self.steps.iter().enumerate() {
            for (number, edit) in step.iter().enumerate() {
                for (start, c) in edit.text.char_indices() {
                    let rest = [&edit.text[..start], &edit.text[start + c.len_utf8()..]].concat();
                    smaller.push(self.with(|script| script.steps[at][number].text = rest));
                }
                if edit.end > edit.start {
                    smaller.push(self.with(|script| script.steps[at][number].end -= 1));
                }
            }
        }
        smaller
    }

    fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut script = self.clone();
        change(&mut script);
        script
    }

    /// The same script, with its first step done before it starts.
    fn started_behind(&self, first: &[Edit], rest: &[Vec<Edit>]) -> Self {
        let mut text = self.text.clone();
        let mut tree = common::parse(&mut common::parser(), "", None);
        for edit in first {
            edit.apply(&mut text, &mut tree);
        }
        Self {
            text,
            steps: rest.to_vec(),
        }
    }

    fn without_text(&self, start: usize, end: usize) -> Self {
        let moved = |at: usize| {
            if at >= end {
                at - (end - start)
            } else {
                at.min(start)
            }
        };
        self.with(|script| {
            script.text.replace_range(start..end, "");
            for edit in script.steps.iter_mut().flatten() {
                (edit.start, edit.end) = (moved(edit.start), moved(edit.end));
            }
        })
    }
}

/// Parses an edited tree again, and compares it with that of the text parsed anew.
fn reparse(parser: &mut Parser, text: &str, tree: &mut Tree) -> Option<Fault> {
    *tree = common::parse(parser, text, Some(tree));
    let fresh = common::parse(parser, text, None);
    fault_of(&fresh, text).or_else(|| (!are_alike(tree, &fresh)).then_some(Fault::Differs))
}

fn fault_of(tree: &Tree, text: &str) -> Option<Fault> {
    let root = tree.root_node();
    if root.has_error() {
        return Some(Fault::HasError);
    }
    let rest = &text[root.end_byte()..];
    (!rest.trim().is_empty()).then_some(Fault::EndsEarly)
}

/// Whether two trees agree in their s-expressions, and in all that is known of each node.
fn are_alike(one: &Tree, other: &Tree) -> bool {
    let (mut a, mut b) = (one.walk(), other.walk());
    loop {
        if facts(a.node()) != facts(b.node()) || a.field_id() != b.field_id() {
            return false;
        }
        let down = a.goto_first_child();
        if down != b.goto_first_child() {
            return false;
        }
        if down {
            continue;
        }
        loop {
            let on = a.goto_next_sibling();
            if on != b.goto_next_sibling() {
                return false;
            }
            if on {
                break;
            }
            if !a.goto_parent() || !b.goto_parent() {
                return one.root_node().to_sexp() == other.root_node().to_sexp();
            }
        }
    }
}

fn facts(node: Node<'_>) -> impl PartialEq {
    let flags = [
        node.is_named(),
        node.is_extra(),
        node.is_missing(),
        node.is_error(),
        node.has_error(),
    ];
    (node.kind_id(), node.range(), flags)
}
