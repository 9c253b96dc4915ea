//! An entity with all that is known of it here.

use std::collections::HashMap;

use specql_analysis::db::{Db, File, Workspace};
use specql_analysis::spec::{self, Spec};
use specql_language::Target;
use specql_sql::{ObjectName, Origin};

use crate::block::{Block, origin};
use crate::event;
use crate::field::Field;
use crate::inherited::{Provider, providers};
use crate::many::Many;
use crate::names::Names;

/// An entity with all that is known of it here. Of other entities only their summaries are.
pub(crate) struct Entity<'db> {
    pub(crate) db: &'db dyn Db,
    /// The file that describes it.
    pub(crate) file: File,
    /// What its author means.
    pub(crate) spec: &'db Spec,
    /// The files that its fields and actions come from, its own last.
    pub(crate) providers: Vec<Provider<'db>>,
    /// What its objects are called.
    pub(crate) names: Names,
    /// The fields that have columns, each once.
    pub(crate) fields: Vec<Field<'db>>,
    /// Where each of them is, by its name.
    by_name: HashMap<&'db str, usize>,
    /// The functions that send its events, by the events' names.
    pub(crate) events: HashMap<&'db str, ObjectName>,
    /// The fields that refer to many rows at once, and have tables of their own.
    pub(crate) many: Vec<Many<'db>>,
    /// For which SpecQL it is written.
    pub(crate) target: Target,
}

impl<'db> Entity<'db> {
    /// The entity that a file describes.
    pub(crate) fn of(db: &'db dyn Db, file: File) -> Option<Self> {
        let names = Names::of(db, file)?;
        let spec = spec::spec(db, file);
        let workspace = Workspace::try_get(db);
        let providers = providers(db, file, spec);
        let fields = Field::all(db, &providers);
        let target = workspace.map_or(Target::default(), |workspace| workspace.target(db));
        let many = match target {
            Target::Next => Many::all(db, &names, &providers),
            Target::V0_8 => Vec::new(),
        };
        let by_name = fields.iter().map(Field::name).zip(0..).collect();
        let mut entity = Self {
            db,
            file,
            spec,
            providers,
            fields,
            many,
            by_name,
            events: HashMap::new(),
            names,
            target,
        };
        entity.events = event::functions(&entity);
        Some(entity)
    }

    /// What stands behind a key of the entity itself.
    pub(crate) fn get(&self, key: &str) -> Option<Block<'db>> {
        self.providers.last()?.get(key)
    }

    /// What stands behind a key, of the entity itself or else of the nearest one that it takes over.
    pub(crate) fn nearest(&self, key: &str) -> Option<Block<'db>> {
        self.all(key).next()
    }

    /// What stands behind a key of the entity itself and of all that it takes over, the nearest first.
    pub(crate) fn all(&self, key: &str) -> impl Iterator<Item = Block<'db>> {
        let files = self.providers.iter().rev();
        files.filter_map(move |file| file.get(key))
    }

    /// The nearest part of this name of the blocks `security`.
    pub(crate) fn security(&self, part: &str) -> Option<Block<'db>> {
        self.all("security").find_map(|block| block.get(part))
    }

    /// The file that a block stands in.
    pub(crate) fn provider_of(&self, block: Block<'db>) -> Option<&Provider<'db>> {
        let mut files = self.providers.iter();
        files.find(|file| file.root.is_beside(block))
    }

    /// The field of this name.
    pub(crate) fn field(&self, name: &str) -> Option<&Field<'db>> {
        self.fields.get(*self.by_name.get(name)?)
    }

    /// Fields that are no references.
    pub(crate) fn values(&self) -> impl Iterator<Item = &Field<'db>> {
        self.fields.iter().filter(|field| !field.is_reference())
    }

    /// Fields that are references.
    pub(crate) fn references(&self) -> impl Iterator<Item = &Field<'db>> {
        self.fields.iter().filter(|field| field.is_reference())
    }

    /// Where its name stands.
    pub(crate) fn origin(&self) -> Option<Origin> {
        self.spec.entity.as_ref().map(|name| origin(name.span))
    }

    /// Whether it is written for the SpecQL to come.
    pub(crate) fn is_next(&self) -> bool {
        self.target == Target::Next
    }
}
