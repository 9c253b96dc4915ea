//! `textDocument/implementation`: where something is made to come true.

use lsp_types::{
    GotoDefinitionParams, GotoDefinitionResponse, ImplementationProviderCapability,
    ServerCapabilities,
};

use super::Response;
use super::spec::Spec;
use crate::server::client::{Client, Way};
use crate::server::convert::destinations;
use crate::server::snapshot::Snapshot;

pub fn offer(capabilities: &mut ServerCapabilities, _: &Client) {
    capabilities.implementation_provider = Some(ImplementationProviderCapability::Simple(true));
}

pub fn implementation(
    snapshot: &Snapshot,
    params: GotoDefinitionParams,
) -> Response<Option<GotoDefinitionResponse>> {
    let Some((spec, at)) = Spec::at(snapshot, &params.text_document_position_params)? else {
        return Ok(None);
    };
    let found = specql_ide::implementation(spec.db(), spec.file, at);
    Ok(found.map(|found| destinations(&spec, found, Way::Implementation)))
}
