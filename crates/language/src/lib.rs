//! The SpecQL language as data: what may be written, what it means, and how it is documented.
//!
//! Everything else reads from here: completion, hover, checks, JSON schema, reference docs. A new
//! key, type, step, function or pattern is one entry in one table of this crate.
//!
//! This crate knows no texts and no trees. Its documentation strings are Markdown.

#![forbid(unsafe_code)]

pub mod event;
pub mod expression;
pub mod index;
pub mod key;
pub mod pattern;
pub mod read_model;
pub mod report;
pub mod reserved;
pub mod stdlib;
pub mod step;
mod target;
pub mod types;

mod keys;

pub use target::{Effect, Target};
