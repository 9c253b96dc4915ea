//! Parts of a type that know where they are written, and keep their mistakes to themselves.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::DeError;
use super::access::NO_KEY;
use crate::compose::NodeId;
use crate::value::Entry;

/// By this name [`Located`] asks for its node.
pub(super) const NAME: &str = "$specql_yaml::Located";

/// A value with its node. What is wrong inside of it does not fail what is around it.
///
/// Only [`super::from_document`] can read it, and not where serde keeps a value for later: inside
/// of untagged or flattened types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value, or why there is none.
    pub value: Result<T, DeError>,
    /// Its node.
    pub node: NodeId,
    /// The entry whose value it is, if it stands in a mapping.
    pub entry: Option<Entry>,
}

impl<T> Located<T> {
    /// The value, if it is sound.
    #[must_use]
    pub fn get(&self) -> Option<&T> {
        self.value.as_ref().ok()
    }

    /// The node of the key that it stands behind.
    #[must_use]
    pub fn key(&self) -> Option<NodeId> {
        self.entry.map(|entry| entry.last_key)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(NAME, LocatedVisitor(PhantomData))
    }
}

struct LocatedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for LocatedVisitor<T> {
    type Value = Located<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value with its node")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Located<T>, A::Error> {
        let missing = || de::Error::invalid_length(0, &"a value with its node");
        let mut number = || parts.next_element::<u32>()?.ok_or_else(missing);
        let (node, first, last) = (NodeId(number()?), number()?, number()?);
        let entry = (first != NO_KEY).then_some(Entry {
            key: NodeId(first),
            value: node,
            last_key: NodeId(last),
        });
        let value = match parts.next_element() {
            Ok(Some(value)) => Ok(value),
            Ok(None) => return Err(missing()),
            Err(error) => Err(DeError {
                message: error.to_string(),
                node: Some(node),
            }),
        };
        Ok(Located { value, node, entry })
    }
}

/// A field that may be missing, which is something else than null. Needs `#[serde(default)]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Slot<T> {
    /// There is no such key.
    #[default]
    Missing,
    /// There is one, with this value.
    Written(Located<T>),
}

impl<T> Slot<T> {
    /// The value with its node, if the key is written.
    #[must_use]
    pub fn written(&self) -> Option<&Located<T>> {
        match self {
            Self::Missing => None,
            Self::Written(located) => Some(located),
        }
    }

    /// The value, if it is written and sound.
    #[must_use]
    pub fn get(&self) -> Option<&T> {
        self.written().and_then(Located::get)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Slot<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Located::deserialize(deserializer).map(Self::Written)
    }
}

/// All values of a mapping, in order, whatever their keys are; [`Located::entry`] has those.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entries<T>(pub Vec<Located<T>>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor(PhantomData))
    }
}

struct EntriesVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EntriesVisitor<T> {
    type Value = Entries<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<T>, A::Error> {
        let mut entries = Vec::new();
        while let Some((_, value)) = map.next_entry::<IgnoredAny, Located<T>>()? {
            entries.push(value);
        }
        Ok(Entries(entries))
    }
}
