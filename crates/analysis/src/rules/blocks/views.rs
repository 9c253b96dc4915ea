//! Table views for which SpecQL 0.8.7 refuses a spec.

use specql_language::Target;
use specql_language::key::Place;
use specql_yaml::{Span, Value};

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::reading;
use crate::rules::steps::value::{choice, with_value, words_of};
use crate::rules::yaml::change::remove_entry;
use crate::rules::yaml::refused::{Refused, Site, entries, in_words, refused};
use crate::rules::{Context, Group, Rule};

pub(super) const TABLE_VIEWS_NOT_MAPPING: Rule = Rule::new(
    "table-views-not-mapping",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/table-views-not-mapping.md"),
);

pub(super) const MALFORMED_TABLE_VIEWS: Rule = Rule::new(
    "malformed-table-views",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/malformed-table-views.md"),
);

fn is_wanted(rule: reading::Rule) -> bool {
    use reading::Rule as R;
    matches!(
        rule,
        R::TableViewsAreNoMapping
            | R::TableViewModeIsUnknown
            | R::RelationsAreNoList
            | R::RelationIsNoPair
            | R::RelationIsMalformed
            | R::RelationFieldsMissing
            | R::RelationFieldsAreNoList
            | R::RelationFieldsAreMalformed
            | R::ExtraColumnsAreNoList
            | R::ExtraColumnIsMalformed
            | R::ExtraColumnIsNoPair
            | R::ExtraColumnSettingsAreNoMapping
            | R::RefreshIsNotExplicit
    )
}

pub(super) fn check(context: &mut Context<'_>) {
    use reading::Rule as R;
    for refused in refused(context, is_wanted) {
        let site = refused.site;
        let diagnostic = match refused.rule {
            R::TableViewsAreNoMapping => match no_mapping(context, site) {
                Some(diagnostic) => diagnostic,
                None => continue,
            },
            R::TableViewModeIsUnknown => word(context, site, "mode"),
            R::RefreshIsNotExplicit => word(context, site, "refresh"),
            R::ExtraColumnsAreNoList
            | R::ExtraColumnIsMalformed
            | R::ExtraColumnIsNoPair
            | R::ExtraColumnSettingsAreNoMapping => column(context, &refused),
            _ => relation(context, &refused),
        };
        if !context.has(&MALFORMED_TABLE_VIEWS, diagnostic.span) {
            context.report(diagnostic);
        }
    }
}

fn at(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&MALFORMED_TABLE_VIEWS, span, message)
}

fn word(context: &Context<'_>, site: Site, key: &str) -> Diagnostic {
    let words = words_of(Place::TableViews, key);
    choice(context, &MALFORMED_TABLE_VIEWS, site, key, words)
}

/// The documents have a list of named views here, which is for later.
fn no_mapping(context: &Context<'_>, site: Site) -> Option<Diagnostic> {
    let value = site.value(context);
    let is_list = matches!(value, Value::Sequence(_));
    if is_list && context.target == Target::Next {
        return None;
    }
    let span = if is_list {
        site.name(context)
    } else {
        site.word(context)
    };
    let message = if is_list {
        "SpecQL 0.8.7 knows no list of named views: `table_views` has to be a mapping".to_owned()
    } else {
        format!(
            "`table_views` has to be a mapping, and this is {}",
            in_words(value)
        )
    };
    let diagnostic = Diagnostic::new(&TABLE_VIEWS_NOT_MAPPING, span, message);
    Some(match value {
        Value::Null => match remove_entry(context, site) {
            Some(edit) => diagnostic.with_fix(Fix::suggestion("Remove `table_views`", vec![edit])),
            None => diagnostic,
        },
        Value::Str(mode) if words_of(Place::TableViews, "mode").contains(&&**mode) => {
            with_value(context, diagnostic, site, &format!("{{mode: {}}}", &**mode))
        }
        Value::Sequence(_) => {
            let start = context.span(site.key?).end as usize + 1;
            let place = Span::new(start, context.span(site.node).end as usize);
            let edits = vec![context.edit(place, "\n  mode: auto")];
            diagnostic.with_fix(Fix::suggestion("Write `mode: auto` instead", edits))
        }
        _ => diagnostic,
    })
}

