//! The table of an entity: its keys, its fields, and who changed a row when.

use std::collections::{BTreeSet, HashSet};

use specql_analysis::db::{Db, File};
use specql_sql::catalogue::{Catalogue, Column, Constraint, ConstraintKind, Filled, Object, Table};
use specql_sql::{DataType, Expression, Name};

use crate::annotation;
use crate::entity::Entity;
use crate::field::{Field, left_out};
use crate::reference;

/// What blocks of a spec add to the table.
#[derive(Default)]
pub(crate) struct More {
    pub(crate) columns: Vec<Column>,
    pub(crate) constraints: Vec<Constraint>,
}

/// The columns of the fields of the entity in a file, in as many words as other files need.
#[salsa::tracked]
pub(crate) fn columns_of_fields(db: &dyn Db, file: File) -> BTreeSet<String> {
    let entity = Entity::of(db, file);
    let fields = entity.iter().flat_map(|entity| &entity.fields);
    let columns = fields.flat_map(reference::columns);
    columns.map(|column| column.name.to_string()).collect()
}

/// Adds the table, and what of the fields cannot be in it.
pub(crate) fn add(entity: &Entity<'_>, more: More, catalogue: &mut Catalogue) {
    for field in &entity.spec.fields {
        // Those of the SpecQL to come have tables of their own.
        let is_elsewhere = entity.is_next() && field.field_type.refers_to_many();
        if let Some(reason) = left_out(field).filter(|_| !is_elsewhere) {
            catalogue.leave_out(reason, Some(crate::block::origin(field.name.span)));
        }
    }
    let beside: HashSet<_> = entity
        .references()
        .flat_map(reference::columns_beside)
        .collect();
    let missing = entity
        .spec
        .fields
        .iter()
        .filter(|field| entity.field(&field.name.text).is_none() && left_out(field).is_none());
    let (hidden, missing): (Vec<_>, Vec<_>) =
        missing.partition(|field| beside.contains(&Name::new(&field.name.text)));
    for field in hidden {
        let name = &field.name.text;
        let reason = format!("the field `{name}`: a reference has a column of this name");
        catalogue.leave_out(reason, Some(crate::block::origin(field.name.span)));
    }
    if let Some(last) = missing.last() {
        let reason = "the last fields: a table cannot have so many columns";
        catalogue.leave_out(reason, Some(crate::block::origin(last.name.span)));
    }
    let mut columns = keys(entity);
    columns.extend(entity.values().flat_map(Field::stored));
    for field in entity.references() {
        columns.extend(reference::columns(field));
    }
    columns.extend(more.columns);
    columns.extend(audit());
    let mut constraints = key_constraints(entity);
    for field in &entity.fields {
        constraints.extend(field.checks(&entity.names));
        constraints.extend(reference::checks(field, &entity.names));
    }
    constraints.extend(more.constraints);
    let mut taken = HashSet::new();
    columns.retain(|column| {
        let is_new = taken.insert(column.name.clone());
        if !is_new {
            let reason = format!("a second column `{}`", column.name);
            catalogue.leave_out(reason, column.origin);
        }
        is_new
    });
    apart(&mut constraints);
    for field in &entity.fields {
        if let Err(reason) = field.default() {
            catalogue.leave_out(reason, field.origin());
        }
        for key in field.unheeded_limits() {
            let reason = format!("`{key}` of the field `{}`", field.name());
            catalogue.leave_out(reason, field.origin());
        }
        if let crate::field::Kind::Unknown(word) = field.kind {
            let name = field.name();
            let reason = format!("the type `{word}` of the field `{name}`; the column is text");
            catalogue.leave_out(reason, field.origin());
        }
    }
    if columns
        .iter()
        .any(|column| column.data_type == DataType::LTREE)
    {
        catalogue.add(Object::Extension("ltree"));
    }
    catalogue.add(Table {
        name: entity.names.table(),
        columns,
        constraints,
        partitioned_by: None,
        comment: Some(comment(entity)),
        origin: entity.origin(),
    });
}

fn keys(entity: &Entity<'_>) -> Vec<Column> {
    let names = &entity.names;
    let key = Column::new(names.key(), DataType::INTEGER)
        .required()
        .filled(Filled::Counted)
        .with_comment("The key that other tables refer to; it never leaves the database.");
    let id = Column::new("id", DataType::UUID)
        .required()
        .filled(Filled::Default(Expression::call("gen_random_uuid", [])))
        .with_comment(annotation::field(
            "The id by which the API knows the row.",
            "id",
            "UUID",
            true,
            &[],
        ));
    let mut columns = vec![key, id];
    if names.is_multi_tenant {
        columns.push(
            Column::new("tenant_id", DataType::UUID)
                .required()
                .with_comment("The tenant that the row belongs to."),
        );
    }
    columns
}

fn key_constraints(entity: &Entity<'_>) -> Vec<Constraint> {
    let names = &entity.names;
    let primary = ConstraintKind::PrimaryKey(vec![names.key()]);
    let id = ConstraintKind::Unique(vec!["id".into()]);
    vec![
        Constraint::new(Name::of_table(&names.table().name, "pkey"), primary),
        Constraint::new(names.of_table("id_key"), id),
    ]
}

/// Who changed a row when; the same for all tables.
pub(crate) fn audit() -> [Column; 6] {
    let moment = |name: &str| Column::new(name, DataType::TIMESTAMPTZ);
    let person = |name: &str| Column::new(name, DataType::UUID);
    let now = || Filled::Default(Expression::call("now", []));
    [
        moment("created_at")
            .required()
            .filled(now())
            .with_comment("When the row was made."),
        person("created_by").with_comment("Who made the row."),
        moment("updated_at")
            .required()
            .filled(now())
            .with_comment("When the row was last changed."),
        person("updated_by").with_comment("Who last changed the row."),
        moment("deleted_at").with_comment("When the row was deleted; it stays in the table."),
        person("deleted_by").with_comment("Who deleted the row."),
    ]
}

fn comment(entity: &Entity<'_>) -> String {
    let name = &entity.names.entity;
    let mut sentence = match &entity.spec.description {
        Some(description) => description.text.trim().to_owned(),
        None => format!("Rows of {name}."),
    };
    let organization = entity.get("organization");
    if let Some(code) = organization.and_then(|block| block.text_of("table_code")) {
        sentence.push_str(&format!(" (table {code})"));
    }
    annotation::block(&sentence, "type", &[("trinity", "true")])
}

/// Gives constraints whose names are equal names of their own.
fn apart(constraints: &mut [Constraint]) {
    let mut taken = HashSet::new();
    for constraint in constraints {
        let wanted = constraint.name.clone();
        constraint.name = wanted.free(|name| taken.insert(name.clone()));
    }
}
