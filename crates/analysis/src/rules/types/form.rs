//! Types that SpecQL has, in a form that it does not take.

use specql_yaml::Span;

use super::FieldType;
use super::written::Written;
use crate::diagnostic::{Diagnostic, Edit, Fix, Severity};
use crate::rules::{Context, Group, Rule};

pub(super) const QUESTION_MARK: Rule = Rule::new(
    "optional-mark",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/optional-mark.md"),
);

pub(super) const MISPLACED_REQUIRED: Rule = Rule::new(
    "misplaced-required",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/misplaced-required.md"),
);

pub(super) const BLANKS_IN_TYPE: Rule = Rule::new(
    "blanks-in-type",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/blanks-in-type.md"),
);

pub(super) const SHORT_FORM_IN_MAPPING: Rule = Rule::new(
    "short-form-in-mapping",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/short-form-in-mapping.md"),
);

/// Whether the form of a type is what is wrong with it. If it is, it is told.
pub(super) fn check(context: &mut Context<'_>, field: &FieldType<'_>) -> bool {
    let diagnostic = match field.mapping {
        Some(_) => optional(context, field)
            .or_else(|| short_form(context, field))
            .or_else(|| quoted_blanks(context, field)),
        None => optional(context, field)
            .or_else(|| misplaced(context, field))
            .or_else(|| blanks(context, field)),
    };
    let found = diagnostic.is_some();
    if let Some(diagnostic) = diagnostic {
        context.report(diagnostic);
    }
    found
}

/// `text?`
fn optional(context: &Context<'_>, field: &FieldType<'_>) -> Option<Diagnostic> {
    let mark = field.meant.optional?;
    let message = "SpecQL has no `?`; with it the column becomes plain TEXT, without checks and \
                   references";
    let diagnostic = Diagnostic::new(&QUESTION_MARK, mark, message)
        .with_help("A field may be empty anyway, unless its type ends with `!`.");
    let edits = vec![context.edit(mark, "")];
    let title = "Remove the `?`";
    Some(match field.meant.required {
        None => diagnostic.with_fix(Fix::safe(title, edits)),
        Some(_) => diagnostic.with_fix(Fix::suggestion(title, edits)),
    })
}

/// `text! = x`
fn misplaced(context: &Context<'_>, field: &FieldType<'_>) -> Option<Diagnostic> {
    let mark = field.meant.required?;
    let default = field.meant.default.as_ref()?;
    if mark.start >= default.equals.start || default.span.is_empty() {
        return None;
    }
    let message = "the `!` belongs behind the default; before it, the column becomes plain TEXT \
                   that may be empty, without the default";
    let diagnostic = Diagnostic::new(&MISPLACED_REQUIRED, mark, message);
    // From the end of the type to the default, and the mark behind that.
    let type_end = blanks_before(context, field, mark.start).start as usize;
    let between = Span::new(type_end, default.span.start as usize);
    let end = Span::at(default.span.end as usize);
    let edits = vec![context.edit(between, " = "), context.edit(end, "!")];
    let fix = Fix::safe("Move the `!` behind the default", edits);
    Some(diagnostic.with_fix(fix))
}

/// `text=x`, `text  = x`, `text !`
fn blanks(context: &Context<'_>, field: &FieldType<'_>) -> Option<Diagnostic> {
    let source = context.source(field.span);
    let edits = tidy(context, field)?;
    let tidied = applied(source, field.span, &edits);
    let inner = tidied.trim_matches(['"', '\'']);
    if tidied == source || !Written::short(inner).is_known() {
        return None;
    }
    let message = match field.meant.default {
        Some(_) => {
            "one blank has to stand on either side of `=`, and none before `!`; as it is, \
                    the column becomes plain TEXT"
        }
        None => "no blank may stand before `!`; as it is, the column becomes plain TEXT",
    };
    let span = edits.first().map_or(field.span, |edit| edit.span);
    let span = match (&field.meant.default, field.meant.required) {
        (Some(default), _) => default.equals,
        (None, Some(mark)) => mark,
        (None, None) => span,
    };
    let fix = Fix::safe("Mend the blanks", edits);
    Some(Diagnostic::new(&BLANKS_IN_TYPE, span, message).with_fix(fix))
}

