//! Names whose meaning depends on where they stand: values of enums, names in expressions,
//! anchors.

use specql_analysis::db::{Db, File};
use specql_analysis::expression::infer::{Origin, Type};
use specql_analysis::spec::{self, Spec};
use specql_analysis::{source, typing};
use specql_language::reserved::reserved_field;
use specql_syntax::{Kind, Node};
use specql_yaml::Span;

use super::symbols::{of_action, typed};
use super::{Hover, language, symbols};
use crate::place::touches;
use crate::told::{block, code, in_short, type_text};
use crate::variables::variables;
use crate::word::{span_of, text_of, word_at};

/// So many lines of what an anchor stands for are shown.
const MOST_LINES: usize = 20;

/// What is told about a name that nothing in the workspace is called by.
pub(super) fn name(db: &dyn Db, file: File, word: &Node<'_>) -> Option<Hover> {
    let text = source::text(db, file);
    let span = span_of(word);
    let told = match Kind::of(word) {
        Kind::EnumValue | Kind::DefaultValue => enum_value(db, file, word),
        Kind::String => compared(db, file, word),
        Kind::Anchor => anchored(db, file, span),
        Kind::Identifier if is_schema(word) => Some(symbols::schema(db, text_of(text, word))),
        Kind::Identifier | Kind::Parameter => {
            in_expression(db, file, span).or_else(|| given_variable(db, file, span))
        }
        _ => own_schema(db, file, span).or_else(|| given_variable(db, file, span)),
    }?;
    Some(Hover::new(span, told))
}

/// The schema where a spec says its own.
fn own_schema(db: &dyn Db, file: File, span: Span) -> Option<Vec<String>> {
    let schema = spec::spec(db, file).schema.as_ref()?;
    touches(schema.span, span.start).then(|| symbols::schema(db, &schema.text))
}

/// A variable where it gets its name.
fn given_variable(db: &dyn Db, file: File, span: Span) -> Option<Vec<String>> {
    let spec = spec::spec(db, file);
    let action = spec.actions.iter().find(|a| touches(a.span, span.start))?;
    let around = spec.steps().filter(|step| touches(step.span, span.start));
    let mut given = around.flat_map(|step| variables(db, file, step));
    let found = given.find(|variable| variable.name.span == span)?;
    let name = &found.name.text;
    let head = match found.ty {
        Some(ty) => format!("{name}: {ty}"),
        None => name.clone(),
    };
    let of = of_action("Variable", action.name.as_ref());
    Some(vec![block("yaml", &head), of])
}

// Values of enums

fn enum_value(db: &dyn Db, file: File, word: &Node<'_>) -> Option<Vec<String>> {
    let at = span_of(word).start;
    let spec = spec::spec(db, file);
    let mut fields = spec.fields.iter();
    let field = fields.find(|field| touches(field.field_type.span, at))?;
    let Type::Enum(values) = Type::of(&field.field_type) else {
        return None;
    };
    let value = text_of(source::text(db, file), word).trim_matches(['\'', '"']);
    let default = field.default.as_ref();
    let is_default = default.is_some_and(|default| default.text == value);
    value_of(value, &values, &field.name.text, is_default)
}

fn value_of(value: &str, values: &[String], field: &str, is_default: bool) -> Option<Vec<String>> {
    let place = values.iter().position(|known| known == value)? + 1;
    let all = type_text(&Type::Enum(values.into()));
    let mut told = format!("Value {place} of {} of {}.", values.len(), code(field));
    if is_default {
        told.push_str(" New rows have it, unless another one is given.");
    }
    Some(vec![block("yaml", value), told, code(&all)])
}

/// A text in quotes that is compared with an enum, or put into one.
fn compared(db: &dyn Db, file: File, word: &Node<'_>) -> Option<Vec<String>> {
    let mut parent = word.parent()?;
    if Kind::of(&parent) == Kind::ParenthesizedExpression {
        parent = parent.parent()?;
    }
    let other = parent.child(0).filter(|first| first != word)?;
    let other = span_of(&other);
    let text = source::text(db, file);
    let Type::Enum(values) = type_at(db, file, other)? else {
        return None;
    };
    let value = text_of(text, word).trim_matches(['\'', '"']);
    value_of(value, &values, text.get(other.range())?, false)
}

