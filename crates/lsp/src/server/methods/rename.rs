//! `textDocument/prepareRename` and `textDocument/rename`: another name for something, everywhere.

use lsp_types::{
    OneOf, PrepareRenameResponse, RenameOptions, RenameParams, ResourceOperationKind,
    ServerCapabilities, TextDocumentPositionParams, WorkDoneProgressOptions, WorkspaceEdit,
};
use specql_ide::{FileSpan, Refusal};

use super::Response;
use super::spec::Spec;
use crate::server::client::Client;
use crate::server::convert::edits::{Along, Operation, workspace_edit_along};
use crate::server::failure::Failure;
use crate::server::snapshot::Snapshot;

pub fn offer(capabilities: &mut ServerCapabilities, client: &Client) {
    let can_prepare = client.prepares_renames();
    capabilities.rename_provider = Some(if can_prepare {
        OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })
    } else {
        OneOf::Left(true)
    });
}

pub fn prepare(
    snapshot: &Snapshot,
    params: TextDocumentPositionParams,
) -> Response<Option<PrepareRenameResponse>> {
    let Some((spec, at)) = Spec::at(snapshot, &params)? else {
        return Ok(None);
    };
    match specql_ide::prepare_rename(spec.db(), spec.file, at) {
        Ok(found) => Ok(Some(PrepareRenameResponse::RangeWithPlaceholder {
            range: spec.range(found.span),
            placeholder: found.name,
        })),
        Err(Refusal::NoName) => Ok(None),
        Err(refusal) => Err(failure(&spec, &refusal)),
    }
}

pub fn rename(snapshot: &Snapshot, params: RenameParams) -> Response<Option<WorkspaceEdit>> {
    let Some((spec, at)) = Spec::at(snapshot, &params.text_document_position)? else {
        return Ok(None);
    };
    let renamed = specql_ide::rename(spec.db(), spec.file, at, &params.new_name);
    let renamed = renamed.map_err(|refusal| failure(&spec, &refusal))?;
    let mut edits = renamed.edits;
    let mut operations = Vec::new();
    if let Some(file) = renamed.file
        && spec.client.takes_operation(&ResourceOperationKind::Rename)
        && spec.view.file(&file.moved.to).is_none()
    {
        edits.extend(file.edits);
        operations.push(Operation::Rename(file.moved.from, file.moved.to));
    }
    let actions = Along {
        edits: &renamed.actions,
        label: "Actions called after the entity",
        description: "SpecQL makes their functions for the entity of that name",
    };
    let (view, client) = (spec.view, spec.client);
    Ok(workspace_edit_along(
        view,
        &edits,
        &actions,
        &operations,
        client,
    ))
}

/// Why something cannot be renamed, for its user to read.
fn failure(spec: &Spec<'_>, refusal: &Refusal) -> Failure {
    let place = match refusal {
        Refusal::Taken { place, .. } => *place,
        Refusal::Unwritable(place) => Some(*place),
        _ => None,
    };
    let place = place.map_or_else(String::new, |place| told(spec, place));
    Failure::new(Failure::FAILED, format!("{refusal}{place}"))
}

fn told(spec: &Spec<'_>, place: FileSpan) -> String {
    let path = place.file.path(spec.db());
    let line = spec.range_in(place.file, place.span).start.line + 1;
    format!(" ({path}:{line})")
}
