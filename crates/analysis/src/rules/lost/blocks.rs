//! The blocks beside fields and actions.

use specql_language::Effect;
use specql_language::key::{Name, Place, Shape};
use specql_yaml::{NodeId, Value};

use super::report_unknown_field;
use crate::diagnostic::{Diagnostic, Severity};
use crate::expression::ast::TypeKind;
use crate::rules::keys::walk::{Broken, Seen, is_refused};
use crate::rules::{Context, Group, Rule};

pub(super) const BLOCK_NOT_GENERATED: Rule = Rule::new(
    "block-not-generated",
    Group::Ignored,
    Severity::Info,
    include_str!("../../../rules/block-not-generated.md"),
);

pub(super) const UNKNOWN_FIELD_IN_BLOCK: Rule = Rule::new(
    "unknown-field-in-block",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/unknown-field-in-block.md"),
);

pub(super) const TRANSLATED_FIELD_TYPE: Rule = Rule::new(
    "translated-field-type",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/translated-field-type.md"),
);

pub(super) fn check(context: &mut Context<'_>, part: &Seen, broken: &Broken) {
    match *part {
        Seen::Mapping {
            place: Place::Root,
            node,
        } => not_generated(context, node),
        Seen::Value {
            place,
            shape: Shape::Reference(what),
            node,
            is_foreign: false,
            ..
        } if is_block(place) && !broken.has(context, context.span(node)) => {
            field(context, place, what, node);
        }
        _ => {}
    }
}

/// The places whose names of fields are checked here; steps have rules of their own, and so have
/// the blocks of later versions.
fn is_block(place: Place) -> bool {
    matches!(
        place,
        Place::Identifier
            | Place::IdentifierComponent
            | Place::TableViews
            | Place::ExtraFilterColumn
            | Place::Translations
    )
}

/// Blocks that are read, checked, and come to nothing.
fn not_generated(context: &mut Context<'_>, root: NodeId) {
    let document = context.document;
    let Value::Mapping(entries) = document.value(root) else {
        return;
    };
    for entry in entries {
        let name = document.value(entry.key).as_str().unwrap_or_default();
        let is_carried = |key: &&specql_language::key::Key| key.effect == Effect::Carried;
        if Place::Root.key(name).filter(is_carried).is_none() {
            continue;
        }
        let is_empty = match document.value(entry.value) {
            Value::Mapping(entries) => entries.is_empty(),
            Value::Sequence(items) => items.is_empty(),
            _ => true,
        };
        let is_off = document
            .get(entry.value, "enabled")
            .is_some_and(|node| *document.value(node) == Value::Bool(false));
        if is_empty || is_off || is_refused(context, context.span(entry.value)) {
            continue;
        }
        let message = format!("SpecQL reads `{name}`, and `generate` makes nothing of it");
        let span = context.span(entry.last_key);
        context.report(Diagnostic::new(&BLOCK_NOT_GENERATED, span, message));
    }
}

/// A field that a block names.
fn field(context: &mut Context<'_>, place: Place, what: Name, node: NodeId) {
    if !matches!(what, Name::Field | Name::FieldPath) {
        return;
    }
    let document = context.document;
    let span = context.span(node);
    let Some(text) = document.value(node).as_str() else {
        return;
    };
    let is_path = what == Name::FieldPath;
    let name = match text.split_once('.') {
        Some((first, _)) if is_path => first,
        _ => text,
    };
    let Some(found) = context.spec.field(name) else {
        if !is_generated(name) && !is_refused(context, span) && !context.has_field(name) {
            report_unknown_field(context, &UNKNOWN_FIELD_IN_BLOCK, node, name);
        }
        return;
    };
    let is_text = match &found.field_type.kind {
        TypeKind::Named { name, .. } => name.text == "text",
        TypeKind::Missing => true,
        _ => false,
    };
    if place == Place::Translations && !is_text {
        let message = format!("only fields of type `text` can be translated, and `{name}` is none");
        let diagnostic = Diagnostic::new(&TRANSLATED_FIELD_TYPE, span, message).with_related(
            context.file,
            found.name.span,
            "the field",
        );
        context.report(diagnostic);
    }
}

/// Columns that every table has.
fn is_generated(name: &str) -> bool {
    specql_language::reserved::is_reserved_field(name).is_some()
}
