//! Statements and calls.

use specql_syntax::Kind;
use specql_yaml::Span;
use tree_sitter::Node;

use super::elements::{Item, is_word, items, one, split};
use super::join::{add_condition, missing};
use super::names::{self, as_path, nothing as no_name};
use super::operand::field;
use super::source::{Source, children, span};
use crate::expression::ast::{
    Argument, Assignment, Brackets, CallExpression, Clause, Expression, Keyword, Path, Statement,
};

/// The statement that a node of the kind `statement` is.
pub(super) fn statement(source: &Source<'_>, node: Node<'_>) -> Statement {
    let mut reader = Reader {
        source,
        statement: Statement::empty(span(&node)),
    };
    for child in children(&node) {
        reader.part(child);
    }
    reader.statement
}

/// Takes the parts of a statement as they come.
struct Reader<'s, 't> {
    source: &'s Source<'t>,
    statement: Statement,
}

impl Reader<'_, '_> {
    fn part(&mut self, node: Node<'_>) {
        match Kind::of(&node) {
            Kind::EntityReference if self.statement.target.is_none() => {
                self.statement.target = Some(names::entity(self.source, node));
            }
            Kind::Arguments => {
                let (_, arguments) = arguments(self.source, node);
                self.statement.arguments.extend(arguments);
            }
            Kind::SetClause => self.set(node),
            Kind::ValuesClause => self.values(node),
            Kind::WhereClause => self.condition(node),
            Kind::FromClause => self.from(node),
            Kind::InClause => self.collection(node),
            Kind::AsClause => self.alias(node),
            _ => self.statement.stray.push(span(&node)),
        }
    }

    /// What stands in a clause, and the place behind its word. What `RETURNING` and other words
    /// begin is taken out of it.
    fn clause(&mut self, node: Node<'_>, clause: Clause) -> (Vec<Item>, Span) {
        let nodes = children(&node);
        let (word, rest) = nodes
            .split_first()
            .map_or((None, nodes.as_slice()), |(word, rest)| (Some(word), rest));
        let word = word.map_or_else(|| Span::at(node.start_byte()), span);
        self.statement.keywords.push(Keyword { clause, span: word });
        let mut items = items(self.source, rest, 0);
        let behind = Span::new(word.end as usize, node.end_byte());
        if let Some(at) = tail(&items) {
            let rest = items.split_off(at);
            self.tail(rest, behind);
        }
        (items, behind)
    }

    /// `RETURNING` and what follows; all else is SQL that SpecQL has no place for.
    fn tail(&mut self, items: Vec<Item>, around: Span) {
        let is_returning = items.first().is_some_and(|item| is_word(item, "RETURNING"));
        let mut items = items.into_iter();
        if is_returning && let Some(Item::Operand(word)) = items.next() {
            let clause = Clause::Returning;
            self.statement.keywords.push(Keyword {
                clause,
                span: word.span,
            });
            let around = Span::new(word.span.end as usize, around.end as usize);
            let groups = split(items.collect(), around);
            let returned = groups.into_iter().map(|group| group.into_one(self.source));
            self.statement.returning.extend(returned);
            return;
        }
        let rest = one(self.source, items.collect(), around.end as usize);
        self.statement.stray.push(rest.span);
    }

    fn set(&mut self, node: Node<'_>) {
        let (items, around) = self.clause(node, Clause::Set);
        for group in split(items, around) {
            let mut items = group.items.into_iter();
            let (first, at) = (items.next(), group.at);
            match first {
                Some(Item::Assignment(mut assignment)) => {
                    let end = assignment.value.span.end as usize;
                    let value = Item::Operand(assignment.value);
                    let row = std::iter::once(value).chain(items).collect();
                    assignment.value = one(self.source, row, end);
                    assignment.span = assignment.span.to(assignment.value.span);
                    self.statement.set.push(assignment);
                }
                first => {
                    let row: Vec<_> = first.into_iter().chain(items).collect();
                    if !row.is_empty() {
                        self.half_an_assignment(one(self.source, row, at));
                    }
                }
            }
        }
    }

    /// A field whose `=` is still to be typed, or something else that is no assignment.
    fn half_an_assignment(&mut self, expression: Expression) {
        match as_path(&expression) {
            Some(field) => {
                let span = expression.span;
                let value = missing(span.end as usize);
                self.statement.set.push(Assignment {
                    field,
                    equals: None,
                    value,
                    span,
                });
            }
            None => self.statement.stray.push(expression.span),
        }
    }

    fn values(&mut self, node: Node<'_>) {
        let (items, around) = self.clause(node, Clause::Values);
        let groups = split(items, around);
        let rows = groups.into_iter().map(|group| group.into_one(self.source));
        self.statement.values.extend(rows);
    }

    fn condition(&mut self, node: Node<'_>) {
        let (items, around) = self.clause(node, Clause::Where);
        let condition = one(self.source, items, around.start as usize);
        let Some(before) = &mut self.statement.condition else {
            self.statement.condition = Some(condition);
            return;
        };
        // The second `WHERE` is that of an `EXISTS` at the end of the first.
        if let Err(condition) = add_condition(before, condition) {
            self.statement.stray.push(condition.span);
        }
    }

