//! Operators.

use super::ValueType;
use crate::Effect;

/// What an operator stands between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operands {
    /// One condition or two.
    Conditions,
    /// Two values that can be compared.
    Comparable,
    /// Two values of which one can come before the other.
    Ordered,
    /// A value, and a list of values it is compared with.
    Members,
    /// A value, and the two ends of a range.
    Range,
    /// Two texts.
    Texts,
    /// A text, and the name of a pattern.
    Pattern,
    /// Two numbers, or times and spans of time.
    Amounts,
    /// Two numbers.
    Numbers,
    /// Any one value.
    Any,
    /// A query, or the rows of an entity.
    Rows,
    /// A value, and a type.
    Cast,
    /// Conditions, each with a value.
    Branches,
}

/// What comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Always this type.
    Type(ValueType),
    /// A type that depends on the operands.
    FromOperands,
}

/// An operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operator {
    /// As it is written, words in capitals.
    pub symbol: &'static str,
    /// The stronger it binds, the greater: `*` before `+` before `=` before `AND`.
    pub precedence: u8,
    /// What it takes.
    pub operands: Operands,
    /// What it gives.
    pub outcome: Outcome,
    /// Whether the word check of 0.8.7 takes it. Signs pass always: it looks at words only.
    pub effect: Effect,
    /// What it means: Markdown, its first sentence stands alone.
    pub doc: &'static str,
    /// A use of it.
    pub example: &'static str,
}

impl Operator {
    const fn condition(
        symbol: &'static str,
        precedence: u8,
        operands: Operands,
        doc: &'static str,
        example: &'static str,
    ) -> Self {
        let outcome = Outcome::Type(ValueType::Boolean);
        let effect = Effect::Used;
        Self {
            symbol,
            precedence,
            operands,
            outcome,
            effect,
            doc,
            example,
        }
    }

    const fn value(
        symbol: &'static str,
        precedence: u8,
        operands: Operands,
        doc: &'static str,
        example: &'static str,
    ) -> Self {
        let outcome = Outcome::FromOperands;
        let effect = Effect::Used;
        Self {
            symbol,
            precedence,
            operands,
            outcome,
            effect,
            doc,
            example,
        }
    }

    const fn refused(mut self) -> Self {
        self.effect = Effect::Refused;
        self
    }
}

const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const COMPARE: u8 = 4;
const CONCAT: u8 = 5;
const ADD: u8 = 6;
const MULTIPLY: u8 = 7;
const CAST: u8 = 9;

