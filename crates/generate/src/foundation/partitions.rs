//! Months of tables that are divided by time: how they are made ahead, and how old ones go.

use specql_sql::catalogue::{Catalogue, Object};
use specql_sql::expression::{BinaryOperator, Call};
use specql_sql::function::{Argument, Block, Body, Function, Statement, Variable, target};
use specql_sql::query::{Join, Select, Source};
use specql_sql::{DataType, Expression, Name, ObjectName};

use crate::names::APP;

/// By this, catalogues ask for the functions.
pub(crate) const PARTITIONS: &str = "partitions";

/// In bytes: with the month behind it, a longer name would be cut off.
const LONGEST_TABLE: i64 = 56;

/// The last day of a partition, in what PostgreSQL says of its bounds.
const END: &str = r"TO \('([^']+)'\)$";

/// Bounds are the same moments whoever makes them.
const SETTINGS: [(&str, &str); 2] = [("timezone", "UTC"), ("datestyle", "ISO")];

pub(super) fn partitions() -> Catalogue {
    let mut catalogue = Catalogue::of(PARTITIONS);
    catalogue.add(Object::Schema(Name::new(APP), None));
    catalogue.add(ensure());
    catalogue.add(drop_before());
    catalogue
}

/// Makes the partitions of some months that are not there yet.
fn ensure() -> Function {
    let name = Expression::name;
    let month = name("v_start").cast(DataType::DATE);
    let next = plus_months(name("v_start"), Expression::integer(1)).cast(DataType::DATE);
    let start = Expression::call(
        "date_trunc",
        [
            Expression::text("month"),
            name("p_from").cast(DataType::TIMESTAMP),
        ],
    );
    let digits = Expression::call("to_char", [name("v_start"), Expression::text("_YYYYMM")]);
    let partition = name("v_base").binary(BinaryOperator::Concatenate, digits);
    let sql = Expression::call(
        "format",
        [
            Expression::text("CREATE TABLE %I.%I PARTITION OF %s FOR VALUES FROM (%L) TO (%L)"),
            name("v_schema"),
            name("v_partition"),
            name("p_parent"),
            month,
            next,
        ],
    );
    let one_more = name("v_made").binary(BinaryOperator::Add, Expression::integer(1));
    let last = name("p_months").binary(BinaryOperator::Subtract, Expression::integer(1));
    let block = Block {
        variables: vec![
            Variable::new("v_schema", DataType::TEXT),
            Variable::new("v_base", DataType::TEXT),
            Variable::new("v_start", DataType::TIMESTAMP),
            Variable::new("v_partition", DataType::TEXT),
            Variable::new("v_made", DataType::INTEGER).with_value(Expression::integer(0)),
        ],
        statements: vec![
            // Two at once would both find a month missing.
            Statement::Perform(Call::built_in(
                "pg_advisory_xact_lock",
                [name("p_parent").cast(DataType::BIGINT)],
            )),
            Statement::SelectInto {
                query: Box::new(names_of_parent()),
                targets: vec![target("v_schema"), target("v_base")],
                is_strict: true,
            },
            Statement::ForRange {
                variable: "v_month".into(),
                low: Expression::integer(0),
                high: last,
                statements: vec![
                    Statement::assign("v_start", plus_months(start, name("v_month"))),
                    Statement::assign("v_partition", partition),
                    Statement::when(
                        Expression::Exists(Box::new(known_partition())).inverted(),
                        [
                            Statement::Execute(sql),
                            Statement::assign("v_made", one_more),
                        ],
                    ),
                ],
            },
            Statement::Return(Some(name("v_made"))),
        ],
        handlers: Vec::new(),
    };
    let mut function = Function::new(
        ObjectName::new(APP, "ensure_monthly_partitions"),
        vec![
            Argument::new("p_parent", DataType::REGCLASS),
            Argument::new("p_from", DataType::DATE),
            Argument::new("p_months", DataType::INTEGER),
        ],
        DataType::INTEGER,
        Body::Block(block),
    )
    .with_comment(
        "Makes the partitions of so many months from a day on, as far as they are not there, and \
         tells how many it made. To be called ahead of time: a month whose rows are in the default \
         partition already cannot be made.",
    );
    function.settings = SETTINGS.to_vec();
    function
}

