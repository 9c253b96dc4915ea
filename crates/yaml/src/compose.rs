//! From events to a graph of nodes.
//!
//! An alias is the node it names and is never copied, so a text of a few lines cannot grow into
//! gigabytes; a collection may well hold itself.

use std::collections::HashMap;

use crate::error::{Error, ErrorKind, Faults};
use crate::event::{Event, EventKind, ScalarStyle};
use crate::resolve;
use crate::span::Span;
use crate::tag::Tag;
use crate::text::Text;

/// So many lists may be inside of each other, or mappings and a list innermost.
///
/// Python's stack is full at the next one. Measured with CPython 3.11 and its standard limit of
/// 1,000 frames, `yaml.safe_load` being called from a script's top level: `[[[a]]]` goes 493 deep,
/// `{a: {a: b}}` 492, other forms one or two levels more or less.
pub const MAX_SEQUENCE_DEPTH: usize = 493;

/// So many mappings may be inside of each other, or lists and a mapping innermost.
pub const MAX_MAPPING_DEPTH: usize = 492;

/// Number of a node in its graph or document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(crate) u32);

impl NodeId {
    /// The number, counting from 0 in the order of the text.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One node of a graph.
#[derive(Clone, Debug)]
pub struct Node<'a> {
    /// What it consists of.
    pub content: Content<'a>,
    /// What value it shall become: written or, for a plain scalar, found from its text.
    pub tag: Tag,
    /// Where, with anchor and tag.
    pub span: Span,
    /// Its anchor, without the `&`.
    pub anchor: Option<&'a str>,
}

impl Node<'_> {
    /// What is not there.
    fn null(span: Span) -> Self {
        Self {
            content: Content::Scalar {
                value: Text::EMPTY,
                style: ScalarStyle::Plain,
            },
            tag: Tag::Null,
            span,
            anchor: None,
        }
    }
}

/// What a node consists of.
#[derive(Clone, Debug)]
pub enum Content<'a> {
    /// A scalar.
    Scalar {
        /// What it says.
        value: Text<'a>,
        /// How it is written.
        style: ScalarStyle,
    },
    /// A list.
    Sequence(Vec<NodeId>),
    /// A mapping: keys with their values, in order, equal keys included.
    Mapping(Vec<(NodeId, NodeId)>),
}

impl Content<'_> {
    /// What it is, in a user's words.
    pub(crate) fn in_words(&self) -> &'static str {
        match self {
            Self::Scalar { .. } => "a single value",
            Self::Sequence(_) => "a list",
            Self::Mapping(_) => "a mapping",
        }
    }
}

/// The nodes of one document.
#[derive(Clone, Debug)]
pub struct Graph<'a> {
    pub(crate) nodes: Vec<Node<'a>>,
    pub(crate) root: NodeId,
}

impl<'a> Graph<'a> {
    /// The outermost node.
    #[must_use]
    pub fn root(&self) -> NodeId {
        self.root
    }

    /// The node with this number; none if the number is from another graph.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<&Node<'a>> {
        self.nodes.get(id.index())
    }

    /// All nodes in the order of the text.
    #[must_use]
    pub fn nodes(&self) -> &[Node<'a>] {
        &self.nodes
    }
}

/// Makes graphs from any stream of events, strict or not.
///
/// It never panics on a stream that makes no sense (an end too many, say); it makes the best of
/// it.
pub struct Composer<I> {
    events: I,
    limits: Option<Limits>,
    faults: Faults,
}

#[derive(Clone, Copy)]
struct Limits {
    sequence: usize,
    mapping: usize,
}

