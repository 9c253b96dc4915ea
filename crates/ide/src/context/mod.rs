//! Where in a spec a cursor stands: which keys may be typed there, what a value may look like,
//! and what is there already.
//!
//! A word is put where the cursor stands, unless one is there, and the tree of that text is asked.
//! Nothing here knows of what is offered to a user.

mod brackets;
mod gap;
mod place;

use std::collections::BTreeSet;

use specql_analysis::db::{Db, File};
use specql_analysis::project::FileKind;
use specql_analysis::{HalfTyped, source, summary};
use specql_language::key::{Key, Name, Place, Shape};
use specql_language::pattern::Pattern;
use specql_syntax::Kind;
use specql_yaml::{Entry, Span, Value};

use gap::Gap;
pub(crate) use place::shape_of;

/// Where a cursor stands.
pub(crate) struct Context<'db> {
    pub(crate) db: &'db dyn Db,
    pub(crate) file: File,
    /// The file's text.
    pub(crate) text: &'db str,
    /// The text with a word where the cursor stands.
    pub(crate) half: HalfTyped,
    /// The word in the half-typed text.
    pub(crate) filled: Span,
    /// The word in the file's text, empty where there is none yet.
    pub(crate) word: Span,
    /// Where the cursor stands in it.
    pub(crate) offset: u32,
    /// A blank that is missing before the word: behind `key:` or `-`.
    pub(crate) lead: &'static str,
    /// Blanks to be put in place of Tabs in front of the line.
    pub(crate) untabbed: Option<(Span, String)>,
    /// What may be typed.
    pub(crate) spot: Spot,
}

/// What may be typed at a place.
#[derive(Default)]
pub(crate) struct Spot {
    /// The keys above it, the outermost first.
    pub(crate) above: Vec<Above>,
    /// The mappings that a key may be typed in, the usual one first.
    pub(crate) keys: Option<Keys>,
    /// The value that may be typed.
    pub(crate) value: Option<ValueSpot>,
    /// The other scalars of the list that it stands in.
    pub(crate) items: BTreeSet<String>,
    /// Whether it is in the first item of a list.
    pub(crate) is_first: bool,
    /// Whether it stands in brackets.
    pub(crate) is_flow: bool,
    /// Whether the `- ` of an item is still missing.
    pub(crate) misses_dash: bool,
}

/// A mapping around a place.
#[derive(Default)]
pub(crate) struct Above {
    /// Which mapping of the language it is, where it is one.
    pub(crate) place: Option<Place>,
    /// The key that the place is below of.
    pub(crate) key: Option<String>,
    /// What names of this kind the keys are, where they are the author's.
    pub(crate) names: Option<Name>,
    /// The keys beside it, with their values where those are scalars.
    pub(crate) siblings: Vec<(String, String)>,
}

/// A key that may be typed.
pub(crate) struct Keys {
    /// What the mapping may be.
    pub(crate) shapes: Vec<Shape>,
    /// The keys that are there already.
    pub(crate) present: BTreeSet<String>,
    /// Whether its colon is there already.
    pub(crate) has_colon: bool,
    /// The column at which it begins.
    pub(crate) column: usize,
    /// Whether a value may stand here as well, but hardly does.
    pub(crate) is_likely: bool,
}

/// A value that may be typed.
pub(crate) struct ValueSpot {
    /// What it may look like, without choices between shapes.
    pub(crate) shapes: Vec<Shape>,
    /// The key that it stands behind, with its shape.
    pub(crate) key: Option<&'static Key>,
    /// Its text in the half-typed text, without quotes.
    pub(crate) content: Span,
    /// The quotes around it.
    pub(crate) quote: Option<char>,
}

impl<'db> Context<'db> {
    /// Where a cursor stands.
    pub(crate) fn new(db: &'db dyn Db, file: File, offset: u32) -> Self {
        let text: &str = source::text(db, file);
        let gap = Gap::new(text, offset as usize);
        let half = HalfTyped::new(db, file, gap.replaced, &gap.with);
        let spot = place::spot(&half, gap.filled, root(db, file));
        Self {
            db,
            file,
            text,
            half,
            filled: gap.filled,
            word: gap.word,
            offset: gap.offset,
            lead: gap.lead,
            untabbed: gap.untabbed,
            spot,
        }
    }

    /// What stands in front of the cursor, of the word and of further characters that belong to
    /// it where other names are meant; but nothing from before `start`.
    pub(crate) fn wider(&self, start: u32, belongs: fn(char) -> bool) -> Span {
        let word = word_around(self.text, self.offset as usize, |c| {
            is_word(c) || belongs(c)
        });
        Span {
            start: word.start.max(start.min(self.word.start)),
            end: word.end,
        }
    }

