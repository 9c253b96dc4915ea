//! `textDocument/codeLens` and `codeLens/resolve`: how often names are used, and the way to their
//! SQL.

use lsp_types::{
    CodeLens, CodeLensOptions, CodeLensParams, Command, Location, ServerCapabilities, Uri,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use specql_analysis::index::entity;
use specql_analysis::resolve::Target;
use specql_ide::{Lens, LensKind, LensKinds};

use super::Response;
use super::execute_command::PREVIEW_SQL;
use super::spec::Spec;
use crate::server::client::Client;
use crate::server::snapshot::Snapshot;

/// The command of a client that shows places: a URI, a position there, and the places.
const SHOW_REFERENCES: &str = "specql.showReferences";

pub fn offer(capabilities: &mut ServerCapabilities, _: &Client) {
    capabilities.code_lens_provider = Some(CodeLensOptions {
        resolve_provider: Some(true),
    });
}

/// What a lens is about, to find it again.
#[derive(Deserialize, Serialize)]
struct About {
    uri: Uri,
    name: Named,
    /// Whether it leads to the SQL.
    #[serde(default)]
    is_sql: bool,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
enum Named {
    Entity,
    Action(String),
    Field(String),
}

pub fn code_lens(snapshot: &Snapshot, params: CodeLensParams) -> Response<Option<Vec<CodeLens>>> {
    let uri = &params.text_document.uri;
    let Some(spec) = Spec::of(snapshot, uri)? else {
        return Ok(None);
    };
    let wished = spec.client.wishes.lenses;
    let can_show = spec.client.shows_documents() || spec.client.runs(PREVIEW_SQL);
    let kinds = LensKinds {
        sql: wished.sql && can_show,
        ..wished
    };
    let found = specql_ide::code_lenses(spec.db(), spec.file, kinds).into_iter();
    let lenses = found.filter_map(|lens| {
        let name = match lens.target {
            Target::Entity(_) => Named::Entity,
            Target::Action(_, name) => Named::Action(name),
            Target::Field(_, name) => Named::Field(name),
            _ => return None,
        };
        let about = About {
            uri: uri.clone(),
            name,
            is_sql: lens.kind == LensKind::SqlPreview,
        };
        Some(CodeLens {
            range: spec.range(lens.span),
            command: None,
            data: serde_json::to_value(about).ok(),
        })
    });
    Ok(Some(lenses.collect()))
}

/// A lens with its text, and with a command where the client has one.
pub fn resolve(snapshot: &Snapshot, mut lens: CodeLens) -> Response<CodeLens> {
    let about = lens.data.clone().map(serde_json::from_value::<About>);
    let Some(Ok(about)) = about else {
        return Ok(lens);
    };
    let Ok(Some(spec)) = Spec::of(snapshot, &about.uri) else {
        return Ok(lens);
    };
    let (counting, target) = match about.name {
        Named::Entity => (LensKind::EntityReferences, Target::Entity(spec.file)),
        Named::Action(name) => (LensKind::ActionCallers, Target::Action(spec.file, name)),
        Named::Field(name) => (LensKind::FieldReferences, Target::Field(spec.file, name)),
    };
    let kind = match about.is_sql {
        true => LensKind::SqlPreview,
        false => counting,
    };
    let found = Lens {
        kind,
        span: spec.span(lens.range),
        target,
    };
    if kind == LensKind::SqlPreview {
        lens.command = previewing(&spec, &about.uri, &found);
    } else if let Some(found) = specql_ide::resolve_code_lens(spec.db(), &found) {
        let places = found.places.iter();
        let places = places.filter_map(|place| spec.location(place.file, place.span));
        lens.command = Some(command(
            &spec,
            &lens,
            &about.uri,
            found.title,
            places.collect(),
        ));
    }
    Ok(lens)
}

/// Shows the SQL of an entity or an action.
fn previewing(spec: &Spec<'_>, uri: &Uri, lens: &Lens) -> Option<Command> {
    let resolved = specql_ide::resolve_code_lens(spec.db(), lens)?;
    let name = match &lens.target {
        Target::Action(_, name) => name.clone(),
        _ => entity(spec.db(), spec.file)?.name.clone(),
    };
    Some(Command {
        title: resolved.title,
        command: PREVIEW_SQL.to_owned(),
        arguments: Some(vec![json!(uri), json!(name)]),
    })
}

/// Without places there is nothing to show, and some clients have no way to show them: a command
/// without a name is a text.
fn command(
    spec: &Spec<'_>,
    lens: &CodeLens,
    uri: &Uri,
    title: String,
    places: Vec<Location>,
) -> Command {
    let can_show = spec.client.runs(SHOW_REFERENCES) && !places.is_empty();
    let name = if can_show { SHOW_REFERENCES } else { "" };
    Command {
        title,
        command: name.to_owned(),
        arguments: can_show.then(|| vec![json!(uri), json!(lens.range.start), json!(places)]),
    }
}
