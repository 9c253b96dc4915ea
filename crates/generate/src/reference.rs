//! References: the columns that hold keys of other rows, and what keeps those rows in place.
//!
//! A reference to one of several entities has a key, and the name of the entity that the key is
//! of: `fk_party` and `party_type`. For each of them the database works out a column that has the
//! key if it is of that entity, and so keeps it to an existing row.

use specql_sql::catalogue::{
    Catalogue, Change, Column, Constraint, ConstraintKind, Filled, ForeignKey, Object,
};
use specql_sql::{DataType, Expression, Name};

use crate::entity::Entity;
use crate::field::{Field, Reference, Target};
use crate::names::{Names, reference_column};

/// The columns of a reference.
pub(crate) fn columns(field: &Field<'_>) -> Vec<Column> {
    let mut columns = vec![field.column()];
    let Some(reference) = several(field) else {
        return columns;
    };
    let mut kind = Column::new(type_column(field), DataType::TEXT)
        .with_comment("Which entity the reference beside it leads to.")
        .with_origin(field.origin());
    kind.is_required = field.is_required();
    columns.push(kind);
    for target in &reference.targets {
        if let Some(names) = target.names() {
            let is_it = Expression::name(type_column(field)).equals(of_type(target));
            let key = Expression::name(field.column_name());
            columns.push(
                Column::new(key_column(field, reference, names), DataType::INTEGER)
                    .filled(Filled::Computed(Expression::when(is_it, key, None)))
                    .with_origin(field.origin()),
            );
        }
    }
    columns
}

/// The columns of a reference beside the one with its key.
pub(crate) fn columns_beside(field: &Field<'_>) -> Vec<Name> {
    let Some(reference) = several(field) else {
        return Vec::new();
    };
    let known = reference.targets.iter().filter_map(Target::names);
    let mut columns = vec![type_column(field)];
    columns.extend(known.map(|names| key_column(field, reference, names)));
    columns
}

/// What holds for the columns of a reference within a row.
pub(crate) fn checks(field: &Field<'_>, names: &Names) -> Vec<Constraint> {
    let Some(reference) = several(field) else {
        return Vec::new();
    };
    let kind = || Expression::name(type_column(field));
    let words = reference.targets.iter().map(of_type);
    let together = kind()
        .is_null()
        .equals(Expression::name(field.column_name()).is_null());
    let check = |ending: &str, condition| {
        let name = names.check(type_column(field).as_str(), ending);
        Constraint::new(name, ConstraintKind::Check(condition)).with_origin(field.origin())
    };
    vec![
        check("enum", kind().is_among(words)),
        check("pair", together),
    ]
}

/// Adds the keys to other tables. They come after all tables, which so may refer to each other.
pub(crate) fn add(entity: &Entity<'_>, catalogue: &mut Catalogue) {
    for field in entity.references() {
        let Some(reference) = field.reference() else {
            continue;
        };
        if reference.targets.is_empty() {
            let reason = format!("the key of `{}`: it refers to nothing yet", field.name());
            catalogue.leave_out(reason, field.origin());
        }
        for target in &reference.targets {
            match target.names() {
                Some(names) => {
                    let column = if reference.is_polymorphic() {
                        key_column(field, reference, names)
                    } else {
                        field.column_name()
                    };
                    let key = foreign_key(entity, field, column, names);
                    let key = Object::Constraint(entity.names.table(), Box::new(key));
                    catalogue.add(key);
                }
                None => {
                    let why = target.problem().unwrap_or_default();
                    let reason = format!("the key of `{}`: {why}", field.name());
                    catalogue.leave_out(reason, field.origin());
                }
            }
        }
    }
}

fn foreign_key(entity: &Entity<'_>, field: &Field<'_>, column: Name, target: &Names) -> Constraint {
    let change = |key: &str| {
        let written = field.block.and_then(|block| block.text_of(key));
        written.filter(|_| entity.is_next()).and_then(change)
    };
    let name = entity.names.of_table(&format!("{column}_fkey"));
    let is_computed = column != field.column_name();
    let key = ForeignKey {
        columns: vec![column],
        table: target.table(),
        targets: vec![target.key()],
        // What the database works out itself, it cannot empty.
        on_delete: change("on_delete")
            .filter(|change| !is_computed || matches!(change, Change::Cascade | Change::Restrict)),
        on_update: change("on_update").filter(|_| !is_computed),
    };
    Constraint::new(name, ConstraintKind::ForeignKey(key)).with_origin(field.origin())
}

fn change(written: &str) -> Option<Change> {
    let words = written.to_lowercase().replace([' ', '-'], "_");
    Some(match words.as_str() {
        "cascade" => Change::Cascade,
        "restrict" => Change::Restrict,
        "set_null" => Change::SetNull,
        "set_default" => Change::SetDefault,
        _ => return None,
    })
}

/// A reference to one of several entities.
fn several<'f>(field: &'f Field<'_>) -> Option<&'f Reference> {
    field
        .reference()
        .filter(|reference| reference.is_polymorphic())
}

/// The column with the name of the entity that a key is of: `party_type`. Also the attribute by
/// which actions take it.
pub(crate) fn type_column(field: &Field<'_>) -> Name {
    Name::new(&format!("{}_type", field.name()))
}

/// The column with the key if it is of this entity: `fk_party_company`.
fn key_column(field: &Field<'_>, reference: &Reference, target: &Names) -> Name {
    let all = reference.targets.iter().filter_map(Target::names);
    key_column_of(field.name(), target, &all.cloned().collect::<Vec<_>>())
}

/// The same by the field's name and what the objects of all its targets are called.
pub(crate) fn key_column_of(field: &str, target: &Names, all: &[Names]) -> Name {
    let base = target.base_among(all);
    Name::new(&format!("{}_{base}", reference_column(field)))
}

/// The name of an entity as a value.
fn of_type(target: &Target) -> Expression {
    Expression::text(&target.written)
}
