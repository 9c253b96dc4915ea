//! `textDocument/documentLink`: what leads to other files and to the documentation.

use lsp_types::{
    DocumentLink, DocumentLinkOptions, DocumentLinkParams, ServerCapabilities,
    WorkDoneProgressOptions,
};
use specql_ide::LinkTarget;

use super::Response;
use super::spec::Spec;
use crate::server::client::Client;
use crate::server::snapshot::Snapshot;

pub fn offer(capabilities: &mut ServerCapabilities, _: &Client) {
    capabilities.document_link_provider = Some(DocumentLinkOptions {
        resolve_provider: Some(false),
        work_done_progress_options: WorkDoneProgressOptions::default(),
    });
}

pub fn document_link(
    snapshot: &Snapshot,
    params: DocumentLinkParams,
) -> Response<Option<Vec<DocumentLink>>> {
    let Some(spec) = Spec::of(snapshot, &params.text_document.uri)? else {
        return Ok(None);
    };
    let found = specql_ide::document_links(spec.db(), spec.file).into_iter();
    let links = found.filter_map(|link| {
        let target = match link.target {
            LinkTarget::File(file) => spec.view.uri(file)?,
            LinkTarget::Page(page) => page.parse().ok()?,
        };
        Some(DocumentLink {
            range: spec.range(link.span),
            target: Some(target),
            tooltip: Some(link.tooltip).filter(|_| spec.client.takes_link_tooltips()),
            data: None,
        })
    });
    Ok(Some(links.collect()))
}
