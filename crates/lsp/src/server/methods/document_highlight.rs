//! `textDocument/documentHighlight`: where else in a file the same thing is spoken of.

use lsp_types::{
    DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, OneOf, ServerCapabilities,
};

use super::Response;
use super::spec::Spec;
use crate::server::client::Client;
use crate::server::snapshot::Snapshot;

pub fn offer(capabilities: &mut ServerCapabilities, _: &Client) {
    capabilities.document_highlight_provider = Some(OneOf::Left(true));
}

pub fn document_highlight(
    snapshot: &Snapshot,
    params: DocumentHighlightParams,
) -> Response<Option<Vec<DocumentHighlight>>> {
    let Some((spec, at)) = Spec::at(snapshot, &params.text_document_position_params)? else {
        return Ok(None);
    };
    let found = specql_ide::highlight(spec.db(), spec.file, at).into_iter();
    let found = found.map(|highlight| DocumentHighlight {
        range: spec.range(highlight.span),
        kind: Some(match highlight.is_written {
            true => DocumentHighlightKind::WRITE,
            false => DocumentHighlightKind::READ,
        }),
    });
    Ok(Some(found.collect()))
}
