//! The pieces of a text: what stands between the blanks, and in which column it belongs.

use specql_analysis::Span;
use specql_syntax::{Kind, Node, Tree, TreeCursor};

/// How much deeper what belongs to something stands.
const STEP: usize = 2;

/// A piece of a text.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Where.
    pub(super) span: Span,
    /// What it is.
    pub(super) kind: PieceKind,
    /// The column it has, if it begins a line.
    pub(super) begins_line: Option<usize>,
    /// The column it belongs in where it begins a line; that of a comment follows from what is
    /// around it.
    pub(super) column: usize,
    /// How far the block around it moves.
    pub(super) shift: isize,
    /// The number of the pair at the top of the file that it belongs to.
    pub(super) part: Option<usize>,
    /// Whether it is the first piece of that pair.
    pub(super) begins_part: bool,
}

/// What a piece is, as far as the blanks around it matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// `[` and `{`.
    Open,
    /// `]` and `}`.
    Close,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `-`
    Dash,
    /// A comment, and the block that it stands in by its column: the column of that, as it is
    /// and as it will be.
    Comment(Option<(usize, usize)>),
    /// A comment between brackets.
    FlowComment,
    /// `?`
    Question,
    /// A block scalar.
    Block,
    /// An alias, an anchor or a tag.
    Mark,
    /// Any other value or key.
    Word,
}

/// All pieces of a text, in its order.
pub(super) fn pieces(tree: &Tree, text: &str) -> Vec<Piece> {
    let mut walker = Walker {
        text,
        found: Vec::new(),
        around: vec![Around::default()],
        parts: 0,
    };
    walker.walk(&mut tree.root().walk());
    walker.found
}

/// Where a node stands.
#[derive(Clone, Copy, Debug, Default)]
struct Around {
    kind: Option<Kind>,
    /// The column of what begins a line here.
    column: usize,
    /// The column of brackets that close here.
    base: usize,
    /// How far the innermost block moves.
    shift: isize,
    /// That block's column, as it is and as it will be.
    block: Option<(usize, usize)>,
    /// The row on which the innermost bracket opened.
    opened: Option<usize>,
    part: Option<usize>,
}

struct Walker<'t> {
    text: &'t str,
    found: Vec<Piece>,
    around: Vec<Around>,
    parts: usize,
}

impl Walker<'_> {
    fn walk(&mut self, cursor: &mut TreeCursor<'_>) {
        loop {
            let node = cursor.node();
            let field = cursor.field_name();
            if Kind::of(&node).is_structure() && cursor.goto_first_child() {
                let inside = self.inside(&node, field);
                self.around.push(inside);
                continue;
            }
            self.piece(&node, field);
            while !cursor.goto_next_sibling() {
                self.around.pop();
                if !cursor.goto_parent() {
                    return;
                }
            }
        }
    }

    fn here(&self) -> Around {
        self.around.last().copied().unwrap_or_default()
    }

    /// Where the children of a node stand.
    fn inside(&mut self, node: &Node<'_>, field: Option<&str>) -> Around {
        let mut here = self.here();
        let kind = Kind::of(node);
        let is_top = here.kind == Some(Kind::BlockMapping) && self.around.len() == TOP;
        here.kind = Some(kind);
        match kind {
            Kind::BlockMapping | Kind::BlockSequence => {
                let old = self.column(node.start_byte());
                here.block = Some((old, here.column));
                here.shift = signed(here.column) - signed(old);
                here.base = here.column;
            }
            Kind::Pair | Kind::IncompletePair => {
                here.base = here.column;
                here.column += STEP;
                if is_top {
                    here.part = Some(self.parts);
                    self.parts += 1;
                }
            }
            Kind::BlockSequenceItem => {
                here.column += STEP;
                here.base = here.column;
            }
            Kind::FlowMapping | Kind::FlowSequence => {
                let row = node.start_position().row;
                let is_first = self.begins_line(node.start_byte()).is_some();
                if is_first || here.opened.is_some_and(|opened| opened != row) {
                    here.base = here.column;
                }
                here.column = here.base + STEP;
                here.opened = Some(row);
            }
            // The marks before a key stand where the key does.
            _ if field == Some("key") && here.opened.is_none() => here.column = here.base,
            _ => {}
        }
        here
    }

    fn piece(&mut self, node: &Node<'_>, field: Option<&str>) {
        let span = Span::new(node.start_byte(), node.end_byte());
        if span.is_empty() || Kind::of(node).is_structure() {
            return;
        }
        let here = self.here();
        let kind = self.kind(node, &here);
        let is_of_base = kind == PieceKind::Close || field == Some("key") && here.opened.is_none();
        let column = match kind {
            // The dash itself stands where the list does.
            PieceKind::Dash => here.column.saturating_sub(STEP),
            PieceKind::Open => here.base,
            _ if is_of_base => here.base,
            _ => here.column,
        };
        let begins_part = here.part.is_some()
            && self.found.last().is_none_or(|last| last.part != here.part)
            && !matches!(kind, PieceKind::Comment(_));
        self.found.push(Piece {
            begins_line: self.begins_line(node.start_byte()),
            span,
            kind,
            column,
            shift: here.shift,
            part: here.part,
            begins_part,
        });
    }

    fn kind(&self, node: &Node<'_>, here: &Around) -> PieceKind {
        match Kind::of(node) {
            Kind::Comment if here.opened.is_some() => PieceKind::FlowComment,
            Kind::Comment => PieceKind::Comment(self.block_at(node.start_byte())),
            Kind::BlockScalar => PieceKind::Block,
            Kind::Alias | Kind::Anchor | Kind::Tag => PieceKind::Mark,
            Kind::Anonymous => match node.kind() {
                "[" | "{" => PieceKind::Open,
                "]" | "}" => PieceKind::Close,
                "," => PieceKind::Comma,
                ":" => PieceKind::Colon,
                "-" => PieceKind::Dash,
                "?" => PieceKind::Question,
                _ => PieceKind::Word,
            },
            _ => PieceKind::Word,
        }
    }

    /// The innermost block around that is indented no deeper than a place; of several in one
    /// column the outermost.
    fn block_at(&self, offset: usize) -> Option<(usize, usize)> {
        let own = self.column(offset);
        let blocks = self.around.iter().rev().filter_map(|around| around.block);
        let mut found: Option<(usize, usize)> = None;
        for block in blocks.skip_while(|(old, _)| *old > own) {
            if found.is_some_and(|found| found.0 != block.0) {
                break;
            }
            found = Some(block);
        }
        found
    }

    /// In which column of its line something stands.
    fn column(&self, offset: usize) -> usize {
        let before = self.text.get(..offset).unwrap_or_default();
        let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
        line.trim_start_matches('\u{feff}').len()
    }

    /// The column of something, if nothing but blanks stands before it on its line.
    fn begins_line(&self, offset: usize) -> Option<usize> {
        let before = self.text.get(..offset).unwrap_or_default();
        let above = before.trim_end_matches([' ', '\t']);
        let begins = above.is_empty() || above.ends_with(['\n', '\r', '\u{feff}']);
        begins.then(|| before.len() - above.len())
    }
}

/// How many nodes stand around a pair at the top: nothing, stream, document, mapping.
const TOP: usize = 4;

fn signed(column: usize) -> isize {
    isize::try_from(column).unwrap_or(isize::MAX)
}
