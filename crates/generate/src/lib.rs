//! What specs become in a database: the way from meaning to the catalogue of [`specql_sql`].
//!
//! Each entity is made by itself, from its own spec and from the summaries of others, so that what
//! is typed in one spec makes that entity anew and no other. What is not sound in a spec is left
//! out, and the catalogue says so.

#![forbid(unsafe_code)]
#![allow(dead_code)]

mod action;
mod annotation;
mod block;
mod entity;
mod field;
#[cfg(test)]
mod fixture;
mod foundation;
mod helper;
mod index;
mod names;
mod reference;
mod table;
mod workspace;

use specql_analysis::db::{Db, File};
use specql_sql::catalogue::Object;
use specql_sql::{Catalogue, Text};

pub use foundation::foundation;
pub use workspace::{needed_by, whole};

use entity::Entity;

/// What the entity of a file becomes; nothing where there is none.
#[salsa::tracked(lru = 128)]
pub fn catalogue(db: &dyn Db, file: File) -> Catalogue {
    let mut catalogue = Catalogue::default();
    let Some(entity) = Entity::of(db, file) else {
        return catalogue;
    };
    if let Some(other) = workspace::owner_of_table(db, file) {
        let table = entity.names.table();
        let reason = format!("all of it: `{other}` has the table `{table}` already");
        catalogue.leave_out(reason, entity.origin());
        return catalogue;
    }
    let schema = entity.spec.schema.as_ref();
    let schema = schema.map(|schema| block::origin(schema.span));
    catalogue.add(Object::Schema(entity.names.schema.clone(), schema));
    table::add(&entity, Vec::new(), &mut catalogue);
    reference::add(&entity, &mut catalogue);
    index::add(&entity, &mut catalogue);
    helper::add(&entity, &mut catalogue);
    action::add(&entity, &mut catalogue);
    catalogue
}

/// The SQL of the entity of a file, and which piece of it comes from which piece of the file.
#[salsa::tracked(lru = 128)]
pub fn text(db: &dyn Db, file: File) -> Text {
    catalogue(db, file).text()
}
