//! Keys and values of the language, and the parameters of patterns.

use specql_analysis::db::{Db, File};
use specql_analysis::source;
use specql_language::key::{Choice, Key, Name, Place, Shape};
use specql_language::pattern::{self, Parameter, ParameterKind, Pattern};
use specql_language::step::{StepKind, step_kind};

use super::Hover;
use crate::keyed::Keyed;
use crate::told::{block, code, effect};

/// What is told about a key or a value.
pub(super) fn keyed(db: &dyn Db, file: File, keyed: Keyed) -> Option<Hover> {
    let document = &source::values(db, file).document;
    match keyed {
        Keyed::Key { key, place, span } => {
            let step = (place == Place::Step)
                .then(|| step_kind(key.name))
                .flatten();
            let told = match step {
                Some(kind) => of_step(kind),
                None => of_key(key),
            };
            Some(Hover::new(span, told))
        }
        Keyed::Name {
            what: Name::PatternParameter,
            pattern,
            node,
        } => {
            let name = document.value(node).as_str()?;
            let kind = document.get(pattern?, "type")?;
            let pattern = pattern::pattern(document.value(kind).as_str()?)?;
            let parameter = pattern.parameter(name)?;
            Some(Hover::new(
                document.span(node),
                of_parameter(pattern, parameter),
            ))
        }
        Keyed::Name { .. } => None,
        // Such a value says nothing by itself.
        Keyed::Value {
            key,
            shape: Shape::Boolean | Shape::Integer,
            node,
        } => Some(Hover::new(document.span(node), of_key(key))),
        Keyed::Value { key, shape, node } => {
            let Shape::Choice(choices) = shape else {
                return None;
            };
            let value = document.value(node).as_str()?;
            let choice = choices.iter().find(|choice| choice.value == value)?;
            let head = block("yaml", &format!("{}: {value}", key.name));
            Some(Hover::new(
                document.span(node),
                [head, choice.doc.to_owned()],
            ))
        }
    }
}

fn of_key(key: &Key) -> Vec<String> {
    let shape = shape(key.shape);
    let head = match shape.is_empty() {
        true => format!("{}:", key.name),
        false => format!("{}: {shape}", key.name),
    };
    let mut facts = Vec::new();
    if key.required {
        facts.push("Required.".to_owned());
    }
    if let Some(default) = key.default {
        facts.push(format!("Default: {}.", code(default)));
    }
    vec![
        block("yaml", &head),
        key.doc.to_owned(),
        facts.join(" "),
        choices(key.shape),
        example(key),
        effect(key.effect, key.target).unwrap_or_default(),
    ]
}

fn example(key: &Key) -> String {
    if key.example.is_empty() {
        return String::new();
    }
    let example = match key.example.contains('\n') {
        true => format!("{}:\n  {}", key.name, key.example.replace('\n', "\n  ")),
        false => format!("{}: {}", key.name, key.example),
    };
    block("yaml", &example)
}

fn choices(shape: Shape) -> String {
    let mut all: Vec<&Choice> = Vec::new();
    let mut open = vec![shape];
    while let Some(shape) = open.pop() {
        match shape {
            Shape::Choice(choices) => all.extend(choices),
            Shape::OneOf(shapes) => open.extend(shapes.iter().rev()),
            Shape::List(item) => open.push(*item),
            _ => {}
        }
    }
    let lines = all
        .iter()
        .map(|choice| format!("- {}: {}", code(choice.value), choice.doc));
    lines.collect::<Vec<_>>().join("\n")
}

/// What a value looks like, in the manner of grammars.
fn shape(shape: Shape) -> String {
    match shape {
        Shape::Any | Shape::Mapping(_) => String::new(),
        Shape::Text => "<text>".to_owned(),
        Shape::Boolean => "true | false".to_owned(),
        Shape::Integer => "<integer>".to_owned(),
        Shape::Choice(choices) => {
            let values: Vec<_> = choices.iter().map(|choice| choice.value).collect();
            values.join(" | ")
        }
        Shape::Name(_) => "<name>".to_owned(),
        Shape::Reference(name) => format!("<{}>", name_of(name)),
        Shape::Type => "<type>".to_owned(),
        Shape::Expression => "<expression>".to_owned(),
        Shape::Statement => "<statement>".to_owned(),
        Shape::Call => "<call>".to_owned(),
        Shape::Sql => "<SQL>".to_owned(),
        Shape::Path => "<path>".to_owned(),
        Shape::List(item) => match self::shape(*item) {
            item if item.is_empty() => "[…]".to_owned(),
            item => format!("[{item}, …]"),
        },
        Shape::Named(name, _) => format!("{{<{}>: …}}", name_of(name)),
        Shape::OneOf(shapes) => {
            let mut all: Vec<String> = Vec::new();
            for shape in shapes {
                let one = match shape {
                    Shape::Mapping(_) => "{…}".to_owned(),
                    shape => self::shape(*shape),
                };
                if !one.is_empty() && !all.contains(&one) {
                    all.push(one);
                }
            }
            all.join(" | ")
        }
    }
}

