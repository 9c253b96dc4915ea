//! What actions tell their callers.

use specql_sql::expression::{Call, FunctionName};
use specql_sql::function::Statement;
use specql_sql::query::{Select, Source};
use specql_sql::{DataType, Expression as Sql, Name};

use crate::entity::Entity;
use crate::foundation::log_function_name;

/// A field was not given that has to be.
pub(super) const REQUIRED: &str = "validation:required_field";
/// A row is not there, or not for this tenant.
pub(super) const NOT_FOUND: &str = "validation:reference_not_found";
/// A value is not of the right kind.
pub(super) const INVALID: &str = "validation:invalid_input";
/// A step says that it cannot be done.
pub(super) const REFUSED: &str = "failed:validation_error";

/// What an action tells its caller.
pub(super) struct Answer {
    /// The row that it is about.
    pub(super) id: Sql,
    /// What was done.
    pub(super) operation: &'static str,
    /// How it went.
    pub(super) status: Sql,
    /// The fields that it is about.
    pub(super) fields: Sql,
    /// How it went, in words.
    pub(super) message: Sql,
    /// The row as it is now.
    pub(super) object: Sql,
    /// What else there is to know.
    pub(super) more: Sql,
    /// What was in the way.
    pub(super) context: Sql,
}

impl Answer {
    /// That it went well.
    pub(super) fn success(id: Sql, operation: &'static str, message: &str, object: Sql) -> Self {
        Self {
            id,
            operation,
            status: Sql::text("success"),
            fields: texts(&[]),
            message: Sql::text(message),
            object,
            more: Sql::Null,
            context: Sql::Null,
        }
    }

    /// That nothing was done, and why.
    pub(super) fn failure(id: Sql, status: &str, fields: &[&str], message: Sql) -> Self {
        Self {
            id,
            operation: "NOOP",
            status: Sql::text(status),
            fields: texts(fields),
            message,
            object: Sql::Null,
            more: Sql::Null,
            context: Sql::Null,
        }
    }

    /// The statement that tells it and ends the function.
    pub(super) fn statement(self, entity: &Entity<'_>) -> Statement {
        let told = [
            Sql::name("auth_tenant_id"),
            Sql::name("auth_user_id"),
            Sql::text(&entity.names.base),
            self.id,
            Sql::text(self.operation),
            self.status,
            self.fields,
            self.message,
            self.object,
            self.more,
            self.context,
        ];
        Statement::Return(Some(Sql::call_object(log_function_name(), told)))
    }
}

/// An array of texts.
pub(super) fn texts(texts: &[&str]) -> Sql {
    let texts = texts.iter().map(|text| Sql::text(*text)).collect();
    Sql::Array(texts).cast(DataType::TEXT.array())
}

/// A JSON object.
pub(super) fn object<'k>(entries: impl IntoIterator<Item = (&'k str, Sql)>) -> Sql {
    let entries = entries.into_iter();
    let pairs = entries.flat_map(|(key, value)| [Sql::text(key), value]);
    Sql::call("jsonb_build_object", pairs)
}

/// The names of what the caller has handed over.
pub(super) fn keys_of_payload() -> Sql {
    let keys = Call {
        function: FunctionName::BuiltIn("jsonb_object_keys"),
        distinct: false,
        arguments: vec![Sql::name("input_payload")],
        filter: None,
    };
    let all = Sql::call("array_agg", [Sql::name("given")]);
    let source = Source::Function(keys, Name::new("given"));
    let query = Select::one(all, source);
    Sql::call("coalesce", [Sql::Query(Box::new(query)), texts(&[])])
}

/// `due_date is required`, with its first letter large.
pub(super) fn is_required(field: &str) -> String {
    let mut letters = field.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{} is required", letters.as_str().to_lowercase())
}

/// `close_invoice` as `Close Invoice`.
pub(super) fn in_words(action: &str) -> String {
    let words = action.split('_').filter(|word| !word.is_empty());
    let words: Vec<_> = words
        .map(|word| {
            let mut letters = word.chars();
            let first: String = letters
                .next()
                .into_iter()
                .flat_map(char::to_uppercase)
                .collect();
            first + &letters.as_str().to_lowercase()
        })
        .collect();
    words.join(" ")
}
