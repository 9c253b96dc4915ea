//! `textDocument/inlayHint` and `inlayHint/resolve`: what is not written and yet there.

use lsp_types::{
    InlayHint, InlayHintKind, InlayHintLabel, InlayHintOptions, InlayHintParams,
    InlayHintServerCapabilities, InlayHintTooltip, MarkupKind, OneOf, ServerCapabilities, Uri,
};
use serde::{Deserialize, Serialize};
use specql_ide::{Hint, HintKind};

use super::Response;
use super::spec::Spec;
use crate::server::client::Client;
use crate::server::convert::markup;
use crate::server::snapshot::Snapshot;

pub fn offer(capabilities: &mut ServerCapabilities, client: &Client) {
    let options = InlayHintOptions {
        resolve_provider: Some(client.resolves_hint_tooltips()),
        ..InlayHintOptions::default()
    };
    let options = InlayHintServerCapabilities::Options(options);
    capabilities.inlay_hint_provider = Some(OneOf::Right(options));
}

/// What a hint tells about, to find it again.
#[derive(Deserialize, Serialize)]
struct Told {
    uri: Uri,
    offset: u32,
    kind: Kind,
}

#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    Column,
    ForeignKey,
    Generated,
    Type,
}

pub fn inlay_hint(
    snapshot: &Snapshot,
    params: InlayHintParams,
) -> Response<Option<Vec<InlayHint>>> {
    let uri = &params.text_document.uri;
    let Some(spec) = Spec::of(snapshot, uri)? else {
        return Ok(None);
    };
    let range = spec.span(params.range);
    let kinds = spec.client.wishes.hints;
    let found = specql_ide::inlay_hints(spec.db(), spec.file, range, kinds).into_iter();
    Ok(Some(
        found.map(|hint| in_protocol(&spec, uri, hint)).collect(),
    ))
}

fn in_protocol(spec: &Spec<'_>, uri: &Uri, hint: Hint) -> InlayHint {
    let at = specql_analysis::Span::at(hint.offset as usize);
    let told = Told {
        uri: uri.clone(),
        offset: hint.offset,
        kind: kind(hint.kind),
    };
    let is_type = hint.kind == HintKind::Type;
    InlayHint {
        position: spec.range(at).start,
        label: InlayHintLabel::String(hint.label),
        kind: is_type.then_some(InlayHintKind::TYPE),
        text_edits: None,
        tooltip: None,
        // The type of a variable begins with a colon.
        padding_left: Some(!is_type),
        padding_right: None,
        data: match spec.client.resolves_hint_tooltips() {
            true => serde_json::to_value(told).ok(),
            false => None,
        },
    }
}

/// A hint with what is told when someone points at it.
pub fn resolve(snapshot: &Snapshot, mut hint: InlayHint) -> Response<InlayHint> {
    let told = hint.data.clone().map(serde_json::from_value::<Told>);
    let Some(Ok(told)) = told else {
        return Ok(hint);
    };
    if let Ok(Some(spec)) = Spec::of(snapshot, &told.uri)
        && let InlayHintLabel::String(label) = &hint.label
    {
        let found = Hint {
            offset: told.offset,
            label: label.clone(),
            kind: hint_kind(told.kind),
        };
        let text = specql_ide::inlay_hint_tooltip(spec.db(), spec.file, &found);
        let text = text.map(|text| markup(text, MarkupKind::Markdown));
        hint.tooltip = text.map(InlayHintTooltip::MarkupContent);
    }
    Ok(hint)
}

const fn kind(kind: HintKind) -> Kind {
    match kind {
        HintKind::Column => Kind::Column,
        HintKind::ForeignKey => Kind::ForeignKey,
        HintKind::Generated => Kind::Generated,
        HintKind::Type => Kind::Type,
    }
}

const fn hint_kind(kind: Kind) -> HintKind {
    match kind {
        Kind::Column => HintKind::Column,
        Kind::ForeignKey => HintKind::ForeignKey,
        Kind::Generated => HintKind::Generated,
        Kind::Type => HintKind::Type,
    }
}
