//! What specs become in a database: the way from meaning to the catalogue of [`specql_sql`].
//!
//! Each entity is made by itself, from its own spec and from the summaries of others, so that what
//! is typed in one spec makes that entity anew and no other. What is not sound in a spec is left
//! out, and the catalogue says so.

#![forbid(unsafe_code)]

mod action;
mod annotation;
mod block;
mod constraint;
mod entity;
mod expression;
mod field;
#[cfg(test)]
mod fixture;
mod foundation;
mod helper;
mod hierarchy;
mod identifier;
mod index;
mod json;
mod names;
mod pattern;
mod planned;
mod reference;
mod rule;
mod security;
mod table;
mod table_view;
#[cfg(test)]
mod tests;
mod translation;
mod workspace;

use specql_analysis::db::{Db, File};
use specql_sql::catalogue::Object;
use specql_sql::{Catalogue, Text};

pub use expression::Problem;
pub use foundation::foundation;
pub use workspace::{needed_by, whole};

use action::Actions;
use entity::Entity;
use hierarchy::Hierarchy;
use identifier::Identifier;

/// What the entity of a file becomes; nothing where there is none.
#[salsa::tracked(lru = 128)]
pub fn catalogue(db: &dyn Db, file: File) -> Catalogue {
    let Some(entity) = Entity::of(db, file) else {
        return Catalogue::default();
    };
    let mut catalogue = Catalogue::of(entity.names.entity.clone());
    if let Some(other) = workspace::owner_of_table(db, file) {
        let table = entity.names.table();
        let reason = format!("all of it: `{other}` has the table `{table}` already");
        catalogue.leave_out(reason, entity.origin());
        return catalogue;
    }
    let schema = entity.spec.schema.as_ref();
    let schema = schema.map(|schema| block::origin(schema.span));
    let name = entity.names.schema.as_str();
    if name.starts_with("pg_") || name == "information_schema" {
        let reason = format!("all of it: PostgreSQL keeps the schema `{name}` to itself");
        catalogue.leave_out(reason, schema);
        return catalogue;
    }
    catalogue.add(Object::Schema(entity.names.schema.clone(), schema));
    let hierarchy = Hierarchy::of(&entity);
    if hierarchy.is_none()
        && let Some(asked) = entity.get("hierarchical").filter(|block| block.is_true())
    {
        let reason = "the paths of a tree: no field refers to the entity itself";
        catalogue.leave_out(reason, asked.origin());
    }
    let mut more = table::More::default();
    if let Some(hierarchy) = &hierarchy {
        more.columns.extend(hierarchy.columns());
        more.constraints.extend(hierarchy.checks());
    }
    let identifier = Identifier::of(&entity, &mut catalogue);
    if let Some(identifier) = &identifier {
        more.columns.extend(identifier.columns());
    }
    let of_patterns = pattern::add(&entity, &mut more, &mut catalogue);
    let of_rules = rule::add(&entity, &mut more, &mut catalogue);
    more.constraints.extend(security::constraints(&entity));
    table::add(&entity, more, &mut catalogue);
    reference::add(&entity, &mut catalogue);
    index::add(&entity, &mut catalogue);
    index::add_written(&entity, &mut catalogue);
    constraint::add(&entity, &mut catalogue);
    helper::add(&entity, &mut catalogue);
    if let Some(hierarchy) = &hierarchy {
        hierarchy.add(&mut catalogue);
    }
    if let Some(identifier) = &identifier {
        identifier.add(&mut catalogue);
    }
    catalogue.objects.extend(of_patterns);
    catalogue.objects.extend(of_rules);
    translation::add(&entity, &mut catalogue);
    let has_table_view = table_view::add(&entity, &mut catalogue);
    security::add(&entity, has_table_view, &mut catalogue);
    planned::tell(&entity, &mut catalogue);
    let actions = &actions(db, file).catalogue;
    catalogue.objects.extend(actions.objects.iter().cloned());
    catalogue
}

/// What the actions of the entity of a file become.
#[salsa::tracked(lru = 128)]
fn actions(db: &dyn Db, file: File) -> Actions {
    let entity = Entity::of(db, file);
    entity.map_or_else(Actions::default, |entity| Actions::of(&entity))
}

/// What of the actions in a file cannot be compiled, and why.
pub fn problems(db: &dyn Db, file: File) -> &[Problem] {
    &actions(db, file).problems
}

/// The SQL of the entity of a file, and which piece of it comes from which piece of the file.
#[salsa::tracked(lru = 128)]
pub fn text_of_entity(db: &dyn Db, file: File) -> Text {
    catalogue(db, file).text()
}
