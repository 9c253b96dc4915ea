//! The record of who changed what of which row. It is divided by tables, so that each is kept as
//! long as its own spec says, and then by months, so that old ones go at once.

use specql_sql::catalogue::{
    Catalogue, Column, Constraint, ConstraintKind, Divided, Filled, Index, IndexColumn, Object,
    Table,
};
use specql_sql::expression::{Among, BinaryOperator, Call};
use specql_sql::function::{Block, Function, Statement, Variable, target};
use specql_sql::query::{Insert, Select, Source, Values};
use specql_sql::{DataType, Expression, Name, ObjectName};

use super::PARTITIONS;
use crate::names::APP;

/// By this, catalogues ask for the record.
pub(crate) const AUDIT: &str = "audit";

/// What stands for a value that nobody may read.
const HIDDEN: &str = "\"***\"";

/// Columns that change with all others; the record tells the same in columns of its own.
const HOUSEKEEPING: [&str; 2] = ["updated_at", "updated_by"];

pub(super) fn audit() -> Catalogue {
    let mut catalogue = Catalogue::of(AUDIT);
    catalogue.need(PARTITIONS);
    catalogue.add(Object::Schema(Name::new(APP), None));
    catalogue.add(table());
    let columns = ["row_id", "at"].map(IndexColumn::of);
    catalogue.add(Index::new("idx_tb_row_audit_row", &row_audit(), columns));
    catalogue.add(function());
    catalogue
}

/// `app.tb_row_audit`
pub(crate) fn row_audit() -> ObjectName {
    ObjectName::new(APP, "tb_row_audit")
}

/// `app.audit_row`
pub(crate) fn audit_row() -> ObjectName {
    ObjectName::new(APP, "audit_row")
}

/// What a table is called in the record.
pub(crate) fn table_in_audit(table: &ObjectName) -> String {
    table.to_string()
}

fn table() -> Table {
    let column = |name: &str, data_type, doc: &str| Column::new(name, data_type).with_comment(doc);
    let key = ["table_name", "at", "pk_row_audit"].map(Name::new);
    Table {
        name: row_audit(),
        columns: vec![
            column(
                "pk_row_audit",
                DataType::BIGINT,
                "The order of the changes.",
            )
            .required()
            .filled(Filled::AlwaysCounted),
            column("at", DataType::TIMESTAMPTZ, "When it was changed.")
                .required()
                .filled(Filled::Default(Expression::call("now", []))),
            column("table_name", DataType::TEXT, "The table with its schema.").required(),
            column("row_id", DataType::UUID, "The row."),
            column(
                "tenant_id",
                DataType::UUID,
                "Whose row it is, where there are tenants.",
            ),
            column(
                "user_id",
                DataType::UUID,
                "Who changed it, as far as the row tells.",
            ),
            column("operation", DataType::TEXT, "INSERT, UPDATE or DELETE.").required(),
            column(
                "changed",
                DataType::JSONB,
                "Each column that changed, with its value before and after.",
            )
            .required(),
        ],
        constraints: vec![Constraint::new(
            "tb_row_audit_pkey",
            ConstraintKind::PrimaryKey(key.to_vec()),
        )],
        partitioned_by: Some(Divided::ByValues("table_name".into())),
        comment: Some(
            "Every change of a row in tables that are audited. Nobody may read it by default."
                .to_owned(),
        ),
        origin: None,
    }
}

