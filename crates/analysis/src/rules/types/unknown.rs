//! Types that SpecQL does not have.

use specql_language::Target;
use specql_language::types::{self, BASIC, COMPOSITES, Misleading, SCALARS};
use specql_yaml::{NodeId, Span, Value};

use super::FieldType;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::expression::ast::{Name, TypeKind};
use crate::index::{EntityName, files_of_entity};
use crate::rules::{Context, Group, Rule, nearest};

pub(super) const UNKNOWN_TYPE: Rule = Rule::new(
    "unknown-type",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/unknown-type.md"),
);

pub(super) const MISSING_TYPE: Rule = Rule::new(
    "missing-type",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/missing-type.md"),
);

const IS_TEXT: &str = "the column becomes plain TEXT";

/// A field with nothing behind its colon.
pub(super) fn missing(context: &mut Context<'_>, node: NodeId, field: &str, name: Span) {
    let message = format!("`{field}` has no type, so {IS_TEXT}; write the type behind the colon");
    let mut diagnostic = Diagnostic::new(&MISSING_TYPE, name, message);
    let at = context.span(node);
    let behind = context.source(Span::new(name.end as usize, at.start as usize));
    if at.is_empty() && behind.trim_end() == ":" {
        let after_colon = Span::at(name.end as usize + 1);
        let edits = vec![context.edit(after_colon, " text")];
        diagnostic = diagnostic.with_fix(Fix::suggestion("Write `text`", edits));
    }
    context.report(diagnostic);
}

/// `price: 9.5`, `active: yes`, `tags: [a, b]`.
pub(super) fn no_text(context: &mut Context<'_>, node: NodeId, value: &Value<'_>, read: &str) {
    let span = context.span(node);
    let word = shortened(context.source(span));
    let message = match value {
        Value::Bool(_) => format!(
            "YAML reads `{word}` as {}, which is no type; {IS_TEXT}",
            read.to_lowercase()
        ),
        Value::Sequence(_) => format!("a list is no type; {IS_TEXT}"),
        _ => format!("`{word}` is a value, not a type; {IS_TEXT}"),
    };
    context.report(
        Diagnostic::new(&UNKNOWN_TYPE, span, message)
            .with_help("A field has a type, such as `text`, `integer` or `enum(open, closed)`."),
    );
}

pub(super) fn check(context: &mut Context<'_>, field: &FieldType<'_>) {
    if context.target == Target::Next && is_planned(&field.meant.kind) {
        return;
    }
    let diagnostic = diagnose(context, field);
    context.report(diagnostic);
}

/// Lengths, ranges, precisions and arrays are described in SpecQL's documents.
fn is_planned(kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Named {
            name,
            arguments: Some(arguments),
        } => {
            let is_number = |item: &Name| item.text.bytes().all(|byte| byte.is_ascii_digit());
            let has_arguments = ["text", "integer", "decimal", "varchar", "char"];
            has_arguments.contains(&name.text.as_str()) && arguments.items.iter().all(is_number)
        }
        TypeKind::Array { item, .. } => match item.as_ref() {
            TypeKind::Named {
                name,
                arguments: None,
            } => types::is_type(&name.text),
            _ => false,
        },
        _ => false,
    }
}

fn diagnose(context: &Context<'_>, field: &FieldType<'_>) -> Diagnostic {
    let name = field.written.name.trim();
    let span = span_of(field);
    let word = shortened(name);
    let new = |message: String| Diagnostic::new(&UNKNOWN_TYPE, span, message);
    if name.is_empty() {
        let message = format!("no type stands here, so {IS_TEXT}");
        return Diagnostic::new(&MISSING_TYPE, field.span, message);
    }
    match &field.meant.kind {
        TypeKind::Array { item, .. } if name.ends_with("[]") => {
            return array(context, field, item);
        }
        _ => {}
    }
    if let Some(message) = brackets(name) {
        return new(message);
    }
    let bare = head(name);
    let has_arguments = bare.len() < name.len();
    let cased = in_another_case(bare);
    if let ([exact], false) = (cased.as_slice(), has_arguments) {
        let message =
            format!("`{word}` is no type, so {IS_TEXT}; the case counts: write `{exact}`");
        return new(message).with_fix(replace(context, span, exact, true));
    }
    let small = || types::misleading(&name.to_lowercase());
    if let Some(found) = types::misleading(name).or_else(small) {
        return misleading(context, span, &word, found);
    }
    if is_entity(context, bare) {
        let message = format!("`{bare}` is an entity, not a type, so {IS_TEXT}");
        let reference = format!("ref({bare})");
        return new(message).with_fix(replace(context, span, &reference, false));
    }
    if has_arguments && types::is_type(bare) {
        let message = format!("`{bare}` takes nothing in brackets; with them {IS_TEXT}");
        return new(message).with_fix(replace(context, span, bare, false));
    }
    match cased.first().copied().or_else(|| nearest(bare, names())) {
        Some(meant) => {
            let message = format!("`{word}` is no type, so {IS_TEXT}; did you mean `{meant}`?");
            new(message).with_fix(replace(context, span, meant, false))
        }
        None => new(format!("`{word}` is no type of SpecQL, so {IS_TEXT}"))
            .with_help("Write `text` if that is what you want, or `ref(Entity)` for an entity."),
    }
}

