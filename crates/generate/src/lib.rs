//! What specs become in a database: the way from meaning to the catalogue of [`specql_sql`].
//!
//! Each entity is made by itself, from its own spec and from the summaries of others, so that what
//! is typed in one spec makes that entity anew and no other. What is not sound in a spec is left
//! out, and the catalogue says so.

#![forbid(unsafe_code)]

mod action;
mod analytics;
mod annotation;
mod block;
mod constraint;
mod entity;
mod event;
mod expression;
mod field;
#[cfg(test)]
mod fixture;
mod foundation;
mod helper;
mod hierarchy;
mod identifier;
mod index;
mod inherited;
mod json;
mod listed;
mod lookup;
mod many;
mod names;
mod pattern;
mod planned;
mod read_model;
mod reference;
mod rule;
mod security;
mod service;
mod streaming;
mod table;
mod table_view;
#[cfg(test)]
mod tests;
mod translation;
mod workspace;

use specql_analysis::db::{Db, File, LeftOut};
use specql_analysis::diagnostic::Severity;
use specql_analysis::spec::spec;
use specql_analysis::{Host, Span};
use specql_sql::catalogue::{Object, Table};
use specql_sql::{Catalogue, Text};

pub use foundation::foundation;
pub use workspace::{needed_by, whole};

use action::Actions;
use entity::Entity;
use hierarchy::Hierarchy;
use identifier::Identifier;
use names::Names;

/// What the entity of a file becomes; nothing where there is none.
#[salsa::tracked(lru = 128)]
pub fn catalogue(db: &dyn Db, file: File) -> Catalogue {
    let Some(entity) = Entity::of(db, file) else {
        return Catalogue::default();
    };
    let mut catalogue = Catalogue::of(entity.names.entity.clone());
    let schema = entity.spec.schema.as_ref();
    let schema = schema.map(|schema| block::origin(schema.span));
    if let Some((reason, part)) = workspace::is_left_out(db, file) {
        let origin = match part {
            workspace::Part::Name => entity.origin(),
            workspace::Part::Schema => schema,
        };
        catalogue.leave_out(format!("all of it: {reason}"), origin);
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
    many::add(&entity, &mut catalogue);
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
    event::add(&entity, &mut catalogue);
    security::add(&entity, has_table_view, &mut catalogue);
    read_model::add(&entity, &mut catalogue);
    streaming::add(&entity, &mut catalogue);
    analytics::add(&entity, &mut catalogue);
    service::add(&entity, &mut catalogue);
    planned::tell(&entity, &mut catalogue);
    let actions = Actions::of(&entity).catalogue;
    catalogue.objects.extend(actions.objects);
    index::name_apart(&mut catalogue);
    catalogue
}

/// The table of the entity of a file, with all its columns.
pub fn table(db: &dyn Db, file: File) -> Option<&Table> {
    let name = Names::of(db, file)?.table();
    let mut objects = catalogue(db, file).objects.iter();
    objects.find_map(|object| match object {
        Object::Table(table) if table.name == name => Some(table),
        _ => None,
    })
}

/// What of a file's spec is not in its SQL, and why. It matters most where an action would do less
/// than it says, or where nothing is made at all.
pub fn left_out(db: &dyn Db, file: File) -> Vec<LeftOut> {
    let has_table = table(db, file).is_some();
    let actions = &spec(db, file).actions;
    let is_of_action = |span: Span| {
        let mut actions = actions.iter();
        actions.any(|action| action.span.start <= span.start && span.end <= action.span.end)
    };
    let objects = catalogue(db, file).objects.iter();
    let told = objects.filter_map(|object| {
        let Object::LeftOut(left_out) = object else {
            return None;
        };
        let origin = left_out.origin?;
        let span = Span::new(origin.start as usize, origin.end as usize);
        let is_serious = !has_table || is_of_action(span);
        Some(LeftOut {
            span,
            reason: left_out.reason.clone(),
            severity: match is_serious {
                true => Severity::Warning,
                false => Severity::Info,
            },
        })
    });
    told.collect()
}

/// A workspace without files, whose diagnostics also tell what is left out of the SQL.
#[must_use]
pub fn host() -> Host {
    Host::new().with_sql(left_out)
}

/// The SQL of the entity of a file, and which piece of it comes from which piece of the file.
#[salsa::tracked(lru = 128)]
pub fn text_of_entity(db: &dyn Db, file: File) -> Text {
    catalogue(db, file).text()
}
