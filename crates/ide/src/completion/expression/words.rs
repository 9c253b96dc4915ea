//! What an expression has beside names: words, functions, operators.

use specql_analysis::expression::infer::Type;
use specql_language::expression::{self, NAMES, OPERATORS, PATTERNS, Place, TESTS};
use specql_language::types::SCALARS;
use specql_language::{Effect, Target};

use super::fit::{fit, goes_with, is_whole};
use super::next::given;
use super::{Wanted, Writer, enum_values};
use crate::completion::offer::{Fit, Offer, Offers};
use crate::completion::tokens::Token;
use crate::completion::{ItemKind, Subject, names};

impl Writer<'_> {
    /// Words that stand for a value.
    pub(super) fn words(&self, wanted: &Wanted, offers: &mut Offers<'_>) {
        for word in NAMES.iter().filter(|word| word.place != Place::Column) {
            let ty = Type::from(word.value);
            let worse = match word.place {
                Place::Clock => Fit::Usual,
                _ => Fit::Rare,
            };
            let offer = Offer::new(ItemKind::Word, word.name)
                .detail(names::told(&ty))
                .about(Subject::Word(word.name))
                .planned(word.effect == Effect::Refused);
            offers.add(offer.fit(fit(wanted, &ty).max(worse)));
        }
        let plain = match wanted {
            Wanted::Condition => &["NOT", "EXISTS"][..],
            Wanted::Value(_) | Wanted::OneOf(_) => &["NULL", "CASE"][..],
        };
        for word in plain {
            let offer = Offer::new(ItemKind::Word, *word).about(Subject::Operator(word));
            offers.add(offer.fit(Fit::Rare));
        }
    }

    pub(super) fn functions(&self, wanted: &Wanted, offers: &mut Offers<'_>) {
        for function in expression::functions() {
            let ty = given(function);
            let is_empty = function.parameters.is_empty();
            let snippet = match is_empty {
                true => format!("{}()$0", function.name),
                false => format!("{}($1)$0", function.name),
            };
            let offer = Offer::new(ItemKind::Function, function.name)
                .text(format!("{}()", function.name))
                .snippet(snippet)
                .detail(signature(function))
                .about(Subject::Function(function.name))
                .planned(function.effect == Effect::Refused);
            offers.add(offer.fit(fit(wanted, &ty).max(Fit::Possible)));
        }
    }

    pub(super) fn list(&self, ty: &Type, offers: &mut Offers<'_>) {
        let values: Vec<String> = enum_values(ty).map(|value| self.quoted(value)).collect();
        if !values.is_empty() {
            let all = format!("({})", values.join(", "));
            offers.add(Offer::new(ItemKind::Value, all).fit(Fit::Wanted));
        }
        let offer = Offer::new(ItemKind::Word, "()").snippet("($0)");
        offers.add(offer.detail("list of values").fit(Fit::Near));
    }

    pub(super) fn operators(&self, before: &[Token<'_>], ty: &Type, offers: &mut Offers<'_>) {
        // Behind `a = b` another condition may follow.
        let is_whole = is_whole(before);
        for operator in OPERATORS {
            // Some stand before their only operand.
            let is_prefix = operator.example.starts_with(operator.symbol);
            let Some(usual) =
                goes_with(operator.operands, ty.value(), is_whole).filter(|_| !is_prefix)
            else {
                continue;
            };
            let text = format!("{} ", operator.symbol);
            let offer = Offer::new(ItemKind::Word, operator.symbol)
                .text(text)
                .detail(operator.example)
                .about(Subject::Operator(operator.symbol))
                .planned(operator.effect == Effect::Refused)
                .asks_again();
            offers.add(offer.fit(usual));
        }
    }
}

/// A function with its parameters.
fn signature(function: &expression::Function) -> String {
    let parameters: Vec<String> = function
        .parameters
        .iter()
        .map(|parameter| match (parameter.variadic, parameter.optional) {
            (true, _) => format!("{}, ...", parameter.name),
            (false, true) => format!("[{}]", parameter.name),
            (false, false) => parameter.name.to_owned(),
        })
        .collect();
    format!("({})", parameters.join(", "))
}

/// What may stand behind `IS`.
pub(super) fn tests(offers: &mut Offers<'_>) {
    for test in TESTS {
        let fit = if test.word == "NULL" {
            Fit::Wanted
        } else {
            Fit::Usual
        };
        let offer = Offer::new(ItemKind::Word, test.word)
            .detail(test.example)
            .about(Subject::Text(test.doc))
            .planned(test.target == Target::Next || test.effect == Effect::Refused);
        offers.add(offer.fit(fit));
    }
    for word in ["NOT NULL", "DISTINCT FROM"] {
        let fit = if word == "NOT NULL" {
            Fit::Wanted
        } else {
            Fit::Possible
        };
        offers.add(Offer::new(ItemKind::Word, word).fit(fit));
    }
}

/// What may stand behind `MATCHES`.
pub(super) fn patterns(offers: &mut Offers<'_>) {
    for pattern in PATTERNS {
        let offer = Offer::new(ItemKind::Pattern, pattern.name)
            .about(Subject::Text(pattern.doc))
            .planned(pattern.effect == Effect::Refused);
        offers.add(offer.fit(Fit::Near));
    }
    for scalar in SCALARS.iter().filter(|scalar| scalar.pattern.is_some()) {
        let offer = Offer::new(ItemKind::Pattern, scalar.name)
            .about(Subject::Type(scalar.name))
            .planned(true);
        offers.add(offer.fit(Fit::Possible));
    }
}
