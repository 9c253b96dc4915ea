//! Types of values, with what is known of them beyond the kind of value.

use std::sync::Arc;

use specql_language::expression::ValueType;
use specql_language::types;

use crate::expression::ast::{EntityName, TypeExpression, TypeKind};

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Nothing more than the kind of value is known or needed.
    Value(ValueType),
    /// One of these values.
    Enum(Arc<[String]>),
    /// A row of one of these entities, each with its schema if that is written.
    Reference(Arc<[(Option<String>, String)]>),
    /// A composite value of this name: `SimpleAddress`.
    Composite(Arc<str>),
    /// A list of these.
    List(Arc<Type>),
    /// A row whose members only the scope knows, by a name of the scope's choosing: `input`.
    Row(Arc<str>),
}

impl Type {
    /// Of which nothing is known.
    pub const UNKNOWN: Self = Self::Value(ValueType::Unknown);
    /// True or false.
    pub const BOOLEAN: Self = Self::Value(ValueType::Boolean);

    /// The kind of value.
    #[must_use]
    pub const fn value(&self) -> ValueType {
        match self {
            Self::Value(value) => *value,
            Self::Enum(_) => ValueType::Enum,
            Self::Reference(_) => ValueType::Reference,
            Self::Composite(_) => ValueType::Composite,
            Self::List(_) => ValueType::List,
            Self::Row(_) => ValueType::Row,
        }
    }

    /// The type of a field that is written so. What SpecQL falls back to text for is taken for
    /// what it looks like.
    #[must_use]
    pub fn of(written: &TypeExpression) -> Self {
        Self::of_kind(&written.kind)
    }

    fn of_kind(kind: &TypeKind) -> Self {
        match kind {
            TypeKind::Named { name, .. } => Self::of_name(&name.text),
            // The values stand elsewhere, or are still to be typed.
            TypeKind::Enum { values, .. } if values.is_empty() => Self::Value(ValueType::Enum),
            TypeKind::Enum { values, .. } => {
                Self::Enum(values.iter().map(|value| value.text.clone()).collect())
            }
            TypeKind::List { item, .. } => {
                let item = item.as_ref().map_or(Self::UNKNOWN, |item| Self::of(item));
                Self::List(Arc::new(item))
            }
            TypeKind::Reference { targets, .. } => Self::reference(targets),
            TypeKind::Array { item, .. } => Self::List(Arc::new(Self::of_kind(item))),
            TypeKind::Missing => Self::UNKNOWN,
        }
    }

    /// A reference to one of these entities. Who says one twice means it once.
    #[must_use]
    pub fn reference(targets: &[EntityName]) -> Self {
        let mut named = Vec::new();
        for target in targets {
            let schema = target.schema.as_ref().map(|schema| schema.text.clone());
            let name = (schema, target.name.text.clone());
            if !named.contains(&name) {
                named.push(name);
            }
        }
        Self::Reference(named.into())
    }

    /// The type of this name, of SpecQL or of PostgreSQL; unknown when there is none.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        if let Some(basic) = types::basic(name) {
            return Self::Value(ValueType::of_postgres(basic.postgres));
        }
        if let Some(scalar) = types::scalar(name) {
            return Self::Value(ValueType::of_postgres(scalar.postgres));
        }
        if types::composite(name).is_some() {
            return Self::Composite(name.into());
        }
        Self::Value(ValueType::of_postgres(name))
    }

    /// The type that values of both can be read as; none when there is no such type.
    #[must_use]
    pub fn common_with(&self, other: &Self) -> Option<Self> {
        if self == other {
            return Some(self.clone());
        }
        let common = self.value().common_with(other.value())?;
        // What is known of the one holds for the other, which was a text in quotes or nothing.
        if common == self.value() {
            return Some(self.plain_unless(other));
        }
        if common == other.value() {
            return Some(other.plain_unless(self));
        }
        Some(Self::Value(common))
    }

    /// This type, unless the other is one of the same kind with other values.
    fn plain_unless(&self, other: &Self) -> Self {
        if self.value() != other.value() {
            return self.clone();
        }
        match self.value() {
            ValueType::Enum => Self::Value(ValueType::Text),
            value => Self::Value(value),
        }
    }
}

impl From<ValueType> for Type {
    fn from(value: ValueType) -> Self {
        Self::Value(value)
    }
}
