//! Actions, and what they say when they fail.

use specql_yaml::{NodeId, Span, Value};

use super::{Context, Diagnostic, Group, Rule, Severity, is_plain_name, snake_case};
use crate::diagnostic::{Edit, Fix};

pub(super) const VALIDATE_WITHOUT_ERROR: Rule = Rule::new(
    "validate-without-error",
    Group::Style,
    Severity::Hint,
    include_str!("../../../rules/validate-without-error.md"),
);

pub(super) const ERROR_CODE_STYLE: Rule = Rule::new(
    "error-code-style",
    Group::Style,
    Severity::Hint,
    include_str!("../../../rules/error-code-style.md"),
);

pub(super) const EMPTY_ACTION: Rule = Rule::new(
    "empty-action",
    Group::Style,
    Severity::Hint,
    include_str!("../../../rules/empty-action.md"),
);

/// Codes that tell nothing.
const GENERIC: [&str; 8] = [
    "bad_request",
    "error",
    "exception",
    "fail",
    "failed",
    "failure",
    "invalid",
    "validation_error",
];

/// Actions with such a beginning get a ready-made body.
const READY_MADE: [&str; 3] = ["create", "update", "delete"];

/// Aliases let a short text have endless parts.
const MAX_PARTS: usize = 20_000;

pub(super) fn check(context: &mut Context<'_>) {
    let document = context.document;
    let mut steps = Vec::new();
    let actions = document.get(document.root(), "actions");
    let mut empty = Vec::new();
    if let Some(Value::Sequence(actions)) = actions.map(|node| document.value(node)) {
        for action in actions {
            if let Some(below) = document.get(*action, "steps") {
                collect(context, below, &mut steps);
            }
            if let Some(name) = without_steps(context, *action) {
                empty.push(name);
            }
        }
    }
    for step in steps {
        check_step(context, step);
    }
    report_empty(context, &empty);
}

/// All mappings below the steps of an action that have a `validate` or a `reject`.
fn collect(context: &Context<'_>, top: NodeId, steps: &mut Vec<NodeId>) {
    let document = context.document;
    let mut open = vec![top];
    let mut budget = MAX_PARTS;
    while let Some(node) = open.pop() {
        if budget == 0 {
            return;
        }
        budget -= 1;
        match document.value(node) {
            Value::Sequence(items) => open.extend(items.iter().rev()),
            Value::Mapping(entries) => {
                if ["validate", "reject"]
                    .iter()
                    .any(|key| document.get(node, key).is_some())
                {
                    steps.push(node);
                }
                open.extend(entries.iter().rev().map(|entry| entry.value));
            }
            _ => {}
        }
    }
}

fn check_step(context: &mut Context<'_>, step: NodeId) {
    let document = context.document;
    if let Some(entry) = document.entry(step, "validate") {
        match document.get(step, "error") {
            Some(error) => error_code(context, error),
            None => without_error(context, step, entry.key, entry.value),
        }
    } else if let Some(code) = document.get(step, "reject") {
        error_code(context, code);
    }
}

fn without_error(context: &mut Context<'_>, step: NodeId, key: NodeId, value: NodeId) {
    let document = context.document;
    // What is said behind another key is that key's mistake.
    let says_otherwise = ["message", "error_message"];
    if document.value(value).as_str().is_none_or(str::is_empty)
        || says_otherwise
            .iter()
            .any(|key| document.get(step, key).is_some())
    {
        return;
    }
    let message = "this does not say which `error` the caller gets";
    let mut found = Diagnostic::new(&VALIDATE_WITHOUT_ERROR, context.span(key), message);
    if let Some((code, edit)) = new_error(context, key, value) {
        found = found.with_fix(Fix::suggestion(format!("Add `error: {code}`"), vec![edit]));
    }
    context.report(found);
}

/// A line with an error behind a condition that takes one line.
fn new_error(context: &Context<'_>, key: NodeId, value: NodeId) -> Option<(String, Edit)> {
    let (key, value) = (context.span(key), context.span(value));
    let line = context
        .text
        .get(..key.start as usize)?
        .rfind('\n')
        .map_or(0, |at| at + 1);
    let before = context.text.get(line..key.start as usize)?;
    let rest = context.text.get(value.end as usize..)?;
    let end = value.end as usize + rest.find(['\n', '\r']).unwrap_or(rest.len());
    let whole = context.text.get(line..end)?;
    let is_block = before.chars().all(|c| matches!(c, ' ' | '-'));
    if !is_block || whole.contains(['\n', '\r']) {
        return None;
    }
    let words = context.source(value);
    let mut words = words.split(|c: char| !c.is_alphanumeric() && c != '_');
    let field = words.find(|word| context.spec.field(word).is_some())?;
    let code = format!("invalid_{field}");
    let text = format!("\n{}error: {code}", " ".repeat(before.len()));
    Some((code, context.edit(Span::new(end, end), text)))
}

fn error_code(context: &mut Context<'_>, node: NodeId) {
    let Some(code) = context.document.value(node).as_str() else {
        return;
    };
    let span = context.span(node);
    if GENERIC.contains(&code.to_lowercase().as_str()) {
        let message = format!("`{code}` tells the caller nothing; say what is wrong");
        let help = "For example `invoice_already_paid`.";
        let found = Diagnostic::new(&ERROR_CODE_STYLE, span, message).with_help(help);
        context.report(found);
    } else if is_plain_name(&code.replace('-', "_")) && code != snake_case(code) {
        let snake = snake_case(code);
        let message = format!("error codes are written in small letters: `{snake}`");
        let edits = vec![context.edit(span, snake.clone())];
        let found = Diagnostic::new(&ERROR_CODE_STYLE, span, message)
            .with_fix(Fix::suggestion(format!("Write `{snake}`"), edits));
        context.report(found);
    }
}

/// The name of an action that nothing is written for.
fn without_steps(context: &Context<'_>, action: NodeId) -> Option<(String, Span)> {
    let document = context.document;
    let name = document.get(action, "name")?;
    let text = document.value(name).as_str()?;
    let steps = document
        .get(action, "steps")
        .map(|node| document.value(node));
    let is_empty = match steps {
        None => true,
        Some(Value::Sequence(steps)) => steps.is_empty(),
        Some(_) => false,
    };
    let is_ready_made = READY_MADE.iter().any(|begin| text.starts_with(begin));
    let is_made_elsewhere = ["pattern", "config"]
        .iter()
        .any(|key| document.get(action, key).is_some());
    let counts = context.is_yaml && is_empty && !is_ready_made && !is_made_elsewhere;
    counts.then(|| (text.to_owned(), context.span(name)))
}

/// One message, however many there are: a draft has nothing else.
fn report_empty(context: &mut Context<'_>, empty: &[(String, Span)]) {
    let Some(((name, span), others)) = empty.split_first() else {
        return;
    };
    let message = match others {
        [] => format!("`{name}` has no steps: it reports success and does nothing"),
        _ => format!(
            "`{name}` and {} more have no steps: they report success and do nothing",
            others.len()
        ),
    };
    let mut found = Diagnostic::new(&EMPTY_ACTION, *span, message);
    for (name, span) in others {
        found = found.with_related(context.file, *span, format!("`{name}` has none either"));
    }
    context.report(found);
}
