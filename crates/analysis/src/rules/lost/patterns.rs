//! The patterns that an entity asks for, and what they are given.

use specql_language::Target;
use specql_language::key::{Name, Place, Shape};
use specql_language::pattern::{PATTERNS, Parameter, ParameterKind, Pattern, pattern};
use specql_yaml::{NodeId, Span, Value};

use super::report_unknown_field;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::rules::keys::walk::{Broken, Seen};
use crate::rules::{Context, Group, Rule, nearest};

pub(super) const UNKNOWN_PATTERN: Rule = Rule::new(
    "unknown-pattern",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/unknown-pattern.md"),
);

pub(super) const PLANNED_PATTERN: Rule = Rule::new(
    "planned-pattern",
    Group::Planned,
    Severity::Info,
    include_str!("../../../rules/planned-pattern.md"),
);

pub(super) const PATTERN_PARAMETER: Rule = Rule::new(
    "bad-pattern-parameter",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/bad-pattern-parameter.md"),
);

pub(super) fn check(context: &mut Context<'_>, part: &Seen, broken: &Broken) {
    match *part {
        Seen::Value {
            shape: Shape::Reference(Name::SchemaPattern),
            node,
            ..
        } if !broken.has(context, context.span(node)) => name(context, node),
        Seen::Mapping {
            place: Place::Pattern,
            node,
        } if !broken.has(context, context.span(node)) => parameters(context, node),
        _ => {}
    }
}

fn name(context: &mut Context<'_>, node: NodeId) {
    let Some(name) = context.document.value(node).as_str() else {
        return;
    };
    if name.is_empty() {
        return;
    }
    let span = context.span(node);
    if let Some(known) = pattern(name) {
        if known.target > context.target {
            let message = format!("`{name}` is described, and no version of SpecQL applies it yet");
            let diagnostic = Diagnostic::new(&PLANNED_PATTERN, span, message);
            context.report(diagnostic.with_help(known.doc));
        }
        return;
    }
    let released = PATTERNS.iter().filter(|known| known.target == Target::V0_8);
    let names = released.flat_map(|known| {
        let aliases = known.aliases.iter().copied();
        std::iter::once(known.name).chain(aliases)
    });
    let diagnostic = match nearest(name, names) {
        Some(meant) => {
            let message = format!("there is no pattern `{name}`; did you mean `{meant}`?");
            let edits = vec![context.edit(span, meant)];
            Diagnostic::new(&UNKNOWN_PATTERN, span, message)
                .with_fix(Fix::suggestion(format!("Write `{meant}`"), edits))
        }
        None => Diagnostic::new(
            &UNKNOWN_PATTERN,
            span,
            format!("there is no pattern `{name}`, so nothing comes of it"),
        ),
    };
    context.report(diagnostic);
}

/// What a pattern is given: what is missing, what it does not know, what it cannot use.
fn parameters(context: &mut Context<'_>, item: NodeId) {
    let document = context.document;
    let Some(type_node) = document.get(item, "type") else {
        return;
    };
    let name = document.value(type_node).as_str().unwrap_or_default();
    let Some(known) = pattern(name).filter(|known| known.target <= context.target) else {
        return;
    };
    let params = document.entry(item, "params");
    let entries = match params.map(|params| document.value(params.value)) {
        Some(Value::Mapping(entries)) => entries.as_ref(),
        // Another rule says what shape they have.
        Some(Value::Str(_) | Value::Sequence(_)) => return,
        _ => &[],
    };
    let mut given = Vec::new();
    for entry in entries {
        let span = context.span(entry.last_key);
        let Some(word) = document.value(entry.key).as_str() else {
            continue;
        };
        match known.parameter(word) {
            Some(parameter) => {
                given.push(parameter.name);
                value(context, parameter, entry.value);
            }
            None => unknown(context, known, word, span),
        }
    }
    let span = params.map_or_else(
        || context.span(type_node),
        |params| context.span(params.last_key),
    );
    // Under its other names it is made by other code, which needs less.
    if name == known.name {
        missing(context, known, &given, span);
    }
}

