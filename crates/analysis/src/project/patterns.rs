//! Pattern files: what they are called, what they take, and their templates.

use serde::Deserialize;
use serde::de::IgnoredAny;
use specql_yaml::de::{Entries, Located, Slot, from_document};
use specql_yaml::{Document, NodeId, Value};

use super::jinja;
use super::kind::{FileKind, kind_of};
use super::read::{self, Read, Written};

/// A pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// What it is for.
    pub kind: PatternKind,
    /// The name that specs use.
    pub name: Option<Written<String>>,
    /// What it does.
    pub description: Option<Written<String>>,
    /// What it takes.
    pub parameters: Vec<Parameter>,
    /// Its templates in Jinja, each with its key.
    pub templates: Vec<(&'static str, Written<String>)>,
}

/// What a pattern is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternKind {
    /// Steps of an action.
    Action,
    /// Parts of a table.
    Schema,
    /// Fields and actions, in the shape that only SpecQL's documents know.
    Custom,
}

/// Something that a pattern takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: Written<String>,
    /// What its values are.
    pub ty: Option<Written<ParameterType>>,
    /// Whether it has to be given.
    pub required: bool,
    /// What holds without it, if that is a scalar, as Python writes it.
    pub default: Option<Written<Option<String>>>,
    /// What it is for.
    pub description: Option<Written<String>>,
    /// The only values that it may have.
    pub values: Vec<Written<String>>,
    /// The regular expression that its values have to match.
    pub validation: Option<Written<String>>,
}

/// What the values of a parameter are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParameterType {
    /// Text.
    String,
    /// True or false.
    Boolean,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// A mapping.
    Object,
    /// One of the values listed elsewhere, or here, as in `enum[a, b]`.
    Enum(Vec<String>),
    /// A list of texts.
    Strings,
    /// A list of mappings.
    Objects,
    /// No type that SpecQL knows.
    Unknown(String),
}

impl ParameterType {
    /// The type of this name.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        let values = text
            .strip_prefix("enum[")
            .and_then(|rest| rest.strip_suffix(']'));
        match (text, values) {
            (_, Some(values)) => Self::Enum(
                values
                    .split(',')
                    .map(|value| value.trim().to_owned())
                    .collect(),
            ),
            ("string", _) => Self::String,
            ("boolean", _) => Self::Boolean,
            ("integer", _) => Self::Integer,
            ("number", _) => Self::Number,
            ("object", _) => Self::Object,
            ("enum", _) => Self::Enum(Vec::new()),
            ("array<string>", _) => Self::Strings,
            ("array<object>", _) => Self::Objects,
            _ => Self::Unknown(text.to_owned()),
        }
    }

    fn takes(&self, value: &Value<'_>) -> bool {
        match self {
            Self::String => value.as_str().is_some(),
            Self::Boolean => matches!(value, Value::Bool(_)),
            Self::Integer => matches!(value, Value::Int(_)),
            Self::Number => matches!(value, Value::Int(_) | Value::Float(_)),
            Self::Object => matches!(value, Value::Mapping(_)),
            Self::Strings | Self::Objects => matches!(value, Value::Sequence(_)),
            Self::Enum(_) => value.is_hashable(),
            Self::Unknown(_) => true,
        }
    }
}

