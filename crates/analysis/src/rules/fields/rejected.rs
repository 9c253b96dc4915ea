//! Fields for which SpecQL 0.8.7 refuses a spec.

use specql_language::reserved::{FieldGroup, reserved_field};
use specql_yaml::{NodeId, Span, Value};

use crate::diagnostic::{Diagnostic, Edit, Fix, Severity};
use crate::reading;
use crate::rules::steps::value::with_value;
use crate::rules::yaml::change::{quoted, remove_entry};
use crate::rules::yaml::refused::{Refused, Site, entries, first_line, in_words, refused};
use crate::rules::{Context, Group, Rule};

pub(super) const FIELDS_NOT_MAPPING: Rule = Rule::new(
    "fields-not-mapping",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/fields-not-mapping.md"),
);

pub(super) const FIELD_NAME_NOT_TEXT: Rule = Rule::new(
    "field-name-not-text",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/field-name-not-text.md"),
);

pub(super) const RESERVED_FIELD_NAME: Rule = Rule::new(
    "reserved-field-name",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/reserved-field-name.md"),
);

pub(super) const TYPE_NOT_TEXT: Rule = Rule::new(
    "type-not-text",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/type-not-text.md"),
);

pub(super) const MARKUP_IN_FIELD_NAME: Rule = Rule::new(
    "markup-in-field-name",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/markup-in-field-name.md"),
);

pub(super) fn check(context: &mut Context<'_>) {
    use reading::Rule::{FieldNameIsNoText, FieldNameIsReserved, FieldsAreNoMapping, TypeIsNoText};
    let wanted = [
        FieldsAreNoMapping,
        FieldNameIsNoText,
        FieldNameIsReserved,
        TypeIsNoText,
    ];
    for refused in refused(context, |rule| wanted.contains(&rule)) {
        let diagnostic = match refused.rule {
            FieldsAreNoMapping => no_mapping(context, refused.site),
            FieldNameIsNoText => no_name(context, refused.site),
            FieldNameIsReserved => reserved(context, &refused),
            _ => no_type(context, refused.site),
        };
        context.report(diagnostic);
    }
    markup(context);
}

fn no_mapping(context: &Context<'_>, site: Site) -> Diagnostic {
    let value = site.value(context);
    let message = format!(
        "`fields` has to be a mapping, `name: type` on each line, and this is {}",
        in_words(value)
    );
    let span = if *value == Value::Null {
        site.name(context)
    } else {
        site.word(context)
    };
    let diagnostic = Diagnostic::new(&FIELDS_NOT_MAPPING, span, message);
    match value {
        Value::Null => {
            let diagnostic = diagnostic.with_help("if there are no fields yet, write `{}`");
            with_value(context, diagnostic, site, "{}")
        }
        Value::Sequence(items) => match without_dashes(context, site.node, items) {
            Some(edits) => diagnostic.with_fix(Fix::suggestion("Remove the dashes", edits)),
            None => diagnostic,
        },
        _ => diagnostic,
    }
}

/// Makes a mapping of a block list whose items are mappings with one key.
fn without_dashes(context: &Context<'_>, list: NodeId, items: &[NodeId]) -> Option<Vec<Edit>> {
    let start = context.span(list).start as usize;
    if !context.text.get(start..)?.starts_with('-') {
        return None;
    }
    items
        .iter()
        .map(|item| {
            let [_] = entries(context, *item) else {
                return None;
            };
            let end = context.span(*item).start as usize;
            let before = context.text.get(..end)?.trim_end_matches(' ');
            let dash = before.strip_suffix('-')?.len();
            let dash = Span::new(dash, dash + 1);
            Some(context.edit(dash, " "))
        })
        .collect()
}

