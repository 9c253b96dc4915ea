//! `textDocument/documentSymbol`: what a file holds.

use lsp_types::{
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, OneOf, ServerCapabilities,
    SymbolInformation,
};

use super::Response;
use super::spec::Spec;
use crate::server::client::Client;
use crate::server::convert::kinds;
use crate::server::snapshot::Snapshot;

pub fn offer(capabilities: &mut ServerCapabilities, _: &Client) {
    capabilities.document_symbol_provider = Some(OneOf::Left(true));
}

pub fn document_symbol(
    snapshot: &Snapshot,
    params: DocumentSymbolParams,
) -> Response<Option<DocumentSymbolResponse>> {
    let Some(spec) = Spec::of(snapshot, &params.text_document.uri)? else {
        return Ok(None);
    };
    let found = specql_ide::document_symbols(spec.db(), spec.file);
    if spec.client.nests_symbols() {
        let nested = found.into_iter().map(|symbol| nested(&spec, symbol));
        return Ok(Some(DocumentSymbolResponse::Nested(nested.collect())));
    }
    let mut symbols = Vec::new();
    for symbol in found {
        flatten(&spec, symbol, None, &mut symbols);
    }
    Ok(Some(DocumentSymbolResponse::Flat(symbols)))
}

#[allow(deprecated, reason = "the field has to be named")]
fn nested(spec: &Spec<'_>, symbol: specql_ide::DocumentSymbol) -> DocumentSymbol {
    let children = symbol.children.into_iter();
    let children: Vec<_> = children.map(|child| nested(spec, child)).collect();
    DocumentSymbol {
        name: symbol.name,
        detail: symbol.detail,
        kind: kinds::symbol(symbol.kind, |kind| spec.client.knows_symbol(kind)),
        tags: None,
        deprecated: None,
        range: spec.range(symbol.full),
        selection_range: spec.range(symbol.selection),
        children: (!children.is_empty()).then_some(children),
    }
}

#[allow(deprecated, reason = "the field has to be named")]
fn flatten(
    spec: &Spec<'_>,
    symbol: specql_ide::DocumentSymbol,
    container: Option<&str>,
    symbols: &mut Vec<SymbolInformation>,
) {
    symbols.extend(
        spec.location(spec.file, symbol.full)
            .map(|location| SymbolInformation {
                name: symbol.name.clone(),
                kind: kinds::symbol(symbol.kind, |kind| spec.client.knows_symbol(kind)),
                tags: None,
                deprecated: None,
                location,
                container_name: container.map(str::to_owned),
            }),
    );
    for child in symbol.children {
        flatten(spec, child, Some(&symbol.name), symbols);
    }
}