fn relation(context: &Context<'_>, refused: &Refused) -> Diagnostic {
    use reading::Rule as R;
    let site = refused.site;
    let value = site.value(context);
    let what = in_words(value);
    let name = site.key_text(context).unwrap_or_default();
    match refused.rule {
        R::RelationsAreNoList => relations(context, site),
        R::RelationIsNoPair if site.is_key => match site.outer(context) {
            Some(list) => relations(context, list),
            None => no_pair(context, site),
        },
        R::RelationIsNoPair if site.key.is_some() => relations(context, site),
        R::RelationIsNoPair => no_pair(context, site),
        R::RelationFieldsMissing if matches!(value, Value::Mapping(_)) => at(
            site.name(context),
            format!("`{name}` has to say which `fields` to include"),
        ),
        R::RelationFieldsMissing | R::RelationIsMalformed => {
            let message =
                format!("`{name}` has to say which `fields` to include: `{{fields: […]}}`");
            let diagnostic = at(site.word(context), message);
            let span = context.span(site.node);
            match value {
                Value::Sequence(items) if !items.is_empty() && is_flow(context, span) => {
                    let new = format!("{{fields: {}}}", context.source(span));
                    with_value(context, diagnostic, site, &new)
                }
                Value::Null => with_value(context, diagnostic, site, "{fields: ['*']}"),
                _ => diagnostic,
            }
        }
        R::RelationFieldsAreNoList => {
            let diagnostic = at(
                site.word(context),
                format!("`fields` has to be a list, and this is {what}"),
            );
            match value {
                Value::Str(text) if !text.contains([',', '\n', '[']) => {
                    let span = context.span(site.node);
                    let new = format!("[{}]", context.source(span));
                    with_value(context, diagnostic, site, &new)
                }
                _ => diagnostic,
            }
        }
        _ => {
            let is_empty = matches!(value, Value::Sequence(items) if items.is_empty());
            let message = if is_empty {
                "no field is listed; `['*']` stands for all"
            } else {
                "each of the `fields` has to be the name of a field"
            };
            let diagnostic = at(site.word(context), message);
            if is_empty {
                return with_value(context, diagnostic, site, "['*']");
            }
            diagnostic
        }
    }
}

fn relations(context: &Context<'_>, list: Site) -> Diagnostic {
    let value = list.value(context);
    let message = format!(
        "`include_relations` has to be a list, and this is {}",
        in_words(value)
    );
    let span = match value {
        Value::Mapping(_) => list.name(context),
        _ => list.word(context),
    };
    match value {
        Value::Null => with_value(context, at(span, message), list, "[]"),
        _ => at(span, message),
    }
}

fn is_flow(context: &Context<'_>, span: Span) -> bool {
    context.source(span).starts_with(['[', '{'])
}

fn no_pair(context: &Context<'_>, site: Site) -> Diagnostic {
    let value = site.value(context);
    let is_many = entries(context, site.node).len() > 1;
    let message = if is_many {
        "each relation is an item of its own: `- relation: {fields: […]}`".to_owned()
    } else {
        format!(
            "a relation is written `relation: {{fields: […]}}`, and this is {}",
            in_words(value)
        )
    };
    let span = if is_many {
        site.name(context)
    } else {
        site.word(context)
    };
    let diagnostic = at(span, message);
    match value {
        Value::Str(name) if !name.contains(['\n', ':']) => {
            let new = format!("{{{}: {{fields: ['*']}}}}", &**name);
            let edits = vec![context.edit(context.span(site.node), new.as_str())];
            diagnostic.with_fix(Fix::suggestion(format!("Write `{new}`"), edits))
        }
        _ => diagnostic,
    }
}

fn column(context: &Context<'_>, refused: &Refused) -> Diagnostic {
    use reading::Rule as R;
    let site = refused.site;
    let value = site.value(context);
    let what = in_words(value);
    match refused.rule {
        R::ExtraColumnsAreNoList => {
            let diagnostic = at(
                site.word(context),
                format!("`extra_filter_columns` has to be a list, and this is {what}"),
            );
            match value {
                Value::Null => with_value(context, diagnostic, site, "[]"),
                _ => diagnostic,
            }
        }
        R::ExtraColumnIsMalformed => at(
            site.word(context),
            format!("a column is its name, or `name: {{…}}`, and this is {what}"),
        ),
        R::ExtraColumnSettingsAreNoMapping => {
            let name = site.key_text(context).unwrap_or_default();
            let message =
                format!("the settings of `{name}` have to be a mapping, and this is {what}");
            let diagnostic = at(site.word(context), message);
            match value {
                Value::Str(kind) if !kind.contains(['\n', ':', ',', '{']) => {
                    with_value(context, diagnostic, site, &format!("{{type: {}}}", &**kind))
                }
                _ => diagnostic,
            }
        }
        _ => settings_beside(context, site),
    }
}

/// `{name: a, type: t}` in the place of `{a: {type: t}}`.
fn settings_beside(context: &Context<'_>, site: Site) -> Diagnostic {
    let message = "a column with settings is written `name: {…}`";
    let diagnostic = at(site.name(context), message);
    let document = context.document;
    let named = document
        .entry(site.node, "name")
        .or_else(|| document.entry(site.node, "field"));
    let name = named.and_then(|entry| document.value(entry.value).as_str());
    let (Some(named), Some(name)) = (named, name) else {
        return diagnostic;
    };
    let mut settings = Vec::new();
    for entry in entries(context, site.node) {
        if entry.key == named.key {
            continue;
        }
        let source = context.source(context.span(entry.last_key).to(context.span(entry.value)));
        if source.contains('\n') {
            return diagnostic;
        }
        settings.push(source);
    }
    let new = format!("{name}: {{{}}}", settings.join(", "));
    let new = if is_flow(context, context.span(site.node)) {
        format!("{{{new}}}")
    } else {
        new
    };
    let edits = vec![context.edit(context.span(site.node), new.as_str())];
    diagnostic.with_fix(Fix::suggestion(format!("Write `{new}`"), edits))
}
