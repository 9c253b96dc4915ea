//! The SpecQL grammar for [tree-sitter](https://tree-sitter.github.io/): YAML 1.1 as
//! PyYAML reads it, with SpecQL's type expressions and action steps inside scalars.
//!
//! ```
//! let mut parser = tree_sitter::Parser::new();
//! parser.set_language(&tree_sitter_specql::LANGUAGE.into())?;
//! let tree = parser.parse("fields:\n  email: email!\n", None);
//! assert_eq!(tree.map(|tree| tree.root_node().has_error()), Some(false));
//! # Ok::<(), tree_sitter::LanguageError>(())
//! ```

mod place;

use tree_sitter_language::LanguageFn;

pub use place::{Language, Place};

unsafe extern "C" {
    fn tree_sitter_specql() -> *const ();
}

/// The grammar; `tree_sitter::Language::from` makes a language of it.
// SAFETY: the generated parser exports this function with this signature.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_specql) };

/// The names and kinds of all nodes, as JSON.
pub const NODE_TYPES: &str = include_str!("../../src/node-types.json");

/// Colours. Of the patterns that match one node, the last one counts.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../../queries/highlights.scm");

/// Languages inside specs: comments, SQL.
pub const INJECTIONS_QUERY: &str = include_str!("../../queries/injections.scm");

/// Definitions of fields, actions and parameters, and the names that refer to them.
pub const LOCALS_QUERY: &str = include_str!("../../queries/locals.scm");

/// What can be folded.
pub const FOLDS_QUERY: &str = include_str!("../../queries/folds.scm");

/// Indentation, with the captures of Neovim.
pub const INDENTS_QUERY: &str = include_str!("../../queries/indents.scm");

/// Text objects, with the captures of Neovim.
pub const TEXTOBJECTS_QUERY: &str = include_str!("../../queries/textobjects.scm");
