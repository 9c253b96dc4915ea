//! `textDocument/foldingRange`: what can be folded away.

use lsp_types::{
    FoldingRange, FoldingRangeKind, FoldingRangeParams, FoldingRangeProviderCapability,
    ServerCapabilities,
};
use specql_ide::{Fold, FoldKind};

use super::Response;
use super::spec::Spec;
use crate::server::client::Client;
use crate::server::snapshot::Snapshot;

pub fn offer(capabilities: &mut ServerCapabilities, _: &Client) {
    capabilities.folding_range_provider = Some(FoldingRangeProviderCapability::Simple(true));
}

pub fn folding_range(
    snapshot: &Snapshot,
    params: FoldingRangeParams,
) -> Response<Option<Vec<FoldingRange>>> {
    let Some(spec) = Spec::of(snapshot, &params.text_document.uri)? else {
        return Ok(None);
    };
    let most = spec
        .client
        .most_folds()
        .map_or(usize::MAX, |most| most as usize);
    let found = specql_ide::folds(spec.db(), spec.file).into_iter();
    let ranges = found.take(most).map(|fold| in_protocol(&spec, fold));
    Ok(Some(ranges.collect()))
}

fn in_protocol(spec: &Spec<'_>, fold: Fold) -> FoldingRange {
    let range = spec.range(fold.span);
    let has_characters = !spec.client.folds_lines_only();
    FoldingRange {
        start_line: range.start.line,
        start_character: has_characters.then_some(range.start.character),
        end_line: range.end.line,
        end_character: has_characters.then_some(range.end.character),
        kind: (fold.kind == FoldKind::Comment).then_some(FoldingRangeKind::Comment),
        collapsed_text: None,
    }
}
