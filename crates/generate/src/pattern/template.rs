//! Settings that rows take over from a template.

use specql_sql::catalogue::{
    Column, Constraint, ConstraintKind, ForeignKey, Index, IndexColumn, Object,
};
use specql_sql::expression::BinaryOperator;
use specql_sql::function::{
    Argument, Block, Body, Function, Statement, Variable, Volatility, target,
};
use specql_sql::query::{Select, Source};
use specql_sql::{DataType, Expression, Name, ObjectName};

use super::{Added, Asked};
use crate::block::Block as Given;
use crate::names::{APP, Names};
use crate::table::More;
use crate::workspace::find_entity;

pub(super) fn add(asked: &Asked<'_, '_>, more: &mut More) -> Added {
    let entity = asked.entity;
    let names = &entity.names;
    let named = asked
        .text("template_entity")
        .ok_or("it needs `template_entity`")?;
    let found = find_entity(entity.db, entity.file, None, named);
    let found = found.map_err(|missing| missing.reason(named))?;
    let template = Names::of(entity.db, found).ok_or("it has no template")?;
    if template.table() != names.table() {
        return Err("templates have to be rows of the entity itself".to_owned());
    }
    let field_name = asked.text("template_field").unwrap_or("template_id");
    let mut objects = Vec::new();
    let key = match entity.field(field_name) {
        Some(field) if field.reference().and_then(|found| found.only()) == Some(names) => {
            field.column_name()
        }
        Some(_) => {
            return Err(format!(
                "`{field_name}` does not refer to the entity itself"
            ));
        }
        None => {
            let key = Name::new(field_name);
            more.columns.push(
                Column::new(key.clone(), DataType::INTEGER)
                    .with_comment("The template that settings are taken over from.")
                    .with_origin(asked.origin),
            );
            let foreign = ForeignKey {
                columns: vec![key.clone()],
                table: names.table(),
                targets: vec![names.key()],
                on_delete: None,
                on_update: None,
            };
            let constraint = Constraint::new(
                names.of_table(&format!("{field_name}_fkey")),
                ConstraintKind::ForeignKey(foreign),
            );
            let constraint = constraint.with_origin(asked.origin);
            objects.push(Object::Constraint(names.table(), Box::new(constraint)));
            let index = Index::new(
                names.index(field_name),
                &names.table(),
                [IndexColumn::of(key.clone())],
            );
            objects.push(index.with_origin(asked.origin).into());
            key
        }
    };
    let config_name = asked.text("config_field").unwrap_or("config_data");
    let config = match entity.field(config_name) {
        Some(field) if field.data_type() == DataType::JSONB => field.column_name(),
        Some(_) => return Err(format!("`{config_name}` is no JSON")),
        None => {
            let config = Name::new(config_name);
            more.columns.push(
                Column::new(config.clone(), DataType::JSONB)
                    .with_comment("The row's own settings.")
                    .with_origin(asked.origin),
            );
            config
        }
    };
    let strategy = asked.text("merge_strategy").unwrap_or("override");
    if strategy != "override" {
        objects.push(merge().into());
    }
    objects.push(resolve(asked, &key, &config, strategy).into());
    Ok(objects)
}

