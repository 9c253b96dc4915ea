//! `workspace/symbol`: names of the whole workspace, by some of their letters.

use lsp_types::{
    Location, OneOf, ServerCapabilities, SymbolInformation, WorkspaceSymbolParams,
    WorkspaceSymbolResponse,
};

use super::Response;
use crate::server::client::Client;
use crate::server::convert::{kinds, location};
use crate::server::snapshot::Snapshot;

/// No one looks through more.
const MOST: usize = 256;

/// Places are told at once: only the files of the names that are shown are looked into.
pub fn offer(capabilities: &mut ServerCapabilities, _: &Client) {
    capabilities.workspace_symbol_provider = Some(OneOf::Left(true));
}

pub fn workspace_symbol(
    snapshot: &Snapshot,
    params: WorkspaceSymbolParams,
) -> Response<Option<WorkspaceSymbolResponse>> {
    let client = &snapshot.client;
    let mut symbols = Vec::new();
    for view in snapshot.views.iter().filter(|view| !view.is_excluded) {
        let left = MOST - symbols.len().min(MOST);
        let found = specql_ide::workspace_symbols(&view.db, &params.query, left).into_iter();
        symbols.extend(found.filter_map(|found| {
            let place = location(view, found.place.file, found.place.span, client.encoding)?;
            Some(information(client, found, place))
        }));
    }
    Ok(Some(WorkspaceSymbolResponse::Flat(symbols)))
}

#[allow(deprecated, reason = "the field has to be named")]
fn information(
    client: &Client,
    found: specql_ide::WorkspaceSymbol,
    location: Location,
) -> SymbolInformation {
    SymbolInformation {
        kind: kinds::symbol(found.kind, |kind| client.knows_workspace_symbol(kind)),
        name: found.name,
        tags: None,
        deprecated: None,
        location,
        container_name: Some(found.container),
    }
}
