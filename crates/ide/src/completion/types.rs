//! Types of fields and parameters, with what may follow a type: `!` and a default.

use specql_language::expression::{NAMES, Place as Origin, ValueType};
use specql_language::key::Name;
use specql_language::types::{self, BASIC, Basic, COMPOSITES, SCALARS, USUAL};
use specql_yaml::Span;

use super::offer::{Fit, Offer, Offers};
use super::{ItemKind, Subject, entities};
use crate::context::{Context, ValueSpot, is_word};

pub(super) fn offer(context: &Context<'_>, value: &ValueSpot, offers: &mut Offers<'_>) {
    let before = written_before(context, value);
    match place(before) {
        TypePlace::Type { is_inner } => {
            offer_types(context, is_inner, offers);
            entities::offer_in_reference(context, offers);
        }
        TypePlace::Entity => {
            let start = context.in_text(value.content.start);
            entities::offer(context, start, Fit::Usual, offers);
        }
        TypePlace::Default(written) => offer_defaults(written, offers),
        TypePlace::Behind { has_default } => offer_rest(context, before, has_default, offers),
        TypePlace::EnumValue | TypePlace::End => {}
    }
}

/// What stands in the scalar before the word.
fn written_before<'c>(context: &'c Context<'_>, value: &ValueSpot) -> &'c str {
    let range = value.content.start as usize..context.filled.start as usize;
    context.half.text().get(range).unwrap_or_default()
}

/// What may stand at a place of a type.
#[derive(Debug, PartialEq)]
enum TypePlace<'t> {
    /// A type; as the item of a list it takes no default.
    Type { is_inner: bool },
    /// The entity that is referred to.
    Entity,
    /// A new word of an enum.
    EnumValue,
    /// A default, if there is none yet, and `!`.
    Behind { has_default: bool },
    /// Nothing: `!` is the last of a type.
    End,
    /// The default of this type.
    Default(&'t str),
}

fn place(before: &str) -> TypePlace<'_> {
    let mut open: Vec<&str> = Vec::new();
    let mut default = None;
    for (at, c) in before.char_indices() {
        match c {
            '(' => {
                let name = before.get(..at).unwrap_or_default().trim_end();
                open.push(name.rsplit(|c| !is_word(c)).next().unwrap_or_default());
            }
            ')' => drop(open.pop()),
            '=' if open.is_empty() => default = default.or(Some(at)),
            _ => {}
        }
    }
    if before.trim_end().ends_with('!') && open.is_empty() {
        return TypePlace::End;
    }
    if let Some(at) = default {
        let (written, value) = before.split_at(at);
        let is_whole = value.ends_with(' ') && !value.trim_matches(['=', ' ']).is_empty();
        return match is_whole {
            true => TypePlace::Behind { has_default: true },
            false => TypePlace::Default(written),
        };
    }
    match open.last() {
        Some(name) if name.eq_ignore_ascii_case("ref") => TypePlace::Entity,
        Some(name) if name.eq_ignore_ascii_case("list") => TypePlace::Type { is_inner: true },
        Some(_) => TypePlace::EnumValue,
        None if before.trim().is_empty() => TypePlace::Type { is_inner: false },
        None => TypePlace::Behind { has_default: false },
    }
}

/// The types that are written with brackets: name, snippet, what they are.
const WITH_BRACKETS: [(&str, &str, &str, &str); 3] = [
    ("ref", "ref()", "ref($1)$0", "row of another entity"),
    (
        "enum",
        "enum()",
        "enum(${1:open, closed})$0",
        "one of some words",
    ),
    ("list", "list()", "list(${1:text})$0", "several values"),
];

fn offer_types(context: &Context<'_>, is_inner: bool, offers: &mut Offers<'_>) {
    let field = field_name(context);
    let called_for = field.and_then(|field| {
        let rich = types::by_name(field).map(|known| known.type_name);
        rich.or_else(|| types::likely(field))
    });
    let is_entity = field.is_some_and(|name| entities::is_called_like_one(context.db, name));
    let called_for = if is_entity { Some("ref") } else { called_for };
    let fit = |name: &str, usual: Fit| match called_for {
        Some(wanted) if wanted == name => Fit::Wanted,
        _ => usual,
    };
    let basic = |known: &'static Basic, offers: &mut Offers<'_>| {
        // What actions can be written with is what most fields have.
        let usual = if known.works_in_crud {
            Fit::Near
        } else {
            Fit::Possible
        };
        let fit = fit(known.name, usual);
        add_type(context, known.name, known.postgres, fit, is_inner, offers);
    };
    let (first, others) = BASIC.split_at(1);
    first.iter().for_each(|known| basic(known, offers));
    for (name, text, snippet, detail) in WITH_BRACKETS {
        let offer = Offer::new(ItemKind::Type, name).text(text).snippet(snippet);
        let offer = offer.detail(detail).about(Subject::Form(name));
        offers.add(offer.fit(fit(name, Fit::Near)).asks_again());
    }
    others.iter().for_each(|known| basic(known, offers));
    let usual = USUAL.iter().filter_map(|name| types::scalar(name));
    let others = SCALARS.iter().filter(|known| !USUAL.contains(&known.name));
    let ranked = usual.map(|known| (known, Fit::Usual));
    for (known, usual) in ranked.chain(others.map(|known| (known, Fit::Possible))) {
        let mut add = |name, usual| {
            let fit = fit(name, usual);
            add_type(context, name, known.postgres, fit, is_inner, offers);
        };
        add(known.name, usual);
        if let Some(alias) = known.alias {
            add(alias, Fit::Rare);
        }
    }
    for known in COMPOSITES {
        let offer = Offer::new(ItemKind::Composite, known.name)
            .detail("composite")
            .about(Subject::Type(known.name));
        offers.add(offer.fit(Fit::Possible));
    }
}

