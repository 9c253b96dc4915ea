//! The functions by which fields are encrypted, looked up and read.
//!
//! The keys are settings of the session: whoever connects sets them, and no table holds them.

use specql_sql::catalogue::{Catalogue, Object};
use specql_sql::expression::BinaryOperator;
use specql_sql::function::{
    Argument, Block as Steps, Body, Function, Level, RaiseOption, Statement, Variable, Volatility,
};
use specql_sql::{DataType, Expression, Name, ObjectName};

use crate::names::APP;

/// By this, catalogues ask for the functions.
pub(crate) const ENCRYPTION: &str = "encryption";

/// The setting of a session with the key that values are encrypted with.
pub(crate) const KEY_SETTING: &str = "app.encryption_key";
/// The setting of a session with the key of the fingerprints.
const INDEX_SETTING: &str = "app.index_key";

/// How values are encrypted. They are not compressed: their length would tell of what is in them.
const CIPHER: &str = "cipher-algo=aes256, compress-algo=0";

pub(super) fn encryption() -> Catalogue {
    let mut catalogue = Catalogue::of(ENCRYPTION);
    catalogue.add(Object::Extension("pgcrypto"));
    catalogue.add(Object::Schema(Name::new(APP), None));
    for function in [secret(), encrypt(), decrypt(), fingerprint()] {
        catalogue.add(function);
    }
    catalogue
}

/// `app.encrypt_text`
pub(crate) fn encrypt_text() -> ObjectName {
    ObjectName::new(APP, "encrypt_text")
}

/// `app.decrypt_text`
pub(crate) fn decrypt_text() -> ObjectName {
    ObjectName::new(APP, "decrypt_text")
}

/// `app.blind_index`
pub(crate) fn blind_index() -> ObjectName {
    ObjectName::new(APP, "blind_index")
}

fn secret_name() -> ObjectName {
    ObjectName::new(APP, "secret")
}

/// What a function works out from its text, or from `NULL`, for which nobody needs a key.
fn of_value(name: &ObjectName, made: Expression) -> Body {
    let is_there = Function::argument(name, "p_value").is_not_null();
    Body::Value(Expression::when(is_there, made, None))
}

fn key(setting: &str) -> Expression {
    Expression::call_object(secret_name(), [Expression::text(setting)])
}

/// A setting that has to be there: without a key, nothing may be stored. Were it not volatile, the
/// planner would ask for it, also where nobody is going to run anything.
fn secret() -> Function {
    let name = secret_name();
    let setting = || Expression::name("p_setting");
    let value = Expression::call("current_setting", [setting(), Expression::Boolean(true)]);
    let message = Expression::text("The session has no key in the setting ")
        .binary(BinaryOperator::Concatenate, setting());
    let refuse = Statement::Raise {
        level: Level::Exception,
        options: vec![
            (
                RaiseOption::Code,
                Expression::text("object_not_in_prerequisite_state"),
            ),
            (RaiseOption::Message, message),
        ],
    };
    let is_missing = Expression::call(
        "coalesce",
        [Expression::name("v_secret"), Expression::text("")],
    )
    .equals(Expression::text(""));
    let body = Steps {
        variables: vec![Variable::new("v_secret", DataType::TEXT).with_value(value)],
        statements: vec![
            Statement::when(is_missing, [refuse]),
            Statement::Return(Some(Expression::name("v_secret"))),
        ],
        handlers: Vec::new(),
    };
    let arguments = vec![Argument::new("p_setting", DataType::TEXT)];
    Function::new(name, arguments, DataType::TEXT, Body::Block(body))
        .with_comment("A key of the session. That there is none is an error.")
}

fn encrypt() -> Function {
    let name = encrypt_text();
    let value = Function::argument(&name, "p_value");
    let made = Expression::call(
        "pgp_sym_encrypt",
        [value, key(KEY_SETTING), Expression::text(CIPHER)],
    );
    let body = of_value(&name, made);
    let arguments = vec![Argument::new("p_value", DataType::TEXT)];
    Function::new(name, arguments, DataType::BYTEA, body)
        .with_comment("A text as it is stored in an encrypted field; another one each time.")
}

fn decrypt() -> Function {
    let name = decrypt_text();
    let value = Function::argument(&name, "p_value");
    let made = Expression::call("pgp_sym_decrypt", [value, key(KEY_SETTING)]);
    let body = of_value(&name, made);
    let arguments = vec![Argument::new("p_value", DataType::BYTEA)];
    Function::new(name, arguments, DataType::TEXT, body)
        .with_volatility(Volatility::Stable)
        .with_comment("The text in an encrypted field.")
}

fn fingerprint() -> Function {
    let name = blind_index();
    let value = Function::argument(&name, "p_value");
    let made = Expression::call(
        "hmac",
        [value, key(INDEX_SETTING), Expression::text("sha256")],
    );
    let body = of_value(&name, made);
    let arguments = vec![Argument::new("p_value", DataType::TEXT)];
    Function::new(name, arguments, DataType::BYTEA, body).with_comment(
        "The fingerprint by which an encrypted text is looked up. In conditions it is asked for \
             once: `(SELECT app.blind_index('text'))`.",
    )
}
