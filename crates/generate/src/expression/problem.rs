//! What cannot be compiled, and why.

use specql_analysis::db::{Db, File};
use specql_analysis::expression::ast::{EntityName, Expression, Mark};
use specql_analysis::expression::infer::{
    Anything, Meaning, Origin, ProblemKind, Scope, Type, infer,
};
use specql_analysis::inherited::described;
use specql_analysis::summary::Entity as Described;
use specql_analysis::typing;
use specql_yaml::Span;

use crate::entity::Entity;

/// What cannot be compiled, and why.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Problem {
    /// Where.
    pub span: Span,
    /// Why, in words.
    pub reason: String,
}

/// What was made, or why it was not.
pub(crate) type Found<T> = Result<T, Problem>;

impl Problem {
    pub(crate) fn new(span: Span, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self { span, reason }
    }
}

/// The first thing between these places for which nothing can be compiled.
pub(super) fn first_within(db: &dyn Db, file: File, span: Span) -> Option<Problem> {
    let all = of_types(db, file);
    let first = all.partition_point(|problem| problem.span.start < span.start);
    let mut behind = all.iter().skip(first);
    behind
        .find(|problem| problem.span.start > span.end || problem.span.end <= span.end)
        .filter(|problem| problem.span.end <= span.end)
        .cloned()
}

/// What does not fit together in a file, in the order of its text.
#[salsa::tracked(lru = 128)]
fn of_types(db: &dyn Db, file: File) -> Vec<Problem> {
    let found = typing::typed(db, file).iter();
    let problems = found.flat_map(|found| &found.typed.problems);
    let mut problems: Vec<_> = problems
        .filter_map(|problem| Some(Problem::new(problem.span, why_not(&problem.kind)?)))
        .collect();
    problems.sort_by_key(|problem| problem.span);
    problems
}

/// The first thing that does not fit together in an expression over an entity's row that was read
/// from a text.
pub(crate) fn first_in(entity: &Entity<'_>, expression: &Expression) -> Option<String> {
    let row = described(entity.db, entity.file)?;
    let found = infer(expression, &Fields(row)).problems;
    found.iter().find_map(|problem| why_not(&problem.kind))
}

/// The fields of an entity; of other names nothing is known.
struct Fields<'db>(&'db Described);

impl Scope for Fields<'_> {
    fn name(&self, name: &str) -> Option<Meaning> {
        let field = self.0.field(name);
        let ty = field.map_or(Type::UNKNOWN, |field| field.field_type.clone());
        Some(Meaning::new(Origin::Field, ty))
    }

    fn parameter(&self, _: Mark, _: &str) -> Option<Meaning> {
        Some(Meaning::new(Origin::Parameter, Type::UNKNOWN))
    }

    fn entity(&self, _: &EntityName) -> Option<Box<dyn Scope + '_>> {
        Some(Box::new(Anything))
    }
}

/// Why nothing can be compiled; none where what is meant is plain nevertheless, or where names are
/// concerned: what they stand for here is another question.
pub(crate) fn why_not(kind: &ProblemKind) -> Option<String> {
    Some(match kind {
        ProblemKind::Missing => "something is still to be typed".to_owned(),
        ProblemKind::Unreadable => "it cannot be read".to_owned(),
        ProblemKind::UnclosedText => "a quote is not closed".to_owned(),
        ProblemKind::NoMembers(_) => "a value is asked for members and has none".to_owned(),
        ProblemKind::ArgumentCount { function, .. } => {
            format!(
                "`{}` is called with too few or too many values",
                function.name
            )
        }
        ProblemKind::ArgumentType { function, .. } => {
            format!("`{}` does not take a value of this type", function.name)
        }
        ProblemKind::NotBoolean(_) => "it is neither true nor false".to_owned(),
        ProblemKind::NotText(_) => "it is no text".to_owned(),
        ProblemKind::NotNumber(_) => "it is no number".to_owned(),
        ProblemKind::NotList(_) => "it is no list".to_owned(),
        ProblemKind::NotComputable { operator, .. } => {
            format!(
                "`{}` does not take values of these types",
                operator.symbol()
            )
        }
        ProblemKind::NotComparable { .. } => "values of these types cannot be compared".to_owned(),
        ProblemKind::NotOrdered(_) => "of such values none is less".to_owned(),
        ProblemKind::NotAssignable { .. } => "the value has another type".to_owned(),
        ProblemKind::LiteralUnreadable { value, .. } => {
            format!("`{value}` is no value of the type that has to be here")
        }
        ProblemKind::UnknownName(_)
        | ProblemKind::UnknownMember { .. }
        | ProblemKind::UnknownParameter(_)
        | ProblemKind::UnknownFunction(_)
        | ProblemKind::UnknownEntity(_)
        | ProblemKind::UnknownPattern(_)
        | ProblemKind::UnknownTest(_)
        | ProblemKind::UnknownType(_)
        | ProblemKind::EnumValueUnknown { .. }
        | ProblemKind::EnumValueUnquoted { .. }
        | ProblemKind::NullComparison { .. }
        | ProblemKind::DoubleQuoted(_) => return None,
    })
}
