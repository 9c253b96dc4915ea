//! `find`, `select` and `fetch`: a row that later steps can use.

use specql_analysis::expression::ast::{EntityName, Name as Written};
use specql_analysis::spec::{Content, Step};
use specql_sql::function::Statement;
use specql_sql::query::{Order, Select, Source};
use specql_sql::{DataType, Expression as Sql, Name};

use crate::action::answer::{NOT_FOUND, object};
use crate::action::maker::{Maker, not_found, problem};
use crate::expression::{Found, Known, Row, Table};

pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let (target, condition, alias) = match &step.content {
        Content::Statement(statement) => (
            statement.target.clone(),
            statement.condition.as_ref(),
            statement.alias.clone(),
        ),
        // The grammar does not look into `select` and `fetch`.
        Content::Text(text) => {
            let (name, alias) = plain(text)?;
            (Some(name), None, alias)
        }
        _ => (None, None, None),
    };
    let Some(name) = &target else {
        return problem(step.key.span, "it does not say of which entity");
    };
    let known_as = alias.as_ref().or(step.result.as_ref());
    // `fetch: customer AS buyer` follows a reference.
    if let Some((column, shape)) = maker.table.field(&name.name.text)
        && condition.is_none()
        && let Some(file) = shape.target()
        && let Some(table) = Table::of(maker.entity.db, file)
    {
        let key = Sql::of(crate::action::maker::ROW, column);
        let is_it = Sql::of("t", table.names.key()).equals(key);
        return Ok(read(
            maker,
            table,
            is_it,
            known_as.or(Some(&name.name)),
            None,
        ));
    }
    let mut further = step.expressions.iter();
    let beside = further.find(|(key, _)| matches!(key.text.as_str(), "where" | "condition"));
    let condition = condition.or(beside.map(|(_, found)| found));
    let target = maker.target(Some(name), condition, step.key.span)?;
    if target.is_own_row && !maker.is_stored {
        return problem(step.key.span, "the row is not in its table yet");
    }
    let first = Some(Sql::of("t", target.row.table.names.key()));
    Ok(read(
        maker,
        target.row.table,
        target.condition,
        known_as,
        first,
    ))
}

/// `Invoice`, or `customer AS buyer`.
fn plain(text: &Written) -> Found<(EntityName, Option<Written>)> {
    let words: Vec<_> = text.text.split_whitespace().collect();
    let written = |word: &str| Written {
        text: word.to_owned(),
        span: text.span,
    };
    let name = |word: &str| {
        let (schema, name) = match word.split_once('.') {
            Some((schema, name)) => (Some(written(schema)), name),
            None => (None, word),
        };
        EntityName {
            schema,
            name: written(name),
            span: text.span,
        }
    };
    match words.as_slice() {
        [only] => Ok((name(only), None)),
        [first, word, alias] if word.eq_ignore_ascii_case("as") => {
            Ok((name(first), Some(written(alias))))
        }
        _ => problem(
            text.span,
            "only a name can stand here; conditions stand behind `find`",
        ),
    }
}

/// Reads the first row that a condition picks; that there is none is an error.
fn read<'db>(
    maker: &mut Maker<'_, 'db>,
    table: Table<'db>,
    condition: Sql,
    known_as: Option<&Written>,
    first: Option<Sql>,
) -> Vec<Statement> {
    let base = table.names.base.clone();
    let name = known_as.map_or(base.as_str(), |name| name.text.as_str());
    let row_type = DataType::object(table.names.table());
    let variable = maker.variable(&format!("var_{name}"), row_type);
    let from = Source::aliased(table.names.table(), "t");
    let mut query = Select::one(Sql::Star, from).filtered(condition);
    query.order_by = first
        .map(|by| Order {
            by,
            descending: false,
        })
        .into_iter()
        .collect();
    query.limit = Some(Sql::integer(1));
    if let Some(known_as) = known_as {
        let row = Row {
            name: variable.clone(),
            table,
        };
        maker.scope.know(&known_as.text, Known::Row(row));
    }
    let context = object([("entity", Sql::text(&base))]);
    let fail = maker.fail(NOT_FOUND, &[], not_found(&base), context);
    vec![
        Statement::SelectInto {
            query: Box::new(query),
            targets: vec![vec![Name::clone(&variable)]],
            is_strict: false,
        },
        Statement::when(Sql::Word("FOUND").inverted(), [fail]),
    ]
}
