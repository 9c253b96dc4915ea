//! `call`: another action, or a function of the database.

use specql_analysis::expression::ast::{
    Argument, Expression, ExpressionKind, Literal, Mark, Name as WrittenName, Parameter, Path,
};
use specql_analysis::spec::{Content, Step};
use specql_language::expression::ValueType;
use specql_sql::expression::BinaryOperator;
use specql_sql::function::Statement;
use specql_sql::{DataType, Expression as Sql, Name, ObjectName, quote};
use specql_yaml::Span;

use crate::action::answer::object;
use crate::action::maker::{Maker, ROW, problem};
use crate::action::naming::{ActionKind, Called, called};
use crate::block::Block;
use crate::expression::{Found, Known, Shape, Table, Value};
use crate::names::mutation_result;

pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let Content::Call(call) = &step.content else {
        return problem(step.key.span, "it does not say which function");
    };
    let Some(function) = &call.function else {
        return problem(call.span, "it does not say which function");
    };
    let mut given = Vec::new();
    for Argument { name, value, .. } in &call.arguments {
        let name = match name {
            Some(path) => match path.single() {
                Some(name) => Some(name.text.as_str()),
                None => return problem(path.span, "it is no name of an argument"),
            },
            None => None,
        };
        given.push((name, value));
    }
    for (name, value) in &step.expressions {
        given.push((Some(name.text.as_str()), value));
    }
    carry_out(maker, step, function, &given)
}

/// `call_function: {function, arguments, returns}`. The grammar does not look into its arguments:
/// only names, parameters and values as they stand are known.
pub(super) fn make_function<'db>(
    maker: &mut Maker<'_, 'db>,
    step: &'db Step,
) -> Found<Vec<Statement>> {
    let block = maker
        .block_of(step)
        .and_then(|block| block.get("call_function"));
    let Some(name) = block.and_then(|block| block.text_of("function")) else {
        return problem(step.key.span, "it does not say which function");
    };
    let span = step.key.span;
    let written = |text: &str| WrittenName {
        text: text.to_owned(),
        span,
    };
    let function = Path {
        parts: name.split('.').map(written).collect(),
        span,
    };
    let listed = block.and_then(|block| block.get("arguments"));
    let mut values = Vec::new();
    for (name, value) in listed.into_iter().flat_map(Block::entries) {
        let Some(value) = plain(value) else {
            let reason = format!("the argument `{name}` cannot be read");
            return problem(span, reason);
        };
        values.push((name, value));
    }
    let given: Vec<_> = values
        .iter()
        .map(|(name, value)| (Some(*name), value))
        .collect();
    carry_out(maker, step, &function, &given)
}

/// A name, a parameter or a value as it stands.
pub(super) fn plain(block: Block<'_>) -> Option<Expression> {
    let span = block.span();
    let is_name = |text: &str| {
        let mut letters = text.chars();
        letters
            .next()
            .is_some_and(|c| c.is_alphabetic() || c == '_')
            && letters.all(|c| c.is_alphanumeric() || c == '_')
    };
    let kind = match (block.text(), block.number(), block.truth()) {
        (Some(text), ..) => match text.strip_prefix('$') {
            Some(name) if is_name(name) => ExpressionKind::Parameter(Parameter {
                mark: Mark::Dollar,
                parts: vec![WrittenName {
                    text: name.to_owned(),
                    span,
                }],
            }),
            _ if is_name(text) => ExpressionKind::Name(text.to_owned()),
            _ => return None,
        },
        (None, Some(digits), _) => ExpressionKind::Literal(Literal::Number(digits)),
        (None, None, Some(value)) => ExpressionKind::Literal(Literal::Boolean(value)),
        (None, None, None) => return None,
    };
    Some(Expression { kind, span })
}

type Given<'s> = (Option<&'s str>, &'s Expression);

fn carry_out<'db>(
    maker: &mut Maker<'_, 'db>,
    step: &'db Step,
    function: &Path,
    given: &[Given<'_>],
) -> Found<Vec<Statement>> {
    let entity = maker.entity;
    match called(entity.db, entity.file, function) {
        Some(called) => of_action(maker, step, &called, given, function.span),
        None => of_function(maker, step, function, given),
    }
}