/// What can be wrong with a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The file is no mapping.
    NotAMapping,
    /// The pattern has no name.
    NoName,
    /// The value of this key has to be text.
    NotText(&'static str),
    /// The value of this key has to be true or false.
    NotBoolean(&'static str),
    /// The value of this key has to be a list.
    NotAList(&'static str),
    /// A parameter has to be a mapping.
    ParameterNotAMapping,
    /// A parameter without a name.
    ParameterWithoutName,
    /// A parameter of a name that another has already.
    DuplicateParameter,
    /// No type that SpecQL knows.
    UnknownType(String),
    /// A choice without anything to choose from.
    NoValues,
    /// A default that is none of the values.
    DefaultNotAmongValues,
    /// A default of another type than the parameter.
    DefaultOfOtherType,
    /// A template takes a name that is no parameter.
    UndeclaredName(String),
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawPattern {
    pattern: Slot<String>,
    description: Slot<String>,
    parameters: Slot<Vec<Located<RawParameter>>>,
    template: Slot<String>,
    validation_helper: Slot<String>,
    schema_template: Slot<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawParameter {
    name: Slot<String>,
    r#type: Slot<String>,
    required: Slot<bool>,
    default: Slot<IgnoredAny>,
    description: Slot<String>,
    values: Slot<Vec<Located<IgnoredAny>>>,
    validation: Slot<String>,
}

type Reader<'d> = read::Reader<'d, Problem>;

/// Reads a pattern file of any of the three kinds.
#[must_use]
pub fn read(document: &Document<'_>, path: Option<&str>) -> Read<Pattern, Problem> {
    let kind = match kind_of(document, path) {
        FileKind::SchemaPattern => PatternKind::Schema,
        FileKind::CustomPattern => PatternKind::Custom,
        _ => PatternKind::Action,
    };
    let mut reader = Reader::new(document);
    let raw: RawPattern = reader.root();
    if !reader.root_is_mapping() {
        reader.report(Problem::NotAMapping, document.root());
    } else if raw.pattern.written().is_none() {
        reader.report_at(Problem::NoName, specql_yaml::Span::at(0));
    }
    let parameters = reader.parameters(&raw.parameters, kind);
    let mut templates = Vec::new();
    for (key, slot) in [
        ("template", &raw.template),
        ("validation_helper", &raw.validation_helper),
        ("schema_template", &raw.schema_template),
    ] {
        if let Some(template) = reader.take(slot, Problem::NotText(key)) {
            reader.names(&template, &parameters);
            templates.push((key, template));
        }
    }
    let pattern = Pattern {
        kind,
        name: reader.take(&raw.pattern, Problem::NotText("pattern")),
        description: reader.take_or_null(&raw.description, Problem::NotText("description")),
        parameters,
        templates,
    };
    reader.finish(pattern)
}

impl Reader<'_> {
    fn parameters(
        &mut self,
        slot: &Slot<Vec<Located<RawParameter>>>,
        kind: PatternKind,
    ) -> Vec<Parameter> {
        let Some(list) = slot.written() else {
            return Vec::new();
        };
        let mut parameters: Vec<Parameter> = Vec::new();
        if let Some(items) = list.get() {
            for item in items {
                if let Some(parameter) = self.parameter(item) {
                    let is_known = |other: &Parameter| other.name.value == parameter.name.value;
                    if parameters.iter().any(is_known) {
                        self.report_at(Problem::DuplicateParameter, parameter.name.span);
                    }
                    parameters.push(parameter);
                }
            }
            return parameters;
        }
        let entries = from_document::<Entries<RawParameter>>(self.document, list.node);
        if kind != PatternKind::Custom || entries.is_err() {
            self.report_part(Problem::NotAList("parameters"), list);
        }
        for entry in entries.unwrap_or_default().0 {
            if let (Some(key), Some(name)) = (entry.key(), self.key(&entry)) {
                parameters.push(self.parameter_of_mapping(self.written(name, key), &entry));
            }
        }
        parameters
    }

    /// In documents, a parameter may be no more than its name and its type.
    fn parameter_of_mapping(
        &mut self,
        name: Written<String>,
        entry: &Located<RawParameter>,
    ) -> Parameter {
        match entry.get() {
            Some(raw) => self.details(name, raw),
            None => {
                let ty = self.value(entry.node).as_str().map(str::to_owned);
                Parameter {
                    name,
                    ty: ty.map(|ty| self.type_of(&self.written(ty, entry.node))),
                    required: false,
                    default: None,
                    description: None,
                    values: Vec::new(),
                    validation: None,
                }
            }
        }
    }

    fn parameter(&mut self, item: &Located<RawParameter>) -> Option<Parameter> {
        let Some(raw) = item.get() else {
            self.report(Problem::ParameterNotAMapping, item.node);
            return None;
        };
        if raw.name.written().is_none() {
            self.report(Problem::ParameterWithoutName, item.node);
            return None;
        }
        let name = self.take(&raw.name, Problem::NotText("name"))?;
        Some(self.details(name, raw))
    }

    fn details(&mut self, name: Written<String>, raw: &RawParameter) -> Parameter {
        let ty = self.take(&raw.r#type, Problem::NotText("type"));
        let ty = ty.map(|ty| self.type_of(&ty));
        if let Some(Written {
            value: ParameterType::Unknown(unknown),
            span,
        }) = &ty
        {
            self.report_at(Problem::UnknownType(unknown.clone()), *span);
        }
        let required = self.take_or_null(&raw.required, Problem::NotBoolean("required"));
        let values = self.values(&raw.values);
        let mut allowed: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
        if let Some(Written {
            value: ParameterType::Enum(inline),
            span,
        }) = &ty
        {
            allowed.extend(inline.iter().map(String::as_str));
            if allowed.is_empty() {
                self.report_at(Problem::NoValues, *span);
            }
        }
        let default = raw.default.written().map(|default| default.node);
        if let Some(node) = default {
            self.check_default(node, ty.as_ref().map(|ty| &ty.value), &allowed);
        }
        Parameter {
            name,
            required: required.is_some_and(|required| required.value),
            default: default.map(|node| self.written(self.scalar(node), node)),
            description: self.take_or_null(&raw.description, Problem::NotText("description")),
            validation: self.take_or_null(&raw.validation, Problem::NotText("validation")),
            ty,
            values,
        }
    }

    fn type_of(&self, written: &Written<String>) -> Written<ParameterType> {
        Written {
            value: ParameterType::parse(&written.value),
            span: written.span,
        }
    }

    fn values(&mut self, slot: &Slot<Vec<Located<IgnoredAny>>>) -> Vec<Written<String>> {
        let Some(list) = slot.written() else {
            return Vec::new();
        };
        let Some(items) = list.get() else {
            self.report_part(Problem::NotAList("values"), list);
            return Vec::new();
        };
        let mut values = Vec::new();
        for item in items {
            match self.scalar(item.node) {
                Some(value) => values.push(self.written(value, item.node)),
                None => self.report(Problem::NotText("values"), item.node),
            }
        }
        values
    }

    fn check_default(&mut self, node: NodeId, ty: Option<&ParameterType>, allowed: &[&str]) {
        let value = self.value(node);
        // Nothing is a fine default for anything.
        if *value == Value::Null {
            return;
        }
        if ty.is_some_and(|ty| !ty.takes(value)) {
            self.report(Problem::DefaultOfOtherType, node);
        } else if !allowed.is_empty()
            && let Some(text) = self.scalar(node)
            && !allowed.contains(&text.as_str())
        {
            self.report(Problem::DefaultNotAmongValues, node);
        }
    }

    /// The place is the whole template; within a block scalar only its text could tell more.
    fn names(&mut self, template: &Written<String>, parameters: &[Parameter]) {
        for name in jinja::outer_names(&template.value) {
            let is_it = |parameter: &Parameter| parameter.name.value == name;
            if !parameters.iter().any(is_it) {
                self.report_at(Problem::UndeclaredName(name.to_owned()), template.span);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use specql_yaml::load;

    use super::*;

    fn pattern(text: &str) -> Read<Pattern, Problem> {
        read(&load(text).unwrap(), None)
    }

    /// The problems of a pattern with this list of parameters.
    fn problems(parameters: &str) -> Vec<Problem> {
        let text = format!("pattern: x\nparameters: {parameters}\ntemplate: ''");
        let findings = pattern(&text).findings.into_iter();
        findings.map(|finding| finding.problem).collect()
    }

    #[test]
    fn an_action_pattern() {
        let Read { value, findings } = pattern(
            "pattern: approve
description: Somebody says yes
parameters:
- name: role
  type: enum
  values: [clerk, boss]
  default: boss
- {name: limit, type: integer, required: true, validation: '^[0-9]+$'}
template: |
  steps:
    - validate: amount < {{ limit }}
    - update: {{ entity.name }} SET approved_by = '{{ role }}'
",
        );
        assert_eq!(findings, []);
        assert_eq!(value.kind, PatternKind::Action);
        assert_eq!(value.name.unwrap().value, "approve");
        let [role, limit] = &value.parameters[..] else {
            panic!("there are two");
        };
        assert_eq!(role.values.len(), 2);
        assert_eq!(
            role.default.as_ref().unwrap().value.as_deref(),
            Some("boss")
        );
        assert!(!role.required && limit.required);
        assert_eq!(limit.ty.as_ref().unwrap().value, ParameterType::Integer);
        assert_eq!(value.templates[0].0, "template");
    }

    #[test]
    fn parameters_that_are_broken() {
        assert_eq!(problems("[text]"), [Problem::ParameterNotAMapping]);
        assert_eq!(
            problems("[{type: string}]"),
            [Problem::ParameterWithoutName]
        );
        assert_eq!(problems("[{name: 5}]"), [Problem::NotText("name")]);
        assert_eq!(
            problems("[{name: a}, {name: a}]"),
            [Problem::DuplicateParameter]
        );
        assert_eq!(
            problems("[{name: a, required: 'yes'}]"),
            [Problem::NotBoolean("required")]
        );
        assert_eq!(
            problems("[{name: a, type: date}]"),
            [Problem::UnknownType("date".to_owned())]
        );
        assert_eq!(problems("[{name: a, type: enum}]"), [Problem::NoValues]);
        assert_eq!(problems("\n"), [Problem::NotAList("parameters")]);
    }

    #[test]
    fn defaults_fit_their_parameters() {
        let default = |ty: &str, default: &str| {
            problems(&format!(
                "[{{name: a, type: \"{ty}\", default: {default}}}]"
            ))
        };
        assert_eq!(default("enum[a, b]", "b"), []);
        assert_eq!(default("enum[a, b]", "c"), [Problem::DefaultNotAmongValues]);
        assert_eq!(default("boolean", "'true'"), [Problem::DefaultOfOtherType]);
        assert_eq!(default("array<string>", "[]"), []);
        assert_eq!(default("string", ""), []);
    }

    #[test]
    fn templates_take_parameters_only() {
        let found = pattern("pattern: x\nparameters: []\ntemplate: \"{{ colour }}\"").findings;
        assert_eq!(
            found[0].problem,
            Problem::UndeclaredName("colour".to_owned())
        );
    }

    #[test]
    fn custom_patterns_have_a_mapping_of_parameters() {
        let Read { value, findings } =
            pattern("pattern: x\nfields: {}\nparameters: {size: integer, hue: {type: string}}");
        assert_eq!(findings, []);
        assert_eq!(value.kind, PatternKind::Custom);
        assert_eq!(value.parameters.len(), 2);
        let ty = value.parameters[0].ty.as_ref().unwrap();
        assert_eq!(ty.value, ParameterType::Integer);
    }
}
