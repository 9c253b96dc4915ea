//! Values that are one of some words, and those that names stand for.

use specql_analysis::db::Workspace;
use specql_analysis::index::{self, domain_registry};
use specql_analysis::naming::snake_case;
use specql_analysis::project::FileKind;
use specql_analysis::summary::summary;
use specql_language::key::{Name, Place, Shape};
use specql_language::pattern::ACTION_PATTERNS;
use specql_language::stdlib::LIBRARY;
use specql_language::{Effect, Target};

use super::offer::{Fit, Offer, Offers};
use super::{ItemKind, Subject, names, types};
use crate::context::{Context, ValueSpot};

pub(super) fn offer(
    context: &Context<'_>,
    value: &ValueSpot,
    shape: Shape,
    offers: &mut Offers<'_>,
) {
    match shape {
        Shape::Choice(choices) => {
            let wider = context.wider(context.in_text(value.content.start), |c| c == '-');
            for choice in choices {
                let offer = Offer::new(ItemKind::Value, choice.value)
                    .replaces(wider)
                    .about(Subject::Text(choice.doc));
                offers.add(offer.fit(Fit::Near));
            }
        }
        Shape::Boolean => {
            for word in ["true", "false"] {
                offers.add(Offer::new(ItemKind::Value, word).fit(Fit::Near));
            }
        }
        Shape::Reference(what) => names::offer(context, value, what, offers),
        Shape::Name(Name::Action) => ready_made_actions(context, offers),
        Shape::Name(Name::Entity) => entity_of_file(context, offers),
        Shape::Path => paths(context, value, offers),
        Shape::Text | Shape::Any => texts(context, value, offers),
        _ => {}
    }
}

/// What holds anyway: worth offering where nothing else is known.
pub(super) fn offer_default(context: &Context<'_>, value: &ValueSpot, offers: &mut Offers<'_>) {
    let Some(key) = value.key else { return };
    let is_plain = matches!(key.shape, Shape::Text | Shape::Integer | Shape::Any);
    if let Some(default) = key.default.filter(|_| is_plain && value.quote.is_none()) {
        let is_word = default.chars().all(|c| c.is_alphanumeric() || c == '_');
        let text = match is_word || default.starts_with(['[', '{', '"']) {
            true => default.to_owned(),
            false => format!("\"{default}\""),
        };
        if !context.spot.is_flow || is_word {
            let offer = Offer::new(ItemKind::Value, text).detail("default");
            offers.add(offer.fit(Fit::Possible));
        }
    }
}

/// The names of actions that get a ready-made body.
fn ready_made_actions(context: &Context<'_>, offers: &mut Offers<'_>) {
    let Some(entity) = index::entity(context.db, context.file) else {
        return;
    };
    let name = snake_case(&entity.name);
    for verb in ["create", "update", "delete"] {
        let action = format!("{verb}_{name}");
        if entity.action(&action).is_none() {
            let offer = Offer::new(ItemKind::Action, action).detail("has a ready-made body");
            offers.add(offer.fit(Fit::Near));
        }
    }
}

/// The entity that a file of this name is most likely about.
fn entity_of_file(context: &Context<'_>, offers: &mut Offers<'_>) {
    let path = context.file.path(context.db);
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    let words = stem.split(|c: char| !c.is_alphanumeric());
    let mut pascal = String::new();
    for word in words {
        let mut letters = word.chars();
        pascal.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        pascal.push_str(letters.as_str());
    }
    if pascal.starts_with(char::is_alphabetic) {
        let offer = Offer::new(ItemKind::Entity, pascal).detail("as the file is called");
        offers.add(offer.fit(Fit::Near));
    }
}

/// Paths of files, of the standard library, and of patterns for actions.
fn paths(context: &Context<'_>, value: &ValueSpot, offers: &mut Offers<'_>) {
    let start = context.in_text(value.content.start);
    let word = context.wider(start, |c| matches!(c, '/' | '.' | '-'));
    if context.place_above() == Some(Place::Action) {
        for pattern in ACTION_PATTERNS {
            let offer = Offer::new(ItemKind::Pattern, pattern.name)
                .replaces(word)
                .about(Subject::ActionPattern(pattern.name))
                .planned(pattern.target == Target::Next || pattern.effect == Effect::Ignored);
            offers.add(offer.fit(Fit::Near));
        }
        return;
    }
    for entity in LIBRARY {
        let offer = Offer::new(ItemKind::File, entity.path)
            .replaces(word)
            .detail(format!("{}.{}", entity.schema, entity.name));
        offers.add(offer.fit(Fit::Usual));
    }
    let workspace = Workspace::try_get(context.db);
    let files = workspace
        .into_iter()
        .flat_map(|workspace| workspace.files(context.db));
    for file in files.filter(|file| *file != context.file) {
        let is_part_of_specs = matches!(
            summary(context.db, file).kind,
            FileKind::EntitySpec | FileKind::CustomPattern | FileKind::SchemaPattern
        );
        if is_part_of_specs {
            let path = file.path(context.db);
            let stem = path
                .strip_suffix(".yaml")
                .or_else(|| path.strip_suffix(".yml"));
            let offer = Offer::new(ItemKind::File, stem.unwrap_or(path)).replaces(word);
            offers.add(offer.fit(Fit::Near));
        }
    }
}

/// Texts of which something is known all the same.
fn texts(context: &Context<'_>, value: &ValueSpot, offers: &mut Offers<'_>) {
    let place = context.place_above();
    match (place, context.key_above()) {
        (Some(Place::Organization), Some("table_code")) => table_code(context, value, offers),
        (Some(Place::Field), Some("default")) => field_default(context, offers),
        (Some(Place::Step), Some("error" | "reject")) => errors(context, offers),
        _ => {}
    }
}

/// The code that the registry has for this entity, or would give it.
fn table_code(context: &Context<'_>, value: &ValueSpot, offers: &mut Offers<'_>) {
    let entity = index::entity(context.db, context.file);
    let workspace = Workspace::try_get(context.db);
    let (Some(entity), Some(workspace)) = (entity, workspace) else {
        return;
    };
    let registry = domain_registry(context.db, workspace);
    let registered = registry.entity(&entity.name);
    let code = registered.and_then(|(.., entity)| entity.table_code.as_ref());
    let code = match code {
        Some(code) => Some(code.value.clone()),
        None => registry
            .derive_table_code(entity.schema(), &entity.name)
            .ok(),
    };
    if let Some(code) = code {
        let text = match value.quote {
            Some(_) => code.clone(),
            None => format!("\"{code}\""),
        };
        let offer = Offer::new(ItemKind::Value, code).text(text);
        offers.add(offer.detail("from the registry").fit(Fit::Wanted));
    }
}

/// The default of a field that is written as a mapping.
fn field_default(context: &Context<'_>, offers: &mut Offers<'_>) {
    if let Some(written) = context.beside("type") {
        types::offer_defaults(written, offers);
    }
}

/// The error codes that are told elsewhere in the file.
fn errors(context: &Context<'_>, offers: &mut Offers<'_>) {
    let spec = specql_analysis::spec::spec(context.db, context.file);
    for step in spec.steps() {
        if let specql_analysis::spec::Content::Text(error) = &step.content
            && step.key.text == "reject"
            && error.span.start != context.word.start
        {
            let offer = Offer::new(ItemKind::Value, error.text.clone());
            offers.add(offer.detail("said in this file").fit(Fit::Usual));
        }
    }
}