/// A type, and once its name is typed, the same with its `!`.
fn add_type(
    context: &Context<'_>,
    name: &'static str,
    postgres: &'static str,
    fit: Fit,
    is_inner: bool,
    offers: &mut Offers<'_>,
) {
    let subject = Subject::Type(name);
    let offer = Offer::new(ItemKind::Type, name).detail(postgres);
    offers.add(offer.about(subject.clone()).fit(fit));
    if !is_inner && context.typed(context.word) == name && !context.behind_word().starts_with('!') {
        let offer = Offer::new(ItemKind::Type, format!("{name}!")).detail("required");
        offers.add(offer.about(subject).fit(Fit::Near));
    }
}

/// The field or parameter whose type is typed.
pub(super) fn field_name<'c>(context: &'c Context<'_>) -> Option<&'c str> {
    let mut above = context.spot.above.iter().rev();
    let named = above.find(|above| matches!(above.names, Some(Name::Field | Name::Parameter)));
    named.and_then(|above| above.key.as_deref())
}

// Behind a type

fn offer_rest(context: &Context<'_>, before: &str, has_default: bool, offers: &mut Offers<'_>) {
    if !context.behind_word().starts_with('!') {
        // A blank before it would become part of the type's name.
        let blanks = before.len() - before.trim_end().len();
        let end = context.word.start as usize;
        let offer = Offer::new(ItemKind::Word, "!")
            .removes(Span::new(end.saturating_sub(blanks), end))
            .detail("required");
        offers.add(offer.about(Subject::Form("!")).fit(Fit::Near));
    }
    if !has_default {
        let blank = if before.ends_with(' ') { "" } else { " " };
        let offer = Offer::new(ItemKind::Word, "=").text(format!("{blank}= "));
        let offer = offer.detail("default").about(Subject::Form("="));
        offers.add(offer.asks_again());
    }
}

/// Values that may be the default of a type.
pub(super) fn offer_defaults(written: &str, offers: &mut Offers<'_>) {
    let written = written.trim().trim_end_matches('!').trim_end();
    if let Some(values) = written.strip_prefix("enum(") {
        let values = values.strip_suffix(')').unwrap_or(values);
        for word in values
            .split(',')
            .map(|word| word.trim().trim_matches(['\'', '"']))
        {
            if !word.is_empty() {
                offers.add(Offer::new(ItemKind::Value, word).fit(Fit::Wanted));
            }
        }
        return;
    }
    let ty = specql_analysis::expression::infer::Type::of_name(written).value();
    offer_defaults_of(ty, offers);
}

/// Values that a column of a type often begins with.
fn offer_defaults_of(ty: ValueType, offers: &mut Offers<'_>) {
    let words: &[&str] = match ty {
        ValueType::Boolean => &["false", "true"],
        ValueType::Integer | ValueType::Bigint | ValueType::Number => &["0", "1"],
        _ => &[],
    };
    for word in words {
        offers.add(Offer::new(ItemKind::Value, *word).fit(Fit::Wanted));
    }
    for word in NAMES {
        if word.place == Origin::Clock && word.value == ty {
            let offer = Offer::new(ItemKind::Value, word.name).detail("when the row is made");
            offers.add(offer.about(Subject::Word(word.name)).fit(Fit::Wanted));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_a_type_are_told_by_what_stands_before() {
        assert_eq!(place(""), TypePlace::Type { is_inner: false });
        assert_eq!(place("list("), TypePlace::Type { is_inner: true });
        assert_eq!(place("list(ref("), TypePlace::Entity);
        assert_eq!(place("ref(Order, "), TypePlace::Entity);
        assert_eq!(place("enum(a, "), TypePlace::EnumValue);
        assert_eq!(place("text "), TypePlace::Behind { has_default: false });
        assert_eq!(place("text! "), TypePlace::End);
        assert_eq!(place("text = a "), TypePlace::Behind { has_default: true });
        assert_eq!(place("enum(a) = "), TypePlace::Default("enum(a) "));
    }
}
