//! `if` and `switch`: one of several ways.

use specql_analysis::expression::ast::{BinaryOperator, Expression, ExpressionKind};
use specql_analysis::spec::{Branch, Content, Step};
use specql_sql::function::Statement;

use crate::action::maker::{Maker, problem};
use crate::expression::Found;

pub(super) fn make<'db>(maker: &mut Maker<'_, 'db>, step: &'db Step) -> Found<Vec<Statement>> {
    let Content::Expression(condition) = &step.content else {
        return problem(step.key.span, "it has no condition");
    };
    let condition = maker.scope.condition(condition)?;
    let before = maker.progress();
    let mut of = |key: &str| {
        let branch = step.branches.iter().find(|branch| branch.key.text == key);
        branch.map_or_else(Vec::new, |branch| maker.way(before, &branch.steps))
    };
    let (then, otherwise) = (of("then"), of("else"));
    if then.is_empty() && otherwise.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![Statement::If {
        branches: vec![(condition, then)],
        otherwise,
    }])
}

/// The ways of a `switch` are values of its subject; without one they are conditions.
pub(super) fn make_switch<'db>(
    maker: &mut Maker<'_, 'db>,
    step: &'db Step,
) -> Found<Vec<Statement>> {
    let subject = match &step.content {
        Content::Expression(subject) => Some(subject),
        _ => {
            let mut further = step.expressions.iter();
            let found = further.find(|(key, _)| key.text == "expression");
            found.map(|(_, subject)| subject)
        }
    };
    let before = maker.progress();
    let mut branches = Vec::new();
    let mut otherwise = Vec::new();
    for branch in &step.branches {
        if branch.key.text == "default" {
            otherwise.extend(maker.way(before, &branch.steps));
        } else {
            branches.push((
                condition(maker, subject, branch)?,
                maker.way(before, &branch.steps),
            ));
        }
    }
    if branches.is_empty() {
        return Ok(otherwise);
    }
    Ok(vec![Statement::If {
        branches,
        otherwise,
    }])
}

fn condition(
    maker: &mut Maker<'_, '_>,
    subject: Option<&Expression>,
    branch: &Branch,
) -> Found<specql_sql::Expression> {
    let Some(value) = &branch.condition else {
        return problem(branch.key.span, "a case has no `when`");
    };
    let Some(subject) = subject else {
        return maker.scope.condition(value);
    };
    let is_it = Expression {
        kind: ExpressionKind::Binary {
            operator: BinaryOperator::Equal,
            operator_span: value.span,
            left: Box::new(subject.clone()),
            right: Box::new(value.clone()),
        },
        span: value.span,
    };
    maker.scope.condition(&is_it)
}