/// The schema of the table that is divided, and what the names of its partitions begin with.
fn names_of_parent() -> Select {
    let name = || Expression::of("c", "relname").cast(DataType::TEXT);
    let is_long = Expression::call("octet_length", [name()])
        .binary(BinaryOperator::Greater, Expression::integer(LONGEST_TABLE));
    let base = Expression::when(is_long, Expression::call("md5", [name()]), Some(name()));
    Select {
        columns: vec![(Expression::of("n", "nspname"), None), (base, None)],
        from: Some(system("pg_class", "c")),
        joins: vec![Join {
            is_left: false,
            source: system("pg_namespace", "n"),
            on: Expression::of("n", "oid").equals(Expression::of("c", "relnamespace")),
        }],
        ..Select::default()
    }
    .filtered(Expression::of("c", "oid").equals(Expression::name("p_parent")))
}

fn known_partition() -> Select {
    partitions_of_parent(vec![(Expression::integer(1), None)])
        .filtered(Expression::of("c", "relname").equals(Expression::name("v_partition")))
}

/// Drops partitions with nothing but rows from before a day.
fn drop_before() -> Function {
    let bounds = Expression::call(
        "pg_get_expr",
        [
            Expression::of("c", "relpartbound"),
            Expression::of("c", "oid"),
        ],
    );
    let end = Expression::call("substring", [bounds, Expression::text(END)]);
    let table = Expression::of("c", "oid").cast(DataType::REGCLASS);
    let query = partitions_of_parent(vec![
        (table, Some("name".into())),
        (end, Some("ends".into())),
    ]);
    // Read as a moment only here: other tables may be divided by texts.
    let ends = Expression::of("v_partition", "ends").cast(DataType::TIMESTAMPTZ);
    let is_over = ends.binary(
        BinaryOperator::LessOrEqual,
        Expression::name("p_before").cast(DataType::TIMESTAMPTZ),
    );
    let sql = Expression::call(
        "format",
        [
            Expression::text("DROP TABLE %s"),
            Expression::of("v_partition", "name"),
        ],
    );
    let one_more = Expression::name("v_gone").binary(BinaryOperator::Add, Expression::integer(1));
    let block = Block {
        variables: vec![
            Variable::new("v_partition", DataType::RECORD),
            Variable::new("v_gone", DataType::INTEGER).with_value(Expression::integer(0)),
        ],
        statements: vec![
            Statement::ForEachRow {
                variable: "v_partition".into(),
                query: Box::new(query),
                statements: vec![Statement::when(
                    is_over,
                    [
                        Statement::Execute(sql),
                        Statement::assign("v_gone", one_more),
                    ],
                )],
            },
            Statement::Return(Some(Expression::name("v_gone"))),
        ],
        handlers: Vec::new(),
    };
    let mut function = Function::new(
        ObjectName::new(APP, "drop_partitions_before"),
        vec![
            Argument::new("p_parent", DataType::REGCLASS),
            Argument::new("p_before", DataType::DATE),
        ],
        DataType::INTEGER,
        Body::Block(block),
    )
    .with_comment(
        "Drops the partitions that end before a day, and tells how many. The rows are gone at \
         once, and those of the default partition stay.",
    );
    function.settings = SETTINGS.to_vec();
    function
}

/// Something of each partition, which is called `c`.
fn partitions_of_parent(columns: Vec<(Expression, Option<Name>)>) -> Select {
    Select {
        columns,
        from: Some(system("pg_inherits", "i")),
        joins: vec![Join {
            is_left: false,
            source: system("pg_class", "c"),
            on: Expression::of("c", "oid").equals(Expression::of("i", "inhrelid")),
        }],
        ..Select::default()
    }
    .filtered(Expression::of("i", "inhparent").equals(Expression::name("p_parent")))
}

fn system(table: &str, alias: &str) -> Source {
    Source::aliased(ObjectName::new("pg_catalog", table), alias)
}

fn plus_months(moment: Expression, months: Expression) -> Expression {
    let months = Expression::call("make_interval", [Expression::integer(0), months]);
    moment.binary(BinaryOperator::Add, months)
}
