//! Which types the values in a spec have, and what does not fit together.
//!
//! [`crate::expression::infer`] knows how types go together; here is what it is asked: every
//! expression, statement and call of a spec, each with what it is for and with the names that are
//! known where it stands. Of other files only their summaries are looked at.

use specql_language::expression::ValueType;
use specql_yaml::Span;

use crate::around::{Around, Names, Part, Visitor, argument_type, walk};
use crate::db::{Db, File};
use crate::expression::ast::{
    Argument, BinaryOperator, CallExpression, Expression, ExpressionKind, Literal, Name,
};
use crate::expression::infer::{
    Meaning, Origin, Type, Typed, infer, infer_condition, infer_statement, infer_value,
};
use crate::spec::{self, Field, Spec};

/// Something in a spec that has types.
#[derive(Clone, Debug, PartialEq)]
pub struct TypedExpression {
    /// All of it.
    pub span: Span,
    /// What it is for.
    pub role: Role,
    /// What was found out about it.
    pub typed: Typed,
}

/// What an expression is for.
#[derive(Clone, Debug, PartialEq)]
pub enum Role {
    /// It has to be true or false.
    Condition,
    /// Its value is put where this type has to be; where that is unknown, anything will do.
    Value(Type),
    /// It says what is done with an entity.
    Statement,
    /// It calls something.
    Call,
}

/// All expressions, statements and calls of a spec, in the order of the text.
#[salsa::tracked(lru = 128)]
pub fn typed(db: &dyn Db, file: File) -> Vec<TypedExpression> {
    typed_of(db, file, spec::spec(db, file))
}

/// The same of a spec at hand: that of a closed file is not kept.
pub(crate) fn typed_of(db: &dyn Db, file: File, spec: &Spec) -> Vec<TypedExpression> {
    let mut typist = Typist {
        db,
        spec,
        found: Vec::new(),
    };
    for field in &spec.fields {
        typist.default(field, Around::of(file));
    }
    walk(db, file, spec, &mut typist);
    typist.found.sort_by_key(|found| found.span);
    typist.found
}

/// The smallest of them that an offset of the file lies in; its end counts as inside.
#[must_use]
pub fn at(all: &[TypedExpression], offset: u32) -> Option<&TypedExpression> {
    let is_inside = |span: Span| span.start <= offset && offset <= span.end;
    let around = all.iter().filter(|found| is_inside(found.span));
    around.min_by_key(|found| found.span.end - found.span.start)
}

/// The one of them that stands exactly there.
pub(crate) fn exactly_at(all: &[TypedExpression], span: Span) -> Option<&TypedExpression> {
    let at = all.binary_search_by_key(&span, |found| found.span).ok()?;
    all.get(at)
}

struct Typist<'a> {
    db: &'a dyn Db,
    spec: &'a Spec,
    found: Vec<TypedExpression>,
}

impl<'s> Visitor<'s> for Typist<'_> {
    fn part(&mut self, part: Part<'s>, around: Around<'_>) {
        let names = Names::new(self.db, around);
        match part {
            Part::Type(_) => {}
            Part::Condition(expression) => self.condition(expression, &names),
            Part::Permission(expression) => self.condition(expression, &names.open()),
            Part::Value(expression, expected)
            | Part::Field(_, expression, expected)
            | Part::Argument(_, _, expression, expected)
            | Part::Case(expression, _, expected) => self.value(expression, expected, &names),
            Part::Assignment(expression) => self.assignment(expression, &names),
            Part::Answer(expression) => {
                let typed = infer(expression, &names);
                if !is_unknown_word(expression, &typed) {
                    self.add(expression.span, Role::Value(Type::UNKNOWN), typed);
                }
            }
            Part::Statement(statement) => {
                let typed = infer_statement(statement, &names);
                self.add(statement.span, Role::Statement, typed);
            }
            Part::Call(call, values) => self.call(call, &values, &names),
        }
    }
}

