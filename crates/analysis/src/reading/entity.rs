//! The entity that SpecQL 0.8.7 makes of a spec, under the names of its own attributes.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::value::RawValue;
use specql_language::types::Scalar;

/// A value that SpecQL keeps as it was given.
#[derive(Clone, Debug)]
pub struct Raw(Form);

/// Nearly all of them are texts, and few are ever printed.
#[derive(Clone, Debug)]
enum Form {
    Null,
    Boolean(bool),
    Text(Cow<'static, str>),
    /// All others, as JSON. What JSON has no form for is written as [`specql_yaml::json`] says.
    Json(Box<RawValue>),
}

impl Raw {
    pub(super) fn from_json(json: String) -> Self {
        RawValue::from_string(json).map_or_else(|_| Self::null(), |json| Self(Form::Json(json)))
    }

    pub(super) fn null() -> Self {
        Self(Form::Null)
    }

    pub(super) fn text(text: impl Into<Cow<'static, str>>) -> Self {
        Self(Form::Text(text.into()))
    }

    pub(super) fn boolean(value: bool) -> Self {
        Self(Form::Boolean(value))
    }

    /// The text, when it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match &self.0 {
            Form::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is nothing.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.0, Form::Null)
    }

    /// Whether Python takes it for no.
    #[must_use]
    pub fn is_falsy(&self) -> bool {
        match &self.0 {
            Form::Null => true,
            Form::Boolean(value) => !value,
            Form::Text(text) => text.is_empty(),
            Form::Json(json) => ["0", "0.0", "[]", "{}"].contains(&json.get()),
        }
    }
}

impl Serialize for Raw {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Form::Null => serializer.serialize_unit(),
            Form::Boolean(value) => serializer.serialize_bool(*value),
            Form::Text(text) => serializer.serialize_str(text),
            Form::Json(json) => json.serialize(serializer),
        }
    }
}

impl PartialEq for Raw {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Form::Null, Form::Null) => true,
            (Form::Boolean(own), Form::Boolean(other)) => own == other,
            (Form::Text(own), Form::Text(other)) => own == other,
            (Form::Json(own), Form::Json(other)) => own.get() == other.get(),
            _ => false,
        }
    }
}

impl Eq for Raw {}

/// An entity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entity {
    /// Its name; SpecQL takes anything for one.
    pub name: Raw,
    /// Its schema.
    pub schema: Raw,
    /// Its description.
    pub description: Raw,
    /// Its fields, in order.
    pub fields: Vec<Field>,
    /// Its actions.
    pub actions: Vec<Action>,
    /// Its patterns.
    pub patterns: Vec<Pattern>,
    /// Its agents.
    pub agents: Vec<Agent>,
    /// Its place in the organisation's table codes.
    pub organization: Option<Organization>,
    /// How its identifier is made.
    pub identifier: Option<Identifier>,
    /// Its table view.
    pub table_views: Option<TableViews>,
    /// Its translations.
    pub translations: Option<Translations>,
}

/// What kind of type a field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// A basic type, an enum, a list, or anything unknown.
    Basic,
    /// A rich type.
    Scalar,
    /// A composite type.
    Composite,
    /// A reference to an entity.
    Reference,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type as SpecQL names it: `enum`, `list`, `ref`, or what is written.
    pub type_name: String,
    /// Whether it may be missing; SpecQL takes anything for an answer.
    pub nullable: Raw,
    /// Its default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Raw>,
    /// Its description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Raw>,
    /// What kind of type it has.
    pub tier: Tier,
    /// The values of an enum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
    /// The items of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_type: Option<String>,
    /// The rich type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scalar_def: Option<&'static str>,
    /// The composite type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub composite_def: Option<&'static str>,
    /// The entity that is referred to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference_entity: Option<String>,
    /// Its schema.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference_schema: Option<String>,
    /// The column's type.
    pub postgres_type: String,
    /// Digits in all and behind the point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postgres_precision: Option<(u8, u8)>,
    /// What values have to match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validation_pattern: Option<&'static str>,
    /// The least value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_value: Option<f64>,
    /// The greatest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_value: Option<f64>,
    /// The type in the GraphQL API.
    pub fraiseql_type: String,
    /// The kind of relation of a reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fraiseql_relation: Option<&'static str>,
    /// The JSON schema of a composite type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fraiseql_schema: Option<serde_json::Value>,
    /// The kind of input field for it in a form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_type: Option<&'static str>,
    /// A value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<&'static str>,
}

