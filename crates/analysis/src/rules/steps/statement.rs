//! What stands behind a step's key, where SpecQL 0.8.7 refuses it.

use specql_language::key::Place;
use specql_language::step::step_kind;
use specql_yaml::{NodeId, Span, Value};

use crate::diagnostic::{Diagnostic, Edit, Fix, Severity};
use crate::reading;
use crate::rules::yaml::change::remove_entry;
use crate::rules::yaml::refused::{Refused, Site, entries, in_words, refused};
use crate::rules::{Context, Group, Rule};

use super::value::{choice, with_value, words_of};

pub(super) const STATEMENT_NOT_TEXT: Rule = Rule::new(
    "statement-not-text",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/statement-not-text.md"),
);

pub(super) const UPDATE_WITHOUT_SET: Rule = Rule::new(
    "update-without-set",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/update-without-set.md"),
);

pub(super) const MALFORMED_CALL: Rule = Rule::new(
    "malformed-call",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/malformed-call.md"),
);

pub(super) const MALFORMED_NOTIFY: Rule = Rule::new(
    "malformed-notify",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/malformed-notify.md"),
);

pub(super) const MALFORMED_REFRESH: Rule = Rule::new(
    "malformed-refresh",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/malformed-refresh.md"),
);

pub(super) fn check(context: &mut Context<'_>) {
    use reading::Rule::{
        CallIsMalformed, CallIsNoText, NotifyIsMalformed, PropagateIsNoList, RefreshIsNoMapping,
        RefreshScopeIsUnknown, RefreshStrategyIsUnknown, SetMissing, StatementIsNoText,
    };
    let wanted = [
        StatementIsNoText,
        SetMissing,
        CallIsNoText,
        CallIsMalformed,
        NotifyIsMalformed,
        RefreshIsNoMapping,
        RefreshScopeIsUnknown,
        PropagateIsNoList,
        RefreshStrategyIsUnknown,
    ];
    for refused in refused(context, |rule| wanted.contains(&rule)) {
        let diagnostic = match refused.rule {
            StatementIsNoText => no_text(context, &STATEMENT_NOT_TEXT, refused.site),
            CallIsNoText if refused.site.key_text(context) == Some("notify") => {
                no_text(context, &MALFORMED_NOTIFY, refused.site)
            }
            CallIsNoText => no_text(context, &MALFORMED_CALL, refused.site),
            SetMissing => no_set(context, &refused),
            CallIsMalformed => call(context, &refused),
            NotifyIsMalformed => notify(context, &refused),
            _ => refresh(context, &refused),
        };
        context.report(diagnostic);
    }
}

/// How a step of this key is written.
fn syntax(key: &str) -> String {
    let form = step_kind(key).and_then(|kind| kind.forms.first());
    format!("write `{key}: {}`", form.map_or("…", |form| form.syntax))
}

fn no_text(context: &Context<'_>, rule: &'static Rule, site: Site) -> Diagnostic {
    let key = site.key_text(context).unwrap_or_default();
    let what = in_words(site.value(context));
    let message = format!("`{key}` takes text, and this is {what}");
    let diagnostic = Diagnostic::new(rule, site.word(context), message).with_help(syntax(key));
    match as_text(context, key, site.node) {
        Some(text) => with_value(context, diagnostic, site, &text),
        None => diagnostic,
    }
}

/// `{entity: Invoice, set: {status: sent}, where: …}` as the text of a statement.
fn as_text(context: &Context<'_>, key: &str, node: NodeId) -> Option<String> {
    let document = context.document;
    let text = |key: &str| document.value(document.get(node, key)?).as_str();
    let mut statement = text("entity")?.to_owned();
    let mut known = 1;
    if key == "update" {
        let set = ["set", "fields", "values"]
            .iter()
            .find_map(|key| document.get(node, key))?;
        statement = format!("{statement} SET {}", pairs(context, set)?);
        known += 1;
    }
    if key != "insert"
        && let Some(condition) = text("where")
    {
        statement = format!("{statement} WHERE {condition}");
        known += 1;
    }
    let is_plain = !statement.contains(": ") && !statement.contains(['\n', '#']);
    (is_plain && entries(context, node).len() == known).then_some(statement)
}

