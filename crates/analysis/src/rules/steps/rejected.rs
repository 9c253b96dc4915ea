//! Actions and lists of steps for which SpecQL 0.8.7 refuses a spec.

use specql_language::Target;
use specql_language::key::Place;
use specql_language::step::{STEP_KINDS, StepKind, step_kind};
use specql_yaml::{NodeId, Span, Value};

use crate::diagnostic::{Diagnostic, Edit, Fix, Severity};
use crate::reading;
use crate::rules::yaml::change::{indent_at, into_item, line_at};
use crate::rules::yaml::refused::{Refused, Site, entries, first_line, in_words, refused};
use crate::rules::{Context, Group, Rule, nearest};

use super::value::with_value;

pub(super) const ACTIONS_NOT_LIST: Rule = Rule::new(
    "actions-not-list",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/actions-not-list.md"),
);

pub(super) const ACTION_NOT_MAPPING: Rule = Rule::new(
    "action-not-mapping",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/action-not-mapping.md"),
);

pub(super) const MISSING_ACTION_NAME: Rule = Rule::new(
    "missing-action-name",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/missing-action-name.md"),
);

pub(super) const STEPS_NOT_LIST: Rule = Rule::new(
    "steps-not-list",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/steps-not-list.md"),
);

pub(super) const STEP_NOT_MAPPING: Rule = Rule::new(
    "step-not-mapping",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/step-not-mapping.md"),
);

pub(super) const UNKNOWN_STEP: Rule = Rule::new(
    "unknown-step",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/unknown-step.md"),
);

pub(super) const UNSUPPORTED_STEP: Rule = Rule::new(
    "unsupported-step",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/unsupported-step.md"),
);

pub(super) fn check(context: &mut Context<'_>) {
    use reading::Rule::{
        ActionIsNoMapping, ActionNameMissing, ActionsAreNoList, BranchIsNoList, StepIsNoMapping,
        StepIsUnknown, StepsAreNoList,
    };
    let wanted = [
        ActionsAreNoList,
        ActionIsNoMapping,
        ActionNameMissing,
        StepsAreNoList,
        BranchIsNoList,
        StepIsNoMapping,
        StepIsUnknown,
    ];
    let mut told: Vec<NodeId> = Vec::new();
    for refused in refused(context, |rule| wanted.contains(&rule)) {
        let diagnostic = match refused.rule {
            ActionNameMissing => Some(no_name(context, refused.site)),
            StepIsUnknown => unknown_step(context, refused.site),
            ActionIsNoMapping | StepIsNoMapping if is_item(refused.site) => {
                Some(no_mapping(context, &refused))
            }
            _ => {
                // In a mapping or text, each part is refused: one message is enough.
                let list = if refused.site.is_key {
                    refused.site.outer(context)
                } else {
                    Some(refused.site)
                };
                let list = list.filter(|list| !told.contains(&list.node));
                told.extend(list.map(|list| list.node));
                list.map(|list| no_list(context, refused.rule, list))
            }
        };
        if let Some(diagnostic) = diagnostic {
            context.report(diagnostic);
        }
    }
}

/// Whether something stands in a list.
fn is_item(site: Site) -> bool {
    site.key.is_none() && !site.is_key
}

fn no_list(context: &Context<'_>, refused: reading::Rule, list: Site) -> Diagnostic {
    use reading::Rule::{ActionIsNoMapping, ActionsAreNoList};
    let value = list.value(context);
    let is_actions = matches!(refused, ActionsAreNoList | ActionIsNoMapping);
    let rule = if is_actions {
        &ACTIONS_NOT_LIST
    } else {
        &STEPS_NOT_LIST
    };
    let key = list.key_text(context).unwrap_or("steps");
    let message = format!("`{key}` has to be a list, and this is {}", in_words(value));
    let span = match value {
        Value::Mapping(_) | Value::Set(_) => list.name(context),
        _ => list.word(context),
    };
    let diagnostic = Diagnostic::new(rule, span, message);
    match value {
        Value::Null => {
            let diagnostic = diagnostic.with_help("an empty list is `[]`");
            with_value(context, diagnostic, list, "[]")
        }
        Value::Mapping(_) => {
            let is_one = |key: &str| context.document.get(list.node, key).is_some();
            let is_action = is_actions && is_one("name");
            let is_step = !is_actions && released().any(|kind| is_one(kind.key));
            match into_item(context, list.node).filter(|_| is_action || is_step) {
                Some(edits) => {
                    diagnostic.with_fix(Fix::suggestion("Make it an item of a list", edits))
                }
                None => diagnostic.with_help("begin each item with `- `"),
            }
        }
        _ => diagnostic,
    }
}

