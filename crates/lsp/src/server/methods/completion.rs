//! `textDocument/completion` and `completionItem/resolve`: what may be typed.

use lsp_types::{
    Command, CompletionItem, CompletionItemLabelDetails, CompletionList, CompletionOptions,
    CompletionOptionsCompletionItem, CompletionParams, CompletionResponse, CompletionTextEdit,
    InsertReplaceEdit, InsertTextFormat, InsertTextMode, Range, ServerCapabilities, TextEdit, Uri,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use specql_ide::{Edit, Item};

use super::Response;
use super::spec::Spec;
use crate::server::client::Client;
use crate::server::convert::{documentation, kinds};
use crate::server::snapshot::Snapshot;

/// What stands before something that can be completed, where a word does not.
const TRIGGERS: [&str; 9] = [":", " ", "(", ".", ",", "[", "$", "|", "-"];

/// The command of a client that completes once more.
const COMPLETE_AGAIN: &str = "specql.triggerSuggest";

pub fn offer(capabilities: &mut ServerCapabilities, _: &Client) {
    capabilities.completion_provider = Some(CompletionOptions {
        resolve_provider: Some(true),
        trigger_characters: Some(TRIGGERS.map(str::to_owned).to_vec()),
        completion_item: Some(CompletionOptionsCompletionItem {
            label_details_support: Some(true),
        }),
        ..CompletionOptions::default()
    });
}

/// Where an item was offered, to find it again.
#[derive(Deserialize, Serialize)]
struct Offered {
    uri: Uri,
    offset: u32,
}

pub fn completion(
    snapshot: &Snapshot,
    params: CompletionParams,
) -> Response<Option<CompletionResponse>> {
    let asked = &params.text_document_position;
    let uri = &asked.text_document.uri;
    let Some(spec) = Spec::begun(snapshot, uri)? else {
        return Ok(None);
    };
    let offset = spec.offset(asked.position);
    let found = specql_ide::completion(spec.db(), spec.file, offset);
    let offered = Offered {
        uri: uri.clone(),
        offset,
    };
    let data = serde_json::to_value(offered).unwrap_or_default();
    let items = found.items.into_iter();
    let items = items.map(|found| item(&spec, found, offset, &data));
    Ok(Some(CompletionResponse::List(CompletionList {
        is_incomplete: found.is_incomplete,
        items: items.collect(),
    })))
}

fn item(spec: &Spec<'_>, item: Item, offset: u32, data: &Value) -> CompletionItem {
    let client = spec.client;
    let snippet = item.snippet.filter(|_| client.takes_snippets());
    let format = match snippet {
        Some(_) => InsertTextFormat::SNIPPET,
        None => InsertTextFormat::PLAIN_TEXT,
    };
    let new_text = snippet.unwrap_or(item.edit.text);
    let extra: Vec<_> = item
        .extra_edits
        .iter()
        .map(|e| text_edit(spec, e))
        .collect();
    let label_details = CompletionItemLabelDetails {
        detail: None,
        description: item.detail.clone(),
    };
    let keeps_blanks = client.takes_text_as_it_is() && new_text.contains('\n');
    let replaced = spec.range(item.edit.span);
    let mut typed = item.edit.span;
    typed.end = offset;
    let again = item.asks_again && client.runs(COMPLETE_AGAIN);
    CompletionItem {
        kind: Some(kinds::item(item.kind, |kind| client.knows_item(kind))),
        label_details: Some(label_details)
            .filter(|details| client.takes_label_details() && details.description.is_some()),
        detail: item.detail,
        preselect: (item.is_preselected && client.takes_preselected()).then_some(true),
        sort_text: Some(item.sort),
        filter_text: Some(item.filter).filter(|filter| *filter != item.label),
        insert_text_format: client.takes_snippets().then_some(format),
        insert_text_mode: keeps_blanks.then_some(InsertTextMode::AS_IS),
        text_edit: Some(edit(client, new_text, spec.range(typed), replaced)),
        additional_text_edits: (!extra.is_empty()).then_some(extra),
        command: again.then(|| Command {
            title: "Complete".to_owned(),
            command: COMPLETE_AGAIN.to_owned(),
            arguments: None,
        }),
        data: Some(data.clone()),
        label: item.label,
        ..CompletionItem::default()
    }
}

/// The change of a completion: in place of what is typed, and of the whole word.
fn edit(client: &Client, new_text: String, insert: Range, replace: Range) -> CompletionTextEdit {
    let is_one_line = replace.start.line == replace.end.line;
    if client.takes_insert_replace() && is_one_line && insert.end <= replace.end {
        return CompletionTextEdit::InsertAndReplace(InsertReplaceEdit {
            new_text,
            insert,
            replace,
        });
    }
    CompletionTextEdit::Edit(TextEdit::new(replace, new_text))
}

fn text_edit(spec: &Spec<'_>, edit: &Edit) -> TextEdit {
    TextEdit::new(spec.range(edit.span), edit.text.clone())
}

/// An item with its documentation; as it is where nothing is to be said of it.
pub fn resolve(snapshot: &Snapshot, mut item: CompletionItem) -> Response<CompletionItem> {
    let offered = item.data.clone().map(serde_json::from_value::<Offered>);
    let Some(Ok(offered)) = offered else {
        return Ok(item);
    };
    let Ok(Some(spec)) = Spec::begun(snapshot, &offered.uri) else {
        return Ok(item);
    };
    let found = specql_ide::completion(spec.db(), spec.file, offered.offset);
    let same = |found: &&Item| found.label == item.label && found.detail == item.detail;
    if let Some(found) = found.items.iter().find(same) {
        let text = specql_ide::resolve_completion(spec.db(), &found.subject);
        let kind = spec.client.documentation_kind();
        item.documentation = text.and_then(|text| documentation(text, kind));
    }
    Ok(item)
}
