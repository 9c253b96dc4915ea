//! Calls: `remind(days = 3)`, `customer(email, "Your invoice is ready")`.

use specql_analysis::db::File;
use specql_analysis::expression::infer::Type;
use specql_analysis::graph;
use specql_analysis::index;
use specql_analysis::resolve::called_action;
use specql_analysis::spec::spec;
use specql_analysis::summary::Entity;

use super::expression::{Wanted, Writer, tokens};
use super::offer::{Fit, Offer, Offers};
use super::statement::top_level_parts;
use super::tokens::{Token, open_bracket};
use super::{ItemKind, Subject};
use crate::context::{Context, ValueSpot};

pub(super) fn offer(context: &Context<'_>, value: &ValueSpot, offers: &mut Offers<'_>) {
    let tokens = tokens(context, value);
    let all = tokens.all.as_slice();
    let is_notify = context.key_above() == Some("notify");
    match open_bracket(all) {
        // Who is told is a field that leads to somebody.
        None if all.is_empty() && is_notify => {
            let writer = Writer::new(context, value);
            writer.values(&Wanted::OneOf(&[]), offers);
        }
        None if all.is_empty() => functions(context, offers),
        None => {
            if let ([Token::Name(path)], false) = (all, is_notify)
                && let Some(of) = path.strip_suffix('.')
            {
                functions_of(context, of, offers);
            }
        }
        // The channel is a word of the framework's.
        Some((_, 0)) if is_notify => {}
        Some((open, _)) => {
            let function = open.checked_sub(1).and_then(|at| all.get(at)?.name());
            let arguments = all.get(open + 1..).unwrap_or_default();
            let mut parts = top_level_parts(arguments);
            let last = parts.pop().unwrap_or_default();
            if last.is_empty() {
                parameters(context, function, &parts, offers);
            }
            let writer = Writer::new(context, value);
            argument(writer, function, last, tokens.open_text, offers);
        }
    }
}

/// The actions of the workspace. Which other functions the database has, nobody says.
fn functions(context: &Context<'_>, offers: &mut Offers<'_>) {
    for (name, files) in graph::actions(context.db) {
        if let Some(file) = called_action(context.db, context.file, None, name) {
            let fit = fit_of(context, file);
            offers.add(offer_of(context, file, name, name.to_owned()).fit(fit));
            continue;
        }
        // The name alone does not tell whose action is meant.
        let entities = files
            .iter()
            .filter_map(|file| index::entity(context.db, *file));
        for of in entities.map(|entity| &entity.name) {
            if let Some(file) = called_action(context.db, context.file, Some(of), name) {
                let offer = offer_of(context, file, name, format!("{of}.{name}"));
                offers.add(offer.planned(true).fit(Fit::Possible));
            }
        }
    }
}

/// The actions of the schema or the entity that is named before the dot.
fn functions_of(context: &Context<'_>, of: &str, offers: &mut Offers<'_>) {
    for (name, _) in graph::actions(context.db) {
        if let Some(file) = called_action(context.db, context.file, Some(of), name) {
            let offer = offer_of(context, file, name, name.to_owned());
            offers.add(offer.planned(true).fit(Fit::Near));
        }
    }
}

fn fit_of(context: &Context<'_>, file: File) -> Fit {
    let schema = |file| index::entity(context.db, file).map(Entity::schema);
    match file == context.file {
        true => Fit::Near,
        false if schema(file) == schema(context.file) => Fit::Usual,
        false => Fit::Possible,
    }
}

/// A call of an action, as it is written here.
fn offer_of(context: &Context<'_>, file: File, name: &str, call: String) -> Offer {
    let entity = index::entity(context.db, file);
    let takes_nothing = entity
        .and_then(|entity| entity.action(name))
        .is_none_or(|action| action.parameters.is_empty());
    let hole = if takes_nothing { "" } else { "$1" };
    let offer = Offer::new(ItemKind::Action, call.clone())
        .text(format!("{call}()"))
        .snippet(format!("{call}({hole})$0"))
        .about(Subject::Action(file, name.to_owned()));
    match entity.filter(|_| file != context.file) {
        Some(entity) => offer.detail(format!("of {}", entity.name)),
        None => offer,
    }
}

/// The file of the action that is called, with its name.
fn called<'t>(context: &Context<'_>, function: Option<&'t str>) -> Option<(File, &'t str)> {
    let function = function?;
    let (of, name) = match function.split_once('.') {
        Some((of, name)) => (Some(of), name),
        None => (None, function),
    };
    Some((called_action(context.db, context.file, of, name)?, name))
}

/// The parameters of an action that are not given yet.
fn parameters(
    context: &Context<'_>,
    function: Option<&str>,
    given: &[&[Token<'_>]],
    offers: &mut Offers<'_>,
) {
    let called = called(context, function);
    let called = called.and_then(|(file, name)| index::entity(context.db, file)?.action(name));
    for name in called.map_or(&[][..], |action| action.parameters.as_slice()) {
        let is_given = |part: &&[Token<'_>]| part.first() == Some(&Token::Name(name));
        if !given.iter().any(is_given) {
            let offer = Offer::new(ItemKind::Parameter, name.clone());
            let offer = offer.text(format!("{name} = ")).asks_again();
            offers.add(offer.fit(Fit::Wanted));
        }
    }
}

/// The value of an argument, which may have a name.
fn argument(
    mut writer: Writer<'_>,
    function: Option<&str>,
    written: &[Token<'_>],
    open_text: Option<usize>,
    offers: &mut Offers<'_>,
) {
    let [Token::Name(name), Token::Sign("="), value @ ..] = written else {
        writer.offer(written, open_text, &Wanted::OneOf(&[]), offers);
        return;
    };
    let wanted = match parameter_type(writer.context, function, name) {
        None | Some(Type::UNKNOWN) => Wanted::OneOf(&[]),
        Some(ty) => Wanted::Value(ty),
    };
    writer.called_like = Some((*name).to_owned());
    writer.offer(value, open_text, &wanted, offers);
}

/// The type of a parameter of the action that is called.
fn parameter_type(context: &Context<'_>, function: Option<&str>, name: &str) -> Option<Type> {
    let (file, action) = called(context, function)?;
    let mut actions = spec(context.db, file).actions.iter();
    let called = actions.find(|known| {
        let known = known.name.as_ref();
        known.is_some_and(|known| known.text == action)
    })?;
    let mut parameters = called.parameters.iter();
    let parameter = parameters.find(|parameter| parameter.name.text == name)?;
    parameter.parameter_type.as_ref().map(Type::of)
}
