//! What SpecQL 0.8.7 refuses of a spec's values, with the words to point at.

use std::collections::{HashMap, HashSet};

use specql_syntax::marks;
use specql_yaml::{Document, Entry, NodeId, Span, Value};

use crate::reading;
use crate::rules::Context;

/// Something that SpecQL 0.8.7 refuses.
#[derive(Debug)]
pub(in crate::rules) struct Refused {
    /// Why.
    pub(in crate::rules) rule: reading::Rule,
    /// What is refused.
    pub(in crate::rules) site: Site,
    /// The name or text in question, where the rule has one.
    pub(in crate::rules) text: String,
}

/// A value and what it stands in.
#[derive(Clone, Copy, Debug)]
pub(in crate::rules) struct Site {
    /// The value.
    pub(in crate::rules) node: NodeId,
    /// The key that it stands behind; none in a list.
    pub(in crate::rules) key: Option<NodeId>,
    /// The collection that it is in.
    pub(in crate::rules) around: Option<NodeId>,
    /// Whether it is itself a key.
    pub(in crate::rules) is_key: bool,
}

/// What is refused for one of some reasons. Nothing in files that are no specs; of a text that is
/// no YAML only what surely does not come of its broken places.
pub(in crate::rules) fn refused(
    context: &Context<'_>,
    is_wanted: impl Fn(reading::Rule) -> bool,
) -> Vec<Refused> {
    let refusals = &context.reading.refusals;
    if !is_checked(context) || !refusals.iter().any(|refusal| is_wanted(refusal.rule)) {
        return Vec::new();
    }
    let sites = sites(context.document);
    let broken = broken_places(context);
    let root = Site::of_root(context.document);
    let wanted = refusals.iter().filter(|refusal| is_wanted(refusal.rule));
    wanted
        .filter(|refusal| context.is_yaml || is_certain(context, &broken, refusal))
        .map(|refusal| Refused {
            rule: refusal.rule,
            site: sites.get(&refusal.span).copied().unwrap_or(root),
            text: refusal.text.clone(),
        })
        .collect()
}

/// Whether a file is a spec. One that has actions and no entity was meant to be one.
fn is_checked(context: &Context<'_>) -> bool {
    context.is_spec()
}

/// All values of a document by their places.
fn sites(document: &Document<'_>) -> HashMap<Span, Site> {
    let mut sites = HashMap::new();
    let mut seen = HashSet::new();
    let mut open = vec![Site::of_root(document)];
    while let Some(site) = open.pop() {
        sites.entry(document.span(site.node)).or_insert(site);
        if !seen.insert(site.node) {
            continue;
        }
        let at = |node: NodeId, key: Option<NodeId>, is_key: bool| Site {
            node,
            key,
            around: Some(site.node),
            is_key,
        };
        let below: Vec<Site> = match document.value(site.node) {
            Value::Sequence(items) => items.iter().map(|item| at(*item, None, false)).collect(),
            Value::Set(items) => items.iter().map(|item| at(*item, None, true)).collect(),
            Value::Mapping(entries) => entries
                .iter()
                .flat_map(|entry| {
                    [
                        at(entry.key, None, true),
                        at(entry.last_key, None, true),
                        at(entry.value, Some(entry.last_key), false),
                    ]
                })
                .collect(),
            Value::Pairs(pairs) => pairs
                .iter()
                .flat_map(|(key, value)| [at(*key, None, true), at(*value, Some(*key), false)])
                .collect(),
            _ => Vec::new(),
        };
        open.extend(below.into_iter().rev());
    }
    sites
}

impl Site {
    fn of_root(document: &Document<'_>) -> Self {
        Self {
            node: document.root(),
            key: None,
            around: None,
            is_key: false,
        }
    }

    /// What is wrong: the value, or where that takes several lines, the key above it.
    pub(in crate::rules) fn word(self, context: &Context<'_>) -> Span {
        let span = context.span(self.node);
        if span.is_empty() && self.key.is_none() {
            return dash_before(context, span);
        }
        if !span.is_empty() && !context.source(span).contains('\n') {
            return span;
        }
        self.name(context)
    }

    /// The key above the value, or its first key: where something is missing in it.
    pub(in crate::rules) fn name(self, context: &Context<'_>) -> Span {
        let entries = entries(context, self.node);
        let node = self.key.or(entries.first().map(|entry| entry.last_key));
        first_line(context, context.span(node.unwrap_or(self.node)))
    }

