//! The syntax of SpecQL files: one tolerant tree for every text, sound or half-typed.
//!
//! The tree is tree-sitter's, made by the grammar in `tree-sitter-specql`. What PyYAML would
//! refuse is marked in it ([`marks`]); what it says as YAML comes as [`events`], which the
//! composer of `specql-yaml` turns into values.
//!
//! This crate knows texts and trees. It knows neither what a spec means nor where files come
//! from, and nothing of editors.

#![forbid(unsafe_code)]

mod events;
mod kind;
mod mark;
mod tree;

pub use events::events;
pub use kind::Kind;
pub use mark::{Mark, Mistake, marks};
pub use tree::{Parser, Tree};
pub use tree_sitter::{InputEdit, Node, Point, TreeCursor};
pub use tree_sitter_specql::{Language, Place};
