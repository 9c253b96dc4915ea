//! How read models that are kept get up to date: changes mark them, and whoever wants them current
//! refreshes the marked ones.
//!
//! Each statement that changes something leaves a mark of its own, so that writers never wait for
//! each other or for a refresh. A refresh takes the marks that it sees and sees all that they are of.

use specql_sql::catalogue::{
    Catalogue, Column, Constraint, ConstraintKind, Filled, Index, IndexColumn, Object, Table,
};
use specql_sql::expression::BinaryOperator;
use specql_sql::function::{
    Block, Body, Function, Handler, Level, RaiseOption, Statement, Variable,
};
use specql_sql::query::{Delete, Insert, Order, Select, Source, Values};
use specql_sql::{DataType, Expression, Name, ObjectName};

/// By this, catalogues ask for the marks.
pub(crate) const READ_MODELS: &str = "read models";

/// The schema of all read models.
pub(crate) const READ: &str = "read";

pub(super) fn read_models() -> Catalogue {
    let mut catalogue = Catalogue::of(READ_MODELS);
    catalogue.add(Object::Schema(Name::new(READ), None));
    catalogue.add(queue());
    catalogue.add(Index::new(
        "idx_tb_refresh_queue_model",
        &queue_table(),
        [IndexColumn::of("model"), IndexColumn::of("marked_by")],
    ));
    catalogue.add(mark());
    catalogue.add(refresh());
    catalogue
}

/// `read.mark_dirty`
pub(crate) fn mark_function() -> ObjectName {
    ObjectName::new(READ, "mark_dirty")
}

fn queue_table() -> ObjectName {
    ObjectName::new(READ, "tb_refresh_queue")
}

fn transaction() -> Expression {
    Expression::call("txid_current", [])
}

fn queue() -> Table {
    let column = |name: &str, data_type, doc: &str| {
        Column::new(name, data_type).required().with_comment(doc)
    };
    let default = |value| Filled::Default(value);
    Table {
        name: queue_table(),
        columns: vec![
            column("pk_refresh", DataType::BIGINT, "The number of the mark.")
                .filled(Filled::AlwaysCounted),
            column("model", DataType::TEXT, "What is no longer current."),
            column(
                "marked_by",
                DataType::BIGINT,
                "The transaction that changed something.",
            )
            .filled(default(transaction())),
            column("marked_at", DataType::TIMESTAMPTZ, "When it did so.")
                .filled(default(Expression::call("now", []))),
        ],
        constraints: vec![Constraint::new(
            Name::of_table(&queue_table().name, "pkey"),
            ConstraintKind::PrimaryKey(vec!["pk_refresh".into()]),
        )],
        partitioned_by: None,
        comment: Some("Which read models are no longer current.".to_owned()),
        origin: None,
    }
}

/// Once in a transaction is enough.
fn mark() -> Function {
    let model = || {
        Expression::Item(
            Box::new(Expression::Word("TG_ARGV")),
            Box::new(Expression::integer(0)),
        )
    };
    let known = Select::one(Expression::integer(1), Source::aliased(queue_table(), "q"))
        .filtered(Expression::of("q", "model").equals(model()))
        .filtered(Expression::of("q", "marked_by").equals(transaction()));
    let insert = Insert {
        table: queue_table(),
        columns: vec!["model".into()],
        values: Values::Rows(vec![vec![model()]]),
        on_conflict: None,
        returning: Vec::new(),
    };
    let body = Block::of([
        Statement::when(
            Expression::Exists(Box::new(known)).inverted(),
            [Statement::Insert(Box::new(insert), Vec::new())],
        ),
        Statement::Return(Some(Expression::Null)),
    ]);
    let mut function = Function::of_trigger(mark_function(), body)
        .with_comment("Notes that a read model is no longer current.");
    // Who writes rows need not know of read models.
    function.is_definer = true;
    function
}

fn refresh() -> Function {
    let name = Expression::name;
    let of_queue = |column: &str| Expression::of("q", column);
    let models = Select {
        distinct: true,
        columns: vec![(of_queue("model"), None)],
        from: Some(Source::aliased(queue_table(), "q")),
        order_by: vec![Order {
            by: of_queue("model"),
            descending: false,
        }],
        ..Select::default()
    };
    let model = || Expression::of("v_marked", "model");
    let quoted = Expression::call("format", [Expression::text(format!("{READ}.%I")), model()]);
    let is_free = Expression::call(
        "pg_try_advisory_xact_lock",
        [Expression::call(
            "hashtextextended",
            [name("v_view"), Expression::integer(0)],
        )],
    );
    let take = Delete {
        table: queue_table(),
        alias: Some("q".into()),
        condition: Some(of_queue("model").equals(model())),
        returning: Vec::new(),
    };
    let is_there = Expression::call("to_regclass", [name("v_view")]).is_not_null();
    let sql = Expression::call(
        "concat",
        [
            Expression::text("REFRESH MATERIALIZED VIEW CONCURRENTLY "),
            name("v_view"),
        ],
    );
    let one_more = name("v_refreshed").binary(BinaryOperator::Add, Expression::integer(1));
    let refresh = Statement::when(
        Expression::Word("FOUND").and(is_there),
        [
            Statement::Execute(sql),
            Statement::assign("v_refreshed", one_more),
        ],
    );
    // What cannot be worked out stays marked, and does not keep others from being refreshed.
    let warn = Statement::Raise {
        level: Level::Warning,
        options: vec![
            (
                RaiseOption::Message,
                Expression::call(
                    "concat",
                    [
                        name("v_view"),
                        Expression::text(" is not refreshed: "),
                        Expression::Word("SQLERRM"),
                    ],
                ),
            ),
            (RaiseOption::Code, Expression::Word("SQLSTATE")),
        ],
    };
    let attempt = Block {
        variables: Vec::new(),
        statements: vec![Statement::Delete(Box::new(take), Vec::new()), refresh],
        handlers: vec![Handler {
            conditions: vec!["OTHERS"],
            statements: vec![warn],
        }],
    };
    let block = Block {
        variables: vec![
            Variable::new("v_marked", DataType::RECORD),
            Variable::new("v_view", DataType::TEXT),
            Variable::new("v_refreshed", DataType::INTEGER).with_value(Expression::integer(0)),
        ],
        statements: vec![
            Statement::ForEachRow {
                variable: "v_marked".into(),
                query: Box::new(models),
                statements: vec![
                    Statement::assign("v_view", quoted),
                    // Somebody else is at it already.
                    Statement::when(is_free.inverted(), [Statement::Continue]),
                    Statement::Block(Box::new(attempt)),
                ],
            },
            Statement::Return(Some(name("v_refreshed"))),
        ],
        handlers: Vec::new(),
    };
    let mut function = Function::new(
        ObjectName::new(READ, "refresh_dirty"),
        Vec::new(),
        DataType::INTEGER,
        Body::Block(block),
    )
    .with_comment(
        "Brings read models up to date that are no longer current, and tells how many. Whoever \
         owns them has to see the rows of all tenants.",
    );
    // Moments become values of keys, and have to do so in one way.
    function.settings = vec![("timezone", "UTC"), ("datestyle", "ISO")];
    function
}
