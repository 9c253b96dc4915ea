//! The entity as a whole.

use specql_yaml::Span;

use super::{Context, Diagnostic, Group, Rule, Severity};
use crate::spec::DEFAULT_SCHEMA;

pub(super) const PUBLIC_SCHEMA: Rule = Rule::new(
    "public-schema",
    Group::Style,
    Severity::Warning,
    include_str!("../../../rules/public-schema.md"),
);

pub(super) const MISSING_DESCRIPTION: Rule = Rule::new(
    "missing-description",
    Group::Style,
    Severity::Hint,
    include_str!("../../../rules/missing-description.md"),
);

pub(super) const NO_FIELDS: Rule = Rule::new(
    "no-fields",
    Group::Style,
    Severity::Hint,
    include_str!("../../../rules/no-fields.md"),
);

pub(super) const MANY_FIELDS: Rule = Rule::new(
    "many-fields",
    Group::Style,
    Severity::Hint,
    include_str!("../../../rules/many-fields.md"),
);

/// More fields than these are usually several things in one.
const MANY: usize = 12;

/// Keys that bring fields into an entity which do not stand in its file.
const BRING_FIELDS: [&str; 5] = ["extends", "import", "pattern", "aggregate_from", "query"];

pub(super) fn check(context: &mut Context<'_>) {
    let spec = context.spec;
    let Some(name) = &spec.entity else {
        return;
    };
    schema(context, name.span);
    if !context.is_yaml {
        return;
    }
    if spec
        .description
        .as_ref()
        .is_none_or(|text| text.text.trim().is_empty())
    {
        let message = format!("`{}` has no `description`", name.text);
        let help = "Say in one line what it is: it becomes the comment of the table.";
        let found = Diagnostic::new(&MISSING_DESCRIPTION, name.span, message).with_help(help);
        context.report(found);
    }
    fields(context, &name.text, name.span);
}

fn schema(context: &mut Context<'_>, entity: Span) {
    let (span, message) = match &context.spec.schema {
        Some(schema) if schema.text == DEFAULT_SCHEMA => (
            schema.span,
            "the schema `public` is open to everything; give the entity a schema of its own",
        ),
        None if context.is_yaml && !writes_schema(context) => (
            entity,
            "without a `schema` the table goes to `public`; give the entity a schema of its own",
        ),
        _ => return,
    };
    context.report(Diagnostic::new(&PUBLIC_SCHEMA, span, message));
}

/// Whether a schema is written at all, even one that is no text or still to be typed.
fn writes_schema(context: &Context<'_>) -> bool {
    let document = context.document;
    let root = document.root();
    let header = document.get(root, "entity");
    document.get(root, "schema").is_some()
        || header.is_some_and(|header| document.get(header, "schema").is_some())
}

fn fields(context: &mut Context<'_>, name: &str, span: Span) {
    let spec = context.spec;
    let count = spec.fields.len();
    let root = context.document.root();
    let brings = |key: &str| context.document.get(root, key).is_some();
    if count > MANY {
        let message = format!("`{name}` has {count} fields; look whether it is several things");
        let help = "What changes together, or comes from elsewhere, can be an entity of its own.";
        let found = Diagnostic::new(&MANY_FIELDS, span, message).with_help(help);
        context.report(found);
    } else if count == 0
        && context.reading.entity.is_some()
        && !BRING_FIELDS.iter().any(|key| brings(key))
    {
        let message = format!("`{name}` has no fields");
        let help = "Its table will hold keys and audit columns only.";
        let found = Diagnostic::new(&NO_FIELDS, span, message).with_help(help);
        context.report(found);
    }
}
