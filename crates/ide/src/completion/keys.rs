//! Keys: those of the place that are not there yet.

use specql_analysis::spec::spec;
use specql_analysis::{Known, index};
use specql_language::key::{Key, Name, Place, Shape};
use specql_language::types::BY_NAME;
use specql_language::{Effect, Target};

use super::offer::{Fit, Offer, Offers};
use super::{ItemKind, Subject, entities, names, steps};
use crate::context::{Context, Keys};

pub(super) fn offer(context: &Context<'_>, keys: &Keys, offers: &mut Offers<'_>) {
    for shape in &keys.shapes {
        match shape {
            Shape::Mapping(Place::Step) => steps::offer(context, keys, offers),
            Shape::Mapping(place) => {
                for key in place.keys() {
                    if is_missing(keys, key.name) && !is_of_no_use(key) {
                        offers.add(offer_of(context, keys, *place, key));
                    }
                }
            }
            Shape::Named(Name::Entity, shape) => registered(context, keys, **shape, offers),
            Shape::Named(Name::PatternParameter, _) => parameters(context, keys, offers),
            Shape::Named(Name::Field, shape) if is_type(**shape) => new_fields(keys, offers),
            Shape::Named(Name::Parameter, _) => new_parameters(context, keys, offers),
            Shape::Named(Name::Field, shape) if context.place_above() == Some(Place::Step) => {
                given_fields(context, keys, **shape, offers);
            }
            Shape::Named(Name::ReferenceField, shape) => {
                references(context, keys, **shape, offers);
            }
            _ => {}
        }
    }
}

pub(super) fn is_missing(keys: &Keys, name: &str) -> bool {
    !keys.present.contains(name)
}

/// No SpecQL reads it.
fn is_of_no_use(key: &Key) -> bool {
    key.effect == Effect::Ignored && key.target == Target::V0_8
}

/// A key with what has to follow it.
pub(super) fn offer_of(
    context: &Context<'_>,
    keys: &Keys,
    place: Place,
    key: &'static Key,
) -> Offer {
    let fit = match (keys.is_likely, key.required) {
        (true, _) => Fit::Wanted,
        (false, true) => Fit::Near,
        (false, false) => Fit::Usual,
    };
    let offer = Offer::new(ItemKind::Key, key.name)
        .about(Subject::Key(place, key.name))
        .detail(told(key.shape))
        .fit(fit)
        .planned(key.target == Target::Next);
    followed(context, keys, offer, key.name, key.shape)
}

/// Adds to a key what has to follow it: a blank, brackets, a line of its own.
fn followed(context: &Context<'_>, keys: &Keys, offer: Offer, name: &str, shape: Shape) -> Offer {
    if keys.has_colon {
        return offer;
    }
    let below = " ".repeat(keys.column + 2);
    let (text, snippet) = match (form(shape), context.spot.is_flow) {
        (Form::Value, _) => {
            let offer = offer.text(format!("{name}: "));
            return if is_known(shape) {
                offer.asks_again()
            } else {
                offer
            };
        }
        (Form::Mapping, true) => (format!("{name}: {{}}"), format!("{name}: {{$0\\}}")),
        (Form::Words | Form::List, true) | (Form::Words, false) => {
            (format!("{name}: []"), format!("{name}: [$0]"))
        }
        (Form::Mapping, false) => {
            let text = format!("{name}:\n{below}");
            (text.clone(), format!("{text}$0"))
        }
        (Form::List, false) => {
            let text = format!("{name}:\n{below}- ");
            (text.clone(), format!("{text}$0"))
        }
    };
    offer.text(text).snippet(snippet).asks_again()
}

/// Whether something is known of what the value may be.
fn is_known(shape: Shape) -> bool {
    match shape {
        Shape::Any | Shape::Text | Shape::Integer | Shape::Name(_) | Shape::Sql => false,
        Shape::OneOf(shapes) => shapes.iter().any(|shape| is_known(*shape)),
        _ => true,
    }
}

/// How a value is written.
enum Form {
    Value,
    /// Some words in one line.
    Words,
    List,
    Mapping,
}

fn form(shape: Shape) -> Form {
    match shape {
        Shape::Mapping(_) | Shape::Named(..) => Form::Mapping,
        Shape::List(item) => match form(*item) {
            Form::Value => Form::Words,
            _ => Form::List,
        },
        Shape::OneOf(shapes) => shapes.first().map_or(Form::Value, |shape| form(*shape)),
        _ => Form::Value,
    }
}

