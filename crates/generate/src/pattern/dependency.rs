//! Chains of references that neither run in a circle nor become too long.

use specql_sql::catalogue::{Event, Timing, Trigger};
use specql_sql::expression::BinaryOperator;
use specql_sql::function::{Block, Function, Statement, Variable, target};
use specql_sql::query::{Select, Source};
use specql_sql::{DataType, Expression, Name};

use super::{Added, Asked};
use crate::block::Block as Given;

pub(super) fn add(asked: &Asked<'_, '_>) -> Added {
    if asked.get("parent_field").is_none() {
        return Err("only `parent_field` says how rows depend on each other".to_owned());
    }
    let field = asked.field("parent_field")?;
    let names = &asked.entity.names;
    let target_of = field.reference().and_then(|reference| reference.only());
    if target_of.is_none_or(|target| target.table() != names.table()) {
        return Err(format!(
            "`{}` does not refer to the entity itself",
            field.name()
        ));
    }
    let parent = field.column_name();
    let most = asked
        .get("max_depth")
        .and_then(Given::integer)
        .unwrap_or(10);
    let may_circle = asked.flag("allow_cycles");
    let next = Select::one(
        Expression::of("t", parent.clone()),
        Source::aliased(names.table(), "t"),
    )
    .filtered(Expression::of("t", names.key()).equals(Expression::name("v_next")));
    let is_circle = Expression::name("v_next").equals(Expression::of("new", names.key()));
    let is_long =
        Expression::name("v_depth").binary(BinaryOperator::Greater, Expression::integer(most));
    let refuse = |message: &str| {
        vec![Statement::raise(
            "check_violation",
            Expression::text(message),
        )]
    };
    let at_circle = if may_circle {
        vec![Statement::Exit]
    } else {
        refuse("The chain runs in a circle")
    };
    let one_more = Expression::name("v_depth").binary(BinaryOperator::Add, Expression::integer(1));
    let walk = Statement::While(
        Expression::name("v_next").is_not_null(),
        vec![
            Statement::If {
                branches: vec![
                    (is_circle, at_circle),
                    (is_long, refuse("The chain is too long")),
                ],
                otherwise: Vec::new(),
            },
            Statement::assign("v_depth", one_more),
            Statement::SelectInto {
                query: Box::new(next),
                targets: vec![target("v_next")],
                is_strict: false,
            },
        ],
    );
    let block = Block {
        variables: vec![
            Variable::new("v_next", DataType::INTEGER)
                .with_value(Expression::of("new", parent.clone())),
            Variable::new("v_depth", DataType::INTEGER).with_value(Expression::integer(1)),
        ],
        statements: vec![walk, Statement::Return(Some(Expression::name("new")))],
        handlers: Vec::new(),
    };
    let ending = format!("_{}_chain", field.name());
    let function = names.object(&asked.name("trg_", &ending));
    Ok(vec![
        Function::of_trigger(function.clone(), block)
            .with_comment("Refuses chains that run in a circle or become too long.")
            .with_origin(asked.origin)
            .into(),
        Trigger {
            name: Name::new(&asked.name("trg_tb_", &ending)),
            table: names.table(),
            timing: Timing::Before,
            events: vec![Event::Insert, Event::Update(vec![parent])],
            for_each_row: true,
            is_deferrable: false,
            condition: None,
            function,
            arguments: Vec::new(),
            origin: asked.origin,
        }
        .into(),
    ])
}