/// The trigger that writes the record. What it is told are columns whose values are hidden.
fn function() -> Function {
    let name = |name: &str| Expression::name(name);
    let word = |word| Expression::Word(word);
    let json = |text: &str| Expression::text(text).cast(DataType::JSONB);
    let row_unless = |operation: &str, row: &str| {
        let is_none = word("TG_OP").equals(Expression::text(operation));
        Expression::when(
            is_none,
            json("{}"),
            Some(Expression::call("to_jsonb", [name(row)])),
        )
    };
    let is_nothing = name("v_changed").equals(json("{}"));
    let is_update = word("TG_OP").equals(Expression::text("UPDATE"));
    let of_row =
        |column: &str| name("v_row").binary(BinaryOperator::MemberText, Expression::text(column));
    let goes = name("v_changed").binary(BinaryOperator::HasKey, Expression::text("deleted_at"));
    let writer = Expression::call("coalesce", [of_row("updated_by"), of_row("created_by")]);
    let user = Expression::when(goes, of_row("deleted_by"), Some(writer));
    let table_name = word("TG_TABLE_SCHEMA")
        .binary(BinaryOperator::Concatenate, Expression::text("."))
        .binary(BinaryOperator::Concatenate, word("TG_TABLE_NAME"));
    let entry = [
        ("table_name", table_name),
        ("row_id", of_row("id").cast(DataType::UUID)),
        ("tenant_id", of_row("tenant_id").cast(DataType::UUID)),
        ("user_id", user.cast(DataType::UUID)),
        ("operation", word("TG_OP")),
        ("changed", name("v_changed")),
    ];
    let (columns, values): (Vec<_>, Vec<_>) = entry
        .into_iter()
        .map(|(column, value)| (Name::new(column), value))
        .unzip();
    let insert = Insert {
        table: row_audit(),
        columns,
        values: Values::Rows(vec![values]),
        on_conflict: None,
        returning: Vec::new(),
    };
    let nothing = || Statement::Return(Some(Expression::Null));
    let is_delete = word("TG_OP").equals(Expression::text("DELETE"));
    let row = Expression::when(is_delete, name("v_old"), Some(name("v_new")));
    let block = Block {
        variables: vec![
            Variable::new("v_old", DataType::JSONB).with_value(row_unless("INSERT", "old")),
            Variable::new("v_new", DataType::JSONB).with_value(row_unless("DELETE", "new")),
            Variable::new("v_row", DataType::JSONB).with_value(row),
            Variable::new("v_changed", DataType::JSONB),
        ],
        statements: vec![
            Statement::SelectInto {
                query: Box::new(changes()),
                targets: vec![target("v_changed")],
                is_strict: false,
            },
            Statement::when(is_update.and(is_nothing), [nothing()]),
            Statement::Insert(Box::new(insert), Vec::new()),
            nothing(),
        ],
        handlers: Vec::new(),
    };
    let mut function = Function::of_trigger(audit_row(), block).with_comment(
        "Records a change of a row, whoever makes it. The values of the columns that it is told \
         of are hidden.",
    );
    function.is_definer = true;
    function
}

/// The columns that differ, each with its value before and after.
fn changes() -> Select {
    let key = || Expression::name("k");
    let of = |row: &str| Expression::name(row).binary(BinaryOperator::Member, key());
    // An empty column of a new row is no change.
    let there = |row: &str| {
        let empty = Expression::text("null").cast(DataType::JSONB);
        Expression::call("nullif", [of(row), empty])
    };
    let is_hidden = Expression::Any {
        value: Box::new(key()),
        operator: BinaryOperator::Equal,
        array: Box::new(Expression::Word("TG_ARGV")),
    };
    let both = Expression::call("jsonb_build_array", [of("v_old"), of("v_new")]);
    let hidden = Expression::text(HIDDEN).cast(DataType::JSONB);
    let told = Expression::when(is_hidden, hidden, Some(both));
    let all = Expression::call("jsonb_object_agg", [key(), told]);
    let empty = Expression::text("{}").cast(DataType::JSONB);
    let rows =
        Expression::name("v_old").binary(BinaryOperator::Concatenate, Expression::name("v_new"));
    let keys = Call::built_in("jsonb_object_keys", [rows]);
    let is_housekeeping = Expression::In {
        value: Box::new(key()),
        among: Among::Values(HOUSEKEEPING.map(Expression::text).into()),
        negated: true,
    };
    Select::one(
        Expression::call("coalesce", [all, empty]),
        Source::Function(keys, "k".into()),
    )
    .filtered(there("v_old").is_distinct_from(there("v_new")))
    .filtered(is_housekeeping)
}