// Expressions

/// The type of what stands exactly here.
pub(super) fn type_at(db: &dyn Db, file: File, span: Span) -> Option<Type> {
    let typed = &typing::at(typing::typed(db, file), span.start)?.typed;
    let names = typed.names.iter().map(|(at, meaning)| (at, &meaning.ty));
    let types = typed.types.iter().map(|(at, ty)| (at, ty));
    let mut known = names.chain(types);
    known.find(|(at, _)| **at == span).map(|(_, ty)| ty.clone())
}

fn in_expression(db: &dyn Db, file: File, span: Span) -> Option<Vec<String>> {
    let text = source::text(db, file);
    let written = text.get(span.range())?;
    let name = written.trim_start_matches(['$', ':']);
    let found = typing::at(typing::typed(db, file), span.start)?;
    let is_here = |at: Span| span.start <= at.start && at.end <= span.end;
    let mut names = found.typed.names.iter();
    let (_, meaning) = names.find(|(at, _)| is_here(*at))?;
    match meaning.origin {
        Origin::Word => language::word_named(name),
        Origin::Column => Some(match language::word_named(name) {
            Some(told) => told,
            None => {
                let doc = reserved_field(name).map_or("", |field| field.doc);
                vec![block("sql", &typed(name, &meaning.ty)), doc.to_owned()]
            }
        }),
        Origin::Parameter => {
            let spec = spec::spec(db, file);
            let action = action_at(spec, span);
            Some(vec![
                block("yaml", &typed(written, &meaning.ty)),
                of_action("Parameter", action),
            ])
        }
        // The names of a spec tell themselves.
        Origin::Variable | Origin::Field | Origin::Member => None,
    }
}

fn action_at(spec: &Spec, span: Span) -> Option<&specql_analysis::expression::ast::Name> {
    let mut actions = spec.actions.iter();
    let action = actions.find(|action| touches(action.span, span.start))?;
    action.name.as_ref()
}

/// The way through references to the last name of a path, with the type of each name.
pub(super) fn way(db: &dyn Db, file: File, span: Span) -> Option<String> {
    let word = word_at(source::tree(db, file), span.start)?;
    let path = word
        .parent()
        .filter(|parent| Kind::of(parent) == Kind::Path)?;
    let text = source::text(db, file);
    let mut cursor = path.walk();
    let names = path.children(&mut cursor);
    let names = names.filter(|node| Kind::of(node) == Kind::Identifier);
    let names = names.take_while(|node| node.start_byte() <= span.start as usize);
    let parts: Vec<_> = names
        .map(|node| {
            let ty = type_at(db, file, span_of(&node)).unwrap_or(Type::UNKNOWN);
            code(&typed(text_of(text, &node), &ty))
        })
        .collect();
    (parts.len() > 1).then(|| parts.join(" › "))
}

fn is_schema(word: &Node<'_>) -> bool {
    let is_of_entity = |parent: &Node<'_>| Kind::of(parent) == Kind::EntityReference;
    let is_dot = |next: &Node<'_>| next.kind() == ".";
    word.parent().as_ref().is_some_and(is_of_entity)
        && word.next_sibling().as_ref().is_some_and(is_dot)
}

// Anchors

/// What an anchor gives a name to.
pub(super) fn anchored(db: &dyn Db, file: File, anchor: Span) -> Option<Vec<String>> {
    let text = source::text(db, file);
    let word = word_at(source::tree(db, file), anchor.start)?;
    let whole = word.parent()?;
    let start = text
        .get(..whole.start_byte())?
        .rfind('\n')
        .map_or(0, |feed| feed + 1);
    let indent = whole.start_byte() - start;
    let lines = text_of(text, &whole).lines();
    let without_indent = |line: &str| {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        line.get(blanks.min(indent)..)
            .unwrap_or_default()
            .to_owned()
    };
    let mut lines: Vec<_> = lines.take(MOST_LINES + 1).map(without_indent).collect();
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        lines.push("…".to_owned());
    }
    let lines: Vec<_> = lines.iter().map(|line| cut(line)).collect();
    Some(vec![block("yaml", &lines.join("\n"))])
}

fn cut(line: &str) -> String {
    match line.chars().count() > 200 {
        true => in_short(line, 200),
        false => line.to_owned(),
    }
}