/// Calls another action, and fails where it fails.
fn of_action<'db>(
    maker: &mut Maker<'_, 'db>,
    step: &'db Step,
    called: &Called,
    given: &[Given<'_>],
    span: Span,
) -> Found<Vec<Statement>> {
    if called.file == maker.entity.file && called.unique == maker.action.unique {
        return problem(span, "an action that calls itself never ends");
    }
    if !maker.is_stored && called.file == maker.entity.file && called.kind != ActionKind::Create {
        return problem(span, "the row is not in its table yet");
    }
    let mut values = Vec::new();
    for (name, value) in given {
        let Some(name) = name else {
            return problem(value.span, "an argument has no name");
        };
        let value = maker.scope.value(value)?;
        values.push((*name, value));
    }
    let id = id_of(maker, called, &values);
    let mut entries: Vec<(String, Sql)> = Vec::new();
    if let Some(id) = id.clone().filter(|_| called.kind != ActionKind::Create) {
        entries.push(("id".to_owned(), id));
    }
    for (name, value) in values {
        if name == "id" && called.kind != ActionKind::Create {
            continue;
        }
        match id_of_key(maker, &value) {
            Some(id) => entries.push((format!("{name}_id"), id)),
            None => entries.push((name.to_owned(), as_json(value))),
        }
    }
    let result = maker.variable("v_result", DataType::object(mutation_result()));
    let mut statements = Vec::new();
    let session = |name: &str| Sql::name(name);
    let arguments = if called.kind == ActionKind::Delete {
        let id = id.unwrap_or(Sql::Null).cast(DataType::UUID);
        vec![session("auth_tenant_id"), id, session("auth_user_id")]
    } else {
        let payload = maker.variable("v_payload", DataType::JSONB);
        let entries = entries
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone()));
        statements.push(Statement::assign(payload.clone(), object(entries)));
        let empty = Sql::Null.cast(DataType::object(called.input_type()));
        let payload = Sql::name(payload);
        let input = Sql::call("jsonb_populate_record", [empty, payload.clone()]);
        vec![
            session("auth_tenant_id"),
            input,
            payload,
            session("auth_user_id"),
        ]
    };
    let core = ObjectName::new(called.names.schema.clone(), called.unique.as_str());
    statements.push(Statement::assign(
        result.clone(),
        Sql::call_object(core, arguments),
    ));
    let has_failed =
        Sql::of(result.clone(), "status").binary(BinaryOperator::NotEqual, Sql::text("success"));
    let fail = maker.fail_like(&result);
    statements.push(Statement::when(has_failed, [fail]));
    maker.has_changed = true;
    if called.file == maker.entity.file && maker.is_stored {
        statements.push(maker.read_again());
    }
    if let Some(known_as) = &step.result {
        let value = Value::of(Sql::of(result, "object_data"), ValueType::Json);
        maker.scope.know(&known_as.text, Known::Value(value));
    }
    Ok(statements)
}

/// The row that another action is about: the one that is said, the action's own, or the one that
/// a value or the row refers to.
fn id_of(maker: &Maker<'_, '_>, called: &Called, values: &[(&str, Value)]) -> Option<Sql> {
    let said = values.iter().find(|(name, _)| *name == "id");
    if let Some((_, value)) = said {
        return id_of_key(maker, value).or_else(|| Some(value.sql.clone()));
    }
    if called.file == maker.entity.file {
        return Some(Sql::of(ROW, "id"));
    }
    let is_of = |value: &&Value| value.shape.target() == Some(called.file);
    let mut keys = values.iter().map(|(_, value)| value).filter(is_of);
    if let Some(value) = keys.next() {
        return id_of_key(maker, value);
    }
    let fields = maker.table.entity.fields.iter();
    let mut columns = fields.filter_map(|field| {
        let (column, shape) = maker.table.field(&field.name)?;
        (shape.target() == Some(called.file)).then_some(column)
    });
    let column = columns.next()?;
    let id = Sql::call_object(called.names.id_function(), [Sql::of(ROW, column)]);
    columns.next().is_none().then_some(id)
}

/// The id of the row that a value is the key of.
fn id_of_key(maker: &Maker<'_, '_>, value: &Value) -> Option<Sql> {
    let table = Table::of(maker.entity.db, value.shape.target()?)?;
    Some(Sql::call_object(
        table.names.id_function(),
        [value.sql.clone()],
    ))
}

fn as_json(value: Value) -> Sql {
    match value.shape.value() {
        ValueType::Literal | ValueType::Null => value.sql.cast(DataType::TEXT),
        _ => value.sql,
    }
}

/// Calls a function that the workspace does not have. Whether the database has it is only known
/// when it runs.
fn of_function<'db>(
    maker: &mut Maker<'_, 'db>,
    step: &'db Step,
    function: &Path,
    given: &[Given<'_>],
) -> Found<Vec<Statement>> {
    let parts: Vec<_> = function
        .parts
        .iter()
        .map(|part| part.text.as_str())
        .collect();
    let name = match parts.as_slice() {
        [name] if !name.is_empty() => format!(
            "{}.{}",
            quote::identifier(maker.entity.names.schema.as_str()),
            quote::identifier(Name::new(name).as_str())
        ),
        [schema, name] if !schema.is_empty() && !name.is_empty() => format!(
            "{}.{}",
            quote::identifier(Name::new(schema).as_str()),
            quote::identifier(Name::new(name).as_str())
        ),
        _ => return problem(function.span, "no function can be called so"),
    };
    let mut template = format!("SELECT {}(", name.replace('%', "%%"));
    let mut values = Vec::new();
    for (place, (name, value)) in given.iter().enumerate() {
        if place > 0 {
            template.push_str(", ");
        }
        if let Some(name) = name {
            let name = quote::identifier(Name::new(name).as_str()).replace('%', "%%");
            template.push_str(&name);
            template.push_str(" => ");
        }
        template.push_str("%L");
        let value = maker.scope.value(value)?;
        let value = match (&value.shape, id_of_key(maker, &value)) {
            (Shape::Key(_), Some(id)) => id,
            _ => value.sql,
        };
        values.push(value.cast(DataType::TEXT));
    }
    maker.has_changed = true;
    let Some(known_as) = &step.result else {
        template.push(')');
        return Ok(vec![Statement::Execute(put_together(template, values))]);
    };
    template.push_str(")::text");
    let variable = maker.variable(&format!("var_{}", known_as.text), DataType::TEXT);
    let known = Value::of(Sql::name(variable.clone()), ValueType::Unknown);
    maker.scope.know(&known_as.text, Known::Value(known));
    Ok(vec![Statement::ExecuteInto(
        put_together(template, values),
        vec![vec![variable]],
    )])
}

/// SQL that is put together while it runs, from a template and the values in it. `concat` keeps the
/// database from working out what is constant any earlier.
fn put_together(template: String, mut values: Vec<Sql>) -> Sql {
    values.insert(0, Sql::text(template));
    Sql::call("concat", [Sql::call("format", values)])
}
