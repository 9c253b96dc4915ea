//! Specs beside what is read from them.

mod expressions;
mod half_typed;
mod inferring;
mod print;
mod statements;
mod types;

use specql_syntax::{Kind, Parser};
use tree_sitter::Node;

use super::ast::{CallExpression, Expression, Statement, TypeExpression};
use super::lower;

/// The first node of a text that something is read from.
fn first<T>(text: &str, read: impl Fn(Node<'_>, &str) -> Option<T>) -> T {
    let tree = Parser::new().parse(text, None);
    let mut found = None;
    let mut work = vec![tree.root()];
    while let (Some(node), None) = (work.pop(), &found) {
        let is_scalar = matches!(
            Kind::of(&node),
            Kind::QuotedScalar
                | Kind::BlockScalar
                | Kind::Type
                | Kind::Expression
                | Kind::Statement
                | Kind::CallStatement
        );
        found = is_scalar.then(|| read(node, text)).flatten();
        let mut cursor = node.walk();
        let children: Vec<_> = node.children(&mut cursor).collect();
        work.extend(children.into_iter().rev());
    }
    found.unwrap_or_else(|| panic!("nothing to read in {text:?}"))
}

/// The value of a `validate` step.
fn expression(value: &str) -> Expression {
    first(
        &format!("actions:\n  - steps:\n      - validate: {value}\n"),
        lower::expression,
    )
}

/// The type of a field.
fn type_expression(value: &str) -> TypeExpression {
    first(&format!("fields:\n  a: {value}\n"), lower::type_expression)
}

/// The value of a step.
fn statement(step: &str) -> Statement {
    first(
        &format!("actions:\n  - steps:\n      - {step}\n"),
        lower::statement,
    )
}

/// The value of a `call` step.
fn call(value: &str) -> CallExpression {
    first(
        &format!("actions:\n  - steps:\n      - call: {value}\n"),
        lower::call,
    )
}

/// Checks a table of texts and what they are read as.
fn assert_reads(read: impl Fn(&str) -> String, table: &[(&str, &str)]) {
    let read: Vec<_> = table.iter().map(|(text, _)| (*text, read(text))).collect();
    let read: Vec<_> = read
        .iter()
        .map(|(text, tree)| (*text, tree.as_str()))
        .collect();
    pretty_assert(&read, table);
}

fn pretty_assert(read: &[(&str, &str)], expected: &[(&str, &str)]) {
    for ((text, read), (_, expected)) in read.iter().zip(expected) {
        assert_eq!(read, expected, "{text}");
    }
}