/// What a value looks like, in a word or two.
pub(super) fn told(shape: Shape) -> &'static str {
    match shape {
        Shape::Any => "any value",
        Shape::Text => "text",
        Shape::Boolean => "true or false",
        Shape::Integer => "whole number",
        Shape::Choice(_) => "one of some words",
        Shape::Name(_) => "name",
        Shape::Reference(Name::Entity) => "entity",
        Shape::Reference(Name::Schema) => "schema",
        Shape::Reference(Name::Action) => "action",
        Shape::Reference(Name::Event) => "event",
        Shape::Reference(Name::SchemaPattern) => "pattern",
        Shape::Reference(Name::Other | Name::Parameter | Name::PatternParameter) => "name",
        Shape::Reference(_) => "field",
        Shape::Type => "type",
        Shape::Expression => "expression",
        Shape::Statement => "statement",
        Shape::Call => "call",
        Shape::Sql => "SQL",
        Shape::Path => "path",
        Shape::List(_) => "list",
        Shape::Mapping(_) | Shape::Named(..) => "mapping",
        Shape::OneOf(shapes) => shapes.first().map_or("any value", |shape| told(*shape)),
    }
}

/// The parameters of the pattern that is named above.
fn parameters(context: &Context<'_>, keys: &Keys, offers: &mut Offers<'_>) {
    let Some(pattern) = context.pattern() else {
        return;
    };
    for parameter in pattern.parameters {
        let is_there = !is_missing(keys, parameter.name)
            || parameter
                .alias
                .is_some_and(|alias| !is_missing(keys, alias));
        if is_there {
            continue;
        }
        let shape = crate::context::shape_of(parameter);
        let fit = if parameter.required {
            Fit::Near
        } else {
            Fit::Usual
        };
        let offer = Offer::new(ItemKind::Parameter, parameter.name)
            .about(Subject::PatternParameter(pattern.name, parameter.name))
            .detail(told(shape))
            .fit(fit);
        offers.add(followed(context, keys, offer, parameter.name, shape));
    }
}

/// The references of an entity, to tell more of what they lead to.
fn references(context: &Context<'_>, keys: &Keys, shape: Shape, offers: &mut Offers<'_>) {
    let Some(entity) = names::entity_meant(context) else {
        return;
    };
    for field in names::reference_fields(context, entity) {
        let name = field.name.clone();
        if is_missing(keys, &name) {
            let offer = names::offer_of_member(context, &field).fit(Fit::Near);
            offers.add(followed(context, keys, offer, &name, shape));
        }
    }
}

fn is_type(shape: Shape) -> bool {
    match shape {
        Shape::OneOf(shapes) => shapes.contains(&Shape::Type),
        shape => shape == Shape::Type,
    }
}

/// Names that call for a rich type, with that type. Any other name is the author's to find.
fn new_fields(keys: &Keys, offers: &mut Offers<'_>) {
    for known in BY_NAME {
        if is_missing(keys, known.word) && !keys.has_colon {
            let offer = Offer::new(ItemKind::Field, known.word)
                .text(format!("{}: {}", known.word, known.type_name))
                .detail(known.type_name)
                .about(Subject::Type(known.type_name));
            offers.add(offer.fit(Fit::Rare));
        }
    }
}

/// Parameters that are called as fields are, with the types of these.
fn new_parameters(context: &Context<'_>, keys: &Keys, offers: &mut Offers<'_>) {
    for field in &spec(context.db, context.file).fields {
        let name = field.name.text.as_str();
        let written = context.text.get(field.field_type.span.range());
        let is_given = written.is_some_and(|written| !written.is_empty());
        if is_given && is_missing(keys, name) && !keys.has_colon {
            let written = written.unwrap_or_default();
            let offer = Offer::new(ItemKind::Parameter, name)
                .text(format!("{name}: {written}"))
                .detail(written)
                .about(Subject::Field(context.file, name.to_owned()));
            offers.add(offer.fit(Fit::Usual));
        }
    }
}

/// Fields that a step gives values.
fn given_fields(context: &Context<'_>, keys: &Keys, shape: Shape, offers: &mut Offers<'_>) {
    let Some(entity) = names::entity_meant(context) else {
        return;
    };
    for field in Known::of(context.file).fields(context.db, entity) {
        if is_missing(keys, &field.name) {
            let offer = names::offer_of_member(context, &field).fit(Fit::Near);
            offers.add(followed(context, keys, offer, &field.name, shape));
        }
    }
}

/// Entities that are to be registered: first those of the schema that the domain is.
fn registered(context: &Context<'_>, keys: &Keys, shape: Shape, offers: &mut Offers<'_>) {
    let above = context.spot.above.iter();
    let schemas: Vec<&str> = above
        .flat_map(|above| &above.siblings)
        .filter(|(key, _)| key == "name")
        .map(|(_, value)| value.as_str())
        .collect();
    for file in entities::files(context.db) {
        let Some(entity) = index::entity(context.db, file) else {
            continue;
        };
        if is_missing(keys, &entity.name) {
            let is_of_domain = schemas.contains(&entity.schema());
            let offer = Offer::new(ItemKind::Entity, entity.name.clone())
                .detail(entity.schema().to_owned())
                .about(Subject::Entity(file))
                .fit(if is_of_domain {
                    Fit::Near
                } else {
                    Fit::Possible
                });
            offers.add(followed(context, keys, offer, &entity.name, shape));
        }
    }
}
