//! `specql/workspaceSql`: the SQL of all specs of a project, or of what an entity needs, in an order
//! that loads, and which piece of it comes from where.

use std::collections::HashMap;

use lsp_types::request::Request;
use lsp_types::{Range, TextDocumentIdentifier, Uri};
use ropey::Rope;
use serde::{Deserialize, Serialize};
use specql_analysis::Span;
use specql_analysis::db::File;
use specql_generate::{catalogue, foundation, needed_by};
use specql_sql::script::{Part, ScriptFile, files_of};

use super::Response;
use crate::server::convert;
use crate::server::snapshot::{Snapshot, View};

/// The request.
pub enum WorkspaceSql {}

impl Request for WorkspaceSql {
    type Params = WorkspaceSqlParams;
    type Result = WorkspaceSqlAnswer;
    const METHOD: &'static str = "specql/workspaceSql";
}

/// Which project is wanted.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkspaceSqlParams {
    /// A document of it; all projects where none is named.
    text_document: Option<TextDocumentIdentifier>,
    /// Of the project only what a database needs to have the entity of the document.
    #[serde(default)]
    only_needed: bool,
}

/// The SQL.
#[derive(Debug, Deserialize, Serialize)]
pub struct WorkspaceSqlAnswer {
    sql: String,
    /// The specs that pieces come from.
    files: Vec<Uri>,
    map: Vec<Piece>,
}

/// A piece of SQL and where it comes from.
#[derive(Debug, Deserialize, Serialize)]
struct Piece {
    sql: Range,
    /// The number of its spec.
    file: usize,
    spec: Range,
}

/// The SQL of a project as its files are in the editor now.
pub fn workspace_sql(
    snapshot: &Snapshot,
    params: WorkspaceSqlParams,
) -> Response<WorkspaceSqlAnswer> {
    let sources = sources(snapshot, &params)?;
    let made = sources.iter();
    let made: Vec<_> = made
        .map(|source| Part::of(catalogue(&source.view.db, source.file)))
        .collect();
    // What all of them need comes from no spec, and before them.
    let needed = foundation(made.iter().flat_map(|part| &part.needs));
    let parts = needed.iter().map(Part::of).chain(made);
    let files = files_of(parts.collect());
    Ok(Answering::new(snapshot, &sources, needed.len()).answer(&files))
}

/// A spec that is part of the script.
struct Source<'s> {
    view: &'s View,
    file: File,
}

fn sources<'s>(snapshot: &'s Snapshot, params: &WorkspaceSqlParams) -> Response<Vec<Source<'s>>> {
    let asked = match &params.text_document {
        Some(document) => Some(snapshot.document(&document.uri)?),
        None => None,
    };
    let views = snapshot.views.iter();
    let views = views.filter(|view| asked.as_ref().is_none_or(|asked| view.id == asked.view.id));
    let found = views.flat_map(|view| {
        let needed = match asked.as_ref().filter(|_| params.only_needed) {
            Some(asked) => needed_by(&view.db, [asked.file]),
            None => needed_by(&view.db, view.files()),
        };
        needed.into_iter().map(move |file| Source { view, file })
    });
    Ok(found.collect())
}

/// An answer in the making.
struct Answering<'s> {
    snapshot: &'s Snapshot,
    sources: &'s [Source<'s>],
    /// So many catalogues come before theirs.
    needed: usize,
    /// The numbers of specs by their places among the sources.
    numbers: HashMap<usize, usize>,
    answer: WorkspaceSqlAnswer,
}

impl<'s> Answering<'s> {
    fn new(snapshot: &'s Snapshot, sources: &'s [Source<'s>], needed: usize) -> Self {
        Self {
            snapshot,
            sources,
            needed,
            numbers: HashMap::new(),
            answer: WorkspaceSqlAnswer {
                sql: String::new(),
                files: Vec::new(),
                map: Vec::new(),
            },
        }
    }

    fn answer(mut self, files: &[ScriptFile]) -> WorkspaceSqlAnswer {
        let texts: Vec<_> = files.iter().map(|file| file.sql.as_str()).collect();
        let all = texts.join("\n");
        let rope = Rope::from_str(&all);
        let mut start = 0;
        for file in files {
            for piece in &file.pieces {
                let sql = Span {
                    start: piece.sql.start.saturating_add(start),
                    end: piece.sql.end.saturating_add(start),
                };
                let spec = Span {
                    start: piece.origin.start,
                    end: piece.origin.end,
                };
                self.add(&rope, sql, piece.catalogue, spec);
            }
            let length = u32::try_from(file.sql.len() + 1).unwrap_or(u32::MAX);
            start = start.saturating_add(length);
        }
        self.answer.sql = all;
        self.answer
    }

    /// Notes where a piece comes from: of what all entities need, from nowhere.
    fn add(&mut self, text: &Rope, sql: Span, catalogue: usize, spec: Span) {
        let encoding = self.snapshot.client.encoding;
        let Some(at) = catalogue.checked_sub(self.needed) else {
            return;
        };
        let Some(source) = self.sources.get(at) else {
            return;
        };
        let file = match self.numbers.get(&at) {
            Some(number) => *number,
            None => {
                let Some(uri) = source.view.uri(source.file) else {
                    return;
                };
                self.answer.files.push(uri);
                let number = self.answer.files.len() - 1;
                self.numbers.insert(at, number);
                number
            }
        };
        self.answer.map.push(Piece {
            sql: convert::range(text, sql, encoding),
            file,
            spec: convert::range(source.view.text(source.file), spec, encoding),
        });
    }
}
