//! What an editor can ask of SpecQL files.
//!
//! Each feature is one pure function over the database, in the file that is named after it. It
//! takes a file and a place in it, in bytes, and answers in terms of its own; how an editor wants
//! to be told that is the protocol's business.

#![forbid(unsafe_code)]

#[cfg(test)]
mod fixture;
pub mod json_schema;
mod place;
mod symbol;

pub use place::FileSpan;
pub use symbol::{Occurrence, Symbol, definitions, symbol_at};
