//! The types of fields: those that SpecQL does not have, and those that come out otherwise than
//! they look.

mod enums;
mod form;
mod items;
mod references;
mod unknown;
mod written;

use specql_yaml::{NodeId, Span, Value, python};

use super::keys::walk::{Broken, is_refused};
use super::{Context, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::expression::ast::TypeExpression;
use crate::rules::Group;
use written::Written;

pub(super) const RULES: &[Rule] = &[
    unknown::UNKNOWN_TYPE,
    unknown::MISSING_TYPE,
    form::QUESTION_MARK,
    form::MISPLACED_REQUIRED,
    form::BLANKS_IN_TYPE,
    form::SHORT_FORM_IN_MAPPING,
    enums::ENUM_VALUES,
    enums::UNKNOWN_ENUM_DEFAULT,
    references::REFERENCE_TARGET,
    references::SEVERAL_TARGETS,
    items::UNCHECKED_ITEMS,
    items::COMPOSITE_NOT_ENTITY,
    DEFAULT_NOT_GENERATED,
];

const DEFAULT_NOT_GENERATED: Rule = Rule::new(
    "default-not-generated",
    Group::Ignored,
    Severity::Info,
    include_str!("../../../rules/default-not-generated.md"),
);

/// The type of a field, in every way of looking at it.
struct FieldType<'f> {
    /// The mapping, where the field is written in the long form.
    mapping: Option<NodeId>,
    /// The value that the type's text is from.
    node: NodeId,
    /// Where that is.
    span: Span,
    /// What SpecQL 0.8.7 makes of the text.
    written: Written<'f>,
    /// What the author means by it.
    meant: &'f TypeExpression,
}

pub(super) fn check(context: &mut Context<'_>) {
    if !context.is_spec() {
        return;
    }
    let Some(fields) = fields_of(context) else {
        return;
    };
    let Value::Mapping(entries) = context.document.value(fields) else {
        return;
    };
    let broken = Broken::of(context);
    let mut defaults = Vec::new();
    for entry in entries {
        let name_span = context.span(entry.last_key);
        let Some(name) = context.document.value(entry.key).as_str() else {
            continue;
        };
        if broken.has(context, name_span) {
            continue;
        }
        let is_mapping = matches!(context.document.value(entry.value), Value::Mapping(_));
        let (mapping, node) = match is_mapping {
            true => (Some(entry.value), context.document.get(entry.value, "type")),
            false => (None, Some(entry.value)),
        };
        let Some(field) = context.spec.field(name) else {
            continue;
        };
        if let Some(default) = &field.default {
            defaults.push(default.span);
        }
        let Some(node) = node else {
            continue;
        };
        let span = context.span(node);
        if is_refused(context, span) || broken.has(context, span) {
            continue;
        }
        let Some(text) = text_of(context, node, name, name_span) else {
            continue;
        };
        let written = match mapping {
            Some(_) => Written::long(&text),
            None => Written::short(&text),
        };
        let field_type = FieldType {
            mapping,
            node,
            span,
            written,
            meant: &field.field_type,
        };
        check_type(context, &field_type);
    }
    defaults_are_lost(context, &defaults);
}

/// The block of fields that counts.
fn fields_of(context: &Context<'_>) -> Option<NodeId> {
    let root = context.document.root();
    let entity = context.document.get(root, "entity")?;
    let inner = context.document.get(entity, "fields");
    inner.or_else(|| context.document.get(root, "fields"))
}

/// The text that 0.8.7 takes for the type. Of a value that is no text, what is wrong is told.
fn text_of(
    context: &mut Context<'_>,
    node: NodeId,
    field: &str,
    name_span: Span,
) -> Option<String> {
    let document = context.document;
    match document.value(node) {
        Value::Str(text) => Some(text.as_str().to_owned()),
        Value::Null => {
            unknown::missing(context, node, field, name_span);
            None
        }
        value => {
            let read = python::str(document, node, 80)?;
            unknown::no_text(context, node, value, &read);
            None
        }
    }
}

