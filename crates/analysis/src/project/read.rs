//! What the readers of all kinds of files share.

use specql_yaml::de::{Located, Slot, from_document};
use specql_yaml::{Document, NodeId, Span, Value, python};

/// Something that is wrong in a file: what, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding<P> {
    /// What is wrong, as data.
    pub problem: P,
    /// The value, or else the key, that it is wrong with.
    pub span: Span,
}

/// A file that was read: what is sound in it, and what is wrong with the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct Read<T, P> {
    /// What is sound.
    pub value: T,
    /// What is not, in the order of the text.
    pub findings: Vec<Finding<P>>,
}

/// A value with its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// Values longer than that are not shown as text.
const LONGEST_TEXT: usize = 10_000;

/// Reads a document and collects what is wrong.
pub(super) struct Reader<'d, P> {
    pub(super) document: &'d Document<'d>,
    findings: Vec<Finding<P>>,
}

impl<'d, P> Reader<'d, P> {
    pub(super) fn new(document: &'d Document<'d>) -> Self {
        Self {
            document,
            findings: Vec::new(),
        }
    }

    pub(super) fn finish<T>(mut self, value: T) -> Read<T, P> {
        self.findings.sort_by_key(|finding| finding.span);
        Read {
            value,
            findings: self.findings,
        }
    }

    /// The root as a type that is read part by part; the default if it is no mapping.
    pub(super) fn root<T: serde::Deserialize<'d> + Default>(&self) -> T {
        from_document(self.document, self.document.root()).unwrap_or_default()
    }

    pub(super) fn value(&self, node: NodeId) -> &'d Value<'d> {
        self.document.value(node)
    }

    pub(super) fn root_is_mapping(&self) -> bool {
        matches!(self.value(self.document.root()), Value::Mapping(_))
    }

    pub(super) fn report(&mut self, problem: P, node: NodeId) {
        self.report_at(problem, self.document.span(node));
    }

    pub(super) fn report_at(&mut self, problem: P, span: Span) {
        self.findings.push(Finding { problem, span });
    }

    /// Reports a part of a mapping: at its value, or if nothing is written there, at its key.
    pub(super) fn report_part<T>(&mut self, problem: P, part: &Located<T>) {
        let node = match part.key() {
            Some(key) if self.document.span(part.node).is_empty() => key,
            _ => part.node,
        };
        self.report(problem, node);
    }

    /// Reports what is missing in a mapping: at the mapping's key.
    pub(super) fn report_missing<T>(&mut self, problem: P, mapping: &Located<T>) {
        self.report(problem, mapping.key().unwrap_or(mapping.node));
    }

    pub(super) fn written<T>(&self, value: T, node: NodeId) -> Written<T> {
        Written {
            value,
            span: self.document.span(node),
        }
    }

    /// The value of a key with its place; what is there but broken is reported. Null counts as
    /// broken.
    pub(super) fn take<T: Clone>(&mut self, slot: &Slot<T>, broken: P) -> Option<Written<T>> {
        let located = slot.written()?;
        match located.get() {
            Some(value) => Some(self.written(value.clone(), located.node)),
            None => {
                self.report_part(broken, located);
                None
            }
        }
    }

    /// The same, where null is as good as no key.
    pub(super) fn take_or_null<T: Clone>(
        &mut self,
        slot: &Slot<T>,
        broken: P,
    ) -> Option<Written<T>> {
        let located = slot.written()?;
        if *self.value(located.node) == Value::Null {
            return None;
        }
        self.take(slot, broken)
    }

    /// A scalar as Python's `str` writes it; none for collections.
    pub(super) fn scalar(&self, node: NodeId) -> Option<String> {
        let value = self.value(node);
        value
            .is_hashable()
            .then(|| python::str(self.document, node, LONGEST_TEXT))?
    }

    /// The key of a part as text.
    pub(super) fn key<T>(&self, part: &Located<T>) -> Option<String> {
        part.key().and_then(|key| self.scalar(key))
    }

    /// Whether Python takes it for true.
    pub(super) fn is_true(&self, node: NodeId) -> bool {
        python::is_true(self.value(node))
    }
}
