//! What other files may know of a file: names and types, and never a place.
//!
//! This is the wall between files. Whatever is typed in a file, its summary is made again; as
//! long as that comes out equal, nothing of any other file is.

use specql_language::key;

use crate::db::{Db, File};
use crate::expression::infer::Type;
use crate::project::{FileKind, kind_of};
use crate::source::{self, Once};
use crate::spec::{self, DEFAULT_SCHEMA, Spec};

/// What other files may know of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// What kind of file it is.
    pub kind: FileKind,
    /// The entity that it describes, if it describes one.
    pub entity: Option<Entity>,
}

/// What other files may know of an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Its name.
    pub name: String,
    /// Its schema, as it is written.
    pub schema: Option<String>,
    /// Its fields; of two with the same name the last one.
    pub fields: Vec<Field>,
    /// Its actions.
    pub actions: Vec<Action>,
    /// Events, views and whatever else it gives a name.
    pub others: Vec<(key::Name, String)>,
}

/// What other files may know of a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type as it is meant.
    pub field_type: Type,
    /// Whether it has to have a value.
    pub required: bool,
}

/// What other files may know of an action.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// Its name.
    pub name: String,
    /// The names of its parameters.
    pub parameters: Vec<String>,
}

impl Entity {
    /// The schema it belongs to.
    #[must_use]
    pub fn schema(&self) -> &str {
        self.schema.as_deref().unwrap_or(DEFAULT_SCHEMA)
    }

    /// The field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The action of this name.
    #[must_use]
    pub fn action(&self, name: &str) -> Option<&Action> {
        self.actions.iter().find(|action| action.name == name)
    }
}

/// The summary of a file.
///
/// Of a closed file this is all that is kept.
#[salsa::tracked]
pub fn summary(db: &dyn Db, file: File) -> Summary {
    let path = Some(file.path(db));
    if file.is_open(db) {
        let kind = kind_of(&source::values(db, file).document, path);
        return summarize(kind, || entity(spec::spec(db, file)));
    }
    let once = Once::of(db, file);
    let kind = kind_of(&once.values.document, path);
    summarize(kind, || entity(&spec::spec_of(&once)))
}

fn summarize(kind: FileKind, entity: impl FnOnce() -> Option<Entity>) -> Summary {
    Summary {
        kind,
        entity: (kind == FileKind::EntitySpec).then(entity).flatten(),
    }
}

fn entity(spec: &Spec) -> Option<Entity> {
    let mut fields: Vec<Field> = Vec::with_capacity(spec.fields.len());
    for field in &spec.fields {
        let field = Field {
            name: field.name.text.clone(),
            field_type: Type::of(&field.field_type),
            required: field.required,
        };
        match fields.iter_mut().find(|known| known.name == field.name) {
            Some(known) => *known = field,
            None => fields.push(field),
        }
    }
    let actions = spec.actions.iter().filter_map(|action| {
        let parameters = action.parameters.iter();
        Some(Action {
            name: action.name.as_ref()?.text.clone(),
            parameters: parameters.map(|p| p.name.text.clone()).collect(),
        })
    });
    let others = spec.definitions.iter();
    Some(Entity {
        name: spec.entity.as_ref()?.text.clone(),
        schema: spec.schema.as_ref().map(|schema| schema.text.clone()),
        fields,
        actions: actions.collect(),
        others: others
            .map(|given| (given.what, given.name.text.clone()))
            .collect(),
    })
}
