//! From a graph of nodes to values, as PyYAML's safe constructor makes them.
//!
//! Collections are begun where they are met and filled later, outer ones first. That is how
//! PyYAML copes with collections that hold themselves, and it decides which of several errors
//! comes first.

use std::collections::{HashSet, VecDeque};

use crate::base64;
use crate::compose::{Content, Graph, Node, NodeId};
use crate::error::{Error, ErrorKind, Faults};
use crate::key::{Key, first_equals};
use crate::merge::Merger;
use crate::resolve::{self, Malformed, Timestamp};
use crate::span::Span;
use crate::tag::Tag;
use crate::text::Text;
use crate::value::{Document, Entry, Place, Value};

/// A scalar with a tag such as `!!str` may be given as a mapping with the key `=`, and its value
/// as another, so many times. Python's stack is full at the next one.
pub const MAX_VALUE_CHAIN: usize = 987;

/// Makes the values of a graph.
///
/// # Errors
/// When a node cannot become what its tag says: unknown tags, numbers and dates that are none,
/// lists as keys, merge keys without a mapping.
pub fn construct(graph: Graph<'_>) -> Result<Document<'_>, Error> {
    construct_with(graph, &mut Faults::strict())
}

/// Makes the values of a graph, and of what cannot become what its tag says the text that is
/// written, or nothing. The errors are noted.
pub fn construct_tolerantly(graph: Graph<'_>) -> (Document<'_>, Vec<Error>) {
    let mut faults = Faults::tolerant();
    let document = construct_with(graph, &mut faults).unwrap_or_else(|_| Document::empty());
    (document, faults.into_found())
}

fn construct_with<'a>(graph: Graph<'a>, faults: &mut Faults) -> Result<Document<'a>, Error> {
    let root = graph.root;
    let mut constructor = Constructor {
        faults,
        values: graph.nodes.iter().map(|_| None).collect(),
        nodes: graph.nodes,
        begun: VecDeque::new(),
        merger: Merger::default(),
        own_nans: HashSet::new(),
    };
    constructor.begin(root)?;
    while let Some(id) = constructor.begun.pop_front() {
        constructor.fill(id)?;
    }
    let place = |node: &Node<'_>| Place {
        span: node.span,
        style: match node.content {
            Content::Scalar { style, .. } => Some(style),
            _ => None,
        },
    };
    let values = constructor.values.into_iter();
    Ok(Document {
        values: values.map(|value| value.unwrap_or(Value::Null)).collect(),
        places: constructor.nodes.iter().map(place).collect(),
        root,
        is_empty: false,
    })
}

struct Constructor<'a, 'f> {
    faults: &'f mut Faults,
    nodes: Vec<Node<'a>>,
    values: Vec<Option<Value<'a>>>,
    /// Collections that are not filled yet.
    begun: VecDeque<NodeId>,
    merger: Merger,
    /// Floats that are no number and not the one that `.nan` is.
    own_nans: HashSet<NodeId>,
}

