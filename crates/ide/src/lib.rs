//! What an editor can ask of SpecQL files.
//!
//! Each feature is one pure function over the database, in the file that is named after it. It
//! takes a file and a place in it, in bytes, and answers in terms of its own; how an editor wants
//! to be told that is the protocol's business.

#![forbid(unsafe_code)]

mod around;
mod call_hierarchy;
mod code_actions;
mod code_lens;
mod column;
mod completion;
mod context;
mod declaration;
mod definition;
mod destination;
mod document_links;
mod document_symbols;
mod entity_graph;
#[cfg(test)]
mod fixture;
mod folding;
mod formatting;
mod heirs;
mod highlight;
mod hover;
mod implementation;
mod inlay_hints;
pub mod json_schema;
mod keyed;
mod known_keys;
mod linked_editing;
mod mentioned;
mod place;
mod preview;
mod references;
mod rename;
mod rename_files;
#[cfg(test)]
mod robustness;
mod search;
mod selection_ranges;
mod semantic_tokens;
mod signature_help;
mod sql_change;
mod symbol;
mod symbol_kind;
mod told;
mod type_definition;
mod type_hierarchy;
mod variables;
mod word;
mod workspace_symbols;

pub use call_hierarchy::{Call, CallItem, incoming_calls, outgoing_calls, prepare_calls};
pub use code_actions::{
    ActionKind, Change, CodeAction, FileOperation, code_actions, resolve_code_action,
};
pub use code_lens::{Lens, LensKind, LensKinds, ResolvedLens, code_lenses, resolve_code_lens};
pub use completion::{Completion, Edit, Item, ItemKind, Subject, completion, resolve_completion};
pub use declaration::declaration;
pub use definition::definition;
pub use destination::{Destination, Destinations};
pub use document_links::{Link, LinkTarget, document_links};
pub use document_symbols::{DocumentSymbol, document_symbols};
pub use entity_graph::{DrawnEntity, DrawnField, DrawnReference, EntityGraph, entity_graph};
pub use folding::{Fold, FoldKind, folds};
pub use formatting::{NotFormatted, format, format_on_newline, format_range, formatted};
pub use highlight::{Highlight, highlight};
pub use hover::{Hover, hover};
pub use implementation::implementation;
pub use inlay_hints::{Hint, HintKind, HintKinds, inlay_hint_tooltip, inlay_hints};
pub use linked_editing::linked_editing;
pub use place::FileSpan;
pub use preview::{Piece, Preview, preview, previewable};
pub use references::{Reference, references};
pub use rename::{FileRename, Refusal, Rename, Renameable, prepare_rename, rename};
pub use rename_files::{Moved, rename_files};
pub use selection_ranges::selection_ranges;
pub use semantic_tokens::{
    Modifier, Modifiers, Token, TokenType, semantic_tokens, semantic_tokens_in,
};
pub use signature_help::{SignatureHelp, SignatureParameter, signature_help};
pub use sql_change::sql_change;
pub use symbol::{Occurrence, Symbol, definitions, name_of, occurrences, symbol_at};
pub use symbol_kind::SymbolKind;
pub use type_definition::type_definition;
pub use type_hierarchy::{TypeItem, prepare_types, subtypes, supertypes};
pub use workspace_symbols::{WorkspaceSymbol, workspace_symbols};
