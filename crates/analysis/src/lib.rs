//! What is wrong in SpecQL files, and what they mean.
//!
//! This crate takes texts and gives domain values. It reads no files and knows no editor.
//!
//! The way goes from files to mistakes: [`source`] has a file's text, tree and values, [`spec`] what
//! its author means, [`reading`] what SpecQL 0.8.7 makes of it, [`summary`] what other files may
//! know of it, [`resolve`] what its names stand for, and [`rules`] what is wrong with it. All of it
//! is asked of a [`Database`], which a [`Host`] owns.

#![forbid(unsafe_code)]

mod around;
mod bytes;
pub mod db;
pub mod diagnostic;
pub mod expression;
pub mod fixing;
pub mod graph;
mod half_typed;
mod host;
pub mod index;
pub mod inherited;
pub mod lines;
mod made;
pub mod meant;
pub mod naming;
mod nearest;
pub mod position;
pub mod project;
pub mod reading;
pub mod resolve;
pub mod rules;
pub mod settings;
pub mod source;
pub mod spec;
pub mod summary;
pub mod suppression;
mod told;
pub mod typing;
pub mod view;

pub use around::{Known, Member};
pub use bytes::{MAX_SIZE, NoText, text_of, too_large};
pub use half_typed::HalfTyped;
pub use host::{Change, Database, Host};
pub use made::Made;
pub use specql_yaml::Span;
pub use suppression::{shown, shown_once};
pub use told::{is_of_project, is_spec};
