//! What is said of an item when it is looked at: its documentation, in Markdown.

use std::fmt::Write as _;

use specql_analysis::db::{Db, File};
use specql_analysis::index;
use specql_analysis::inherited::written_field;
use specql_analysis::rules::rule;
use specql_analysis::spec::spec;
use specql_language::expression::{self, OPERATORS};
use specql_language::key::{Key, Place};
use specql_language::pattern::{self, Pattern};
use specql_language::step::step_kind;
use specql_language::types::{self, Composite, Scalar};
use specql_language::{Effect, Target};

use super::{ItemKind, names};

/// What the documentation of an item is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// Nothing is said of it.
    Nothing,
    /// This text says it all.
    Text(&'static str),
    /// A key of a place.
    Key(Place, &'static str),
    /// A type of the language.
    Type(&'static str),
    /// A form of types: `ref`, `enum`, `list`, `!`, `=`.
    Form(&'static str),
    /// The entity of a file.
    Entity(File),
    /// A field of the entity of a file.
    Field(File, String),
    /// An action of the entity of a file.
    Action(File, String),
    /// A parameter or variable, with its type.
    Local(ItemKind, String, String),
    /// A function of expressions.
    Function(&'static str),
    /// An operator of expressions.
    Operator(&'static str),
    /// A name of expressions that needs no field.
    Word(&'static str),
    /// A pattern for entities.
    Pattern(&'static str),
    /// A pattern for actions.
    ActionPattern(&'static str),
    /// A parameter of a pattern.
    PatternParameter(&'static str, &'static str),
    /// A rule.
    Rule(&'static str),
}

/// The documentation of an item; none where there is nothing to say.
#[must_use]
pub fn resolve_completion(db: &dyn Db, subject: &Subject) -> Option<String> {
    match subject {
        Subject::Nothing => None,
        Subject::Text(text) => Some((*text).to_owned()),
        Subject::Key(place, name) => place.key(name).map(|key| of_key(*place, key)),
        Subject::Type(name) => of_type(name),
        Subject::Form(form) => of_form(form).map(str::to_owned),
        Subject::Entity(file) => of_entity(db, *file),
        Subject::Field(file, name) => of_field(db, *file, name),
        Subject::Action(file, name) => of_action(db, *file, name),
        Subject::Local(kind, name, ty) => {
            let what = match kind {
                ItemKind::Parameter => "parameter",
                _ => "variable",
            };
            Some(format!("`{name}: {ty}`\n\nA {what} of this action."))
        }
        Subject::Function(name) => expression::function(name).map(|function| {
            with_example(
                function.doc,
                function.example,
                function.effect,
                Target::V0_8,
            )
        }),
        Subject::Operator(symbol) => {
            let operator = OPERATORS.iter().find(|known| known.symbol == *symbol)?;
            Some(with_example(
                operator.doc,
                operator.example,
                operator.effect,
                Target::V0_8,
            ))
        }
        Subject::Word(name) => expression::name(name)
            .map(|word| with_example(word.doc, word.example, word.effect, Target::V0_8)),
        Subject::Pattern(name) => pattern::pattern(name).map(of_pattern),
        Subject::ActionPattern(name) => pattern::action_pattern(name).map(of_pattern),
        Subject::PatternParameter(of, name) => {
            let known = pattern::pattern(of).or_else(|| pattern::action_pattern(of))?;
            let parameter = known.parameter(name)?;
            let mut text = parameter.doc.to_owned();
            if let Some(default) = parameter.default {
                add(&mut text, &format!("Default: `{default}`"));
            }
            if parameter.required {
                add(&mut text, "The pattern needs it.");
            }
            Some(text)
        }
        Subject::Rule(code) => rule(code).map(|rule| rule.summary().to_owned()),
    }
}

/// Adds a paragraph.
fn add(text: &mut String, paragraph: &str) {
    text.push_str("\n\n");
    text.push_str(paragraph);
}

/// What 0.8.7 does with something, where that is not what one expects.
fn note(effect: Effect, target: Target) -> Option<&'static str> {
    match (effect, target) {
        (Effect::Refused, _) => Some("*SpecQL 0.8.7 refuses it.*"),
        (Effect::Ignored, Target::Next) => Some("*Planned: SpecQL 0.8.7 passes over it.*"),
        (Effect::Ignored, _) => Some("*SpecQL passes over it.*"),
        (Effect::Carried, _) => Some("*SpecQL 0.8.7 reads it and generates nothing from it.*"),
        (Effect::Used, _) => None,
    }
}

fn with_example(doc: &str, example: &str, effect: Effect, target: Target) -> String {
    let mut text = doc.to_owned();
    if !example.is_empty() {
        add(&mut text, &format!("```sql\n{example}\n```"));
    }
    if let Some(note) = note(effect, target) {
        add(&mut text, note);
    }
    text
}

fn of_key(place: Place, key: &'static Key) -> String {
    let mut text = key.doc.to_owned();
    let kind = step_kind(key.name).filter(|_| place == Place::Step);
    for form in kind.map_or(&[][..], |kind| kind.forms) {
        add(
            &mut text,
            &format!("`{}: {}`: {}", key.name, form.syntax, form.doc),
        );
    }
    if !key.example.is_empty() {
        let indented = key.example.replace('\n', "\n  ");
        let is_below = key.example.contains('\n') && !key.example.starts_with(['|', '>']);
        let value = match is_below {
            true => format!("\n  {indented}"),
            false => format!(" {indented}"),
        };
        add(&mut text, &format!("```yaml\n{}:{value}\n```", key.name));
    }
    if let Some(default) = key.default {
        add(&mut text, &format!("Default: `{default}`"));
    }
    if let Some(note) = note(key.effect, key.target) {
        add(&mut text, note);
    }
    text
}

fn of_type(name: &str) -> Option<String> {
    if let Some(basic) = types::basic(name) {
        return Some(format!(
            "{}\n\nPostgreSQL: `{}`\n\nExample: `{}`",
            basic.doc, basic.postgres, basic.example
        ));
    }
    if let Some(scalar) = types::scalar(name) {
        return Some(of_scalar(scalar));
    }
    types::composite(name).map(of_composite)
}

fn of_scalar(scalar: &Scalar) -> String {
    let precision = scalar
        .precision
        .map(|(digits, behind)| format!("({digits},{behind})"))
        .unwrap_or_default();
    let mut text = format!(
        "{}\n\nPostgreSQL: `{}{precision}`",
        scalar.doc, scalar.postgres
    );
    if let Some(check) = scalar.check {
        add(&mut text, &format!("Check: `{check}`"));
    }
    add(&mut text, &format!("Example: `{}`", scalar.example));
    text
}

fn of_composite(composite: &Composite) -> String {
    let mut text = format!("{}\n\nPostgreSQL: `JSONB`\n", composite.doc);
    for member in composite.members {
        let required = if member.nullable { "" } else { "!" };
        let (name, ty, doc) = (member.name, member.type_name, member.doc);
        let _ = write!(text, "\n- `{name}: {ty}{required}`: {doc}");
    }
    add(&mut text, &format!("```json\n{}\n```", composite.example));
    text
}

fn of_form(form: &str) -> Option<&'static str> {
    Some(match form {
        "ref" => {
            "A row of another entity: a column `fk_…` with a foreign key.\n\n`ref(crm.Contact)!`"
        }
        "enum" => "One of some words: a text column with a check.\n\n`enum(open, closed) = open`",
        "list" => "Several values of one type.\n\n`list(text)`",
        "!" => "The field has to have a value: `NOT NULL`.",
        "=" => "What holds when no value is given.",
        _ => return None,
    })
}

fn of_entity(db: &dyn Db, file: File) -> Option<String> {
    let entity = index::entity(db, file)?;
    let mut text = format!("**{}.{}**", entity.schema(), entity.name);
    let description = file
        .is_open(db)
        .then(|| spec(db, file).description.as_ref());
    if let Some(description) = description.flatten() {
        add(&mut text, &description.text);
    }
    text.push('\n');
    for field in &entity.fields {
        let required = if field.required { "!" } else { "" };
        let ty = names::told(&field.field_type);
        let _ = write!(text, "\n- `{}: {ty}{required}`", field.name);
    }
    Some(text)
}

fn of_field(db: &dyn Db, file: File, name: &str) -> Option<String> {
    let field = written_field(db, file, name)?;
    let required = if field.required { "!" } else { "" };
    let ty = names::told(&field.field_type);
    let mut text = format!("`{name}: {ty}{required}`");
    let of = match index::entity(db, file) {
        Some(entity) => format!("A field of {}.{}.", entity.schema(), entity.name),
        None => format!("A field in {}.", file.path(db)),
    };
    add(&mut text, &of);
    let described = file.is_open(db).then(|| spec(db, file).field(name));
    let described = described
        .flatten()
        .and_then(|field| field.description.as_ref());
    if let Some(description) = described {
        add(&mut text, &description.text);
    }
    Some(text)
}

fn of_action(db: &dyn Db, file: File, name: &str) -> Option<String> {
    let action = index::entity(db, file)?.action(name)?;
    let mut text = format!("`{name}({})`", action.parameters.join(", "));
    let mut actions = spec(db, file).actions.iter();
    let is_named = |known: &&specql_analysis::spec::Action| {
        known.name.as_ref().is_some_and(|known| known.text == name)
    };
    let described = actions
        .find(is_named)
        .and_then(|known| known.description.as_ref());
    if let Some(description) = described {
        add(&mut text, &description.text);
    }
    Some(text)
}

fn of_pattern(pattern: &'static Pattern) -> String {
    let mut text = pattern.doc.to_owned();
    if !pattern.parameters.is_empty() {
        text.push('\n');
    }
    for parameter in pattern.parameters {
        let required = if parameter.required { "!" } else { "" };
        let _ = write!(
            text,
            "\n- `{}{required}`: {}",
            parameter.name, parameter.doc
        );
    }
    if let Some(note) = note(pattern.effect, pattern.target) {
        add(&mut text, note);
    }
    text
}
