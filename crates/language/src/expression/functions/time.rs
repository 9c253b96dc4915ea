//! Functions of dates and times.

use super::accepts::{
    ANY, FORMATTED, MOMENTS, NUMBERS, SPANS_AND_MOMENTS, TEXTS, TEXTS_AND_NUMBERS, WHOLE,
};
use super::{Function, Group, Parameter, Returns};
use crate::expression::ValueType;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new(
        "now",
        Group::Time,
        &[],
        Returns::Type(ValueType::DateTime),
        "The time at which the transaction began.",
        "SET paid_at = now()",
    ),
    Function::new(
        "clock_timestamp",
        Group::Time,
        &[],
        Returns::Type(ValueType::DateTime),
        "The time right now, also inside of a transaction.",
        "clock_timestamp()",
    ),
    Function::new(
        "age",
        Group::Time,
        &[
            Parameter::new("later", MOMENTS),
            Parameter::new("earlier", MOMENTS).optional(),
        ],
        Returns::Type(ValueType::Interval),
        "The span between two times in years, months and days; with one, up to today.",
        "age(born_on) > interval '18 years'",
    ),
    Function::new(
        "extract",
        Group::Time,
        &[
            Parameter::new("part", ANY),
            Parameter::new("of", SPANS_AND_MOMENTS),
        ],
        Returns::Type(ValueType::Number),
        "One part of a time: `year`, `month`, `day`, `hour`, `dow`, `epoch`. Written with `FROM`.",
        "extract(year FROM created_at) = 2025",
    ),
    Function::new(
        "date_part",
        Group::Time,
        &[
            Parameter::new("part", TEXTS),
            Parameter::new("of", SPANS_AND_MOMENTS),
        ],
        Returns::Type(ValueType::Number),
        "One part of a time: `extract` with a comma.",
        "date_part('month', due_on)",
    ),
    Function::new(
        "date_trunc",
        Group::Time,
        &[
            Parameter::new("part", TEXTS),
            Parameter::new("of", SPANS_AND_MOMENTS),
            Parameter::new("zone", TEXTS).optional(),
        ],
        Returns::Argument(1),
        "A time cut down to its year, month, day or hour.",
        "date_trunc('month', created_at)",
    ),
    Function::new(
        "date",
        Group::Time,
        &[Parameter::new("of", MOMENTS)],
        Returns::Type(ValueType::Date),
        "The day of a point in time.",
        "date(created_at) = current_date",
    ),
    Function::new(
        "make_date",
        Group::Time,
        &[
            Parameter::new("year", WHOLE),
            Parameter::new("month", WHOLE),
            Parameter::new("day", WHOLE),
        ],
        Returns::Type(ValueType::Date),
        "The day with this year, month and day.",
        "make_date(year, 12, 31)",
    ),
    Function::new(
        "make_interval",
        Group::Time,
        &[
            Parameter::new("years", WHOLE).optional(),
            Parameter::new("months", WHOLE).optional(),
            Parameter::new("weeks", WHOLE).optional(),
            Parameter::new("days", WHOLE).optional(),
            Parameter::new("hours", WHOLE).optional(),
            Parameter::new("mins", WHOLE).optional(),
            Parameter::new("secs", NUMBERS).optional(),
        ],
        Returns::Type(ValueType::Interval),
        "A span of so many years, months, weeks, days, hours, minutes and seconds.",
        "make_interval(0, 0, 0, term_days)",
    ),
    Function::new(
        "to_date",
        Group::Time,
        &[
            Parameter::new("text", TEXTS),
            Parameter::new("format", TEXTS),
        ],
        Returns::Type(ValueType::Date),
        "The day that a text names in a format.",
        "to_date(code, 'YYYYMMDD')",
    ),
    Function::new(
        "to_timestamp",
        Group::Time,
        &[
            Parameter::new("text", TEXTS_AND_NUMBERS),
            Parameter::new("format", TEXTS).optional(),
        ],
        Returns::Type(ValueType::DateTime),
        "The time that a text names in a format, or that lies so many seconds after 1970.",
        "to_timestamp(seconds)",
    ),
    Function::new(
        "to_char",
        Group::Time,
        &[
            Parameter::new("value", FORMATTED),
            Parameter::new("format", TEXTS),
        ],
        Returns::Type(ValueType::Text),
        "A number or a time as a text in a format.",
        "to_char(created_at, 'YYYY-MM')",
    ),
];
