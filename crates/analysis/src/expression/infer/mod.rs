//! Which types values have, and what does not fit together.
//!
//! What names stand for is asked of a [`Scope`]; operators and functions are those of
//! `specql-language`. Whatever is not known for sure has an unknown type, which goes with
//! everything: a problem is reported once, where it begins, and never guessed.

mod arithmetic;
mod call;
mod compare;
mod problem;
mod scope;
mod ty;
mod walk;

use specql_yaml::Span;

pub use problem::{Problem, ProblemKind};
pub use scope::{Anything, Meaning, Origin, Scope, composite_member};
pub use ty::Type;

use self::walk::Walk;
use super::ast::{Argument, Assignment, Expression, Path, Statement};

/// What was found out about an expression or a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    /// The type of the whole.
    pub whole: Type,
    /// The type of each part, inner ones first. The names of a path are parts of it.
    pub types: Vec<(Span, Type)>,
    /// What each name stands for that stands for something.
    pub names: Vec<(Span, Meaning)>,
    /// What is wrong, in no order.
    pub problems: Vec<Problem>,
}

impl Typed {
    /// The type of the smallest part around an offset of the file; its end counts as inside.
    #[must_use]
    pub fn type_at(&self, offset: u32) -> Option<&Type> {
        let around = self
            .types
            .iter()
            .filter(|(span, _)| span.start <= offset && offset <= span.end);
        let smallest = around.min_by_key(|(span, _)| span.end - span.start);
        smallest.map(|(_, ty)| ty)
    }
}

/// The types in an expression, whatever it is for.
#[must_use]
pub fn infer(expression: &Expression, scope: &dyn Scope) -> Typed {
    let mut walk = Walk::new(scope);
    let whole = walk.visit(expression);
    walk.finish(whole)
}

/// The types in a condition: it has to be true or false.
#[must_use]
pub fn infer_condition(expression: &Expression, scope: &dyn Scope) -> Typed {
    let mut walk = Walk::new(scope);
    walk.condition(expression);
    walk.finish(Type::BOOLEAN)
}

/// The types in a value that is put where this type has to be: the value of an assignment, a
/// default, an argument.
#[must_use]
pub fn infer_value(expression: &Expression, expected: &Type, scope: &dyn Scope) -> Typed {
    let mut walk = Walk::new(scope);
    let whole = walk.assigned(expression, expected);
    walk.finish(whole)
}

/// The types in a statement. The scope has the fields of the entity that the statement is about,
/// and whatever else can be named in it.
#[must_use]
pub fn infer_statement(statement: &Statement, scope: &dyn Scope) -> Typed {
    let mut walk = Walk::new(scope);
    for Assignment { field, value, .. } in &statement.set {
        set(&mut walk, field, value);
    }
    let mut columns = Vec::new();
    for Argument { name, value, .. } in &statement.arguments {
        match name {
            Some(field) => set(&mut walk, field, value),
            None => columns.push(walk.visit(value)),
        }
    }
    for row in &statement.values {
        walk.row(row, &columns);
    }
    let values = statement.returning.iter().chain(&statement.from);
    for value in values.chain(&statement.collection) {
        walk.visit(value);
    }
    if let Some(condition) = &statement.condition {
        walk.condition(condition);
    }
    walk.finish(Type::UNKNOWN)
}

fn set(walk: &mut Walk<'_>, field: &Path, value: &Expression) {
    let field = walk.path(field);
    walk.assigned(value, &field);
}
