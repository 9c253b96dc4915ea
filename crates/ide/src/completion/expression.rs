//! What belongs next in an expression: a value of the type that is wanted there, or an operator
//! behind one.

use specql_analysis::Known;
use specql_analysis::Member;
use specql_analysis::expression::infer::Type;
use specql_language::expression::{
    self, NAMES, OPERATORS, Operands, PATTERNS, Place, Returns, TESTS, ValueType,
};
use specql_language::types::SCALARS;
use specql_language::{Effect, Target};
use specql_yaml::Span;

use super::offer::{Fit, Offer, Offers};
use super::tokens::{Token, Tokens, open_bracket, read};
use super::{ItemKind, Subject, entities, names};
use crate::context::{Context, ValueSpot};

pub(super) fn offer(context: &Context<'_>, value: &ValueSpot, offers: &mut Offers<'_>) {
    let tokens = tokens(context, value);
    let writer = Writer::new(context, value);
    writer.offer(&tokens.all, tokens.open_text, &Wanted::Condition, offers);
}

/// What stands in a scalar before the word.
pub(super) fn tokens<'c>(context: &'c Context<'_>, value: &ValueSpot) -> Tokens<'c> {
    let range = value.content.start as usize..context.filled.start as usize;
    let before = context.half.text().get(range).unwrap_or_default();
    // The mark of a parameter belongs to the word.
    let before = before.strip_suffix('$').unwrap_or(before);
    read(before, value.quote)
}

/// What is wanted at a place.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wanted {
    /// A condition, or a value that one begins with.
    Condition,
    /// A value of this type.
    Value(Type),
    /// One of these types; none means any.
    OneOf(&'static [ValueType]),
}

/// What belongs behind some pieces.
#[derive(Debug, PartialEq)]
enum Next {
    Value(Wanted),
    /// What is asked with `IS`.
    Test,
    /// What a text has to look like.
    Pattern,
    Entity,
    /// `(`, with values of this type in it.
    List(Type),
    /// An operator behind a value of this type.
    Operator(Type),
}

/// Offers what can be said with the names that are known at a place.
pub(super) struct Writer<'c> {
    pub(super) context: &'c Context<'c>,
    value: &'c ValueSpot,
    pub(super) known: Known,
}

