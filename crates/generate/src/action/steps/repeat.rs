//! `foreach` and `while`: steps that are taken again and again.

use specql_analysis::expression::ast::{
    EntityName, Expression, ExpressionKind, Name as Written, Statement as WrittenStatement,
};
use specql_analysis::expression::infer::Type;
use specql_analysis::spec::{Content, Step};
use specql_language::expression::ValueType;
use specql_sql::expression::{Call, FunctionName};
use specql_sql::function::Statement;
use specql_sql::query::{Order, Select, Source};
use specql_sql::{DataType, Expression as Sql, Name};

use super::{any, first_change};
use crate::action::maker::{Maker, problem};
use crate::expression::{Found, Known, Row, Shape, Table, Value, data_type};

/// A row of what is gone through.
const ITEM: &str = "item";

pub(super) fn make_while<'db>(
    maker: &mut Maker<'_, 'db>,
    step: &'db Step,
) -> Found<Vec<Statement>> {
    let Content::Expression(condition) = &step.content else {
        return problem(step.key.span, "it has no condition");
    };
    let condition = maker.scope.condition(condition)?;
    let statements = inside(maker, step);
    Ok(vec![Statement::While(condition, statements)])
}

pub(super) fn make_foreach<'db>(
    maker: &mut Maker<'_, 'db>,
    step: &'db Step,
) -> Found<Vec<Statement>> {
    let Content::Statement(statement) = &step.content else {
        return problem(step.key.span, "it does not say what to go through");
    };
    let Some(target) = &statement.target else {
        return problem(step.key.span, "it does not say what to go through");
    };
    if let Some(collection) = &statement.collection {
        return items(maker, step, &target.name, collection);
    }
    let known_as = statement.alias.as_ref().or(step.result.as_ref());
    if let Some(list) = list_named(maker, target) {
        let Some(known_as) = known_as else {
            return problem(target.span, "the items have no name");
        };
        return items(maker, step, known_as, &list);
    }
    rows(maker, step, statement, target, known_as)
}

fn rows<'db>(
    maker: &mut Maker<'_, 'db>,
    step: &'db Step,
    statement: &'db WrittenStatement,
    target: &EntityName,
    known_as: Option<&Written>,
) -> Found<Vec<Statement>> {
    let table = maker.scope.table_named(target)?;
    let row = Row {
        name: Name::new("t"),
        table: table.clone(),
    };
    let mut condition = table.is_visible(&row.name);
    if let Some(written) = &statement.condition {
        let found = maker.scope.inside(row, |scope| scope.condition(written))?;
        condition = condition.and(found);
    }
    let base = table.names.base.clone();
    let name = known_as.map_or(base.as_str(), |name| name.text.as_str());
    let row_type = DataType::object(table.names.table());
    let variable = maker.variable(&format!("var_{name}"), row_type);
    let from = Source::aliased(table.names.table(), "t");
    let mut query = Select::one(Sql::Star, from).filtered(condition);
    query.order_by = vec![Order {
        by: Sql::of("t", table.names.key()),
        descending: false,
    }];
    let row = Row {
        name: variable.clone(),
        table,
    };
    maker.scope.know(name, Known::Row(row));
    let statements = inside(maker, step);
    maker.scope.forget(name);
    Ok(vec![Statement::ForEachRow {
        variable,
        query: Box::new(query),
        statements,
    }])
}

/// The items of a list, which is JSON in the database.
fn items<'db>(
    maker: &mut Maker<'_, 'db>,
    step: &'db Step,
    name: &Written,
    collection: &Expression,
) -> Found<Vec<Statement>> {
    let list = maker.scope.value(collection)?;
    let Shape::Plain(ty) = &list.shape else {
        return problem(collection.span, "it is no list");
    };
    if !ty.value().is_json() {
        return problem(collection.span, "it is no list");
    }
    let item = match ty {
        Type::List(item) => maker.table.shape(item),
        _ => Shape::of(ValueType::Json),
    };
    let is_json = item.value().is_json() || item.value() == ValueType::Unknown;
    let elements = Call {
        function: FunctionName::BuiltIn(match is_json {
            true => "jsonb_array_elements",
            false => "jsonb_array_elements_text",
        }),
        distinct: false,
        arguments: vec![list.sql],
        filter: None,
    };
    let element = Sql::name(ITEM);
    let (value, data_type, shape) = match (&item, item.target()) {
        (Shape::Key(_), Some(file)) => match Table::of(maker.entity.db, file) {
            Some(table) => (table.key_of(element), DataType::INTEGER, item),
            None => return problem(collection.span, "what it refers to is not known"),
        },
        (Shape::Key(_), None) => {
            return problem(collection.span, "what it refers to is not known");
        }
        (Shape::Plain(_), _) if is_json => (element, DataType::JSONB, Shape::of(ValueType::Json)),
        (Shape::Plain(_), _) => {
            let data_type = data_type(item.value());
            (element.cast(data_type.clone()), data_type, item)
        }
    };
    let variable = maker.variable(&format!("var_{}", name.text), data_type);
    let known = Value::new(Sql::name(variable.clone()), shape);
    maker.scope.know(&name.text, Known::Value(known));
    let statements = inside(maker, step);
    maker.scope.forget(&name.text);
    Ok(vec![Statement::ForEachRow {
        variable,
        query: Box::new(Select::one(
            value,
            Source::Function(elements, Name::new(ITEM)),
        )),
        statements,
    }])
}

/// What is taken again and again. In a later round, something may have been changed before the
/// first step already.
pub(super) fn inside<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Vec<Statement> {
    let mut branches = step.branches.iter();
    let branch =
        branches.find(|branch| matches!(branch.key.text.as_str(), "do" | "steps" | "loop"));
    let Some(branch) = branch else {
        return Vec::new();
    };
    let is_changing = |step: &Step| first_change(std::slice::from_ref(step)) == 0;
    maker.has_changed |= any(&branch.steps, &is_changing);
    maker.steps(&branch.steps)
}

/// The list that a name stands for, where it is no entity's.
fn list_named(maker: &Maker<'_, '_>, target: &EntityName) -> Option<Expression> {
    let is_list = |shape: &Shape| shape.value().is_json();
    let name = &target.name.text;
    let known = match maker.scope.variable(name) {
        Some(Known::Value(value)) => Some(value.shape.clone()),
        _ => maker.table.field(name).map(|(_, shape)| shape),
    };
    known.filter(is_list)?;
    Some(Expression {
        kind: ExpressionKind::Name(name.clone()),
        span: target.span,
    })
}
