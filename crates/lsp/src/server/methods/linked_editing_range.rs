//! `textDocument/linkedEditingRange`: what changes along with a name while it is typed.

use lsp_types::{
    LinkedEditingRangeParams, LinkedEditingRangeServerCapabilities, LinkedEditingRanges,
    ServerCapabilities,
};

use super::Response;
use super::spec::Spec;
use crate::server::client::Client;
use crate::server::snapshot::Snapshot;

pub fn offer(capabilities: &mut ServerCapabilities, _: &Client) {
    let provider = LinkedEditingRangeServerCapabilities::Simple(true);
    capabilities.linked_editing_range_provider = Some(provider);
}

pub fn linked_editing_range(
    snapshot: &Snapshot,
    params: LinkedEditingRangeParams,
) -> Response<Option<LinkedEditingRanges>> {
    let Some((spec, at)) = Spec::at(snapshot, &params.text_document_position_params)? else {
        return Ok(None);
    };
    let found = specql_ide::linked_editing(spec.db(), spec.file, at);
    Ok(found.map(|spans| LinkedEditingRanges {
        ranges: spans.into_iter().map(|span| spec.range(span)).collect(),
        word_pattern: Some(NAME.to_owned()),
    }))
}

/// What goes on being the same name while it is typed.
const NAME: &str = "[\\p{L}_][\\p{L}\\p{N}_]*";
