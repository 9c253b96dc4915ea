//! What belongs next in an expression: a value of the type that is wanted there, or an operator
//! behind one.

mod fit;
mod next;
mod words;

use specql_analysis::expression::infer::Type;
use specql_analysis::{Known, Member};
use specql_language::expression::ValueType;
use specql_yaml::Span;

use super::offer::{Fit, Offer, Offers};
use super::tokens::{Token, Tokens, read};
use super::{ItemKind, Subject, entities, names};
use crate::context::{Context, ValueSpot, is_word};
use fit::fit;
use next::{Next, Pieces};

pub(super) use next::Wanted;

pub(super) fn offer(context: &Context<'_>, value: &ValueSpot, offers: &mut Offers<'_>) {
    let tokens = tokens(context, value);
    let writer = Writer::new(context, value);
    let wanted = match &writer.known.expected {
        &Type::UNKNOWN => Wanted::OneOf(&[]),
        // A condition begins with a value of any type.
        &Type::BOOLEAN => Wanted::Condition,
        expected => Wanted::Value(expected.clone()),
    };
    writer.offer(&tokens.all, tokens.open_text, &wanted, offers);
}

/// What stands in a scalar before the word.
pub(super) fn tokens<'c>(context: &'c Context<'_>, value: &ValueSpot) -> Tokens<'c> {
    let range = value.content.start as usize..context.filled.start as usize;
    let before = context.half.text().get(range).unwrap_or_default();
    // The mark of a parameter belongs to the word.
    let before = before.strip_suffix('$').unwrap_or(before);
    read(before, value.quote)
}
/// Offers what can be said with the names that are known at a place.
pub(super) struct Writer<'c> {
    pub(super) context: &'c Context<'c>,
    value: &'c ValueSpot,
    pub(super) known: Known,
    /// What the value is for is called so: what is called alike is likely meant.
    pub(super) called_like: Option<String>,
}

impl<'c> Writer<'c> {
    pub(super) fn new(context: &'c Context<'c>, value: &'c ValueSpot) -> Self {
        Self {
            context,
            value,
            known: context.half.known_at(context.db, context.filled.start),
            called_like: None,
        }
    }

