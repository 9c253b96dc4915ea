//! A catalogue of database objects, and its SQL.
//!
//! This crate knows PostgreSQL and nothing of where the objects come from: each may carry the
//! [`Origin`] that it was made from, and the text knows which piece of it comes from which origin.
//!
//! Nothing is ever pasted together. Names are [`Name`]s and are quoted where they are written, in
//! [`quote`]; values and conditions are [`Expression`]s, whose brackets follow from the precedence
//! of their operators; bodies of functions are [`function::Statement`]s.

#![forbid(unsafe_code)]

pub mod catalogue;
mod data_type;
pub mod expression;
pub mod function;
pub mod map;
mod name;
pub mod query;
pub mod quote;
pub mod script;
mod text;

pub use catalogue::Catalogue;
pub use data_type::DataType;
pub use expression::Expression;
pub use map::{Origin, SourceMap};
pub use name::{Name, ObjectName};
pub use text::Text;
