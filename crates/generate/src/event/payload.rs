//! What an event tells of a row.

use specql_sql::{Expression, Name};

use crate::entity::Entity;
use crate::expression::{Shape, Table};
use crate::field::{Field, Reference};
use crate::reference::type_column;
use crate::rule;

/// What an event tells by a name, of a row that is called so: a column of the row, the id of the
/// row that a reference leads to, or what is worked out from the row.
pub(super) fn value(entity: &Entity<'_>, name: &str, row: &Name) -> Result<Expression, String> {
    if name.is_empty() {
        return Err("it is no name".to_owned());
    }
    if name == "id" {
        return Ok(Expression::of(row.clone(), "id"));
    }
    let referred = name.strip_suffix("_id").or(name.strip_prefix("fk_"));
    let field = entity.field(name).or_else(|| {
        let field = entity.field(referred?)?;
        field.is_reference().then_some(field)
    });
    if let Some(field) = field {
        return match field.reference() {
            Some(reference) => id(field, reference, row),
            None => Ok(Expression::of(row.clone(), field.readable()?.column_name())),
        };
    }
    let of_type = name.strip_suffix("_type").and_then(|of| entity.field(of));
    if let Some(field) = of_type.filter(|field| is_polymorphic(field)) {
        return Ok(Expression::of(row.clone(), type_column(field)));
    }
    if let Some((value, _)) = rule::computed(entity, name, row) {
        return Ok(value);
    }
    let table = Table::of(entity.db, entity.file);
    match table.and_then(|table| table.other_column(name)) {
        // Keys never leave the database.
        Some((column, Shape::Plain(_))) => Ok(Expression::of(row.clone(), column)),
        _ => Err(format!(
            "`{}` has nothing that is called so",
            entity.names.entity
        )),
    }
}

fn is_polymorphic(field: &Field<'_>) -> bool {
    field.reference().is_some_and(Reference::is_polymorphic)
}

/// The id of the row that a reference leads to.
fn id(field: &Field<'_>, reference: &Reference, row: &Name) -> Result<Expression, String> {
    let key = || Expression::of(row.clone(), field.column_name());
    let mut branches = Vec::new();
    for target in &reference.targets {
        let Some(names) = target.names() else {
            return Err(target.problem().unwrap_or_default());
        };
        let id = Expression::call_object(names.id_function(), [key()]);
        if !reference.is_polymorphic() {
            return Ok(id);
        }
        branches.push((Expression::text(&target.written), id));
    }
    if branches.is_empty() {
        return Err("it refers to nothing yet".to_owned());
    }
    Ok(Expression::Case {
        subject: Some(Box::new(Expression::of(row.clone(), type_column(field)))),
        branches,
        otherwise: None,
    })
}
