//! What the client can do with answers to questions about a place.

use lsp_types::{
    CodeActionClientCapabilities, CompletionItemCapability, CompletionItemKind,
    CompletionItemKindCapability, FoldingRangeClientCapabilities, GotoCapability, InsertTextMode,
    MarkupKind, ResourceOperationKind, SignatureInformationSettings, SymbolKind,
    SymbolKindCapability, TextDocumentClientCapabilities, WorkspaceEditClientCapabilities,
};

use super::{Client, preferred};

impl Client {
    fn document(&self) -> Option<&TextDocumentClientCapabilities> {
        self.can.text_document.as_ref()
    }

    fn item(&self) -> Option<&CompletionItemCapability> {
        self.document()?
            .completion
            .as_ref()?
            .completion_item
            .as_ref()
    }

    /// Whether a completion may say what it does when the rest of the word is kept.
    pub fn takes_insert_replace(&self) -> bool {
        self.item().and_then(|item| item.insert_replace_support) == Some(true)
    }

    /// Whether a completion may have details beside its label.
    pub fn takes_label_details(&self) -> bool {
        self.item().and_then(|item| item.label_details_support) == Some(true)
    }

    /// Whether a completion may be the one that is selected first.
    pub fn takes_preselected(&self) -> bool {
        self.item().and_then(|item| item.preselect_support) == Some(true)
    }

    /// Whether it can be told to leave the indentation of a completion as it is.
    pub fn takes_text_as_it_is(&self) -> bool {
        let modes = self
            .item()
            .and_then(|item| item.insert_text_mode_support.as_ref());
        modes.is_some_and(|modes| modes.value_set.contains(&InsertTextMode::AS_IS))
    }

    /// Whether it knows a kind of completions.
    pub fn knows_item(&self, kind: CompletionItemKind) -> bool {
        let completion = self.document().and_then(|can| can.completion.as_ref());
        let kinds = completion.and_then(|can| can.completion_item_kind.as_ref());
        match kinds {
            Some(CompletionItemKindCapability {
                value_set: Some(known),
            }) => known.contains(&kind),
            _ => FIRST_ITEMS.contains(&kind),
        }
    }

    /// Whether it knows a kind of symbols, in a document.
    pub fn knows_symbol(&self, kind: SymbolKind) -> bool {
        let symbols = self.document().and_then(|can| can.document_symbol.as_ref());
        knows(symbols.and_then(|can| can.symbol_kind.as_ref()), kind)
    }

    /// Whether it knows a kind of symbols, in a workspace.
    pub fn knows_workspace_symbol(&self, kind: SymbolKind) -> bool {
        let symbols = self
            .can
            .workspace
            .as_ref()
            .and_then(|can| can.symbol.as_ref());
        knows(symbols.and_then(|can| can.symbol_kind.as_ref()), kind)
    }

    /// Whether a way to somewhere may tell the name that it begins at.
    pub fn links_to(&self, way: Way) -> bool {
        let ways: fn(&TextDocumentClientCapabilities) -> Option<&GotoCapability> = match way {
            Way::Definition => |can| can.definition.as_ref(),
            Way::Declaration => |can| can.declaration.as_ref(),
            Way::TypeDefinition => |can| can.type_definition.as_ref(),
            Way::Implementation => |can| can.implementation.as_ref(),
        };
        self.document()
            .and_then(ways)
            .and_then(|can| can.link_support)
            == Some(true)
    }

    fn signature(&self) -> Option<&SignatureInformationSettings> {
        self.document()?
            .signature_help
            .as_ref()?
            .signature_information
            .as_ref()
    }

    /// How the documentation of a signature is to be written.
    pub fn signature_kind(&self) -> MarkupKind {
        let signature = self.signature();
        preferred(signature.and_then(|can| can.documentation_format.as_deref()))
    }

    /// Whether a parameter may be a stretch of its signature.
    pub fn takes_parameter_places(&self) -> bool {
        let parameter = self
            .signature()
            .and_then(|can| can.parameter_information.as_ref());
        parameter.and_then(|can| can.label_offset_support) == Some(true)
    }

    /// Whether it asks first whether something can be renamed.
    pub fn prepares_renames(&self) -> bool {
        let rename = self.document().and_then(|can| can.rename.as_ref());
        rename.and_then(|can| can.prepare_support) == Some(true)
    }

    /// Whether a link may say what is there.
    pub fn takes_link_tooltips(&self) -> bool {
        let links = self.document().and_then(|can| can.document_link.as_ref());
        links.and_then(|can| can.tooltip_support) == Some(true)
    }

