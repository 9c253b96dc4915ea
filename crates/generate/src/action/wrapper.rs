//! The function by which the API calls an action: it reads what the caller sends, and makes an
//! answer of whatever goes wrong.

use specql_sql::expression::{Call, FunctionName};
use specql_sql::function::{Argument, Block, Body, Function, Handler, Statement, Variable};
use specql_sql::{DataType, Expression, Name};

use super::input::pascal;
use super::naming::{Action, ActionKind};
use crate::annotation;
use crate::entity::Entity;
use crate::foundation::zeros;
use crate::names::mutation_result;
use crate::security;

/// The function that the API calls.
pub(super) fn wrapper(entity: &Entity<'_>, action: &Action<'_>) -> Function {
    let given = |name: &str| Expression::name(name);
    let input = DataType::object(action.input_type());
    let empty = Expression::Null.cast(input.clone());
    let read = Expression::call("jsonb_populate_record", [empty, given("input_payload")]);
    let core = action.core(&entity.names);
    let carried_out = match action.kind {
        ActionKind::Delete => [
            given("auth_tenant_id"),
            Expression::of("v_input", "id"),
            given("auth_user_id"),
        ]
        .to_vec(),
        _ => ["auth_tenant_id", "v_input", "input_payload", "auth_user_id"]
            .map(given)
            .to_vec(),
    };
    let mut statements = Vec::new();
    if security::asked(entity).is_some() {
        statements.push(work_for_tenant());
    }
    statements.push(Statement::assign("v_input", read));
    statements.push(Statement::Return(Some(Expression::call_object(
        core,
        carried_out,
    ))));
    let block = Block {
        variables: vec![
            Variable::new("v_input", input),
            Variable::new("v_constraint", DataType::TEXT),
        ],
        statements,
        handlers: handlers(),
    };
    Function::new(
        action.wrapper(),
        vec![
            Argument::new("auth_tenant_id", DataType::UUID),
            Argument::new("auth_user_id", DataType::UUID),
            Argument::new("input_payload", DataType::JSONB),
        ],
        DataType::object(mutation_result()),
        Body::Block(block),
    )
    .with_comment(comment(action))
    .with_origin(action.origin())
}

/// Until the end of the transaction, row security lets this tenant's rows through and no others.
fn work_for_tenant() -> Statement {
    let tenant = Expression::name("auth_tenant_id").cast(DataType::TEXT);
    let tenant = Expression::call("coalesce", [tenant, Expression::text("")]);
    let setting = Expression::text(security::TENANT_SETTING);
    Statement::Perform(Call {
        function: FunctionName::BuiltIn("set_config"),
        distinct: false,
        arguments: vec![setting, tenant, Expression::Boolean(true)],
        filter: None,
    })
}

/// Errors of PostgreSQL as answers. What was done until then is undone.
fn handlers() -> Vec<Handler> {
    let constraint = || ("constraint", Expression::name("v_constraint"));
    vec![
        Handler {
            conditions: vec!["integrity_constraint_violation"],
            statements: vec![
                Statement::GetError(vec![(Name::new("v_constraint"), "CONSTRAINT_NAME")]),
                answer(
                    "validation:constraint",
                    "The values are not allowed together or as they are",
                    Some(constraint()),
                ),
            ],
        },
        Handler {
            conditions: vec!["data_exception"],
            statements: vec![answer(
                "validation:invalid_input",
                "A value is not of the right kind",
                None,
            )],
        },
        Handler {
            conditions: vec!["OTHERS"],
            statements: vec![answer(
                "failed:unexpected_error",
                "Something unexpected went wrong",
                None,
            )],
        },
    ]
}

fn answer(status: &str, message: &str, more: Option<(&str, Expression)>) -> Statement {
    let mut details = vec![
        Expression::text("error"),
        Expression::Word("SQLERRM"),
        Expression::text("detail"),
        Expression::Word("SQLSTATE"),
    ];
    if let Some((key, value)) = more {
        details.extend([Expression::text(key), value]);
    }
    let result = Expression::Row(vec![
        zeros(),
        Expression::Array(Vec::new()).cast(DataType::TEXT.array()),
        Expression::text(status),
        Expression::text(message),
        Expression::Null,
        Expression::call("jsonb_build_object", details),
    ]);
    let result = result.cast(DataType::object(mutation_result()));
    Statement::Return(Some(result))
}

fn comment(action: &Action<'_>) -> String {
    let sentence = match &action.spec.description {
        Some(description) => description.text.clone(),
        None => format!("Carries out the action {}.", action.name),
    };
    let name = camel(&action.unique);
    let mut letters = name.chars();
    let large: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters.as_str().chars())
        .collect();
    annotation::block(
        &sentence,
        "mutation",
        &[
            ("name", &name),
            ("input_type", &action.input_type().to_string()),
            ("success_type", &format!("{large}Success")),
            ("failure_type", &format!("{large}Error")),
        ],
    )
}

/// `update_iso_code` as `updateIsoCode`; a name without `_` stays as it is.
fn camel(name: &str) -> String {
    match name.split_once('_') {
        Some((first, rest)) if !first.is_empty() => format!("{first}{}", pascal(rest)),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_the_api_have_humps() {
        assert_eq!(camel("update_iso_code"), "updateIsoCode");
        assert_eq!(camel("createItem"), "createItem");
        assert_eq!(pascal("create_contact"), "CreateContact");
    }
}
