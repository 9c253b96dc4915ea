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
    /// Text of so many letters at most.
    ShortText(i64),
    /// What no one knows; it is kept as text.
    Unknown(&'db str),
}

impl<'db> Kind<'db> {
    /// What a type means that is written so.
    pub(super) fn of(
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
            Self::Enum(_) | Self::ShortText(_) | Self::Unknown(_) => DataType::TEXT,
            Self::Reference(_) => DataType::INTEGER,
            Self::Foreign(data_type) => data_type.clone(),
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
            Self::Enum(_) | Self::ShortText(_) | Self::Unknown(_) => "String",
            Self::List => "JSON",
            Self::Reference(_) => "UUID",
            Self::Basic(_) | Self::Foreign(_) => {
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
    let sizes: Vec<u16> = arguments
        .iter()
        .flat_map(|arguments| &arguments.items)
        .map_while(|item| item.text.parse().ok())
        .collect();
    let Some(arguments) = arguments else {
        let expected = types::misleading(name).map_or(name, |entry| entry.expected);
        return DataType::built_in(expected).map(Kind::Foreign);
    };
    let written = format!("{name}()");
    let expected = types::misleading(&written).map_or(name, |entry| entry.expected);
    let base = expected.split('(').next().unwrap_or(expected);
    let data_type = DataType::built_in(base.split(" with ").next().unwrap_or(base))?;
    let is_whole = sizes.len() == arguments.items.len();
    match (data_type.built_in_name(), sizes.as_slice()) {
        (Some("numeric"), [digits]) => precise(data_type, *digits, 0),
        (Some("numeric"), [digits, behind]) => precise(data_type, *digits, *behind),
        (Some("varchar" | "char" | "text"), [length]) if is_whole => {
            Some(Kind::ShortText(i64::from(*length)))
        }
        _ => Some(Kind::Foreign(data_type)),
    }
}

fn precise<'db>(data_type: DataType, digits: u16, behind: u16) -> Option<Kind<'db>> {
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
