//! `textDocument/codeAction` and `codeAction/resolve`: what can be done at a place, and what it does
//! to the SQL.

use lsp_types::request::Request;
use lsp_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOptions, CodeActionOrCommand,
    CodeActionParams, CodeActionProviderCapability, Command, Diagnostic, MarkupContent, MarkupKind,
    NumberOrString, Range, ServerCapabilities, Uri, WorkspaceEdit,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use specql_analysis::Span;
use specql_ide::{ActionKind, Change, FileOperation, previewable};

use super::Response;
use super::execute_command::PREVIEW_SQL;
use super::spec::Spec;
use crate::server::client::Client;
use crate::server::convert::edits::{Operation, annotate, workspace_edit};
use crate::server::convert::markup;
use crate::server::failure::Failure;
use crate::server::snapshot::Snapshot;

/// Not to clients that know commands only.
pub fn offer(capabilities: &mut ServerCapabilities, client: &Client) {
    if !client.takes_code_actions() {
        return;
    }
    let kinds = ActionKind::ALL
        .iter()
        .map(|kind| CodeActionKind::new(kind.name()));
    let options = CodeActionOptions {
        code_action_kinds: Some(kinds.collect()),
        resolve_provider: Some(client.resolves_code_actions()),
        ..CodeActionOptions::default()
    };
    capabilities.code_action_provider = Some(CodeActionProviderCapability::Options(options));
}

/// What was offered, to find it again.
#[derive(Deserialize, Serialize)]
struct Offered {
    uri: Uri,
    version: Option<i32>,
    range: Range,
    id: String,
}

pub fn code_action(
    snapshot: &Snapshot,
    params: CodeActionParams,
) -> Response<Option<Vec<CodeActionOrCommand>>> {
    let uri = &params.text_document.uri;
    let Some(spec) = Spec::of(snapshot, uri)? else {
        return Ok(None);
    };
    if !spec.client.takes_code_actions() {
        return Ok(None);
    }
    let selected = spec.span(params.range);
    let found = specql_ide::code_actions(spec.db(), spec.file, selected, &spec.view.shown_by);
    let wanted = found.into_iter();
    let wanted = wanted.filter(|action| is_wanted(action.kind, &params.context));
    let actions = wanted.filter_map(|action| {
        let diagnostics = mended(&spec, &action, &params.context);
        let offered = Offered {
            uri: uri.clone(),
            version: spec.view.version(spec.file),
            range: params.range,
            id: action.id,
        };
        let is_later = spec.client.resolves_code_actions();
        let edit = if is_later {
            None
        } else {
            Some(edit(&spec, change(&spec, &offered)?)?)
        };
        let is_preferred = action.is_preferred && spec.client.takes_preferred_actions();
        Some(CodeActionOrCommand::CodeAction(CodeAction {
            title: action.title,
            kind: Some(CodeActionKind::new(action.kind.name())),
            diagnostics: (!diagnostics.is_empty()).then_some(diagnostics),
            is_preferred: is_preferred.then_some(true),
            data: if is_later {
                serde_json::to_value(offered).ok()
            } else {
                None
            },
            edit,
            ..CodeAction::default()
        }))
    });
    let mut actions: Vec<_> = actions.collect();
    if params.context.only.is_none() {
        actions.extend(preview(&spec, uri, selected));
    }
    Ok(Some(actions))
}

/// Shows the SQL of what is selected.
fn preview(spec: &Spec<'_>, uri: &Uri, selected: Span) -> Option<CodeActionOrCommand> {
    let can_show = spec.client.shows_documents() || spec.client.runs(PREVIEW_SQL);
    let name = can_show.then(|| previewable(spec.db(), spec.file, selected.start))??;
    let title = "Preview the generated SQL".to_owned();
    Some(CodeActionOrCommand::CodeAction(CodeAction {
        title: title.clone(),
        command: Some(Command {
            title,
            command: PREVIEW_SQL.to_owned(),
            arguments: Some(vec![json!(uri), json!(name)]),
        }),
        ..CodeAction::default()
    }))
}

