//! Values that are chosen or read as another type.

use specql_analysis::expression::ast::{Branch, Expression, Name as Written};
use specql_analysis::expression::infer::Type;
use specql_language::types;
use specql_sql::{DataType, Expression as Sql};

use super::compare::fitted;
use super::walk::{Walk, common};
use super::{Found, Problem, Shape, Value};

impl Walk<'_, '_, '_> {
    pub(super) fn case(
        &mut self,
        subject: Option<&Expression>,
        branches: &[Branch],
        otherwise: Option<&Expression>,
        hint: Option<&Shape>,
    ) -> Found<Value> {
        let mut results = Vec::new();
        let mut conditions = Vec::new();
        for branch in branches {
            // A comparison for each branch, so that references and enums are what they are beside
            // any other `=`.
            conditions.push(match subject {
                Some(subject) => {
                    let equal = specql_sql::expression::BinaryOperator::Equal;
                    self.compare(subject, equal, &branch.condition)?.sql
                }
                None => self.condition(&branch.condition)?,
            });
            results.push(self.visit(&branch.result, hint)?);
        }
        let otherwise = match otherwise {
            Some(otherwise) => Some(self.visit(otherwise, hint)?),
            None => None,
        };
        let all = results.iter().chain(&otherwise);
        let shape = match common(all.clone()) {
            Some(ty) => Shape::Plain(ty),
            None => match results.first().map(|first| &first.shape) {
                Some(key @ Shape::Key(_)) if all.clone().all(|value| is_like(value, key)) => {
                    key.clone()
                }
                _ => {
                    let span = branches.first().map_or_else(Default::default, |b| b.span);
                    return Err(Problem::new(span, "the results are of different types"));
                }
            },
        };
        let ty = shape.value();
        Ok(Value::new(
            Sql::Case {
                subject: None,
                branches: conditions
                    .into_iter()
                    .zip(results.into_iter().map(|result| fitted(result, ty)))
                    .collect(),
                otherwise: otherwise.map(|value| Box::new(fitted(value, ty))),
            },
            shape,
        ))
    }

    pub(super) fn cast(&mut self, value: &Expression, written: &Written) -> Found<Value> {
        let ty = Type::of_name(&written.text);
        let by_name = || types::scalar(&written.text).map(|scalar| scalar.postgres);
        let data_type = DataType::built_in(&written.text)
            .or_else(|| DataType::built_in(types::basic(&written.text)?.postgres))
            .or_else(|| DataType::built_in(by_name()?));
        let Some(data_type) = data_type.filter(|_| ty != Type::UNKNOWN) else {
            let reason = format!("there is no type `{}`", written.text);
            return Err(Problem::new(written.span, reason));
        };
        let inner = self.visit(value, None)?;
        if let Shape::Key(_) = inner.shape {
            return Err(Problem::new(
                value.span,
                "a reference is read as nothing else",
            ));
        }
        Ok(Value::new(inner.sql.cast(data_type), Shape::Plain(ty)))
    }
}

fn is_like(value: &Value, key: &Shape) -> bool {
    value.shape == *key || value.sql == Sql::Null
}
