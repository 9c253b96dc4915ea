//! What the server can be asked: one file each, and one line in the table.
//!
//! A file has a function from a [`Snapshot`] and parameters to a result. It asks the analysis and
//! puts the answer into the words of the protocol; it decides nothing itself.

mod diagnostic;
mod sql;
#[cfg(debug_assertions)]
mod test;

use std::collections::HashMap;

use lsp_types::ServerCapabilities;
use lsp_types::request::Request;
use serde_json::Value;

use super::client::Client;
use super::failure::Failure;
use super::pool::Priority;
use super::snapshot::Snapshot;

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
    #[allow(
        dead_code,
        reason = "for the methods of the table, not all of which are there"
    )]
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
        let table = table();
        let names = table.iter().enumerate();
        let by_name = names.map(|(at, method)| (method.name, at)).collect();
        Self { table, by_name }
    }

    /// The method of this name.
    pub fn get(&self, name: &str) -> Option<&Method> {
        self.table.get(*self.by_name.get(name)?)
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
    use Priority::Rest;
    use Scope::{Document, Workspace};
    use lsp_types::request as r;
    let mut table = vec![
        Method::new::<r::DocumentDiagnosticRequest>(
            Rest,
            Workspace,
            diagnostic::document,
            diagnostic::offer,
        ),
        Method::new::<sql::Sql>(Rest, Document, sql::sql, |_, _| {}),
    ];
    #[cfg(debug_assertions)]
    table.extend(test::methods());
    table
}