/// Whether a kind is one of those that are asked for, or below one.
fn is_wanted(kind: ActionKind, context: &CodeActionContext) -> bool {
    let Some(only) = &context.only else {
        return true;
    };
    only.iter().any(|only| {
        let below = kind.name().strip_prefix(only.as_str());
        below.is_some_and(|below| {
            only.as_str().is_empty() || below.is_empty() || below.starts_with('.')
        })
    })
}

/// The client's diagnostics that an action mends.
fn mended(
    spec: &Spec<'_>,
    action: &specql_ide::CodeAction,
    context: &CodeActionContext,
) -> Vec<Diagnostic> {
    let diagnostics = context.diagnostics.iter().filter(|diagnostic| {
        let Some(NumberOrString::String(code)) = &diagnostic.code else {
            return false;
        };
        let mut mends = action.mends.iter();
        mends.any(|(known, span)| known == code && spec.range(*span) == diagnostic.range)
    });
    diagnostics.cloned().collect()
}

/// What an action changes; none when it cannot be done any more.
fn change(spec: &Spec<'_>, offered: &Offered) -> Option<Change> {
    let selected = spec.span(offered.range);
    let settings = &spec.view.shown_by;
    specql_ide::resolve_code_action(spec.db(), spec.file, selected, settings, &offered.id)
}

/// The same for the client; none when it cannot do that.
fn edit(spec: &Spec<'_>, change: Change) -> Option<WorkspaceEdit> {
    let operations = change.operations.into_iter();
    let operations = operations.map(|operation| match operation {
        FileOperation::Create { path, text } => Operation::Create(path, text),
        FileOperation::Rename { file, path } => {
            Operation::Rename(file.path(spec.db()).to_owned(), path)
        }
    });
    let operations: Vec<_> = operations.collect();
    workspace_edit(spec.view, &change.edits, &operations, spec.client)
}

/// `codeAction/resolve`, whose answer tells more than the protocol has a place for.
pub enum ResolveCodeAction {}

impl Request for ResolveCodeAction {
    type Params = CodeAction;
    type Result = Resolved;
    const METHOD: &'static str = "codeAction/resolve";
}

/// An action with what it changes.
#[derive(Debug, Deserialize, Serialize)]
pub struct Resolved {
    #[serde(flatten)]
    action: CodeAction,
    /// What it does to the SQL, where it does something: Markdown. The protocol has no place for
    /// it; those who know no such thing pass over it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    documentation: Option<MarkupContent>,
}

/// An action with what it changes.
pub fn resolve(snapshot: &Snapshot, mut action: CodeAction) -> Response<Resolved> {
    let as_it_is = |action| {
        Ok(Resolved {
            action,
            documentation: None,
        })
    };
    let offered = action.data.clone().map(serde_json::from_value::<Offered>);
    let Some(Ok(offered)) = offered else {
        return as_it_is(action);
    };
    let Some(spec) = Spec::of(snapshot, &offered.uri)? else {
        return as_it_is(action);
    };
    if spec.view.version(spec.file) != offered.version {
        return Err(Failure::modified());
    }
    let change = change(&spec, &offered).ok_or_else(Failure::modified)?;
    let cannot = || Failure::new(Failure::FAILED, "this editor cannot make or move files");
    let sql = specql_ide::sql_change(spec.db(), &change);
    let mut edit = edit(&spec, change).ok_or_else(cannot)?;
    if let Some(sql) = &sql
        && spec.client.takes_annotations()
    {
        annotate(&mut edit, &action.title, sql);
    }
    action.edit = Some(edit);
    let documentation = sql.map(|sql| {
        let text = format!("The SQL before (`-`) and after (`+`):\n\n```diff\n{sql}\n```");
        markup(text, MarkupKind::Markdown)
    });
    Ok(Resolved {
        action,
        documentation,
    })
}
