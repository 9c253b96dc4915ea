//! How fields are written.

use specql_yaml::{Entry, Value};

use super::{Context, Diagnostic, Group, Rule, Severity};
use crate::diagnostic::Fix;

pub(super) const LONG_FORM_FIELD: Rule = Rule::new(
    "long-form-field",
    Group::Style,
    Severity::Hint,
    include_str!("../../../rules/long-form-field.md"),
);

/// Where most fields are short, one that says no more than they do can be short, too.
pub(super) fn check(context: &mut Context<'_>) {
    let long = context.spec.fields.iter().filter(|f| f.is_mapping).count();
    if long * 2 >= context.spec.fields.len() {
        return;
    }
    let document = context.document;
    let root = document.root();
    let header = document.get(root, "entity");
    let inner = header.and_then(|header| document.get(header, "fields"));
    let Some(Value::Mapping(fields)) = inner
        .or_else(|| document.get(root, "fields"))
        .map(|fields| document.value(fields))
    else {
        return;
    };
    for field in fields {
        long_form(context, field);
    }
}

fn long_form(context: &mut Context<'_>, field: &Entry) {
    let Some(short) = short_form(context, field) else {
        return;
    };
    let (key, value) = (context.span(field.last_key), context.span(field.value));
    let name = context.source(key);
    let message = format!("this can be short, like the other fields: `{name}: {short}`");
    let mut found = Diagnostic::new(&LONG_FORM_FIELD, key, message);
    let between = specql_yaml::Span::new(key.end as usize, value.end as usize);
    if !context.source(between).contains(['#', '&', '*']) {
        let edits = vec![context.edit(between, format!(": {short}"))];
        found = found.with_fix(Fix::suggestion("Write it in the short form", edits));
    }
    context.report(found);
}

/// The short form of a field that has a type and perhaps `nullable`, and nothing else.
fn short_form(context: &Context<'_>, field: &Entry) -> Option<String> {
    let document = context.document;
    let Value::Mapping(entries) = document.value(field.value) else {
        return None;
    };
    let mut written = None;
    let mut required = false;
    for entry in entries {
        match (
            document.value(entry.key).as_str()?,
            document.value(entry.value),
        ) {
            ("type", Value::Str(text)) => written = Some(text.to_string()),
            ("nullable", Value::Bool(nullable)) => required = !nullable,
            _ => return None,
        }
    }
    let written = written?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_()., ".contains(c);
    let is_plain = written.chars().all(is_plain) && written.trim() == written;
    let mark = if required { "!" } else { "" };
    (is_plain && !written.is_empty()).then(|| format!("{written}{mark}"))
}
