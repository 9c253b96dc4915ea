//! What the client tells. Each is taken in before anything that comes after it.

use lsp_types::{
    DidChangeConfigurationParams, DidChangeTextDocumentParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::serve::Server;

impl Server {
    /// Takes in what the client tells. What cannot be understood is noted and left.
    pub(super) fn told(&mut self, method: &str, params: Value) {
        match method {
            "initialized" => self.initialized(),
            "textDocument/didOpen" => {
                if let Some(params) = self.read::<DidOpenTextDocumentParams>(method, params) {
                    self.session.open(params.text_document);
                }
            }
            "textDocument/didChange" => {
                if let Some(params) = self.read::<DidChangeTextDocumentParams>(method, params) {
                    let document = params.text_document;
                    self.session
                        .change(&document.uri, document.version, params.content_changes);
                }
            }
            "textDocument/didClose" => {
                if let Some(params) = self.read::<DidCloseTextDocumentParams>(method, params) {
                    self.session.close(&params.text_document.uri);
                }
            }
            "workspace/didChangeConfiguration" => {
                if let Some(params) = self.read::<DidChangeConfigurationParams>(method, params) {
                    self.settings_told(params.settings);
                }
            }
            "workspace/didChangeWorkspaceFolders" => {
                if let Some(params) = self.read(method, params) {
                    self.folders_changed(params);
                }
            }
            "workspace/didChangeWatchedFiles" => {
                if let Some(params) = self.read(method, params) {
                    self.watched(params);
                }
            }
            "workspace/didCreateFiles" => {
                if let Some(params) = self.read(method, params) {
                    self.created(params);
                }
            }
            "workspace/didRenameFiles" => {
                if let Some(params) = self.read(method, params) {
                    self.renamed(params);
                }
            }
            "workspace/didDeleteFiles" => {
                if let Some(params) = self.read(method, params) {
                    self.deleted(params);
                }
            }
            #[cfg(debug_assertions)]
            "specql/test/panic" => super::methods::break_down(),
            // What is not known is of no use.
            _ => {}
        }
    }

    fn read<P: DeserializeOwned>(&mut self, method: &str, params: Value) -> Option<P> {
        match serde_json::from_value(params) {
            Ok(params) => Some(params),
            Err(error) => {
                self.log_once(&format!("{method} was not understood: {error}"));
                None
            }
        }
    }
}
