//! SpecQL's own languages inside of scalars: types, expressions, statements and calls.
//!
//! [`ast`] is what is written, [`lower`] reads it from the syntax tree, [`plain`] what is plain
//! without one, [`infer`] says which types the values have and what does not fit together.

pub mod ast;
pub mod infer;
pub mod lower;
mod parts;
pub(crate) mod plain;
mod text;

pub use text::of_text;

#[cfg(test)]
mod tests;