impl<'a, I> Composer<I>
where
    I: Iterator<Item = Result<Event<'a>, Error>>,
{
    /// A composer that takes any depth.
    pub fn new(events: I) -> Self {
        Self {
            events,
            limits: None,
            faults: Faults::strict(),
        }
    }

    /// A composer that takes any depth and notes errors instead of stopping at them: an alias of
    /// nothing is null, of two equal anchors the later one counts.
    pub fn tolerant(events: I) -> Self {
        Self {
            events,
            limits: None,
            faults: Faults::tolerant(),
        }
    }

    /// What was wrong; only a tolerant composer has any.
    pub fn into_faults(self) -> Vec<Error> {
        self.faults.into_found()
    }

    /// A composer that gives up where Python does: at [`MAX_SEQUENCE_DEPTH`] and
    /// [`MAX_MAPPING_DEPTH`].
    pub fn with_python_limits(events: I) -> Self {
        let limits = Limits {
            sequence: MAX_SEQUENCE_DEPTH,
            mapping: MAX_MAPPING_DEPTH,
        };
        Self {
            events,
            limits: Some(limits),
            faults: Faults::strict(),
        }
    }

    /// The nodes of the next document; none when there is no other.
    ///
    /// # Errors
    /// Those of the events, and aliases and anchors that are wrong.
    pub fn next_document(&mut self) -> Result<Option<Graph<'a>>, Error> {
        match self.document_start()? {
            None => Ok(None),
            Some(_) => self.document(),
        }
    }

    /// The nodes of the only document; none when there is none.
    ///
    /// # Errors
    /// Also when another document follows.
    pub fn single_document(&mut self) -> Result<Option<Graph<'a>>, Error> {
        let Some(first) = self.document_start()? else {
            return Ok(None);
        };
        let graph = self.document()?;
        if let Some(second) = self.document_start()? {
            let message = "only one document is read, and here another one begins; remove the \
                           line `---`, or move this document to a file of its own";
            let error = Error::new(ErrorKind::Composer, second, message)
                .with_related(first, "the first document begins here");
            self.faults.note(error)?;
        }
        Ok(graph)
    }

    fn next_event(&mut self) -> Result<Option<Event<'a>>, Error> {
        loop {
            match self.events.next() {
                Some(Err(error)) => self.faults.note(error)?,
                other => return other.transpose(),
            }
        }
    }

    fn document_start(&mut self) -> Result<Option<Span>, Error> {
        while let Some(event) = self.next_event()? {
            if matches!(event.kind, EventKind::DocumentStart { .. }) {
                return Ok(Some(event.span));
            }
        }
        Ok(None)
    }

    fn document(&mut self) -> Result<Option<Graph<'a>>, Error> {
        let mut builder = Builder {
            limits: self.limits,
            // As many as most files have.
            nodes: Vec::with_capacity(256),
            ..Builder::default()
        };
        while let Some(event) = self.next_event()? {
            match event.kind {
                EventKind::DocumentEnd { .. } | EventKind::StreamEnd => break,
                EventKind::StreamStart | EventKind::DocumentStart { .. } => {}
                EventKind::Alias { name } => {
                    let node = match builder.named(name, event.span) {
                        Ok(node) => node,
                        Err(error) => {
                            self.faults.note(error)?;
                            builder.add(Node::null(event.span), &mut self.faults)?
                        }
                    };
                    builder.place(node);
                }
                EventKind::Scalar {
                    anchor,
                    tag,
                    value,
                    style,
                } => {
                    let tag = match tag.as_deref() {
                        None if style != ScalarStyle::Plain => Tag::Str,
                        None | Some("!") => resolve::plain_tag(&value),
                        Some(name) => Tag::from_name(name),
                    };
                    let content = Content::Scalar { value, style };
                    let node = Node {
                        content,
                        tag,
                        span: event.span,
                        anchor,
                    };
                    let node = builder.add(node, &mut self.faults)?;
                    builder.place(node);
                }
                EventKind::SequenceStart { anchor, tag, .. } => {
                    let tag = collection_tag(tag.as_deref(), Tag::Seq);
                    let node = Node {
                        content: Content::Sequence(Vec::new()),
                        tag,
                        span: event.span,
                        anchor,
                    };
                    builder.open(node, &mut self.faults)?;
                }
                EventKind::MappingStart { anchor, tag, .. } => {
                    let tag = collection_tag(tag.as_deref(), Tag::Map);
                    let node = Node {
                        content: Content::Mapping(Vec::new()),
                        tag,
                        span: event.span,
                        anchor,
                    };
                    builder.open(node, &mut self.faults)?;
                }
                EventKind::SequenceEnd | EventKind::MappingEnd => builder.close(event.span),
            }
        }
        Ok(builder.finish())
    }
}

