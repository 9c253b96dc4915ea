//! Changes of texts and of files.

use std::collections::HashMap;

use lsp_types::{
    AnnotatedTextEdit, ChangeAnnotation, CreateFile, CreateFileOptions, DocumentChangeOperation,
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, Position, Range, RenameFile,
    RenameFileOptions, ResourceOp, ResourceOperationKind, TextDocumentEdit, TextEdit, Uri,
    WorkspaceEdit,
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

/// Changes of texts that come along with others: who looks at the whole before it is done sees
/// them together, with what they are for.
pub struct Along<'a> {
    /// The changes.
    pub edits: &'a [Edit],
    /// What they do.
    pub label: &'static str,
    /// Why.
    pub description: &'static str,
}

/// The name of what comes along.
const ALONG: &str = "along";

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
    let along = Along {
        edits: &[],
        label: "",
        description: "",
    };
    workspace_edit_along(view, edits, &along, operations, client)
}

/// The same with changes that come along.
pub fn workspace_edit_along(
    view: &View,
    edits: &[Edit],
    along: &Along<'_>,
    operations: &[Operation],
    client: &Client,
) -> Option<WorkspaceEdit> {
    if !client.takes_document_changes() {
        let all: Vec<Edit> = edits.iter().chain(along.edits).cloned().collect();
        let changes = by_file(view, &all, client).into_iter();
        let changes = changes.map(|(file, edits)| Some((view.uri(file)?, edits)));
        let changes: HashMap<Uri, _> = changes.collect::<Option<_>>()?;
        return operations.is_empty().then(|| WorkspaceEdit {
            changes: Some(changes),
            ..WorkspaceEdit::default()
        });
    }
    let is_told = client.shows_annotations() && !along.edits.is_empty();
    let texts = with_along(view, edits, along, client).into_iter();
    let texts = texts.map(|(file, edits)| {
        let identifier = OptionalVersionedTextDocumentIdentifier {
            uri: view.uri(file)?,
            version: view.version(file),
        };
        Some(TextDocumentEdit {
            text_document: identifier,
            edits,
        })
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
        change_annotations: is_told.then(|| annotations(along)),
        ..WorkspaceEdit::default()
    })
}

/// It is not asked whether they are wanted: without them something would be wrong.
fn annotations(along: &Along<'_>) -> HashMap<String, ChangeAnnotation> {
    let annotation = ChangeAnnotation {
        label: along.label.to_owned(),
        needs_confirmation: Some(false),
        description: Some(along.description.to_owned()),
    };
    HashMap::from([(ALONG.to_owned(), annotation)])
}

type Edits = Vec<OneOf<TextEdit, AnnotatedTextEdit>>;

/// All changes by their files, those that come along behind the others.
fn with_along(
    view: &View,
    edits: &[Edit],
    along: &Along<'_>,
    client: &Client,
) -> Vec<(File, Edits)> {
    let plain = by_file(view, edits, client).into_iter();
    let mut texts: Vec<(File, Edits)> = plain
        .map(|(file, edits)| (file, edits.into_iter().map(OneOf::Left).collect()))
        .collect();
    for (file, edits) in by_file(view, along.edits, client) {
        let edits = edits
            .into_iter()
            .map(|edit| match client.shows_annotations() {
                true => OneOf::Right(AnnotatedTextEdit {
                    text_edit: edit,
                    annotation_id: ALONG.to_owned(),
                }),
                false => OneOf::Left(edit),
            });
        match texts.iter_mut().find(|(known, _)| *known == file) {
            Some((_, known)) => known.extend(edits),
            None => texts.push((file, edits.collect())),
        }
    }
    texts
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

/// Lets a change of texts say what it does to the SQL, for those who look before they make it.
pub fn annotate(edit: &mut WorkspaceEdit, label: &str, description: &str) {
    let id = "sql".to_owned();
    let mark = |document: &mut TextDocumentEdit| {
        for edit in &mut document.edits {
            if let OneOf::Left(text_edit) = edit {
                *edit = OneOf::Right(AnnotatedTextEdit {
                    text_edit: text_edit.clone(),
                    annotation_id: id.clone(),
                });
            }
        }
    };
    match &mut edit.document_changes {
        Some(DocumentChanges::Edits(edits)) => edits.iter_mut().for_each(mark),
        Some(DocumentChanges::Operations(operations)) => {
            for operation in operations {
                if let DocumentChangeOperation::Edit(edit) = operation {
                    mark(edit);
                }
            }
        }
        None => return,
    }
    let annotation = ChangeAnnotation {
        label: label.to_owned(),
        needs_confirmation: None,
        description: Some(description.to_owned()),
    };
    edit.change_annotations = Some(HashMap::from([(id, annotation)]));
}