/// The kinds of steps that 0.8.7 has.
fn released() -> impl Iterator<Item = &'static StepKind> {
    STEP_KINDS.iter().filter(|kind| kind.target == Target::V0_8)
}

/// An action or a step that is text, a number, a list or nothing.
fn no_mapping(context: &Context<'_>, refused: &Refused) -> Diagnostic {
    let site = refused.site;
    let value = site.value(context);
    let what = in_words(value);
    let span = site.word(context);
    let text = value.as_str().filter(|text| context.source(span) == *text);
    if refused.rule == reading::Rule::ActionIsNoMapping {
        let message = format!("an action is a mapping with `name` and `steps`, and this is {what}");
        let diagnostic = Diagnostic::new(&ACTION_NOT_MAPPING, span, message);
        let is_key = |word: &str| Place::Action.key(word).is_some();
        if let Some(fix) = text.and_then(|text| half_a_key(context, span, text, is_key)) {
            return diagnostic.with_fix(fix);
        }
        if text.is_none_or(|text| text.contains([':', ' '])) {
            return diagnostic;
        }
        let edits = vec![context.edit(Span::at(span.start as usize), "name: ")];
        return diagnostic.with_fix(Fix::suggestion("Make it the name of an action", edits));
    }
    let message = format!("a step is a mapping such as `reject: <error>`, and this is {what}");
    let diagnostic = Diagnostic::new(&STEP_NOT_MAPPING, span, message);
    let is_key = |word: &str| released().any(|kind| kind.key == word);
    match text.and_then(|text| half_a_key(context, span, text, is_key)) {
        Some(fix) => diagnostic.with_fix(fix),
        None => diagnostic,
    }
}

/// Mends `reject not_free` and `reject:not_free`.
fn half_a_key(
    context: &Context<'_>,
    span: Span,
    text: &str,
    is_key: impl Fn(&str) -> bool,
) -> Option<Fix> {
    let end = text.find([' ', ':'])?;
    let word = text.get(..end).filter(|word| is_key(word))?;
    let at = span.start as usize + end;
    if text.get(end..)?.starts_with(':') {
        let edits = vec![context.edit(Span::at(at + 1), " ")];
        return Some(Fix::safe("Insert a blank", edits));
    }
    let edits = vec![context.edit(Span::at(at), ":")];
    Some(Fix::suggestion(format!("Write `{word}:`"), edits))
}

fn no_name(context: &Context<'_>, site: Site) -> Diagnostic {
    let span = site.name(context);
    let diagnostic = Diagnostic::new(&MISSING_ACTION_NAME, span, "an action needs a `name`");
    let entries = entries(context, site.node);
    let keys = Place::Action
        .key("name")
        .map_or(&[][..], |key| key.near_misses);
    let meant = entries.iter().find(|entry| {
        let key = context.document.value(entry.key).as_str();
        key.is_some_and(|key| {
            keys.contains(&key) || key == "action" || nearest(key, ["name"]).is_some()
        })
    });
    if let Some(entry) = meant {
        let span = context.span(entry.last_key);
        let title = format!("Rename `{}` to `name`", context.source(span));
        let edits = vec![context.edit(span, "name")];
        return diagnostic.with_fix(Fix::suggestion(title, edits));
    }
    // `- qualify: {steps: …}`: the name is where `name` should be.
    if let [entry] = entries
        && Place::Action
            .key(context.source(context.span(entry.last_key)))
            .is_none()
        && matches!(context.document.value(entry.value), Value::Null)
    {
        let span = context.span(entry.last_key);
        let edit = context.edit(Span::at(span.start as usize), "name: ");
        let colon = Span::new(span.end as usize, span.end as usize + 1);
        if context.source(colon) == ":" {
            let edits = vec![edit, context.edit(colon, "")];
            return diagnostic.with_fix(Fix::suggestion("Make it the name", edits));
        }
    }
    let at = context.span(site.node).start as usize;
    let is_flow = context.source(context.span(site.node)).starts_with('{');
    if is_flow || entries.is_empty() {
        return diagnostic;
    }
    let line = format!("name: new_action\n{}", indent_at(context.text, at));
    let edits = vec![context.edit(Span::at(at), line)];
    diagnostic.with_fix(Fix::suggestion("Insert `name`", edits))
}

