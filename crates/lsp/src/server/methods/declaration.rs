//! `textDocument/declaration`: where a name is declared.

use lsp_types::{
    DeclarationCapability, GotoDefinitionParams, GotoDefinitionResponse, ServerCapabilities,
};

use super::Response;
use super::spec::Spec;
use crate::server::client::{Client, Way};
use crate::server::convert::destinations;
use crate::server::snapshot::Snapshot;

pub fn offer(capabilities: &mut ServerCapabilities, _: &Client) {
    capabilities.declaration_provider = Some(DeclarationCapability::Simple(true));
}

pub fn declaration(
    snapshot: &Snapshot,
    params: GotoDefinitionParams,
) -> Response<Option<GotoDefinitionResponse>> {
    let Some((spec, at)) = Spec::at(snapshot, &params.text_document_position_params)? else {
        return Ok(None);
    };
    let found = specql_ide::declaration(spec.db(), spec.file, at);
    Ok(found.map(|found| destinations(&spec, found, Way::Declaration)))
}
