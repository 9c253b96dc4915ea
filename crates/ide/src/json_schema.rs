//! A JSON schema of entity specs, for editors that have a YAML server and not this one.
//!
//! It is the tables of the language in another form. What a schema cannot say (what names stand
//! for, what is in a type or an expression) it leaves open, so it never refuses what is right.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use specql_language::key::{Choice, Key, Place, Shape};
use specql_language::step::step_kind;
use specql_language::types::{BASIC, COMPOSITES, SCALARS};
use specql_language::{Effect, Target};

/// The schema of the specs that are written for a target.
#[must_use]
pub fn json_schema(target: Target) -> Value {
    let mut writer = Writer {
        target,
        wanted: BTreeSet::new(),
    };
    let mut schema = writer.mapping(Place::Root);
    schema.insert("title".into(), "SpecQL entity".into());
    let mut definitions = Map::new();
    let type_name = writer.type_expression();
    definitions.insert("type".into(), type_name);
    // Places lead to further places, until all are there.
    while let Some(place) = writer.missing(&definitions) {
        let definition = writer.mapping(place);
        definitions.insert(name_of(place), Value::Object(definition));
    }
    schema.insert("definitions".into(), Value::Object(definitions));
    let mut all = Map::new();
    all.insert(
        "$schema".into(),
        "http://json-schema.org/draft-07/schema#".into(),
    );
    all.extend(schema);
    Value::Object(all)
}

struct Writer {
    target: Target,
    /// Places that some value leads to.
    wanted: BTreeSet<Place>,
}

impl Writer {
    fn missing(&self, definitions: &Map<String, Value>) -> Option<Place> {
        let mut wanted = self.wanted.iter();
        wanted
            .find(|place| !definitions.contains_key(&name_of(**place)))
            .copied()
    }

    fn mapping(&mut self, place: Place) -> Map<String, Value> {
        let mut properties = Map::new();
        for key in place.keys() {
            if self.target == Target::V0_8 && key.effect == Effect::Refused {
                continue;
            }
            let value = self.key(key);
            properties.insert(key.name.to_owned(), value);
        }
        let required: Vec<_> = place.keys().iter().filter(|key| key.required).collect();
        let mut mapping = Map::new();
        mapping.insert("type".into(), "object".into());
        mapping.insert("properties".into(), Value::Object(properties));
        if !required.is_empty() {
            let names: Vec<_> = required.iter().map(|key| key.name).collect();
            mapping.insert("required".into(), json!(names));
        }
        if !place.takes_other_keys() {
            mapping.insert("additionalProperties".into(), false.into());
        }
        mapping
    }

    fn key(&mut self, key: &Key) -> Value {
        let mut value = match self.shape(key.shape) {
            Value::Object(value) => value,
            // What stands beside `$ref` is passed over in this draft, so it is wrapped.
            other => Map::from_iter([("allOf".to_owned(), json!([other]))]),
        };
        if value.contains_key("$ref") {
            value = Map::from_iter([("allOf".to_owned(), json!([Value::Object(value)]))]);
        }
        let mut doc = key.doc.to_owned();
        if let Some(kind) = step_kind(key.name) {
            for form in kind.forms {
                doc.push_str(&format!("\n\n`{}`: {}", form.syntax, form.doc));
            }
        }
        if key.target == Target::Next && self.target == Target::V0_8 {
            doc.push_str("\n\nSpecQL 0.8.7 passes over it.");
            value.insert("doNotSuggest".into(), true.into());
        }
        value.insert("description".into(), first_sentence(&doc).into());
        value.insert("markdownDescription".into(), doc.into());
        if let Some(default) = key.default {
            value.insert("default".into(), written(default));
        }
        Value::Object(value)
    }

    fn shape(&mut self, shape: Shape) -> Value {
        match shape {
            Shape::Any => json!({}),
            Shape::Boolean => json!({"anyOf": [{"type": "boolean"}, {"enum": OTHER_BOOLEANS}]}),
            Shape::Integer => json!({"type": ["integer", "null"]}),
            Shape::Choice(choices) => choice(choices),
            Shape::Type => json!({"$ref": "#/definitions/type"}),
            // What looks like a number or a date is one in YAML, and a text all the same for
            // those who read it.
            Shape::Text
            | Shape::Name(_)
            | Shape::Reference(_)
            | Shape::Expression
            | Shape::Statement
            | Shape::Call
            | Shape::Sql
            | Shape::Path => json!({"type": SCALAR}),
            Shape::List(item) => json!({"type": ["array", "null"], "items": self.shape(*item)}),
            Shape::Mapping(place) => {
                self.wanted.insert(place);
                json!({"$ref": format!("#/definitions/{}", name_of(place))})
            }
            Shape::Named(_, value) => {
                json!({"type": ["object", "null"], "additionalProperties": self.shape(*value)})
            }
            Shape::OneOf(shapes) => {
                let shapes: Vec<_> = shapes.iter().map(|shape| self.shape(*shape)).collect();
                json!({"anyOf": shapes})
            }
        }
    }