fn collection_tag(written: Option<&str>, usual: Tag) -> Tag {
    match written {
        None | Some("!") => usual,
        Some(name) => Tag::from_name(name),
    }
}

#[derive(Default)]
struct Builder<'a> {
    limits: Option<Limits>,
    nodes: Vec<Node<'a>>,
    anchors: HashMap<&'a str, NodeId>,
    /// The collections that are not complete yet, and where in `children` theirs begin.
    open: Vec<(NodeId, usize)>,
    /// The complete nodes of all open collections.
    children: Vec<NodeId>,
}

impl<'a> Builder<'a> {
    fn named(&self, name: &str, span: Span) -> Result<NodeId, Error> {
        self.anchors.get(name).copied().ok_or_else(|| {
            let message = format!(
                "there is no anchor `&{name}` before this alias; if `*` is meant as text, put it \
                 in quotes"
            );
            Error::new(ErrorKind::Composer, span, message)
        })
    }

    fn add(&mut self, node: Node<'a>, faults: &mut Faults) -> Result<NodeId, Error> {
        let Ok(number) = u32::try_from(self.nodes.len()) else {
            return Err(Error::new(
                ErrorKind::TooLarge,
                node.span,
                "too many values to be read",
            ));
        };
        let id = NodeId(number);
        if let Some(name) = node.anchor {
            if let Some(first) = self
                .anchors
                .get(name)
                .and_then(|id| self.nodes.get(id.index()))
            {
                let message = format!("the anchor `&{name}` exists already; choose another name");
                let error = Error::new(ErrorKind::Composer, node.span, message)
                    .with_related(first.span, "the first one is here");
                faults.note(error)?;
            }
            self.anchors.insert(name, id);
        }
        self.nodes.push(node);
        Ok(id)
    }

    fn open(&mut self, node: Node<'a>, faults: &mut Faults) -> Result<(), Error> {
        if let Some(limits) = self.limits {
            let limit = match node.content {
                Content::Mapping(_) => limits.mapping,
                _ => limits.sequence,
            };
            if self.open.len() >= limit {
                let message = "nested too deeply: Python gives up here";
                return Err(Error::new(ErrorKind::TooDeep, node.span, message));
            }
        }
        let id = self.add(node, faults)?;
        self.open.push((id, self.children.len()));
        Ok(())
    }

    fn place(&mut self, node: NodeId) {
        self.children.push(node);
    }

    fn close(&mut self, end: Span) {
        let Some((id, first)) = self.open.pop() else {
            return;
        };
        let children = self.children.get(first..).unwrap_or_default();
        if let Some(node) = self.nodes.get_mut(id.index()) {
            match &mut node.content {
                Content::Sequence(items) => *items = children.to_vec(),
                Content::Mapping(pairs) => {
                    let (twos, _) = children.as_chunks::<2>();
                    *pairs = twos.iter().map(|[key, value]| (*key, *value)).collect();
                }
                Content::Scalar { .. } => {}
            }
            node.span = node.span.to(end);
        }
        self.children.truncate(first);
        self.place(id);
    }

