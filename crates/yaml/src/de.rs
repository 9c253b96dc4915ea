//! Reads a document into types that derive [`serde::Deserialize`], with the values PyYAML resolved.
//!
//! So `01:` is the integer 1 and no text, `yes` is a boolean, and a type that wants a text gets an
//! error for both. Dates come as text in ISO form, and so do whole numbers beyond 64 bits.
//!
//! # Reading files that are partly broken
//!
//! Derived types refuse all for one mistake. A part inside of [`Located`], [`Slot`] or [`Entries`]
//! keeps its mistakes to itself, and knows its node, so that what is wrong can be shown in its
//! place while everything around it is read.
//!
//! # Hostile documents
//!
//! Aliases make small texts large and may close circles. [`MAX_DEPTH`] and [`MAX_VALUES`] bound
//! what is read; beyond them is an error.

mod access;
mod located;

use std::cell::Cell;
use std::fmt;

use serde::de::{self, Deserialize, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

use access::{Items, Pairs, Parts, Variant};

pub use located::{Entries, Located, Slot};

use crate::compose::NodeId;
use crate::value::{Document, Entry, Value};

/// How deep collections may lie in each other.
pub const MAX_DEPTH: usize = 128;

/// How many values may be read, a value behind several aliases counted each time.
pub const MAX_VALUES: usize = 1_000_000;

/// Reads a value of a document, and all that is in it.
///
/// # Errors
/// When the value is not what the type wants, or is nested too deeply or too large to be read.
pub fn from_document<'d, T: Deserialize<'d>>(
    document: &'d Document<'_>,
    node: NodeId,
) -> Result<T, DeError> {
    let rest = Cell::new(MAX_VALUES);
    let document: &Document<'d> = document;
    T::deserialize(Reader {
        document,
        node,
        entry: None,
        depth: MAX_DEPTH,
        rest: &rest,
    })
}

/// Why a document does not fit a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeError {
    /// What does not fit.
    pub message: String,
    /// The value, or the key, that does not.
    pub node: Option<NodeId>,
}

impl DeError {
    /// Names the node, unless one inside of it is named already.
    fn at(mut self, node: NodeId) -> Self {
        self.node.get_or_insert(node);
        self
    }
}

impl fmt::Display for DeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DeError {}

impl de::Error for DeError {
    fn custom<M: fmt::Display>(message: M) -> Self {
        Self {
            message: message.to_string(),
            node: None,
        }
    }
}

/// A value that is to be read.
#[derive(Clone, Copy)]
struct Reader<'d, 'r> {
    document: &'d Document<'d>,
    node: NodeId,
    /// The entry of a mapping whose value it is.
    entry: Option<Entry>,
    /// How many collections may still lie in it.
    depth: usize,
    /// How many values may still be read.
    rest: &'r Cell<usize>,
}

impl<'d, 'r> Reader<'d, 'r> {
    fn value(&self) -> &'d Value<'d> {
        self.document.value(self.node)
    }

    /// A value inside of this one.
    fn inner(&self, node: NodeId, entry: Option<Entry>) -> Self {
        Self {
            node,
            entry,
            depth: self.depth.saturating_sub(1),
            ..*self
        }
    }

    /// Counts this value.
    fn begin(&self) -> Result<(), DeError> {
        let too_much = |message| Err(de::Error::custom(message));
        if self.depth == 0 {
            return too_much("nested too deeply");
        }
        match self.rest.get().checked_sub(1) {
            Some(rest) => self.rest.set(rest),
            None => return too_much("too many values"),
        }
        Ok(())
    }

    fn any<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, DeError> {
        self.begin()?;
        let document = self.document;
        match document.value(self.node) {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Int(value) => match value.to_i64() {
                Some(small) => visitor.visit_i64(small),
                None => match value.to_string().parse::<u64>() {
                    Ok(large) => visitor.visit_u64(large),
                    Err(_) => visitor.visit_string(value.to_string()),
                },
            },
            Value::Float(value) => visitor.visit_f64(*value),
            Value::Str(text) => visitor.visit_borrowed_str(text.as_str()),
            Value::Bytes(bytes) => visitor.visit_borrowed_bytes(bytes),
            Value::Date(date) => visitor.visit_string(date.to_string()),
            Value::DateTime(time) => visitor.visit_string(time.to_string()),
            Value::Sequence(nodes) | Value::Set(nodes) => {
                visitor.visit_seq(Items::new(self, nodes))
            }
            Value::Mapping(entries) => visitor.visit_map(access::Entries::new(self, entries)),
            Value::Pairs(pairs) => visitor.visit_seq(Pairs::new(self, pairs)),
        }
    }

    /// What it is, for messages.
    fn unexpected(&self) -> Unexpected<'d> {
        match self.value() {
            Value::Null => Unexpected::Unit,
            Value::Bool(value) => Unexpected::Bool(*value),
            Value::Int(value) => match value.to_i64() {
                Some(small) => Unexpected::Signed(small),
                None => Unexpected::Other("large integer"),
            },
            Value::Float(value) => Unexpected::Float(*value),
            Value::Str(text) => Unexpected::Str(text.as_str()),
            Value::Bytes(bytes) => Unexpected::Bytes(bytes),
            Value::Date(_) => Unexpected::Other("date"),
            Value::DateTime(_) => Unexpected::Other("date with time"),
            Value::Sequence(_) | Value::Set(_) | Value::Pairs(_) => Unexpected::Seq,
            Value::Mapping(_) => Unexpected::Map,
        }
    }
}

impl<'d> de::Deserializer<'d> for Reader<'d, '_> {
    type Error = DeError;

    fn deserialize_any<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, DeError> {
        self.any(visitor).map_err(|error| error.at(self.node))
    }

    fn deserialize_option<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, DeError> {
        let result = match self.value() {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        };
        result.map_err(|error| error.at(self.node))
    }

    fn deserialize_newtype_struct<V: Visitor<'d>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DeError> {
        let result = match name {
            located::NAME => visitor.visit_seq(Parts::new(self)),
            _ => visitor.visit_newtype_struct(self),
        };
        result.map_err(|error| error.at(self.node))
    }

    /// Only a mapping is one: derived types would take a list for their fields in order.
    fn deserialize_struct<V: Visitor<'d>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeError> {
        match self.value() {
            Value::Mapping(_) => self.deserialize_any(visitor),
            _ => {
                let error: DeError = de::Error::invalid_type(self.unexpected(), &"a mapping");
                Err(error.at(self.node))
            }
        }
    }

    fn deserialize_enum<V: Visitor<'d>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeError> {
        let variant = self.begin().and_then(|()| Variant::new(self));
        let result = variant.and_then(|variant| visitor.visit_enum(variant));
        result.map_err(|error| error.at(self.node))
    }

    /// The name of a field: a derived type would take a number for the field's place in order.
    fn deserialize_identifier<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, DeError> {
        let result: Result<_, DeError> = match self.value() {
            Value::Str(text) => visitor.visit_borrowed_str(text.as_str()),
            _ => visitor.visit_string(format!("{} (no text)", self.unexpected())),
        };
        result.map_err(|error| error.at(self.node))
    }

    fn deserialize_ignored_any<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, DeError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        <V: Visitor<'d>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map
    }
}

#[cfg(test)]
mod tests;
