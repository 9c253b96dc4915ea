//! `textDocument/selectionRange`: what stands around a place, further and further.

use lsp_types::{
    SelectionRange, SelectionRangeParams, SelectionRangeProviderCapability, ServerCapabilities,
};
use specql_analysis::Span;

use super::Response;
use super::spec::Spec;
use crate::server::client::Client;
use crate::server::snapshot::Snapshot;

pub fn offer(capabilities: &mut ServerCapabilities, _: &Client) {
    capabilities.selection_range_provider = Some(SelectionRangeProviderCapability::Simple(true));
}

pub fn selection_range(
    snapshot: &Snapshot,
    params: SelectionRangeParams,
) -> Response<Option<Vec<SelectionRange>>> {
    let Some(spec) = Spec::of(snapshot, &params.text_document.uri)? else {
        return Ok(None);
    };
    let around = params.positions.into_iter().map(|position| {
        let offset = spec.offset(position);
        let spans = specql_ide::selection_ranges(spec.db(), spec.file, offset);
        let here = Span::at(offset as usize);
        nested(&spec, &spans).unwrap_or_else(|| SelectionRange {
            range: spec.range(here),
            parent: None,
        })
    });
    Ok(Some(around.collect()))
}

/// The smallest, with what is around it.
fn nested(spec: &Spec<'_>, spans: &[Span]) -> Option<SelectionRange> {
    spans.iter().rev().fold(None, |parent, span| {
        Some(SelectionRange {
            range: spec.range(*span),
            parent: parent.map(Box::new),
        })
    })
}