    fn type_expression(&self) -> Value {
        let basic = BASIC.iter().map(|t| (t.name, t.postgres, t.doc));
        let scalars = SCALARS.iter().map(|t| (t.name, t.postgres, t.doc));
        let composites = COMPOSITES.iter().map(|t| (t.name, "jsonb", t.doc));
        let all: Vec<_> = basic.chain(scalars).chain(composites).collect();
        let names: Vec<_> = all.iter().map(|(name, ..)| *name).collect();
        let docs: Vec<_> = all
            .iter()
            .map(|(_, postgres, doc)| format!("`{postgres}`: {doc}"))
            .collect();
        json!({
            "anyOf": [
                {"enum": names, "markdownEnumDescriptions": docs},
                // Any other scalar. Said by its kind, `true` and `null` would be offered as types.
                {"not": {"type": ["object", "array"]}}
            ],
            "defaultSnippets": [
                {"label": "enum(...)", "description": "One of some words", "body": "enum($1)"},
                {"label": "ref(...)", "description": "Another entity", "body": "ref($1)"},
                {"label": "list(...)", "description": "Several values", "body": "list($1)"}
            ]
        })
    }
}

/// What a scalar of YAML may be.
const SCALAR: [&str; 4] = ["string", "number", "boolean", "null"];

/// Words that are true or false in YAML 1.1, which SpecQL reads, and texts in YAML 1.2.
const OTHER_BOOLEANS: [&str; 12] = [
    "yes", "no", "on", "off", "Yes", "No", "On", "Off", "YES", "NO", "ON", "OFF",
];

fn choice(choices: &[Choice]) -> Value {
    let values: Vec<_> = choices.iter().map(|choice| written(choice.value)).collect();
    let docs: Vec<_> = choices.iter().map(|choice| choice.doc).collect();
    json!({"enum": values, "markdownEnumDescriptions": docs})
}

/// A value as it is written in YAML.
fn written(text: &str) -> Value {
    match text {
        "true" => true.into(),
        "false" => false.into(),
        "null" => Value::Null,
        _ => match text.parse::<i64>() {
            Ok(number) => number.into(),
            Err(_) => text.into(),
        },
    }
}

fn name_of(place: Place) -> String {
    let name = format!("{place:?}");
    let mut chars = name.chars();
    match chars.next() {
        Some(first) => first.to_ascii_lowercase().to_string() + chars.as_str(),
        None => name,
    }
}

fn first_sentence(doc: &str) -> &str {
    match doc.find(". ").or_else(|| doc.find(".\n")) {
        Some(end) => &doc[..=end],
        None => doc,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_their_shapes() {
        let schema = json_schema(Target::V0_8);
        assert_eq!(schema["required"], json!(["entity"]));
        assert_eq!(schema["properties"]["schema"]["default"], "public");
        let fields = &schema["properties"]["fields"];
        let kinds = fields["additionalProperties"]["anyOf"].as_array();
        assert_eq!(
            kinds.map(Vec::as_slice),
            Some(
                &[
                    json!({"$ref": "#/definitions/type"}),
                    json!({"$ref": "#/definitions/field"})
                ][..]
            )
        );
        let steps = &schema["definitions"]["action"]["properties"]["steps"];
        assert_eq!(steps["items"]["$ref"], "#/definitions/step");
        assert_eq!(schema["definitions"]["step"]["additionalProperties"], false);
    }

    #[test]
    fn every_place_that_is_spoken_of_is_there() {
        for target in [Target::V0_8, Target::Next] {
            let schema = json_schema(target);
            let text = schema.to_string();
            for part in text.split("\"#/definitions/").skip(1) {
                let name = part.split('"').next().unwrap_or_default();
                assert!(!schema["definitions"][name].is_null(), "{name} is missing");
            }
        }
    }

    #[test]
    fn what_is_refused_is_for_the_next_target_only() {
        let has_foreach = |target| {
            let schema = json_schema(target);
            !schema["definitions"]["step"]["properties"]["foreach"].is_null()
        };
        assert!(!has_foreach(Target::V0_8));
        assert!(has_foreach(Target::Next));
    }
}
