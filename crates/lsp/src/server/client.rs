//! What the client can do.

mod editing;
mod tokens;
mod wishes;

use std::collections::BTreeSet;
use std::sync::Arc;

use lsp_types::{ClientCapabilities, InitializeParams, MarkupKind, PositionEncodingKind};
use serde_json::Value;
use specql_analysis::position::Encoding;

pub use editing::Way;
pub use tokens::Tokens;
use wishes::Wishes;

/// What the client can do, as it says itself.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// All of it.
    pub can: ClientCapabilities,
    /// How positions are counted.
    pub encoding: Encoding,
    /// What its user wants to see.
    pub wishes: Wishes,
    /// The tokens that it has.
    pub tokens: Arc<Tokens>,
    /// The commands that it has itself.
    pub commands: BTreeSet<String>,
    /// Whether it shows documents that are no files.
    pub has_virtual_documents: bool,
}

impl Client {
    /// What an `initialize` says of its sender.
    pub fn new(params: &InitializeParams) -> Self {
        let can = params.capabilities.clone();
        let offered = can.general.as_ref();
        let offered = offered.and_then(|general| general.position_encodings.as_deref());
        let options = params.initialization_options.as_ref();
        let options = options.unwrap_or(&Value::Null);
        Self {
            encoding: negotiate(offered.unwrap_or_default()),
            wishes: Wishes::of(options),
            tokens: Arc::default(),
            commands: commands(options),
            has_virtual_documents: false,
            can,
        }
    }

    /// Takes other settings.
    pub fn set_settings(&mut self, settings: &Value) {
        self.wishes = Wishes::of(settings);
    }

    /// Whether it has a command, as it says itself in `clientCommands` when it begins.
    pub fn runs(&self, command: &str) -> bool {
        self.commands.contains(command)
    }

