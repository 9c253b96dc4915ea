//! The table with the figures, and the function that adds to them.

use std::collections::HashSet;

use specql_language::report::Period;
use specql_sql::catalogue::{
    Column, Constraint, ConstraintKind, Divided, Filled, Index, IndexColumn, Partition, Table,
};
use specql_sql::expression::BinaryOperator;
use specql_sql::function::{Argument, Body, Function};
use specql_sql::query::{Insert, OnConflict, Values};
use specql_sql::{DataType, Expression, Name};

use super::report::{COUNT, Report};

impl Report {
    pub(super) fn fact_table(&self) -> Table {
        let mut columns = self.columns(self.bucket(), self.bucket_type());
        columns.push(
            Column::new("updated_at", DataType::TIMESTAMPTZ)
                .required()
                .filled(Filled::Default(Expression::call("now", []))),
        );
        Table {
            name: self.fact(),
            columns,
            constraints: vec![self.key(&self.fact().name, self.bucket())],
            partitioned_by: Some(Divided::ByRanges(self.bucket())),
            comment: Some(
                "Figures that are added up as they come in, by months. \
                 app.ensure_monthly_partitions makes months ahead."
                    .to_owned(),
            ),
            origin: self.origin,
        }
    }

    fn bucket_type(&self) -> DataType {
        match self.period {
            Period::Hour => DataType::TIMESTAMPTZ,
            Period::Day | Period::Month => DataType::DATE,
        }
    }

    /// What a table of this report has, by periods in a column of this name.
    pub(super) fn columns(&self, bucket: Name, bucket_type: DataType) -> Vec<Column> {
        let bucket = Column::new(bucket, bucket_type)
            .required()
            .with_comment("The beginning of the period, in UTC.")
            .with_origin(self.origin);
        let tenant = Column::new("tenant_id", DataType::UUID)
            .with_comment("The tenant, where there are tenants.");
        let mut columns = vec![bucket, tenant];
        columns.extend(self.dimensions.iter().map(|name| {
            Column::new(name.clone(), DataType::TEXT)
                .required()
                .filled(Filled::Default(Expression::text("")))
        }));
        columns.extend(self.sums().into_iter().map(|(name, data_type)| {
            let zero = Filled::Default(zero(&data_type));
            Column::new(name, data_type).required().filled(zero)
        }));
        columns
    }

    /// By what rows are known, those without a tenant as well.
    pub(super) fn key(&self, table: &Name, bucket: Name) -> Constraint {
        let columns = self.key_columns(bucket);
        Constraint::new(
            Name::of_table(table, "key"),
            ConstraintKind::UniqueWithNulls(columns),
        )
        .with_origin(self.origin)
    }

    pub(super) fn key_columns(&self, bucket: Name) -> Vec<Name> {
        let tenant = Name::new("tenant_id");
        let mut columns = vec![bucket, tenant];
        columns.extend(self.dimensions.iter().cloned());
        columns
    }

    pub(super) fn rest(&self) -> Partition {
        Partition::of_the_rest(&self.fact()).with_origin(self.origin)
    }

    pub(super) fn index(&self) -> Index {
        let fact = self.fact();
        let name = Name::new(&format!("idx_{}_tenant", fact.name));
        let columns = [Name::new("tenant_id"), self.bucket()];
        Index::new(name, &fact, columns.map(IndexColumn::of)).with_origin(self.origin)
    }

    /// Adds figures to those of a period.
    pub(super) fn record(&self) -> Function {
        let name = self.object("record_", "");
        let mut taken = HashSet::new();
        let mut argument = |of: &str| {
            let mut argument = format!("p_{of}");
            while !taken.insert(Name::new(&argument)) {
                argument.push('_');
            }
            Name::new(&argument)
        };
        let given = |argument: &Name| Function::argument(&name, argument.clone());
        let (tenant, moment) = (argument("tenant_id"), argument("at"));
        let mut arguments = vec![
            Argument::new(tenant.clone(), DataType::UUID),
            Argument::new(moment.clone(), DataType::TIMESTAMPTZ),
        ];
        let mut values = vec![self.beginning(given(&moment)), given(&tenant)];
        for dimension in &self.dimensions {
            let own = argument(dimension.as_str());
            let empty = Expression::text("");
            values.push(Expression::call("coalesce", [given(&own), empty]));
            arguments.push(Argument::new(own, DataType::TEXT));
        }
        for (column, data_type) in self.sums() {
            if column.as_str() == COUNT {
                values.push(Expression::integer(1));
                continue;
            }
            let own = argument(column.as_str());
            let none = zero(&data_type);
            values.push(Expression::call("coalesce", [given(&own), none.clone()]));
            arguments.push(Argument::new(own, data_type).with_default(none));
        }
        let fact = self.fact();
        let added = |(column, _): (Name, DataType)| {
            let before = Expression::of(fact.name.clone(), column.clone());
            let more = Expression::of("excluded", column.clone());
            (column, before.binary(BinaryOperator::Add, more))
        };
        let mut set: Vec<_> = self.sums().into_iter().map(added).collect();
        set.push(("updated_at".into(), Expression::call("now", [])));
        let key = self.key_columns(self.bucket());
        let sums = self.sums().into_iter().map(|(name, _)| name);
        let insert = Insert {
            table: fact.clone(),
            columns: key.iter().cloned().chain(sums).collect(),
            values: Values::Rows(vec![values]),
            on_conflict: Some(OnConflict { columns: key, set }),
            returning: Vec::new(),
        };
        Function::new(
            name.clone(),
            arguments,
            DataType::VOID,
            Body::Insert(Box::new(insert)),
        )
        .with_comment("Adds figures to those of the period in which a moment lies.")
        .with_origin(self.origin)
    }

    /// The beginning of the period in which a moment lies.
    fn beginning(&self, moment: Expression) -> Expression {
        let utc = || Expression::text("UTC");
        match self.period {
            Period::Hour => {
                Expression::call("date_trunc", [Expression::text("hour"), moment, utc()])
            }
            Period::Day => Expression::call("timezone", [utc(), moment]).cast(DataType::DATE),
            Period::Month => {
                let moment = Expression::call("timezone", [utc(), moment]);
                Expression::call("date_trunc", [Expression::text("month"), moment])
                    .cast(DataType::DATE)
            }
        }
    }
}

/// Nothing, of a type that is added up.
pub(super) fn zero(data_type: &DataType) -> Expression {
    match *data_type == DataType::INTERVAL {
        true => Expression::text("0").cast(DataType::INTERVAL),
        false => Expression::integer(0),
    }
}