fn unknown_step(context: &Context<'_>, step: Site) -> Option<Diagnostic> {
    let entries = entries(context, step.node);
    let texts = || {
        entries
            .iter()
            .filter_map(|entry| Some((entry, context.document.value(entry.key).as_str()?)))
    };
    let planned = texts().find_map(|(entry, key)| Some((entry, step_kind(key)?)));
    if let Some((entry, kind)) = planned {
        let is_told = context.target == Target::V0_8;
        let span = context.span(entry.last_key);
        return is_told.then(|| unsupported(context, kind, span, step));
    }
    let meant = texts().find_map(|(entry, key)| Some((entry, meant_by(key)?)));
    if let Some((entry, kind)) = meant {
        let span = context.span(entry.last_key);
        let written = context.source(span);
        let message = format!("there is no step `{written}`; did you mean `{kind}`?");
        let title = format!("Rename it to `{kind}`");
        let edits = vec![context.edit(span, kind)];
        let fix = if written.eq_ignore_ascii_case(kind) {
            Fix::safe(title, edits)
        } else {
            Fix::suggestion(title, edits)
        };
        return Some(Diagnostic::new(&UNKNOWN_STEP, span, message).with_fix(fix));
    }
    let kinds: Vec<_> = released().map(|kind| format!("`{}`", kind.key)).collect();
    let help = format!("the steps are {}", kinds.join(", "));
    let diagnostic = match entries.first() {
        None => Diagnostic::new(&UNKNOWN_STEP, step.word(context), "this step does nothing"),
        Some(first) => {
            let span = first_line(context, context.span(first.last_key));
            let key = context.source(span);
            let message = if Place::Step.key(key).is_some() {
                format!("`{key}` belongs to another key of a step and is no step by itself")
            } else {
                format!("there is no step `{key}`")
            };
            Diagnostic::new(&UNKNOWN_STEP, span, message)
        }
    };
    Some(diagnostic.with_help(help))
}

/// The released kind of step that was meant by a key.
fn meant_by(key: &str) -> Option<&'static str> {
    let listed = released().find(|kind| {
        let known = Place::Step.key(kind.key);
        known.is_some_and(|known| known.near_misses.contains(&key))
    });
    match listed {
        Some(kind) => Some(kind.key),
        None if Place::Step.key(key).is_some() => None,
        None => nearest(key, released().map(|kind| kind.key)),
    }
}

fn unsupported(context: &Context<'_>, kind: &StepKind, span: Span, step: Site) -> Diagnostic {
    let key = kind.key;
    let message = format!(
        "SpecQL 0.8.7 refuses the step `{key}`, although its documents or its library use it"
    );
    let diagnostic = Diagnostic::new(&UNSUPPORTED_STEP, span, message);
    if key == "refresh" {
        let place = span.to(context.span(step.node));
        let is_brief =
            entries(context, step.node).len() == 1 && !context.source(place).contains('\n');
        if is_brief {
            let edits = vec![context.edit(place, "refresh_table_view: {}")];
            let title = "Write `refresh_table_view: {}`";
            return diagnostic.with_fix(Fix::suggestion(title, edits));
        }
    }
    match comment_out(context, step) {
        Some(edits) => diagnostic.with_fix(Fix::suggestion("Make a comment of it", edits)),
        None => diagnostic,
    }
}

/// Makes comments of the lines of a step that is one of several.
fn comment_out(context: &Context<'_>, step: Site) -> Option<Vec<Edit>> {
    let Value::Sequence(steps) = context.document.value(step.around?) else {
        return None;
    };
    let span = context.span(step.node);
    let text = context.text;
    let first = line_at(text, span.start as usize);
    let before = text.get(first.start as usize..span.start as usize)?;
    let indent = before.strip_suffix("- ")?;
    if !indent.trim().is_empty() || steps.len() < 2 {
        return None;
    }
    let mut edits = Vec::new();
    let mut start = first.start as usize;
    for line in text.get(start..span.end as usize)?.split('\n') {
        if !line.trim().is_empty() {
            let at = start + indent.len().min(line.len());
            edits.push(context.edit(Span::at(at), "# "));
        }
        start += line.len() + 1;
    }
    Some(edits)
}