impl Field {
    /// A field of a basic type.
    pub(super) fn basic(name: &str, type_name: &str, postgres: &str, graphql: &str) -> Self {
        Self {
            name: name.to_owned(),
            type_name: type_name.to_owned(),
            nullable: Raw::boolean(true),
            default: None,
            description: None,
            tier: Tier::Basic,
            values: None,
            item_type: None,
            scalar_def: None,
            composite_def: None,
            reference_entity: None,
            reference_schema: None,
            postgres_type: postgres.to_owned(),
            postgres_precision: None,
            validation_pattern: None,
            min_value: None,
            max_value: None,
            fraiseql_type: graphql.to_owned(),
            fraiseql_relation: None,
            fraiseql_schema: None,
            input_type: None,
            example: None,
        }
    }

    /// A field of a rich type, under the name (or alias) that is written.
    pub(super) fn scalar(name: &str, type_name: &str, scalar: &'static Scalar) -> Self {
        let postgres = match scalar.precision {
            Some((digits, scale)) => format!("{}({digits},{scale})", scalar.postgres),
            None => scalar.postgres.to_owned(),
        };
        Self {
            tier: Tier::Scalar,
            description: Some(Raw::text(scalar.doc)),
            scalar_def: Some(scalar.name),
            postgres_precision: scalar.precision,
            validation_pattern: scalar.pattern,
            min_value: scalar.min,
            max_value: scalar.max,
            input_type: Some(scalar.input),
            example: Some(scalar.example),
            ..Self::basic(name, type_name, &postgres, scalar.graphql)
        }
    }
}

/// An action.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Action {
    /// Its name; SpecQL takes anything for one.
    pub name: Raw,
    /// Its description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Raw>,
    /// What it does.
    pub steps: Vec<Step>,
}

/// A step of an action. Which parts are there depends on its kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Step {
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What `validate` checks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expression: Option<Raw>,
    /// What is said when a check fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Raw>,
    /// The condition of `if`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<Raw>,
    /// The steps of `then`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub then_steps: Vec<Step>,
    /// The steps of `else`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub else_steps: Vec<Step>,
    /// The entity it works on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// What `update` sets, as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<RawSet>,
    /// Which rows it works on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub where_clause: Option<String>,
    /// The function of `call`, the recipient of `notify`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function_name: Option<String>,
    /// What is given to it, in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arguments: Option<Arguments>,
    /// Where the result of `call` goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store_result: Option<Raw>,
    /// What `refresh_table_view` refreshes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_scope: Option<String>,
    /// The entities it goes on to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub propagate_entities: Option<Raw>,
    /// When it does so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_strategy: Option<String>,
}

/// The text behind `SET`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RawSet {
    /// As it stands.
    pub raw_set: String,
}

/// Names and values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arguments(pub Vec<(String, String)>);

impl Serialize for Arguments {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// A pattern of an entity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pattern {
    /// Its name.
    #[serde(rename = "type")]
    pub kind: Raw,
    /// Its parameters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub params: Option<Raw>,
}

/// An agent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agent {
    /// Its name.
    pub name: Raw,
    /// Its kind.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<Raw>,
    /// The events it looks at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observes: Option<Raw>,
    /// The actions it may start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub can_execute: Option<Raw>,
    /// How it decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strategy: Option<Raw>,
    /// Whether it is audited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit: Option<Raw>,
}

/// An entity's place in the organisation's table codes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Organization {
    /// The code of its table.
    pub table_code: Raw,
    /// The name of its domain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain_name: Option<Raw>,
}

/// How an entity's identifier is made.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Identifier {
    /// The way.
    pub strategy: Raw,
    /// The parts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Component>,
    /// Between parent and child.
    pub separator: Raw,
    /// Between hierarchies.
    pub composition_separator: Raw,
    /// Between the parts of one entity.
    pub internal_separator: Raw,
}

/// A part of an identifier.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Component {
    /// The field it is taken from.
    pub field: Raw,
    /// What is done with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transform: Option<Raw>,
    /// How it is printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<Raw>,
    /// What stands before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<Raw>,
    /// What is replaced in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replace: Option<Raw>,
    /// Whether the tenant's part is cut off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strip_tenant_prefix: Option<Raw>,
}

/// An entity's table view.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TableViews {
    /// When there is one.
    pub mode: String,
    /// What it takes from other entities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub include_relations: Vec<IncludeRelation>,
    /// Columns to filter by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extra_filter_columns: Vec<ExtraFilterColumn>,
    /// When it is brought up to date.
    pub refresh: String,
}

/// What a table view takes from another entity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IncludeRelation {
    /// The relation.
    pub entity_name: Raw,
    /// The other entity's fields.
    pub fields: Raw,
    /// What it takes from there on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub include_relations: Vec<IncludeRelation>,
}

/// A column of a table view to filter by.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExtraFilterColumn {
    /// Its name.
    pub name: Raw,
    /// Where its values come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Raw>,
    /// Its type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<Raw>,
    /// Its index.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index_type: Option<Raw>,
}

/// Which fields of an entity are translated.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Translations {
    /// Whether any are.
    pub enabled: bool,
    /// The table for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table_name: Option<String>,
    /// The fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
}