/// One mistake keeps others from being told: what is no type has no values and no target.
fn check_type(context: &mut Context<'_>, field: &FieldType<'_>) {
    if field.written.is_known() {
        enums::check(context, field);
        references::check(context, field);
        items::check(context, field);
    } else if !form::check(context, field) {
        unknown::check(context, field);
    }
}

/// The table has no default, whatever is written: told once in a file.
fn defaults_are_lost(context: &mut Context<'_>, defaults: &[Span]) {
    let Some((first, others)) = defaults.split_first() else {
        return;
    };
    let message = match others.len() {
        0 => "SpecQL generates no default: a new row without this value has none".to_owned(),
        count => format!(
            "SpecQL generates no default: a new row without this value has none, and so it is \
             with {count} more in this file"
        ),
    };
    let mut diagnostic = Diagnostic::new(&DEFAULT_NOT_GENERATED, *first, message)
        .with_help("Hand the value over when you create a row; keep the default as a note.");
    for other in others {
        diagnostic = diagnostic.with_related(context.file, *other, "this one, too");
    }
    context.report(diagnostic);
}

#[cfg(test)]
mod tests {
    use crate::Host;
    use crate::rules::diagnostics;

    /// What a field's text becomes by the first safe fix, and the codes of what is found.
    fn mended(written: &str) -> (String, Vec<&'static str>) {
        let text = format!("entity: A\nfields:\n  a: {written}\n");
        let mut host = Host::new();
        let file = host.set_file("spec.yaml", &text);
        let mut found = diagnostics(host.db(), file).clone();
        found.retain(|diagnostic| super::RULES.contains(diagnostic.rule));
        let fixes = found.iter().flat_map(|diagnostic| &diagnostic.fixes);
        let mut text = text.clone();
        if let Some(fix) = fixes.into_iter().find(|fix| fix.is_safe) {
            let mut edits = fix.edits.clone();
            edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
            for edit in edits {
                text.replace_range(edit.span.range(), &edit.text);
            }
        }
        let written = text.split_once("a: ").unwrap().1.trim_end().to_owned();
        (written, found.iter().map(|d| d.rule.code).collect())
    }

    #[test]
    fn marks_and_blanks_are_put_right() {
        for (written, code, right) in [
            ("text! = x", "misplaced-required", "text = x!"),
            (
                "enum(a, b)! = 'a'",
                "misplaced-required",
                "enum(a, b) = 'a'!",
            ),
            ("enum(a, b) ! =a", "misplaced-required", "enum(a, b) = a!"),
            ("text=x!", "blanks-in-type", "text = x!"),
            ("ref(B) !", "blanks-in-type", "ref(B)!"),
            ("'text  =  x'", "blanks-in-type", "'text = x'"),
            ("ref(B)?", "optional-mark", "ref(B)"),
            ("text[]!", "unknown-type", "list(text)!"),
            ("\"Email!\"", "unknown-type", "\"email!\""),
            ("timestamp = x", "unknown-type", "datetime = x"),
            (
                "{type: date!}",
                "short-form-in-mapping",
                "{type: date, nullable: false}",
            ),
            (
                "{type: date!, nullable: true}",
                "short-form-in-mapping",
                "{type: date, nullable: false}",
            ),
            ("{type: ' date '}", "blanks-in-type", "{type: date}"),
        ] {
            let (mended, codes) = mended(written);
            assert_eq!(codes.first(), Some(&code), "{written}: {codes:?}");
            assert_eq!(mended, right, "{written}");
        }
    }

    #[test]
    fn one_mistake_is_told_once() {
        let text = "enum(a = b, c)";
        assert_eq!(
            mended(text)
                .1
                .iter()
                .filter(|code| **code == "unknown-type")
                .count(),
            1
        );
        assert_eq!(mended("ref(A|B)").1, ["several-reference-targets"]);
        assert_eq!(mended("list(text)!").1, [""; 0]);
    }
}
