//! What the fields of a read model stand for.

use specql_analysis::Span;
use specql_analysis::expression::of_text;
use specql_language::expression::{Group, function};
use specql_sql::expression::{Among, FunctionName};
use specql_sql::query::Select;
use specql_sql::{DataType, Expression, Name};

use super::source::{Member, Sources};
use super::types::misfit;
use crate::entity::Entity;
use crate::expression::{Row, Scope, Shape, data_type};
use crate::names::reference_attribute;
use crate::rule;
use crate::security::is_encrypted;

/// A value that a read model shows.
#[derive(Clone)]
pub(super) struct Shown {
    /// What it is called.
    pub(super) name: Name,
    pub(super) value: Expression,
    /// Its type, where it is known.
    pub(super) data_type: Option<DataType>,
    /// The member whose row it is of.
    pub(super) member: usize,
}

/// The value that a name stands for: of the first entity, of the one that the name begins with, or
/// of the only one that has such a field.
pub(super) fn find(
    entity: &Entity<'_>,
    sources: &Sources<'_>,
    name: &str,
) -> Result<Shown, String> {
    if name.is_empty() {
        return Err("it is no name".to_owned());
    }
    if name.contains('.') {
        let (value, data_type) = expression(entity, sources, name, false)?;
        return Ok(Shown {
            name: Name::new(&name.replace('.', "_")),
            value,
            data_type,
            member: sources.root,
        });
    }
    let of = |member: usize, field: &str| of_member(entity, sources, member, field);
    if let Some(shown) = of(0, name)? {
        return Ok(shown);
    }
    let mut prefixed = Vec::new();
    for (number, member) in sources.members().enumerate() {
        let base = &member.table.names.base;
        let rest = name.strip_prefix(base.as_str());
        if let Some(field) = rest.and_then(|rest| rest.strip_prefix('_')) {
            prefixed.push((base.len(), number, field));
        }
    }
    prefixed.sort_unstable_by_key(|(length, ..)| std::cmp::Reverse(*length));
    for (_, number, field) in prefixed {
        if let Some(shown) = of(number, field)? {
            let name = Name::new(name);
            return Ok(Shown { name, ..shown });
        }
    }
    let mut found = Vec::new();
    for number in 1..sources.members().count() {
        found.extend(of(number, name)?);
    }
    match (found.len(), found.pop()) {
        (1, Some(shown)) => Ok(shown),
        (0, _) => Err(format!("there is no such field in {}", told(sources))),
        _ => Err(format!(
            "several of {} have such a field: write the entity before it",
            told(sources)
        )),
    }
}

/// The entities, for people.
fn told(sources: &Sources<'_>) -> String {
    let entities: Vec<_> = sources
        .members()
        .map(|member| format!("`{}`", member.table.names.entity))
        .collect();
    entities.join(", ")
}

/// What a name stands for in the row of one member; nothing where it has nothing of this name.
fn of_member(
    entity: &Entity<'_>,
    sources: &Sources<'_>,
    number: usize,
    name: &str,
) -> Result<Option<Shown>, String> {
    let member = sources.member(number);
    let shown = |name: Name, value, data_type| {
        Ok(Some(Shown {
            name,
            value,
            data_type,
            member: number,
        }))
    };
    if name == "id" {
        return shown("id".into(), member.of("id"), Some(DataType::UUID));
    }
    if member.table.encrypted(name).is_some() {
        return Err(is_encrypted(name));
    }
    let is_own = member.table.file == entity.file;
    let field = |name: &str| {
        let field = member.table.field(name);
        field.filter(|(column, _)| member.has_column(column))
    };
    match field(name) {
        Some((column, Shape::Plain(ty))) => {
            let known = entity.field(name).filter(|_| is_own);
            let known = known.map(crate::field::Field::data_type);
            let data_type = known.or_else(|| ty.value().postgres().and_then(DataType::built_in));
            return shown(Name::new(name), member.of(column), data_type);
        }
        Some((column, Shape::Key(files))) => {
            return id(sources, number, name, (column, &files)).map(Some);
        }
        None => {}
    }
    let referred = name.strip_suffix("_id");
    if let Some(reference) = referred
        && let Some((column, Shape::Key(files))) = field(reference)
    {
        return id(sources, number, reference, (column, &files)).map(Some);
    }
    if is_own && let Some((value, data_type)) = rule::computed(entity, name, &member.alias) {
        return shown(Name::new(name), value, Some(data_type));
    }
    match member.table.other_column(name) {
        // Keys never leave the database.
        Some((column, Shape::Plain(ty))) => {
            let value = member.of(column);
            shown(Name::new(name), value, Some(data_type(ty.value())))
        }
        _ => Ok(None),
    }
}

