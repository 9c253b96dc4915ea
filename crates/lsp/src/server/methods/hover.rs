//! `textDocument/hover`: what a word means.

use lsp_types::{Hover, HoverContents, HoverParams, HoverProviderCapability, ServerCapabilities};

use super::Response;
use super::spec::Spec;
use crate::server::client::Client;
use crate::server::convert::markup;
use crate::server::snapshot::Snapshot;

pub fn offer(capabilities: &mut ServerCapabilities, _: &Client) {
    capabilities.hover_provider = Some(HoverProviderCapability::Simple(true));
}

pub fn hover(snapshot: &Snapshot, params: HoverParams) -> Response<Option<Hover>> {
    let asked = &params.text_document_position_params;
    let Some(spec) = Spec::begun(snapshot, &asked.text_document.uri)? else {
        return Ok(None);
    };
    let at = spec.offset(asked.position);
    let found = specql_ide::hover(spec.db(), spec.file, at);
    Ok(found.map(|hover| Hover {
        range: Some(spec.range(hover.span)),
        contents: HoverContents::Markup(markup(hover.markdown, spec.client.hover_kind())),
    }))
}
