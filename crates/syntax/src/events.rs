//! A tree as YAML events: what the text says, read as tolerantly as the tree was made.
//!
//! For a text that PyYAML takes, these are the events that PyYAML sees, so that the composer of
//! `specql-yaml` makes the same values of both. In a text with mistakes, what is sound is there
//! and what is broken is left out or read as the nearest sound thing.

use std::borrow::Cow;

use specql_yaml::{
    Error, ErrorKind, Event, EventKind, ScalarStyle, Span, TagHandles, Text, decode,
};
use tree_sitter::Node;

use crate::{Kind, Tree};

/// The events of a tree, for the text that it was made of.
///
/// An error stands before the event that is the best to be made of the place, so who reads on
/// behind it misses nothing.
pub fn events<'a>(tree: &'a Tree, text: &'a str) -> impl Iterator<Item = Result<Event<'a>, Error>> {
    let mut work = Vec::new();
    push_children(&mut work, tree.root());
    Events {
        text,
        work,
        handles: TagHandles::default(),
    }
}

struct Events<'a> {
    text: &'a str,
    /// What is still to be said, the next thing last.
    work: Vec<Work<'a>>,
    handles: TagHandles<'a>,
}

enum Work<'a> {
    /// A node of the tree.
    Node(Node<'a>),
    /// A node that has its properties already.
    Decorated(Node<'a>, Properties<'a>),
    /// What is left out here: null.
    Nothing(usize, Properties<'a>),
    /// An event that is complete, behind its error.
    Event(Event<'a>),
    /// The end of a collection or document.
    End(EventKind<'a>, usize),
}

#[derive(Default)]
struct Properties<'a> {
    anchor: Option<&'a str>,
    tag: Option<Cow<'a, str>>,
    start: Option<usize>,
}

fn push_children<'a>(work: &mut Vec<Work<'a>>, node: Node<'a>) {
    let from = work.len();
    let mut cursor = node.walk();
    work.extend(node.named_children(&mut cursor).map(Work::Node));
    work[from..].reverse();
}

impl<'a> Iterator for Events<'a> {
    type Item = Result<Event<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(work) = self.work.pop() {
            let event = match work {
                Work::Node(node) => self.node(node, Properties::default()),
                Work::Decorated(node, properties) => self.node(node, properties),
                Work::Nothing(at, properties) => Ok(Some(nothing(at, properties))),
                Work::Event(event) => Ok(Some(event)),
                Work::End(kind, at) => Ok(Some(Event {
                    kind,
                    span: Span::at(at),
                })),
            };
            match event {
                Ok(None) => {}
                Ok(Some(event)) => return Some(Ok(event)),
                Err(error) => return Some(Err(error)),
            }
        }
        None
    }
}

fn nothing<'a>(at: usize, properties: Properties<'a>) -> Event<'a> {
    let start = properties.start.unwrap_or(at);
    let kind = EventKind::Scalar {
        anchor: properties.anchor,
        tag: properties.tag,
        value: Text::from(Cow::Borrowed("")),
        style: ScalarStyle::Plain,
    };
    Event {
        kind,
        span: Span::new(start, at),
    }
}

impl<'a> Events<'a> {
    fn source(&self, node: &Node<'_>) -> &'a str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    /// The event of a node, if it is one; its children are left to be said later.
    fn node(
        &mut self,
        node: Node<'a>,
        properties: Properties<'a>,
    ) -> Result<Option<Event<'a>>, Error> {
        match Kind::of(&node) {
            Kind::Document => self.document(node).map(Some),
            Kind::DecoratedNode => self.decorated(node).map(|()| None),
            Kind::BlockMapping | Kind::FlowMapping => {
                self.work
                    .push(Work::End(EventKind::MappingEnd, node.end_byte()));
                self.mapping(node);
                let flow = Kind::of(&node) == Kind::FlowMapping;
                let (anchor, tag) = (properties.anchor, properties.tag.clone());
                Ok(Some(start(
                    node,
                    &properties,
                    EventKind::MappingStart { anchor, tag, flow },
                )))
            }
            Kind::BlockSequence | Kind::FlowSequence => {
                self.work
                    .push(Work::End(EventKind::SequenceEnd, node.end_byte()));
                self.sequence(node);
                let flow = Kind::of(&node) == Kind::FlowSequence;
                let (anchor, tag) = (properties.anchor, properties.tag.clone());
                Ok(Some(start(
                    node,
                    &properties,
                    EventKind::SequenceStart { anchor, tag, flow },
                )))
            }
            Kind::BlockSequenceItem => {
                self.push_value(content_child(node), node.end_byte());
                Ok(None)
            }
            Kind::Pair | Kind::FlowPair | Kind::IncompletePair => {
                // Outside of a mapping, a pair is a mapping of its own.
                self.work
                    .push(Work::End(EventKind::MappingEnd, node.end_byte()));
                self.pair(node);
                let kind = EventKind::MappingStart {
                    anchor: None,
                    tag: None,
                    flow: true,
                };
                Ok(Some(start(node, &properties, kind)))
            }
            Kind::Alias => {
                let name = self.source(&node).trim_start_matches('*');
                let span = Span::new(node.start_byte(), node.end_byte());
                Ok(Some(Event {
                    kind: EventKind::Alias { name },
                    span,
                }))
            }
            _ => self.scalar(node, properties),
        }
    }