    fn finish(mut self) -> Option<Graph<'a>> {
        while let Some((id, _)) = self.open.last() {
            // Only in a stream of events that breaks off.
            let span = self
                .nodes
                .get(id.index())
                .map_or(Span::at(0), |node| node.span);
            self.close(span);
        }
        let root = self.children.first().copied()?;
        Some(Graph {
            nodes: self.nodes,
            root,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parser::events;

    fn graph(text: &str) -> Graph<'_> {
        Composer::new(events(text))
            .single_document()
            .unwrap()
            .unwrap()
    }

    fn refused(text: &str) -> (ErrorKind, u32) {
        let error = Composer::with_python_limits(events(text))
            .single_document()
            .unwrap_err();
        (error.kind(), error.span().start)
    }

    #[test]
    fn an_alias_is_the_node_it_names() {
        let graph = graph("[&a [x], *a]");
        let Content::Sequence(items) = &graph.node(graph.root()).unwrap().content else {
            panic!()
        };
        assert_eq!(items[0], items[1]);
    }

    #[test]
    fn a_collection_may_hold_itself() {
        let graph = graph("&a [*a]");
        let Content::Sequence(items) = &graph.node(graph.root()).unwrap().content else {
            panic!()
        };
        assert_eq!(items, &[graph.root()]);
    }

    #[test]
    fn anchors_are_unique_and_aliases_come_behind_them() {
        assert_eq!(refused("[*a, &a b]"), (ErrorKind::Composer, 1));
        assert_eq!(refused("[&a b, &a c]"), (ErrorKind::Composer, 7));
        let mut composer = Composer::new(events("&a b\n--- &a c\n--- *a\n"));
        assert!(composer.next_document().is_ok_and(|graph| graph.is_some()));
        assert!(
            composer.next_document().is_ok_and(|graph| graph.is_some()),
            "a new document"
        );
        assert!(
            composer.next_document().is_err(),
            "anchors end with their document"
        );
    }

    #[test]
    fn only_one_document_may_be_there() {
        assert_eq!(refused("a\n--- b\n"), (ErrorKind::Composer, 2));
        assert!(
            Composer::new(events(""))
                .single_document()
                .unwrap()
                .is_none()
        );
    }

    #[test]
    fn spans_cover_a_node_from_its_properties_to_its_last_character() {
        let text = "a: &x\n  - !!str b\n  - c # comment\n\nd: [e, f ]\n";
        let graph = graph(text);
        let spans: Vec<&str> = graph
            .nodes()
            .iter()
            .map(|n| &text[n.span.range()])
            .collect();
        assert_eq!(
            spans,
            [
                text.trim_end(),
                "a",
                "&x\n  - !!str b\n  - c",
                "!!str b",
                "c",
                "d",
                "[e, f ]",
                "e",
                "f"
            ]
        );
    }

    #[test]
    fn depth_is_limited_where_python_gives_up_and_only_on_demand() {
        let nested = |open: &str, close: &str, depth: usize| {
            format!("{}{}", open.repeat(depth), close.repeat(depth))
        };
        let deepest = |open: &str, close: &str, depth: usize| {
            let fits = nested(open, close, depth);
            assert!(
                Composer::with_python_limits(events(&fits))
                    .single_document()
                    .is_ok()
            );
            assert_eq!(
                refused(&nested(open, close, depth + 1)).0,
                ErrorKind::TooDeep
            );
        };
        deepest("[", "]", MAX_SEQUENCE_DEPTH);
        deepest("{a: ", "}", MAX_MAPPING_DEPTH);
        deepest("- ", "", MAX_SEQUENCE_DEPTH);
        assert_eq!(graph(&nested("[", "]", 1_000_000)).nodes().len(), 1_000_000);
    }

    #[test]
    fn a_stream_of_events_that_makes_no_sense_is_survived() {
        let kinds = [
            EventKind::MappingEnd,
            EventKind::DocumentStart { explicit: true },
            EventKind::SequenceEnd,
            EventKind::MappingStart {
                anchor: None,
                tag: None,
                flow: false,
            },
            EventKind::DocumentStart { explicit: true },
            EventKind::SequenceStart {
                anchor: None,
                tag: None,
                flow: false,
            },
        ];
        let events = kinds.into_iter().map(|kind| {
            Ok(Event {
                kind,
                span: Span::default(),
            })
        });
        let graph = Composer::new(events).next_document().unwrap().unwrap();
        assert_eq!(graph.nodes().len(), 2);
    }
}