    /// Whether the tooltip of a hint may be told later.
    pub fn resolves_hint_tooltips(&self) -> bool {
        let hints = self.document().and_then(|can| can.inlay_hint.as_ref());
        let resolved = hints.and_then(|can| can.resolve_support.as_ref());
        resolved.is_some_and(|can| can.properties.iter().any(|known| known == "tooltip"))
    }

    fn edits(&self) -> Option<&WorkspaceEditClientCapabilities> {
        self.can.workspace.as_ref()?.workspace_edit.as_ref()
    }

    /// Whether a change may do this with files.
    pub fn takes_operation(&self, operation: &ResourceOperationKind) -> bool {
        let operations = self
            .edits()
            .and_then(|can| can.resource_operations.as_ref());
        self.takes_document_changes() && operations.is_some_and(|can| can.contains(operation))
    }

    /// Whether it shows what the changes of a new name are for.
    pub fn shows_annotations(&self) -> bool {
        let can = self.edits();
        let knows = can.is_some_and(|can| can.change_annotation_support.is_some());
        let rename = self.document().and_then(|can| can.rename.as_ref());
        knows && rename.and_then(|can| can.honors_change_annotations) == Some(true)
    }

    fn folding(&self) -> Option<&FoldingRangeClientCapabilities> {
        self.document()?.folding_range.as_ref()
    }

    /// Whether it folds whole lines only.
    pub fn folds_lines_only(&self) -> bool {
        self.folding().and_then(|can| can.line_folding_only) == Some(true)
    }

    /// How many folds it wants at most.
    pub fn most_folds(&self) -> Option<u32> {
        self.folding()?.range_limit
    }

    fn code_action(&self) -> Option<&CodeActionClientCapabilities> {
        self.document()?.code_action.as_ref()
    }

    /// Whether something that can be done may be more than a command.
    pub fn takes_code_actions(&self) -> bool {
        let can = self.code_action();
        can.is_some_and(|can| can.code_action_literal_support.is_some())
    }

    /// Whether what is done may be told later.
    pub fn resolves_code_actions(&self) -> bool {
        let can = self.code_action();
        let resolved = can.and_then(|can| can.resolve_support.as_ref());
        let tells_edits = resolved.is_some_and(|can| can.properties.iter().any(|p| p == "edit"));
        tells_edits && can.and_then(|can| can.data_support) == Some(true)
    }

    /// Whether a change of texts that is something that can be done may say what it does.
    pub fn takes_annotations(&self) -> bool {
        let honors = self.code_action();
        let honors = honors.and_then(|can| can.honors_change_annotations) == Some(true);
        let takes = self
            .edits()
            .map(|can| can.change_annotation_support.is_some());
        honors && takes == Some(true) && self.takes_document_changes()
    }

    /// Whether one thing that can be done may be the preferred one.
    pub fn takes_preferred_actions(&self) -> bool {
        self.code_action().and_then(|can| can.is_preferred_support) == Some(true)
    }
}

/// Where one can go from a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To where it is given.
    Definition,
    /// The same, for who asks so.
    Declaration,
    /// To the type of what it stands for.
    TypeDefinition,
    /// To what makes it come true.
    Implementation,
}

fn knows(kinds: Option<&SymbolKindCapability>, kind: SymbolKind) -> bool {
    match kinds {
        Some(SymbolKindCapability {
            value_set: Some(known),
        }) => known.contains(&kind),
        _ => FIRST_SYMBOLS.contains(&kind),
    }
}

/// The kinds of completions that every client knows.
const FIRST_ITEMS: [CompletionItemKind; 18] = {
    use CompletionItemKind as K;
    [
        K::TEXT,
        K::METHOD,
        K::FUNCTION,
        K::CONSTRUCTOR,
        K::FIELD,
        K::VARIABLE,
        K::CLASS,
        K::INTERFACE,
        K::MODULE,
        K::PROPERTY,
        K::UNIT,
        K::VALUE,
        K::ENUM,
        K::KEYWORD,
        K::SNIPPET,
        K::COLOR,
        K::FILE,
        K::REFERENCE,
    ]
};

/// The kinds of symbols that every client knows.
const FIRST_SYMBOLS: [SymbolKind; 18] = {
    use SymbolKind as K;
    [
        K::FILE,
        K::MODULE,
        K::NAMESPACE,
        K::PACKAGE,
        K::CLASS,
        K::METHOD,
        K::PROPERTY,
        K::FIELD,
        K::CONSTRUCTOR,
        K::ENUM,
        K::INTERFACE,
        K::FUNCTION,
        K::VARIABLE,
        K::CONSTANT,
        K::STRING,
        K::NUMBER,
        K::BOOLEAN,
        K::ARRAY,
    ]
};