/// The settings of a row, together with those of its templates: the row's own win.
fn resolve(asked: &Asked<'_, '_>, key: &Name, config: &Name, strategy: &str) -> Function {
    let names = &asked.entity.names;
    let depth = asked.get("max_depth").and_then(Given::integer).unwrap_or(5);
    let mut find = Select::one(
        Expression::of("t", config.clone()),
        Source::aliased(names.table(), "t"),
    )
    .filtered(Expression::of("t", names.key()).equals(Expression::name("v_next")));
    find.columns.push((Expression::of("t", key.clone()), None));
    let (own, above) = (
        Expression::name("v_config"),
        Expression::call(
            "coalesce",
            [
                Expression::name("v_found"),
                Expression::text("{}").cast(DataType::JSONB),
            ],
        ),
    );
    let both = match strategy {
        "merge" | "append" => Expression::call_object(
            merge_name(),
            [above, own, Expression::Boolean(strategy == "append")],
        ),
        _ => above.binary(BinaryOperator::Concatenate, own),
    };
    let block = Block {
        variables: vec![
            Variable::new("v_config", DataType::JSONB)
                .with_value(Expression::text("{}").cast(DataType::JSONB)),
            Variable::new("v_found", DataType::JSONB),
            Variable::new("v_next", DataType::INTEGER).with_value(Expression::name("p_pk")),
        ],
        statements: vec![
            Statement::ForRange {
                variable: "v_level".into(),
                low: Expression::integer(0),
                high: Expression::integer(depth),
                statements: vec![
                    Statement::SelectInto {
                        query: Box::new(find),
                        targets: vec![target("v_found"), target("v_next")],
                        is_strict: false,
                    },
                    Statement::assign("v_config", both),
                    Statement::when(Expression::name("v_next").is_null(), [Statement::Exit]),
                ],
            },
            Statement::Return(Some(Expression::name("v_config"))),
        ],
        handlers: Vec::new(),
    };
    Function::new(
        names.object(&asked.name("resolve_", "_config")),
        vec![Argument::new("p_pk", DataType::INTEGER)],
        DataType::JSONB,
        Body::Block(block),
    )
    .with_volatility(Volatility::Stable)
    .with_comment("The settings of a row, with those that it takes over from its templates.")
    .with_origin(asked.origin)
}

fn merge_name() -> ObjectName {
    ObjectName::new(APP, "merge_json")
}

/// Puts two JSON values together, level by level; what the second says wins.
fn merge() -> Function {
    let given = |name: &str| Expression::name(name);
    let kind = |name: &str| Expression::call("jsonb_typeof", [Expression::name(name)]);
    let are = |word: &str| {
        let is = |name| kind(name).equals(Expression::text(word));
        is("p_base").and(is("p_own"))
    };
    let value = Expression::Name(vec!["o".into(), "value".into()]);
    let key = Expression::Name(vec!["o".into(), "key".into()]);
    let each = Source::Function(
        specql_sql::expression::Call {
            function: specql_sql::expression::FunctionName::BuiltIn("jsonb_each"),
            distinct: false,
            arguments: vec![given("p_own")],
            filter: None,
        },
        "o".into(),
    );
    let base = given("v_result").binary(BinaryOperator::Member, Expression::of("r", "key"));
    let deeper = Expression::call_object(
        merge_name(),
        [
            base.clone(),
            Expression::of("r", "value"),
            given("p_appends"),
        ],
    );
    let merged = Expression::when(base.is_null(), Expression::of("r", "value"), Some(deeper));
    let put = Expression::call("jsonb_build_object", [Expression::of("r", "key"), merged]);
    let step = Statement::assign(
        "v_result",
        given("v_result").binary(BinaryOperator::Concatenate, put),
    );
    let block = Block {
        variables: vec![
            Variable::new("v_result", DataType::JSONB).with_value(given("p_base")),
            Variable::new("r", DataType::RECORD),
        ],
        statements: vec![
            Statement::If {
                branches: vec![
                    (
                        are("object"),
                        vec![
                            Statement::ForEachRow {
                                variable: "r".into(),
                                query: Box::new(Select {
                                    columns: vec![(key, None), (value, None)],
                                    from: Some(each),
                                    ..Select::default()
                                }),
                                statements: vec![step],
                            },
                            Statement::Return(Some(given("v_result"))),
                        ],
                    ),
                    (
                        given("p_appends").and(are("array")),
                        vec![Statement::Return(Some(
                            given("p_base").binary(BinaryOperator::Concatenate, given("p_own")),
                        ))],
                    ),
                ],
                otherwise: Vec::new(),
            },
            Statement::Return(Some(given("p_own"))),
        ],
        handlers: Vec::new(),
    };
    Function::new(
        merge_name(),
        vec![
            Argument::new("p_base", DataType::JSONB),
            Argument::new("p_own", DataType::JSONB),
            Argument::new("p_appends", DataType::BOOLEAN),
        ],
        DataType::JSONB,
        Body::Block(block),
    )
    .with_volatility(Volatility::Immutable)
    .with_comment("Puts two JSON values together, level by level; what the second says wins.")
}
