//! `aggregate`: one figure of many rows.

use specql_analysis::expression::ast::{EntityName, Name as Written};
use specql_analysis::expression::infer::Type;
use specql_analysis::spec::Step;
use specql_language::expression::ValueType;
use specql_sql::expression::{Call, FunctionName};
use specql_sql::function::Statement;
use specql_sql::query::{Select, Source};
use specql_sql::{Expression as Sql, Name};

use crate::action::maker::{Maker, problem};
use crate::expression::{Found, Known, Shape, Table, Value, data_type};

/// What can be worked out.
const OPERATIONS: [&str; 5] = ["count", "sum", "avg", "min", "max"];

pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let block = maker
        .block_of(step)
        .and_then(|block| block.get("aggregate"));
    let (Some(block), Some(known_as)) = (block, &step.result) else {
        return problem(step.key.span, "nothing is called after its figure");
    };
    let written = block.text_of("operation").unwrap_or_default();
    let operation = OPERATIONS
        .into_iter()
        .find(|operation| operation.eq_ignore_ascii_case(written));
    let Some(operation) = operation else {
        return problem(step.key.span, format!("there is no operation `{written}`"));
    };
    if block.get("group_by").is_some() {
        return problem(
            step.key.span,
            "one figure for each group has no place to go",
        );
    }
    let table = match block.text_of("from") {
        Some(from) => table_of(maker, from, step)?,
        None => maker.table.clone(),
    };
    let field = block.text_of("field").unwrap_or("id");
    let (value, shape) = match (field, operation) {
        ("*" | "id", "count") => (Sql::Star, Shape::of(ValueType::Bigint)),
        _ => match table.column(field) {
            Some((column, shape)) => (Sql::of("t", column), shape),
            None => {
                let reason = table.no_column(field);
                return problem(step.key.span, reason);
            }
        },
    };
    let ty = match (operation, shape.value()) {
        ("count", _) => Type::Value(ValueType::Bigint),
        (_, ValueType::Reference) => return problem(step.key.span, "a reference is no figure"),
        ("sum", ValueType::Integer) => Type::Value(ValueType::Bigint),
        ("sum" | "avg", ValueType::Interval) => Type::Value(ValueType::Interval),
        ("sum" | "avg", ty) if ty.is_number() => Type::Value(ValueType::Number),
        ("sum" | "avg", _) => return problem(step.key.span, format!("`{field}` is no number")),
        (_, ty) if ty.is_ordered() && ty != ValueType::Uuid => Type::Value(ty),
        _ => return problem(step.key.span, format!("of `{field}` none is less")),
    };
    let row = crate::expression::Row {
        name: Name::new("t"),
        table: table.clone(),
    };
    let mut condition = table.is_visible(&row.name);
    if let Some(written) = block.get("where") {
        let Some(written) = maker.expression_in(written) else {
            return problem(step.key.span, "its `where` cannot be read");
        };
        let found = maker.scope.inside(row, |scope| scope.condition(&written))?;
        condition = condition.and(found);
    }
    let figure = Sql::Call(Call {
        function: FunctionName::BuiltIn(operation),
        distinct: false,
        arguments: vec![value],
        filter: None,
    });
    let figure = match operation {
        // Nothing adds up to nothing.
        "sum" if ty.value().is_number() => Sql::call("coalesce", [figure, Sql::integer(0)]),
        _ => figure,
    };
    let variable = maker.variable(&format!("var_{}", known_as.text), data_type(ty.value()));
    let known = Value::new(Sql::name(variable.clone()), Shape::Plain(ty));
    maker.scope.know(&known_as.text, Known::Value(known));
    let from = Source::aliased(table.names.table(), "t");
    Ok(vec![Statement::SelectInto {
        query: Box::new(Select::one(figure, from).filtered(condition)),
        targets: vec![vec![variable]],
        is_strict: false,
    }])
}

/// The table that a spec names by its entity or by its own name.
fn table_of<'db>(maker: &Maker<'_, 'db>, written: &str, step: &Step) -> Found<Table<'db>> {
    let name = |text: &str| Written {
        text: text.to_owned(),
        span: step.key.span,
    };
    let (schema, text) = match written.split_once('.') {
        Some((schema, text)) => (Some(name(schema)), text),
        None => (None, written),
    };
    maker.scope.table_named(&EntityName {
        schema,
        name: name(text),
        span: step.key.span,
    })
}
