//! The semantic tokens that a client has, so that it need be told only what is new.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use lsp_types::{SemanticToken, Uri};

/// The tokens of so many documents are remembered. Of others, all are told again.
const MOST: usize = 32;

/// The tokens that a client was told last, by document.
#[derive(Debug, Default)]
pub struct Tokens {
    told: Mutex<VecDeque<Told>>,
}

#[derive(Debug)]
struct Told {
    uri: Uri,
    id: String,
    tokens: Vec<SemanticToken>,
}

impl Tokens {
    /// Notes what a client is told of a document.
    pub fn note(&self, uri: Uri, id: String, tokens: Vec<SemanticToken>) {
        let mut told = self.told();
        told.retain(|told| told.uri != uri);
        told.push_front(Told { uri, id, tokens });
        told.truncate(MOST);
    }

    /// What a client was told of a document, if that was under this name.
    pub fn earlier(&self, uri: &Uri, id: &str) -> Option<Vec<SemanticToken>> {
        let told = self.told();
        let found = told.iter().find(|told| told.uri == *uri && told.id == id)?;
        Some(found.tokens.clone())
    }

    fn told(&self) -> MutexGuard<'_, VecDeque<Told>> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
