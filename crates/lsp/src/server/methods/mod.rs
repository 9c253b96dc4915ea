//! What the server can be asked: one file each, and one line in the table.
//!
//! A file has a function from a [`Snapshot`] and parameters to a result. It asks the analysis and
//! puts the answer into the words of the protocol; it decides nothing itself.

mod call_hierarchy;
mod code_action;
mod code_lens;
mod completion;
mod declaration;
mod definition;
mod diagnostic;
mod document_highlight;
mod document_link;
mod document_symbol;
mod execute_command;
mod folding_range;
mod formatting;
mod graph;
mod hover;
mod implementation;
mod inlay_hint;
mod linked_editing_range;
mod references;
mod rename;
mod selection_range;
mod semantic_tokens;
mod signature_help;
mod spec;
mod sql;
#[cfg(debug_assertions)]
mod test;
mod text_document_content;
mod type_definition;
mod type_hierarchy;
mod will_rename_files;
mod workspace_sql;
mod workspace_symbol;

pub use execute_command::PREVIEW_SQL;
pub use sql::SCHEME;
#[cfg(debug_assertions)]
pub use test::break_down;
pub use text_document_content::spec_of;

use std::collections::HashMap;

use lsp_types::ServerCapabilities;
use lsp_types::request::Request;
use serde_json::Value;

use super::client::Client;
use super::failure::Failure;
use super::pool::Priority;
use super::snapshot::Snapshot;

pub use spec::Spec;

/// The result of a method.
pub type Response<T> = Result<T, Failure>;

type Run = Box<dyn Fn(&Snapshot, &Value) -> Response<Value> + Send + Sync>;

/// Something that the server can be asked.
pub struct Method {
    /// What it is called.
    pub name: &'static str,
    /// How soon it is answered.
    pub priority: Priority,
    /// What it is about.
    pub scope: Scope,
    run: Run,
    offer: fn(&mut ServerCapabilities, &Client),
}

/// What a method is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A document that is a spec. Of others the answer is null.
    Document,
    /// All files.
    Workspace,
}

impl Method {
    /// A method that answers with what a function says.
    fn new<R: Request>(
        priority: Priority,
        scope: Scope,
        answer: fn(&Snapshot, R::Params) -> Response<R::Result>,
        offer: fn(&mut ServerCapabilities, &Client),
    ) -> Self
    where
        R::Params: 'static,
        R::Result: 'static,
    {
        let run = move |snapshot: &Snapshot, params: &Value| {
            let params = serde::Deserialize::deserialize(params)
                .map_err(|error| Failure::params(error.to_string()))?;
            let result = answer(snapshot, params)?;
            serde_json::to_value(result)
                .map_err(|error| Failure::new(Failure::INTERNAL, error.to_string()))
        };
        Self {
            name: R::METHOD,
            priority,
            scope,
            run: Box::new(run),
            offer,
        }
    }

    /// Answers.
    pub fn run(&self, snapshot: &Snapshot, params: &Value) -> Response<Value> {
        (self.run)(snapshot, params)
    }
}

/// All methods that are answered from a snapshot.
pub struct Methods {
    table: Vec<Method>,
    by_name: HashMap<&'static str, usize>,
}

impl Methods {
    /// All of them.
    pub fn new() -> Self {
        let table: Vec<_> = table().into_iter().chain(of_tests()).collect();
        let names = table.iter().enumerate();
        let by_name = names.map(|(at, method)| (method.name, at)).collect();
        Self { table, by_name }
    }

    /// The method of this name.
    pub fn get(&self, name: &str) -> Option<&Method> {
        self.table.get(*self.by_name.get(name)?)
    }

    /// The names of all of them.
    #[cfg(test)]
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.table.iter().map(|method| method.name)
    }

    /// Says what they can do.
    pub fn offer(&self, capabilities: &mut ServerCapabilities, client: &Client) {
        for method in &self.table {
            (method.offer)(capabilities, client);
        }
    }
}

