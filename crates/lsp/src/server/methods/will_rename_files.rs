//! `workspace/willRenameFiles`: what changes in specs when files move.

use lsp_types::{RenameFilesParams, ServerCapabilities, WorkspaceEdit};
use specql_ide::Moved;

use super::Response;
use crate::server::client::Client;
use crate::server::convert::edits::workspace_edit;
use crate::server::snapshot::{Snapshot, View};

/// Of the same files as when they have been renamed.
pub fn offer(capabilities: &mut ServerCapabilities, _: &Client) {
    let workspace = capabilities.workspace.as_mut();
    if let Some(operations) = workspace.and_then(|can| can.file_operations.as_mut()) {
        operations.will_rename = operations.did_rename.clone();
    }
}

/// The changes in the first project in which something changes: files seldom move in several.
pub fn will_rename_files(
    snapshot: &Snapshot,
    params: RenameFilesParams,
) -> Response<Option<WorkspaceEdit>> {
    for view in &snapshot.views {
        let moved: Vec<Moved> = params
            .files
            .iter()
            .filter_map(|file| {
                Some(Moved {
                    from: key(view, &file.old_uri)?,
                    to: key(view, &file.new_uri)?,
                })
            })
            .collect();
        if moved.is_empty() || view.is_excluded {
            continue;
        }
        let edits = specql_ide::rename_files(&view.db, &moved);
        if !edits.is_empty() {
            return Ok(workspace_edit(view, &edits, &[], &snapshot.client));
        }
    }
    Ok(None)
}

fn key(view: &View, uri: &str) -> Option<String> {
    view.key(&uri.parse().ok()?)
}
