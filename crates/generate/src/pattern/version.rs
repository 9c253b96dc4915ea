//! Versions of rows: a change makes a new one and leaves the old one in place.

use specql_sql::catalogue::{Column, Filled, Index, IndexColumn};
use specql_sql::expression::BinaryOperator;
use specql_sql::function::{Argument, Block, Body, Function, Statement, Variable, target};
use specql_sql::query::{Insert, Select, Source, Update, Values};
use specql_sql::{DataType, Expression, Name};

use super::{Added, Asked};
use crate::field::Field;
use crate::reference::type_column;
use crate::security::Encrypted;
use crate::table::More;

/// The columns that versions are told apart by.
struct Columns {
    number: Name,
    is_current: Name,
    from: Name,
    until: Name,
}

pub(super) fn add(asked: &Asked<'_, '_>, more: &mut More) -> Added {
    let key: Vec<_> = asked
        .fields("natural_key")?
        .iter()
        .map(|field| field.column_name())
        .collect();
    if key.is_empty() {
        return Err("it needs `natural_key`".to_owned());
    }
    let name = |parameter: &str| {
        let name = asked.text(parameter).unwrap_or(parameter);
        match asked.entity.field(name) {
            Some(_) => Err(format!("there is a field `{name}` already")),
            None => Ok(Name::new(name)),
        }
    };
    let columns = Columns {
        number: name("version_field")?,
        is_current: name("is_current_field")?,
        from: name("effective_date_field")?,
        until: name("expiry_date_field")?,
    };
    let column = |name: &Name, data_type, doc: &str| {
        Column::new(name.clone(), data_type)
            .with_comment(doc)
            .with_origin(asked.origin)
    };
    let default = Filled::Default;
    more.columns.extend([
        column(&columns.number, DataType::INTEGER, "Counts the versions.")
            .required()
            .filled(default(Expression::integer(1))),
        column(
            &columns.is_current,
            DataType::BOOLEAN,
            "Marks the version of today.",
        )
        .required()
        .filled(default(Expression::Boolean(true))),
        column(
            &columns.from,
            DataType::TIMESTAMPTZ,
            "From when the version holds.",
        )
        .required()
        .filled(default(Expression::call("now", []))),
        column(
            &columns.until,
            DataType::TIMESTAMPTZ,
            "When the version was replaced.",
        ),
    ]);
    let names = &asked.entity.names;
    let tenant = names.is_multi_tenant.then(|| Name::new("tenant_id"));
    let looked_up = tenant.iter().chain(&key).cloned();
    let current =
        Expression::name(columns.is_current.clone()).and(Expression::name("deleted_at").is_null());
    let unique = Index::new(
        asked.name("uniq_", "_current_version").as_str(),
        &names.table(),
        looked_up.clone().map(IndexColumn::of),
    );
    let in_time = looked_up.chain([columns.from.clone(), columns.until.clone()]);
    let in_time = Index::new(
        asked.name("idx_", "_temporal").as_str(),
        &names.table(),
        in_time.map(IndexColumn::of),
    );
    Ok(vec![
        unique
            .unique()
            .filtered(current)
            .with_origin(asked.origin)
            .into(),
        in_time.with_origin(asked.origin).into(),
        new_version(asked, &columns, &key).into(),
    ])
}

