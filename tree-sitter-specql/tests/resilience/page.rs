//! A file, with what has to be known of it to damage it, and damages in general.

use crate::common::for_each_child;
use std::collections::HashSet;
use std::ops::Range;
use tree_sitter::{Node, Tree};

/// The lines of the undamaged file that a damage touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// This line was changed.
    Line(usize),
    /// A line was inserted above this one.
    Above(usize),
    /// This line stands twice between the markers of a merge conflict.
    Conflict(usize),
}

impl Place {
    pub fn line(self) -> usize {
        match self {
            Self::Line(line) | Self::Above(line) | Self::Conflict(line) => line,
        }
    }

    /// The line of the undamaged file that stands at this line now.
    pub fn original(self, line: usize) -> Option<usize> {
        match self {
            Self::Line(_) => Some(line),
            Self::Above(at) if line < at => Some(line),
            Self::Above(at) if line == at => None,
            Self::Above(_) => Some(line - 1),
            Self::Conflict(at) if line < at => Some(line),
            Self::Conflict(at) if line > at + 4 => Some(line - 4),
            Self::Conflict(at) if line == at + 1 || line == at + 3 => Some(at),
            Self::Conflict(_) => None,
        }
    }

    /// Whether what stands on this line is damaged itself.
    pub fn is_at(self, line: usize) -> bool {
        matches!(self, Self::Line(at) | Self::Conflict(at) if at == line)
    }

    /// Whether the damage lies inside of what stands on these lines.
    pub fn is_inside(self, first: usize, last: usize) -> bool {
        match self {
            Self::Line(at) | Self::Conflict(at) => first <= at && at <= last,
            Self::Above(at) => first < at && at <= last,
        }
    }
}

/// One damage: these bytes give way to this text.
#[derive(Debug)]
pub struct Damage {
    pub bytes: Range<usize>,
    pub text: String,
    pub place: Place,
    /// Part of a key is gone. Which language is spoken below a key is told by the key.
    pub cuts_key: bool,
}

impl Damage {
    pub fn apply(&self, text: &str) -> String {
        [
            &text[..self.bytes.start],
            &self.text,
            &text[self.bytes.end..],
        ]
        .concat()
    }
}

/// A key with its colon, and its value where that stands on the same line.
pub struct Pair {
    pub line: usize,
    pub colon: usize,
    pub value: Option<Range<usize>>,
}

/// A file with what has to be known of it to damage it.
pub struct Page<'a> {
    pub text: &'a str,
    /// Without their line breaks.
    pub lines: Vec<Range<usize>>,
    /// The columns at which lines with content start. Comments are no content.
    indents: Vec<Option<usize>>,
    /// Where the content of each line ends: before its comment.
    pub ends: Vec<usize>,
    pub pairs: Vec<Pair>,
    /// Lines at which a sequence starts.
    first_items: HashSet<usize>,
    /// Lines with a dash at the column of the key that the sequence belongs to.
    unindented_items: HashSet<usize>,
    /// Where steps start, or could: line and column.
    steps: Vec<(usize, usize)>,
}

const KEYS_OF_STEPS: [&str; 10] = [
    "steps",
    "then",
    "else",
    "do",
    "loop",
    "try",
    "finally",
    "default",
    "catch",
    "\"steps\"",
];

