//! Changes of texts and of files.

use std::collections::HashMap;

use lsp_types::{
    CreateFile, CreateFileOptions, DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, Position, Range, RenameFile, RenameFileOptions,
    ResourceOp, ResourceOperationKind, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};
use specql_analysis::db::File;
use specql_analysis::diagnostic::Edit;

use super::range;
use crate::server::client::Client;
use crate::server::snapshot::View;

/// A change of files, by the names of the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// A new file, and what it says.
    Create(String, String),
    /// A file that moves, once the texts are changed: they name it as it was.
    Rename(String, String),
}

/// A change of a text.
pub fn text_edit(view: &View, edit: &Edit, client: &Client) -> TextEdit {
    let range = range(view.text(edit.file), edit.span, client.encoding);
    TextEdit::new(range, edit.text.clone())
}

/// Changes of texts and files, in the shape that the client takes; none when it takes no such
/// changes, or a file cannot be named.
pub fn workspace_edit(
    view: &View,
    edits: &[Edit],
    operations: &[Operation],
    client: &Client,
) -> Option<WorkspaceEdit> {
    let by_file = by_file(view, edits, client);
    if !client.takes_document_changes() {
        let changes = by_file.into_iter();
        let changes = changes.map(|(file, edits)| Some((view.uri(file)?, edits)));
        let changes: HashMap<Uri, _> = changes.collect::<Option<_>>()?;
        return operations.is_empty().then(|| WorkspaceEdit {
            changes: Some(changes),
            ..WorkspaceEdit::default()
        });
    }
    let texts = by_file.into_iter().map(|(file, edits)| {
        let identifier = OptionalVersionedTextDocumentIdentifier {
            uri: view.uri(file)?,
            version: view.version(file),
        };
        Some(document_edit(identifier, edits))
    });
    let texts = texts.collect::<Option<Vec<_>>>()?;
    let changes = if operations.is_empty() {
        DocumentChanges::Edits(texts)
    } else {
        // Files come after the texts, which are named as they were.
        let mut changes: Vec<_> = texts
            .into_iter()
            .map(DocumentChangeOperation::Edit)
            .collect();
        for operation in operations {
            changes.extend(of_files(view, operation, client)?);
        }
        DocumentChanges::Operations(changes)
    };
    Some(WorkspaceEdit {
        document_changes: Some(changes),
        ..WorkspaceEdit::default()
    })
}

/// Changes of texts, by their files.
pub fn by_file(view: &View, edits: &[Edit], client: &Client) -> Vec<(File, Vec<TextEdit>)> {
    let mut by_file: Vec<(File, Vec<TextEdit>)> = Vec::new();
    let mut places: HashMap<File, usize> = HashMap::new();
    for edit in edits {
        let place = *places.entry(edit.file).or_insert_with(|| {
            by_file.push((edit.file, Vec::new()));
            by_file.len() - 1
        });
        if let Some((_, edits)) = by_file.get_mut(place) {
            edits.push(text_edit(view, edit, client));
        }
    }
    by_file
}

fn document_edit(
    text_document: OptionalVersionedTextDocumentIdentifier,
    edits: Vec<TextEdit>,
) -> TextDocumentEdit {
    TextDocumentEdit {
        text_document,
        edits: edits.into_iter().map(OneOf::Left).collect(),
    }
}

fn of_files(
    view: &View,
    operation: &Operation,
    client: &Client,
) -> Option<Vec<DocumentChangeOperation>> {
    match operation {
        Operation::Create(path, text) => {
            if !client.takes_operation(&ResourceOperationKind::Create) {
                return None;
            }
            let uri = view.uri_of(path)?;
            let create = CreateFile {
                uri: uri.clone(),
                options: Some(CreateFileOptions {
                    overwrite: Some(false),
                    ignore_if_exists: Some(false),
                }),
                annotation_id: None,
            };
            let start = Position::new(0, 0);
            let identifier = OptionalVersionedTextDocumentIdentifier { uri, version: None };
            let edit = TextEdit::new(Range::new(start, start), text.clone());
            Some(vec![
                DocumentChangeOperation::Op(ResourceOp::Create(create)),
                DocumentChangeOperation::Edit(document_edit(identifier, vec![edit])),
            ])
        }
        Operation::Rename(from, to) => {
            if !client.takes_operation(&ResourceOperationKind::Rename) {
                return None;
            }
            let rename = RenameFile {
                old_uri: view.uri_of(from)?,
                new_uri: view.uri_of(to)?,
                options: Some(RenameFileOptions {
                    overwrite: Some(false),
                    ignore_if_exists: Some(false),
                }),
                annotation_id: None,
            };
            Some(vec![DocumentChangeOperation::Op(ResourceOp::Rename(
                rename,
            ))])
        }
    }
}
