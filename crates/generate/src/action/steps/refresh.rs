//! `refresh_table_view` and `refresh`: what is worked out from rows is worked out anew.

use specql_analysis::expression::ast::{EntityName, Name as Written};
use specql_analysis::spec::Step;
use specql_sql::function::Statement;
use specql_sql::{Expression as Sql, Name, ObjectName, quote};

use crate::action::maker::{Maker, ROW, problem};
use crate::block::Block;
use crate::expression::{Found, Table};

/// All scopes bring the table view of the row up to date. `propagate` also those of the entities
/// that it lists: of the rows that the row refers to, or else all that there are.
pub(super) fn make_table_view<'db>(
    maker: &mut Maker<'_, 'db>,
    step: &'db Step,
) -> Found<Vec<Statement>> {
    if !maker.is_stored {
        return problem(step.key.span, "the row is not in its table yet");
    }
    let block = maker
        .block_of(step)
        .and_then(|block| block.get("refresh_table_view"));
    let own = Sql::of(ROW, maker.entity.names.key());
    let mut statements = vec![refresh(&maker.table, &own)];
    let others = block.and_then(|block| block.get("propagate"));
    for name in others.map(Block::items_or_self).unwrap_or_default() {
        let Some(text) = name.text() else {
            return problem(step.key.span, "what is listed is no entity");
        };
        let (schema, text) = match text.split_once('.') {
            Some((schema, text)) => (Some(schema), text),
            None => (None, text),
        };
        let written = |text: &str| Written {
            text: text.to_owned(),
            span: step.key.span,
        };
        let table = maker.scope.table_named(&EntityName {
            schema: schema.map(written),
            name: written(text),
            span: step.key.span,
        })?;
        let keys = keys_to(maker, &table);
        if keys.is_empty() {
            statements.push(refresh(&table, &Sql::Null));
        }
        for key in keys {
            let is_there = key.clone().is_not_null();
            statements.push(Statement::when(is_there, [refresh(&table, &key)]));
        }
    }
    Ok(statements)
}

/// The keys of the rows of another entity that the row refers to.
fn keys_to(maker: &Maker<'_, '_>, table: &Table<'_>) -> Vec<Sql> {
    let fields = maker.table.entity.fields.iter();
    let keys = fields.filter_map(|field| {
        let (column, shape) = maker.table.field(&field.name)?;
        (shape.target() == Some(table.file)).then(|| Sql::of(ROW, column))
    });
    keys.collect()
}

/// Calls the function that brings a row of a table view up to date. Not every entity has a table
/// view, and one may come or go without a change of this spec.
fn refresh(table: &Table<'_>, key: &Sql) -> Statement {
    let function = table
        .names
        .object(&format!("refresh_tv_{}", table.names.base));
    let called = as_text(&function);
    let signature = Sql::text(format!("{called}(integer)"));
    let is_there = Sql::call("to_regprocedure", [signature]).is_not_null();
    let template = format!("SELECT {}(%L)", called.replace('%', "%%"));
    let sql = Sql::call("format", [Sql::text(template), key.clone()]);
    Statement::when(is_there, [Statement::Execute(sql)])
}

/// The name of an object as it is written in SQL.
fn as_text(object: &ObjectName) -> String {
    let name = quote::identifier(object.name.as_str());
    match &object.schema {
        Some(schema) => format!("{}.{name}", quote::identifier(schema.as_str())),
        None => name,
    }
}

/// `refresh: mv_open_invoices`
pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let block = maker.block_of(step);
    let Some(written) = block.and_then(|block| block.text_of("refresh")) else {
        return problem(step.key.span, "it does not say which view");
    };
    let view = match written.split_once('.') {
        Some((schema, name)) => ObjectName::new(Name::new(schema), Name::new(name)),
        None => maker.entity.names.object(written),
    };
    let view = as_text(&view);
    let how = match block.is_some_and(|block| block.flag("concurrently", false)) {
        true => "CONCURRENTLY ",
        false => "",
    };
    let sql = Sql::text(format!("REFRESH MATERIALIZED VIEW {how}{view}"));
    // Put together while it runs: whether there is such a view, only the database knows.
    let sql = Sql::call("concat", [sql]);
    Ok(vec![Statement::Execute(sql)])
}
