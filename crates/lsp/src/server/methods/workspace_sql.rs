//! `specql/workspaceSql`: the SQL of all specs of a project, in an order that loads.

use lsp_types::TextDocumentIdentifier;
use lsp_types::request::Request;
use serde::{Deserialize, Serialize};
use specql_generate::{foundation, needed_by, whole};
use specql_sql::script::files;

use super::Response;
use crate::server::snapshot::Snapshot;

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
}

/// The SQL.
#[derive(Debug, Deserialize, Serialize)]
pub struct WorkspaceSqlAnswer {
    sql: String,
}

/// The SQL of a project as its files are in the editor now.
pub fn workspace_sql(
    snapshot: &Snapshot,
    params: WorkspaceSqlParams,
) -> Response<WorkspaceSqlAnswer> {
    let asked = match &params.text_document {
        Some(document) => Some(snapshot.document(&document.uri)?.view.id),
        None => None,
    };
    let views = snapshot.views.iter();
    let views = views.filter(|view| asked.is_none_or(|asked| view.id == asked));
    let mut catalogues = vec![foundation()];
    catalogues.extend(views.flat_map(|view| whole(&view.db, &needed_by(&view.db, view.files()))));
    let files = files(&catalogues);
    let texts: Vec<_> = files.iter().map(|file| file.sql.as_str()).collect();
    Ok(WorkspaceSqlAnswer {
        sql: texts.join("\n"),
    })
}