impl Typist<'_> {
    fn add(&mut self, span: Span, role: Role, typed: Typed) {
        self.found.push(TypedExpression { span, role, typed });
    }

    fn condition(&mut self, expression: &Expression, names: &Names<'_>) {
        let typed = infer_condition(expression, names);
        self.add(expression.span, Role::Condition, typed);
    }

    fn value(&mut self, expression: &Expression, expected: Type, names: &Names<'_>) {
        let typed = infer_value(expression, &expected, names);
        self.add(expression.span, Role::Value(expected), typed);
    }

    /// `a = b`. It reads like a comparison, but `b` only has to fit into `a`.
    fn assignment(&mut self, expression: &Expression, names: &Names<'_>) {
        let ExpressionKind::Binary {
            operator: BinaryOperator::Equal,
            left,
            right,
            ..
        } = &expression.kind
        else {
            return self.value(expression, Type::UNKNOWN, names);
        };
        let mut typed = infer(left, names);
        let expected = typed.whole.clone();
        let value = infer_value(right, &expected, names);
        typed.whole = value.whole.clone();
        join(&mut typed, value);
        self.add(expression.span, Role::Value(expected), typed);
    }

    fn call(&mut self, call: &CallExpression, values: &[&Argument], names: &Names<'_>) {
        let mut typed = Typed {
            whole: Type::UNKNOWN,
            types: Vec::new(),
            names: Vec::new(),
            problems: Vec::new(),
        };
        for argument in values {
            let name = argument.name.as_ref().and_then(|name| name.single());
            let expected = match name {
                Some(name) => argument_type(self.spec, call, &name.text),
                None => Type::UNKNOWN,
            };
            if let Some(name) = name.filter(|_| expected != Type::UNKNOWN) {
                let meaning = Meaning::new(Origin::Parameter, expected.clone());
                typed.names.push((name.span, meaning));
                typed.types.push((name.span, expected.clone()));
            }
            join(&mut typed, infer_value(&argument.value, &expected, names));
        }
        self.add(call.span, Role::Call, typed);
    }

    /// The default of a field, which is a text that has to be read as a value of its type.
    fn default(&mut self, field: &Field, around: Around<'_>) {
        let Some(default) = &field.default else {
            return;
        };
        let expected = Type::of(&field.field_type);
        let quoted = field.field_type.default.as_ref().is_some_and(|d| d.quoted);
        let names = Names::new(self.db, around);
        let value = Expression {
            kind: default_value(default, quoted, &expected),
            span: default.span,
        };
        self.value(&value, expected, &names);
    }
}

/// What a default is: a text in quotes or out of them, NULL, or something that is worked out for
/// each new row.
fn default_value(default: &Name, quoted: bool, expected: &Type) -> ExpressionKind {
    let text = default.text.as_str();
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if quoted {
        return literal(text);
    }
    if is("null") || text == "~" {
        return ExpressionKind::Literal(Literal::Null);
    }
    let is_word = specql_language::expression::name(text).is_some();
    let is_other = matches!(
        expected.value(),
        ValueType::Text | ValueType::Enum | ValueType::Literal
    );
    if is_word && !is_other {
        return ExpressionKind::Name(text.to_owned());
    }
    let is_worked_out = text.contains('(') && text.ends_with(')');
    // Rows have their numbers from the database, and what a list or a composite value looks like
    // as text is YAML as well as JSON.
    let is_plain = !matches!(
        expected.value(),
        ValueType::Reference
            | ValueType::List
            | ValueType::Composite
            | ValueType::Json
            | ValueType::Point
            | ValueType::Network
    );
    if is_plain && !is_worked_out {
        return literal(text);
    }
    // Nothing is known of it.
    ExpressionKind::Star
}

fn literal(text: &str) -> ExpressionKind {
    ExpressionKind::Literal(Literal::Text {
        value: text.to_owned(),
        double_quoted: false,
        closed: true,
    })
}

/// Adds what was found out about another part.
fn join(typed: &mut Typed, other: Typed) {
    typed.types.extend(other.types);
    typed.names.extend(other.names);
    typed.problems.extend(other.problems);
}

/// Whether an answer is a word that stands for nothing: one for people.
fn is_unknown_word(answer: &Expression, typed: &Typed) -> bool {
    matches!(answer.kind, ExpressionKind::Name(_)) && !typed.problems.is_empty()
}

#[cfg(test)]
mod tests;