    fn document(&mut self, node: Node<'a>) -> Result<Event<'a>, Error> {
        self.handles = TagHandles::default();
        let mut content = None;
        let mut explicit = false;
        let mut has_version = false;
        let mut wrong = None;
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            match Kind::of(&child) {
                Kind::Directive => {
                    wrong = wrong.or(self.directive(&child, &mut has_version).err());
                }
                _ if child.is_extra() => {}
                Kind::Anonymous => explicit |= child.kind() == "---",
                _ => content = Some(child),
            }
        }
        self.work.push(Work::End(
            EventKind::DocumentEnd { explicit: false },
            node.end_byte(),
        ));
        self.push_value(content, node.end_byte());
        let event = Event {
            kind: EventKind::DocumentStart { explicit },
            span: Span::at(node.start_byte()),
        };
        self.behind(wrong, event)
    }

    /// The event; where something is wrong the error, and the event behind it.
    fn behind(&mut self, wrong: Option<Error>, event: Event<'a>) -> Result<Event<'a>, Error> {
        match wrong {
            None => Ok(event),
            Some(error) => {
                self.work.push(Work::Event(event));
                Err(error)
            }
        }
    }

    fn directive(&mut self, node: &Node<'a>, has_version: &mut bool) -> Result<(), Error> {
        let refuse = |message: &'static str| {
            Err(Error::new(
                ErrorKind::Parser,
                Span::new(node.start_byte(), node.end_byte()),
                message,
            ))
        };
        let mut words = self.source(node).split(' ').filter(|word| !word.is_empty());
        match words.next() {
            Some("%YAML") if *has_version => {
                refuse("the YAML version is given twice; keep one of the lines")
            }
            Some("%YAML") => {
                *has_version = true;
                Ok(())
            }
            Some("%TAG") => {
                let (handle, prefix) = (
                    words.next().unwrap_or_default(),
                    words.next().unwrap_or_default(),
                );
                if self.handles.declare(handle, Cow::Borrowed(prefix)) {
                    return Ok(());
                }
                refuse("this tag handle is declared twice; keep one of the lines")
            }
            _ => Ok(()),
        }
    }

