//! What a document says: the values Python would have, with their places in the text.

use std::fmt;

use crate::bigint::Int;
use crate::compose::NodeId;
use crate::event::ScalarStyle;
use crate::span::Span;
use crate::text::Text;

/// A value. Collections name their parts by number, so that a part may be in several places, and
/// even in itself; the [`Document`] has them.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// `None`
    Null,
    /// `True`, `False`
    Bool(bool),
    /// An `int`
    Int(Int),
    /// A `float`
    Float(f64),
    /// A `str`
    Str(Text<'a>),
    /// `bytes`, from `!!binary`
    Bytes(Box<[u8]>),
    /// A `datetime.date`
    Date(Date),
    /// A `datetime.datetime`
    DateTime(DateTime),
    /// A `list`
    Sequence(Box<[NodeId]>),
    /// A `dict`: no two keys are equal.
    Mapping(Box<[Entry]>),
    /// A `set`, from `!!set`, in the order of the text.
    Set(Box<[NodeId]>),
    /// A `list` of pairs, from `!!omap` and `!!pairs`; keys may be equal.
    Pairs(Box<[(NodeId, NodeId)]>),
}

/// A key of a mapping with its value.
///
/// Of equal keys Python keeps the first, in its place, with the last one's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The first of the equal keys.
    pub key: NodeId,
    /// The value that counts.
    pub value: NodeId,
    /// The key that stands before that value: another node than `key` if a key is repeated.
    pub last_key: NodeId,
}

impl Value<'_> {
    /// Without the parts that borrow from the source.
    #[must_use]
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Int(value) => Value::Int(value),
            Self::Float(value) => Value::Float(value),
            Self::Str(value) => Value::Str(value.into_owned()),
            Self::Bytes(value) => Value::Bytes(value),
            Self::Date(value) => Value::Date(value),
            Self::DateTime(value) => Value::DateTime(value),
            Self::Sequence(items) => Value::Sequence(items),
            Self::Mapping(entries) => Value::Mapping(entries),
            Self::Set(items) => Value::Set(items),
            Self::Pairs(pairs) => Value::Pairs(pairs),
        }
    }

    /// Whether it can be a key: collections cannot.
    #[must_use]
    pub fn is_hashable(&self) -> bool {
        !matches!(
            self,
            Self::Sequence(_) | Self::Mapping(_) | Self::Set(_) | Self::Pairs(_)
        )
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    /// 1 to 9999
    pub year: u16,
    /// 1 to 12
    pub month: u8,
    /// 1 to 31
    pub day: u8,
}

/// A day with a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateTime {
    /// The day.
    pub date: Date,
    /// 0 to 23
    pub hour: u8,
    /// 0 to 59
    pub minute: u8,
    /// 0 to 59
    pub second: u8,
    /// 0 to 999,999
    pub microsecond: u32,
    /// Minutes east of UTC, if a time zone is written.
    pub offset_minutes: Option<i16>,
}

/// As Python's `isoformat()` has it.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// As Python's `isoformat()` has it.
impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}T{:02}:{:02}:{:02}",
            self.date, self.hour, self.minute, self.second
        )?;
        if self.microsecond > 0 {
            write!(f, ".{:06}", self.microsecond)?;
        }
        if let Some(offset) = self.offset_minutes {
            let sign = if offset < 0 { '-' } else { '+' };
            let offset = offset.unsigned_abs();
            write!(f, "{sign}{:02}:{:02}", offset / 60, offset % 60)?;
        }
        Ok(())
    }
}

/// A document that was read: all its values and where they stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Document<'a> {
    pub(crate) values: Vec<Value<'a>>,
    /// For each value.
    pub(crate) places: Vec<Place>,
    pub(crate) root: NodeId,
    pub(crate) is_empty: bool,
}

/// Where and how a value is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) span: Span,
    pub(crate) style: Option<ScalarStyle>,
}

impl<'a> Document<'a> {
    /// What a text without any document says: null.
    pub(crate) fn empty() -> Self {
        let place = Place {
            span: Span::at(0),
            style: None,
        };
        Self {
            values: vec![Value::Null],
            places: vec![place],
            root: NodeId(0),
            is_empty: true,
        }
    }

    /// The outermost value.
    #[must_use]
    pub fn root(&self) -> NodeId {
        self.root
    }

    /// Whether the text has no document at all, only blank space and comments, say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// The value with this number. A node that only serves to be merged into another has none of
    /// its own; for it, and for a number from another document, the answer is null.
    #[must_use]
    pub fn value(&self, id: NodeId) -> &Value<'a> {
        self.values.get(id.index()).unwrap_or(&Value::Null)
    }

    /// Where the value stands, with its anchor and tag.
    #[must_use]
    pub fn span(&self, id: NodeId) -> Span {
        self.places
            .get(id.index())
            .map_or_else(Span::default, |place| place.span)
    }

    /// The last value that begins at an offset or before it.
    #[must_use]
    pub fn last_from(&self, offset: u32) -> Option<NodeId> {
        let count = self
            .places
            .partition_point(|place| place.span.start <= offset);
        u32::try_from(count.checked_sub(1)?).ok().map(NodeId)
    }

    /// How the value is written, if it is a scalar.
    #[must_use]
    pub fn style(&self, id: NodeId) -> Option<ScalarStyle> {
        self.places.get(id.index()).and_then(|place| place.style)
    }

    /// The entry of a mapping whose key is this text.
    #[must_use]
    pub fn entry(&self, mapping: NodeId, key: &str) -> Option<Entry> {
        let Value::Mapping(entries) = self.value(mapping) else {
            return None;
        };
        let is_it =
            |entry: &&Entry| matches!(self.value(entry.key), Value::Str(text) if *text == key);
        entries.iter().find(is_it).copied()
    }

    /// The value of a mapping whose key is this text.
    #[must_use]
    pub fn get(&self, mapping: NodeId, key: &str) -> Option<NodeId> {
        self.entry(mapping, key).map(|entry| entry.value)
    }

    /// The document without the parts that borrow from the source.
    #[must_use]
    pub fn into_owned(self) -> Document<'static> {
        Document {
            values: self.values.into_iter().map(Value::into_owned).collect(),
            places: self.places,
            root: self.root,
            is_empty: self.is_empty,
        }
    }
}
