//! Blocks for which SpecQL 0.8.7 refuses a spec, apart from table views.

use specql_yaml::{NodeId, Span, Value};

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::reading;
use crate::rules::steps::value::with_value;
use crate::rules::yaml::change::{indent_at, remove_entry, remove_item};
use crate::rules::yaml::refused::{Refused, Site, entries, in_words, refused};
use crate::rules::{Context, Group, Rule};

pub(super) const MALFORMED_PATTERN: Rule = Rule::new(
    "malformed-pattern",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/malformed-pattern.md"),
);

pub(super) const MALFORMED_AGENT: Rule = Rule::new(
    "malformed-agent",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/malformed-agent.md"),
);

pub(super) const MALFORMED_ORGANIZATION: Rule = Rule::new(
    "malformed-organization",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/malformed-organization.md"),
);

pub(super) const MALFORMED_IDENTIFIER: Rule = Rule::new(
    "malformed-identifier",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/malformed-identifier.md"),
);

pub(super) const MALFORMED_TRANSLATIONS: Rule = Rule::new(
    "malformed-translations",
    Group::Rejected,
    Severity::Error,
    include_str!("../../../rules/malformed-translations.md"),
);

/// The rule of a refusal; none where it is for another area.
fn rule_of(refused: reading::Rule) -> Option<&'static Rule> {
    use reading::Rule as R;
    Some(match refused {
        R::PatternsAreNoList | R::PatternIsMalformed | R::PatternTypeMissing => &MALFORMED_PATTERN,
        R::AgentsAreNoList | R::AgentNameMissing => &MALFORMED_AGENT,
        R::OrganizationIsNoMapping | R::TableCodeMissing => &MALFORMED_ORGANIZATION,
        R::IdentifierIsNoMapping
        | R::ComponentsAreNoList
        | R::ComponentFieldMissing
        | R::ComponentIsMalformed => &MALFORMED_IDENTIFIER,
        R::TranslationsAreNoMapping
        | R::EnabledIsNoBoolean
        | R::TableNameIsNoText
        | R::TranslatedFieldsAreNoList
        | R::TranslatedFieldIsNoText
        | R::TranslatedFieldIsRepeated
        | R::TranslatedFieldsMissing => &MALFORMED_TRANSLATIONS,
        _ => return None,
    })
}

pub(super) fn check(context: &mut Context<'_>) {
    for refused in refused(context, |rule| rule_of(rule).is_some()) {
        let Some(rule) = rule_of(refused.rule) else {
            continue;
        };
        if refused.rule == reading::Rule::TranslatedFieldsMissing && has_fields(context, &refused) {
            // They are refused themselves.
            continue;
        }
        let diagnostic = diagnostic(context, rule, &refused);
        if !context.has(rule, diagnostic.span) {
            context.report(diagnostic);
        }
    }
}

/// Whether something is listed for translation.
fn has_fields(context: &Context<'_>, refused: &Refused) -> bool {
    let fields = context.document.get(refused.site.node, "fields");
    let fields = fields.map(|fields| context.document.value(fields));
    matches!(fields, Some(Value::Sequence(items)) if !items.is_empty())
}

fn diagnostic(context: &Context<'_>, rule: &'static Rule, refused: &Refused) -> Diagnostic {
    use reading::Rule as R;
    let site = refused.site;
    let what = in_words(site.value(context));
    let at = |span: Span, message: String| Diagnostic::new(rule, span, message);
    let word = || site.word(context);
    match refused.rule {
        R::PatternsAreNoList | R::AgentsAreNoList | R::ComponentsAreNoList => {
            no_list(context, rule, site)
        }
        R::TranslatedFieldsAreNoList => no_list(context, rule, site),
        R::OrganizationIsNoMapping | R::IdentifierIsNoMapping | R::TranslationsAreNoMapping => {
            no_mapping(context, rule, site)
        }
        R::PatternIsMalformed => at(
            word(),
            format!("a pattern is its name, or a mapping with `type`, and this is {what}"),
        ),
        R::PatternTypeMissing => pattern_type(context, site),
        R::AgentNameMissing => missing(context, rule, site, "an agent", "name"),
        R::TableCodeMissing => missing(context, rule, site, "`organization`", "table_code"),
        R::ComponentFieldMissing => missing(context, rule, site, "a component", "field"),
        R::ComponentIsMalformed => at(
            word(),
            format!("a component is a field's name, or a mapping with `field`, and this is {what}"),
        ),
        R::EnabledIsNoBoolean => enabled(context, site),
        R::TableNameIsNoText => {
            let message = format!("`table_name` has to be text, and this is {what}");
            let span = context.span(site.node);
            let quoted = format!("'{}'", context.source(span));
            let diagnostic = at(word(), message);
            if site.value(context).is_hashable() {
                with_value(context, diagnostic, site, &quoted)
            } else {
                diagnostic
            }
        }
        R::TranslatedFieldIsRepeated => {
            let message = format!("`{}` is listed already", refused.text);
            let diagnostic = at(word(), message);
            match remove_item(context, site) {
                Some(edit) => diagnostic.with_fix(Fix::safe("Remove it", vec![edit])),
                None => diagnostic,
            }
        }
        R::TranslatedFieldsMissing => {
            let message = "translations are enabled, but no field is listed in `fields`";
            at(site.name(context), message.to_owned())
        }
        _ => at(
            word(),
            format!("the name of a field is expected here, and this is {what}"),
        ),
    }
}

