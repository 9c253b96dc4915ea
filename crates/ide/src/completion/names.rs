//! Names that a spec gives, and that stand for something where they are said: fields, actions,
//! events, schemas.

use std::collections::BTreeSet;

use specql_analysis::db::{File, Workspace};
use specql_analysis::expression::infer::Type;
use specql_analysis::index::{self, domain_registry, find_entity};
use specql_analysis::project::registry::FRAMEWORK_SCHEMAS;
use specql_analysis::{Known, Member};
use specql_language::expression::ValueType;
use specql_language::key::{Name, Place, Shape};
use specql_language::pattern::PATTERNS;
use specql_language::{Effect, Target};

use super::offer::{Fit, Offer, Offers};
use super::{ItemKind, Subject, entities};
use crate::context::{Above, Context, ValueSpot};

/// Names of a kind that may stand as a value.
pub(super) fn offer(context: &Context<'_>, value: &ValueSpot, what: Name, offers: &mut Offers<'_>) {
    match what {
        Name::Entity => {
            let start = context.in_text(value.content.start);
            entities::offer(context, start, Fit::Usual, offers);
        }
        Name::Schema => schemas(context, offers),
        Name::Field | Name::FieldPath | Name::TargetField => fields(context, value, offers),
        Name::ReferenceField => {
            let entity = entity_meant(context);
            for field in entity.map_or_else(Vec::new, |file| reference_fields(context, file)) {
                add_field(context, &field, Fit::Near, offers);
            }
        }
        Name::Action => actions(context, offers),
        Name::SchemaPattern => patterns(offers),
        Name::Event => given(context, Name::Event, ItemKind::Event, offers),
        Name::Other => given(context, Name::Other, ItemKind::Name, offers),
        Name::Parameter | Name::PatternParameter => {}
    }
}

fn schemas(context: &Context<'_>, offers: &mut Offers<'_>) {
    let db = context.db;
    let mut seen = BTreeSet::new();
    for schema in schemas_beside(context) {
        if seen.insert(schema.clone()) {
            let offer = Offer::new(ItemKind::Schema, schema).detail("of the files beside");
            offers.add(offer.fit(Fit::Wanted));
        }
    }
    let registry = Workspace::try_get(db).map(|workspace| domain_registry(db, workspace));
    for domain in registry.map_or(&[][..], |registry| registry.domains.as_slice()) {
        let Some(name) = &domain.name else { continue };
        if seen.insert(name.value.clone()) {
            let told = domain.description.as_ref().map(|told| told.value.clone());
            let offer = Offer::new(ItemKind::Schema, name.value.clone())
                .detail(told.unwrap_or_else(|| "registered".to_owned()));
            offers.add(offer.fit(Fit::Near));
        }
    }
    for file in entities::files(db) {
        let schema = index::entity(db, file).filter(|_| file != context.file);
        let schema = schema.and_then(|entity| entity.schema.clone());
        if let Some(schema) = schema.filter(|schema| seen.insert(schema.clone())) {
            offers.add(Offer::new(ItemKind::Schema, schema).fit(Fit::Usual));
        }
    }
    for schema in FRAMEWORK_SCHEMAS {
        if seen.insert(schema.to_owned()) {
            let offer = Offer::new(ItemKind::Schema, schema).detail("of the framework");
            offers.add(offer.fit(Fit::Rare));
        }
    }
}

/// The schemas of the other files in the folder.
fn schemas_beside(context: &Context<'_>) -> Vec<String> {
    let folder = |file: File| {
        let path = file.path(context.db);
        path.rsplit_once('/').map_or("", |(folder, _)| folder)
    };
    let own = folder(context.file);
    let files = entities::files(context.db).filter(|file| *file != context.file);
    let beside = files.filter(|file| folder(*file) == own);
    let schemas = beside.filter_map(|file| index::entity(context.db, file)?.schema.clone());
    schemas.collect()
}

/// Fields, and paths through references.
fn fields(context: &Context<'_>, value: &ValueSpot, offers: &mut Offers<'_>) {
    let Some(entity) = entity_meant(context) else {
        return;
    };
    let known = Known::of(context.file).in_entity(Some(entity));
    let start = context.in_text(value.content.start) as usize;
    let before = context.text.get(start..context.word.start as usize);
    let path: Vec<&str> = before
        .unwrap_or_default()
        .split('.')
        .map(str::trim)
        .collect();
    let members = match path.split_last() {
        Some((_, path)) if !path.is_empty() => match known.type_of(context.db, path) {
            Some(ty) => known.members(context.db, &ty),
            None => Vec::new(),
        },
        _ => {
            let mut fields = known.fields(context.db, entity);
            fields.extend(known.columns());
            fields
        }
    };
    for member in members {
        let fit = if member.field_of.is_some() {
            Fit::Near
        } else {
            Fit::Possible
        };
        add_field(context, &member, fit, offers);
    }
}

fn add_field(context: &Context<'_>, member: &Member, fit: Fit, offers: &mut Offers<'_>) {
    if !context.spot.items.contains(&member.name) {
        offers.add(offer_of_member(context, member).fit(fit));
    }
}

