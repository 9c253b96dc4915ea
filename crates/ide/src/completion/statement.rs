//! What is done with an entity: `Invoice SET status = 'sent' WHERE …`.

use std::collections::HashSet;

use specql_analysis::expression::infer::Type;
use specql_language::expression::ValueType;
use specql_language::step::step_kind;

use super::expression::{Wanted, Writer, assigned, tokens};
use super::offer::{Fit, Offer, Offers};
use super::tokens::{Token, open_bracket};
use super::{ItemKind, Subject, entities, names};
use crate::context::{Context, ValueSpot};

pub(super) fn offer(context: &Context<'_>, value: &ValueSpot, offers: &mut Offers<'_>) {
    let tokens = tokens(context, value);
    let all = tokens.all.as_slice();
    if !begins_with_entity(context) {
        let mut writer = Writer::new(context, value);
        assignments(context, &mut writer, all, tokens.open_text, offers);
        return;
    }
    let is_schema = |token: &Token<'_>| matches!(token, Token::Name(name) if name.ends_with('.'));
    if all.is_empty() || (all.len() == 1 && all.iter().all(is_schema)) {
        let start = context.in_text(value.content.start);
        entities::offer(context, start, Fit::Wanted, offers);
        return;
    }
    let mut writer = Writer::new(context, value);
    if let Some(Token::Name(entity)) = all.first()
        && all.len() > 1
    {
        let found = names::entity_called(context, entity);
        writer.known.entity = found.or(writer.known.entity);
    }
    let is_clause = |token: &Token<'_>| token.is("set") || token.is("where");
    let Some(clause) = all.iter().rposition(is_clause) else {
        behind_entity(context, &mut writer, all, tokens.open_text, offers);
        return;
    };
    let (clauses, behind) = all.split_at(clause + 1);
    if clauses.last().is_some_and(|token| token.is("where")) {
        if ends_with_value(behind) {
            words(context, all, offers);
        }
        writer.offer(behind, tokens.open_text, &Wanted::Condition, offers);
        return;
    }
    if ends_with_value(behind) && behind.len() > 1 {
        words(context, all, offers);
    }
    assignments(context, &mut writer, behind, tokens.open_text, offers);
}

/// Whether this kind of step is about an entity; else it is about a field or a variable.
fn begins_with_entity(context: &Context<'_>) -> bool {
    let kind = context.key_above().and_then(step_kind);
    let forms = kind.map_or(&[][..], |kind| kind.forms);
    forms.is_empty() || forms.iter().any(|form| form.syntax.starts_with("<Entity>"))
}

/// Behind the entity: brackets with values, or a word such as `SET`.
fn behind_entity(
    context: &Context<'_>,
    writer: &mut Writer<'_>,
    all: &[Token<'_>],
    open_text: Option<usize>,
    offers: &mut Offers<'_>,
) {
    match open_bracket(all) {
        Some((open, _)) => {
            let behind = all.get(open + 1..).unwrap_or_default();
            assignments(context, writer, behind, open_text, offers);
        }
        None if all.last().is_some_and(|token| token.is("in")) => {
            writer.offer(&[], open_text, &Wanted::OneOf(&[]), offers);
        }
        None => words(context, all, offers),
    }
}

/// `field = value, …`
fn assignments(
    context: &Context<'_>,
    writer: &mut Writer<'_>,
    behind: &[Token<'_>],
    open_text: Option<usize>,
    offers: &mut Offers<'_>,
) {
    let mut parts = top_level_parts(behind);
    let last = parts.pop().unwrap_or_default();
    match last {
        [] => {
            let firsts = parts.iter().filter_map(|part| part.first()?.name());
            let given: HashSet<&str> = firsts.collect();
            // Only where no entity is named, a variable can be meant.
            let fit = if begins_with_entity(context) {
                Fit::Rare
            } else {
                Fit::Near
            };
            for (name, ty) in &writer.known.variables {
                let offer = Offer::new(ItemKind::Variable, name.clone());
                let offer = offer.text(format!("{name} = ")).detail(names::told(ty));
                offers.add(offer.fit(fit).asks_again());
            }
            let entity = writer.known.entities().next();
            let fields = entity.map_or_else(Vec::new, |file| writer.known.fields(context.db, file));
            for field in fields
                .iter()
                .filter(|field| !given.contains(field.name.as_str()))
            {
                // What changes is a status, mostly.
                let fit = match field.ty.value() {
                    ValueType::Enum => Fit::Wanted,
                    _ => Fit::Near,
                };
                offers.add(assigned(context, field).fit(fit));
            }
            for column in writer.known.columns() {
                offers.add(assigned(context, &column).fit(Fit::Rare));
            }
        }
        [Token::Name(path)] if path.ends_with('.') => {
            writer.offer(last, open_text, &Wanted::OneOf(&[]), offers);
        }
        [Token::Name(_)] => {
            let offer = Offer::new(ItemKind::Word, "=").text("= ").asks_again();
            offers.add(offer.about(Subject::Operator("=")).fit(Fit::Wanted));
        }
        [Token::Name(field), Token::Sign("="), value @ ..] => {
            let path: Vec<&str> = field.split('.').collect();
            let ty = writer.known.type_of(context.db, &path);
            let wanted = match ty {
                Some(Type::UNKNOWN) | None => Wanted::OneOf(&[]),
                Some(ty) => Wanted::Value(ty),
            };
            writer.called_like = Some((*field).to_owned());
            writer.offer(value, open_text, &wanted, offers);
        }
        value => writer.offer(value, open_text, &Wanted::OneOf(&[]), offers),
    }
}

/// What stands between the commas that are in no brackets.
pub(super) fn top_level_parts<'s, 't>(tokens: &'s [Token<'t>]) -> Vec<&'s [Token<'t>]> {
    let mut depth = 0_usize;
    let is_end = |token: &Token<'_>| {
        match token {
            Token::Open => depth += 1,
            Token::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && *token == Token::Comma
    };
    tokens.split(is_end).collect()
}

fn ends_with_value(tokens: &[Token<'_>]) -> bool {
    match tokens.last() {
        Some(Token::Name(name)) => {
            !name.ends_with('.') && tokens.last().is_some_and(|t| t.name().is_some())
        }
        Some(Token::Number | Token::Text | Token::Close) => true,
        _ => false,
    }
}

/// The words that this kind of step has in its forms and that are not there yet.
fn words(context: &Context<'_>, all: &[Token<'_>], offers: &mut Offers<'_>) {
    let kind = context.key_above().and_then(step_kind);
    let forms = kind.map_or(&[][..], |kind| kind.forms);
    let mut seen: Vec<&str> = Vec::new();
    for word in forms.iter().flat_map(|form| form.syntax.split_whitespace()) {
        let is_word = matches!(word, "SET" | "WHERE" | "as" | "in");
        let is_there = all.iter().any(|token| token.is(word));
        // What comes first cannot come later.
        let is_over = matches!(word, "SET" | "in") && all.iter().any(|token| token.is("where"));
        if is_word && !is_there && !is_over && !seen.contains(&word) {
            seen.push(word);
            let offer = Offer::new(ItemKind::Word, word).text(format!("{word} "));
            offers.add(offer.fit(Fit::Wanted).asks_again());
        }
    }
}
