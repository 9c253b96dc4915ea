//! Types of fields and parameters, with what may follow a type: `!` and a default.

use specql_language::expression::{NAMES, Place as Origin, ValueType};
use specql_language::key::Name;
use specql_language::types::{self, BASIC, COMPOSITES, SCALARS};

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
        TypePlace::Behind { is_required } => offer_rest(is_required, offers),
        TypePlace::EnumValue => {}
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
    /// `!` or a default.
    Behind { is_required: bool },
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
    if let Some(at) = default {
        return TypePlace::Default(before.get(..at).unwrap_or_default());
    }
    match open.last() {
        Some(name) if name.eq_ignore_ascii_case("ref") => TypePlace::Entity,
        Some(name) if name.eq_ignore_ascii_case("list") => TypePlace::Type { is_inner: true },
        Some(_) => TypePlace::EnumValue,
        None if before.trim().is_empty() => TypePlace::Type { is_inner: false },
        None => TypePlace::Behind {
            is_required: before.contains('!'),
        },
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
    let called_for = field.and_then(types::by_name).map(|known| known.type_name);
    let is_reference = field.is_some_and(|name| entities::is_called_like_one(context.db, name));
    let fit = |name: &str, usual: Fit| match called_for {
        Some(wanted) if wanted == name => Fit::Wanted,
        _ => usual,
    };
    for known in BASIC {
        let offer = Offer::new(ItemKind::Type, known.name)
            .detail(known.postgres)
            .about(Subject::Type(known.name));
        offers.add(offer.fit(fit(known.name, Fit::Near)));
        if !is_inner {
            required(context, known.name, offers);
        }
    }
    for (name, text, snippet, detail) in WITH_BRACKETS {
        let offer = Offer::new(ItemKind::Type, name).text(text).snippet(snippet);
        let usual = if name == "ref" && is_reference {
            Fit::Wanted
        } else {
            Fit::Near
        };
        offers.add(
            offer
                .detail(detail)
                .about(Subject::Form(name))
                .fit(usual)
                .asks_again(),
        );
    }
    for known in SCALARS {
        for name in [Some(known.name), known.alias].into_iter().flatten() {
            let offer = Offer::new(ItemKind::Type, name)
                .detail(known.postgres)
                .about(Subject::Type(known.name));
            let usual = if name == known.name {
                Fit::Usual
            } else {
                Fit::Possible
            };
            offers.add(offer.fit(fit(name, usual)));
            if !is_inner {
                required(context, name, offers);
            }
        }
    }
    for known in COMPOSITES {
        let offer = Offer::new(ItemKind::Composite, known.name)
            .detail("composite")
            .about(Subject::Type(known.name));
        offers.add(offer.fit(Fit::Possible));
    }
}

/// The type with its `!`, once it is typed.
fn required(context: &Context<'_>, name: &'static str, offers: &mut Offers<'_>) {
    if context.typed(context.word) == name {
        let offer = Offer::new(ItemKind::Type, format!("{name}!"))
            .detail("required")
            .about(Subject::Type(name));
        offers.add(offer.fit(Fit::Near));
    }
}

/// The field or parameter whose type is typed.
pub(super) fn field_name<'c>(context: &'c Context<'_>) -> Option<&'c str> {
    let mut above = context.spot.above.iter().rev();
    let named = above.find(|above| matches!(above.names, Some(Name::Field | Name::Parameter)));
    named.and_then(|above| above.key.as_deref())
}

// Behind a type

fn offer_rest(is_required: bool, offers: &mut Offers<'_>) {
    if !is_required {
        let offer = Offer::new(ItemKind::Word, "!").detail("required");
        offers.add(offer.about(Subject::Form("!")).fit(Fit::Near));
    }
    let offer = Offer::new(ItemKind::Word, "=").text("= ");
    offers.add(
        offer
            .detail("default")
            .about(Subject::Form("="))
            .asks_again(),
    );
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
        assert_eq!(place("text "), TypePlace::Behind { is_required: false });
        assert_eq!(place("text! "), TypePlace::Behind { is_required: true });
        assert_eq!(place("enum(a) = "), TypePlace::Default("enum(a) "));
    }
}