impl<'a> Constructor<'a, '_> {
    fn value(&self, id: NodeId) -> Option<&Value<'a>> {
        self.values.get(id.index()).and_then(Option::as_ref)
    }

    fn set(&mut self, id: NodeId, value: Value<'a>) {
        if let Some(slot) = self.values.get_mut(id.index()) {
            *slot = Some(value);
        }
    }

    fn span(&self, id: NodeId) -> Span {
        self.nodes
            .get(id.index())
            .map(|node| node.span)
            .unwrap_or_default()
    }

    /// Makes a scalar, or begins a collection.
    fn begin(&mut self, id: NodeId) -> Result<(), Error> {
        if self.value(id).is_some() {
            return Ok(());
        }
        let Some(node) = self.nodes.get_mut(id.index()) else {
            return Ok(());
        };
        if let (Tag::Str, Content::Scalar { value, .. }) = (&node.tag, &mut node.content) {
            // By far the most frequent case. The text is not needed twice.
            let text = std::mem::take(value);
            self.set(id, Value::Str(text));
            return Ok(());
        }
        let collection = match node.tag {
            Tag::Seq => Value::Sequence(Box::default()),
            Tag::Map => Value::Mapping(Box::default()),
            Tag::Set => Value::Set(Box::default()),
            Tag::Omap | Tag::Pairs => Value::Pairs(Box::default()),
            _ => {
                let value = match self.scalar(id) {
                    Ok(value) => value,
                    Err(error) => {
                        self.faults.note(error)?;
                        self.as_written(id)
                    }
                };
                self.set(id, value);
                return Ok(());
            }
        };
        self.set(id, collection);
        self.begun.push_back(id);
        Ok(())
    }

    // Scalars

    /// The text of a scalar whatever its tag says; of a collection nothing.
    fn as_written(&self, id: NodeId) -> Value<'a> {
        match self.nodes.get(id.index()).map(|node| &node.content) {
            Some(Content::Scalar { value, .. }) => Value::Str(value.clone()),
            _ => Value::Null,
        }
    }

    fn scalar(&mut self, id: NodeId) -> Result<Value<'a>, Error> {
        let Some(node) = self.nodes.get(id.index()) else {
            return Ok(Value::Null);
        };
        let (tag, span) = (&node.tag, node.span);
        if let Tag::Merge | Tag::Value | Tag::Other(_) = tag {
            let message = match tag {
                Tag::Merge => "`<<` may only be a key; put it in quotes".to_owned(),
                Tag::Value => "`=` alone may only be a key; put it in quotes".to_owned(),
                _ => format!("the tag `{}` is not known; remove it", tag.written()),
            };
            return Err(Error::new(ErrorKind::Constructor, span, message));
        }
        let tag = tag.clone();
        let source = self.scalar_source(id)?;
        if tag == Tag::Str {
            return Ok(Value::Str(self.text(source).clone()));
        }
        let text = self.text(source);
        let malformed = |error: Malformed| Error::new(error.kind, span, error.message);
        Ok(match tag {
            Tag::Null => Value::Null,
            Tag::Bool => match resolve::truth(text) {
                Some(value) => Value::Bool(value),
                None => return Err(malformed(resolve::NO_TRUTH_VALUE)),
            },
            Tag::Int => Value::Int(resolve::int(text).map_err(malformed)?),
            Tag::Float => {
                let value = resolve::float(text).map_err(malformed)?;
                if value.is_nan() && !resolve::is_canonical_nan(text) {
                    self.own_nans.insert(id);
                }
                Value::Float(value)
            }
            Tag::Timestamp if source != id => {
                // PyYAML forgets the way through `=` here and stumbles.
                let message = "a date must be a single value";
                return Err(Error::new(ErrorKind::Value, span, message));
            }
            Tag::Timestamp => match resolve::timestamp(text).map_err(malformed)? {
                Timestamp::Date(date) => Value::Date(date),
                Timestamp::DateTime(time) => Value::DateTime(time),
            },
            _ => match text
                .is_ascii()
                .then(|| base64::decode(text.as_bytes()))
                .flatten()
            {
                Some(bytes) => Value::Bytes(bytes.into()),
                None => {
                    let message = "this is not base64: something is missing at its end, or it \
                                   holds characters that are not ASCII";
                    return Err(Error::new(ErrorKind::Constructor, span, message));
                }
            },
        })
    }

    /// The scalar that gives a node its text: itself, or that behind its key `=`.
    fn scalar_source(&self, id: NodeId) -> Result<NodeId, Error> {
        let mut source = id;
        for _ in 0..=MAX_VALUE_CHAIN {
            let Some(node) = self.nodes.get(source.index()) else {
                return Ok(source);
            };
            let behind_equals_sign = match &node.content {
                Content::Scalar { .. } => return Ok(source),
                Content::Sequence(_) => None,
                Content::Mapping(pairs) => pairs
                    .iter()
                    .find(|(key, _)| self.has_tag(*key, &Tag::Value)),
            };
            let Some((_, value)) = behind_equals_sign else {
                let tag = self
                    .nodes
                    .get(id.index())
                    .map_or(&Tag::Str, |node| &node.tag);
                let message = format!(
                    "the tag `{}` needs a single value, not {}",
                    tag.written(),
                    node.content.in_words()
                );
                return Err(Error::new(ErrorKind::Constructor, node.span, message));
            };
            source = *value;
        }
        let message = "a value behind too many `=` keys: Python gives up here";
        Err(Error::new(ErrorKind::TooDeep, self.span(id), message))
    }

    fn has_tag(&self, id: NodeId, tag: &Tag) -> bool {
        self.nodes
            .get(id.index())
            .is_some_and(|node| node.tag == *tag)
    }

    /// The text of a scalar node.
    fn text(&self, id: NodeId) -> &Text<'a> {
        const EMPTY: &Text<'_> = &Text::EMPTY;
        match (
            self.value(id),
            self.nodes.get(id.index()).map(|node| &node.content),
        ) {
            // It was taken out of the node.
            (Some(Value::Str(text)), _) => text,
            (_, Some(Content::Scalar { value, .. })) => value,
            _ => EMPTY,
        }
    }

    // Collections

    fn fill(&mut self, id: NodeId) -> Result<(), Error> {
        let value = match self.value(id) {
            Some(Value::Sequence(_)) => self.items(id).map(|items| Value::Sequence(items.into())),
            Some(Value::Mapping(_)) => {
                let entries = self.entries(id);
                entries.map(|entries| Value::Mapping(entries.into()))
            }
            Some(Value::Set(_)) => {
                let entries = self.entries(id);
                entries.map(|entries| Value::Set(entries.iter().map(|entry| entry.key).collect()))
            }
            _ => self.pairs(id).map(|pairs| Value::Pairs(pairs.into())),
        };
        let value = match value {
            Ok(value) => value,
            Err(error) => {
                self.faults.note(error)?;
                self.as_written(id)
            }
        };
        self.set(id, value);
        Ok(())
    }

    fn items(&mut self, id: NodeId) -> Result<Vec<NodeId>, Error> {
        let Some(Content::Sequence(items)) = self.nodes.get(id.index()).map(|node| &node.content)
        else {
            return Err(self.wrong_collection(id, id, "a list"));
        };
        let items = items.clone();
        for item in &items {
            self.begin(*item)?;
        }
        Ok(items)
    }

    fn entries(&mut self, id: NodeId) -> Result<Vec<Entry>, Error> {
        // Each error takes the merge key that is wrong out of the mapping.
        while let Err(error) = self.merger.flatten(&mut self.nodes, id) {
            self.faults.note(error)?;
        }
        let Some(Content::Mapping(pairs)) = self.nodes.get(id.index()).map(|node| &node.content)
        else {
            return Err(self.wrong_collection(id, id, "a mapping"));
        };
        let mut pairs = pairs.clone();
        let mut unusable = Vec::new();
        for (key, value) in &pairs {
            self.begin(*key)?;
            if self.value(*key).is_some_and(|value| !value.is_hashable()) {
                let message = "a list or mapping cannot be a key; if `[` or `{` is meant as text, \
                               put it in quotes";
                let error = Error::new(ErrorKind::Constructor, self.span(*key), message)
                    .with_related(self.span(id), "it is a key of this mapping");
                self.faults.note(error)?;
                unusable.push(*key);
            }
            self.begin(*value)?;
        }
        pairs.retain(|(key, _)| !unusable.contains(key));
        Ok(self.distinct(&pairs))
    }

    /// Of equal keys the first one, with the last one's value.
    fn distinct(&self, pairs: &[(NodeId, NodeId)]) -> Vec<Entry> {
        let keys: Vec<Key<'_>> = pairs
            .iter()
            .map(|(key, _)| {
                let foreign_nan = self.own_nans.get(key).copied();
                self.value(*key)
                    .and_then(|value| Key::new(value, foreign_nan))
                    .unwrap_or(Key::Null)
            })
            .collect();
        let entry = |(key, value): &(NodeId, NodeId)| Entry {
            key: *key,
            value: *value,
            last_key: *key,
        };
        let Some(firsts) = first_equals(&keys) else {
            return pairs.iter().map(entry).collect();
        };
        let mut entries: Vec<Entry> = Vec::with_capacity(pairs.len());
        // Where the entry of the pair with this index is.
        let mut places = Vec::with_capacity(pairs.len());
        for (pair, first) in pairs.iter().zip(firsts) {
            let place = places.get(first).copied().unwrap_or(entries.len());
            places.push(place);
            match entries.get_mut(place) {
                Some(entry) => (entry.last_key, entry.value) = *pair,
                None => entries.push(entry(pair)),
            }
        }
        entries
    }

    fn pairs(&mut self, id: NodeId) -> Result<Vec<(NodeId, NodeId)>, Error> {
        let Some(Content::Sequence(items)) = self.nodes.get(id.index()).map(|node| &node.content)
        else {
            return Err(self.wrong_collection(id, id, "a list"));
        };
        let items = items.clone();
        let mut pairs = Vec::with_capacity(items.len());
        for item in items {
            match self.nodes.get(item.index()).map(|node| &node.content) {
                Some(Content::Mapping(content)) => match content.as_slice() {
                    [pair] => pairs.push(*pair),
                    _ => {
                        let message = format!(
                            "each item of this list must be a mapping with one key, and this one \
                             has {}",
                            content.len()
                        );
                        return Err(Error::new(ErrorKind::Constructor, self.span(item), message));
                    }
                },
                _ => return Err(self.wrong_collection(id, item, "a mapping with one key")),
            }
            if let Some((key, value)) = pairs.last().copied() {
                self.begin(key)?;
                self.begin(value)?;
            }
        }
        Ok(pairs)
    }

    fn wrong_collection(&self, tagged: NodeId, id: NodeId, expected: &str) -> Error {
        let tag = self
            .nodes
            .get(tagged.index())
            .map_or(&Tag::Seq, |node| &node.tag);
        let found = self
            .nodes
            .get(id.index())
            .map_or("nothing", |node| node.content.in_words());
        let message = format!("the tag `{}` needs {expected}, not {found}", tag.written());
        Error::new(ErrorKind::Constructor, self.span(id), message)
    }
}

