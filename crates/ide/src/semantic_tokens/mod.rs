//! What each word of a file is, for editors to colour.
//!
//! By its meaning, where that is known: a name that stands for a field is a field, wherever it is
//! written. Else by its form.

mod form;
mod legend;
mod meaning;

use std::collections::HashSet;

use specql_analysis::Span;
use specql_analysis::db::{Db, File};
use specql_analysis::source;
use specql_syntax::{Kind, Node, Tree, TreeCursor};

pub use legend::{Modifier, Modifiers, TokenType};
use meaning::{Meaning, enums, meanings};

/// A word, and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where; never over more than one line.
    pub span: Span,
    /// What it is.
    pub kind: TokenType,
    /// What can be said of it besides.
    pub modifiers: Modifiers,
}

/// All words of a file, in the order of the text; none lies over another.
#[must_use]
pub fn semantic_tokens(db: &dyn Db, file: File) -> Vec<Token> {
    let length = file.text(db).len_bytes();
    semantic_tokens_in(db, file, Span::new(0, length))
}

/// The words that touch a part of a file.
#[must_use]
pub fn semantic_tokens_in(db: &dyn Db, file: File, part: Span) -> Vec<Token> {
    let known = meanings(db, file);
    let first = known.partition_point(|(span, _)| span.end < part.start);
    let mut painter = Painter {
        text: source::text(db, file),
        known: known.get(first..).unwrap_or_default(),
        enums: enums(db, file),
        part,
        tokens: Vec::new(),
    };
    painter.tree(source::tree(db, file));
    painter.tokens
}

struct Painter<'t> {
    text: &'t str,
    /// What is known of words that are still to come.
    known: &'t [(Span, Meaning)],
    /// What has one of the values of an enum.
    enums: HashSet<Span>,
    part: Span,
    tokens: Vec<Token>,
}

impl Painter<'_> {
    fn tree(&mut self, tree: &Tree) {
        let mut around: Vec<Node<'_>> = Vec::new();
        let mut cursor = tree.root().walk();
        loop {
            let node = cursor.node();
            let span = Span::new(node.start_byte(), node.end_byte());
            let is_in_part = span.end >= self.part.start && span.start <= self.part.end;
            let is_word = form::is_whole(Kind::of(&node));
            if is_in_part && !is_word && cursor.goto_first_child() {
                around.push(node);
                continue;
            }
            if is_in_part {
                self.word(&node, &around, span);
            }
            if !advance(&mut cursor, &mut around) {
                return;
            }
        }
    }

    fn word(&mut self, node: &Node<'_>, around: &[Node<'_>], span: Span) {
        let source = self.text.get(span.range()).unwrap_or_default();
        let formed = if Kind::of(node) == Kind::String && self.is_enum_value(around) {
            Some((TokenType::EnumMember, Modifiers::NONE))
        } else {
            form::of_node(node, around, source)
        };
        let behind = self
            .known
            .partition_point(|(known, _)| known.end <= span.start);
        self.known = self.known.get(behind..).unwrap_or_default();
        // A word may hold several names: `machine.identifier`.
        let mut at = span.start;
        while let [(known, meaning), rest @ ..] = self.known {
            if known.start >= span.end {
                break;
            }
            if known.start < at || known.end > span.end {
                // The name is longer than the word: the parts of `crm.Contact` say what they are.
                break;
            }
            self.piece(Span::new(at as usize, known.start as usize), formed);
            self.piece(*known, Some(*meaning));
            at = known.end;
            self.known = rest;
        }
        self.piece(Span::new(at as usize, span.end as usize), formed);
    }

    /// Whether a text inside of these nodes is compared with an enum, or put where one is:
    /// `status = 'open'`, `status IN ('open', 'done')`.
    fn is_enum_value(&self, around: &[Node<'_>]) -> bool {
        let outer = around.iter().rev();
        let mut outer = outer.skip_while(|node| Kind::of(node) == Kind::ParenthesizedExpression);
        let beside = outer.next().and_then(|outer| match Kind::of(outer) {
            Kind::BinaryExpression => outer.child_by_field_name("left"),
            Kind::Assignment => outer.child_by_field_name("field"),
            Kind::NamedArgument => outer.child_by_field_name("name"),
            _ => None,
        });
        let beside = beside.map(|node| Span::new(node.start_byte(), node.end_byte()));
        beside.is_some_and(|beside| self.enums.contains(&beside))
    }

    /// Tells of a stretch line by line, without the blanks around it.
    fn piece(&mut self, span: Span, meaning: Option<Meaning>) {
        let Some((kind, modifiers)) = meaning else {
            return;
        };
        let mut start = span.start as usize;
        let text = self.text.get(span.range()).unwrap_or_default();
        for line in text.split_inclusive(['\n', '\r']) {
            let blanks = line.len() - line.trim_start().len();
            let words = line.trim();
            let token = Span::new(start + blanks, start + blanks + words.len());
            start += line.len();
            if !token.is_empty() && token.end >= self.part.start && token.start <= self.part.end {
                self.tokens.push(Token {
                    span: token,
                    kind,
                    modifiers,
                });
            }
        }
    }
}

/// Moves to the node that follows in the text; false behind the last one.
fn advance<'t>(cursor: &mut TreeCursor<'t>, around: &mut Vec<Node<'t>>) -> bool {
    while !cursor.goto_next_sibling() {
        around.pop();
        if !cursor.goto_parent() {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests;
