//! `textDocument/prepareCallHierarchy`, `callHierarchy/incomingCalls` and
//! `callHierarchy/outgoingCalls`: which actions call which.

use lsp_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem,
    CallHierarchyOutgoingCall, CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams,
    CallHierarchyServerCapability, Range, ServerCapabilities, SymbolKind,
};
use specql_analysis::Span;
use specql_analysis::db::File;
use specql_ide::CallItem;

use super::Response;
use super::spec::Spec;
use crate::server::client::Client;
use crate::server::snapshot::Snapshot;

pub fn offer(capabilities: &mut ServerCapabilities, _: &Client) {
    capabilities.call_hierarchy_provider = Some(CallHierarchyServerCapability::Simple(true));
}

pub fn prepare(
    snapshot: &Snapshot,
    params: CallHierarchyPrepareParams,
) -> Response<Option<Vec<CallHierarchyItem>>> {
    let Some((spec, at)) = Spec::at(snapshot, &params.text_document_position_params)? else {
        return Ok(None);
    };
    let found = specql_ide::prepare_calls(spec.db(), spec.file, at);
    let found = found.and_then(|found| item(&spec, found));
    Ok(found.map(|item| vec![item]))
}

pub fn incoming(
    snapshot: &Snapshot,
    params: CallHierarchyIncomingCallsParams,
) -> Response<Option<Vec<CallHierarchyIncomingCall>>> {
    let Some(spec) = Spec::of(snapshot, &params.item.uri)? else {
        return Ok(None);
    };
    let calls = specql_ide::incoming_calls(spec.db(), spec.file, &params.item.name).into_iter();
    let calls = calls.filter_map(|call| {
        let from_ranges = ranges(&spec, call.item.place.file, &call.places);
        let from = item(&spec, call.item)?;
        Some(CallHierarchyIncomingCall { from, from_ranges })
    });
    Ok(Some(calls.collect()))
}

pub fn outgoing(
    snapshot: &Snapshot,
    params: CallHierarchyOutgoingCallsParams,
) -> Response<Option<Vec<CallHierarchyOutgoingCall>>> {
    let Some(spec) = Spec::of(snapshot, &params.item.uri)? else {
        return Ok(None);
    };
    let calls = specql_ide::outgoing_calls(spec.db(), spec.file, &params.item.name).into_iter();
    let calls = calls.filter_map(|call| {
        let from_ranges = ranges(&spec, spec.file, &call.places);
        let to = item(&spec, call.item)?;
        Some(CallHierarchyOutgoingCall { to, from_ranges })
    });
    Ok(Some(calls.collect()))
}

fn ranges(spec: &Spec<'_>, file: File, places: &[Span]) -> Vec<Range> {
    let places = places.iter();
    places.map(|place| spec.range_in(file, *place)).collect()
}

fn item(spec: &Spec<'_>, found: CallItem) -> Option<CallHierarchyItem> {
    let place = found.place;
    Some(CallHierarchyItem {
        name: found.action,
        kind: SymbolKind::METHOD,
        tags: None,
        detail: Some(found.entity),
        uri: spec.view.uri(place.file)?,
        range: spec.range_in(place.file, place.whole),
        selection_range: spec.range_in(place.file, place.name),
        data: None,
    })
}
