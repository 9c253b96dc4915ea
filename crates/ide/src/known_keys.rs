//! Which keys of a file the language knows, by the places that its tables give them.

use std::collections::HashSet;

use specql_analysis::Span;
use specql_analysis::db::{Db, File};
use specql_analysis::project::FileKind;
use specql_analysis::source;
use specql_analysis::summary::summary;
use specql_language::key::{Key, Place, Shape};
use specql_yaml::{Document, NodeId, Value};

/// Deeper than this nothing is looked at: an alias may hold itself.
const MAX_DEPTH: usize = 64;

/// All keys of a file that the language knows where they stand.
#[must_use]
pub(crate) fn known_keys(db: &dyn Db, file: File) -> Vec<(Span, &'static Key)> {
    let Some(place) = place_of(summary(db, file).kind) else {
        return Vec::new();
    };
    let document = &source::values(db, file).document;
    let mut finder = Finder {
        document,
        found: Vec::new(),
        seen: HashSet::new(),
    };
    finder.mapping(place, document.root(), 0);
    finder.found.sort_by_key(|(span, _)| *span);
    finder.found
}

/// Whose keys stand at the top of a kind of file.
fn place_of(kind: FileKind) -> Option<Place> {
    Some(match kind {
        FileKind::EntitySpec | FileKind::Other | FileKind::ActionsOnly => Place::Root,
        FileKind::ActionPattern | FileKind::SchemaPattern | FileKind::CustomPattern => {
            Place::PatternFile
        }
        FileKind::DomainRegistry => Place::Registry,
        FileKind::SecuritySpec => Place::SecurityFile,
        FileKind::Confiture => Place::Confiture,
        FileKind::ConfitureEnvironment => Place::ConfitureEnvironment,
        FileKind::ProjectFile => Place::Project,
        _ => return None,
    })
}

struct Finder<'d> {
    document: &'d Document<'static>,
    found: Vec<(Span, &'static Key)>,
    /// The collections that were looked into: an alias brings one more than once.
    seen: HashSet<NodeId>,
}

impl Finder<'_> {
    fn mapping(&mut self, place: Place, node: NodeId, depth: usize) {
        let Value::Mapping(entries) = self.document.value(node) else {
            return;
        };
        for entry in entries {
            let name = self.document.value(entry.key).as_str();
            let Some(key) = name.and_then(|name| place.key(name)) else {
                continue;
            };
            self.found.push((self.document.span(entry.key), key));
            if entry.last_key != entry.key {
                self.found.push((self.document.span(entry.last_key), key));
            }
            self.value(entry.value, key.shape, depth + 1);
        }
    }

    fn value(&mut self, node: NodeId, shape: Shape, depth: usize) {
        let is_collection =
            |value: &Value<'_>| matches!(value, Value::Mapping(_) | Value::Sequence(_));
        match (shape, self.document.value(node)) {
            (Shape::OneOf(shapes), value) => {
                let fits = |shape: &&Shape| is_of_form(value, **shape);
                if let Some(shape) = shapes.iter().find(fits) {
                    self.value(node, *shape, depth + 1);
                }
            }
            (_, value) if is_collection(value) && !self.enter(node, depth) => {}
            (Shape::Mapping(place), _) => self.mapping(place, node, depth),
            (Shape::List(item), Value::Sequence(items)) => {
                for node in items {
                    self.value(*node, *item, depth + 1);
                }
            }
            (Shape::Named(_, shape), Value::Mapping(entries)) => {
                for entry in entries {
                    self.value(entry.value, *shape, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn enter(&mut self, node: NodeId, depth: usize) -> bool {
        depth <= MAX_DEPTH && self.seen.insert(node)
    }
}

/// Whether a value has the outermost form of a shape.
fn is_of_form(value: &Value<'_>, shape: Shape) -> bool {
    match shape {
        Shape::Mapping(_) | Shape::Named(..) => matches!(value, Value::Mapping(_)),
        Shape::List(_) => matches!(value, Value::Sequence(_)),
        _ => !matches!(value, Value::Mapping(_) | Value::Sequence(_)),
    }
}
