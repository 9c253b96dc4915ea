//! What can be wrong, as data. How it is said to people is no concern of this module.

use std::sync::Arc;

use specql_language::expression::Function;
use specql_yaml::Span;

use super::Type;
use crate::expression::ast::BinaryOperator;

/// Something that is wrong, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// Where.
    pub span: Span,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemKind {
    /// Something is still to be typed here.
    Missing,
    /// This makes no sense as a whole.
    Unreadable,
    /// A quote is not closed.
    UnclosedText,
    /// No field, variable or word is called so.
    UnknownName(String),
    /// The value has no member of this name.
    UnknownMember {
        /// The value's type.
        of: Type,
        /// The name.
        name: String,
    },
    /// Something is asked of a value that has no members.
    NoMembers(Type),
    /// There is no parameter of this name.
    UnknownParameter(String),
    /// There is no function of this name.
    UnknownFunction(String),
    /// There is no entity of this name.
    UnknownEntity(String),
    /// There is no pattern of this name.
    UnknownPattern(String),
    /// `IS` cannot ask this.
    UnknownTest(String),
    /// There is no type of this name.
    UnknownType(String),
    /// Too few or too many arguments.
    ArgumentCount {
        /// Of which function.
        function: &'static Function,
        /// How many there are.
        given: usize,
    },
    /// An argument of a type that the function does not take there.
    ArgumentType {
        /// Which function.
        function: &'static Function,
        /// Which argument, counted from 0.
        place: usize,
        /// Its type.
        given: Type,
    },
    /// A condition has to stand here.
    NotBoolean(Type),
    /// A text has to stand here.
    NotText(Type),
    /// A number has to stand here.
    NotNumber(Type),
    /// A list has to stand here.
    NotList(Type),
    /// Values of these types cannot be computed with each other in this way.
    NotComputable {
        /// How.
        operator: BinaryOperator,
        /// The left one.
        left: Type,
        /// The right one.
        right: Type,
    },
    /// Values of these types cannot be compared.
    NotComparable {
        /// The left one.
        left: Type,
        /// The right one.
        right: Type,
    },
    /// Of two values of this type, none is less.
    NotOrdered(Type),
    /// A value of the first type cannot be put where the second has to be.
    NotAssignable {
        /// What is given.
        given: Type,
        /// What has to be there.
        expected: Type,
    },
    /// The text is none of the enum's values.
    EnumValueUnknown {
        /// The text.
        value: String,
        /// The values.
        values: Arc<[String]>,
    },
    /// A value of an enum, perhaps, that stands there without quotes.
    EnumValueUnquoted {
        /// The word.
        value: String,
        /// The values.
        values: Arc<[String]>,
    },
    /// A text that cannot be read as a value of the type that has to be there.
    LiteralUnreadable {
        /// The text.
        value: String,
        /// The type.
        expected: Type,
    },
    /// `= NULL` and the like, which is never true.
    NullComparison {
        /// Whether `IS NOT NULL` is meant.
        negated: bool,
    },
    /// Double quotes hold the name of a column in SQL.
    DoubleQuoted(String),
}
