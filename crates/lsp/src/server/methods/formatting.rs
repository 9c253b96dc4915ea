//! `textDocument/formatting`, `…/rangeFormatting` and `…/onTypeFormatting`: blanks as they belong.

use lsp_types::{
    DocumentFormattingParams, DocumentOnTypeFormattingOptions, DocumentOnTypeFormattingParams,
    DocumentRangeFormattingParams, OneOf, ServerCapabilities, TextEdit,
};
use specql_analysis::diagnostic::Edit;

use super::Response;
use super::spec::Spec;
use crate::server::client::Client;
use crate::server::convert::edits::text_edit;
use crate::server::snapshot::Snapshot;

pub fn offer(capabilities: &mut ServerCapabilities, _: &Client) {
    capabilities.document_formatting_provider = Some(OneOf::Left(true));
}

pub fn offer_range(capabilities: &mut ServerCapabilities, _: &Client) {
    capabilities.document_range_formatting_provider = Some(OneOf::Left(true));
}

pub fn offer_on_type(capabilities: &mut ServerCapabilities, _: &Client) {
    capabilities.document_on_type_formatting_provider = Some(DocumentOnTypeFormattingOptions {
        first_trigger_character: "\n".to_owned(),
        more_trigger_character: None,
    });
}

/// A file that cannot be formatted stays as it is, without a word: many are formatted whenever
/// they are saved, and what is wrong with them is shown anyway.
pub fn formatting(
    snapshot: &Snapshot,
    params: DocumentFormattingParams,
) -> Response<Option<Vec<TextEdit>>> {
    let Some(spec) = Spec::of(snapshot, &params.text_document.uri)? else {
        return Ok(None);
    };
    let edits = specql_ide::format(spec.db(), spec.file);
    Ok(edits.ok().map(|edits| in_protocol(&spec, &edits)))
}

/// The same for some lines.
pub fn range_formatting(
    snapshot: &Snapshot,
    params: DocumentRangeFormattingParams,
) -> Response<Option<Vec<TextEdit>>> {
    let Some(spec) = Spec::of(snapshot, &params.text_document.uri)? else {
        return Ok(None);
    };
    let range = spec.span(params.range);
    let edits = specql_ide::format_range(spec.db(), spec.file, range);
    Ok(edits.ok().map(|edits| in_protocol(&spec, &edits)))
}

/// The blanks of a line that has just been begun.
pub fn on_type_formatting(
    snapshot: &Snapshot,
    params: DocumentOnTypeFormattingParams,
) -> Response<Option<Vec<TextEdit>>> {
    let Some((spec, at)) = Spec::at(snapshot, &params.text_document_position)? else {
        return Ok(None);
    };
    if params.ch != "\n" {
        return Ok(None);
    }
    let edits = specql_ide::format_on_newline(spec.db(), spec.file, at);
    Ok(Some(in_protocol(&spec, &edits)))
}

fn in_protocol(spec: &Spec<'_>, edits: &[Edit]) -> Vec<TextEdit> {
    let edits = edits.iter();
    let edits = edits.map(|edit| text_edit(spec.view, edit, spec.client));
    edits.collect()
}
