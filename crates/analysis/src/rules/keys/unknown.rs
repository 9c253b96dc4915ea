//! Keys that the language does not have.

use specql_language::key::{Key, Place};
use specql_language::step::{STEP_KINDS, step_kind};
use specql_language::{Effect, Target};
use specql_yaml::{Entry, NodeId, Span, Value};

use super::place_name;
use super::walk::{Broken, Seen, fits, is_refused};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::reading::entity_of;
use crate::rules::{Context, Group, Rule, nearest};

pub(super) const UNKNOWN_KEY: Rule = Rule::new(
    "unknown-key",
    Group::Ignored,
    Severity::Warning,
    include_str!("../../../rules/unknown-key.md"),
);

pub(super) fn check(context: &mut Context<'_>, part: &Seen, broken: &Broken) {
    let Seen::Mapping { place, node } = *part else {
        return;
    };
    let document = context.document;
    let Value::Mapping(entries) = document.value(node) else {
        return;
    };
    if place == Place::Step && !is_step(context, node) {
        // It is no step at all: which word makes it none is for the rules of steps to say.
        return;
    }
    if place == Place::Pattern && is_refused(context, context.span(node)) {
        // It is refused for lack of `type`, and whatever stands for it is told with that.
        return;
    }
    for entry in entries {
        let Some(name) = document.value(entry.key).as_str() else {
            continue;
        };
        if place.key(name).is_none() && !broken.has(context, context.span(entry.last_key)) {
            let diagnostic = unknown(context, place, node, entry, name);
            context.report(diagnostic);
        }
    }
}

/// Whether a mapping is one of the steps that SpecQL takes.
fn is_step(context: &Context<'_>, node: NodeId) -> bool {
    let mut kinds = STEP_KINDS.iter();
    kinds
        .any(|kind| kind.target <= context.target && context.document.get(node, kind.key).is_some())
}

fn unknown(
    context: &Context<'_>,
    place: Place,
    mapping: NodeId,
    entry: &Entry,
    name: &str,
) -> Diagnostic {
    let span = context.span(entry.last_key);
    let there = place_name(place);
    let nothing = format!("`{name}` means nothing {there}");
    if place == Place::Header && Place::Root.key(name).is_some() {
        let message = format!("`{name}` is read at the top of the file, not below `entity`");
        return Diagnostic::new(&UNKNOWN_KEY, span, message)
            .with_help("Move it out of `entity`, to the beginning of a line.");
    }
    let candidates = candidates(context, place, mapping);
    let Some(key) = meant(&candidates, name) else {
        return Diagnostic::new(
            &UNKNOWN_KEY,
            span,
            format!("{nothing}, and SpecQL passes over it"),
        )
        .with_help("Remove it, or make it a comment with `#`.");
    };
    let meant = key.name;
    if context.document.get(mapping, meant).is_some() {
        let message = format!("{nothing}; `{meant}` is there already");
        return Diagnostic::new(&UNKNOWN_KEY, span, message);
    }
    let diagnostic = Diagnostic::new(
        &UNKNOWN_KEY,
        span,
        format!("{nothing}; did you mean `{meant}`?"),
    );
    // A value that does not go with the key would only be refused.
    let is_sound = fits(context.document, entry.value, key.shape) && entry.key == entry.last_key;
    if !is_used(key, context.target) || context.source(span) != name || !is_sound {
        return diagnostic;
    }
    let title = format!("Rename it to `{meant}`");
    let edits = vec![context.edit(span, meant)];
    // A word of its own, such as `check` for `validate`, may have been meant in another way.
    let is_typo = nearest(name, [meant]).is_some() && key.target == Target::V0_8;
    let is_typo = is_typo && stays_accepted(context, span, meant);
    diagnostic.with_fix(match is_typo {
        true => Fix::safe(title, edits),
        false => Fix::suggestion(title, edits),
    })
}

/// Whether SpecQL still takes the file, if it does now: what comes to count may be refused.
fn stays_accepted(context: &Context<'_>, span: Span, name: &str) -> bool {
    let mut text = context.text.to_owned();
    if context.reading.entity.is_none() || text.get(span.range()).is_none() {
        return true;
    }
    text.replace_range(span.range(), name);
    entity_of(&text).is_some()
}

/// Whether renaming a key to this one would do any good.
fn is_used(key: &Key, target: Target) -> bool {
    key.target <= target && !(key.effect == Effect::Ignored && key.target == Target::V0_8)
}

/// The keys that may have been meant at a place. In a step they are those that its kind reads.
fn candidates(context: &Context<'_>, place: Place, mapping: NodeId) -> Vec<&'static Key> {
    let keys = place.keys().iter();
    if place != Place::Step {
        return keys.collect();
    }
    let mut kinds = STEP_KINDS.iter();
    let kind = kinds.find(|kind| context.document.get(mapping, kind.key).is_some());
    let reads = kind.map_or(&[][..], |kind| kind.reads);
    let is_read = |key: &&'static Key| {
        reads.contains(&key.name) || (key.target == Target::Next && step_kind(key.name).is_none())
    };
    keys.filter(is_read).collect()
}

/// The key that was most likely meant: one that is often written this way, or the nearest. Those
/// that have an effect come first.
fn meant(candidates: &[&'static Key], name: &str) -> Option<&'static Key> {
    let of = |keys: &[&'static Key]| {
        let often = keys.iter().find(|key| key.near_misses.contains(&name));
        let near = || {
            let nearest = nearest(name, keys.iter().map(|key| key.name))?;
            keys.iter().find(|key| key.name == nearest)
        };
        often.or_else(near).copied()
    };
    let used: Vec<_> = candidates
        .iter()
        .copied()
        .filter(|key| is_used(key, Target::V0_8))
        .collect();
    of(&used).or_else(|| of(candidates))
}