fn no_name(context: &Context<'_>, site: Site) -> Diagnostic {
    let span = first_line(context, context.span(site.node));
    let written = context.source(span);
    let value = site.value(context);
    if written.is_empty() {
        let message = "this field has no name";
        return Diagnostic::new(&FIELD_NAME_NOT_TEXT, span, message);
    }
    let what = match value {
        Value::Null => "nothing",
        value => in_words(value),
    };
    let message =
        format!("`{written}` stands for {what} in YAML and names no field; put it in quotes");
    let diagnostic = Diagnostic::new(&FIELD_NAME_NOT_TEXT, span, message);
    if !value.is_hashable() || written.starts_with('!') {
        return diagnostic;
    }
    let edits = vec![context.edit(span, quoted(written))];
    diagnostic.with_fix(Fix::safe("Put the name in quotes", edits))
}

fn reserved(context: &Context<'_>, refused: &Refused) -> Diagnostic {
    let name = refused.text.as_str();
    let span = first_line(context, context.span(refused.site.node));
    let message = format!("no field may be called `{name}`");
    let mut diagnostic = Diagnostic::new(&RESERVED_FIELD_NAME, span, message);
    let Some(reserved) = reserved_field(name) else {
        return diagnostic;
    };
    diagnostic = diagnostic.with_help(reserved.doc);
    // The value is found through the mapping: the refusal is about the key.
    let fields = refused.site.around.map(|fields| entries(context, fields));
    let mut fields = fields.unwrap_or_default().iter();
    let Some(entry) = fields.find(|entry| entry.last_key == refused.site.node) else {
        return diagnostic;
    };
    let is_used = is_used_elsewhere(context, span, name);
    if is_used {
        return diagnostic;
    }
    if let Some(new) = other_name(context, name, refused.site.around) {
        let edits = vec![context.edit(span, new.as_str())];
        let title = format!("Rename it to `{new}`");
        diagnostic = diagnostic.with_fix(Fix::suggestion(title, edits));
    }
    let is_made = matches!(
        reserved.group,
        FieldGroup::Audit | FieldGroup::Recalculation
    ) || matches!(name, "id" | "tenant_id")
        || name.starts_with("pk_");
    let value = Site {
        node: entry.value,
        key: Some(entry.last_key),
        ..refused.site
    };
    match remove_entry(context, value).filter(|_| is_made) {
        Some(edit) => diagnostic.with_fix(Fix::suggestion("Remove the field", vec![edit])),
        None => diagnostic,
    }
}

/// Whether a word stands at another place, too: in a condition, say.
fn is_used_elsewhere(context: &Context<'_>, span: Span, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    context.text.match_indices(name).any(|(at, _)| {
        let before = context.text.get(..at).unwrap_or_default();
        let behind = context.text.get(at + name.len()..).unwrap_or_default();
        let is_word = !before.ends_with(is_part) && !behind.starts_with(is_part);
        is_word && !span.range().contains(&at)
    })
}

/// A free name that means the same.
fn other_name(context: &Context<'_>, name: &str, fields: Option<NodeId>) -> Option<String> {
    let new = match name {
        "path" => "file_path",
        "identifier" => "code",
        "sequence_number" => "position",
        "display_identifier" => "display_name",
        _ => name.strip_prefix("fk_")?,
    };
    let fields = entries(context, fields?);
    let is_free = fields
        .iter()
        .all(|entry| context.document.value(entry.key).as_str() != Some(new));
    (is_free && !new.is_empty() && reserved_field(new).is_none()).then(|| new.to_owned())
}