/// The id of the row that a reference of a member leads to.
fn id(
    sources: &Sources<'_>,
    number: usize,
    field: &str,
    (column, files): (Name, &[specql_analysis::db::File]),
) -> Result<Shown, String> {
    let member = sources.member(number);
    let mut shown = Shown {
        name: reference_attribute(field),
        value: Expression::Null,
        data_type: Some(DataType::UUID),
        member: number,
    };
    if let Some(behind) = sources.behind(number, &column) {
        shown.value = sources.member(behind).of("id");
        shown.member = behind;
        return Ok(shown);
    }
    let [file] = files else {
        return Err("it may lead to one of several entities, or to none that is known".to_owned());
    };
    let names = crate::names::Names::of(member.table.db, *file);
    let names = names.ok_or("what it leads to is not known")?;
    shown.value = Expression::call_object(names.id_function(), [member.of(column)]);
    Ok(shown)
}

/// The value of an expression over the rows of all members, and its type. One that is summed up
/// has all columns inside of figures.
pub(super) fn expression(
    entity: &Entity<'_>,
    sources: &Sources<'_>,
    text: &str,
    is_summed: bool,
) -> Result<(Expression, Option<DataType>), String> {
    let mut written = of_text(text).ok_or("it cannot be read")?;
    if let Some(why) = misfit(&written, sources) {
        return Err(why);
    }
    // What is wrong in the file has nothing to do with it.
    written.span = Span::at(u32::MAX as usize);
    let mut scope = Scope::new(entity);
    scope.has_many_rows = is_summed;
    // Names are looked for in the last row first.
    for Member { table, alias } in sources.members() {
        scope.rows.insert(
            0,
            Row {
                name: alias.clone(),
                table: table.clone(),
            },
        );
    }
    let value = scope.value(&written).map_err(|problem| problem.reason)?;
    if !depends_on_rows_only(&value.sql) {
        return Err("it depends on who asks".to_owned());
    }
    if is_summed && !has_columns_in_figures_only(&value.sql) {
        return Err("a field in it is not summed up".to_owned());
    }
    match &value.shape {
        Shape::Plain(ty) => {
            let data_type = ty.value().postgres().and_then(DataType::built_in);
            Ok((value.sql, data_type))
        }
        shape @ Shape::Key(_) => {
            let table = shape
                .target()
                .and_then(|file| crate::names::Names::of(entity.db, file));
            let names = table.ok_or("what it leads to is not known")?;
            let id = Expression::call_object(names.id_function(), [value.sql]);
            Ok((id, Some(DataType::UUID)))
        }
    }
}

/// Whether there is nothing in an expression that only the caller of an action has. A view has no
/// caller.
fn depends_on_rows_only(expression: &Expression) -> bool {
    let is_fine = match expression {
        Expression::Name(names) => names.len() > 1,
        Expression::Query(query) => all_values(query).all(depends_on_rows_only),
        Expression::Exists(_) => false,
        Expression::In { among, .. } => matches!(among, Among::Values(_)),
        _ => true,
    };
    is_fine && expression.parts().into_iter().all(depends_on_rows_only)
}

fn all_values(query: &Select) -> impl Iterator<Item = &Expression> {
    let columns = query.columns.iter().map(|(value, _)| value);
    columns.chain(&query.condition)
}

fn has_columns_in_figures_only(expression: &Expression) -> bool {
    match expression {
        Expression::Name(_) | Expression::Query(_) => false,
        Expression::Call(call) if is_figure(&call.function) => true,
        _ => expression
            .parts()
            .into_iter()
            .all(has_columns_in_figures_only),
    }
}

fn is_figure(name: &FunctionName) -> bool {
    let FunctionName::BuiltIn(name) = name else {
        return false;
    };
    function(name).is_some_and(|known| known.group == Group::Aggregate)
}
