//! Steps, and parts of steps, that do nothing.

use specql_language::key::{Place, Shape};
use specql_language::step::{STEP_KINDS, StepKind, step_kind};
use specql_language::{Effect, Target};
use specql_yaml::{Entry, NodeId, Value};

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::keys::walk::{Broken, Seen};
use crate::rules::{Context, Group, Rule};
use crate::spec::{Action, Content, Step};

pub(super) const SECOND_STEP_KIND: Rule = Rule::new(
    "second-step-kind",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/second-step-kind.md"),
);

pub(super) const UNREAD_STEP_KEY: Rule = Rule::new(
    "unread-step-key",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/unread-step-key.md"),
);

pub(super) const STEP_NOT_GENERATED: Rule = Rule::new(
    "step-not-generated",
    Group::Ignored,
    Severity::Info,
    include_str!("../../../rules/step-not-generated.md"),
);

pub(super) const CRUD_STEPS_IGNORED: Rule = Rule::new(
    "crud-steps-ignored",
    Group::Ignored,
    Severity::Info,
    include_str!("../../../rules/crud-steps-ignored.md"),
);

/// The keys of a step: of its kind, or of another.
pub(super) fn check(context: &mut Context<'_>, part: &Seen, broken: &Broken) {
    let Seen::Mapping {
        place: Place::Step,
        node,
    } = *part
    else {
        return;
    };
    let Some(kind) = kind_of(context, node) else {
        return;
    };
    let Value::Mapping(entries) = context.document.value(node) else {
        return;
    };
    for entry in entries {
        let name = context
            .document
            .value(entry.key)
            .as_str()
            .unwrap_or_default();
        let span = context.span(entry.last_key);
        if name == kind.key || kind.reads.contains(&name) || broken.has(context, span) {
            continue;
        }
        let found = match step_kind(name) {
            Some(other) => Some(second(context, entry, kind, other)),
            None => unread(context, entry, kind, name),
        };
        if let Some(diagnostic) = found {
            context.report(diagnostic);
        }
    }
}

/// The kind that SpecQL takes a step for: the first of those that it knows.
fn kind_of(context: &Context<'_>, step: NodeId) -> Option<&'static StepKind> {
    let mut kinds = STEP_KINDS.iter();
    kinds.find(|kind| kind.target == Target::V0_8 && context.document.get(step, kind.key).is_some())
}

fn second(context: &Context<'_>, entry: &Entry, kind: &StepKind, other: &StepKind) -> Diagnostic {
    let (first, second) = (kind.key, other.key);
    let message = format!("`{second}` is passed over, because this step has `{first}`, too");
    Diagnostic::new(&SECOND_STEP_KIND, context.span(entry.last_key), message).with_help(format!(
        "Make `{second}` a step of its own, with a `-` before it."
    ))
}

/// A key that belongs to steps of other kinds.
fn unread(context: &Context<'_>, entry: &Entry, kind: &StepKind, name: &str) -> Option<Diagnostic> {
    let key = Place::Step.key(name)?;
    if key.target != Target::V0_8 || key.effect == Effect::Ignored {
        return None;
    }
    let readers: Vec<_> = STEP_KINDS
        .iter()
        .filter(|other| other.target == Target::V0_8 && other.reads.contains(&name))
        .map(|other| format!("`{}`", other.key))
        .collect();
    let message = format!(
        "`{}` steps do not read `{name}`; it belongs to {}",
        kind.key,
        readers.join(" and ")
    );
    let span = context.span(entry.last_key);
    let diagnostic = Diagnostic::new(&UNREAD_STEP_KEY, span, message);
    let is_branch = matches!(key.shape, Shape::List(_));
    Some(match is_branch {
        true => diagnostic.with_help("Write an `if` step with the condition before it."),
        false => diagnostic,
    })
}

/// What becomes of the steps of actions.
pub(super) fn actions(context: &mut Context<'_>) {
    let spec = context.spec;
    let entity = spec.entity.as_ref().map(|name| name.text.to_lowercase());
    for action in &spec.actions {
        let Some(name) = &action.name else {
            continue;
        };
        match crud(&name.text) {
            None => left_out(context, action),
            Some((verb, rest)) if Some(rest.to_lowercase()) == entity => {
                crud_steps(context, action, verb);
            }
            // An action that only looks like one of these is told elsewhere.
            Some(_) => {}
        }
    }
}

/// The verb of a name that SpecQL takes for one of its ready-made actions, and what follows it.
fn crud(name: &str) -> Option<(&'static str, &str)> {
    let verbs = ["create", "update", "delete"];
    verbs.into_iter().find_map(|verb| {
        let (start, rest) = name.split_at_checked(verb.len())?;
        let is_verb = start.eq_ignore_ascii_case(verb);
        is_verb.then(|| (verb, rest.strip_prefix('_').unwrap_or(rest)))
    })
}

/// Steps that the generated function does not have.
fn left_out(context: &mut Context<'_>, action: &Action) {
    for step in &action.steps {
        let Some(kind) = step.kind.filter(|kind| kind.effect == Effect::Carried) else {
            continue;
        };
        let message = format!(
            "SpecQL reads `{}` and leaves it out of the generated function, which reports \
             success all the same",
            kind.key
        );
        context.report(Diagnostic::new(&STEP_NOT_GENERATED, step.key.span, message));
    }
}

/// The steps of a ready-made action, but for the one that says what it does anyway.
fn crud_steps(context: &mut Context<'_>, action: &Action, verb: &str) {
    let is_plain = |step: &Step| {
        let usual = if verb == "create" { "insert" } else { verb };
        let says_more = match &step.content {
            Content::Statement(statement) => {
                !statement.set.is_empty()
                    || !statement.values.is_empty()
                    || !statement.arguments.is_empty()
            }
            _ => false,
        };
        step.key.text == usual && !says_more
    };
    let mut lost = action.steps.iter().filter(|step| !is_plain(step));
    let Some(first) = lost.next() else {
        return;
    };
    let name = action.name.as_ref().map_or("", |name| name.text.as_str());
    let others = match lost.count() {
        0 => String::new(),
        count => format!(" (and {count} more of its steps)"),
    };
    let message = format!(
        "`{name}` gets a ready-made body, so this `{}` is passed over{others}",
        first.key.text
    );
    context.report(
        Diagnostic::new(&CRUD_STEPS_IGNORED, first.key.span, message).with_help(
            "Checks and changes of your own go into an action that begins with another verb.",
        ),
    );
}