fn no_type(context: &Context<'_>, site: Site) -> Diagnostic {
    let value = site.value(context);
    let message = format!(
        "a field's type has to be text, and this is {}",
        in_words(value)
    );
    let diagnostic = Diagnostic::new(&TYPE_NOT_TEXT, site.word(context), message);
    match value {
        Value::Sequence(items) => {
            let values: Option<Vec<&str>> = items
                .iter()
                .map(|item| context.document.value(*item).as_str())
                .collect();
            let is_plain = |value: &&str| !value.contains([',', ':', '#', '\n', '(', ')']);
            let Some(values) = values.filter(|values| values.iter().all(is_plain)) else {
                return diagnostic;
            };
            let text = format!("enum({})", values.join(", "));
            let title = format!("Write `{text}`");
            let span = context.span(site.node);
            let source = context.source(span);
            if values.is_empty() || !source.starts_with('[') {
                return diagnostic.with_help(format!("write `type: {text}`"));
            }
            // Text with a comma has to stand in quotes inside of `{`.
            let edits = vec![context.edit(span, quoted(&text))];
            diagnostic.with_fix(Fix::suggestion(title, edits))
        }
        Value::Null => diagnostic.with_help("without the key the field is `text`"),
        _ => {
            let span = context.span(site.node);
            let edits = vec![context.edit(span, quoted(context.source(span)))];
            diagnostic.with_fix(Fix::suggestion("Put it in quotes", edits))
        }
    }
}

/// SpecQL warns of capitals in a field's name, and what prints the warning takes `[/x]` for the
/// end of a markup that was never begun. The run ends there.
fn markup(context: &mut Context<'_>) {
    if !context.is_yaml || !context.is_spec() {
        return;
    }
    let found: Vec<_> = context
        .spec
        .fields
        .iter()
        .filter(|field| field.name.text.chars().any(char::is_uppercase))
        .filter_map(|field| Some((field.name.clone(), unopened_tag(&field.name.text)?)))
        .collect();
    for (name, tag) in found {
        let message = format!(
            "SpecQL crashes when it prints this name: it takes `[{tag}]` for markup that ends"
        );
        let plain: String = name
            .text
            .to_lowercase()
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
            .collect();
        let plain = plain.split('_').filter(|part| !part.is_empty());
        let plain = plain.collect::<Vec<_>>().join("_");
        let mut diagnostic = Diagnostic::new(&MARKUP_IN_FIELD_NAME, name.span, message);
        if !plain.is_empty() && !is_used_elsewhere(context, name.span, &name.text) {
            let edits = vec![context.edit(name.span, plain.as_str())];
            let title = format!("Rename it to `{plain}`");
            diagnostic = diagnostic.with_fix(Fix::suggestion(title, edits));
        }
        context.report(diagnostic);
    }
}

/// The first tag of a text that closes what no tag has opened: `[/b]` without `[b]`.
fn unopened_tag(text: &str) -> Option<&str> {
    let mut open: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('[') {
        rest = behind;
        // A tag ends at the next bracket and holds no other that opens.
        let Some(end) = behind.find(['[', ']']) else {
            break;
        };
        let (tag, after) = behind.split_at_checked(end)?;
        let starts = |c: char| c.is_ascii_lowercase() || matches!(c, '#' | '/' | '@');
        if !after.starts_with(']') || !tag.starts_with(starts) {
            continue;
        }
        rest = after;
        let slashes = before.len() - before.trim_end_matches('\\').len();
        if slashes % 2 == 1 {
            continue;
        }
        let name = tag.split('=').next().unwrap_or_default();
        let Some(closed) = name.strip_prefix('/') else {
            open.push(name.trim().to_lowercase());
            continue;
        };
        let closed = closed.trim().to_lowercase();
        let last = if closed.is_empty() {
            open.len().checked_sub(1)
        } else {
            open.iter().rposition(|name| *name == closed)
        };
        match last {
            Some(at) => {
                open.remove(at);
            }
            None => return Some(tag),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_that_close_nothing() {
        assert_eq!(unopened_tag("[/red]A"), Some("/red"));
        assert_eq!(unopened_tag("a[/]B"), Some("/"));
        assert_eq!(unopened_tag("[b]A[/b][/b]"), Some("/b"));
        assert_eq!(unopened_tag("[a b]X[/b]"), Some("/b"));
        for sound in [
            "[red]A",
            "[b]A[/b]",
            "[a=1]A[/a]",
            "[B]",
            "\\[/x]A",
            "[ /x]A",
            "A[/x",
            "[/a[i]A",
        ] {
            assert_eq!(unopened_tag(sound), None, "{sound}");
        }
    }
}