/// `type: " text "`
fn quoted_blanks(context: &Context<'_>, field: &FieldType<'_>) -> Option<Diagnostic> {
    let trimmed = field.written.name.trim();
    if trimmed == field.written.name || !Written::long(trimmed).is_known() {
        return None;
    }
    let message = "the blanks in these quotes belong to the type's name, so the column becomes \
                   plain TEXT";
    let edits = vec![context.edit(field.span, trimmed)];
    let fix = Fix::safe(format!("Write `{trimmed}`"), edits);
    Some(Diagnostic::new(&BLANKS_IN_TYPE, field.span, message).with_fix(fix))
}

/// The changes that leave one blank on either side of `=` and none before `!`.
fn tidy(context: &Context<'_>, field: &FieldType<'_>) -> Option<Vec<Edit>> {
    let mut edits = around_equals(context, field)?;
    if let Some(mark) = field.meant.required {
        let gap = blanks_before(context, field, mark.start);
        if !gap.is_empty() {
            edits.push(context.edit(gap, ""));
        }
    }
    (!edits.is_empty()).then_some(edits)
}

fn around_equals(context: &Context<'_>, field: &FieldType<'_>) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    let Some(default) = &field.meant.default else {
        return Some(edits);
    };
    if default.span.is_empty() {
        return None;
    }
    let before = blanks_before(context, field, default.equals.start);
    let after = Span::new(default.equals.end as usize, default.span.start as usize);
    for gap in [before, after] {
        if context.source(gap) != " " {
            edits.push(context.edit(gap, " "));
        }
    }
    Some(edits)
}

/// The blanks before a place in the text of a type.
fn blanks_before(context: &Context<'_>, field: &FieldType<'_>, at: u32) -> Span {
    let before = context.source(Span::new(field.span.start as usize, at as usize));
    let start = field.span.start as usize + before.trim_end().len();
    Span::new(start, at as usize)
}

/// A text that stands at a place, with changes made.
fn applied(text: &str, place: Span, edits: &[Edit]) -> String {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    let mut text = text.to_owned();
    for edit in sorted {
        let start = edit.span.start.saturating_sub(place.start) as usize;
        let end = edit.span.end.saturating_sub(place.start) as usize;
        if text.get(start..end).is_some() {
            text.replace_range(start..end, &edit.text);
        }
    }
    text
}

/// `type: text!` and `type: text = x` in the long form.
fn short_form(context: &Context<'_>, field: &FieldType<'_>) -> Option<Diagnostic> {
    let written = field.written.name;
    let (what, key) = if written.ends_with('!') {
        ("`!`", "`nullable: false`")
    } else if written.contains(" = ") {
        ("a default", "`default`")
    } else {
        return None;
    };
    let span = match (field.meant.required, &field.meant.default) {
        (Some(mark), _) => mark,
        (None, Some(default)) => default.equals.to(default.span),
        (None, None) => field.span,
    };
    let message = format!(
        "in the long form of a field, {what} may not stand behind the type: it makes the column \
         plain TEXT; write {key}"
    );
    let diagnostic = Diagnostic::new(&SHORT_FORM_IN_MAPPING, span, message);
    Some(match long_form(context, field) {
        Some(fix) => diagnostic.with_fix(fix),
        None => diagnostic,
    })
}

/// The long form, said in its own keys. Only for a mere `!`.
fn long_form(context: &Context<'_>, field: &FieldType<'_>) -> Option<Fix> {
    let mapping = field.mapping?;
    let mark = field.meant.required?;
    if field.meant.default.is_some() {
        return None;
    }
    let title = "Write `nullable: false`";
    let remove = context.edit(mark, "");
    if let Some(nullable) = context.document.get(mapping, "nullable") {
        let edits = vec![remove, context.edit(context.span(nullable), "false")];
        return Some(Fix::safe(title, edits));
    }
    let entry = context.document.entry(mapping, "type")?;
    let is_flow = context.source(context.span(mapping)).starts_with('{');
    let key = context.span(entry.last_key).start as usize;
    let before = context.source(Span::new(0, key));
    let indent = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
    let text = match is_flow {
        true => ", nullable: false".to_owned(),
        false => format!("\n{}nullable: false", " ".repeat(indent)),
    };
    let end = Span::at(context.span(field.node).end as usize);
    if mark.end == end.start {
        let edits = vec![context.edit(mark, text)];
        return Some(Fix::safe(title, edits));
    }
    Some(Fix::safe(title, vec![remove, context.edit(end, text)]))
}
