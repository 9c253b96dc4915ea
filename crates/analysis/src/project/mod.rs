//! The files of a project: which kind each is, and what those say that are no entity specs.
//!
//! Everything here is read tolerantly. What is sound is there; what is broken, dropped or ignored
//! is a [`Finding`]: data with a place, to be put into words elsewhere.
//!
//! It reads documents, whoever made them: the strict reader or the tolerant tree. It knows no
//! folders and no entity specs.

pub mod confiture;
pub mod infrastructure;
mod jinja;
mod kind;
pub mod patterns;
pub mod project_file;
mod read;
pub mod registry;
pub mod security;
pub mod test_spec;

pub use kind::{FileKind, kind_of};
pub use read::{Finding, Read, Written};
