//! What lies in a value, handed out one by one.

use std::slice::Iter;

use serde::de::value::U32Deserializer;
use serde::de::{
    self, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

use super::{DeError, Reader};
use crate::compose::NodeId;
use crate::value::{Entry, Value};

/// The items of a list or set.
pub(super) struct Items<'d, 'r> {
    reader: Reader<'d, 'r>,
    nodes: Iter<'d, NodeId>,
}

impl<'d, 'r> Items<'d, 'r> {
    pub(super) fn new(reader: Reader<'d, 'r>, nodes: &'d [NodeId]) -> Self {
        Self {
            reader,
            nodes: nodes.iter(),
        }
    }
}

impl<'d> SeqAccess<'d> for Items<'d, '_> {
    type Error = DeError;

    fn next_element_seed<S: DeserializeSeed<'d>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DeError> {
        let node = self.nodes.next();
        node.map(|node| seed.deserialize(self.reader.inner(*node, None)))
            .transpose()
    }
}

/// The pairs of an `!!omap`: each a list of two.
pub(super) struct Pairs<'d, 'r> {
    reader: Reader<'d, 'r>,
    pairs: Iter<'d, (NodeId, NodeId)>,
}

impl<'d, 'r> Pairs<'d, 'r> {
    pub(super) fn new(reader: Reader<'d, 'r>, pairs: &'d [(NodeId, NodeId)]) -> Self {
        Self {
            reader,
            pairs: pairs.iter(),
        }
    }
}

impl<'d> SeqAccess<'d> for Pairs<'d, '_> {
    type Error = DeError;

    fn next_element_seed<S: DeserializeSeed<'d>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DeError> {
        let Some((first, second)) = self.pairs.next() else {
            return Ok(None);
        };
        let halves = [*first, *second];
        let halves = halves.map(|node| self.reader.inner(node, None));
        seed.deserialize(Pair(halves)).map(Some)
    }
}

/// Both halves of a pair.
struct Pair<'d, 'r>([Reader<'d, 'r>; 2]);

impl<'d> de::Deserializer<'d> for Pair<'d, '_> {
    type Error = DeError;

    fn deserialize_any<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, DeError> {
        visitor.visit_seq(Halves(self.0.into_iter()))
    }

    serde::forward_to_deserialize_any! {
        <V: Visitor<'d>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

struct Halves<'d, 'r>(std::array::IntoIter<Reader<'d, 'r>, 2>);

impl<'d> SeqAccess<'d> for Halves<'d, '_> {
    type Error = DeError;

    fn next_element_seed<S: DeserializeSeed<'d>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DeError> {
        let half = self.0.next();
        half.map(|reader| seed.deserialize(reader)).transpose()
    }
}

/// The entries of a mapping.
pub(super) struct Entries<'d, 'r> {
    reader: Reader<'d, 'r>,
    entries: Iter<'d, Entry>,
    /// The one whose key is read and whose value is not.
    current: Option<Entry>,
}

impl<'d, 'r> Entries<'d, 'r> {
    pub(super) fn new(reader: Reader<'d, 'r>, entries: &'d [Entry]) -> Self {
        Self {
            reader,
            entries: entries.iter(),
            current: None,
        }
    }
}

impl<'d> MapAccess<'d> for Entries<'d, '_> {
    type Error = DeError;

    fn next_key_seed<S: DeserializeSeed<'d>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DeError> {
        self.current = self.entries.next().copied();
        let key = self.current.map(|entry| entry.key);
        key.map(|key| {
            let read = seed.deserialize(self.reader.inner(key, None));
            // A field that the type does not know is told by the visitor, which knows no nodes.
            read.map_err(|error| error.at(key))
        })
        .transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'d>>(&mut self, seed: S) -> Result<S::Value, DeError> {
        match self.current.take() {
            Some(entry) => seed.deserialize(self.reader.inner(entry.value, Some(entry))),
            None => Err(de::Error::custom("a value was asked for before its key")),
        }
    }
}

/// What [`super::Located`] is made of: the node, the two keys of its entry, the value.
pub(super) struct Parts<'d, 'r> {
    reader: Reader<'d, 'r>,
    numbers: std::array::IntoIter<u32, 3>,
}

/// Stands for a key where there is none. No text is long enough to have that many nodes.
pub(super) const NO_KEY: u32 = u32::MAX;

impl<'d, 'r> Parts<'d, 'r> {
    pub(super) fn new(reader: Reader<'d, 'r>) -> Self {
        let (first, last) = match reader.entry {
            Some(entry) => (entry.key.0, entry.last_key.0),
            None => (NO_KEY, NO_KEY),
        };
        Self {
            reader,
            numbers: [reader.node.0, first, last].into_iter(),
        }
    }
}

impl<'d> SeqAccess<'d> for Parts<'d, '_> {
    type Error = DeError;

    fn next_element_seed<S: DeserializeSeed<'d>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DeError> {
        match self.numbers.next() {
            Some(number) => {
                let number: U32Deserializer<DeError> = number.into_deserializer();
                seed.deserialize(number).map(Some)
            }
            None => seed.deserialize(self.reader).map(Some),
        }
    }
}

/// One of several forms: a text, or a mapping with a single key.
pub(super) struct Variant<'d, 'r> {
    name: Reader<'d, 'r>,
    content: Option<Reader<'d, 'r>>,
}

impl<'d, 'r> Variant<'d, 'r> {
    pub(super) fn new(reader: Reader<'d, 'r>) -> Result<Self, DeError> {
        match reader.value() {
            Value::Str(_) => Ok(Self {
                name: reader,
                content: None,
            }),
            Value::Mapping(entries) if entries.len() == 1 => {
                let entry = entries.first().copied();
                entry.map_or_else(
                    || Err(de::Error::custom("no key")),
                    |entry| {
                        Ok(Self {
                            name: reader.inner(entry.key, None),
                            content: Some(reader.inner(entry.value, Some(entry))),
                        })
                    },
                )
            }
            _ => Err(de::Error::invalid_type(
                reader.unexpected(),
                &"a text, or a mapping with one key",
            )),
        }
    }
}

impl<'d, 'r> EnumAccess<'d> for Variant<'d, 'r> {
    type Error = DeError;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'d>>(self, seed: S) -> Result<(S::Value, Self), DeError> {
        let node = self.name.node;
        let name = seed.deserialize(self.name);
        Ok((name.map_err(|error| error.at(node))?, self))
    }
}

impl<'d> Variant<'d, '_> {
    fn content(&self) -> Result<Reader<'d, '_>, DeError> {
        let missing = || de::Error::custom("this form needs a value");
        self.content.ok_or_else(missing)
    }
}

impl<'d> VariantAccess<'d> for Variant<'d, '_> {
    type Error = DeError;

    fn unit_variant(self) -> Result<(), DeError> {
        match self.content {
            Some(content) => <() as serde::Deserialize>::deserialize(content),
            None => Ok(()),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'d>>(self, seed: S) -> Result<S::Value, DeError> {
        seed.deserialize(self.content()?)
    }

    fn tuple_variant<V: Visitor<'d>>(self, _: usize, visitor: V) -> Result<V::Value, DeError> {
        de::Deserializer::deserialize_any(self.content()?, visitor)
    }

    fn struct_variant<V: Visitor<'d>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeError> {
        de::Deserializer::deserialize_struct(self.content()?, "", fields, visitor)
    }
}
