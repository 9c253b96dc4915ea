//! What a reference refers to.

use specql_analysis::db::{Db, File};
use specql_analysis::expression::ast::EntityName;
use specql_analysis::index::{NoEntity, find_entity};

use crate::names::Names;

/// What a reference refers to.
pub(crate) struct Reference {
    /// One entity, or several of which each row has one.
    pub(crate) targets: Vec<Target>,
}

/// An entity that a reference may lead to.
pub(crate) struct Target {
    /// Its name, as it is written.
    pub(crate) written: String,
    /// Its file and what it is called, or why it is not known.
    pub(crate) found: Result<(File, Names), NoEntity>,
}

impl Reference {
    pub(super) fn of(
        db: &dyn Db,
        file: File,
        targets: &[EntityName],
        schema: Option<&str>,
    ) -> Self {
        let named = targets.iter().filter(|target| !target.name.text.is_empty());
        let target = |target: &EntityName| {
            let written = target.schema.as_ref().map(|schema| schema.text.as_str());
            let found = find_entity(db, file, written.or(schema), &target.name.text);
            Target {
                written: target.name.text.clone(),
                found: found.and_then(|file| {
                    let names = Names::of(db, file).ok_or(NoEntity::Unknown)?;
                    Ok((file, names))
                }),
            }
        };
        Self {
            targets: named.map(target).collect(),
        }
    }

    /// The only entity that it leads to, if that is known.
    pub(crate) fn only(&self) -> Option<&Names> {
        match self.targets.as_slice() {
            [target] => target.names(),
            _ => None,
        }
    }

    /// Whether each row may refer to another entity.
    pub(crate) fn is_polymorphic(&self) -> bool {
        self.targets.len() > 1
    }

    /// Whether everything that it may lead to is known.
    pub(crate) fn is_known(&self) -> bool {
        !self.targets.is_empty() && self.targets.iter().all(|target| target.found.is_ok())
    }
}

impl Target {
    /// What it is called, if it is known.
    pub(crate) fn names(&self) -> Option<&Names> {
        self.found.as_ref().ok().map(|(_, names)| names)
    }

    /// Why it is not known.
    pub(crate) fn problem(&self) -> Option<String> {
        let name = &self.written;
        Some(match self.found.as_ref().err()? {
            NoEntity::Unknown => format!("there is no entity `{name}`"),
            NoEntity::InOtherSchemas(_) => {
                format!("there is an entity `{name}` in other schemas only")
            }
            NoEntity::Ambiguous(_) => format!("there are several entities `{name}`"),
        })
    }
}
