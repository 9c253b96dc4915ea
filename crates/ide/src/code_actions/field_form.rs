//! A field in one line, `status: enum(a, b) = a!`, and as a mapping.

use specql_analysis::Span;
use specql_analysis::expression::ast::TypeKind;
use specql_analysis::spec::Field;
use specql_syntax::{Kind, Node};
use specql_yaml::{NodeId, Value};

use super::place::{Place, scalar};
use super::{Change, Offer};

pub(super) fn offers_long(place: &Place<'_>) -> Vec<Offer> {
    match long(place) {
        Some(_) => Offer::one("Write the field as a mapping"),
        None => Vec::new(),
    }
}

pub(super) fn lengthen(place: &Place<'_>, _: &str) -> Option<Change> {
    let Long {
        colon_end,
        value,
        parts,
        in_brackets,
        column,
    } = long(place)?;
    let behind_colon = Span::new(colon_end, value.end as usize);
    if in_brackets {
        let parts: Vec<_> = parts.iter().map(|(k, v)| format!("{k}: {v}")).collect();
        let text = format!(" {{{}}}", parts.join(", "));
        return Some(Change {
            edits: vec![place.edit(behind_colon, text)],
            ..Change::default()
        });
    }
    let indent = format!("{}{}", place.line_break(), " ".repeat(column + 2));
    let lines = parts.iter().map(|(k, v)| format!("{indent}{k}: {v}"));
    let lines: String = lines.collect();
    // A comment behind the type stays behind the name.
    let end = Span::at(place.line_end(value.end as usize));
    let edits = if end.start == value.end {
        vec![place.edit(behind_colon, lines)]
    } else {
        vec![place.edit(behind_colon, ""), place.edit(end, lines)]
    };
    Some(Change {
        edits,
        ..Change::default()
    })
}

/// What is needed to write a field as a mapping.
struct Long {
    colon_end: usize,
    value: Span,
    parts: Vec<(&'static str, String)>,
    in_brackets: bool,
    column: usize,
}

fn long(place: &Place<'_>) -> Option<Long> {
    let field = place.field().filter(|field| !field.is_mapping)?;
    let written = &field.field_type;
    if written.optional.is_some() || !written.stray.is_empty() || !is_complete(&written.kind) {
        return None;
    }
    let pair = place.pair(field.name.span)?;
    let value = pair.child_by_field_name("value")?;
    if !is_scalar(&value) || !is_one_line(&pair) {
        return None;
    }
    let in_brackets = Kind::of(&pair) == Kind::FlowPair;
    let end = [
        written.default.as_ref().map(|default| default.equals.start),
        written.required.map(|mark| mark.start),
    ];
    let end = end.into_iter().flatten().min().unwrap_or(written.span.end);
    let type_text = place
        .source(Span {
            end,
            ..written.span
        })
        .trim();
    let mut parts = vec![("type", scalar(type_text, in_brackets))];
    if written.required.is_some() {
        parts.push(("nullable", "false".to_owned()));
    }
    if let Some(default) = &written.default {
        parts.push(("default", default_value(field, &default.text, in_brackets)));
    }
    Some(Long {
        colon_end: colon(&pair)?.end_byte(),
        value: Span::new(value.start_byte(), value.end_byte()),
        parts,
        in_brackets,
        column: pair.start_position().column,
    })
}

/// A default as a value: a number for a number, else a text.
fn default_value(field: &Field, text: &str, in_brackets: bool) -> String {
    let is_value = matches!(&field.field_type.kind, TypeKind::Named { name, .. } if matches!(
        name.text.as_str(),
        "integer" | "bigint" | "float" | "boolean"
    ));
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if is_value && !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        scalar(text, in_brackets)
    }
}

/// Whether nothing of a type is still to be typed.
fn is_complete(kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Missing => false,
        TypeKind::Enum { brackets, .. }
        | TypeKind::List { brackets, .. }
        | TypeKind::Reference { brackets, .. } => brackets.is_some_and(|brackets| brackets.closed),
        TypeKind::Named { .. } | TypeKind::Array { .. } => true,
    }
}

fn is_scalar(value: &Node<'_>) -> bool {
    matches!(
        Kind::of(value),
        Kind::Type | Kind::QuotedScalar | Kind::PlainScalar
    )
}

fn is_one_line(node: &Node<'_>) -> bool {
    node.start_position().row == node.end_position().row
}

fn colon<'t>(pair: &Node<'t>) -> Option<Node<'t>> {
    let mut cursor = pair.walk();
    pair.children(&mut cursor).find(|child| child.kind() == ":")
}

pub(super) fn offers_short(place: &Place<'_>) -> Vec<Offer> {
    match short(place) {
        Some(_) => Offer::one("Write the field in the short form"),
        None => Vec::new(),
    }
}

