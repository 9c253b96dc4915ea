//! An entity with all that is known of it here.

use std::collections::HashMap;

use specql_analysis::db::{Db, File, Workspace};
use specql_analysis::source;
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
    /// What its file says.
    pub(crate) block: Block<'db>,
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
        let block = Block::root(&source::values(db, file).document);
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
            block,
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

    /// What stands behind a key of the entity.
    pub(crate) fn get(&self, key: &str) -> Option<Block<'db>> {
        self.block
            .get(key)
            .or_else(|| self.block.get("entity")?.get(key))
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
