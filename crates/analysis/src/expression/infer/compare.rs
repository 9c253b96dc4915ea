//! Values beside each other: compared, or one put in the place of another.

use specql_language::expression::ValueType;
use specql_yaml::Span;

use super::walk::Walk;
use super::{ProblemKind, Type};
use crate::expression::ast::{Expression, ExpressionKind, Literal};

/// What is done with two values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    /// Whether they are equal.
    Equal,
    /// Whether they are not.
    Unequal,
    /// Which is less.
    Ordered,
    /// Whether they are equal, NULL being a value too.
    WithNull,
}

impl Walk<'_> {
    /// Two values that are compared; the problem, if any, is with both of them.
    pub(super) fn compare(
        &mut self,
        left: &Expression,
        right: &Expression,
        comparison: Comparison,
        span: Span,
    ) {
        if !self.is_unknown_name(left) {
            let left_type = self.visit(left);
            self.compare_with(left, &left_type, right, comparison, span);
            return;
        }
        // A name that stands for nothing may be a value of the other side's enum.
        let right_type = self.visit(right);
        let left_type = self.visit_beside(left, &right_type);
        if !self.check_null([left, right], comparison, span) {
            self.compare_types(left, &left_type, right, &right_type, comparison, span);
        }
    }

    /// The same, where the left one has been visited.
    pub(super) fn compare_with(
        &mut self,
        left: &Expression,
        left_type: &Type,
        right: &Expression,
        comparison: Comparison,
        span: Span,
    ) {
        let right_type = self.visit_beside(right, left_type);
        if !self.check_null([left, right], comparison, span) {
            self.compare_types(left, left_type, right, &right_type, comparison, span);
        }
    }

    /// Whether one of two values is NULL, which is a problem.
    fn check_null(&mut self, sides: [&Expression; 2], comparison: Comparison, span: Span) -> bool {
        let is_wrong = comparison != Comparison::WithNull && sides.into_iter().any(is_null);
        if is_wrong {
            let negated = comparison == Comparison::Unequal;
            self.problem(ProblemKind::NullComparison { negated }, span);
        }
        is_wrong
    }

    /// The same, where the types are known.
    pub(super) fn compare_types(
        &mut self,
        left: &Expression,
        left_type: &Type,
        right: &Expression,
        right_type: &Type,
        comparison: Comparison,
        span: Span,
    ) {
        let (left_value, right_value) = (left_type.value(), right_type.value());
        if !left_value.is_comparable_with(right_value) {
            let (left, right) = (left_type.clone(), right_type.clone());
            self.problem(ProblemKind::NotComparable { left, right }, span);
            return;
        }
        let is_open = left_value.is_open() || right_value.is_open();
        if comparison == Comparison::Ordered && !is_open {
            for ty in [left_type, right_type] {
                if !ty.value().is_ordered() {
                    self.problem(ProblemKind::NotOrdered(ty.clone()), span);
                    return;
                }
            }
        }
        self.check_text(left, right_type);
        self.check_text(right, left_type);
    }

    /// A value that is put where a type has to be.
    pub(super) fn assigned(&mut self, value: &Expression, expected: &Type) -> Type {
        let given = self.visit_beside(value, expected);
        if given.value().is_assignable_to(expected.value()) {
            self.check_text(value, expected);
        } else {
            let (given, expected) = (given.clone(), expected.clone());
            self.problem(ProblemKind::NotAssignable { given, expected }, value.span);
        }
        given
    }

    /// A row of values that are put into columns of these types, one by one.
    pub(super) fn row(&mut self, row: &Expression, columns: &[Type]) {
        let values = match &row.kind {
            ExpressionKind::List(values) => values.as_slice(),
            ExpressionKind::Group(value) => std::slice::from_ref(value.as_ref()),
            _ => {
                self.visit(row);
                return;
            }
        };
        for (place, value) in values.iter().enumerate() {
            match columns.get(place) {
                Some(column) => self.assigned(value, column),
                None => self.visit(value),
            };
        }
        self.typed(row.span, Type::Value(ValueType::List));
    }

    /// Visits a value that stands beside one of this type.
    pub(super) fn visit_beside(&mut self, value: &Expression, other: &Type) -> Type {
        if let (ExpressionKind::Name(name), Type::Enum(values)) = (&value.kind, other)
            && self.is_unknown_name(value)
        {
            let (value_, values) = (name.clone(), values.clone());
            let kind = ProblemKind::EnumValueUnquoted {
                value: value_,
                values,
            };
            self.problem(kind, value.span);
            return self.typed(value.span, Type::UNKNOWN);
        }
        self.visit(value)
    }

    /// Whether a text in quotes can be what this type asks for. The results of a `CASE` are
    /// looked at one by one.
    pub(super) fn check_text(&mut self, value: &Expression, expected: &Type) {
        match &value.kind {
            ExpressionKind::Group(inner) => self.check_text(inner, expected),
            ExpressionKind::Case {
                branches,
                otherwise,
                ..
            } => {
                let results = branches.iter().map(|branch| &branch.result);
                for result in results.chain(otherwise.as_deref()) {
                    self.check_text(result, expected);
                }
            }
            ExpressionKind::Literal(Literal::Text {
                value: text,
                closed: true,
                ..
            }) => {
                self.check_literal(text, expected, value.span);
            }
            _ => {}
        }
    }

    fn check_literal(&mut self, text: &str, expected: &Type, span: Span) {
        let value = text.to_owned();
        match expected {
            Type::Enum(values) if !values.iter().any(|known| known == text) => {
                let values = values.clone();
                self.problem(ProblemKind::EnumValueUnknown { value, values }, span);
            }
            _ if !expected.value().reads(text) => {
                let expected = expected.clone();
                self.problem(ProblemKind::LiteralUnreadable { value, expected }, span);
            }
            _ => {}
        }
    }

    /// A list that a value is looked for in.
    pub(super) fn members(&mut self, value: &Expression, list: &Expression, negated: bool) {
        let value_type = self.visit(value);
        match &list.kind {
            ExpressionKind::List(items) => {
                for item in items {
                    let item_type = self.visit_beside(item, &value_type);
                    if is_null(item) {
                        self.problem(ProblemKind::NullComparison { negated }, item.span);
                    } else {
                        let comparison = Comparison::Equal;
                        self.compare_types(
                            value,
                            &value_type,
                            item,
                            &item_type,
                            comparison,
                            item.span,
                        );
                    }
                }
                self.typed(list.span, Type::Value(ValueType::List));
            }
            _ => match self.visit(list) {
                Type::List(item) => {
                    let comparison = Comparison::Equal;
                    self.compare_types(value, &value_type, list, &item, comparison, list.span);
                }
                other if other.value().is_open() || other.value().is_json() => {}
                other => self.problem(ProblemKind::NotList(other), list.span),
            },
        }
    }
}

pub(super) fn is_null(expression: &Expression) -> bool {
    matches!(expression.kind, ExpressionKind::Literal(Literal::Null))
}
