//! Types.

use specql_syntax::Kind;
use specql_yaml::Span;
use tree_sitter::Node;

use super::MAX_DEPTH;
use super::names;
use super::source::{Source, children, span};
use crate::expression::ast::{
    Brackets, DefaultValue, EnumValue, ReferenceOption, TypeArguments, TypeExpression, TypeKind,
};

/// The type that a node of the kind `type` is.
pub(super) fn type_expression(source: &Source<'_>, node: Node<'_>) -> TypeExpression {
    read(source, &children(&node), span(&node), 0)
}

fn read(source: &Source<'_>, nodes: &[Node<'_>], span: Span, depth: usize) -> TypeExpression {
    let mut reader = Reader {
        source,
        depth,
        kind: TypeKind::Missing,
        is_behind_dot: false,
        required: None,
        optional: None,
        default: None,
        stray: Vec::new(),
    };
    for node in nodes {
        reader.part(*node);
    }
    TypeExpression {
        kind: reader.kind,
        required: reader.required,
        optional: reader.optional,
        default: reader.default,
        stray: reader.stray,
        span,
    }
}

/// Takes the parts of a type as they come.
struct Reader<'s, 't> {
    source: &'s Source<'t>,
    depth: usize,
    kind: TypeKind,
    /// Whether the last part was the dot of a name with dots.
    is_behind_dot: bool,
    required: Option<Span>,
    optional: Option<Span>,
    default: Option<DefaultValue>,
    stray: Vec<Span>,
}

impl Reader<'_, '_> {
    fn part(&mut self, node: Node<'_>) {
        let at = span(&node);
        let is_behind_dot = std::mem::take(&mut self.is_behind_dot);
        let has_kind = self.kind != TypeKind::Missing;
        match Kind::of(&node) {
            Kind::TypeName | Kind::Stray if self.is_in_enum() => self.enum_part(at),
            Kind::TypeName if is_behind_dot => self.extend_name(at),
            Kind::TypeName if !has_kind => {
                let name = self.source.name(at);
                self.kind = TypeKind::Named {
                    name,
                    arguments: None,
                };
            }
            Kind::EnumType if !has_kind => self.kind = self.enum_type(node),
            Kind::ListType if !has_kind => self.kind = self.list_type(node),
            Kind::ReferenceType if !has_kind => self.kind = self.reference_type(node),
            Kind::TypeParameters => self.arguments(node),
            Kind::Array if has_kind => {
                let item = Box::new(std::mem::replace(&mut self.kind, TypeKind::Missing));
                self.kind = TypeKind::Array { item, brackets: at };
            }
            Kind::Required if self.required.is_none() => self.required = Some(at),
            Kind::Optional if self.optional.is_none() => self.optional = Some(at),
            Kind::Default if self.default.is_none() => {
                self.default = Some(default(self.source, node));
            }
            Kind::Stray => self.stray(node),
            _ => self.stray.push(at),
        }
    }

    fn extend_name(&mut self, by: Span) {
        if let TypeKind::Named { name, .. } = &mut self.kind {
            *name = self.source.name(name.span.to(by));
        }
    }

    /// Whether the bracket of an enum is open. Where a type stands in quotes that have to be
    /// escaped, the tree has its quoted values behind it.
    fn is_in_enum(&self) -> bool {
        let is_open = |brackets: &Brackets| !brackets.closed;
        matches!(&self.kind, TypeKind::Enum { brackets: Some(brackets), .. } if is_open(brackets))
    }

    fn enum_part(&mut self, at: Span) {
        if let TypeKind::Enum {
            values,
            brackets: Some(brackets),
        } = &mut self.kind
        {
            match self.source.written(at) {
                ")" => brackets.closed = true,
                "," => {}
                _ => values.push(enum_value(self.source, at)),
            }
            brackets.span = brackets.span.to(at);
        }
    }

    /// What belongs nowhere; but for the dot in a name, and for a default in escaped quotes.
    fn stray(&mut self, node: Node<'_>) {
        let at = span(&node);
        let inner = children(&node).first().map(Kind::of);
        let is_text = matches!(inner, Some(Kind::String | Kind::UnclosedString));
        match (&mut self.kind, &mut self.default) {
            (_, Some(default)) if is_text && default.span.is_empty() => {
                (default.text, default.quoted) = self.source.word(at);
                default.span = at;
            }
            (
                TypeKind::Named {
                    name,
                    arguments: None,
                },
                None,
            ) if self.source.written(at) == "." => {
                *name = self.source.name(name.span.to(at));
                self.is_behind_dot = true;
            }
            _ => self.stray.push(at),
        }
    }

