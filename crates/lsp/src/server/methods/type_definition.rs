//! `textDocument/typeDefinition`: where the type of something is described.

use lsp_types::{
    GotoDefinitionParams, GotoDefinitionResponse, ServerCapabilities,
    TypeDefinitionProviderCapability,
};

use super::Response;
use super::spec::Spec;
use crate::server::client::{Client, Way};
use crate::server::convert::destinations;
use crate::server::snapshot::Snapshot;

pub fn offer(capabilities: &mut ServerCapabilities, _: &Client) {
    capabilities.type_definition_provider = Some(TypeDefinitionProviderCapability::Simple(true));
}

pub fn type_definition(
    snapshot: &Snapshot,
    params: GotoDefinitionParams,
) -> Response<Option<GotoDefinitionResponse>> {
    let Some((spec, at)) = Spec::at(snapshot, &params.text_document_position_params)? else {
        return Ok(None);
    };
    let found = specql_ide::type_definition(spec.db(), spec.file, at);
    Ok(found.map(|found| destinations(&spec, found, Way::TypeDefinition)))
}