fn name_of(name: Name) -> &'static str {
    match name {
        Name::Entity => "entity",
        Name::Schema => "schema",
        Name::Field | Name::FieldPath | Name::ReferenceField | Name::TargetField => "field",
        Name::Action => "action",
        Name::Parameter | Name::PatternParameter => "parameter",
        Name::Event => "event",
        Name::SchemaPattern => "pattern",
        Name::Other => "name",
    }
}

fn of_step(kind: &StepKind) -> Vec<String> {
    let meanings = kind
        .forms
        .iter()
        .map(|form| format!("- {} {}", code(form.syntax), form.doc));
    let reads: Vec<_> = kind.reads.iter().map(|key| code(key)).collect();
    let reads = match reads.is_empty() {
        true => String::new(),
        false => format!("Further keys: {}.", reads.join(", ")),
    };
    let head = match kind.forms.first() {
        Some(form) => format!("{}: {}", kind.key, form.syntax),
        None => kind.key.to_owned(),
    };
    vec![
        block("yaml", &head),
        kind.doc.to_owned(),
        meanings.collect::<Vec<_>>().join("\n"),
        reads,
        effect(kind.effect, kind.target).unwrap_or_default(),
    ]
}

/// A pattern with all that it takes.
pub(super) fn of_pattern(pattern: &Pattern) -> Vec<String> {
    let aliases: Vec<_> = pattern.aliases.iter().map(|alias| code(alias)).collect();
    let aliases = match aliases.is_empty() {
        true => String::new(),
        false => format!("Also called {}.", aliases.join(", ")),
    };
    let parameters = pattern.parameters.iter().map(|parameter| {
        let written = format!("{}: {}", parameter.name, kind(parameter.kind));
        let required = if parameter.required {
            " (required)"
        } else {
            ""
        };
        format!("- {}{required} {}", code(&written), parameter.doc)
    });
    vec![
        block("yaml", &format!("type: {}", pattern.name)),
        pattern.doc.to_owned(),
        parameters.collect::<Vec<_>>().join("\n"),
        aliases,
        effect(pattern.effect, pattern.target).unwrap_or_default(),
    ]
}

fn of_parameter(pattern: &Pattern, parameter: &Parameter) -> Vec<String> {
    let mut facts = Vec::new();
    if parameter.required {
        facts.push("Required.".to_owned());
    }
    if let Some(default) = parameter.default {
        facts.push(format!("Default: {}.", code(default)));
    }
    let values = match parameter.kind {
        ParameterKind::Choice(list) => choices(Shape::Choice(list)),
        _ => String::new(),
    };
    vec![
        block(
            "yaml",
            &format!("{}: {}", parameter.name, kind(parameter.kind)),
        ),
        parameter.doc.to_owned(),
        facts.join(" "),
        values,
        format!("Parameter of the pattern {}.", code(pattern.name)),
    ]
}

fn kind(kind: ParameterKind) -> String {
    match kind {
        ParameterKind::Choice(choices) => shape(Shape::Choice(choices)),
        ParameterKind::Text => "<text>".to_owned(),
        ParameterKind::Boolean => "true | false".to_owned(),
        ParameterKind::Integer => "<integer>".to_owned(),
        ParameterKind::Number => "<number>".to_owned(),
        ParameterKind::Field => "<field>".to_owned(),
        ParameterKind::Fields => "[<field>, …]".to_owned(),
        ParameterKind::NewField => "<new field>".to_owned(),
        ParameterKind::Entity => "<entity>".to_owned(),
        ParameterKind::SqlType => "<SQL type>".to_owned(),
        ParameterKind::SqlExpression => "<SQL>".to_owned(),
        ParameterKind::Texts => "[<text>, …]".to_owned(),
        ParameterKind::Mapping => "{…}".to_owned(),
        ParameterKind::Mappings => "[{…}, …]".to_owned(),
    }
}
