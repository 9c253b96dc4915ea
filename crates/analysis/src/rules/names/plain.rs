//! Names that YAML takes for something else than text.

use specql_yaml::{NodeId, Value};

use super::identifier::is_identifier;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::rules::{Context, Group, Rule};

pub(super) const NAME_IS_NO_TEXT: Rule = Rule::new(
    "name-is-no-text",
    Group::Sql,
    Severity::Error,
    include_str!("../../../rules/name-is-no-text.md"),
);

pub(super) fn check(context: &mut Context<'_>) {
    // A name that is still being typed is no mistake.
    if !context.is_yaml {
        return;
    }
    let document = context.document;
    let root = document.root();
    let Some(entity) = document.get(root, "entity") else {
        return;
    };
    let is_complex = matches!(document.value(entity), Value::Mapping(_));
    let name = if is_complex {
        document.get(entity, "name")
    } else {
        Some(entity)
    };
    let schema = is_complex.then(|| document.get(entity, "schema")).flatten();
    let schema = schema.or_else(|| document.get(root, "schema"));
    let named = [("entity", name), ("schema", schema)];
    for (what, node) in named {
        if let Some(node) = node {
            name_of(context, what, node);
        }
    }
    let Some(Value::Sequence(actions)) = document.get(root, "actions").map(|n| document.value(n))
    else {
        return;
    };
    for action in actions {
        if let Some(node) = document.get(*action, "name") {
            name_of(context, "action", node);
        }
    }
}

fn name_of(context: &mut Context<'_>, what: &str, node: NodeId) {
    let taken_for = match context.document.value(node) {
        Value::Str(text) if text.is_empty() => None,
        Value::Str(_) => return,
        Value::Null => None,
        Value::Bool(_) => Some("a truth value"),
        Value::Int(_) | Value::Float(_) => Some("a number"),
        Value::Date(_) | Value::DateTime(_) => Some("a date"),
        Value::Bytes(_) => Some("bytes"),
        _ => Some("a collection"),
    };
    let why = match taken_for {
        None => format!("the {what} has no name"),
        Some(taken_for) => format!("the name of the {what} is {taken_for} to YAML"),
    };
    let span = context.span(node);
    let diagnostic = Diagnostic::new(
        &NAME_IS_NO_TEXT,
        span,
        format!("{why}: `specql validate` takes the file, but `specql generate` fails"),
    );
    let written = context.source(span);
    let diagnostic = if is_identifier(written) {
        let text = format!("\"{written}\"");
        diagnostic.with_fix(Fix::suggestion(
            "Put it in quotes",
            vec![context.edit(span, text)],
        ))
    } else {
        diagnostic.with_help(format!("Give the {what} a name that begins with a letter."))
    };
    context.report(diagnostic);
}