pub(super) fn shorten(place: &Place<'_>, _: &str) -> Option<Change> {
    let (span, text) = short(place)?;
    Some(Change {
        edits: vec![place.edit(span, format!(" {text}"))],
        ..Change::default()
    })
}

/// What stands behind a field's colon, and the short form of it.
fn short(place: &Place<'_>) -> Option<(Span, String)> {
    let field = place.field().filter(|field| field.is_mapping)?;
    let pair = place.pair(field.name.span)?;
    let value = pair.child_by_field_name("value")?;
    let behind_colon = Span::new(colon(&pair)?.end_byte(), value.end_byte());
    // Comments and anchors have no place in the short form.
    if place.source(behind_colon).contains(['#', '&', '*', '!']) {
        return None;
    }
    let document = place.document;
    let Value::Mapping(entries) = document.value(mapping_of(place, field)?) else {
        return None;
    };
    let (mut written, mut default, mut required) = (None, String::new(), false);
    for entry in entries {
        let key = document.value(entry.key).as_str()?;
        match (key, document.value(entry.value)) {
            ("type", Value::Str(text)) => written = Some(text.as_str().trim().to_owned()),
            ("nullable", Value::Bool(nullable)) => required = !nullable,
            ("default", Value::Str(text)) => default = text.as_str().to_owned(),
            ("default", Value::Int(_) | Value::Float(_) | Value::Bool(_)) => {
                place
                    .source(document.span(entry.value))
                    .clone_into(&mut default);
            }
            _ => return None,
        }
    }
    let written = written.filter(|written| !written.is_empty())?;
    let is_simple = |text: &str| !text.contains(['!', '=', '"', '\'', '\n']);
    if !is_simple(&written) || !is_simple(&default) || default.trim() != default {
        return None;
    }
    let default = if default.is_empty() {
        default
    } else {
        format!(" = {default}")
    };
    let mark = if required { "!" } else { "" };
    let in_brackets = Kind::of(&pair) == Kind::FlowPair;
    let text = scalar(&format!("{written}{default}{mark}"), in_brackets);
    Some((behind_colon, text))
}

/// The value of a field in the document.
fn mapping_of(place: &Place<'_>, field: &Field) -> Option<NodeId> {
    let document = place.document;
    let root = document.root();
    let header = document.get(root, "entity");
    let inner = header.and_then(|header| document.get(header, "fields"));
    let fields = inner.or_else(|| document.get(root, "fields"))?;
    document.get(fields, &field.name.text)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::code_actions::testing::{apply, refactorings};

    #[test]
    fn a_short_field_becomes_a_mapping() {
        assert_snapshot!(apply("\
entity: Task
schema: work
fields:
  a: text
  status: enum(open, done) = open!$0   # where it stands
  b: text
", "Write the field as a mapping"), @"
        entity: Task
        schema: work
        fields:
          a: text
          status:   # where it stands
            type: enum(open, done)
            nullable: false
            default: open
          b: text
        ");
    }

    #[test]
    fn in_brackets_it_becomes_a_mapping_in_brackets() {
        assert_snapshot!(apply("\
entity: Task
schema: work
fields: {a: integer = 5$0, b: text}
", "Write the field as a mapping"), @"
        entity: Task
        schema: work
        fields: {a: {type: integer, default: 5}, b: text}
        ");
    }

    #[test]
    fn a_mapping_becomes_short() {
        assert_snapshot!(apply("\
entity: Task
schema: work
fields:
  status:
    type: enum(open, done)$0
    nullable: false
    default: open
  # about b
  b: {type: integer, default: 5}
", "Write the field in the short form"), @"
        entity: Task
        schema: work
        fields:
          status: enum(open, done) = open!
          # about b
          b: {type: integer, default: 5}
        ");
        assert_snapshot!(apply("\
entity: Task
schema: work
fields:
  a: text
  b: {type: integer, default: 5$0, nullable: true}
", "Write the field in the short form"), @"
        entity: Task
        schema: work
        fields:
          a: text
          b: integer = 5
        ");
    }

    #[test]
    fn what_would_be_lost_stays_a_mapping() {
        let text = |value: &str| format!("entity: Task\nschema: work\nfields:\n  a$0: {value}\n");
        let none: [&str; 0] = [];
        assert_eq!(refactorings(&text("{type: text, description: x}")), none);
        assert_eq!(
            refactorings(&text("{type: text} # c")),
            ["Write the field in the short form"]
        );
        assert_eq!(refactorings(&text("\n    type: text # c\n")), none);
        assert_eq!(refactorings(&text("enum(a")), none);
    }
}
