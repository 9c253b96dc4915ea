//! The record of changes: which tables it is kept of, and for how long.

use specql_sql::catalogue::{Catalogue, Event, Partition, Share, Timing, Trigger};
use specql_sql::expression::BinaryOperator;
use specql_sql::function::{Block as Steps, Body, Function, Statement, Variable};
use specql_sql::query::Delete;
use specql_sql::{DataType, Expression, Name, ObjectName, quote};

use super::encryption::Encrypted;
use crate::entity::Entity;
use crate::foundation::{AUDIT, audit_row, row_audit, table_in_audit};
use crate::names::APP;

/// In bytes: names of partitions are made of it.
const LONGEST: usize = 55;

/// Adds the record, where the block asks for one.
pub(super) fn add(entity: &Entity<'_>, catalogue: &mut Catalogue) {
    let Some(block) = entity.security("audit") else {
        return;
    };
    if !is_asked(entity) {
        let reason = match block.text_of("level") {
            Some(level) => format!("the record of changes: there is no level `{level}`"),
            None => "the record of changes, because it does not say how much".to_owned(),
        };
        let level = block.get("level").unwrap_or(block);
        return catalogue.leave_out(reason, level.origin());
    }
    let names = &entity.names;
    catalogue.need(AUDIT);
    let share = Share {
        name: share_name(entity),
        table: row_audit(),
        value: table_in_audit(&names.table()),
        partitioned_by: "at".into(),
        origin: block.origin(),
    };
    let rest = Partition::of_the_rest(&share.name).with_origin(block.origin());
    let encrypted = entity.fields.iter();
    let encrypted = encrypted.filter_map(|field| field.encrypted.as_ref());
    catalogue.add(Trigger {
        name: Name::new(&format!("trg_{}_audit", names.table_name())),
        table: names.table(),
        timing: Timing::After,
        events: vec![Event::Insert, Event::Update(Vec::new()), Event::Delete],
        for_each_row: true,
        is_deferrable: false,
        condition: None,
        function: audit_row(),
        arguments: encrypted
            .flat_map(Encrypted::names)
            .map(|name| name.as_str().to_owned())
            .collect(),
        origin: block.origin(),
    });
    let retention = block.get("retention");
    match retention.map(|written| (written, written.text().and_then(period))) {
        Some((written, Some(period))) => {
            let function = expiry(entity, &share, &rest, &period);
            catalogue.add(function.with_origin(written.origin()));
        }
        Some((written, None)) => {
            let reason = "how long the record of changes is kept, which is no period";
            catalogue.leave_out(reason, written.origin());
        }
        None => {}
    }
    catalogue.add(share);
    catalogue.add(rest);
}

/// Whether changes of the rows are recorded.
pub(super) fn is_asked(entity: &Entity<'_>) -> bool {
    let audit = entity.security("audit");
    entity.is_next() && audit.and_then(|block| block.text_of("level")) == Some("detailed")
}

/// The part of the record that is about this table: `crm.ta_item`.
pub(super) fn share_name(entity: &Entity<'_>) -> ObjectName {
    let names = &entity.names;
    let name = Name::within(&format!("ta_{}", names.base), LONGEST);
    ObjectName::new(names.schema.clone(), name)
}

/// `7_years`, `90 days`: a number and a unit.
fn period(written: &str) -> Option<String> {
    let text = written.replace('_', " ");
    let mut words = text.split_whitespace();
    let (count, unit) = (words.next()?, words.next()?);
    if words.next().is_some() || count.len() > 4 {
        return None;
    }
    let count: u32 = count.parse().ok()?;
    let unit = unit.strip_suffix('s').unwrap_or(unit);
    let is_unit = ["day", "week", "month", "year"].contains(&unit);
    (is_unit && count > 0).then(|| format!("{count} {unit}s"))
}

/// Drops the months that are over, and what of them is in the partition of the rest.
fn expiry(entity: &Entity<'_>, share: &Share, rest: &Partition, period: &str) -> Function {
    let names = &entity.names;
    let until = Expression::call("now", []).binary(
        BinaryOperator::Subtract,
        Expression::text(period).cast(DataType::INTERVAL),
    );
    let before = || Expression::name("v_before");
    let delete = Delete {
        table: rest.name.clone(),
        alias: Some("r".into()),
        condition: Some(
            Expression::of("r", "at")
                .binary(BinaryOperator::Less, before().cast(DataType::TIMESTAMPTZ)),
        ),
        returning: Vec::new(),
    };
    let table = Expression::text(as_text(&share.name)).cast(DataType::REGCLASS);
    let dropped = Expression::call_object(
        ObjectName::new(APP, "drop_partitions_before"),
        [table, before()],
    );
    let block = Steps {
        variables: vec![
            Variable::new("v_before", DataType::DATE).with_value(until.cast(DataType::DATE)),
        ],
        statements: vec![
            Statement::Delete(Box::new(delete), Vec::new()),
            Statement::Return(Some(dropped)),
        ],
        handlers: Vec::new(),
    };
    let comment = format!(
        "Forgets changes that were made longer than {period} ago, and tells how many months went. \
         To be called now and then."
    );
    Function::new(
        names.object(&format!("drop_old_{}_audit", names.base)),
        Vec::new(),
        DataType::INTEGER,
        Body::Block(block),
    )
    .with_comment(comment)
}

/// The name of a table as it is read from a text.
fn as_text(table: &ObjectName) -> String {
    let name = quote::identifier(table.name.as_str());
    match &table.schema {
        Some(schema) => format!("{}.{name}", quote::identifier(schema.as_str())),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_have_a_number_and_a_unit() {
        assert_eq!(period("7_years").as_deref(), Some("7 years"));
        assert_eq!(period("90 Days").as_deref(), None);
        assert_eq!(period("90 days").as_deref(), Some("90 days"));
        assert_eq!(period("1_month").as_deref(), Some("1 months"));
        for wrong in [
            "",
            "7",
            "years",
            "0_days",
            "-1_days",
            "7_years_ago",
            "99999_years",
            "7_eons",
        ] {
            assert_eq!(period(wrong), None, "{wrong}");
        }
    }
}
