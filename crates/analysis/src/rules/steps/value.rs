//! Values that have to be one of some words, or another value.

use specql_language::key::{Place, Shape};
use specql_yaml::Value;

use crate::diagnostic::{Diagnostic, Fix};
use crate::rules::yaml::change::fill;
use crate::rules::yaml::refused::Site;
use crate::rules::{Context, Rule, nearest};

/// The words that the value of a key may be.
pub(in crate::rules) fn words_of(place: Place, key: &str) -> Vec<&'static str> {
    match place.key(key).map(|key| key.shape) {
        Some(Shape::Choice(choices)) => choices.iter().map(|choice| choice.value).collect(),
        _ => Vec::new(),
    }
}

/// A value that is none of the words that it may be.
pub(in crate::rules) fn choice(
    context: &Context<'_>,
    rule: &'static Rule,
    site: Site,
    key: &str,
    words: Vec<&'static str>,
) -> Diagnostic {
    let span = site.word(context);
    let list: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    let list = match list.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => list.concat(),
    };
    let message = format!("`{key}` has to be {list}");
    let diagnostic = Diagnostic::new(rule, span, message);
    let value = site.value(context);
    // `off` and `on` are truth values for YAML.
    let meant = match value {
        Value::Bool(true) => words.iter().copied().find(|word| *word == "force"),
        Value::Bool(false) => words.iter().copied().find(|word| *word == "disable"),
        Value::Str(text) => nearest(text, words.iter().copied()),
        _ => None,
    };
    let only = words.first().copied().filter(|_| words.len() == 1);
    match meant.or(only) {
        Some(word) => with_value(context, diagnostic, site, word),
        None => diagnostic,
    }
}

/// Offers another value.
pub(in crate::rules) fn with_value(
    context: &Context<'_>,
    diagnostic: Diagnostic,
    site: Site,
    value: &str,
) -> Diagnostic {
    match fill(context, site, value) {
        Some(edit) => diagnostic.with_fix(Fix::suggestion(format!("Write `{value}`"), vec![edit])),
        None => diagnostic,
    }
}
