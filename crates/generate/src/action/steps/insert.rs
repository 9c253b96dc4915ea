//! `insert`: a new row.

use specql_analysis::expression::ast::{
    Expression, ExpressionKind, Name as Written, Statement as WrittenStatement,
};
use specql_analysis::spec::{Content, Step};
use specql_language::expression::ValueType;
use specql_sql::function::Statement;
use specql_sql::query::{Insert, Values};
use specql_sql::{DataType, Expression as Sql, Name};

use super::change::add_encrypted;
use super::{is_bare, is_own};
use crate::action::maker::{Maker, problem};
use crate::expression::{Found, Known, Row, Shape};

pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let Content::Statement(statement) = &step.content else {
        return problem(step.key.span, "it does not say of which entity");
    };
    if is_own(maker, step, "insert") && is_bare(step) && !maker.is_stored {
        return Ok(maker.insert_row());
    }
    let Some(name) = &statement.target else {
        return problem(step.key.span, "it does not say of which entity");
    };
    let table = maker.scope.table_named(name)?;
    let assigned = assigned(statement, step)?;
    if assigned.is_empty() {
        let reason = format!("it does not say what a new `{}` has", name.name.text);
        return problem(name.span, reason);
    }
    // The values may name columns of the row that the action is about, and none of the new one.
    let mut set = Vec::new();
    for (field, value) in &assigned {
        let written = field.text.strip_prefix("fk_").unwrap_or(&field.text);
        if let Some(encrypted) = table.encrypted(written) {
            let text = Shape::of(ValueType::Text);
            let value = maker.scope.value_for(value, written, &text)?;
            add_encrypted(&mut set, field, &encrypted, &value)?;
            continue;
        }
        let Some((column, shape)) = table.field(written) else {
            let reason = format!("`{}` has no field `{}`", name.name.text, field.text);
            return problem(field.span, reason);
        };
        if set.iter().any(|(known, _)| *known == column) {
            return problem(field.span, format!("`{}` gets two values", field.text));
        }
        set.push((column, maker.scope.value_for(value, written, &shape)?));
    }
    if table.names.is_multi_tenant {
        set.push(("tenant_id".into(), Sql::name("auth_tenant_id")));
    }
    for who in ["created_by", "updated_by"] {
        set.push((who.into(), Sql::name("auth_user_id")));
    }
    maker.has_changed = true;
    let (columns, values): (Vec<_>, Vec<_>) = set.into_iter().unzip();
    let insert = Insert {
        table: table.names.table(),
        columns,
        values: Values::Rows(vec![values]),
        on_conflict: None,
        returning: vec![Sql::Star],
    };
    let known_as = statement.alias.as_ref().or(step.result.as_ref());
    let Some(known_as) = known_as else {
        let insert = Insert {
            returning: Vec::new(),
            ..insert
        };
        return Ok(vec![Statement::Insert(Box::new(insert), Vec::new())]);
    };
    let variable = format!("var_{}", known_as.text);
    let variable = maker.variable(&variable, DataType::object(table.names.table()));
    let row = Row {
        name: variable.clone(),
        table,
    };
    maker.scope.know(&known_as.text, Known::Row(row));
    Ok(vec![Statement::Insert(
        Box::new(insert),
        vec![vec![Name::clone(&variable)]],
    )])
}

/// The fields of the new row and their values, however they are written.
fn assigned<'s>(
    statement: &'s WrittenStatement,
    step: &'s Step,
) -> Found<Vec<(Written, &'s Expression)>> {
    let mut assigned = Vec::new();
    for set in &statement.set {
        if let Some(name) = set.field.single() {
            assigned.push((name.clone(), &set.value));
        }
    }
    let mut columns = Vec::new();
    for argument in &statement.arguments {
        match (&argument.name, &argument.value.kind) {
            (Some(path), _) => match path.single() {
                Some(name) => assigned.push((name.clone(), &argument.value)),
                None => return problem(path.span, format!("`{}` is no field", path.text())),
            },
            (None, ExpressionKind::Name(text)) => columns.push(Written {
                text: text.clone(),
                span: argument.value.span,
            }),
            (None, _) => return problem(argument.span, "it is no field"),
        }
    }
    if let [row, more @ ..] = statement.values.as_slice() {
        if let Some(second) = more.first() {
            return problem(second.span, "only one row can be added at a time");
        }
        let values = match &row.kind {
            ExpressionKind::List(values) => values.as_slice(),
            ExpressionKind::Group(value) => std::slice::from_ref(value.as_ref()),
            _ => std::slice::from_ref(row),
        };
        if values.len() != columns.len() {
            return problem(row.span, "there are not as many values as fields");
        }
        assigned.extend(columns.into_iter().zip(values));
    }
    assigned.extend(
        step.expressions
            .iter()
            .map(|(name, value)| (name.clone(), value)),
    );
    Ok(assigned)
}