    fn from(&mut self, node: Node<'_>) {
        let (items, around) = self.clause(node, Clause::From);
        let from = one(self.source, items, around.start as usize);
        self.once(from, |statement| &mut statement.from);
    }

    fn collection(&mut self, node: Node<'_>) {
        let (items, around) = self.clause(node, Clause::In);
        let collection = one(self.source, items, around.start as usize);
        self.once(collection, |statement| &mut statement.collection);
    }

    fn once(&mut self, value: Expression, place: fn(&mut Statement) -> &mut Option<Expression>) {
        match place(&mut self.statement) {
            place @ None => *place = Some(value),
            Some(_) => self.statement.stray.push(value.span),
        }
    }

    fn alias(&mut self, node: Node<'_>) {
        let nodes = children(&node);
        let word = nodes
            .first()
            .map_or_else(|| Span::at(node.start_byte()), span);
        self.statement.keywords.push(Keyword {
            clause: Clause::As,
            span: word,
        });
        let name = nodes
            .iter()
            .find(|child| Kind::of(child) == Kind::Identifier);
        let name = name.map(|name| self.source.name(span(name)));
        if self.statement.alias.is_none() {
            self.statement.alias = name.or_else(|| Some(no_name(node.end_byte())));
        }
    }
}

/// Where the part of a clause begins that follows all the rest in SQL. These words are no names
/// where something stands before them.
fn tail(items: &[Item]) -> Option<usize> {
    let begins = |item: &Item| {
        ["RETURNING", "ORDER", "GROUP", "LIMIT", "OFFSET"]
            .iter()
            .any(|word| is_word(item, word))
    };
    let mut may_begin = false;
    for (at, item) in items.iter().enumerate() {
        if may_begin && begins(item) {
            return Some(at);
        }
        may_begin = !matches!(item, Item::Comma(_));
    }
    None
}

/// `a = 1` in a `SET`.
pub(super) fn assignment(source: &Source<'_>, node: Node<'_>, depth: usize) -> Assignment {
    let (field, equals, value) = named_value(source, node, "field", depth);
    let field = field.unwrap_or_else(|| {
        let name = no_name(node.start_byte());
        Path {
            span: name.span,
            parts: vec![name],
        }
    });
    Assignment {
        field,
        equals,
        value,
        span: span(&node),
    }
}

/// `a = 1` in the brackets of a call.
pub(super) fn argument(source: &Source<'_>, node: Node<'_>, depth: usize) -> Argument {
    let (name, _, value) = named_value(source, node, "name", depth);
    Argument {
        name,
        value,
        span: span(&node),
    }
}

fn named_value(
    source: &Source<'_>,
    node: Node<'_>,
    name: &str,
    depth: usize,
) -> (Option<Path>, Option<Span>, Expression) {
    let name = node.child_by_field_name(name);
    let name = name.map(|name| names::path(source, name));
    let nodes = children(&node);
    let equals = nodes.iter().find(|child| child.kind() == "=").map(span);
    let value = field(source, node, "value", node.end_byte(), depth);
    (name, equals, value)
}

/// The call that a node of the kind `call_statement` is.
pub(super) fn call(source: &Source<'_>, node: Node<'_>) -> CallExpression {
    let mut call = CallExpression {
        function: None,
        arguments: Vec::new(),
        brackets: None,
        stray: Vec::new(),
        span: span(&node),
    };
    for child in children(&node) {
        match Kind::of(&child) {
            Kind::FunctionName if call.function.is_none() => {
                call.function = Some(names::path(source, child));
            }
            Kind::Arguments if call.brackets.is_none() => {
                let (brackets, arguments) = arguments(source, child);
                call.brackets = Some(brackets);
                call.arguments = arguments;
            }
            _ => call.stray.push(span(&child)),
        }
    }
    call
}

/// What stands in the brackets of a call, each with its name if it has one.
fn arguments(source: &Source<'_>, node: Node<'_>) -> (Brackets, Vec<Argument>) {
    let nodes = children(&node);
    let whole = span(&node);
    let closed = nodes.last().is_some_and(|last| last.kind() == ")");
    let inside = Span::new(whole.start as usize + 1, whole.end as usize);
    let mut arguments = Vec::new();
    for group in split(items(source, &nodes, 0), inside) {
        let mut items = group.items.into_iter();
        let first = items.next();
        let (name, value) = match first {
            Some(Item::Argument(argument)) => {
                let end = argument.value.span.end as usize;
                let value = Item::Operand(argument.value);
                let row = std::iter::once(value).chain(items).collect();
                (argument.name, one(source, row, end))
            }
            first => {
                let row = first.into_iter().chain(items).collect();
                (None, one(source, row, group.at))
            }
        };
        let start = name.as_ref().map_or(value.span, |name| name.span);
        arguments.push(Argument {
            span: start.to(value.span),
            name,
            value,
        });
    }
    (
        Brackets {
            span: whole,
            closed,
        },
        arguments,
    )
}
