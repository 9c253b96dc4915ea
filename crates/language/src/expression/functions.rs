//! Functions: those of PostgreSQL that specs have a use for.

mod aggregate;
mod choice;
mod json;
mod number;
mod text;
mod time;

use super::ValueType;
use crate::Effect;

/// What a function is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Texts.
    Text,
    /// Dates, times and spans of time.
    Time,
    /// Numbers.
    Number,
    /// The values of many rows.
    Aggregate,
    /// Choosing one of several values.
    Choice,
    /// JSON, and lists, which are JSON in the database.
    Json,
}

/// What a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Returns {
    /// Always this type.
    Type(ValueType),
    /// The type of this argument, counted from 0.
    Argument(usize),
    /// The type that all arguments from this one on have in common.
    Common(usize),
    /// The mean of the first argument: a number, or a span of time for spans of time.
    Average,
}

/// A parameter of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, for people; arguments are given by their place.
    pub name: &'static str,
    /// The types it takes; none means any.
    pub accepts: &'static [ValueType],
    /// Whether it may be left out.
    pub optional: bool,
    /// Whether it may be given more than once. Only the last parameter can be.
    pub variadic: bool,
}

impl Parameter {
    const fn new(name: &'static str, accepts: &'static [ValueType]) -> Self {
        let (optional, variadic) = (false, false);
        Self {
            name,
            accepts,
            optional,
            variadic,
        }
    }

    const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    const fn variadic(mut self) -> Self {
        self.variadic = true;
        self
    }

    /// Whether it takes a value of this type.
    #[must_use]
    pub fn takes(&self, value: ValueType) -> bool {
        let mut accepts = self.accepts.iter();
        self.accepts.is_empty() || accepts.any(|accepted| value.converts_to(*accepted))
    }
}

/// A function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name, in small letters.
    pub name: &'static str,
    /// What it is about.
    pub group: Group,
    /// What it takes.
    pub parameters: &'static [Parameter],
    /// What it gives.
    pub returns: Returns,
    /// Whether the word check of 0.8.7 takes it. It takes none: to it, the name of a function is
    /// the name of a field that is not there.
    pub effect: Effect,
    /// What it does: Markdown, its first sentence stands alone.
    pub doc: &'static str,
    /// A use of it.
    pub example: &'static str,
}

impl Function {
    const fn new(
        name: &'static str,
        group: Group,
        parameters: &'static [Parameter],
        returns: Returns,
        doc: &'static str,
        example: &'static str,
    ) -> Self {
        let effect = Effect::Refused;
        Self {
            name,
            group,
            parameters,
            returns,
            effect,
            doc,
            example,
        }
    }

    /// The fewest arguments it can be called with.
    #[must_use]
    pub fn least(&self) -> usize {
        let needed = |parameter: &&Parameter| !parameter.optional;
        self.parameters.iter().filter(needed).count()
    }

    /// The most arguments it can be called with; none means any number.
    #[must_use]
    pub fn most(&self) -> Option<usize> {
        let is_open = self.parameters.last().is_some_and(|last| last.variadic);
        (!is_open).then_some(self.parameters.len())
    }

    /// The parameter that the argument at this place is for, counted from 0.
    #[must_use]
    pub fn parameter(&self, place: usize) -> Option<&'static Parameter> {
        let last = self.parameters.last().filter(|last| last.variadic);
        self.parameters.get(place).or(last)
    }
}

/// Every function, group by group.
pub fn functions() -> impl Iterator<Item = &'static Function> {
    [
        text::FUNCTIONS,
        time::FUNCTIONS,
        number::FUNCTIONS,
        aggregate::FUNCTIONS,
        choice::FUNCTIONS,
        json::FUNCTIONS,
    ]
    .into_iter()
    .flatten()
}

/// The function of this name, in capitals or small letters.
#[must_use]
pub fn function(name: &str) -> Option<&'static Function> {
    functions().find(|function| function.name.eq_ignore_ascii_case(name))
}

/// What parameters take.
mod accepts {
    use super::ValueType::{
        self, Bigint, Boolean, Date, DateTime, Integer, Interval, Json, Number, Text, Time,
    };

    pub(super) const ANY: &[ValueType] = &[];
    pub(super) const TEXTS: &[ValueType] = &[Text];
    pub(super) const NUMBERS: &[ValueType] = &[Number];
    pub(super) const WHOLE: &[ValueType] = &[Integer, Bigint];
    pub(super) const WHOLE_OR_TEXT: &[ValueType] = &[Integer, Bigint, Text];
    pub(super) const MOMENTS: &[ValueType] = &[Date, DateTime];
    pub(super) const SPANS_AND_MOMENTS: &[ValueType] = &[Date, DateTime, Time, Interval];
    pub(super) const TEXTS_AND_NUMBERS: &[ValueType] = &[Text, Number];
    pub(super) const FORMATTED: &[ValueType] = &[Number, Date, DateTime, Interval];
    pub(super) const NUMBERS_AND_SPANS: &[ValueType] = &[Number, Interval];
    pub(super) const CONDITIONS: &[ValueType] = &[Boolean];
    pub(super) const JSON: &[ValueType] = &[Json];
}