    /// The name of the encoding.
    pub fn encoding_kind(&self) -> PositionEncodingKind {
        match self.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// Whether it asks for diagnostics itself, and again when it is told to. One that cannot be
    /// told would never hear what another file's change does to a document: it is told instead.
    pub fn pulls(&self) -> bool {
        let document = self.can.text_document.as_ref();
        let asks = document.is_some_and(|document| document.diagnostic.is_some());
        let workspace = self.can.workspace.as_ref();
        let diagnostics = workspace.and_then(|workspace| workspace.diagnostics.as_ref());
        asks && diagnostics.and_then(|d| d.refresh_support) == Some(true)
    }

    /// Whether a diagnostic may point at other places.
    pub fn takes_related(&self) -> bool {
        let document = self.can.text_document.as_ref();
        let pushed = document.and_then(|document| document.publish_diagnostics.as_ref());
        // Who pulls was not asked before version 3.18 of the protocol, and takes it.
        self.pulls() || pushed.and_then(|p| p.related_information) == Some(true)
    }

    /// Whether a diagnostic may be marked as unnecessary or deprecated.
    pub fn takes_tags(&self) -> bool {
        let document = self.can.text_document.as_ref();
        let pushed = document.and_then(|document| document.publish_diagnostics.as_ref());
        self.pulls() || pushed.is_some_and(|p| p.tag_support.is_some())
    }

    /// Whether a diagnostic may carry data for its fixes.
    pub fn keeps_data(&self) -> bool {
        let document = self.can.text_document.as_ref();
        let pushed = document.and_then(|document| document.publish_diagnostics.as_ref());
        self.pulls() || pushed.and_then(|p| p.data_support) == Some(true)
    }

    /// Whether it shows how far something has come.
    pub fn shows_progress(&self) -> bool {
        let window = self.can.window.as_ref();
        window.and_then(|window| window.work_done_progress) == Some(true)
    }

    /// Whether it can be asked for settings.
    pub fn gives_settings(&self) -> bool {
        let workspace = self.can.workspace.as_ref();
        workspace.and_then(|workspace| workspace.configuration) == Some(true)
    }

    /// Whether it tells of changed settings only when it is asked to.
    pub fn registers_settings(&self) -> bool {
        let workspace = self.can.workspace.as_ref();
        let changes = workspace.and_then(|w| w.did_change_configuration.as_ref());
        changes.and_then(|c| c.dynamic_registration) == Some(true)
    }

    /// Whether it watches files for us.
    pub fn watches_files(&self) -> bool {
        let workspace = self.can.workspace.as_ref();
        let watched = workspace.and_then(|w| w.did_change_watched_files.as_ref());
        watched.and_then(|w| w.dynamic_registration) == Some(true)
    }

    /// Whether it can be asked to show a document.
    pub fn shows_documents(&self) -> bool {
        let window = self.can.window.as_ref();
        let documents = window.and_then(|window| window.show_document.as_ref());
        documents.is_some_and(|documents| documents.support)
    }

    /// Whether symbols of a document may hold others.
    pub fn nests_symbols(&self) -> bool {
        let document = self.can.text_document.as_ref();
        let symbols = document.and_then(|document| document.document_symbol.as_ref());
        symbols.and_then(|s| s.hierarchical_document_symbol_support) == Some(true)
    }

    /// Whether completions may have places to fill in.
    pub fn takes_snippets(&self) -> bool {
        let item = self.completion_item();
        item.and_then(|item| item.snippet_support) == Some(true)
    }

    fn completion_item(&self) -> Option<&lsp_types::CompletionItemCapability> {
        let document = self.can.text_document.as_ref()?;
        document.completion.as_ref()?.completion_item.as_ref()
    }

    /// How a hover is to be written.
    pub fn hover_kind(&self) -> MarkupKind {
        let document = self.can.text_document.as_ref();
        let hover = document.and_then(|document| document.hover.as_ref());
        preferred(hover.and_then(|hover| hover.content_format.as_deref()))
    }

    /// How the documentation of a completion is to be written.
    pub fn documentation_kind(&self) -> MarkupKind {
        let item = self.completion_item();
        preferred(item.and_then(|item| item.documentation_format.as_deref()))
    }

    /// Whether edits of files may name the versions they are for.
    pub fn takes_document_changes(&self) -> bool {
        let workspace = self.can.workspace.as_ref();
        let edits = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        edits.and_then(|edits| edits.document_changes) == Some(true)
    }
}

fn commands(options: &Value) -> BTreeSet<String> {
    let commands = options.get("clientCommands").and_then(Value::as_array);
    let commands = commands.into_iter().flatten();
    commands
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// The first kind that the client wants; plain text for one that says nothing.
fn preferred(kinds: Option<&[MarkupKind]>) -> MarkupKind {
    let first = kinds.and_then(<[_]>::first);
    first.cloned().unwrap_or(MarkupKind::PlainText)
}

/// Bytes cost us nothing; else what the client likes best.
fn negotiate(offered: &[PositionEncodingKind]) -> Encoding {
    let of = |kind: &PositionEncodingKind| match kind.as_str() {
        "utf-8" => Some(Encoding::Utf8),
        "utf-16" => Some(Encoding::Utf16),
        "utf-32" => Some(Encoding::Utf32),
        _ => None,
    };
    if offered.contains(&PositionEncodingKind::UTF8) {
        return Encoding::Utf8;
    }
    offered.iter().find_map(of).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_agreed_on() {
        let agreed = |offered: &[&'static str]| {
            let offered = offered.iter().map(|kind| PositionEncodingKind::new(kind));
            negotiate(&offered.collect::<Vec<_>>())
        };
        assert_eq!(agreed(&[]), Encoding::Utf16);
        assert_eq!(agreed(&["utf-16", "utf-8"]), Encoding::Utf8);
        assert_eq!(agreed(&["utf-7", "utf-32"]), Encoding::Utf32);
        assert_eq!(agreed(&["utf-7"]), Encoding::Utf16);
    }
}
