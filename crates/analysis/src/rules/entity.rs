//! The top of a spec: what SpecQL 0.8.7 has to find there.

use specql_yaml::{NodeId, Span, Value};

use super::yaml::change::{file_and_folder, indent_at};
use super::yaml::refused::{Refused, entries, first_line, in_words, refused};
use super::{Context, Group, Rule, nearest};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::reading;

pub(super) const RULES: &[Rule] = &[
    EMPTY_FILE,
    ROOT_NOT_MAPPING,
    MISSING_ENTITY,
    MISSING_ENTITY_NAME,
];

const EMPTY_FILE: Rule = Rule::new(
    "empty-file",
    Group::Rejected,
    Severity::Error,
    include_str!("../../rules/empty-file.md"),
);

const ROOT_NOT_MAPPING: Rule = Rule::new(
    "root-not-mapping",
    Group::Rejected,
    Severity::Error,
    include_str!("../../rules/root-not-mapping.md"),
);

const MISSING_ENTITY: Rule = Rule::new(
    "missing-entity",
    Group::Rejected,
    Severity::Error,
    include_str!("../../rules/missing-entity.md"),
);

const MISSING_ENTITY_NAME: Rule = Rule::new(
    "missing-entity-name",
    Group::Rejected,
    Severity::Error,
    include_str!("../../rules/missing-entity-name.md"),
);

pub(super) fn check(context: &mut Context<'_>) {
    use reading::Rule::{EntityMissing, EntityNameMissing, RootIsNoMapping};
    let wanted = [RootIsNoMapping, EntityMissing, EntityNameMissing];
    for refused in refused(context, |rule| wanted.contains(&rule)) {
        let diagnostic = match refused.rule {
            RootIsNoMapping => root(context, &refused),
            EntityMissing => missing_entity(context, refused.site.node),
            _ => missing_name(context, &refused),
        };
        context.report(diagnostic);
    }
}

fn root(context: &Context<'_>, refused: &Refused) -> Diagnostic {
    let value = refused.site.value(context);
    if *value == Value::Null {
        let message = "this file says nothing; a spec begins with `entity: <Name>`";
        let diagnostic = Diagnostic::new(&EMPTY_FILE, Span::at(0), message);
        let mut lines = context.text.lines().map(str::trim);
        let is_blank = lines.all(|line| line.is_empty() || line.starts_with('#'));
        return if is_blank {
            diagnostic.with_fix(begin(context))
        } else {
            diagnostic
        };
    }
    let span = first_line(context, context.span(refused.site.node));
    let text = value.as_str().unwrap_or_default();
    if let Some(("entity", name)) = text.split_once(':')
        && !name.contains(char::is_whitespace)
        && context.source(span) == text
    {
        let message = "a blank is missing behind the colon: without it this is text, no key";
        let at = Span::at(span.start as usize + "entity:".len());
        let fix = Fix::safe("Insert a blank", vec![context.edit(at, " ")]);
        return Diagnostic::new(&ROOT_NOT_MAPPING, span, message).with_fix(fix);
    }
    let message = format!(
        "a spec is a mapping with keys such as `entity` and `fields`, and this is {}",
        in_words(value)
    );
    Diagnostic::new(&ROOT_NOT_MAPPING, span, message)
}

/// Begins a spec, named as the file and its folder are.
fn begin(context: &Context<'_>) -> Fix {
    let (_, folder) = file_and_folder(context.file.path(context.db));
    let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
    let is_schema = !folder.is_empty() && folder.chars().all(is_name) && folder != "entities";
    let schema = if is_schema { folder } else { "main" };
    let text = context.text;
    let gap = if text.is_empty() || text.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    let spec = format!(
        "{gap}entity: {}\nschema: {schema}\nfields:\n  name: text!\n",
        name_of_file(context)
    );
    let edit = context.edit(Span::at(text.len()), spec);
    Fix::suggestion("Begin a spec", vec![edit])
}

/// A name for the entity of a file.
fn name_of_file(context: &Context<'_>) -> String {
    let (file, _) = file_and_folder(context.file.path(context.db));
    let plain = file.chars().filter(char::is_ascii_alphanumeric);
    let mut letters = plain.skip_while(char::is_ascii_digit);
    match letters.next() {
        None => "Thing".to_owned(),
        Some(first) => {
            let rest: String = letters.collect();
            first.to_uppercase().collect::<String>() + &rest.to_lowercase()
        }
    }
}

fn missing_entity(context: &Context<'_>, root: NodeId) -> Diagnostic {
    let entries = entries(context, root);
    let meant = entries.iter().find(|entry| {
        let key = context.document.value(entry.key).as_str();
        key.is_some_and(|key| nearest(key, ["entity"]).is_some())
    });
    if let Some(entry) = meant {
        let span = context.span(entry.last_key);
        let written = context.source(span);
        let message = format!("`{written}` is no key; did you mean `entity`?");
        let edits = vec![context.edit(span, "entity")];
        let title = "Rename it to `entity`";
        let fix = if written.eq_ignore_ascii_case("entity") {
            Fix::safe(title, edits)
        } else {
            Fix::suggestion(title, edits)
        };
        return Diagnostic::new(&MISSING_ENTITY, span, message).with_fix(fix);
    }
    let Some(first) = entries.first() else {
        let message = "a spec needs `entity: <Name>`";
        return Diagnostic::new(&MISSING_ENTITY, context.span(root), message);
    };
    let span = first_line(context, context.span(first.last_key));
    let message = "a spec needs `entity: <Name>`, the name of the entity, at its top";
    let diagnostic = Diagnostic::new(&MISSING_ENTITY, span, message);
    if context.source(context.span(root)).starts_with('{') {
        return diagnostic;
    }
    let line = format!("entity: {}\n", name_of_file(context));
    let at = context.span(root).start as usize;
    let edit = context.edit(Span::at(at), line + &indent_at(context.text, at));
    diagnostic.with_fix(Fix::suggestion("Insert `entity`", vec![edit]))
}

fn missing_name(context: &Context<'_>, refused: &Refused) -> Diagnostic {
    let span = refused.site.name(context);
    let message = "where `entity` is a mapping, it needs the key `name`";
    let diagnostic = Diagnostic::new(&MISSING_ENTITY_NAME, span, message);
    let entries = entries(context, refused.site.node);
    let meant = entries.iter().find(|entry| {
        let key = context.document.value(entry.key).as_str();
        key.is_some_and(|key| nearest(key, ["name"]).is_some() || key == "entity")
    });
    if let Some(entry) = meant {
        let span = context.span(entry.last_key);
        let title = format!("Rename `{}` to `name`", context.source(span));
        let edits = vec![context.edit(span, "name")];
        return diagnostic.with_fix(Fix::suggestion(title, edits));
    }
    let node = context.span(refused.site.node);
    if entries.is_empty() || context.source(node).starts_with('{') {
        return diagnostic;
    }
    let at = node.start as usize;
    let indent = indent_at(context.text, at);
    let line = format!("name: {}\n{indent}", name_of_file(context));
    let edit = context.edit(Span::at(at), line);
    diagnostic.with_fix(Fix::suggestion("Insert `name`", vec![edit]))
}
