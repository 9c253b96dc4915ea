//! Rules about expressions: in the steps of actions, and how 0.8.7 reads them.

mod beside;
mod broken;
mod chain;
mod classify;
mod generated;
mod misread;
mod names;
mod refused;
mod rewrite;
mod scope;
mod slots;
mod types;
mod written;

use super::{Context, Group, Rule};
use crate::diagnostic::Severity;

macro_rules! rules {
    ($($name:ident: $code:literal, $group:ident, $severity:ident;)*) => {
        $(const $name: Rule = Rule::new(
            $code,
            Group::$group,
            Severity::$severity,
            include_str!(concat!("../../../rules/", $code, ".md")),
        );)*

        pub(super) const RULES: &[Rule] = &[$($name),*];
    };
}

rules! {
    EXPRESSION_NOT_TEXT: "expression-not-text", Rejected, Error;
    QUOTE_IN_TEXT: "quote-in-text", Rejected, Error;
    COMMENT_IN_EXPRESSION: "comment-in-expression", Rejected, Error;
    UNQUOTED_TEXT: "unquoted-word", Rejected, Error;
    CAPITALS_IN_EXPRESSION: "capitals-in-expression", Rejected, Error;
    GENERATED_COLUMN_IN_EXPRESSION: "generated-column-in-expression", Rejected, Error;
    PARAMETER_IN_EXPRESSION: "parameter-in-expression", Rejected, Error;
    PATH_IN_EXPRESSION: "path-in-expression", Rejected, Error;
    FIELD_OF_OTHER_ENTITY: "field-of-other-entity", Rejected, Error;
    UNSUPPORTED_IN_EXPRESSION: "unsupported-in-expression", Rejected, Error;
    UNKNOWN_FIELD: "unknown-field", Rejected, Error;
    TYPE_MISMATCH: "type-mismatch", Sql, Warning;
    CONDITION_NOT_BOOLEAN: "condition-not-boolean", Sql, Warning;
    VALUE_DOES_NOT_FIT: "value-does-not-fit", Sql, Warning;
    WRONG_ARGUMENT_COUNT: "wrong-argument-count", Sql, Warning;
    UNKNOWN_ENUM_VALUE: "unknown-enum-value", Sql, Warning;
    NULL_COMPARISON: "null-comparison", Ignored, Warning;
    DOUBLE_QUOTED_TEXT: "double-quoted-text", Sql, Warning;
    INVALID_EXPRESSION: "invalid-expression", Sql, Warning;
    COMPARISON_AS_TEXT: "comparison-as-text", Sql, Warning;
    REFERENCE_IN_EXPRESSION: "reference-in-expression", Sql, Warning;
    NOT_SQL_IN_EXPRESSION: "not-sql-in-expression", Sql, Warning;
    FIELD_NAME_INSIDE_WORD: "field-name-inside-word", Sql, Warning;
    MULTI_LINE_VALIDATE: "multi-line-validate", Sql, Error;
    MISREAD_STATEMENT: "misread-statement", Sql, Warning;
    UPDATE_CHANGES_OWN_ROW: "update-changes-own-row", Ignored, Warning;
    LOST_CALL_ARGUMENT: "lost-call-argument", Ignored, Warning;
    COMMENT_CUTS_VALUE: "comment-cuts-value", Ignored, Warning;
}

pub(super) fn check(context: &mut Context<'_>) {
    if !context.is_spec() {
        return;
    }
    refused::check(context);
    types::check(context);
    generated::check(context);
    misread::check(context);
}

#[cfg(test)]
mod tests;