/// `a = 1, b = 'x'` of a mapping with plain values.
fn pairs(context: &Context<'_>, mapping: NodeId) -> Option<String> {
    let entries = entries(context, mapping);
    let pairs: Option<Vec<String>> = entries
        .iter()
        .map(|entry| {
            let name = context.document.value(entry.key).as_str()?;
            let value = match context.document.value(entry.value) {
                Value::Str(text) if text.starts_with(['\'', '$']) => text.to_string(),
                Value::Str(text) => format!("'{}'", text.replace('\'', "''")),
                Value::Int(_) | Value::Bool(_) | Value::Float(_) => {
                    context.source(context.span(entry.value)).to_owned()
                }
                _ => return None,
            };
            Some(format!("{name} = {value}"))
        })
        .collect();
    pairs
        .filter(|pairs| !pairs.is_empty())
        .map(|pairs| pairs.join(", "))
}

fn no_set(context: &Context<'_>, refused: &Refused) -> Diagnostic {
    let site = refused.site;
    let span = site.word(context);
    let text = refused.text.as_str();
    let help = syntax("update");
    let place = context.span(site.node);
    let source = context.source(place);
    let is_block = source.starts_with('|');
    if is_block && text.split_whitespace().any(|word| word == "SET") {
        let message = "`SET` needs a blank on either side, and `|` keeps the line breaks";
        let diagnostic = Diagnostic::new(&UPDATE_WITHOUT_SET, span, message)
            .with_help("`>-` makes one line of the text");
        let header = source.lines().next().unwrap_or_default().len();
        let start = place.start as usize;
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        let is_even = lines.all(|line| !line.starts_with(' '));
        if !is_even || text.trim_end().contains("\n\n") {
            return diagnostic;
        }
        let edits = vec![context.edit(Span::new(start, start + header), ">-")];
        return diagnostic.with_fix(Fix::suggestion("Write `>-`", edits));
    }
    let small = text.to_lowercase().find(" set ");
    if let Some(at) = small.filter(|_| text.is_ascii())
        && let Some(place) = within(context, place, text, at + 1)
    {
        let message = "`SET` is written in capitals";
        let edits = vec![context.edit(place, "SET")];
        return Diagnostic::new(&UPDATE_WITHOUT_SET, place, message)
            .with_fix(Fix::safe("Write `SET`", edits));
    }
    let message = "this `update` does not say what to set";
    Diagnostic::new(&UPDATE_WITHOUT_SET, span, message).with_help(help)
}

/// The place of three letters of a value, where the value is written as it is.
fn within(context: &Context<'_>, place: Span, text: &str, at: usize) -> Option<Span> {
    let start = place.start as usize + context.source(place).find(text)? + at;
    Some(Span::new(start, start + 3))
}

