//! Names of entities, with their schema where they need it.

use specql_analysis::db::{Db, File, Workspace};
use specql_analysis::index::{self, entities_of_folder, find_entity};
use specql_analysis::summary::Entity;

use super::offer::{Fit, Offer, Offers};
use super::{ItemKind, Subject, types};
use crate::context::Context;

/// All entities of the workspace. What is typed from `start` on may have a schema. How well the
/// file's own entity fits depends: an action is mostly about it, a reference seldom.
pub(super) fn offer(context: &Context<'_>, start: u32, own_entity: Fit, offers: &mut Offers<'_>) {
    let word = context.wider(start, |c| c == '.');
    let typed_schema = context.typed(word).contains('.');
    let own = index::entity(context.db, context.file).map(Entity::schema);
    let called_for = types::field_name(context).map(named_by_field);
    for file in files(context.db) {
        let Some(entity) = index::entity(context.db, file) else {
            continue;
        };
        let is_near = own == Some(entity.schema());
        let label = match typed_schema {
            true => format!("{}.{}", entity.schema(), entity.name),
            false => short_name(context, file, entity),
        };
        let offer = Offer::new(ItemKind::Entity, label)
            .replaces(word)
            .detail(entity.schema().to_owned())
            .about(Subject::Entity(file));
        let is_own = file == context.file;
        let is_called_for = called_for.as_deref() == Some(&letters(&entity.name));
        offers.add(offer.fit(match own_entity {
            Fit::Wanted if is_own => Fit::Wanted,
            _ if is_called_for => Fit::Wanted,
            _ if is_own => Fit::Possible,
            _ if is_near => Fit::Near,
            _ => Fit::Usual,
        }));
    }
}

/// The name of an entity as this file has to say it: with its schema, where that is another one.
fn short_name(context: &Context<'_>, file: File, entity: &Entity) -> String {
    let own = index::entity(context.db, context.file).map(Entity::schema);
    let is_near = own == Some(entity.schema()) || entity.schema.is_none();
    let is_found = || find_entity(context.db, context.file, None, &entity.name) == Ok(file);
    if is_near && is_found() {
        entity.name.clone()
    } else {
        format!("{}.{}", entity.schema(), entity.name)
    }
}

/// `ref(Entity)`, once the name of an entity is typed where a type belongs.
pub(super) fn offer_in_reference(context: &Context<'_>, offers: &mut Offers<'_>) {
    let typed = context.typed(context.word);
    if !typed.starts_with(char::is_uppercase) {
        return;
    }
    for file in files(context.db) {
        let Some(entity) = index::entity(context.db, file) else {
            continue;
        };
        let name = short_name(context, file, entity);
        let offer = Offer::new(ItemKind::Entity, format!("ref({name})"))
            .filter(entity.name.clone())
            .about(Subject::Entity(file));
        offers.add(offer.fit(Fit::Usual));
    }
}

/// Whether a field is called like an entity: `customer`, `order_line_id`.
pub(super) fn is_called_like_one(db: &dyn Db, field: &str) -> bool {
    let field = named_by_field(field);
    names(db).any(|name| letters(name) == field)
}

/// The letters of the entity that the name of a field speaks of.
fn named_by_field(field: &str) -> String {
    letters(field.strip_suffix("_id").unwrap_or(field))
}

/// A name as it is in `snake_case` and in `PascalCase` alike.
fn letters(name: &str) -> String {
    name.replace('_', "").to_lowercase()
}

/// The names of all entities.
fn names(db: &dyn Db) -> impl Iterator<Item = &str> {
    let folders = Workspace::try_get(db).map(|workspace| workspace.folders(db));
    let folders = folders.into_iter().flatten();
    folders.flat_map(move |folder| entities_of_folder(db, *folder).keys().map(String::as_str))
}

/// The files that describe an entity.
pub(super) fn files(db: &dyn Db) -> impl Iterator<Item = File> {
    let folders = Workspace::try_get(db).map(|workspace| workspace.folders(db));
    let folders = folders.into_iter().flatten();
    folders.flat_map(move |folder| {
        let files = entities_of_folder(db, *folder).values();
        files.flatten().copied()
    })
}
