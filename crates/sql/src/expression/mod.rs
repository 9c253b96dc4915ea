//! Values and conditions of SQL, as trees.
//!
//! Brackets are nobody's concern: they are written where the precedence of the operators calls for
//! them.

mod build;
mod operator;
mod parts;
mod write;

#[cfg(test)]
mod tests;

pub use operator::{BinaryOperator, UnaryOperator};

use crate::data_type::DataType;
use crate::name::{Name, ObjectName};
use crate::query::Select;

/// A value or a condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A text.
    Text(String),
    /// A number, as it is written.
    Number(Number),
    /// `true` or `false`.
    Boolean(bool),
    /// `NULL`
    Null,
    /// `DEFAULT`, where a column is given its value.
    Default,
    /// `*`
    Star,
    /// All of a row that is called so: `item.*`. Its name alone may be that of a column.
    Whole(Name),
    /// A column, a variable, or what they lead to: `item.label`, `NEW.id`.
    Name(Vec<Name>),
    /// What PostgreSQL knows by a word without brackets: `current_date`, `TG_OP`.
    Word(&'static str),
    /// `NOT a`, `-a`
    Unary(UnaryOperator, Box<Expression>),
    /// `a + b`
    Binary(BinaryOperator, Box<Expression>, Box<Expression>),
    /// `a IS NULL`
    Is {
        /// What is asked about.
        value: Box<Expression>,
        /// What is asked.
        test: Test,
        /// `IS NOT`
        negated: bool,
    },
    /// `a IN (1, 2)`
    In {
        /// What is looked for.
        value: Box<Expression>,
        /// Where.
        among: Among,
        /// `NOT IN`
        negated: bool,
    },
    /// `a = ANY (b)`: some item of an array.
    Any {
        /// What is compared.
        value: Box<Expression>,
        /// How.
        operator: BinaryOperator,
        /// With the items of this.
        array: Box<Expression>,
    },
    /// `a BETWEEN 1 AND 2`
    Between {
        /// What has to lie there.
        value: Box<Expression>,
        /// The least of the range.
        low: Box<Expression>,
        /// The greatest of the range.
        high: Box<Expression>,
        /// `NOT BETWEEN`
        negated: bool,
    },
    /// `a LIKE 'x%'`
    Like {
        /// The text.
        value: Box<Expression>,
        /// What it has to fit.
        template: Box<Expression>,
        /// `ILIKE`
        ignores_case: bool,
        /// `NOT LIKE`
        negated: bool,
    },
    /// `lower(a)`
    Call(Call),
    /// `EXTRACT(year FROM a)`
    Extract(&'static str, Box<Expression>),
    /// `CASE WHEN a THEN b ELSE c END`
    Case {
        /// What is compared with the branches.
        subject: Option<Box<Expression>>,
        /// Conditions, or values of the subject, and what follows from them.
        branches: Vec<(Expression, Expression)>,
        /// What follows from anything else.
        otherwise: Option<Box<Expression>>,
    },
    /// `a::text`
    Cast(Box<Expression>, DataType),
    /// `ARRAY[a, b]`
    Array(Vec<Expression>),
    /// `(a, b)`
    Row(Vec<Expression>),
    /// `a[1]`
    Item(Box<Expression>, Box<Expression>),
    /// `(a).b`: a part of what is no mere name.
    Member(Box<Expression>, Name),
    /// `EXISTS (SELECT …)`
    Exists(Box<Select>),
    /// `(SELECT …)`: its only value.
    Query(Box<Select>),
}

/// What `IS` asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// `NULL`
    Null,
    /// `TRUE`
    True,
    /// `FALSE`
    False,
    /// `DISTINCT FROM b`
    DistinctFrom(Box<Expression>),
}

/// Where `IN` looks.
#[derive(Clone, Debug, PartialEq)]
pub enum Among {
    /// In these.
    Values(Vec<Expression>),
    /// In what this finds.
    Query(Box<Select>),
}

/// A call of a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Which.
    pub function: FunctionName,
    /// `count(DISTINCT a)`
    pub distinct: bool,
    /// With what.
    pub arguments: Vec<Expression>,
    /// `FILTER (WHERE …)`: only these rows count.
    pub filter: Option<Box<Expression>>,
}

/// The name of a function.
#[derive(Clone, Debug, PartialEq)]
pub enum FunctionName {
    /// One that PostgreSQL or an extension has.
    BuiltIn(&'static str),
    /// One that is made in the database.
    Object(ObjectName),
}

/// A number as it is written: digits, perhaps with a point and an exponent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(String);

impl Number {
    /// The number that is written so, if it is one.
    #[must_use]
    pub fn new(written: &str) -> Option<Self> {
        let (mantissa, exponent) = match written.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent)),
            None => (written, None),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let is_exponent = |text: &str| {
            let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
            !digits.is_empty() && is_digits(digits)
        };
        let is_number = is_digits(whole)
            && is_digits(fraction)
            && !(whole.is_empty() && fraction.is_empty())
            && exponent.is_none_or(is_exponent);
        is_number.then(|| Self(written.to_owned()))
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