/// Takes the place of the current version of a row.
fn new_version(asked: &Asked<'_, '_>, columns: &Columns, key: &[Name]) -> Function {
    let entity = asked.entity;
    let names = &entity.names;
    let row = DataType::object(names.table());
    let old = |name: &Name| Expression::of("v_old", name.clone());
    let new = |name: &Name| Expression::of("v_new", name.clone());
    let find = Select {
        is_locking: true,
        ..Select::one(Expression::Star, Source::aliased(names.table(), "t"))
            .filtered(Expression::of("t", "id").equals(Expression::name("p_id")))
            .filtered(Expression::of("t", columns.is_current.clone()))
            .filtered(Expression::of("t", "deleted_at").is_null())
    };
    let replace = Update {
        table: names.table(),
        alias: Some("t".into()),
        set: vec![
            (columns.is_current.clone(), Expression::Boolean(false)),
            (columns.until.clone(), Expression::name("p_at")),
            ("updated_at".into(), Expression::call("now", [])),
            ("updated_by".into(), Expression::name("p_user_id")),
        ],
        from: None,
        condition: Some(Expression::of("t", names.key()).equals(old(&names.key()))),
        returning: Vec::new(),
    };
    // What a version is known by stays.
    let kept = [Name::new("id"), names.key()];
    let changes = kept
        .iter()
        .chain(key)
        .fold(Expression::name("p_new"), |changes, name| {
            changes.binary(BinaryOperator::Subtract, Expression::text(name.as_str()))
        });
    let populated = Expression::call(
        "jsonb_populate_record",
        [Expression::name("v_old"), changes],
    );
    let mut values: Vec<(Name, Expression)> = Vec::new();
    if names.is_multi_tenant {
        let tenant = Name::new("tenant_id");
        values.push((tenant.clone(), old(&tenant)));
    }
    let mut sealed = Vec::new();
    for field in &entity.fields {
        if let Some(encrypted) = &field.encrypted {
            values.extend(encrypted.names().map(|name| (name.clone(), new(name))));
            sealed.push(take_encrypted(field, encrypted));
            continue;
        }
        let column = field.column_name();
        values.push((column.clone(), new(&column)));
        if field
            .reference()
            .is_some_and(crate::field::Reference::is_polymorphic)
        {
            let kind = type_column(field);
            values.push((kind.clone(), new(&kind)));
        }
    }
    let next = old(&columns.number).binary(BinaryOperator::Add, Expression::integer(1));
    values.extend([
        (columns.number.clone(), next),
        (columns.is_current.clone(), Expression::Boolean(true)),
        (columns.from.clone(), Expression::name("p_at")),
        ("created_by".into(), Expression::name("p_user_id")),
        ("updated_by".into(), Expression::name("p_user_id")),
    ]);
    let (into, row_of_values): (Vec<_>, Vec<_>) = values.into_iter().unzip();
    let insert = Insert {
        table: names.table(),
        columns: into,
        values: Values::Rows(vec![row_of_values]),
        on_conflict: None,
        returning: vec![Expression::name("id")],
    };
    let mut statements = vec![
        Statement::SelectInto {
            query: Box::new(find),
            targets: vec![target("v_old")],
            is_strict: false,
        },
        Statement::when(
            Expression::Word("FOUND").inverted(),
            [Statement::raise(
                "no_data_found",
                Expression::text("The row has no current version"),
            )],
        ),
        Statement::Update(Box::new(replace), Vec::new()),
        Statement::assign("v_new", populated),
    ];
    statements.extend(sealed);
    statements.extend([
        Statement::Insert(Box::new(insert), vec![target("v_id")]),
        Statement::Return(Some(Expression::name("v_id"))),
    ]);
    let block = Block {
        variables: vec![
            Variable::new("v_old", row.clone()),
            Variable::new("v_new", row),
            Variable::new("v_id", DataType::UUID),
        ],
        statements,
        handlers: Vec::new(),
    };
    Function::new(
        names.object(&asked.name("create_new_version_", "")),
        vec![
            Argument::new("p_id", DataType::UUID),
            Argument::new("p_new", DataType::JSONB),
            Argument::new("p_user_id", DataType::UUID),
            Argument::new("p_at", DataType::TIMESTAMPTZ).with_default(Expression::call("now", [])),
        ],
        DataType::UUID,
        Body::Block(block),
    )
    .with_comment("Takes the place of the current version of a row, with other values.")
    .with_origin(asked.origin)
}

/// Takes the value of an encrypted field, if there is one among the new values.
fn take_encrypted(field: &Field<'_>, encrypted: &Encrypted) -> Statement {
    let new = || Expression::name("p_new");
    let key = || Expression::text(field.name());
    let is_given = new().binary(BinaryOperator::HasKey, key());
    let value = new().binary(BinaryOperator::MemberText, key());
    let assign = encrypted
        .values(&value)
        .map(|(column, value)| Statement::Assign(vec!["v_new".into(), column], value));
    Statement::when(is_given, assign)
}
