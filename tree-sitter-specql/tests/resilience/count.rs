//! What a tree says about a file, in terms that can be compared with the tree of the
//! same file with a damage in it.

use crate::common::for_each_child;
use crate::page::Damage;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use tree_sitter::{Node, Tree};

const INNER: [&str; 4] = ["type", "expression", "statement", "call_statement"];

pub const MISTAKES: [&str; 23] = [
    "bad_indentation",
    "bare_word",
    "conflict_marker",
    "control_character",
    "incomplete_pair",
    "invalid_colon",
    "invalid_escape",
    "misplaced_colon",
    "misplaced_dash",
    "missing_close",
    "missing_comma",
    "missing_document_start",
    "missing_space",
    "stray",
    "stray_comma",
    "tab",
    "too_deep",
    "unclosed_key",
    "unclosed_quote",
    "unclosed_scalar",
    "unclosed_string",
    "unexpected_text",
    "unreadable_scalar",
];

/// A pair is known by its line, its key, the lines of the keys it stands below, and
/// its value where that is no collection. Lines are those of the undamaged file.
struct PairFact {
    line: Option<usize>,
    identity: u64,
    value: Option<u64>,
    value_lines: (usize, usize),
}

/// An inner node is known by its line, its text and its shape.
struct InnerFact {
    identity: u64,
    lines: (usize, usize),
}

/// All that is compared.
#[derive(Default)]
pub struct Facts {
    pairs: Vec<PairFact>,
    inner: Vec<InnerFact>,
    pub has_mistake: bool,
}

struct Reader<'a, F> {
    text: &'a [u8],
    original: F,
    facts: Facts,
}

impl Facts {
    pub fn of(tree: &Tree, text: &str, original: impl Fn(usize) -> Option<usize>) -> Self {
        let mut reader = Reader {
            text: text.as_bytes(),
            original,
            facts: Self::default(),
        };
        reader.visit(tree.root_node(), 0);
        reader.facts
    }
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

impl<F: Fn(usize) -> Option<usize>> Reader<'_, F> {
    fn line_of(&self, node: Node<'_>) -> Option<usize> {
        (self.original)(node.start_position().row)
    }

    fn text_of(&self, node: Node<'_>) -> &[u8] {
        &self.text[node.byte_range()]
    }

    /// `chain` stands for the lines of the keys above.
    fn visit(&mut self, node: Node<'_>, chain: u64) {
        let kind = node.kind();
        self.facts.has_mistake |= MISTAKES.contains(&kind);
        if INNER.contains(&kind) {
            let shape = self.shape(node);
            let identity = hash((self.line_of(node), self.text_of(node), shape));
            self.facts.inner.push(InnerFact {
                identity,
                lines: lines_of(node),
            });
            return;
        }
        let mut chain_below = chain;
        if matches!(kind, "pair" | "incomplete_pair" | "flow_pair") {
            let line = self.note_pair(node, chain);
            chain_below = hash((chain, line));
        }
        for_each_child(node, |child, field| {
            self.visit(
                child,
                if field == Some("key") {
                    chain
                } else {
                    chain_below
                },
            );
        });
    }

    fn note_pair(&mut self, node: Node<'_>, chain: u64) -> Option<usize> {
        let key = node.child_by_field_name("key");
        let line = self.line_of(key.unwrap_or(node));
        let identity = hash((line, key.map(|key| self.text_of(key)), chain));
        let value = node.child_by_field_name("value");
        let is_text =
            |value: &Node<'_>| INNER.contains(&value.kind()) || value.kind().ends_with("_scalar");
        self.facts.pairs.push(PairFact {
            line,
            identity,
            value: value.filter(is_text).map(|value| hash(self.text_of(value))),
            value_lines: value.map_or((0, 0), lines_of),
        });
        line
    }

    /// What the s-expression of a node says.
    fn shape(&mut self, node: Node<'_>) -> u64 {
        self.facts.has_mistake |= MISTAKES.contains(&node.kind());
        let mut shape = hash(node.kind_id());
        for_each_child(node, |child, field| {
            if child.is_named() {
                shape = hash((shape, field, self.shape(child)));
            }
        });
        shape
    }
}

fn lines_of(node: Node<'_>) -> (usize, usize) {
    (node.start_position().row, node.end_position().row)
}

/// How many of how many are gone.
#[derive(Debug, Clone, Copy, Default)]
pub struct Loss {
    pub lost: usize,
    pub of: usize,
}

impl Loss {
    pub fn percent(self) -> f64 {
        if self.of == 0 {
            0.0
        } else {
            100.0 * self.lost as f64 / self.of as f64
        }
    }

    /// Of a few, each one is a large part: up to two may be lost.
    pub fn percent_of_many(self) -> f64 {
        if self.of < 8 && self.lost <= 2 {
            0.0
        } else {
            self.percent()
        }
    }
}

/// The loss in pairs and in inner nodes. What stands on the damaged line is not
/// counted; of a value with the damage inside, the text is not compared; and below a key
/// that lost part of its name, inner nodes can't be known.
pub fn loss(before: &Facts, after: &Facts, damage: &Damage) -> (Loss, Loss) {
    let place = damage.place;
    let is_on_it = |pair: &&PairFact| pair.line.is_some_and(|line| place.is_at(line));
    let nameless = before
        .pairs
        .iter()
        .filter(is_on_it)
        .map(|pair| pair.value_lines);
    let nameless: Vec<_> = if damage.cuts_key {
        nameless.collect()
    } else {
        Vec::new()
    };
    let is_nameless = |line| {
        nameless
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&line))
    };

    let mut pairs = Loss::default();
    let mut found: HashMap<u64, Vec<Option<u64>>> = HashMap::new();
    for pair in &after.pairs {
        found.entry(pair.identity).or_default().push(pair.value);
    }
    for pair in &before.pairs {
        if is_on_it(&pair) {
            continue;
        }
        let (first, last) = pair.value_lines;
        let any_value = pair.value.is_none() || place.is_inside(first, last);
        let values = found.get_mut(&pair.identity);
        let kept = values.and_then(|values| {
            let at = values
                .iter()
                .position(|value| any_value || *value == pair.value)?;
            Some(values.swap_remove(at))
        });
        pairs.of += 1;
        pairs.lost += usize::from(kept.is_none());
    }

    let mut inner = Loss::default();
    let mut found: HashMap<u64, usize> = HashMap::new();
    for node in &after.inner {
        *found.entry(node.identity).or_default() += 1;
    }
    for node in &before.inner {
        if place.is_inside(node.lines.0, node.lines.1) || is_nameless(node.lines.0) {
            continue;
        }
        inner.of += 1;
        match found.get_mut(&node.identity) {
            Some(count) if *count > 0 => *count -= 1,
            _ => inner.lost += 1,
        }
    }
    (pairs, inner)
}
