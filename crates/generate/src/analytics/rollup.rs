//! The figures of whole months, for reports over long times.

use specql_sql::catalogue::Table;
use specql_sql::expression::BinaryOperator;
use specql_sql::function::{Argument, Block, Body, Function, Statement, Variable, target};
use specql_sql::query::{Delete, Insert, Select, Source, Values};
use specql_sql::{DataType, Expression, Name};

use super::report::Report;

/// The column with the month.
const MONTH: &str = "bucket_month";

/// What rows of the table with the figures are called.
const FACT: &str = "f";

impl Report {
    pub(super) fn month_table(&self) -> Table {
        let name = self.months();
        Table {
            columns: self.columns(MONTH.into(), DataType::DATE),
            constraints: vec![self.key(&name.name, MONTH.into())],
            partitioned_by: None,
            comment: Some("Figures of whole months, as old as the last rollup.".to_owned()),
            origin: self.origin,
            name,
        }
    }

    /// Works out all months anew of which something lies between two days: done twice, it comes to
    /// the same.
    pub(super) fn rollup(&self) -> Function {
        let name = |name: &str| Expression::name(name);
        let month = |day: Expression| {
            let day = day.cast(DataType::TIMESTAMP);
            Expression::call("date_trunc", [Expression::text("month"), day])
        };
        let last = name("p_to").binary(BinaryOperator::Subtract, Expression::integer(1));
        let one = Expression::text("1 month").cast(DataType::INTERVAL);
        let end = month(last).binary(BinaryOperator::Add, one);
        let within = |row: &str, column: Name| {
            let value = || Expression::of(row, column.clone());
            let is_later = value().binary(BinaryOperator::GreaterOrEqual, name("v_from"));
            is_later.and(value().binary(BinaryOperator::Less, name("v_to")))
        };
        let delete = Delete {
            table: self.months(),
            alias: Some("m".into()),
            condition: Some(within("m", MONTH.into())),
            returning: Vec::new(),
        };
        let made = Select {
            condition: Some(within("m", MONTH.into())),
            ..Select::one(
                Expression::call("count", [Expression::Star]),
                Source::aliased(self.months(), "m"),
            )
        };
        let block = Block {
            variables: vec![
                Variable::new("v_from", DataType::DATE)
                    .with_value(month(name("p_from")).cast(DataType::DATE)),
                Variable::new("v_to", DataType::DATE).with_value(end.cast(DataType::DATE)),
                Variable::new("v_count", DataType::BIGINT),
            ],
            statements: vec![
                Statement::Delete(Box::new(delete), Vec::new()),
                Statement::Insert(
                    Box::new(self.months_of(within(FACT, self.bucket()))),
                    Vec::new(),
                ),
                Statement::SelectInto {
                    query: Box::new(made),
                    targets: vec![target("v_count")],
                    is_strict: false,
                },
                Statement::Return(Some(name("v_count"))),
            ],
            handlers: Vec::new(),
        };
        let mut function = Function::new(
            self.object("rollup_", ""),
            vec![
                Argument::new("p_from", DataType::DATE),
                Argument::new("p_to", DataType::DATE),
            ],
            DataType::BIGINT,
            Body::Block(block),
        )
        .with_comment(
            "Works out the months anew that lie between two days, the second one not counted, \
             and tells how many rows that makes.",
        )
        .with_origin(self.origin);
        function.settings = vec![("timezone", "UTC")];
        function
    }

    /// Adds the sums of months.
    fn months_of(&self, rows: Expression) -> Insert {
        let of = |name: Name| Expression::of(FACT, name);
        let month = Expression::call(
            "date_trunc",
            [
                Expression::text("month"),
                of(self.bucket()).cast(DataType::TIMESTAMP),
            ],
        )
        .cast(DataType::DATE);
        let mut groups = vec![month];
        let key = self.key_columns(MONTH.into());
        groups.extend(key.iter().skip(1).cloned().map(of));
        let sums = self.sums().into_iter().map(|(name, _)| name);
        let mut columns: Vec<_> = groups.iter().map(|group| (group.clone(), None)).collect();
        columns.extend(
            sums.clone()
                .map(|name| (Expression::call("sum", [of(name)]), None)),
        );
        let query = Select {
            columns,
            from: Some(Source::aliased(self.fact(), FACT)),
            condition: Some(rows),
            group_by: groups,
            ..Select::default()
        };
        Insert {
            table: self.months(),
            columns: key.into_iter().chain(sums).collect(),
            values: Values::Query(Box::new(query)),
            on_conflict: None,
            returning: Vec::new(),
        }
    }
}