/// Every operator, the weakest first.
pub const OPERATORS: &[Operator] = &[
    Operator::condition(
        "OR",
        OR,
        Operands::Conditions,
        "True when at least one side is true. Binds weaker than `AND`.",
        "status = 'new' OR priority > 3",
    ),
    Operator::condition(
        "AND",
        AND,
        Operands::Conditions,
        "True when both sides are true. Binds stronger than `OR`.",
        "status = 'open' AND total > 0",
    ),
    Operator::condition(
        "NOT",
        NOT,
        Operands::Conditions,
        "Turns a condition around. Stays unknown when the condition is unknown, as it is for NULL.",
        "NOT is_archived",
    ),
    Operator::condition(
        "=",
        COMPARE,
        Operands::Comparable,
        "Whether both sides are equal. Never true for NULL: use `IS NULL` there.",
        "status = 'open'",
    ),
    Operator::condition(
        "!=",
        COMPARE,
        Operands::Comparable,
        "Whether the sides differ. Never true for NULL; `IS DISTINCT FROM` is.",
        "status != 'closed'",
    ),
    Operator::condition(
        "<>",
        COMPARE,
        Operands::Comparable,
        "Whether the sides differ: SQL's own spelling of `!=`.",
        "status <> 'closed'",
    ),
    Operator::condition(
        "<",
        COMPARE,
        Operands::Ordered,
        "Whether the left side is less, or earlier.",
        "quantity < 10",
    ),
    Operator::condition(
        "<=",
        COMPARE,
        Operands::Ordered,
        "Whether the left side is less or equal.",
        "starts_on <= ends_on",
    ),
    Operator::condition(
        ">",
        COMPARE,
        Operands::Ordered,
        "Whether the left side is greater, or later.",
        "total > 0",
    ),
    Operator::condition(
        ">=",
        COMPARE,
        Operands::Ordered,
        "Whether the left side is greater or equal.",
        "age >= 18",
    ),
    Operator::condition(
        "IS NULL",
        COMPARE,
        Operands::Any,
        "Whether there is no value.",
        "closed_at IS NULL",
    ),
    Operator::condition(
        "IS NOT NULL",
        COMPARE,
        Operands::Any,
        "Whether there is a value.",
        "email IS NOT NULL",
    ),
    Operator::condition(
        "IS DISTINCT FROM",
        COMPARE,
        Operands::Comparable,
        "Whether the sides differ, NULL being a value like any other.",
        "owner IS DISTINCT FROM reviewer",
    )
    .refused(),
    Operator::condition(
        "IS NOT DISTINCT FROM",
        COMPARE,
        Operands::Comparable,
        "Whether both sides are equal, NULL being equal to NULL.",
        "owner IS NOT DISTINCT FROM reviewer",
    )
    .refused(),
    Operator::condition(
        "IN",
        COMPARE,
        Operands::Members,
        "Whether the value is one of a list.",
        "status IN ('new', 'open')",
    )
    .refused(),
    Operator::condition(
        "NOT IN",
        COMPARE,
        Operands::Members,
        "Whether the value is none of a list. Never true when the list holds a NULL.",
        "status NOT IN ('closed', 'void')",
    )
    .refused(),
    Operator::condition(
        "BETWEEN",
        COMPARE,
        Operands::Range,
        "Whether the value lies in a range; both ends belong to it.",
        "rating BETWEEN 1 AND 5",
    )
    .refused(),
    Operator::condition(
        "NOT BETWEEN",
        COMPARE,
        Operands::Range,
        "Whether the value lies outside of a range.",
        "rating NOT BETWEEN 1 AND 5",
    )
    .refused(),
    Operator::condition(
        "LIKE",
        COMPARE,
        Operands::Texts,
        "Whether a text fits a template: `%` stands for any characters, `_` for one.",
        "code LIKE 'EU-%'",
    )
    .refused(),
    Operator::condition(
        "NOT LIKE",
        COMPARE,
        Operands::Texts,
        "Whether a text does not fit a template.",
        "code NOT LIKE 'TMP%'",
    )
    .refused(),
    Operator::condition(
        "ILIKE",
        COMPARE,
        Operands::Texts,
        "`LIKE` that takes capitals and small letters for the same.",
        "name ILIKE '%limited%'",
    )
    .refused(),
    Operator::condition(
        "NOT ILIKE",
        COMPARE,
        Operands::Texts,
        "`NOT LIKE` that takes capitals and small letters for the same.",
        "name NOT ILIKE '%test%'",
    )
    .refused(),
    Operator::condition(
        "MATCHES",
        COMPARE,
        Operands::Pattern,
        "Whether a text has the form that a named pattern asks for. \
         0.8.7 knows the word and `email_pattern`; the function it writes does not run.",
        "email MATCHES email_pattern",
    ),
    Operator::condition(
        "NOT MATCHES",
        COMPARE,
        Operands::Pattern,
        "Whether a text has another form than a named pattern asks for.",
        "login NOT MATCHES email_pattern",
    ),
    Operator::condition(
        "EXISTS",
        NOT,
        Operands::Rows,
        "Whether an entity has at least one row for which a condition holds.",
        "NOT EXISTS Booking WHERE room = room AND day = day",
    )
    .refused(),
    Operator::value(
        "||",
        CONCAT,
        Operands::Texts,
        "Puts two texts together. NULL when one of them is NULL.",
        "first_name || ' ' || last_name",
    ),
    Operator::value(
        "+",
        ADD,
        Operands::Amounts,
        "The sum; also moves a date or a time by a span.",
        "price + shipping",
    ),
    Operator::value(
        "-",
        ADD,
        Operands::Amounts,
        "The difference; also the span between two times, and the negative of a number.",
        "total - discount",
    ),
    Operator::value(
        "*",
        MULTIPLY,
        Operands::Amounts,
        "The product.",
        "price * quantity",
    ),
    Operator::value(
        "/",
        MULTIPLY,
        Operands::Amounts,
        "The quotient. Of two whole numbers, it is whole as well: `7 / 2` is `3`.",
        "total / quantity",
    ),
    Operator::value(
        "%",
        MULTIPLY,
        Operands::Numbers,
        "What remains of a division.",
        "number % 2",
    ),
    Operator::value(
        "::",
        CAST,
        Operands::Cast,
        "Reads a value as another type. 0.8.7 takes the name of the type for that of a field.",
        "number::text",
    )
    .refused(),
    Operator::value(
        "CASE",
        CAST,
        Operands::Branches,
        "The value of the first branch whose condition holds, else that behind `ELSE`, else NULL.",
        "CASE WHEN total > 1000 THEN 'large' ELSE 'small' END",
    )
    .refused(),
];

/// The operator that is written like this, in capitals or small letters, with one blank between
/// its words.
#[must_use]
pub fn operator(symbol: &str) -> Option<&'static Operator> {
    OPERATORS
        .iter()
        .find(|operator| operator.symbol.eq_ignore_ascii_case(symbol))
}
