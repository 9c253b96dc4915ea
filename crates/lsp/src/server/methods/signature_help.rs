//! `textDocument/signatureHelp`: what has to stand in the brackets that are being typed.

use lsp_types::{
    ParameterInformation, ParameterLabel, ServerCapabilities, SignatureHelp, SignatureHelpOptions,
    SignatureHelpParams, SignatureInformation,
};
use specql_ide::SignatureParameter;

use super::Response;
use super::spec::Spec;
use crate::server::client::Client;
use crate::server::convert::documentation;
use crate::server::snapshot::Snapshot;

pub fn offer(capabilities: &mut ServerCapabilities, _: &Client) {
    capabilities.signature_help_provider = Some(SignatureHelpOptions {
        trigger_characters: Some(["(", ",", "|", "="].map(str::to_owned).to_vec()),
        retrigger_characters: Some(vec![")".to_owned()]),
        ..SignatureHelpOptions::default()
    });
}

pub fn signature_help(
    snapshot: &Snapshot,
    params: SignatureHelpParams,
) -> Response<Option<SignatureHelp>> {
    let Some((spec, at)) = Spec::at(snapshot, &params.text_document_position_params)? else {
        return Ok(None);
    };
    let found = specql_ide::signature_help(spec.db(), spec.file, at);
    Ok(found.map(|found| in_protocol(found, spec.client)))
}

fn in_protocol(found: specql_ide::SignatureHelp, client: &Client) -> SignatureHelp {
    let kind = client.signature_kind();
    let label = found.label;
    let count = found.parameters.len();
    let parameters = found.parameters.into_iter();
    let parameters = parameters.map(|parameter| ParameterInformation {
        label: label_of(&label, &parameter, client),
        documentation: documentation(parameter.documentation, kind.clone()),
    });
    let parameters: Vec<_> = parameters.collect();
    // Without a number the first one is meant; behind the last one, none is.
    let active = found.active.unwrap_or(count);
    let signature = SignatureInformation {
        documentation: documentation(found.documentation, kind),
        parameters: Some(parameters),
        active_parameter: None,
        label,
    };
    SignatureHelp {
        signatures: vec![signature],
        active_signature: Some(0),
        active_parameter: u32::try_from(active).ok(),
    }
}

/// Where a parameter stands in a label, in the units of UTF-16 as the protocol has it, or else
/// what stands there.
fn label_of(label: &str, parameter: &SignatureParameter, client: &Client) -> ParameterLabel {
    let text = label.get(parameter.range.clone()).unwrap_or_default();
    if !client.takes_parameter_places() {
        return ParameterLabel::Simple(text.to_owned());
    }
    let before = label.get(..parameter.range.start).unwrap_or_default();
    let units = |text: &str| u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX);
    let start = units(before);
    ParameterLabel::LabelOffsets([start, start.saturating_add(units(text))])
}
