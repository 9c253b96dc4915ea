//! Expressions in few words.

use super::{Among, BinaryOperator, Call, Expression, FunctionName, Number, Test, UnaryOperator};
use crate::data_type::DataType;
use crate::name::{Name, ObjectName};

impl Expression {
    /// A text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A whole number.
    #[must_use]
    pub fn integer(number: i64) -> Self {
        let digits = Self::Number(Number(number.unsigned_abs().to_string()));
        if number < 0 { digits.negated() } else { digits }
    }

    /// A number as it is written, perhaps with a sign; none for what is no number.
    #[must_use]
    pub fn number(written: &str) -> Option<Self> {
        match written.strip_prefix('-') {
            Some(digits) => Number::new(digits).map(|number| Self::Number(number).negated()),
            None => {
                let digits = written.strip_prefix('+').unwrap_or(written);
                Number::new(digits).map(Self::Number)
            }
        }
    }

    /// A column or a variable.
    #[must_use]
    pub fn name(name: impl Into<Name>) -> Self {
        Self::Name(vec![name.into()])
    }

    /// A column of a table, or a member of a row: `item.label`.
    #[must_use]
    pub fn of(row: impl Into<Name>, name: impl Into<Name>) -> Self {
        Self::Name(vec![row.into(), name.into()])
    }

    /// A call of what PostgreSQL or an extension has.
    #[must_use]
    pub fn call(function: &'static str, arguments: impl IntoIterator<Item = Self>) -> Self {
        Self::call_of(FunctionName::BuiltIn(function), arguments)
    }

    /// A call of what is made in the database.
    #[must_use]
    pub fn call_object(function: ObjectName, arguments: impl IntoIterator<Item = Self>) -> Self {
        Self::call_of(FunctionName::Object(function), arguments)
    }

    fn call_of(function: FunctionName, arguments: impl IntoIterator<Item = Self>) -> Self {
        Self::Call(Call::of(function, arguments))
    }

    /// Two values with an operator between them.
    #[must_use]
    pub fn binary(self, operator: BinaryOperator, right: Self) -> Self {
        Self::Binary(operator, Box::new(self), Box::new(right))
    }

    /// `a = b`
    #[must_use]
    pub fn equals(self, other: Self) -> Self {
        self.binary(BinaryOperator::Equal, other)
    }

    /// `a AND b`
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.binary(BinaryOperator::And, other)
    }

    /// `a OR b`
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.binary(BinaryOperator::Or, other)
    }

    /// All of them; none where there are none.
    #[must_use]
    pub fn all(conditions: impl IntoIterator<Item = Self>) -> Option<Self> {
        conditions.into_iter().reduce(Self::and)
    }

    /// `NOT a`
    #[must_use]
    pub fn inverted(self) -> Self {
        Self::Unary(UnaryOperator::Not, Box::new(self))
    }

    /// `-a`
    #[must_use]
    pub fn negated(self) -> Self {
        Self::Unary(UnaryOperator::Negate, Box::new(self))
    }

    /// `a IS NULL`
    #[must_use]
    pub fn is_null(self) -> Self {
        self.is(Test::Null, false)
    }

    /// `a IS NOT NULL`
    #[must_use]
    pub fn is_not_null(self) -> Self {
        self.is(Test::Null, true)
    }

    /// `a IS NOT TRUE`: false or unknown.
    #[must_use]
    pub fn is_not_true(self) -> Self {
        self.is(Test::True, true)
    }

    /// `a IS DISTINCT FROM b`
    #[must_use]
    pub fn is_distinct_from(self, other: Self) -> Self {
        self.is(Test::DistinctFrom(Box::new(other)), false)
    }

    /// `a IS NOT DISTINCT FROM b`
    #[must_use]
    pub fn is_same_as(self, other: Self) -> Self {
        self.is(Test::DistinctFrom(Box::new(other)), true)
    }

    fn is(self, test: Test, negated: bool) -> Self {
        Self::Is {
            value: Box::new(self),
            test,
            negated,
        }
    }

    /// `a IN (b, c)`; false where there is nothing to look among.
    #[must_use]
    pub fn is_among(self, values: impl IntoIterator<Item = Self>) -> Self {
        let values: Vec<_> = values.into_iter().collect();
        if values.is_empty() {
            return Self::Boolean(false);
        }
        Self::In {
            value: Box::new(self),
            among: Among::Values(values),
            negated: false,
        }
    }

    /// `a::text`
    #[must_use]
    pub fn cast(self, data_type: DataType) -> Self {
        Self::Cast(Box::new(self), data_type)
    }

    /// `CASE WHEN a THEN b ELSE c END`
    #[must_use]
    pub fn when(condition: Self, then: Self, otherwise: Option<Self>) -> Self {
        Self::Case {
            subject: None,
            branches: vec![(condition, then)],
            otherwise: otherwise.map(Box::new),
        }
    }
}

impl Call {
    /// A call of what PostgreSQL or an extension has.
    #[must_use]
    pub fn built_in(
        function: &'static str,
        arguments: impl IntoIterator<Item = Expression>,
    ) -> Self {
        Self::of(FunctionName::BuiltIn(function), arguments)
    }

    /// A call of what is made in the database.
    #[must_use]
    pub fn object(function: ObjectName, arguments: impl IntoIterator<Item = Expression>) -> Self {
        Self::of(FunctionName::Object(function), arguments)
    }

    fn of(function: FunctionName, arguments: impl IntoIterator<Item = Expression>) -> Self {
        Self {
            function,
            distinct: false,
            arguments: arguments.into_iter().collect(),
            filter: None,
        }
    }
}
