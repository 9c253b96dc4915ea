//! `query`, `subquery`, `cte`, `for_query`, `return_table` and `raw_sql`: SQL that stands in a spec.
//!
//! It is never made a part of the function. The database reads it while the function runs, so that
//! whatever is in it, the function is one. `concat` keeps the database from doing so any earlier.

use specql_analysis::spec::{Content, Step};
use specql_language::expression::ValueType;
use specql_sql::function::Statement;
use specql_sql::{DataType, Expression as Sql, Name, quote};

use super::{find, repeat};
use crate::action::answer::{Answer, object};
use crate::action::core::told_at_the_end;
use crate::action::maker::{Maker, problem};
use crate::expression::{Found, Known, Value};

/// `query: SELECT …` or `query: Entity WHERE …`
pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let is_question = written(maker, step).is_some_and(is_question);
    if !is_question && matches!(step.content, Content::Statement(_) | Content::Text(_)) {
        return find::make(maker, step);
    }
    let sql = question(maker, step)?;
    let Some(known_as) = &step.result else {
        return problem(step.key.span, "nothing is called after its answer");
    };
    let variable = maker.variable(&format!("var_{}", known_as.text), DataType::TEXT);
    let known = Value::of(Sql::name(variable.clone()), ValueType::Unknown);
    maker.scope.know(&known_as.text, Known::Value(known));
    let sql = Sql::call("concat", [Sql::text(sql)]);
    Ok(vec![Statement::ExecuteInto(sql, vec![vec![variable]])])
}

/// `cte: {name, query}`: later questions can read from it.
pub(super) fn make_cte<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let block = maker.block_of(step).and_then(|block| block.get("cte"));
    let Some(name) = block.and_then(|block| block.text_of("name")) else {
        return problem(step.key.span, "it has no name");
    };
    let name = quote::identifier(Name::new(name).as_str());
    let sql = question(maker, step)?;
    maker.questions.push(format!("{name} AS ({sql})"));
    Ok(Vec::new())
}

/// `for_query: SELECT …`: each row is known as JSON.
pub(super) fn make_for<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let sql = question(maker, step)?;
    let Some(known_as) = &step.result else {
        return problem(step.key.span, "the rows have no name");
    };
    let variable = maker.variable(&format!("var_{}", known_as.text), DataType::JSONB);
    let known = Value::of(Sql::name(variable.clone()), ValueType::Json);
    maker.scope.know(&known_as.text, Known::Value(known));
    let statements = repeat::inside(maker, step);
    maker.scope.forget(&known_as.text);
    Ok(vec![Statement::ForEachAnswer {
        variable,
        sql: rows("to_jsonb(q.*)", &sql),
        statements,
    }])
}

/// `return_table: SELECT …`: the rows are what the caller is told.
pub(super) fn make_return<'db>(
    maker: &mut Maker<'_, 'db>,
    step: &'db Step,
) -> Found<Vec<Statement>> {
    let sql = question(maker, step)?;
    let variable = maker.variable("v_rows", DataType::JSONB);
    let all = rows("coalesce(jsonb_agg(to_jsonb(q.*)), '[]')", &sql);
    let answer = Answer {
        more: object([("rows", Sql::name(variable.clone()))]),
        ..told_at_the_end(maker)
    };
    Ok(vec![
        Statement::ExecuteInto(all, vec![vec![variable]]),
        answer.statement(maker.entity),
    ])
}

/// `raw_sql: …`: statements of PL/pgSQL.
pub(super) fn make_raw<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let Some(sql) = written(maker, step) else {
        return problem(step.key.span, "it does not say what is done");
    };
    maker.has_changed = true;
    let end = if sql.trim_end().ends_with(';') {
        ""
    } else {
        ";"
    };
    let block = Sql::text(format!("BEGIN {} {end} END", sql.trim()));
    let sql = Sql::call(
        "concat",
        [Sql::text("DO "), Sql::call("quote_literal", [block])],
    );
    let mut statements = vec![Statement::Execute(sql)];
    if maker.is_stored {
        statements.push(maker.read_again());
    }
    Ok(statements)
}

/// What is put together of the rows of a question.
fn rows(of_rows: &str, sql: &str) -> Sql {
    let sql = format!("SELECT {of_rows} FROM ({sql}) AS q");
    Sql::call("concat", [Sql::text(sql)])
}

/// What stands in a step as SQL.
fn written<'db>(maker: &Maker<'_, 'db>, step: &Step) -> Option<&'db str> {
    let block = maker.block_of(step)?.get(&step.key.text)?;
    block.get("query").unwrap_or(block).text()
}

/// The question in a step, with those that have a name in front of it.
fn question(maker: &Maker<'_, '_>, step: &Step) -> Found<String> {
    let span = step.key.span;
    let Some(sql) = written(maker, step) else {
        return problem(span, "it does not say what is asked");
    };
    let sql = sql.trim().trim_end_matches(';').trim_end();
    if !is_question(sql) {
        return problem(span, "it is no question in SQL");
    }
    if sql.contains(';') {
        return problem(span, "it is more than one question");
    }
    if names_parameter(sql) {
        return problem(span, "SQL cannot name what is handed over");
    }
    if maker.questions.is_empty() {
        return Ok(sql.to_owned());
    }
    if begins_with(sql, "with") {
        return problem(span, "it names questions itself");
    }
    Ok(format!("WITH {} {sql}", maker.questions.join(", ")))
}

fn is_question(written: &str) -> bool {
    ["select", "with", "values"]
        .iter()
        .any(|word| begins_with(written, word))
}

fn begins_with(written: &str, word: &str) -> bool {
    let first = written.split_whitespace().next().unwrap_or_default();
    first.trim_start_matches('(').eq_ignore_ascii_case(word)
}

/// Whether something like `$name` stands in SQL.
fn names_parameter(sql: &str) -> bool {
    let mut behind = sql.match_indices('$').map(|(at, _)| sql.get(at + 1..));
    behind.any(|rest| {
        let next = rest.and_then(|rest| rest.chars().next());
        next.is_some_and(|c| c.is_alphabetic() || c == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_told_by_their_first_word() {
        assert!(is_question("  SELECT 1"));
        assert!(is_question("(select 1)"));
        assert!(is_question("WITH a AS (SELECT 1) SELECT 2"));
        assert!(!is_question("Selection WHERE a = 1"));
    }

    #[test]
    fn what_is_handed_over_has_a_name() {
        assert!(names_parameter("SELECT $name"));
        assert!(!names_parameter("SELECT '$5', $$"));
    }
}