    /// All that stands before the word.
    pub(crate) fn before_word(&self) -> &'db str {
        let before = self.text.get(..self.word.start as usize);
        before.unwrap_or_default()
    }

    /// All that stands behind the word.
    pub(crate) fn behind_word(&self) -> &'db str {
        let behind = self.text.get(self.word.end as usize..);
        behind.unwrap_or_default()
    }

    /// What is typed of a word so far.
    pub(crate) fn typed(&self, word: Span) -> &'db str {
        let range = word.start as usize..self.offset as usize;
        self.text.get(range).unwrap_or_default()
    }

    /// A place of the half-typed text that lies before the word, in the file's text.
    pub(crate) fn in_text(&self, half: u32) -> u32 {
        half.min(self.word.start)
    }

    /// The comment that the cursor stands in.
    pub(crate) fn comment(&self) -> Option<Span> {
        let tree = source::tree(self.db, self.file);
        let mut cursor = tree.root().walk();
        let offset = self.offset as usize;
        loop {
            let node = cursor.node();
            if Kind::of(&node) == Kind::Comment {
                let inside = node.start_byte() < offset && offset <= node.end_byte();
                return inside.then(|| Span::new(node.start_byte(), node.end_byte()));
            }
            cursor.goto_first_child_for_byte(offset.checked_sub(1)?)?;
        }
    }

    /// The value of a key beside the place or above it, the nearest first.
    pub(crate) fn beside(&self, key: &str) -> Option<&str> {
        let mut siblings = self
            .spot
            .above
            .iter()
            .rev()
            .flat_map(|above| &above.siblings);
        let found = siblings.find(|(name, _)| name == key);
        found.map(|(_, value)| value.as_str())
    }

    /// The pattern whose parameters are meant.
    pub(crate) fn pattern(&self) -> Option<&'static Pattern> {
        self.spot.above.iter().rev().find_map(Above::pattern)
    }

    /// The key that the place stands behind.
    pub(crate) fn key_above(&self) -> Option<&str> {
        self.spot.above.last()?.key.as_deref()
    }

    /// The mapping of the language that is around the place.
    pub(crate) fn place_above(&self) -> Option<Place> {
        self.spot.above.iter().rev().find_map(|above| above.place)
    }
}

/// What may stand at the top of a file; none where SpecQL does not say.
fn root(db: &dyn Db, file: File) -> Option<Shape> {
    Some(Shape::Mapping(match summary::summary(db, file).kind {
        FileKind::EntitySpec | FileKind::ActionsOnly => Place::Root,
        FileKind::DomainRegistry | FileKind::OtherRegistry => Place::Registry,
        FileKind::ActionPattern | FileKind::SchemaPattern | FileKind::CustomPattern => {
            Place::PatternFile
        }
        FileKind::SecuritySpec => Place::SecurityFile,
        FileKind::Confiture => Place::Confiture,
        FileKind::ConfitureEnvironment => Place::ConfitureEnvironment,
        FileKind::ProjectFile => Place::Project,
        FileKind::Other if may_become_spec(db, file) => Place::Root,
        FileKind::TestSpec
        | FileKind::InfrastructurePattern
        | FileKind::InfrastructureSpec
        | FileKind::ConfitureProject
        | FileKind::RouteInventory
        | FileKind::Other => return None,
    }))
}

/// Whether a file that is nothing yet may be the beginning of a spec: no key in it says otherwise.
fn may_become_spec(db: &dyn Db, file: File) -> bool {
    let document = &source::values(db, file).document;
    let Value::Mapping(entries) = document.value(document.root()) else {
        return true;
    };
    let is_known = |entry: &Entry| {
        let name = document.value(entry.key).as_str();
        name.is_some_and(|name| Place::Root.key(name).is_some())
    };
    entries.len() < 2 || entries.iter().any(is_known)
}

pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The characters around a place that belong to one word.
fn word_around(text: &str, offset: usize, belongs: impl Fn(char) -> bool) -> Span {
    let (before, behind) = (
        text.get(..offset).unwrap_or_default(),
        text.get(offset..).unwrap_or_default(),
    );
    let start = before.trim_end_matches(&belongs).len();
    let end = offset + behind.len() - behind.trim_start_matches(&belongs).len();
    Span::new(start, end)
}

pub(crate) fn line_start(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or_default();
    before.rfind(['\n', '\r']).map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests;