    fn decorated(&mut self, node: Node<'a>) -> Result<(), Error> {
        let mut properties = Properties {
            start: Some(node.start_byte()),
            ..Properties::default()
        };
        let mut content = None;
        let mut wrong = None;
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            match Kind::of(&child) {
                Kind::Anchor => properties.anchor = self.source(&child).strip_prefix('&'),
                Kind::Tag => match self.tag(&child) {
                    Ok(tag) => properties.tag = Some(tag),
                    Err(error) => wrong = Some(error),
                },
                _ if child.is_extra() => {}
                _ => content = Some(child),
            }
        }
        self.work.push(match content {
            Some(content) => Work::Decorated(content, properties),
            None => Work::Nothing(node.end_byte(), properties),
        });
        wrong.map_or(Ok(()), Err)
    }

    fn tag(&self, node: &Node<'_>) -> Result<Cow<'a, str>, Error> {
        let written =
            decode::tag(self.source(node)).map_err(|error| error.shifted(node.start_byte()))?;
        self.handles
            .resolve(written.handle, &written.suffix)
            .map(Cow::Owned)
            .ok_or_else(|| {
                let span = Span::new(node.start_byte(), node.end_byte());
                Error::new(
                    ErrorKind::Parser,
                    span,
                    "no `%TAG` line declares what this tag begins with",
                )
            })
    }

    /// Pushes a mapping's pairs, the last one first.
    fn mapping(&mut self, node: Node<'a>) {
        let mut entries = Vec::new();
        let mut cursor = node.walk();
        entries.extend(
            node.named_children(&mut cursor)
                .filter(|child| !child.is_extra()),
        );
        for entry in entries.into_iter().rev() {
            match Kind::of(&entry) {
                Kind::Pair | Kind::FlowPair | Kind::IncompletePair => self.pair(entry),
                Kind::BlockSequenceItem | Kind::MissingClose => {}
                _ => {
                    // `{a, b}`: keys without values.
                    self.work
                        .push(Work::Nothing(entry.end_byte(), Properties::default()));
                    self.work.push(Work::Node(entry));
                }
            }
        }
    }

    fn sequence(&mut self, node: Node<'a>) {
        let from = self.work.len();
        let mut cursor = node.walk();
        let items = node.named_children(&mut cursor);
        let is_item = |child: &Node<'_>| !child.is_extra() && Kind::of(child) != Kind::MissingClose;
        self.work.extend(items.filter(is_item).map(Work::Node));
        if let Some(items) = self.work.get_mut(from..) {
            items.reverse();
        }
    }

    /// Pushes key and value, the value first.
    fn pair(&mut self, node: Node<'a>) {
        let key = node.child_by_field_name("key");
        self.push_value(node.child_by_field_name("value"), node.end_byte());
        self.push_value(key, node.start_byte());
    }

    fn push_value(&mut self, node: Option<Node<'a>>, at: usize) {
        self.work.push(match node {
            Some(node) => Work::Node(node),
            None => Work::Nothing(at, Properties::default()),
        });
    }

    fn scalar(
        &mut self,
        node: Node<'a>,
        properties: Properties<'a>,
    ) -> Result<Option<Event<'a>>, Error> {
        let source = self.source(&node);
        let mut wrong = None;
        let (value, style) = match Kind::of(&node) {
            Kind::Key
            | Kind::BareWord
            | Kind::PlainScalar
            | Kind::BooleanScalar
            | Kind::NullScalar
            | Kind::IntegerScalar
            | Kind::FloatScalar
            | Kind::TimestampScalar
            | Kind::Type
            | Kind::Expression
            | Kind::Statement
            | Kind::CallStatement => (decode::plain(source).into(), ScalarStyle::Plain),
            Kind::SingleQuotedScalar
            | Kind::DoubleQuotedScalar
            | Kind::QuotedKey
            | Kind::QuotedScalar => match quoted(source) {
                Ok(decoded) => decoded,
                Err(error) => {
                    wrong = Some(error.shifted(node.start_byte()));
                    (Cow::Borrowed(source).into(), ScalarStyle::DoubleQuoted)
                }
            },
            Kind::BlockScalar => match self.block_scalar(&node) {
                Ok(decoded) => decoded,
                Err(error) => {
                    wrong = Some(error.shifted(node.start_byte()));
                    (Cow::Borrowed(source).into(), ScalarStyle::Literal)
                }
            },
            Kind::UnclosedKey | Kind::UnclosedScalar | Kind::UnreadableScalar => {
                (Cow::Borrowed(source).into(), ScalarStyle::DoubleQuoted)
            }
            _ => return Ok(None),
        };
        let (anchor, tag) = (properties.anchor, properties.tag.clone());
        let kind = EventKind::Scalar {
            anchor,
            tag,
            value,
            style,
        };
        let event = start(node, &properties, kind);
        self.behind(wrong, event).map(Some)
    }

    fn block_scalar(&self, node: &Node<'_>) -> Result<(Text<'a>, ScalarStyle), Error> {
        let rest = self.text.get(node.start_byte()..).unwrap_or_default();
        let style = if rest.starts_with('|') {
            ScalarStyle::Literal
        } else {
            ScalarStyle::Folded
        };
        let block = decode::block(rest, self.indent_around(node))?;
        Ok((Cow::<str>::Owned(block.value).into(), style))
    }

    /// The column of the block collection around a node, -1 outside of all.
    fn indent_around(&self, node: &Node<'_>) -> isize {
        let mut around = node.parent();
        while let Some(parent) = around {
            if matches!(Kind::of(&parent), Kind::BlockMapping | Kind::BlockSequence) {
                let before = self.text.get(..parent.start_byte()).unwrap_or_default();
                let is_break = |c| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
                let line = before.rsplit(is_break).next().unwrap_or_default();
                let columns = line.trim_start_matches('\u{feff}').chars().count();
                return isize::try_from(columns).unwrap_or(isize::MAX);
            }
            around = parent.parent();
        }
        -1
    }
}

fn start<'a>(node: Node<'_>, properties: &Properties<'_>, kind: EventKind<'a>) -> Event<'a> {
    let from = properties.start.unwrap_or_else(|| node.start_byte());
    Event {
        kind,
        span: Span::new(from, node.end_byte()),
    }
}

fn quoted(source: &str) -> Result<(Text<'_>, ScalarStyle), Error> {
    if source.starts_with('\'') {
        Ok((decode::single_quoted(source)?, ScalarStyle::SingleQuoted))
    } else if source.starts_with('"') {
        Ok((decode::double_quoted(source)?, ScalarStyle::DoubleQuoted))
    } else {
        Ok((Cow::Borrowed(source).into(), ScalarStyle::Plain))
    }
}

/// What an item holds.
fn content_child(item: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = item.walk();
    item.named_children(&mut cursor)
        .find(|child| !child.is_extra())
}

#[cfg(test)]
mod tests {
    use specql_yaml::read_tolerantly;

    use super::*;
    use crate::Parser;

    /// Where the errors of a text are.
    fn places(text: &str) -> Vec<u32> {
        let tree = Parser::new().parse(text, None);
        let (_, errors) = read_tolerantly(events(&tree, text));
        errors.iter().map(|error| error.span().start).collect()
    }

    #[test]
    fn errors_inside_of_scalars_point_into_the_text() {
        assert_eq!(places("a: b\nc: \"x\\q\"\n"), [11]);
        assert_eq!(places("a: b\nc: !e!f g\n"), [8]);
        assert_eq!(places("a: b\nc: !<%zz> g\n"), [11]);
    }
}