impl<'a> Page<'a> {
    pub fn new(text: &'a str, tree: &Tree) -> Self {
        let mut lines = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let content = line.trim_end_matches(['\n', '\r']);
            lines.push(start..start + content.len());
            start += line.len();
        }
        let indents = lines
            .iter()
            .map(|line| indent_of(&text[line.clone()]))
            .collect();
        let ends = lines
            .iter()
            .map(|line| line.start + text[line.clone()].trim_end().len())
            .collect();
        let mut page = Self {
            text,
            lines,
            indents,
            ends,
            pairs: Vec::new(),
            first_items: HashSet::new(),
            unindented_items: HashSet::new(),
            steps: Vec::new(),
        };
        page.visit(tree.root_node());
        page
    }

    fn visit(&mut self, node: Node<'_>) {
        match node.kind() {
            "comment" => {
                let line = node.start_position().row;
                let before = &self.text[self.lines[line].start..node.start_byte()];
                self.ends[line] = self.lines[line].start + before.trim_end().len();
            }
            "pair" | "flow_pair" => self.note_pair(node),
            "block_sequence" => drop(self.first_items.insert(node.start_position().row)),
            _ => {}
        }
        for_each_child(node, |child, _| self.visit(child));
    }

    fn note_pair(&mut self, node: Node<'_>) {
        let mut colon = None;
        for_each_child(node, |child, _| {
            if child.kind() == ":" {
                colon = Some(child);
            }
        });
        let Some(colon) = colon else { return };
        let line = colon.start_position().row;
        let value = node.child_by_field_name("value");
        let here = value
            .filter(|value| value.start_position().row == line && value.end_position().row == line);
        self.pairs.push(Pair {
            line,
            colon: colon.start_byte(),
            value: here.map(|value| value.byte_range()),
        });

        if let Some(items) = value.filter(|value| value.kind() == "block_sequence") {
            let is_unindented = items.start_position().column == node.start_position().column;
            for_each_child(items, |item, _| {
                if is_unindented {
                    self.unindented_items.insert(item.start_position().row);
                }
            });
        }
        let key = node
            .child_by_field_name("key")
            .map(|key| &self.text[key.byte_range()]);
        let steps = value.filter(|value| value.kind() == "block_sequence");
        let (Some(key), Some(steps)) = (key, steps) else {
            return;
        };
        if KEYS_OF_STEPS.contains(&key) {
            let column = steps.start_position().column;
            for_each_child(steps, |item, _| {
                if item.kind() == "block_sequence_item" {
                    self.steps.push((item.start_position().row, column));
                }
            });
            let last = self.text[..steps.end_byte()]
                .trim_end()
                .matches('\n')
                .count();
            self.steps.push((last + 1, column));
        }
    }

    pub fn start_of(&self, line: usize) -> usize {
        self.lines
            .get(line)
            .map_or(self.text.len(), |line| line.start)
    }

    /// The line of the next content at or below this line.
    fn content_below(&self, line: usize) -> Option<usize> {
        (line..self.lines.len()).find(|line| self.indents[*line].is_some())
    }

    fn indent_below(&self, line: usize) -> Option<usize> {
        self.content_below(line).and_then(|line| self.indents[line])
    }

    fn indent_above(&self, line: usize) -> Option<usize> {
        self.indents[..line].iter().rev().find_map(|indent| *indent)
    }

    /// Whether the content below this line starts a sequence.
    fn is_above_sequence(&self, line: usize) -> bool {
        self.content_below(line)
            .is_some_and(|line| self.first_items.contains(&line))
    }

    /// Whether a key above this line, at the column of what follows, would be a sound key
    /// with the dashes below as its value.
    pub fn is_above_dashes(&self, line: usize) -> bool {
        self.is_above_sequence(line)
            || self
                .content_below(line)
                .is_some_and(|line| self.unindented_items.contains(&line))
    }

    /// A new line above another one, or at the file's end.
    pub fn new_line(&self, above: usize, indent: usize, words: &str) -> Damage {
        let at = self.start_of(above);
        let break_before =
            at == self.text.len() && !self.text.is_empty() && !self.text.ends_with('\n');
        let text = format!(
            "{}{}{words}\n",
            if break_before { "\n" } else { "" },
            " ".repeat(indent)
        );
        Damage {
            bytes: at..at,
            text,
            place: Place::Above(above),
            cuts_key: false,
        }
    }

    /// Lines with content, and where it starts.
    pub fn contents(&self) -> impl Iterator<Item = (usize, usize)> {
        self.indents
            .iter()
            .enumerate()
            .filter_map(|(line, indent)| Some((line, self.lines[line].start + (*indent)?)))
    }

    pub fn change(&self, line: usize, bytes: Range<usize>, text: &str) -> Damage {
        Damage {
            bytes,
            text: text.to_owned(),
            place: Place::Line(line),
            cuts_key: false,
        }
    }

    pub fn at_next_indentation(&self, words: &str) -> Vec<Damage> {
        (0..self.lines.len())
            .filter_map(|line| Some(self.new_line(line, self.indent_below(line)?, words)))
            .collect()
    }

    /// At the indentation of the line above, where no children of that line follow.
    pub fn at_previous_indentation(&self, words: &str) -> Vec<Damage> {
        self.below_lines(words, false)
    }

    /// At the indentation of the line above, between it and its children.
    pub fn above_children(&self, words: &str) -> Vec<Damage> {
        self.below_lines(words, true)
    }

    fn below_lines(&self, words: &str, above_children: bool) -> Vec<Damage> {
        let damage = |line| {
            let (above, below) = (
                self.indent_above(line)?,
                self.indent_below(line).unwrap_or(0),
            );
            // Dashes may stand at the column of their key.
            let children_follow = below > above || (below == above && self.is_above_sequence(line));
            (children_follow == above_children).then(|| self.new_line(line, above, words))
        };
        (1..=self.lines.len()).filter_map(damage).collect()
    }

    pub fn insert_before_values(&self, words: &str) -> Vec<Damage> {
        let values = self
            .pairs
            .iter()
            .filter_map(|pair| Some((pair.line, pair.value.as_ref()?.start)));
        values
            .map(|(line, at)| self.change(line, at..at, words))
            .collect()
    }

    pub fn insert_behind_values(&self, words: &str) -> Vec<Damage> {
        let values = self
            .pairs
            .iter()
            .filter_map(|pair| Some((pair.line, pair.value.as_ref()?.end)));
        values
            .map(|(line, at)| self.change(line, at..at, words))
            .collect()
    }

    pub fn insert_before_lines(&self, words: &str) -> Vec<Damage> {
        self.contents()
            .map(|(line, at)| self.change(line, at..at, words))
            .collect()
    }

    pub fn insert_step(&self, words: &str) -> Vec<Damage> {
        self.steps
            .iter()
            .map(|(line, column)| self.new_line(*line, *column, words))
            .collect()
    }
}

fn indent_of(line: &str) -> Option<usize> {
    let content = line.trim_start_matches(' ');
    let has_content = !content.trim().is_empty() && !content.starts_with('#');
    has_content.then(|| line.len() - content.len())
}