fn call(context: &Context<'_>, refused: &Refused) -> Diagnostic {
    let site = refused.site;
    let text = refused.text.trim();
    let is_name = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let help = format!("{}, on one line", syntax("call"));
    let (name, behind) = text.split_once('(').unwrap_or((text, ""));
    if let Some((schema, function)) = name.trim().rsplit_once('.')
        && is_name(function)
        && text.len() > name.len()
    {
        let message = format!("the function is called without its schema: `{function}(…)`");
        let diagnostic =
            Diagnostic::new(&MALFORMED_CALL, site.word(context), message).with_help(help);
        let place = context.span(site.node);
        let found = context.source(place).find(&format!("{schema}."));
        let Some(at) = found.filter(|_| behind.ends_with(')') && !text.contains('\n')) else {
            return diagnostic;
        };
        let start = place.start as usize + at;
        let edits = vec![context.edit(Span::new(start, start + schema.len() + 1), "")];
        let title = format!("Remove `{schema}.`");
        return diagnostic.with_fix(Fix::suggestion(title, edits));
    }
    let message = if is_name(text) {
        format!("brackets are missing: `{text}()`")
    } else {
        "this is no call: a name and arguments in brackets".to_owned()
    };
    let diagnostic = Diagnostic::new(&MALFORMED_CALL, site.word(context), message);
    if !is_name(text) {
        return diagnostic.with_help(help);
    }
    let arguments = site.around.and_then(|step| arguments(context, step));
    let (list, removal) =
        arguments.map_or((String::new(), None), |(list, edit)| (list, Some(edit)));
    let text = format!("{text}({list})");
    let mut edits = vec![context.edit(context.span(site.node), text.as_str())];
    edits.extend(removal);
    diagnostic.with_fix(Fix::suggestion(format!("Write `{text}`"), edits))
}

/// The arguments that stand in a key of their own, and the change that removes it.
fn arguments(context: &Context<'_>, step: NodeId) -> Option<(String, Edit)> {
    let mut entries = entries(context, step).iter();
    let entry = entries.find(|entry| {
        let key = context.document.value(entry.key).as_str();
        matches!(key, Some("args" | "arguments" | "with" | "params"))
    })?;
    let site = Site {
        node: entry.value,
        key: Some(entry.last_key),
        around: Some(step),
        is_key: false,
    };
    Some((pairs(context, entry.value)?, remove_entry(context, site)?))
}

fn notify(context: &Context<'_>, refused: &Refused) -> Diagnostic {
    let site = refused.site;
    let text = refused.text.trim();
    let message = "this says not who is told what: `<recipient>(<channel>, \"<message>\")`";
    let diagnostic = Diagnostic::new(&MALFORMED_NOTIFY, site.word(context), message);
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if text.is_empty() || !text.chars().all(is_part) {
        return diagnostic;
    }
    let mut words = text.replace('_', " ");
    if let Some(first) = words.get(..1).map(str::to_uppercase) {
        words.replace_range(..1, &first);
    }
    let call = format!("{text}(email, \"{words}\")");
    let edits = vec![context.edit(context.span(site.node), call.as_str())];
    diagnostic.with_fix(Fix::suggestion(format!("Write `{call}`"), edits))
}

fn refresh(context: &Context<'_>, refused: &Refused) -> Diagnostic {
    let site = refused.site;
    let value = site.value(context);
    let what = in_words(value);
    let span = site.word(context);
    match refused.rule {
        reading::Rule::RefreshIsNoMapping => {
            let message = format!("`refresh_table_view` has to be a mapping, and this is {what}");
            let diagnostic = Diagnostic::new(&MALFORMED_REFRESH, span, message);
            let scope = value
                .as_str()
                .filter(|scope| choices("scope").contains(scope));
            let new = match (scope, value) {
                (Some(scope), _) => format!("{{scope: {scope}}}"),
                (None, Value::Null) => "{}".to_owned(),
                _ => return diagnostic,
            };
            with_value(context, diagnostic, site, &new)
        }
        reading::Rule::PropagateIsNoList => {
            let message = format!("`propagate` has to be a list of entities, and this is {what}");
            let diagnostic = Diagnostic::new(&MALFORMED_REFRESH, span, message);
            match value {
                Value::Null => with_value(context, diagnostic, site, "[]"),
                Value::Str(name) if !name.contains([',', '\n', '[']) => {
                    with_value(context, diagnostic, site, &format!("[{}]", &**name))
                }
                _ => diagnostic,
            }
        }
        _ => {
            let key = site.key_text(context).unwrap_or_default();
            choice(context, &MALFORMED_REFRESH, site, key, choices(key))
        }
    }
}

fn choices(key: &str) -> Vec<&'static str> {
    words_of(Place::RefreshTableView, key)
}
