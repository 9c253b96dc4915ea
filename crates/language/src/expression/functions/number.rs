//! Functions of numbers.

use super::accepts::{NUMBERS, TEXTS, WHOLE};
use super::{Function, Group, Parameter, Returns};
use crate::expression::ValueType;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new(
        "abs",
        Group::Number,
        &[Parameter::new("number", NUMBERS)],
        Returns::Argument(0),
        "The number without its sign.",
        "abs(balance) < 0.01",
    ),
    Function::new(
        "sign",
        Group::Number,
        &[Parameter::new("number", NUMBERS)],
        Returns::Type(ValueType::Number),
        "-1, 0 or 1: whether the number is less than, equal to or greater than 0.",
        "sign(balance) = -1",
    ),
    Function::new(
        "round",
        Group::Number,
        &[
            Parameter::new("number", NUMBERS),
            Parameter::new("digits", WHOLE).optional(),
        ],
        Returns::Argument(0),
        "The nearest number with so many digits behind the point, or the nearest whole one.",
        "round(price * 1.19, 2)",
    ),
    Function::new(
        "trunc",
        Group::Number,
        &[
            Parameter::new("number", NUMBERS),
            Parameter::new("digits", WHOLE).optional(),
        ],
        Returns::Argument(0),
        "The number without the digits that follow.",
        "trunc(price, 2)",
    ),
    Function::new(
        "ceil",
        Group::Number,
        &[Parameter::new("number", NUMBERS)],
        Returns::Argument(0),
        "The next whole number that is not less.",
        "ceil(weight)",
    ),
    Function::new(
        "ceiling",
        Group::Number,
        &[Parameter::new("number", NUMBERS)],
        Returns::Argument(0),
        "The next whole number that is not less: another name of `ceil`.",
        "ceiling(weight)",
    ),
    Function::new(
        "floor",
        Group::Number,
        &[Parameter::new("number", NUMBERS)],
        Returns::Argument(0),
        "The next whole number that is not greater.",
        "floor(rating)",
    ),
    Function::new(
        "mod",
        Group::Number,
        &[
            Parameter::new("number", NUMBERS),
            Parameter::new("divisor", NUMBERS),
        ],
        Returns::Argument(0),
        "What remains of a division.",
        "mod(number, 2) = 0",
    ),
    Function::new(
        "power",
        Group::Number,
        &[
            Parameter::new("number", NUMBERS),
            Parameter::new("exponent", NUMBERS),
        ],
        Returns::Type(ValueType::Number),
        "A number to the power of another.",
        "power(1 + rate, years)",
    ),
    Function::new(
        "sqrt",
        Group::Number,
        &[Parameter::new("number", NUMBERS)],
        Returns::Type(ValueType::Number),
        "The square root.",
        "sqrt(area)",
    ),
    Function::new(
        "exp",
        Group::Number,
        &[Parameter::new("number", NUMBERS)],
        Returns::Type(ValueType::Number),
        "The exponential.",
        "exp(rate)",
    ),
    Function::new(
        "ln",
        Group::Number,
        &[Parameter::new("number", NUMBERS)],
        Returns::Type(ValueType::Number),
        "The natural logarithm.",
        "ln(growth)",
    ),
    Function::new(
        "log",
        Group::Number,
        &[
            Parameter::new("number", NUMBERS),
            Parameter::new("of", NUMBERS).optional(),
        ],
        Returns::Type(ValueType::Number),
        "The logarithm to base 10; with two numbers, that of the second to the base of the first.",
        "log(amount)",
    ),
    Function::new(
        "random",
        Group::Number,
        &[],
        Returns::Type(ValueType::Number),
        "A number from 0 up to 1, another one each time.",
        "random() < 0.1",
    ),
    Function::new(
        "to_number",
        Group::Number,
        &[
            Parameter::new("text", TEXTS),
            Parameter::new("format", TEXTS),
        ],
        Returns::Type(ValueType::Number),
        "The number that a text names in a format.",
        "to_number(code, '999')",
    ),
];