    /// The value.
    pub(in crate::rules) fn value<'db>(self, context: &Context<'db>) -> &'db Value<'db> {
        context.document.value(self.node)
    }

    /// The text of the key that it stands behind.
    pub(in crate::rules) fn key_text<'db>(self, context: &Context<'db>) -> Option<&'db str> {
        self.key
            .and_then(|key| context.document.value(key).as_str())
    }

    /// The collection that holds it, with its own key.
    pub(in crate::rules) fn outer(self, context: &Context<'_>) -> Option<Self> {
        let around = context.span(self.around?);
        sites(context.document).get(&around).copied()
    }
}

/// The dash of an item with nothing in it.
fn dash_before(context: &Context<'_>, span: Span) -> Span {
    let before = context.text.get(..span.start as usize).unwrap_or_default();
    match before.trim_end().strip_suffix('-') {
        Some(before) => Span::new(before.len(), before.len() + 1),
        None => span,
    }
}

/// The part of a place on its first line.
pub(in crate::rules) fn first_line(context: &Context<'_>, span: Span) -> Span {
    let line = context.source(span).split(['\n', '\r']).next();
    let length = line.unwrap_or_default().len();
    Span::new(span.start as usize, span.start as usize + length)
}

/// The entries of a mapping, none of anything else.
pub(in crate::rules) fn entries<'db>(context: &Context<'db>, node: NodeId) -> &'db [Entry] {
    match context.document.value(node) {
        Value::Mapping(entries) => entries,
        _ => &[],
    }
}

/// What a value is, in words that follow "is".
pub(in crate::rules) fn in_words(value: &Value<'_>) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Bool(_) => "a truth value",
        Value::Int(_) | Value::Float(_) => "a number",
        Value::Str(_) => "text",
        Value::Bytes(_) => "binary data",
        Value::Date(_) | Value::DateTime(_) => "a date",
        Value::Sequence(_) | Value::Pairs(_) => "a list",
        Value::Mapping(_) => "a mapping",
        Value::Set(_) => "a set",
    }
}

/// Where the lines lie that something is wrong with.
fn broken_places(context: &Context<'_>) -> Vec<Span> {
    if context.is_yaml {
        return Vec::new();
    }
    let marks = marks(context.tree()).into_iter().map(|mark| mark.span);
    let errors = context.tolerant_errors();
    let errors = errors.iter().map(specql_yaml::Error::span);
    marks.chain(errors).collect()
}

/// Whether something is surely refused although the text is no YAML: it has no broken place on
/// its own lines nor on the ones around it, and nothing in it is still to be typed.
fn is_certain(context: &Context<'_>, broken: &[Span], refusal: &reading::Refusal) -> bool {
    use reading::Rule::{
        CallIsMalformed, FieldNameIsReserved, NotifyIsMalformed, RefreshScopeIsUnknown,
        RefreshStrategyIsUnknown, SetMissing, StepIsUnknown, TableViewModeIsUnknown,
    };
    let rules = [
        CallIsMalformed,
        FieldNameIsReserved,
        NotifyIsMalformed,
        RefreshScopeIsUnknown,
        RefreshStrategyIsUnknown,
        SetMissing,
        StepIsUnknown,
        TableViewModeIsUnknown,
    ];
    let span = refusal.span;
    if !rules.contains(&refusal.rule) || context.source(span).trim_end().ends_with(':') {
        return false;
    }
    let around = neighbourhood(context.text, span);
    !broken
        .iter()
        .any(|wrong| wrong.start <= around.end && around.start <= wrong.end)
}

/// A place with its lines, the line before and the line after.
fn neighbourhood(text: &str, span: Span) -> Span {
    let (start, end) = (span.start as usize, span.end as usize);
    let before = text.get(..start).unwrap_or_default();
    let own = before.rfind('\n').unwrap_or(0);
    let start = before
        .get(..own)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |at| at + 1);
    let behind = text.get(end..).unwrap_or_default();
    let mut breaks = behind.match_indices('\n').map(|(at, _)| end + at);
    let end = breaks.nth(1).unwrap_or(text.len());
    Span::new(start, end)
}
