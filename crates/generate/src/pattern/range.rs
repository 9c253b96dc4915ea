//! Periods that do not overlap.

use specql_sql::catalogue::{
    Column, Constraint, ConstraintKind, Event, Excluded, Filled, Index, IndexColumn, Method,
    Object, Timing, Trigger,
};
use specql_sql::expression::BinaryOperator;
use specql_sql::function::{Block, Function, Level, RaiseOption, Statement};
use specql_sql::query::{Select, Source};
use specql_sql::{DataType, Expression, Name};

use super::{Added, Asked};
use crate::table::More;

/// A column with the period, and what keeps two of them apart, or tells when they overlap.
pub(super) fn add(asked: &Asked<'_, '_>, more: &mut More) -> Added {
    let start = asked.field("start_date_field")?;
    let end = asked.field("end_date_field")?;
    let (range, function) = match start.data_type().built_in_name() {
        Some("date") => (DataType::DATERANGE, "daterange"),
        Some("timestamptz") => (DataType::TSTZRANGE, "tstzrange"),
        _ => return Err(format!("`{}` is no date", start.name())),
    };
    if start.data_type() != end.data_type() {
        return Err(format!("`{}` and `{}` differ", start.name(), end.name()));
    }
    let mut scope = Vec::new();
    if asked.entity.names.is_multi_tenant {
        scope.push(Name::new("tenant_id"));
    }
    for field in asked.fields("scope_fields")? {
        let plain = ["text", "integer", "bigint", "uuid", "date", "numeric"];
        let data_type = field.data_type();
        if !data_type
            .built_in_name()
            .is_some_and(|name| plain.contains(&name))
        {
            return Err(format!("`{}` cannot be a scope", field.name()));
        }
        scope.push(field.column_name());
    }
    let column = Name::new(&format!("{}_{}_range", start.name(), end.name()));
    let mut last = Expression::name(end.column_name());
    if !asked.flag("allow_adjacent") && range == DataType::DATERANGE {
        last = last.binary(BinaryOperator::Add, Expression::integer(1));
    }
    let bounds = asked.text("inclusive_bounds").unwrap_or("[]");
    let bounds = ["[]", "[)", "(]", "()"]
        .into_iter()
        .find(|known| *known == bounds);
    let period = Expression::call(
        function,
        [
            Expression::name(start.column_name()),
            last,
            Expression::text(bounds.unwrap_or("[]")),
        ],
    );
    more.columns.push(
        Column::new(column.clone(), range)
            .filled(Filled::Computed(period))
            .with_comment("The period from the first day to the last.")
            .with_origin(asked.origin),
    );
    let counts = |row: Option<&str>| {
        let of = |name: Name| match row {
            Some(row) => Expression::of(row, name),
            None => Expression::name(name),
        };
        let is_kept = of("deleted_at".into()).is_null();
        is_kept.and(of(start.column_name()).is_not_null())
    };
    if asked.text("check_mode") == Some("warning") {
        return Ok(warning(asked, &column, &scope, counts(Some("t"))));
    }
    let mut elements: Vec<_> = scope
        .into_iter()
        .map(|name| (Expression::name(name), "="))
        .collect();
    elements.push((Expression::name(column), "&&"));
    let excluded = Excluded {
        elements,
        condition: Some(counts(None)),
    };
    let name = asked.name("excl_", "_no_overlap");
    let constraint = Constraint::new(name.as_str(), ConstraintKind::Exclude(excluded));
    let constraint = constraint.with_origin(asked.origin);
    Ok(vec![
        Object::Extension("btree_gist"),
        Object::Constraint(asked.entity.names.table(), Box::new(constraint)),
    ])
}

/// An overlap is let through and told.
fn warning(
    asked: &Asked<'_, '_>,
    column: &Name,
    scope: &[Name],
    counts: Expression,
) -> Vec<Object> {
    let names = &asked.entity.names;
    let of = |row: &str, name: &Name| Expression::of(row, name.clone());
    let mut others = Select::one(Expression::integer(1), Source::aliased(names.table(), "t"))
        .filtered(of("t", &names.key()).binary(BinaryOperator::NotEqual, of("new", &names.key())));
    for name in scope {
        others = others.filtered(of("t", name).equals(of("new", name)));
    }
    let overlaps = of("t", column).binary(BinaryOperator::Overlaps, of("new", column));
    let others = others.filtered(overlaps).filtered(counts);
    let told = Statement::Raise {
        level: Level::Warning,
        options: vec![(
            RaiseOption::Message,
            Expression::text("The period overlaps with another one"),
        )],
    };
    let body = Block::of([
        Statement::when(Expression::Exists(Box::new(others)), [told]),
        Statement::Return(Some(Expression::Null)),
    ]);
    let function = names.object(&asked.name("trg_", "_overlap"));
    let index = Index::new(
        asked.name("idx_tb_", "_daterange").as_str(),
        &names.table(),
        [IndexColumn::of(column.clone())],
    );
    vec![
        index.using(Method::Gist).with_origin(asked.origin).into(),
        Function::of_trigger(function.clone(), body)
            .with_comment("Tells when a period overlaps with another one.")
            .with_origin(asked.origin)
            .into(),
        Trigger {
            name: Name::new(&asked.name("trg_tb_", "_overlap")),
            table: names.table(),
            timing: Timing::After,
            events: vec![Event::Insert, Event::Update(Vec::new())],
            for_each_row: true,
            is_deferrable: false,
            condition: None,
            function,
            arguments: Vec::new(),
            origin: asked.origin,
        }
        .into(),
    ]
}
