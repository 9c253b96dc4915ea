//! The expression language: operators, functions, patterns, names, and the types of values.
//!
//! Conditions (`status = 'open' AND total > 0`) and values (`price * amount`) are close to SQL:
//! what SpecQL generates from them runs in PostgreSQL. So the operators and functions here are
//! those of PostgreSQL that specs have a use for, and the few words that SpecQL adds.
//!
//! Whether 0.8.7 takes a part is said by its [`Effect`](crate::Effect): the generator has a check
//! that looks at single words, and it refuses most of the language that its documents describe.

mod functions;
mod operators;
mod value;
mod words;

pub use functions::{Function, Group, Parameter, Returns, function, functions};
pub use operators::{OPERATORS, Operands, Operator, Outcome, operator};
pub use value::ValueType;
pub use words::{
    NAMES, NamedPattern, PATTERNS, Place, TESTS, Test, Word, is_checked_word, name, pattern, test,
};

#[cfg(test)]
mod tests;
