//! A field: the short form, which is one text, and the form as a mapping.

use serde_json::{Map, Value as Json, json};
use specql_language::types::{self, Composite};
use specql_yaml::{NodeId, Value, python};

use super::python::{capitalize, strip};
use super::{Field, MAX_VALUE, Raw, Reader, Rule, Tier};

impl Reader<'_> {
    pub(super) fn field(&mut self, name: &str, value: NodeId) -> Field {
        if let Value::Mapping(_) = self.value(value) {
            return self.field_mapping(name, value);
        }
        // Whatever it is, SpecQL takes its text.
        let Some(text) = python::str(self.document, value, MAX_VALUE) else {
            self.refuse(Rule::TooDeep, value);
            return Field::basic(name, "", "TEXT", "");
        };
        short_form(name, &text)
    }

    fn field_mapping(&mut self, name: &str, mapping: NodeId) -> Field {
        let type_name = match self.get(mapping, "type") {
            None => "text",
            Some(node) => match self.text(node) {
                Some(text) => text,
                None => {
                    self.refuse(Rule::TypeIsNoText, node);
                    "text"
                }
            },
        };
        let mut field = of_type(name, type_name);
        if let Some(nullable) = self.raw_of(mapping, "nullable") {
            field.nullable = nullable;
        }
        if keeps_default(&field) {
            field.default = self.raw_of(mapping, "default");
        }
        if keeps_description(&field) {
            let written = self.get(mapping, "description");
            // An empty description leaves that of the type.
            let replaces =
                |node: &NodeId| field.tier == Tier::Basic || python::is_true(self.value(*node));
            if let Some(node) = written.filter(replaces) {
                field.description = Some(self.raw(node));
            }
        }
        field
    }
}

/// Enums, lists and basic types keep their default; SpecQL drops it for all others.
fn keeps_default(field: &Field) -> bool {
    field.tier == Tier::Basic
}

/// Rich, composite and basic types keep a description; SpecQL drops it for all others.
fn keeps_description(field: &Field) -> bool {
    match field.tier {
        Tier::Scalar | Tier::Composite => true,
        Tier::Basic => field.values.is_none() && field.item_type.is_none(),
        Tier::Reference => false,
    }
}

/// `email!`, `enum(a, b) = a`, `ref(crm.Contact)`.
fn short_form(name: &str, text: &str) -> Field {
    let text = strip(text);
    let (text, required) = match text.strip_suffix('!') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let (type_name, default) = match text.split_once(" = ") {
        Some((type_name, default)) => {
            let default = strip(default).trim_matches(['"', '\'']);
            (type_name, Some(default))
        }
        None => (text, None),
    };
    let mut field = of_type(name, type_name);
    field.nullable = Raw::boolean(!required);
    if keeps_default(&field) {
        field.default = default.map(|text| Raw::text(text.to_owned()));
    }
    field
}

/// A field of the type that a text names, in the order in which SpecQL tries.
fn of_type(name: &str, text: &str) -> Field {
    let inside = |word: &str| {
        let rest = text.strip_prefix(word)?.strip_prefix('(')?;
        rest.strip_suffix(')')
    };
    if let Some(values) = inside("enum") {
        let values = values.split(',').map(|value| strip(value).to_owned());
        return Field {
            values: Some(values.collect()),
            ..Field::basic(name, "enum", "TEXT", "String")
        };
    }
    if let Some(item) = inside("list") {
        return Field {
            item_type: Some(item.to_owned()),
            ..Field::basic(name, "list", "JSONB", "[String]")
        };
    }
    if let Some(target) = inside("ref") {
        return reference(name, target);
    }
    if let Some(scalar) = types::scalar(text) {
        return Field::scalar(name, text, scalar);
    }
    if let Some(found) = types::composite(text) {
        return composite(name, found);
    }
    let postgres = types::basic(text).map_or("TEXT", |basic| basic.postgres);
    Field::basic(name, text, postgres, &capitalize(text))
}

fn reference(name: &str, target: &str) -> Field {
    let first = target.split('|').next().unwrap_or_default();
    let first = strip(first);
    let (schema, entity) = first.split_once('.').unwrap_or(("public", first));
    Field {
        tier: Tier::Reference,
        reference_entity: Some(entity.to_owned()),
        reference_schema: Some(schema.to_owned()),
        fraiseql_relation: Some("many-to-one"),
        ..Field::basic(name, "ref", "INTEGER", "ID")
    }
}

fn composite(name: &str, composite: &'static Composite) -> Field {
    Field {
        tier: Tier::Composite,
        description: Some(Raw::text(composite.doc)),
        composite_def: Some(composite.name),
        fraiseql_schema: Some(json_schema(composite)),
        input_type: Some(composite.input),
        example: Some(composite.example),
        ..Field::basic(name, composite.name, "JSONB", composite.name)
    }
}

/// The JSON schema that SpecQL keeps with a composite type.
fn json_schema(composite: &Composite) -> Json {
    let properties: Map<String, Json> = composite
        .members
        .iter()
        .map(|member| {
            let kind = match member.type_name {
                "integer" => "integer",
                "boolean" => "boolean",
                "float" | "money" => "number",
                _ => "string",
            };
            (member.name.to_owned(), json!({ "type": kind }))
        })
        .collect();
    let required: Vec<_> = composite
        .members
        .iter()
        .filter(|member| !member.nullable)
        .map(|member| member.name)
        .collect();
    let mut schema = json!({ "type": "object", "properties": properties });
    if let (Some(schema), false) = (schema.as_object_mut(), required.is_empty()) {
        schema.insert("required".to_owned(), json!(required));
    }
    schema
}
