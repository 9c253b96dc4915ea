//! Calls: `remind(days = 3)`, `customer(email, "Your invoice is ready")`.

use specql_analysis::expression::infer::Type;
use specql_analysis::index;
use specql_analysis::spec::spec;

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
        None => {}
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

/// The actions of this file. Which functions the database has, nobody says.
fn functions(context: &Context<'_>, offers: &mut Offers<'_>) {
    let own = index::entity(context.db, context.file);
    for action in own.map_or(&[][..], |entity| entity.actions.as_slice()) {
        let hole = if action.parameters.is_empty() {
            ""
        } else {
            "$1"
        };
        let offer = Offer::new(ItemKind::Action, action.name.clone())
            .text(format!("{}()", action.name))
            .snippet(format!("{}({hole})$0", action.name))
            .about(Subject::Action(context.file, action.name.clone()));
        offers.add(offer.fit(Fit::Near));
    }
}

/// The parameters of an action that are not given yet.
fn parameters(
    context: &Context<'_>,
    function: Option<&str>,
    given: &[&[Token<'_>]],
    offers: &mut Offers<'_>,
) {
    let own = index::entity(context.db, context.file);
    let called = own.and_then(|entity| entity.action(function?));
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

/// The type of a parameter of an action of this file.
fn parameter_type(context: &Context<'_>, action: Option<&str>, name: &str) -> Option<Type> {
    let mut actions = spec(context.db, context.file).actions.iter();
    let called = actions.find(|known| {
        let known = known.name.as_ref().map(|name| name.text.as_str());
        known.is_some() && known == action
    })?;
    let mut parameters = called.parameters.iter();
    let parameter = parameters.find(|parameter| parameter.name.text == name)?;
    parameter.parameter_type.as_ref().map(Type::of)
}
