//! Sums and counts over the rows of an entity, kept until somebody refreshes them.

use specql_sql::catalogue::{Event, Index, IndexColumn, Timing, Trigger, View};
use specql_sql::expression::{Call, FunctionName};
use specql_sql::function::{Block, Body, Function, Statement};
use specql_sql::query::{Select, Source};
use specql_sql::{DataType, Expression, Name};

use super::{Added, Asked};
use crate::block::Block as Given;
use crate::rule;

pub(super) fn add(asked: &Asked<'_, '_>) -> Added {
    for parameter in ["source_entity", "join_entities"] {
        if asked.get(parameter).is_some() {
            return Err(format!("`{parameter}` is not worked out here"));
        }
    }
    let names = &asked.entity.names;
    let view = names.object(&asked.name("mv_", "_agg"));
    let of = |name: Name| Expression::of("t", name);
    let mut groups = Vec::new();
    if names.is_multi_tenant {
        groups.push(Name::new("tenant_id"));
    }
    let fields = asked.fields("group_by")?;
    groups.extend(fields.iter().map(|field| field.column_name()));
    if groups.is_empty() {
        return Err("it needs `group_by`".to_owned());
    }
    let mut columns: Vec<_> = groups.iter().map(|name| (of(name.clone()), None)).collect();
    for item in asked.get("aggregates").into_iter().flat_map(Given::items) {
        let (figure, name) = figure(asked, item)?;
        columns.push((figure, Some(name)));
    }
    let rows = match asked.text("where_clause") {
        Some(text) => Some(rule::condition_of_text(asked.entity, text, &"t".into())?),
        None => None,
    };
    let mut query = Select {
        columns,
        from: Some(Source::aliased(names.table(), "t")),
        group_by: groups.iter().map(|name| of(name.clone())).collect(),
        ..Select::default()
    }
    .filtered(of("deleted_at".into()).is_null());
    if let Some(rows) = rows {
        query = query.filtered(rows);
    }
    let key = Name::new(&format!("{}_key", view.name));
    let looked_up = groups.into_iter().map(IndexColumn::of);
    let refresh = names.object(&asked.name("refresh_mv_", "_agg"));
    let mut objects = vec![
        View {
            name: view.clone(),
            query,
            is_materialized: true,
            indexes: vec![Index::new(key, &view, looked_up).unique()],
            comment: Some("Figures of the rows; they are as old as the last refresh.".to_owned()),
            origin: asked.origin,
        }
        .into(),
        Function::new(
            refresh,
            Vec::new(),
            DataType::VOID,
            Body::Block(Block::of([Statement::Refresh(view.clone())])),
        )
        .with_comment("Brings the figures up to date.")
        .with_origin(asked.origin)
        .into(),
    ];
    if asked.text("refresh_mode") == Some("auto") {
        let function = names.object(&asked.name("tr_refresh_mv_", "_agg"));
        let body = Block::of([
            Statement::Refresh(view),
            Statement::Return(Some(Expression::Null)),
        ]);
        objects.push(
            Function::of_trigger(function.clone(), body)
                .with_comment("Brings the figures up to date after changes.")
                .with_origin(asked.origin)
                .into(),
        );
        objects.push(
            Trigger {
                name: Name::new(&asked.name("tr_refresh_mv_", "_agg")),
                table: names.table(),
                timing: Timing::After,
                events: vec![Event::Insert, Event::Update(Vec::new()), Event::Delete],
                for_each_row: false,
                is_deferrable: false,
                condition: None,
                function,
                arguments: Vec::new(),
                origin: asked.origin,
            }
            .into(),
        );
    }
    Ok(objects)
}

/// A figure and its name.
fn figure(asked: &Asked<'_, '_>, item: Given<'_>) -> Result<(Expression, Name), String> {
    let word = item.text_of("function").unwrap_or("count").to_lowercase();
    let (function, distinct) = match word.as_str() {
        "count" => ("count", false),
        "count_distinct" => ("count", true),
        "sum" => ("sum", false),
        "avg" => ("avg", false),
        "min" => ("min", false),
        "max" => ("max", false),
        "jsonb_agg" => ("jsonb_agg", false),
        "array_agg" => ("array_agg", false),
        _ => return Err(format!("there is no figure `{word}`")),
    };
    let row = Name::new("t");
    let entity = asked.entity;
    let filter = item.text_of("filter");
    let filter = filter.map(|text| rule::condition_of_text(entity, text, &row));
    let written = item.text_of("expression");
    let named = item.text_of("field").filter(|name| *name != "*");
    let (argument, behind) = match named {
        None if written.is_some() => {
            let value = rule::value_of_text(entity, written.unwrap_or_default(), &row)?;
            if !rule::is_row_local(&value.sql) {
                return Err("a figure looks at other rows".to_owned());
            }
            (value.sql, "_expression".to_owned())
        }
        Some(name) => {
            let field = asked.entity.field(name);
            let field = field.ok_or_else(|| format!("there is no field `{name}`"))?;
            let field = field.readable()?;
            if matches!(function, "sum" | "avg") && !field.kind.is_number() {
                return Err(format!("`{name}` is no number"));
            }
            (Expression::of("t", field.column_name()), format!("_{name}"))
        }
        None if function == "count" => (Expression::Star, String::new()),
        None => return Err(format!("the figure `{word}` needs a field")),
    };
    let alias = item.text_of("alias").or_else(|| item.text_of("name"));
    let usual = format!("{word}{behind}");
    let call = Call {
        function: FunctionName::BuiltIn(function),
        distinct,
        arguments: vec![argument],
        filter: filter.transpose()?.map(Box::new),
    };
    Ok((Expression::Call(call), Name::new(alias.unwrap_or(&usual))))
}
