//! `textDocument/references`: everywhere that something is spoken of.

use lsp_types::{Location, OneOf, ReferenceParams, ServerCapabilities};

use super::Response;
use super::spec::Spec;
use crate::server::client::Client;
use crate::server::snapshot::Snapshot;

pub fn offer(capabilities: &mut ServerCapabilities, _: &Client) {
    capabilities.references_provider = Some(OneOf::Left(true));
}

pub fn references(snapshot: &Snapshot, params: ReferenceParams) -> Response<Option<Vec<Location>>> {
    let Some((spec, at)) = Spec::at(snapshot, &params.text_document_position)? else {
        return Ok(None);
    };
    let with_definitions = params.context.include_declaration;
    let found = specql_ide::references(spec.db(), spec.file, at, with_definitions);
    let found = found.map(|found| {
        let places = found.into_iter().map(|reference| reference.place);
        let places = places.filter_map(|place| spec.location(place.file, place.span));
        places.collect()
    });
    Ok(found)
}
