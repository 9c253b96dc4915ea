//! What the values of a field are.

use specql_analysis::db::{Db, File};
use specql_analysis::expression::ast::{TypeArguments, TypeKind};
use specql_language::types::{self, Basic, Composite, Scalar};
use specql_sql::DataType;

use super::Reference;
use crate::block::Block;

/// What the values of a field are.
pub(crate) enum Kind<'db> {
    /// A basic type.
    Basic(&'static Basic),
    /// A rich type.
    Scalar(&'static Scalar),
    /// Several values in one.
    Composite(&'static Composite),
    /// One of these words.
    Enum(Vec<&'db str>),
    /// Many values in one.
    List,
    /// The key of a row.
    Reference(Reference),
    /// A type of PostgreSQL that SpecQL does not know.
    Foreign(DataType),
    /// A type of PostgreSQL's whose values have limits: numbers themselves, texts by their length.
    Limited(DataType, Limits),
    /// What no one knows; it is kept as text.
    Unknown(&'db str),
}

/// The least and the greatest value, or length.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) least: Option<i64>,
    pub(crate) most: Option<i64>,
}

impl<'db> Kind<'db> {
    /// What a type means that is written so.
    pub(crate) fn of(
        db: &dyn Db,
        file: File,
        written: &'db TypeKind,
        block: Option<Block<'_>>,
    ) -> Self {
        match written {
            TypeKind::Named { name, arguments } => Self::named(&name.text, arguments.as_ref()),
            TypeKind::Enum { values, .. } => {
                let words = values.iter().map(|value| value.text.as_str());
                Self::Enum(words.filter(|word| !word.is_empty()).collect())
            }
            TypeKind::List { .. } | TypeKind::Array { .. } => Self::List,
            TypeKind::Reference { targets, .. } => {
                let schema = block.and_then(|block| block.text_of("schema"));
                Self::Reference(Reference::of(db, file, targets, schema))
            }
            TypeKind::Missing => Self::named("text", None),
        }
    }

    fn named(name: &'db str, arguments: Option<&TypeArguments>) -> Self {
        if arguments.is_none() {
            if let Some(basic) = types::basic(name) {
                return Self::Basic(basic);
            }
            if let Some(scalar) = types::scalar(name) {
                return Self::Scalar(scalar);
            }
            if let Some(composite) = types::composite(name) {
                return Self::Composite(composite);
            }
        }
        foreign(name, arguments).unwrap_or(Self::Unknown(name))
    }

    /// The type of the column.
    pub(crate) fn data_type(&self) -> DataType {
        match self {
            Self::Basic(basic) => built_in(basic.postgres),
            Self::Scalar(scalar) => {
                let data_type = built_in(scalar.postgres);
                match scalar.precision {
                    Some((digits, behind)) => data_type.with_precision(digits, behind),
                    None => data_type,
                }
            }
            Self::Composite(_) | Self::List => DataType::JSONB,
            Self::Enum(_) | Self::Unknown(_) => DataType::TEXT,
            Self::Reference(_) => DataType::INTEGER,
            Self::Foreign(data_type) | Self::Limited(data_type, _) => data_type.clone(),
        }
    }

    /// Whether its values are numbers.
    pub(crate) fn is_number(&self) -> bool {
        let numbers = [
            "integer",
            "bigint",
            "smallint",
            "numeric",
            "double precision",
            "real",
        ];
        !matches!(self, Self::Reference(_))
            && self
                .data_type()
                .built_in_name()
                .is_some_and(|name| numbers.contains(&name))
    }

    /// The type in the GraphQL API.
    pub(crate) fn graphql(&self) -> &str {
        match self {
            Self::Scalar(scalar) => scalar.graphql,
            Self::Composite(composite) => composite.name,
            Self::Enum(_) | Self::Unknown(_) => "String",
            Self::List => "JSON",
            Self::Reference(_) => "UUID",
            Self::Basic(_) | Self::Foreign(_) | Self::Limited(..) => {
                match self.data_type().built_in_name().unwrap_or_default() {
                    "integer" | "smallint" => "Int",
                    "numeric" | "double precision" | "real" => "Float",
                    "boolean" => "Boolean",
                    "json" | "jsonb" => "JSON",
                    "uuid" => "UUID",
                    "date" => "Date",
                    "timestamp" | "timestamptz" => "DateTime",
                    _ => "String",
                }
            }
        }
    }
}

/// A type of PostgreSQL's, by what the language knows of such names.
fn foreign<'db>(name: &str, arguments: Option<&TypeArguments>) -> Option<Kind<'db>> {
    let expected = types::misleading(name).map_or(name, |entry| entry.expected);
    // `NUMERIC(p,s)`: what stands in the brackets is another question.
    let expected = expected.split('(').next().unwrap_or(expected);
    let data_type = DataType::built_in(expected)?;
    let is_text = matches!(data_type.built_in_name(), Some("text" | "varchar" | "char"));
    let data_type = if is_text { DataType::TEXT } else { data_type };
    let Some(arguments) = arguments else {
        return Some(Kind::Foreign(data_type));
    };
    let numbers: Vec<i64> = arguments
        .items
        .iter()
        .map_while(|item| item.text.parse().ok())
        .collect();
    if numbers.len() != arguments.items.len() {
        return Some(Kind::Foreign(data_type));
    }
    let limited = |data_type, least, most| Kind::Limited(data_type, Limits { least, most });
    Some(match (data_type.built_in_name(), numbers.as_slice()) {
        (Some("numeric"), [digits]) => precise(data_type, *digits, 0)?,
        (Some("numeric"), [digits, behind]) => precise(data_type, *digits, *behind)?,
        (Some("text"), [most]) => limited(data_type, None, Some(*most)),
        (Some("text"), [least, most]) => limited(data_type, Some(*least), Some(*most)),
        (Some("integer" | "bigint" | "smallint" | "double precision"), [least, most]) => {
            limited(data_type, Some(*least), Some(*most))
        }
        _ => Kind::Foreign(data_type),
    })
}

fn precise<'db>(data_type: DataType, digits: i64, behind: i64) -> Option<Kind<'db>> {
    let digits = u8::try_from(digits).ok().filter(|digits| *digits > 0)?;
    let behind = u8::try_from(behind)
        .ok()
        .filter(|behind| *behind <= digits)?;
    Some(Kind::Foreign(data_type.with_precision(digits, behind)))
}

/// A type that the tables of the language name.
fn built_in(name: &str) -> DataType {
    DataType::built_in(name).unwrap_or(DataType::TEXT)
}
