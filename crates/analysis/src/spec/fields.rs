//! Fields.

use specql_yaml::{NodeId, Value};

use super::read::Reader;
use super::{Field, Parameter};
use crate::expression::ast::{Name, TypeExpression, TypeKind};

impl Reader<'_> {
    pub(super) fn fields(&mut self, fields: NodeId) -> Vec<Field> {
        let mut read = Vec::new();
        for entry in self.entries(fields) {
            let Some(name) = self.name(entry.key) else {
                continue;
            };
            if !self.may_go_on(0) {
                break;
            }
            // Of two fields with one name, the value is the last one's.
            let name = Name {
                span: self.span(entry.last_key),
                ..name
            };
            read.push(self.field(name, entry.value));
        }
        read
    }

    fn field(&self, name: Name, value: NodeId) -> Field {
        if let Value::Mapping(_) = self.document.value(value) {
            return self.field_mapping(name, value);
        }
        let field_type = self.type_or_missing(Some(value), value);
        let default = field_type.default.as_ref().map(|default| Name {
            text: default.text.clone(),
            span: default.span,
        });
        Field {
            name,
            is_mapping: false,
            required: field_type.required.is_some(),
            default,
            description: None,
            computed: None,
            span: self.span(value),
            field_type,
        }
    }

    fn field_mapping(&self, name: Name, mapping: NodeId) -> Field {
        let field_type = self.type_or_missing(self.get(mapping, "type"), mapping);
        let nullable = self.get(mapping, "nullable");
        let is_false = |node| matches!(self.document.value(node), Value::Bool(false) | Value::Null);
        let is_true = |node| matches!(self.document.value(node), Value::Bool(true));
        let required = self.get(mapping, "required").is_some_and(is_true);
        let computed = ["computed", "expression"];
        let mut computed = computed.iter().filter_map(|key| self.get(mapping, key));
        Field {
            name,
            is_mapping: true,
            required: required || nullable.is_some_and(is_false) || field_type.required.is_some(),
            default: self.get(mapping, "default").map(|node| self.as_text(node)),
            description: self.name_of(mapping, "description"),
            computed: computed.find_map(|node| self.expression(node)),
            span: self.span(mapping),
            field_type,
        }
    }

    /// A value as it is written, whatever YAML makes of it.
    fn as_text(&self, node: NodeId) -> Name {
        let span = self.span(node);
        let text = match self.document.value(node).as_str() {
            Some(text) => text,
            None => self.text.get(span.range()).unwrap_or_default(),
        };
        Name {
            text: text.to_owned(),
            span,
        }
    }

    fn type_or_missing(&self, node: Option<NodeId>, around: NodeId) -> TypeExpression {
        let written = node.and_then(|node| self.type_expression(node));
        written.unwrap_or_else(|| TypeExpression {
            kind: TypeKind::Missing,
            required: None,
            optional: None,
            default: None,
            stray: Vec::new(),
            span: self.span(node.unwrap_or(around)),
        })
    }

    /// `params`, as a mapping or as a list.
    pub(super) fn parameters(&mut self, node: NodeId) -> Vec<Parameter> {
        if let Value::Mapping(_) = self.document.value(node) {
            let fields = self.fields(node).into_iter();
            return fields
                .map(|field| Parameter {
                    name: field.name,
                    parameter_type: Some(field.field_type),
                })
                .collect();
        }
        let mut parameters = Vec::new();
        for item in self.items(node) {
            let parameter = match self.name(*item) {
                Some(name) => Some(Parameter {
                    name,
                    parameter_type: None,
                }),
                None => self.name_of(*item, "name").map(|name| Parameter {
                    name,
                    parameter_type: self
                        .get(*item, "type")
                        .and_then(|node| self.type_expression(node)),
                }),
            };
            parameters.extend(parameter);
        }
        parameters
    }
}