/// A word as a message can hold it.
fn shortened(word: &str) -> String {
    let line = word.lines().next().unwrap_or_default();
    match line.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line.to_owned(),
    }
}

/// Where the type itself stands, without marks and defaults.
fn span_of(field: &FieldType<'_>) -> Span {
    match &field.meant.kind {
        // What belongs nowhere is a part of what 0.8.7 looks up.
        _ if !field.meant.stray.is_empty() => field.span,
        TypeKind::Named { name, arguments } => match arguments {
            Some(arguments) => name.span.to(arguments.brackets.span),
            None => name.span,
        },
        _ => field.span,
    }
}

fn replace(context: &Context<'_>, span: Span, by: &str, is_safe: bool) -> Fix {
    let title = format!("Write `{by}`");
    let edits = vec![context.edit(span, by)];
    match is_safe {
        true => Fix::safe(title, edits),
        false => Fix::suggestion(title, edits),
    }
}

/// A name without what stands in brackets behind it.
fn head(name: &str) -> &str {
    let end = name.find(['(', '[', '<', '?']).unwrap_or(name.len());
    name.get(..end).unwrap_or(name).trim_end()
}

/// The types that have this name but for capitals.
fn in_another_case(name: &str) -> Vec<&'static str> {
    names()
        .filter(|known| known.eq_ignore_ascii_case(name))
        .collect()
}

fn names() -> impl Iterator<Item = &'static str> {
    let basic = BASIC.iter().map(|known| known.name);
    let scalars = SCALARS
        .iter()
        .flat_map(|known| [Some(known.name), known.alias]);
    let composites = COMPOSITES.iter().map(|known| known.name);
    basic.chain(scalars.flatten()).chain(composites)
}

fn is_entity(context: &Context<'_>, name: &str) -> bool {
    let name = EntityName::new(context.db, name.to_owned());
    !files_of_entity(context.db, name).is_empty()
}

fn array(context: &Context<'_>, field: &FieldType<'_>, item: &TypeKind) -> Diagnostic {
    let source = context.source(field.span);
    let item = match item {
        TypeKind::Named { name, .. } => name.text.as_str(),
        _ => source.split('[').next().unwrap_or_default().trim(),
    };
    let message = format!("there are no arrays, so {IS_TEXT}; write `list({item})`");
    let diagnostic = Diagnostic::new(&UNKNOWN_TYPE, field.span, message);
    let is_plain = source.trim_end_matches('!') == format!("{item}[]");
    if !is_plain {
        return diagnostic;
    }
    let mark = if source.ends_with('!') { "!" } else { "" };
    diagnostic.with_fix(replace(
        context,
        field.span,
        &format!("list({item}){mark}"),
        true,
    ))
}

/// What is wrong with the brackets of an enum, a list or a reference.
fn brackets(name: &str) -> Option<String> {
    let forms = [
        ("enum", "enum(open, closed)"),
        ("list", "list(text)"),
        ("ref", "ref(Entity)"),
    ];
    let bare = head(name);
    let (word, example) = forms
        .into_iter()
        .find(|(word, _)| bare.eq_ignore_ascii_case(word))?;
    let rest = name.get(bare.len()..).unwrap_or_default();
    let what = if bare != word {
        format!("`{bare}` is written in small letters: `{example}`")
    } else if rest.is_empty() {
        format!("`{word}` needs brackets: `{example}`")
    } else if rest.starts_with(' ') {
        format!("no blank may stand between `{word}` and its bracket")
    } else if rest.starts_with('[') || rest.starts_with('<') {
        format!("`{word}` takes round brackets: `{example}`")
    } else if rest.contains(" = ") || !rest.ends_with(')') && !rest.contains(')') {
        format!("the bracket of `{word}` is not closed, or a value in it holds ` = `")
    } else {
        format!("nothing but a default or `!` may stand behind the bracket of `{word}`")
    };
    Some(format!("{what}; as it is, {IS_TEXT}"))
}

fn misleading(
    context: &Context<'_>,
    span: Span,
    word: &str,
    found: &'static Misleading,
) -> Diagnostic {
    let options: Vec<_> = found
        .instead
        .iter()
        .map(|name| format!("`{name}`"))
        .collect();
    let message = match options.as_slice() {
        [] => format!("`{word}` is no type, so {IS_TEXT}"),
        [only] => format!("`{word}` is no type, so {IS_TEXT}; write {only}"),
        several => format!(
            "`{word}` is no type, so {IS_TEXT}; there is {}",
            several.join(", ")
        ),
    };
    let mut diagnostic = Diagnostic::new(&UNKNOWN_TYPE, span, message);
    if !found.hint.is_empty() {
        diagnostic = diagnostic.with_help(found.hint);
    }
    let is_only = found.instead.len() == 1;
    for meant in found.instead {
        // A reference needs a target that only the author knows.
        if !meant.contains("...") {
            let is_safe = is_only && is_same_column(found, meant);
            diagnostic = diagnostic.with_fix(replace(context, span, meant, is_safe));
        }
    }
    diagnostic
}

/// Whether a type makes the very column that is expected, and refuses nothing.
fn is_same_column(found: &Misleading, meant: &str) -> bool {
    let column = match (types::basic(meant), types::scalar(meant)) {
        (Some(basic), _) => Some(basic.postgres),
        (None, Some(scalar)) => scalar.pattern.is_none().then_some(scalar.postgres),
        (None, None) => None,
    };
    column == Some(found.expected)
}