impl<'c> Writer<'c> {
    pub(super) fn new(context: &'c Context<'c>, value: &'c ValueSpot) -> Self {
        Self {
            context,
            value,
            known: context.half.known_at(context.db, context.filled.start),
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
        let next = self.next(before, wanted);
        if let Some(start) = open_text {
            self.in_quotes(&next, start, offers);
            return;
        }
        match next {
            Next::Value(wanted) => match self.path(before) {
                Some(path) => self.members(&path, &wanted, offers),
                None => self.values(&wanted, offers),
            },
            Next::Test => tests(offers),
            Next::Pattern => patterns(offers),
            Next::Entity => {
                let start = self.context.in_text(self.value.content.start);
                entities::offer(self.context, start, Fit::Usual, offers);
            }
            Next::List(ty) => self.list(&ty, offers),
            Next::Operator(ty) => self.operators(before, &ty, offers),
        }
    }

    // Places

    fn next(&self, before: &[Token<'_>], whole: &Wanted) -> Next {
        let behind_path = matches!(before.last(), Some(Token::Name(name)) if name.ends_with('.'));
        let before = match before.split_last() {
            Some((_, rest)) if behind_path => rest,
            _ => before,
        };
        let Some((last, rest)) = before.split_last() else {
            return Next::Value(whole.clone());
        };
        let is = |word: &str| last.is(word);
        let after = |word: &str| rest.last().is_some_and(|token| token.is(word));
        match last {
            _ if is("is") => Next::Test,
            _ if is("not") && after("is") => Next::Test,
            _ if is("and") && self.is_in_range(rest) => Next::Value(self.like_left(rest)),
            _ if is("and") || is("or") || is("not") || is("where") || is("when") => {
                Next::Value(Wanted::Condition)
            }
            _ if is("matches") => Next::Pattern,
            _ if is("exists") => Next::Entity,
            _ if is("in") => Next::List(self.left_of(rest)),
            _ if is("like") || is("ilike") => Next::Value(Wanted::OneOf(&[ValueType::Text])),
            _ if is("between") => Next::Value(self.compared(rest)),
            _ if is("then") || is("else") || is("from") || is("case") || is("distinct") => {
                Next::Value(Wanted::OneOf(&[]))
            }
            Token::Sign(sign) => Next::Value(self.behind_sign(sign, rest)),
            Token::Open | Token::Comma => Next::Value(self.in_brackets(before, whole)),
            Token::Name(_) | Token::Number | Token::Text | Token::Close => {
                Next::Operator(self.type_of(last))
            }
        }
    }

    fn behind_sign(&self, sign: &str, rest: &[Token<'_>]) -> Wanted {
        match sign {
            "=" | "!=" | "<>" | "<" | "<=" | ">" | ">=" => self.compared(rest),
            "||" => Wanted::OneOf(&[ValueType::Text]),
            _ => match self.left_of(rest) {
                Type::UNKNOWN => Wanted::OneOf(&[ValueType::Number]),
                ty => Wanted::Value(ty),
            },
        }
    }

    fn compared(&self, left: &[Token<'_>]) -> Wanted {
        match self.left_of(left) {
            Type::UNKNOWN => Wanted::OneOf(&[]),
            ty => Wanted::Value(ty),
        }
    }

    /// The type of the value that some pieces end with.
    fn left_of(&self, left: &[Token<'_>]) -> Type {
        let left = match left.split_last() {
            Some((last, rest)) if last.is("not") => rest,
            _ => left,
        };
        match left.last() {
            Some(Token::Close) => {
                let inside = left.len().saturating_sub(1);
                let open = open_bracket(left.get(..inside).unwrap_or_default());
                let name = open.and_then(|(open, _)| left.get(open.checked_sub(1)?)?.name());
                name.and_then(expression::function)
                    .map_or(Type::UNKNOWN, given)
            }
            Some(token) => self.type_of(token),
            None => Type::UNKNOWN,
        }
    }

    fn type_of(&self, token: &Token<'_>) -> Type {
        match token {
            Token::Name(name) => {
                let path: Vec<&str> = name.split('.').collect();
                let ty = self.known.type_of(self.context.db, &path);
                ty.unwrap_or(Type::UNKNOWN)
            }
            Token::Number => ValueType::Number.into(),
            _ => Type::UNKNOWN,
        }
    }

    /// Whether an `AND` behind these pieces belongs to a `BETWEEN`.
    fn is_in_range(&self, before: &[Token<'_>]) -> bool {
        let mut words = before
            .iter()
            .rev()
            .filter(|token| ["between", "and", "or"].iter().any(|word| token.is(word)));
        words.next().is_some_and(|word| word.is("between"))
    }

    /// The type of what is left of the last `BETWEEN`.
    fn like_left(&self, before: &[Token<'_>]) -> Wanted {
        let between = before.iter().rposition(|token| token.is("between"));
        self.compared(between.and_then(|at| before.get(..at)).unwrap_or_default())
    }

    /// What is wanted inside of brackets: an argument, an item of a list, or just the same.
    fn in_brackets(&self, before: &[Token<'_>], whole: &Wanted) -> Wanted {
        let Some((open, commas)) = open_bracket(before) else {
            return whole.clone();
        };
        let outside = before.get(..open).unwrap_or_default();
        match outside.last() {
            Some(word) if word.is("in") => {
                self.compared(outside.split_last().map_or(&[][..], |(_, rest)| rest))
            }
            Some(Token::Name(name)) => {
                let function = expression::function(name);
                let parameter = function.and_then(|function| function.parameter(commas));
                Wanted::OneOf(parameter.map_or(&[][..], |parameter| parameter.accepts))
            }
            _ => Wanted::Condition,
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

    // What is offered

    /// Texts for where the quotes are there already.
    fn in_quotes(&self, next: &Next, start: usize, offers: &mut Offers<'_>) {
        let Next::Value(Wanted::Value(ty)) = next else {
            return;
        };
        let start = self.context.in_text(self.value.content.start) as usize + start;
        let text = self.context.text.get(start..).unwrap_or_default();
        let end = text.find(['\'', '\n', '\r']).unwrap_or(text.len());
        let end = (start + end).max(self.context.word.end as usize);
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
        let before = self.context.text.get(..self.context.word.start as usize);
        if before.is_some_and(|before| before.ends_with('$')) {
            self.locals(wanted, offers);
            return;
        }
        self.constants(wanted, offers);
        self.locals(wanted, offers);
        for (place, file) in self.known.entities().enumerate() {
            for field in self.known.fields(self.context.db, file) {
                let worse = if place == 0 { Fit::Near } else { Fit::Rare };
                let fit = fit(wanted, &field.ty).max(worse);
                offers.add(names::offer_of_member(self.context, &field).fit(fit));
            }
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

    /// Variables and parameters.
    fn locals(&self, wanted: &Wanted, offers: &mut Offers<'_>) {
        let lists = [
            (ItemKind::Variable, &self.known.variables),
            (ItemKind::Parameter, &self.known.parameters),
        ];
        for (kind, list) in lists {
            for (name, ty) in list {
                let offer = Offer::new(kind, name.clone()).detail(names::told(ty));
                let subject = Subject::Local(kind, name.clone(), names::told(ty));
                offers.add(offer.about(subject).fit(fit(wanted, ty).max(Fit::Near)));
            }
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

    /// Words that stand for a value.
    fn words(&self, wanted: &Wanted, offers: &mut Offers<'_>) {
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

    fn functions(&self, wanted: &Wanted, offers: &mut Offers<'_>) {
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

    fn list(&self, ty: &Type, offers: &mut Offers<'_>) {
        let values: Vec<String> = enum_values(ty).map(|value| self.quoted(value)).collect();
        if !values.is_empty() {
            let all = format!("({})", values.join(", "));
            offers.add(Offer::new(ItemKind::Value, all).fit(Fit::Wanted));
        }
        let offer = Offer::new(ItemKind::Word, "()").snippet("($0)");
        offers.add(offer.detail("list of values").fit(Fit::Near));
    }

    fn operators(&self, before: &[Token<'_>], ty: &Type, offers: &mut Offers<'_>) {
        // Behind `a = b` another condition may follow.
        let is_whole = before
            .iter()
            .rev()
            .skip(1)
            .take_while(|token| !joins(token))
            .any(|token| {
                matches!(token, Token::Sign(_))
                    || ["is", "in", "like", "ilike", "matches", "between"]
                        .iter()
                        .any(|word| token.is(word))
            });
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

/// Whether a piece begins another condition.
fn joins(token: &Token<'_>) -> bool {
    ["and", "or", "where", "set", "when", "then"]
        .iter()
        .any(|word| token.is(word))
        || *token == Token::Comma
        || *token == Token::Open
}

/// How well an operator fits behind a value of a type; none where it does not.
fn goes_with(operands: Operands, ty: ValueType, is_whole: bool) -> Option<Fit> {
    let is_open = ty.is_open();
    let fit = match operands {
        Operands::Conditions if is_whole || ty == ValueType::Boolean => Fit::Wanted,
        Operands::Conditions => Fit::Possible,
        _ if is_whole && operands != Operands::Amounts && operands != Operands::Numbers => {
            return None;
        }
        Operands::Comparable => Fit::Near,
        Operands::Any => Fit::Usual,
        Operands::Members => Fit::Usual,
        Operands::Ordered | Operands::Range if is_open || ty.is_ordered() => Fit::Usual,
        Operands::Texts | Operands::Pattern if is_open || ty.is_text() => Fit::Possible,
        Operands::Amounts | Operands::Numbers if is_open || ty.is_number() => Fit::Possible,
        _ => return None,
    };
    Some(fit)
}

/// How well a value of a type fits what is wanted.
fn fit(wanted: &Wanted, ty: &Type) -> Fit {
    match wanted {
        Wanted::Condition => Fit::Near,
        Wanted::Value(wanted) if wanted == ty => Fit::Wanted,
        Wanted::Value(wanted) => {
            let (wanted, value) = (wanted.value(), ty.value());
            if wanted.is_open() || wanted == value && wanted != ValueType::Reference {
                Fit::Near
            } else if value.is_comparable_with(wanted) && !value.is_open() {
                Fit::Usual
            } else {
                Fit::Rare
            }
        }
        Wanted::OneOf([]) => Fit::Near,
        Wanted::OneOf(accepted) => {
            let value = ty.value();
            let takes = accepted.iter().any(|accepted| value.converts_to(*accepted));
            if takes && !value.is_open() {
                Fit::Near
            } else {
                Fit::Rare
            }
        }
    }
}

fn enum_values(ty: &Type) -> impl Iterator<Item = &str> {
    let values = match ty {
        Type::Enum(values) => values.as_ref(),
        _ => &[],
    };
    values.iter().map(String::as_str)
}

/// The type that a function gives, as far as that is known without its arguments.
fn given(function: &'static expression::Function) -> Type {
    match function.returns {
        Returns::Type(ty) => ty.into(),
        _ => Type::UNKNOWN,
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

fn tests(offers: &mut Offers<'_>) {
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

fn patterns(offers: &mut Offers<'_>) {
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

/// A field as the target of an assignment.
pub(super) fn assigned(context: &Context<'_>, member: &Member) -> Offer {
    let text = format!("{} = ", member.name);
    names::offer_of_member(context, member)
        .text(text)
        .asks_again()
}
