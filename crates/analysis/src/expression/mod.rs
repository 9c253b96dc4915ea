//! SpecQL's own languages inside of scalars: types, expressions, statements and calls.
//!
//! [`ast`] is what is written, [`lower`] reads it from the syntax tree, [`infer`] says which
//! types the values have and what does not fit together.

pub mod ast;
pub mod infer;
pub mod lower;
mod parts;

#[cfg(test)]
mod tests;
