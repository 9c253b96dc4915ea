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
mod slots;
mod types;
mod written;

use super::{Context, Group, Rule};
use crate::diagnostic::Severity;

pub(super) const RULES: &[Rule] = &[
    EXPRESSION_NOT_TEXT,
    QUOTE_IN_TEXT,
    COMMENT_IN_EXPRESSION,
    UNQUOTED_TEXT,
    CAPITALS_IN_EXPRESSION,
    GENERATED_COLUMN_IN_EXPRESSION,
    PARAMETER_IN_EXPRESSION,
    PATH_IN_EXPRESSION,
    FIELD_OF_OTHER_ENTITY,
    UNSUPPORTED_IN_EXPRESSION,
    UNKNOWN_FIELD,
    TYPE_MISMATCH,
    CONDITION_NOT_BOOLEAN,
    VALUE_DOES_NOT_FIT,
    WRONG_ARGUMENT_COUNT,
    UNKNOWN_ENUM_VALUE,
    NULL_COMPARISON,
    DOUBLE_QUOTED_TEXT,
    INVALID_EXPRESSION,
    COMPARISON_AS_TEXT,
    REFERENCE_IN_EXPRESSION,
    NOT_SQL_IN_EXPRESSION,
    FIELD_NAME_INSIDE_WORD,
    MULTI_LINE_VALIDATE,
    MISREAD_STATEMENT,
    UPDATE_CHANGES_OWN_ROW,
    LOST_CALL_ARGUMENT,
    COMMENT_CUTS_VALUE,
];

const EXPRESSION_NOT_TEXT: Rule = Rule::new(
    "expression-not-text",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/expression-not-text.md"),
);

const QUOTE_IN_TEXT: Rule = Rule::new(
    "quote-in-text",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/quote-in-text.md"),
);

const COMMENT_IN_EXPRESSION: Rule = Rule::new(
    "comment-in-expression",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/comment-in-expression.md"),
);

const UNQUOTED_TEXT: Rule = Rule::new(
    "unquoted-word",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/unquoted-word.md"),
);

const CAPITALS_IN_EXPRESSION: Rule = Rule::new(
    "capitals-in-expression",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/capitals-in-expression.md"),
);

const GENERATED_COLUMN_IN_EXPRESSION: Rule = Rule::new(
    "generated-column-in-expression",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/generated-column-in-expression.md"),
);

const PARAMETER_IN_EXPRESSION: Rule = Rule::new(
    "parameter-in-expression",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/parameter-in-expression.md"),
);

const PATH_IN_EXPRESSION: Rule = Rule::new(
    "path-in-expression",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/path-in-expression.md"),
);

const FIELD_OF_OTHER_ENTITY: Rule = Rule::new(
    "field-of-other-entity",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/field-of-other-entity.md"),
);

const UNSUPPORTED_IN_EXPRESSION: Rule = Rule::new(
    "unsupported-in-expression",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/unsupported-in-expression.md"),
);

pub(super) const UNKNOWN_FIELD: Rule = Rule::new(
    "unknown-field",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/unknown-field.md"),
);

const TYPE_MISMATCH: Rule = Rule::new(
    "type-mismatch",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/type-mismatch.md"),
);

const CONDITION_NOT_BOOLEAN: Rule = Rule::new(
    "condition-not-boolean",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/condition-not-boolean.md"),
);

const VALUE_DOES_NOT_FIT: Rule = Rule::new(
    "value-does-not-fit",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/value-does-not-fit.md"),
);

const WRONG_ARGUMENT_COUNT: Rule = Rule::new(
    "wrong-argument-count",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/wrong-argument-count.md"),
);

const UNKNOWN_ENUM_VALUE: Rule = Rule::new(
    "unknown-enum-value",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/unknown-enum-value.md"),
);

const NULL_COMPARISON: Rule = Rule::new(
    "null-comparison",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/null-comparison.md"),
);

const DOUBLE_QUOTED_TEXT: Rule = Rule::new(
    "double-quoted-text",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/double-quoted-text.md"),
);

const INVALID_EXPRESSION: Rule = Rule::new(
    "invalid-expression",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/invalid-expression.md"),
);

const COMPARISON_AS_TEXT: Rule = Rule::new(
    "comparison-as-text",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/comparison-as-text.md"),
);

const REFERENCE_IN_EXPRESSION: Rule = Rule::new(
    "reference-in-expression",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/reference-in-expression.md"),
);

const NOT_SQL_IN_EXPRESSION: Rule = Rule::new(
    "not-sql-in-expression",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/not-sql-in-expression.md"),
);

const FIELD_NAME_INSIDE_WORD: Rule = Rule::new(
    "field-name-inside-word",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/field-name-inside-word.md"),
);

const MULTI_LINE_VALIDATE: Rule = Rule::new(
    "multi-line-validate",
    Group::Sql,
    Severity::Error,
    include_str!("../../../rules/multi-line-validate.md"),
);

const MISREAD_STATEMENT: Rule = Rule::new(
    "misread-statement",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/misread-statement.md"),
);

const UPDATE_CHANGES_OWN_ROW: Rule = Rule::new(
    "update-changes-own-row",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/update-changes-own-row.md"),
);

const LOST_CALL_ARGUMENT: Rule = Rule::new(
    "lost-call-argument",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/lost-call-argument.md"),
);

const COMMENT_CUTS_VALUE: Rule = Rule::new(
    "comment-cuts-value",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/comment-cuts-value.md"),
);

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