#[cfg(test)]
mod tests {
    use crate::{ErrorKind, json, load};

    fn json(text: &str) -> String {
        json::print(&load(text).unwrap(), usize::MAX).unwrap()
    }

    fn refused(text: &str) -> (ErrorKind, u32) {
        let error = load(text).unwrap_err();
        (error.kind(), error.span().start)
    }

    #[test]
    fn tags_decide() {
        assert_eq!(
            json("[!!str 5, !!int '0x1F', !!float 3, !!bool 'Yes', !!null x]"),
            r#"["5",31,3.0,true,null]"#
        );
        assert_eq!(
            json("!!binary |\n aGVs\n bG8=\n"),
            r#"{"$bytes":"aGVsbG8="}"#
        );
        assert_eq!(json("!!set {b, a, ? b}"), r#"{"$set":["a","b"]}"#);
        assert_eq!(
            json("!!omap [a: 1, a: 2]"),
            r#"[{"$tuple":["a",1]},{"$tuple":["a",2]}]"#
        );
        assert_eq!(json("! '12'"), "12", "a lone `!` makes text plain");
    }

    #[test]
    fn tags_that_do_not_fit() {
        assert_eq!(refused("a: !local b"), (ErrorKind::Constructor, 3));
        assert_eq!(refused("!!int []"), (ErrorKind::Constructor, 0));
        assert_eq!(refused("!!seq {}"), (ErrorKind::Constructor, 0));
        assert_eq!(refused("!!map []"), (ErrorKind::Constructor, 0));
        assert_eq!(
            refused("!!omap [{a: 1, b: 2}]"),
            (ErrorKind::Constructor, 8)
        );
        assert_eq!(refused("!!pairs [a]"), (ErrorKind::Constructor, 9));
        assert_eq!(refused("!!binary a"), (ErrorKind::Constructor, 0));
        assert_eq!(refused("[<<]"), (ErrorKind::Constructor, 1));
        assert_eq!(refused("[=]"), (ErrorKind::Constructor, 1));
    }

    #[test]
    fn numbers_and_dates_that_are_none() {
        assert_eq!(refused("a: 2020-13-01"), (ErrorKind::Value, 3));
        assert_eq!(refused("a: 0b_"), (ErrorKind::Value, 3));
        assert_eq!(refused("!!bool maybe"), (ErrorKind::Value, 0));
        assert_eq!(refused("!!timestamp x"), (ErrorKind::Value, 0));
    }

    #[test]
    fn collections_cannot_be_keys() {
        assert_eq!(refused("{[a]: b}"), (ErrorKind::Constructor, 1));
        assert_eq!(refused("? {a: b}\n"), (ErrorKind::Constructor, 2));
        assert_eq!(
            json("{2020-01-01: 1, 1.5: 2, ~: 3, false: 4}"),
            r#"{"$map":[[{"$date":"2020-01-01"},1],[1.5,2],[null,3],[false,4]]}"#
        );
    }

    #[test]
    fn of_equal_keys_the_first_keeps_its_place_and_the_last_its_value() {
        assert_eq!(json("{b: 1, a: 2, b: 3}"), r#"{"b":3,"a":2}"#);
        assert_eq!(json("{1: a, true: b, 1.0: c}"), r#"{"$map":[[1,"c"]]}"#);
        assert_eq!(
            json("{.nan: 1, .NaN: 2}"),
            r#"{"$map":[[{"$float":".nan"},2]]}"#
        );
        assert_eq!(
            json("{!!float nan: 1, !!float nan: 2}"),
            r#"{"$map":[[{"$float":".nan"},1],[{"$float":".nan"},2]]}"#
        );
    }

    #[test]
    fn the_key_whose_value_counts_is_known() {
        let text = "{b: 1, a: 2, b: 3}";
        let document = load(text).unwrap();
        let entry = document.entry(document.root(), "b").unwrap();
        assert_eq!(document.span(entry.key).start, 1);
        assert_eq!(document.span(entry.last_key).start, 13);
        assert_eq!(&text[document.span(entry.value).range()], "3");
    }

    #[test]
    fn an_equals_sign_as_key_gives_the_value_of_a_scalar() {
        assert_eq!(json("!!str {a: 1, =: &b c, d: *b}"), r#""c""#);
        assert_eq!(json("[&s x, !!str {=: *s}, *s]"), r#"["x","x","x"]"#);
        assert_eq!(json("{=: x}"), r#"{"=":"x"}"#);
        assert_eq!(json("[{&e =: x}, [*e]]"), r#"[{"=":"x"},["="]]"#);
        assert_eq!(
            refused("!!timestamp {=: 2020-01-01}"),
            (ErrorKind::Value, 0)
        );
        assert_eq!(refused("&a !!str {=: *a}"), (ErrorKind::TooDeep, 0));
    }

    #[test]
    fn collections_may_hold_themselves() {
        assert_eq!(
            json("&a [*a, {b: *a}]"),
            r#"[{"$cycle":1},{"b":{"$cycle":2}}]"#
        );
        assert_eq!(json("&a {b: *a}"), r#"{"b":{"$cycle":1}}"#);
    }
}
