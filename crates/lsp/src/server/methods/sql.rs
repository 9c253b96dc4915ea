//! `specql/sql`: the SQL of a spec and which piece of it comes from where.

use lsp_types::request::Request;
use lsp_types::{Range, TextDocumentIdentifier, Uri};
use ropey::Rope;
use serde::{Deserialize, Serialize};
use specql_ide::{Preview, preview};

use super::Response;
use super::spec::Spec;
use crate::server::convert;
use crate::server::snapshot::Snapshot;

/// The request.
pub enum Sql {}

impl Request for Sql {
    type Params = SqlParams;
    type Result = Option<SqlAnswer>;
    const METHOD: &'static str = "specql/sql";
}

/// Whose SQL is wanted.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SqlParams {
    /// The spec.
    text_document: TextDocumentIdentifier,
    /// The entity, a field or an action of it; all where none is named.
    name: Option<String>,
}

/// The SQL.
#[derive(Debug, Deserialize, Serialize)]
pub struct SqlAnswer {
    /// The virtual document that has it.
    pub uri: String,
    pub sql: String,
    map: Vec<Pair>,
}

/// A piece of SQL and where it comes from.
#[derive(Debug, Deserialize, Serialize)]
pub struct Pair {
    pub sql: Range,
    pub spec: Range,
}

/// The scheme of virtual documents.
pub const SCHEME: &str = "specql-sql";

/// The SQL of a spec; null where there is none.
pub fn sql(snapshot: &Snapshot, params: SqlParams) -> Response<Option<SqlAnswer>> {
    answer(snapshot, &params.text_document.uri, params.name.as_deref())
}

/// The same for all who ask in another way.
pub fn answer(snapshot: &Snapshot, uri: &Uri, name: Option<&str>) -> Response<Option<SqlAnswer>> {
    let Some(spec) = Spec::of(snapshot, uri)? else {
        return Ok(None);
    };
    let found = preview(spec.db(), spec.file, name);
    Ok(found.map(|preview| SqlAnswer {
        uri: virtual_uri(uri, name),
        map: map(&spec, &preview),
        sql: preview.sql,
    }))
}

/// How the SQL of a spec is called as a document.
pub fn virtual_uri(uri: &Uri, name: Option<&str>) -> String {
    let path = uri.path().as_str();
    match name {
        Some(name) => format!("{SCHEME}:{path}.sql#{name}"),
        None => format!("{SCHEME}:{path}.sql"),
    }
}

fn map(spec: &Spec<'_>, preview: &Preview) -> Vec<Pair> {
    let sql = Rope::from_str(&preview.sql);
    let pieces = preview.pieces.iter();
    let pairs = pieces.map(|piece| Pair {
        sql: convert::range(&sql, piece.sql, spec.client.encoding),
        spec: spec.range(piece.spec),
    });
    pairs.collect()
}