/// A list that is none, or an item of a list of mappings that is none.
fn no_list(context: &Context<'_>, rule: &'static Rule, site: Site) -> Diagnostic {
    let value = site.value(context);
    let what = in_words(value);
    // The keys of a mapping are gone over as if they were the items of a list.
    let site = if site.is_key {
        site.outer(context).unwrap_or(site)
    } else {
        site
    };
    let Some(key) = site.key_text(context) else {
        let message = format!("an agent is a mapping with `name`, and this is {what}");
        return Diagnostic::new(rule, site.word(context), message);
    };
    let value = site.value(context);
    let message = format!("`{key}` has to be a list, and this is {}", in_words(value));
    let span = match value {
        Value::Mapping(_) => site.name(context),
        _ => site.word(context),
    };
    let diagnostic = Diagnostic::new(rule, span, message);
    match value {
        Value::Null => with_value(context, diagnostic, site, "[]"),
        Value::Str(name) if key == "fields" && !name.contains([',', '\n', '[']) => {
            with_value(context, diagnostic, site, &format!("[{}]", &**name))
        }
        _ => diagnostic,
    }
}

fn no_mapping(context: &Context<'_>, rule: &'static Rule, site: Site) -> Diagnostic {
    let value = site.value(context);
    let key = site.key_text(context).unwrap_or_default();
    let message = format!(
        "`{key}` has to be a mapping, and this is {}",
        in_words(value)
    );
    let diagnostic = Diagnostic::new(rule, site.word(context), message);
    let span = context.span(site.node);
    match value {
        Value::Null => match remove_entry(context, site) {
            Some(edit) => {
                diagnostic.with_fix(Fix::suggestion(format!("Remove `{key}`"), vec![edit]))
            }
            None => diagnostic,
        },
        Value::Str(text) if key == "organization" && !text.contains('\n') => {
            let new = format!("{{table_code: {}}}", context.source(span));
            with_value(context, diagnostic, site, &new)
        }
        _ => diagnostic,
    }
}

/// A mapping without a key that it needs.
fn missing(
    context: &Context<'_>,
    rule: &'static Rule,
    site: Site,
    what: &str,
    key: &str,
) -> Diagnostic {
    let message = format!("{what} needs the key `{key}`");
    let diagnostic = Diagnostic::new(rule, site.name(context), message);
    let entries = entries(context, site.node);
    let meant = entries.iter().find(|entry| {
        let written = context.document.value(entry.key).as_str();
        let is_other = |written: &str| match key {
            "field" => matches!(written, "name" | "column"),
            "table_code" => matches!(written, "code" | "table"),
            _ => written == "agent",
        };
        written.is_some_and(|written| {
            is_other(written) || crate::rules::nearest(written, [key]).is_some()
        })
    });
    match meant {
        Some(entry) => {
            let span = context.span(entry.last_key);
            let title = format!("Rename `{}` to `{key}`", context.source(span));
            let edits = vec![context.edit(span, key)];
            diagnostic.with_fix(Fix::suggestion(title, edits))
        }
        None => diagnostic,
    }
}

/// `{name: p}` and `{p: {…}}` in the place of `{type: p, params: {…}}`.
fn pattern_type(context: &Context<'_>, site: Site) -> Diagnostic {
    let message = "a pattern needs the key `type`, its name";
    let diagnostic = Diagnostic::new(&MALFORMED_PATTERN, site.name(context), message);
    let entries = entries(context, site.node);
    let named = entries.iter().find(|entry| {
        let key = context.document.value(entry.key).as_str();
        matches!(key, Some("name" | "pattern"))
    });
    if let Some(entry) = named {
        let span = context.span(entry.last_key);
        let title = format!("Rename `{}` to `type`", context.source(span));
        let edits = vec![context.edit(span, "type")];
        return diagnostic.with_fix(Fix::suggestion(title, edits));
    }
    let [entry] = entries else {
        return diagnostic;
    };
    match wrapped(context, site.node, entry.last_key, entry.value) {
        Some((span, new)) => {
            let name = context.source(context.span(entry.last_key));
            let title = format!("Write `type: {name}`");
            diagnostic.with_fix(Fix::suggestion(title, vec![context.edit(span, new)]))
        }
        None => diagnostic,
    }
}

/// What stands for `p:` before its parameters.
fn wrapped(
    context: &Context<'_>,
    item: NodeId,
    key: NodeId,
    value: NodeId,
) -> Option<(Span, String)> {
    let place = context.span(key);
    let name = context.source(place);
    let is_flow = context.source(context.span(item)).starts_with('{');
    match context.document.value(value) {
        Value::Null if !is_flow => {
            let colon = Span::new(place.end as usize, place.end as usize + 1);
            let is_colon = context.source(colon) == ":";
            is_colon.then(|| (place.to(colon), name.to_owned()))
        }
        Value::Mapping(_) if is_flow => Some((place, format!("type: {name}, params"))),
        Value::Mapping(_) => {
            let indent = indent_at(context.text, place.start as usize);
            Some((place, format!("type: {name}\n{indent}params")))
        }
        _ => None,
    }
}

fn enabled(context: &Context<'_>, site: Site) -> Diagnostic {
    let value = site.value(context);
    let message = format!(
        "`enabled` has to be `true` or `false`, and this is {}",
        in_words(value)
    );
    let diagnostic = Diagnostic::new(&MALFORMED_TRANSLATIONS, site.word(context), message);
    let meant = match value {
        Value::Str(text) => match text.to_lowercase().as_str() {
            "true" | "yes" | "on" => Some("true"),
            "false" | "no" | "off" => Some("false"),
            _ => None,
        },
        Value::Int(number) => match number.to_i64() {
            Some(1) => Some("true"),
            Some(0) => Some("false"),
            _ => None,
        },
        _ => None,
    };
    match meant {
        Some(word) => with_value(context, diagnostic, site, word),
        None => diagnostic,
    }
}