    /// Offers what belongs behind these pieces, where `wanted` is wanted of the whole.
    pub(super) fn offer(
        &self,
        before: &[Token<'_>],
        open_text: Option<usize>,
        wanted: &Wanted,
        offers: &mut Offers<'_>,
    ) {
        let pieces = Pieces {
            db: self.context.db,
            known: &self.known,
        };
        let next = pieces.next(before, wanted);
        if let Some(start) = open_text {
            self.in_quotes(&next, start, offers);
            return;
        }
        match next {
            Next::Value(wanted) => match self.path(before) {
                Some(path) => self.members(&path, &wanted, offers),
                None => self.values(&wanted, offers),
            },
            Next::Test => words::tests(offers),
            Next::Pattern => words::patterns(offers),
            Next::Entity => {
                let start = self.context.in_text(self.value.content.start);
                entities::offer(self.context, start, Fit::Usual, offers);
            }
            Next::List(ty) => self.list(&ty, offers),
            Next::Operator(ty) => self.operators(before, &ty, offers),
        }
    }

    /// The names before the dot that the word stands behind.
    fn path(&self, before: &[Token<'_>]) -> Option<Vec<String>> {
        match before.last() {
            Some(Token::Name(name)) => {
                let path = name.strip_suffix('.')?;
                Some(path.split('.').map(str::to_owned).collect())
            }
            _ => None,
        }
    }

    /// Texts for where the quotes are there already.
    fn in_quotes(&self, next: &Next, start: usize, offers: &mut Offers<'_>) {
        let Next::Value(Wanted::Value(ty)) = next else {
            return;
        };
        let start = self.context.in_text(self.value.content.start) as usize + start;
        let text = self.context.text.get(start..).unwrap_or_default();
        let belongs = |c: char| is_word(c) || c == '-';
        let end = start + text.len() - text.trim_start_matches(belongs).len();
        let end = end.max(self.context.word.end as usize);
        let span = Span::new(start, end);
        for value in enum_values(ty) {
            let offer = Offer::new(ItemKind::Value, value).replaces(span);
            offers.add(offer.fit(Fit::Wanted));
        }
    }

    fn quoted(&self, value: &str) -> String {
        let quote = if self.value.quote == Some('\'') {
            "''"
        } else {
            "'"
        };
        format!("{quote}{value}{quote}")
    }

    pub(super) fn values(&self, wanted: &Wanted, offers: &mut Offers<'_>) {
        if self.context.before_word().ends_with('$') {
            self.variables(wanted, offers);
            self.parameters(wanted, offers);
            return;
        }
        self.constants(wanted, offers);
        self.variables(wanted, offers);
        // A condition is about the row, a value comes from the caller.
        let is_condition = *wanted == Wanted::Condition;
        if !is_condition {
            self.parameters(wanted, offers);
        }
        for (place, file) in self.known.entities().enumerate() {
            for field in self.known.fields(self.context.db, file) {
                let fit = match place {
                    0 => self.fit_of(&field.name, wanted, &field.ty),
                    _ => fit(wanted, &field.ty).max(Fit::Rare),
                };
                offers.add(names::offer_of_member(self.context, &field).fit(fit));
            }
        }
        if is_condition {
            self.parameters(wanted, offers);
        }
        for column in self.known.columns() {
            let fit = fit(wanted, &column.ty).max(Fit::Possible);
            offers.add(names::offer_of_member(self.context, &column).fit(fit));
        }
        self.words(wanted, offers);
        self.functions(wanted, offers);
    }

    fn constants(&self, wanted: &Wanted, offers: &mut Offers<'_>) {
        let Wanted::Value(ty) = wanted else { return };
        for value in enum_values(ty) {
            let text = self.quoted(value);
            let offer = Offer::new(ItemKind::Value, text).filter(value);
            offers.add(offer.fit(Fit::Wanted));
        }
        if ty.value() == ValueType::Boolean {
            for word in ["true", "false"] {
                offers.add(Offer::new(ItemKind::Value, word).fit(Fit::Wanted));
            }
        }
    }

    /// How well a name fits: by its type, or because it is the very name of what is wanted.
    fn fit_of(&self, name: &str, wanted: &Wanted, ty: &Type) -> Fit {
        match self.called_like.as_deref() {
            Some(called) if called == name => Fit::Surely,
            _ => fit(wanted, ty),
        }
    }

    fn variables(&self, wanted: &Wanted, offers: &mut Offers<'_>) {
        for (name, ty) in &self.known.variables {
            offers.add(local(ItemKind::Variable, name, ty).fit(fit(wanted, ty)));
        }
    }

    fn parameters(&self, wanted: &Wanted, offers: &mut Offers<'_>) {
        for (name, ty) in &self.known.parameters {
            let fit = self.fit_of(name, wanted, ty);
            offers.add(local(ItemKind::Parameter, name, ty).fit(fit));
        }
    }

    fn members(&self, path: &[String], wanted: &Wanted, offers: &mut Offers<'_>) {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let Some(ty) = self.known.type_of(self.context.db, &path) else {
            return;
        };
        for member in self.known.members(self.context.db, &ty) {
            let is_column = member.field_of.is_none() && matches!(ty, Type::Reference(_));
            let worse = if is_column { Fit::Possible } else { Fit::Near };
            let fit = fit(wanted, &member.ty).max(worse);
            offers.add(names::offer_of_member(self.context, &member).fit(fit));
        }
    }
}

fn local(kind: ItemKind, name: &str, ty: &Type) -> Offer {
    let told = names::told(ty);
    let subject = Subject::Local(kind, name.to_owned(), told.clone());
    Offer::new(kind, name).detail(told).about(subject)
}

fn enum_values(ty: &Type) -> impl Iterator<Item = &str> {
    let values = match ty {
        Type::Enum(values) => values.as_ref(),
        _ => &[],
    };
    values.iter().map(String::as_str)
}

/// A field as the target of an assignment.
pub(super) fn assigned(context: &Context<'_>, member: &Member) -> Offer {
    let text = format!("{} = ", member.name);
    names::offer_of_member(context, member)
        .text(text)
        .asks_again()
}
