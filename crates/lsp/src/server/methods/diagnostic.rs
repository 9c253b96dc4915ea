//! `textDocument/diagnostic`: what is wrong with a document, when the client asks.

use lsp_types::{
    DiagnosticOptions, DiagnosticServerCapabilities, DocumentDiagnosticParams,
    DocumentDiagnosticReport, DocumentDiagnosticReportResult, FullDocumentDiagnosticReport,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    ServerCapabilities, UnchangedDocumentDiagnosticReport,
};

use super::Response;
use crate::server::check::{of_uri, result_id};
use crate::server::client::Client;
use crate::server::convert::SOURCE;
use crate::server::snapshot::Snapshot;

/// Clients that do not ask are told without it.
pub fn offer(capabilities: &mut ServerCapabilities, client: &Client) {
    if client.pulls() {
        capabilities.diagnostic_provider =
            Some(DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some(SOURCE.to_owned()),
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                ..DiagnosticOptions::default()
            }));
    }
}

/// What is wrong with a document. Of what is not ours, nothing is.
pub fn document(
    snapshot: &Snapshot,
    params: DocumentDiagnosticParams,
) -> Response<DocumentDiagnosticReportResult> {
    let uri = &params.text_document.uri;
    let views = snapshot.views.iter();
    let items = views.filter_map(|view| of_uri(view, uri, &snapshot.client));
    let items = items.max_by_key(Vec::len).unwrap_or_default();
    let result_id = result_id(&items);
    let report = if params.previous_result_id.as_ref() == Some(&result_id) {
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
        })
    } else {
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport {
                result_id: Some(result_id),
                items,
            },
        })
    };
    Ok(DocumentDiagnosticReportResult::Report(report))
}
