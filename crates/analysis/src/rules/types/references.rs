//! What stands in the brackets of a reference.

use super::FieldType;
use super::written::Kind;
use specql_language::Target;

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::expression::ast::{ReferenceOption, TypeKind};
use crate::rules::{Context, Group, Rule};

pub(super) const REFERENCE_TARGET: Rule = Rule::new(
    "bad-reference-target",
    Group::Sql,
    Severity::Error,
    include_str!("../../../rules/bad-reference-target.md"),
);

pub(super) const SEVERAL_TARGETS: Rule = Rule::new(
    "several-reference-targets",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/several-reference-targets.md"),
);

pub(super) fn check(context: &mut Context<'_>, field: &FieldType<'_>) {
    let (Kind::Reference(target), TypeKind::Reference { .. }) =
        (&field.written.kind, &field.meant.kind)
    else {
        return;
    };
    if context.target == Target::Next && is_to_many(&field.meant.kind) {
        return;
    }
    let found = options(context, field)
        .or_else(|| odd(field, target))
        .or_else(|| several(context, field, target));
    if let Some(diagnostic) = found {
        context.report(diagnostic);
    }
}

/// `ref(Station, many: true)`, which is on SpecQL's roadmap.
fn is_to_many(kind: &TypeKind) -> bool {
    let TypeKind::Reference { options, .. } = kind else {
        return false;
    };
    let many = |option: &ReferenceOption| option.name.text == "many";
    !options.is_empty() && options.iter().all(many)
}

/// `ref(Customer, on_delete: cascade)`
fn options(context: &Context<'_>, field: &FieldType<'_>) -> Option<Diagnostic> {
    let TypeKind::Reference {
        targets,
        options,
        brackets: Some(brackets),
    } = &field.meant.kind
    else {
        return None;
    };
    let (first, last) = (options.first()?, options.last()?);
    let span = first.span.to(last.span);
    let message = match first.name.text.as_str() {
        "many" => "a reference leads to one row, and `many` becomes a part of the entity's name; \
                   make an entity between the two, with a reference to each"
            .to_owned(),
        name => {
            format!("a reference takes no options: `{name}` becomes a part of the entity's name")
        }
    };
    let diagnostic = Diagnostic::new(&REFERENCE_TARGET, span, message);
    let Some(target) = targets.first().filter(|_| brackets.closed) else {
        return Some(diagnostic);
    };
    let kept = format!("({})", context.source(target.span));
    let edits = vec![context.edit(brackets.span, kept)];
    Some(diagnostic.with_fix(Fix::suggestion("Leave only the entity", edits)))
}

/// `ref()`, `ref(crm.)`, `ref(A, B)`
fn odd(field: &FieldType<'_>, target: &str) -> Option<Diagnostic> {
    let TypeKind::Reference { brackets, .. } = &field.meant.kind else {
        return None;
    };
    let span = brackets.map_or(field.span, |brackets| brackets.span);
    let first = target.split('|').next().unwrap_or_default().trim();
    let is_word = |part: &str| {
        let mut letters = part.chars();
        let starts = letters
            .next()
            .is_some_and(|c| c.is_alphabetic() || c == '_');
        starts && letters.all(|c| c.is_alphanumeric() || c == '_')
    };
    let message = if first.is_empty() {
        "this reference has no target; write the entity's name in the brackets".to_owned()
    } else if first.starts_with('.') || first.ends_with('.') {
        format!("`{first}` is no entity's name; a schema and an entity stand around a dot")
    } else if first.contains(',') {
        format!("a reference leads to one entity, and `{first}` is taken for its name")
    } else if first.split('.').count() > 2 || !first.split('.').all(is_word) {
        format!("`{first}` is no entity's name")
    } else {
        return None;
    };
    Some(Diagnostic::new(&REFERENCE_TARGET, span, message))
}

/// `ref(Person|Company)`
fn several(context: &Context<'_>, field: &FieldType<'_>, written: &str) -> Option<Diagnostic> {
    let TypeKind::Reference {
        targets, brackets, ..
    } = &field.meant.kind
    else {
        return None;
    };
    if !written.contains('|') {
        return None;
    }
    let first = targets.first()?;
    let others = targets.get(1..).unwrap_or_default();
    let span = match (others.first(), others.last()) {
        (Some(from), Some(to)) => from.span.to(to.span),
        _ => field.span,
    };
    let kept = context.source(first.span);
    let message = format!("only the first target counts: the field refers to `{kept}`");
    let diagnostic = Diagnostic::new(&SEVERAL_TARGETS, span, message)
        .with_help("Write a field for each entity, and leave empty those that do not apply.");
    Some(match brackets.filter(|brackets| brackets.closed) {
        Some(brackets) => {
            let edits = vec![context.edit(brackets.span, format!("({kept})"))];
            let title = format!("Refer to `{kept}` only");
            diagnostic.with_fix(Fix::suggestion(title, edits))
        }
        None => diagnostic,
    })
}
