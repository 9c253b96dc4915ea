//! Expressions of specs as SQL.
//!
//! They are compiled from what was read of them and from what is known of their types, never from
//! their text. What names stand for in SQL is the concern of a [`Scope`]; what cannot be compiled
//! is a [`Problem`].

mod call;
mod choice;
mod compare;
mod given;
mod name;
mod problem;
mod scope;
mod table;
mod test;
mod walk;

#[cfg(test)]
mod tests;

pub(crate) use given::{Given, GivenValue, data_type};
pub use problem::Problem;
pub(crate) use problem::{Found, first_in, why_not};
pub(crate) use scope::{Known, Row, Scope};
pub(crate) use table::{Table, shape};

use specql_analysis::db::File;
use specql_analysis::expression::infer::Type;
use specql_language::expression::ValueType;
use specql_sql::Expression as Sql;

/// A value in SQL, and what kind of value it is.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub(crate) sql: Sql,
    pub(crate) shape: Shape,
    /// Whether it is the fingerprint of an encrypted value, and nothing that can be read.
    is_encrypted: bool,
}

/// What kind of value it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    /// A value of this type. Of one whose type is unknown, the SQL is text.
    Plain(Type),
    /// The key of a row of one of these entities.
    Key(Vec<File>),
}

impl Value {
    pub(crate) const fn new(sql: Sql, shape: Shape) -> Self {
        Self {
            sql,
            shape,
            is_encrypted: false,
        }
    }

    /// The fingerprint of an encrypted text.
    fn encrypted(sql: Sql) -> Self {
        Self {
            is_encrypted: true,
            ..Self::of(sql, ValueType::Text)
        }
    }

    pub(crate) const fn of(sql: Sql, value: ValueType) -> Self {
        Self::new(sql, Shape::of(value))
    }

    pub(crate) fn condition(sql: Sql) -> Self {
        Self::of(sql, ValueType::Boolean)
    }
}

impl Shape {
    pub(crate) const fn of(value: ValueType) -> Self {
        Self::Plain(Type::Value(value))
    }

    /// The kind of value that it is in the language.
    pub(crate) const fn value(&self) -> ValueType {
        match self {
            Self::Plain(ty) => ty.value(),
            Self::Key(_) => ValueType::Reference,
        }
    }

    /// The only entity that it is a key of.
    pub(crate) fn target(&self) -> Option<File> {
        match self {
            Self::Key(files) => match files.as_slice() {
                [file] => Some(*file),
                _ => None,
            },
            Self::Plain(_) => None,
        }
    }
}