/// A field, a column or a member of a composite value.
pub(super) fn offer_of_member(context: &Context<'_>, member: &Member) -> Offer {
    let (kind, subject) = match member.field_of {
        Some(file) => (ItemKind::Field, Subject::Field(file, member.name.clone())),
        None => match specql_language::expression::name(&member.name) {
            Some(word) => (ItemKind::Field, Subject::Word(word.name)),
            None => (ItemKind::Member, Subject::Nothing),
        },
    };
    let mut detail = told(&member.ty);
    if let Some(file) = member.field_of.filter(|file| *file != context.file) {
        let entity = index::entity(context.db, file);
        let of = entity.map_or(file.path(context.db), |entity| &entity.name);
        detail = format!("{detail}, of {of}");
    }
    Offer::new(kind, member.name.clone())
        .detail(detail)
        .about(subject)
        .planned(member.is_passed_over)
}

/// A type in a few words.
pub(super) fn told(ty: &Type) -> String {
    match ty {
        Type::Enum(values) => format!("enum({})", values.join(", ")),
        Type::Reference(targets) => {
            let names: Vec<_> = targets.iter().map(|(_, name)| name.as_str()).collect();
            format!("ref({})", names.join(", "))
        }
        Type::Composite(name) => name.to_string(),
        Type::List(item) => format!("list({})", told(item)),
        Type::Row(_) => "row".to_owned(),
        Type::Value(ValueType::Unknown) => "unknown type".to_owned(),
        Type::Value(value) => format!("{value:?}").to_lowercase(),
    }
}

/// The entity whose fields are meant at a place: the one that a key beside it names, or the one
/// that the references above it lead to.
pub(super) fn entity_meant(context: &Context<'_>) -> Option<File> {
    let mut entity = Some(context.file);
    for above in &context.spot.above {
        if let (Some(Name::ReferenceField), Some(field)) = (above.names, &above.key) {
            let known = Known::of(context.file).in_entity(entity);
            let ty = known.type_of(context.db, &[field])?;
            let members = known.members(context.db, &ty);
            entity = members.iter().find_map(|member| member.field_of);
        }
        let Some(place) = above.place else { continue };
        if let Some(named) = entity_of_step(context, place, above) {
            entity = Some(named);
        }
        let mut keys = place.keys().iter().filter(|key| names_entity(key.shape));
        let named = keys.find_map(|key| {
            let mut siblings = above.siblings.iter();
            siblings.find(|(name, value)| name == key.name && !value.is_empty())
        });
        if let Some((key, name)) = named
            && key != "extends"
        {
            entity = entity_called(context, name);
        }
    }
    entity
}

/// The entity that a step does something with.
fn entity_of_step(context: &Context<'_>, place: Place, above: &Above) -> Option<File> {
    let mut siblings = above.siblings.iter();
    siblings.find_map(|(key, value)| {
        place.key(key).filter(|key| key.shape == Shape::Statement)?;
        entity_called(context, value.split_whitespace().next()?)
    })
}

fn names_entity(shape: Shape) -> bool {
    match shape {
        Shape::Reference(Name::Entity) => true,
        Shape::OneOf(shapes) => shapes.contains(&Shape::Reference(Name::Entity)),
        _ => false,
    }
}

/// The entity of this name, perhaps with its schema.
pub(super) fn entity_called(context: &Context<'_>, name: &str) -> Option<File> {
    let (schema, name) = match name.split_once('.') {
        Some((schema, name)) => (Some(schema), name),
        None => (None, name),
    };
    find_entity(context.db, context.file, schema, name).ok()
}

/// The fields of an entity that refer to others.
pub(super) fn reference_fields(context: &Context<'_>, entity: File) -> Vec<Member> {
    let fields = Known::of(context.file)
        .fields(context.db, entity)
        .into_iter();
    let is_reference = |field: &Member| match &field.ty {
        Type::List(item) => item.value() == ValueType::Reference,
        ty => ty.value() == ValueType::Reference,
    };
    fields.filter(is_reference).collect()
}

fn actions(context: &Context<'_>, offers: &mut Offers<'_>) {
    let own = index::entity(context.db, context.file);
    for action in own.map_or(&[][..], |entity| entity.actions.as_slice()) {
        if !context.spot.items.contains(&action.name) {
            let subject = Subject::Action(context.file, action.name.clone());
            let offer = Offer::new(ItemKind::Action, action.name.clone()).about(subject);
            offers.add(offer.fit(Fit::Near));
        }
    }
}

fn patterns(offers: &mut Offers<'_>) {
    for pattern in PATTERNS {
        let offer = Offer::new(ItemKind::Pattern, pattern.name)
            .about(Subject::Pattern(pattern.name))
            .planned(pattern.target == Target::Next)
            .fit(match pattern.effect {
                Effect::Used | Effect::Carried => Fit::Near,
                _ => Fit::Usual,
            });
        offers.add(offer);
    }
}

fn given(context: &Context<'_>, what: Name, kind: ItemKind, offers: &mut Offers<'_>) {
    let own = index::entity(context.db, context.file);
    for (given, name) in own.map_or(&[][..], |entity| entity.others.as_slice()) {
        if *given == what && !context.spot.items.contains(name) {
            offers.add(Offer::new(kind, name.clone()).fit(Fit::Near));
        }
    }
}
