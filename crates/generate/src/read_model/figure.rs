//! Figures of a read model: counts, sums and the like over many rows.

use specql_language::read_model::{Figure, figures};
use specql_sql::expression::{Call, FunctionName};
use specql_sql::{DataType, Expression};

use super::field::{Shown, find};
use super::source::Sources;
use crate::entity::Entity;

/// The figure that a name tells; nothing where it tells none, and a reason where it is one that
/// cannot be worked out.
pub(super) fn named(
    entity: &Entity<'_>,
    sources: &Sources<'_>,
    name: &str,
) -> Option<Result<Expression, String>> {
    let mut found = figures(name).map(|(figure, of)| worked_out(entity, sources, figure, of));
    let first = found.next()?;
    // Where the one that is meant most often cannot be, it is another one.
    Some(first.or_else(|why| found.find_map(Result::ok).ok_or(why)))
}

fn worked_out(
    entity: &Entity<'_>,
    sources: &Sources<'_>,
    figure: &Figure,
    of: &str,
) -> Result<Expression, String> {
    if figure.function == "count"
        && let Some(rows) = rows_of(sources, of)
    {
        return Ok(rows);
    }
    let shown = find_near_root(entity, sources, of)?;
    let type_name = shown
        .data_type
        .as_ref()
        .map(|data_type| data_type.built_in_name().unwrap_or_default());
    let value = match figure.function {
        "count" => shown.value,
        "min" | "max" => match type_name {
            None => shown.value.cast(DataType::TEXT),
            Some(name) if has_order(name) => shown.value,
            Some(_) => return Err(format!("values of `{of}` have no order")),
        },
        _ => {
            if !type_name.is_some_and(|name| is_number(name) || name == "interval") {
                return Err(format!("`{of}` is no number"));
            }
            if shown.member != sources.root {
                let one = &sources.member(shown.member).table.names.entity;
                let many = &sources.member(sources.root).table.names.entity;
                return Err(format!(
                    "`{of}` is of `{one}`, and would count once for each `{many}`"
                ));
            }
            shown.value
        }
    };
    Ok(Expression::call(figure.function, [value]))
}

/// A field whose entity is not told: of the one with the most rows, if that has it.
fn find_near_root(entity: &Entity<'_>, sources: &Sources<'_>, name: &str) -> Result<Shown, String> {
    let root = &sources.member(sources.root).table.names.base;
    let of_root = find(entity, sources, &format!("{root}_{name}"));
    of_root
        .ok()
        .filter(|shown| shown.member == sources.root)
        .map_or_else(|| find(entity, sources, name), Ok)
}

/// How many rows of an entity there are, which is told by its name or by several of it.
fn rows_of(sources: &Sources<'_>, name: &str) -> Option<Expression> {
    let is_it = |base: &str| {
        let several = match base.strip_suffix('y') {
            Some(rest) => format!("{rest}ies"),
            None => format!("{base}s"),
        };
        name == base || name == several || name == format!("{base}s") || name == format!("{base}es")
    };
    let mut members = sources.members().enumerate();
    let (number, member) = members.find(|(_, member)| is_it(&member.table.names.base))?;
    Some(Expression::Call(Call {
        function: FunctionName::BuiltIn("count"),
        // A row of another one stands beside many of the root.
        distinct: number != sources.root,
        arguments: vec![member.of(member.table.names.key())],
        filter: None,
    }))
}

fn is_number(type_name: &str) -> bool {
    let numbers = [
        "smallint",
        "integer",
        "bigint",
        "numeric",
        "real",
        "double precision",
    ];
    numbers.contains(&type_name)
}

fn has_order(type_name: &str) -> bool {
    let others = [
        "text",
        "varchar",
        "char",
        "date",
        "time",
        "timestamp",
        "timestamptz",
        "interval",
        "inet",
    ];
    is_number(type_name) || others.contains(&type_name)
}

/// Whether rows can be put together by values of a type.
pub(super) fn has_equality(data_type: &DataType) -> bool {
    let without = ["json", "point", "xml"];
    data_type
        .built_in_name()
        .is_some_and(|name| !without.contains(&name))
}
