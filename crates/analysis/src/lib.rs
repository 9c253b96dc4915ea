//! What is wrong in SpecQL files, and what they mean.
//!
//! This crate takes texts and gives domain values. It reads no files and knows no editor.
//!
//! So far it knows YAML: whether SpecQL, which reads its specs with PyYAML, can load a file at
//! all. What a spec means comes next.

#![forbid(unsafe_code)]

pub mod db;
mod diagnostic;
pub mod expression;
mod host;
pub mod index;
pub mod position;
pub mod project;
pub mod reading;
pub mod resolve;
pub mod source;
pub mod spec;
pub mod summary;
mod yaml;

pub use diagnostic::Diagnostic;
pub use host::{Change, Database, Host};
pub use specql_yaml::Span;
pub use yaml::{check, is_spec};