/// A line for each method: its type, how soon it is wanted, what it is about, the function that
/// answers, and what of it is told to the client.
fn table() -> Vec<Method> {
    use Priority::{Rest, Urgent};
    use Scope::{Document, Workspace};
    use lsp_types::request as r;
    vec![
        Method::new::<r::Completion>(Urgent, Document, completion::completion, completion::offer),
        Method::new::<r::ResolveCompletionItem>(Urgent, Document, completion::resolve, nothing),
        Method::new::<r::HoverRequest>(Urgent, Document, hover::hover, hover::offer),
        Method::new::<r::SignatureHelpRequest>(
            Urgent,
            Document,
            signature_help::signature_help,
            signature_help::offer,
        ),
        Method::new::<r::GotoDefinition>(
            Urgent,
            Document,
            definition::definition,
            definition::offer,
        ),
        Method::new::<r::GotoDeclaration>(
            Urgent,
            Document,
            declaration::declaration,
            declaration::offer,
        ),
        Method::new::<r::GotoTypeDefinition>(
            Urgent,
            Document,
            type_definition::type_definition,
            type_definition::offer,
        ),
        Method::new::<r::GotoImplementation>(
            Urgent,
            Document,
            implementation::implementation,
            implementation::offer,
        ),
        Method::new::<r::References>(Urgent, Document, references::references, references::offer),
        Method::new::<r::DocumentHighlightRequest>(
            Urgent,
            Document,
            document_highlight::document_highlight,
            document_highlight::offer,
        ),
        Method::new::<r::LinkedEditingRange>(
            Urgent,
            Document,
            linked_editing_range::linked_editing_range,
            linked_editing_range::offer,
        ),
        Method::new::<r::PrepareRenameRequest>(Urgent, Document, rename::prepare, nothing),
        Method::new::<r::Rename>(Urgent, Document, rename::rename, rename::offer),
        Method::new::<r::Formatting>(Urgent, Document, formatting::formatting, formatting::offer),
        Method::new::<r::RangeFormatting>(
            Urgent,
            Document,
            formatting::range_formatting,
            formatting::offer_range,
        ),
        Method::new::<r::OnTypeFormatting>(
            Urgent,
            Document,
            formatting::on_type_formatting,
            formatting::offer_on_type,
        ),
        Method::new::<r::CodeActionRequest>(
            Urgent,
            Document,
            code_action::code_action,
            code_action::offer,
        ),
        Method::new::<code_action::ResolveCodeAction>(
            Urgent,
            Document,
            code_action::resolve,
            nothing,
        ),
        Method::new::<r::SelectionRangeRequest>(
            Urgent,
            Document,
            selection_range::selection_range,
            selection_range::offer,
        ),
        Method::new::<r::WillRenameFiles>(
            Urgent,
            Workspace,
            will_rename_files::will_rename_files,
            will_rename_files::offer,
        ),
        Method::new::<r::DocumentSymbolRequest>(
            Rest,
            Document,
            document_symbol::document_symbol,
            document_symbol::offer,
        ),
        Method::new::<r::WorkspaceSymbolRequest>(
            Urgent,
            Workspace,
            workspace_symbol::workspace_symbol,
            workspace_symbol::offer,
        ),
        Method::new::<r::CallHierarchyPrepare>(
            Urgent,
            Document,
            call_hierarchy::prepare,
            call_hierarchy::offer,
        ),
        Method::new::<r::CallHierarchyIncomingCalls>(
            Urgent,
            Document,
            call_hierarchy::incoming,
            nothing,
        ),
        Method::new::<r::CallHierarchyOutgoingCalls>(
            Urgent,
            Document,
            call_hierarchy::outgoing,
            nothing,
        ),
        Method::new::<r::TypeHierarchyPrepare>(Urgent, Document, type_hierarchy::prepare, nothing),
        Method::new::<r::TypeHierarchySupertypes>(
            Urgent,
            Document,
            type_hierarchy::supertypes,
            nothing,
        ),
        Method::new::<r::TypeHierarchySubtypes>(
            Urgent,
            Document,
            type_hierarchy::subtypes,
            nothing,
        ),
        Method::new::<r::SemanticTokensFullRequest>(
            Rest,
            Document,
            semantic_tokens::full,
            semantic_tokens::offer,
        ),
        Method::new::<r::SemanticTokensFullDeltaRequest>(
            Rest,
            Document,
            semantic_tokens::delta,
            nothing,
        ),
        Method::new::<r::SemanticTokensRangeRequest>(
            Rest,
            Document,
            semantic_tokens::range,
            nothing,
        ),
        Method::new::<r::FoldingRangeRequest>(
            Rest,
            Document,
            folding_range::folding_range,
            folding_range::offer,
        ),
        Method::new::<r::InlayHintRequest>(
            Rest,
            Document,
            inlay_hint::inlay_hint,
            inlay_hint::offer,
        ),
        Method::new::<r::InlayHintResolveRequest>(Urgent, Document, inlay_hint::resolve, nothing),
        Method::new::<r::CodeLensRequest>(Rest, Document, code_lens::code_lens, code_lens::offer),
        Method::new::<r::CodeLensResolve>(Rest, Document, code_lens::resolve, nothing),
        Method::new::<r::DocumentLinkRequest>(
            Rest,
            Document,
            document_link::document_link,
            document_link::offer,
        ),
        Method::new::<r::DocumentDiagnosticRequest>(
            Rest,
            Workspace,
            diagnostic::document,
            diagnostic::offer,
        ),
        Method::new::<graph::Graph>(Rest, Workspace, graph::graph, nothing),
        Method::new::<sql::Sql>(Rest, Document, sql::sql, nothing),
        Method::new::<text_document_content::TextDocumentContent>(
            Rest,
            Workspace,
            text_document_content::text_document_content,
            nothing,
        ),
        Method::new::<r::ExecuteCommand>(
            Urgent,
            Workspace,
            execute_command::execute_command,
            execute_command::offer,
        ),
        Method::new::<workspace_sql::WorkspaceSql>(
            Rest,
            Workspace,
            workspace_sql::workspace_sql,
            nothing,
        ),
    ]
}

#[cfg(debug_assertions)]
fn of_tests() -> impl IntoIterator<Item = Method> {
    test::methods()
}

#[cfg(not(debug_assertions))]
fn of_tests() -> impl IntoIterator<Item = Method> {
    []
}

/// Of what another method of the table tells.
fn nothing(_: &mut ServerCapabilities, _: &Client) {}