    fn arguments(&mut self, node: Node<'_>) {
        let TypeKind::Named {
            arguments: place @ None,
            ..
        } = &mut self.kind
        else {
            self.stray.push(span(&node));
            return;
        };
        let nodes = children(&node);
        let (brackets, inside) = brackets(&nodes, span(&node));
        let mut items = Vec::new();
        for part in inside.split(|part| part.kind() == ",") {
            if let (Some(first), Some(last)) = (part.first(), part.last()) {
                items.push(self.source.name(span(first).to(span(last))));
            }
        }
        *place = Some(TypeArguments { items, brackets });
    }

    fn enum_type(&self, node: Node<'_>) -> TypeKind {
        let (brackets, inside) = optional_brackets(node);
        let values = inside
            .iter()
            .filter(|child| Kind::of(child) == Kind::EnumValue)
            .map(|child| enum_value(self.source, span(child)))
            .collect();
        TypeKind::Enum { values, brackets }
    }

    fn list_type(&self, node: Node<'_>) -> TypeKind {
        let (brackets, inside) = optional_brackets(node);
        let mut item = None;
        if let (Some(first), Some(last)) = (inside.first(), inside.last())
            && self.depth < MAX_DEPTH
        {
            let whole = span(first).to(span(last));
            item = Some(Box::new(read(self.source, &inside, whole, self.depth + 1)));
        }
        TypeKind::List { item, brackets }
    }

    fn reference_type(&mut self, node: Node<'_>) -> TypeKind {
        let (brackets, inside) = optional_brackets(node);
        let mut targets = Vec::new();
        let mut options: Vec<ReferenceOption> = Vec::new();
        let mut is_in_option = false;
        for child in inside {
            let at = span(&child);
            match Kind::of(&child) {
                Kind::ReferenceOption => {
                    options.push(option(self.source, child));
                    is_in_option = true;
                }
                // `on_delete: set null`: the tree takes the second word for an entity.
                Kind::EntityReference if is_in_option => {
                    if let Some(option) = options.last_mut() {
                        option.value = self.source.name(option.value.span.to(at));
                        option.span = option.span.to(at);
                    }
                }
                Kind::EntityReference => targets.push(names::entity(self.source, child)),
                Kind::Stray => self.stray.push(at),
                _ => is_in_option = false,
            }
        }
        TypeKind::Reference {
            targets,
            options,
            brackets,
        }
    }
}

fn option(source: &Source<'_>, node: Node<'_>) -> ReferenceOption {
    let nodes = children(&node);
    let whole = span(&node);
    let colon = nodes.iter().position(|child| child.kind() == ":");
    let (before, behind) = nodes.split_at(colon.unwrap_or(nodes.len()));
    let name = before.first().map_or_else(
        || names::nothing(node.start_byte()),
        |name| source.name(span(name)),
    );
    let value = match behind {
        [_, first, .., last] => source.name(span(first).to(span(last))),
        [_, only] => source.name(span(only)),
        _ => names::nothing(node.end_byte()),
    };
    ReferenceOption {
        name,
        value,
        span: whole,
    }
}

fn default(source: &Source<'_>, node: Node<'_>) -> DefaultValue {
    let nodes = children(&node);
    let equals = nodes.iter().find(|child| child.kind() == "=");
    let equals = equals.map_or_else(|| Span::at(node.start_byte()), span);
    let value = nodes
        .iter()
        .find(|child| Kind::of(child) == Kind::DefaultValue);
    let at = value.map_or_else(|| Span::at(equals.end as usize), span);
    let (text, quoted) = source.word(at);
    DefaultValue {
        text,
        quoted,
        span: at,
        equals,
    }
}

fn enum_value(source: &Source<'_>, at: Span) -> EnumValue {
    let (text, quoted) = source.word(at);
    EnumValue {
        text,
        quoted,
        span: at,
    }
}

/// The brackets of `enum(…)` and its like, if they are there, and what stands in them.
fn optional_brackets(node: Node<'_>) -> (Option<Brackets>, Vec<Node<'_>>) {
    let nodes = children(&node);
    let open = nodes.iter().position(|child| child.kind() == "(");
    let Some((_, from)) = open.and_then(|open| nodes.split_at_checked(open)) else {
        return (None, Vec::new());
    };
    let start = from.first().map_or(node.start_byte(), Node::start_byte);
    let (brackets, inside) = brackets(from, Span::new(start, node.end_byte()));
    (Some(brackets), inside.to_vec())
}

/// The brackets that nodes begin with, and what stands in them.
fn brackets<'n, 't>(nodes: &'n [Node<'t>], span: Span) -> (Brackets, &'n [Node<'t>]) {
    let inside = nodes.split_first().map_or(nodes, |(_, rest)| rest);
    match inside.split_last() {
        Some((last, inside)) if last.kind() == ")" => (Brackets { span, closed: true }, inside),
        _ => (
            Brackets {
                span,
                closed: false,
            },
            inside,
        ),
    }
}
