//! How consumers take events from the outbox, and say what has become of them.

use specql_sql::expression::BinaryOperator;
use specql_sql::function::{Argument, Block, Body, Function, Statement, Variable};
use specql_sql::query::{Delete, Order, Select, Source, Update};
use specql_sql::{DataType, Expression, Name, ObjectName};

use super::{CLAIMED, DEAD, PENDING, event_log, outbox_table};
use crate::names::APP;

/// In seconds: no event waits longer for its next try.
const LONGEST_DELAY: i64 = 3600;

/// With more tries, the delay would be longer than the longest anyway.
const MOST_DOUBLINGS: i64 = 12;

fn given(name: &str) -> Expression {
    Expression::name(name)
}

/// A column of the outbox, of which each query here speaks by this name.
fn of_outbox(column: &str) -> Expression {
    Expression::of("o", column)
}

fn function(name: &str, arguments: Vec<Argument>, returns: DataType, body: Block) -> Function {
    let name = ObjectName::new(APP, name);
    Function::new(name, arguments, returns, Body::Block(body))
}

fn change(set: Vec<(Name, Expression)>, condition: Expression) -> Statement {
    let update = Update {
        table: outbox_table(),
        alias: Some("o".into()),
        set,
        from: None,
        condition: Some(condition),
        returning: Vec::new(),
    };
    Statement::Update(Box::new(update), Vec::new())
}

/// Gives a consumer the events that are due and that nobody else has.
pub(super) fn claim() -> Function {
    let is_due = of_outbox("next_attempt_at")
        .binary(BinaryOperator::LessOrEqual, Expression::call("now", []));
    let due = Select {
        columns: vec![
            (of_outbox("pk_event"), None),
            (of_outbox("occurred_at"), None),
        ],
        from: Some(Source::aliased(outbox_table(), "o")),
        order_by: vec![Order {
            by: of_outbox("pk_event"),
            descending: false,
        }],
        limit: Some(given("p_limit")),
        is_locking: true,
        skips_locked: true,
        ..Select::default()
    }
    .filtered(of_outbox("status").equals(Expression::text(PENDING)))
    .filtered(is_due);
    let of_due = |column: &str| Expression::of("v_due", column);
    let one_more = of_outbox("attempts").binary(BinaryOperator::Add, Expression::integer(1));
    let take = change(
        vec![
            ("status".into(), Expression::text(CLAIMED)),
            ("attempts".into(), one_more),
            ("claimed_by".into(), given("p_consumer")),
            ("claimed_at".into(), Expression::call("now", [])),
        ],
        of_outbox("pk_event").equals(of_due("pk_event")),
    );
    let event = Select::one(Expression::Star, Source::aliased(event_log(), "e"))
        // The day leads to the partition.
        .filtered(Expression::of("e", "occurred_at").equals(of_due("occurred_at")))
        .filtered(Expression::of("e", "pk_event").equals(of_due("pk_event")));
    let body = Block {
        variables: vec![Variable::new("v_due", DataType::RECORD)],
        statements: vec![Statement::ForEachRow {
            variable: "v_due".into(),
            query: Box::new(due),
            statements: vec![take, Statement::ReturnQuery(Box::new(event))],
        }],
        handlers: Vec::new(),
    };
    function(
        "claim_events",
        vec![
            Argument::new("p_consumer", DataType::TEXT),
            Argument::new("p_limit", DataType::INTEGER).with_default(Expression::integer(100)),
        ],
        DataType::object(event_log()).set(),
        body,
    )
    .with_comment(
        "Gives a consumer the events that are due and that no other consumer has, in their order. \
         Each is to be answered with app.ack_event or app.fail_event.",
    )
}

/// Takes an event out of the outbox.
pub(super) fn acknowledge() -> Function {
    let delete = Delete {
        table: outbox_table(),
        alias: Some("o".into()),
        condition: Some(of_outbox("pk_event").equals(given("p_pk_event"))),
        returning: Vec::new(),
    };
    function(
        "ack_event",
        vec![Argument::new("p_pk_event", DataType::BIGINT)],
        DataType::VOID,
        Block::of([Statement::Delete(Box::new(delete), Vec::new())]),
    )
    .with_comment("Says that a consumer has dealt with an event.")
}

/// Offers an event again later, or never again after too many tries.
pub(super) fn fail() -> Function {
    let is_given_up =
        of_outbox("attempts").binary(BinaryOperator::GreaterOrEqual, given("p_max_attempts"));
    let status = Expression::when(
        is_given_up,
        Expression::text(DEAD),
        Some(Expression::text(PENDING)),
    );
    let tries = Expression::call(
        "least",
        [of_outbox("attempts"), Expression::integer(MOST_DOUBLINGS)],
    );
    let seconds = Expression::call(
        "least",
        [
            Expression::integer(LONGEST_DELAY),
            Expression::call("power", [Expression::integer(2), tries]),
        ],
    );
    let second = Expression::text("1 second").cast(DataType::INTERVAL);
    let later = Expression::call("now", []).binary(
        BinaryOperator::Add,
        second.binary(BinaryOperator::Multiply, seconds),
    );
    let retry = change(
        vec![
            ("status".into(), status),
            ("next_attempt_at".into(), later),
            ("last_error".into(), given("p_error")),
        ],
        of_outbox("pk_event").equals(given("p_pk_event")),
    );
    function(
        "fail_event",
        vec![
            Argument::new("p_pk_event", DataType::BIGINT),
            Argument::new("p_error", DataType::TEXT),
            Argument::new("p_max_attempts", DataType::INTEGER).with_default(Expression::integer(8)),
        ],
        DataType::VOID,
        Block::of([retry]),
    )
    .with_comment(
        "Says that a consumer could not deal with an event, and why. It is offered again, each \
         time after twice as long, until it has been tried too often.",
    )
}

/// Offers events again that were taken and never answered.
pub(super) fn release() -> Function {
    let is_old = of_outbox("claimed_at").binary(BinaryOperator::Less, given("p_claimed_before"));
    let offer = change(
        vec![("status".into(), Expression::text(PENDING))],
        of_outbox("status")
            .equals(Expression::text(CLAIMED))
            .and(is_old),
    );
    function(
        "release_events",
        vec![Argument::new("p_claimed_before", DataType::TIMESTAMPTZ)],
        DataType::VOID,
        Block::of([offer]),
    )
    .with_comment(
        "Offers events again that were taken before this moment and never answered: their \
         consumer is no more.",
    )
}