fn unknown(context: &mut Context<'_>, known: &Pattern, word: &str, span: Span) {
    let names = known.parameters.iter().map(|parameter| parameter.name);
    let nothing = format!("`{word}` is no parameter of `{}`", known.name);
    let diagnostic = match nearest(word, names) {
        Some(meant) => {
            let edits = vec![context.edit(span, meant)];
            let fix = Fix::suggestion(format!("Rename it to `{meant}`"), edits);
            let message = format!("{nothing}; did you mean `{meant}`?");
            Diagnostic::new(&PATTERN_PARAMETER, span, message).with_fix(fix)
        }
        None => Diagnostic::new(&PATTERN_PARAMETER, span, nothing),
    };
    context.report(diagnostic);
}

fn missing(context: &mut Context<'_>, known: &Pattern, given: &[&str], span: Span) {
    // A parameter with whole mappings stands for the single ones.
    let is_several =
        |parameter: &&Parameter| parameter.kind == ParameterKind::Mappings && !parameter.required;
    let mut others = known.parameters.iter().filter(is_several);
    if others.any(|other| given.contains(&other.name)) {
        return;
    }
    let needed = known
        .parameters
        .iter()
        .filter(|parameter| parameter.required);
    let missing: Vec<_> = needed
        .filter(|parameter| !given.contains(&parameter.name))
        .map(|parameter| format!("`{}`", parameter.name))
        .collect();
    if !missing.is_empty() {
        let message = format!("`{}` needs {}", known.name, missing.join(", "));
        context.report(Diagnostic::new(&PATTERN_PARAMETER, span, message));
    }
}

fn value(context: &mut Context<'_>, parameter: &Parameter, node: NodeId) {
    let value = context.document.value(node);
    let name = parameter.name;
    let wanted = match parameter.kind {
        ParameterKind::Boolean if !matches!(value, Value::Bool(_)) => "`true` or `false`",
        ParameterKind::Integer if !matches!(value, Value::Int(_)) => "a whole number",
        ParameterKind::Number if !matches!(value, Value::Int(_) | Value::Float(_)) => "a number",
        ParameterKind::Fields | ParameterKind::Texts | ParameterKind::Mappings
            if !matches!(value, Value::Sequence(_)) =>
        {
            "a list"
        }
        ParameterKind::Mapping if !matches!(value, Value::Mapping(_)) => "a mapping",
        ParameterKind::Field | ParameterKind::Entity | ParameterKind::NewField
            if value.as_str().is_none() =>
        {
            "a name"
        }
        ParameterKind::Fields => return fields(context, node),
        ParameterKind::Field => return field(context, node),
        ParameterKind::Choice(choices) => {
            let text = value.as_str();
            let is_one = choices.iter().any(|choice| Some(choice.value) == text);
            if is_one {
                return;
            }
            let words: Vec<_> = choices.iter().map(|c| format!("`{}`", c.value)).collect();
            let message = format!("`{name}` takes one of {}", words.join(", "));
            context.report(Diagnostic::new(
                &PATTERN_PARAMETER,
                context.span(node),
                message,
            ));
            return;
        }
        _ => return,
    };
    if *value == Value::Null {
        return;
    }
    let message = format!("`{name}` takes {wanted}");
    context.report(Diagnostic::new(
        &PATTERN_PARAMETER,
        context.span(node),
        message,
    ));
}

fn fields(context: &mut Context<'_>, list: NodeId) {
    if let Value::Sequence(items) = context.document.value(list) {
        for item in items {
            field(context, *item);
        }
    }
}

/// A field of this entity that a parameter names. Paths lead elsewhere and are not looked at.
fn field(context: &mut Context<'_>, node: NodeId) {
    let Some(name) = context.document.value(node).as_str() else {
        return;
    };
    let is_reserved = specql_language::reserved::is_reserved_field(name).is_some();
    if name.is_empty() || name.contains('.') || is_reserved || context.has_field(name) {
        return;
    }
    report_unknown_field(context, &PATTERN_PARAMETER, node, name);
}
