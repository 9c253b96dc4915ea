//! The domain registry.

use specql_yaml::Span;

use super::{
    Context, REGISTRY_DUPLICATE, REGISTRY_KEY_NOT_TEXT, REGISTRY_MISSING_KEY,
    REGISTRY_MULTI_TENANT, REGISTRY_SHAPE, REGISTRY_TABLE_CODE, REGISTRY_UNKNOWN_NAME, Rule,
    first_line, found,
};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::project::Finding;
use crate::project::registry::{Effect, Part, Problem, read};

pub(super) fn check(context: &mut Context<'_>) {
    for finding in read(context.document).findings {
        let diagnostic = told(context, &finding);
        context.report(diagnostic);
    }
}

fn told(context: &Context<'_>, finding: &Finding<Problem>) -> Diagnostic {
    let span = first_line(context, finding.span);
    let severity = match finding.problem.effect() {
        Effect::StopsGenerate | Effect::FailsSchema => Severity::Error,
        Effect::Misread | Effect::WrongCodes => Severity::Warning,
    };
    let (rule, message) = words(&finding.problem);
    let severity = if *rule == REGISTRY_KEY_NOT_TEXT {
        Severity::Error
    } else {
        severity
    };
    let diagnostic = found(rule, severity, span, message);
    match &finding.problem {
        Problem::KeyNotText { .. } => {
            let text = format!("'{}'", context.source(span).trim());
            let edit = context.edit(span, text);
            diagnostic.with_fix(Fix::safe("Put it in quotes", vec![edit]))
        }
        Problem::MultiTenantNotBoolean { .. } => tenancy(context, diagnostic, span),
        Problem::DuplicateKey { first, .. }
        | Problem::DuplicateName { first, .. }
        | Problem::DuplicateEntity { first }
        | Problem::DuplicateTableCode { first } => {
            diagnostic.with_related(context.file, *first, "it stands here first")
        }
        _ => diagnostic,
    }
}

fn tenancy(context: &Context<'_>, mut diagnostic: Diagnostic, span: Span) -> Diagnostic {
    let written = context.source(span).to_lowercase();
    let says_no = ["false", "no", "off", "0"];
    let is_no = says_no.contains(&written.trim_matches(['\'', '"']));
    let values = if is_no {
        ["false", "true"]
    } else {
        ["true", "false"]
    };
    for value in values {
        let edit = context.edit(span, value);
        diagnostic = diagnostic.with_fix(Fix::suggestion(format!("Write `{value}`"), vec![edit]));
    }
    diagnostic
}

fn words(problem: &Problem) -> (&'static Rule, String) {
    let shape = |message: String| (&REGISTRY_SHAPE, message);
    let code = |message: String| (&REGISTRY_TABLE_CODE, message);
    match problem {
        Problem::EmptyFile => shape(
            "the registry is empty, and `generate` stops at it; add `domains`, or remove the file"
                .to_owned(),
        ),
        Problem::NoDomains => shape(
            "the registry has no `domains`, so no schema is known or multi-tenant; add them"
                .to_owned(),
        ),
        Problem::SchemasInsteadOfDomains => shape(
            "SpecQL reads `domains` and not `schemas`, so no schema is multi-tenant; write each \
             schema as a domain with `multi_tenant: true`"
                .to_owned(),
        ),
        Problem::EntitiesWithoutSubdomains => shape(
            "`generate` looks for `subdomains` here and stops; put the entities into a subdomain"
                .to_owned(),
        ),
        Problem::NotAMapping(part) => shape(format!("{} has to be a mapping", part_name(*part))),
        Problem::NotAList(part) => shape(format!("{} has to be a list", part_name(*part))),
        Problem::NotText(key) => shape(format!("`{key}` has to be text; put it in quotes")),
        Problem::NullAliases => shape(
            "`aliases` without a value stops `generate`; write `[]`, or remove the key".to_owned(),
        ),
        Problem::AliasesNotAList => shape(
            "`aliases` has to be a list; in a text, SpecQL takes every piece of it for an alias"
                .to_owned(),
        ),
        Problem::SequenceNotInteger => {
            shape("`next_entity_sequence` has to be a whole number".to_owned())
        }
        Problem::Missing(part, key) => (
            &REGISTRY_MISSING_KEY,
            format!("{} needs `{key}`", part_name(*part)),
        ),
        Problem::KeyNotText { part, became } => (
            &REGISTRY_KEY_NOT_TEXT,
            format!(
                "YAML reads this key of {} as {became}, which SpecQL does not find; put it in \
                 quotes",
                part_name(*part)
            ),
        ),
        Problem::MultiTenantNotBoolean { counts_as } => (
            &REGISTRY_MULTI_TENANT,
            format!("`multi_tenant` has to be `true` or `false`; this counts as `{counts_as}`"),
        ),
        Problem::CodeLength { part, expected } => {
            let characters = if *expected == 1 {
                "one character"
            } else {
                "two characters"
            };
            code(format!("the code of {} has {characters}", part_name(*part)))
        }
        Problem::TableCodeFormat => code("a table code has six hexadecimal digits".to_owned()),
        Problem::TableCodeOfAnotherDomain => {
            code("the third digit of this table code is that of another domain".to_owned())
        }
        Problem::TableCodeReserved => {
            code("this table code is listed in `reserved_codes`; take another".to_owned())
        }
        Problem::DuplicateTableCode { .. } => {
            code("another entity has this table code already; take another".to_owned())
        }
        Problem::DuplicateKey { .. } => (
            &REGISTRY_DUPLICATE,
            "this key stands here for the second time, and only the last one counts".to_owned(),
        ),
        Problem::DuplicateName { part, .. } => (
            &REGISTRY_DUPLICATE,
            format!(
                "another part of the registry has this name already, and only that one is found; \
                 {} needs a name of its own",
                part_name(*part)
            ),
        ),
        Problem::DuplicateEntity { .. } => (
            &REGISTRY_DUPLICATE,
            "this entity is registered elsewhere, too, and only the last entry counts".to_owned(),
        ),
        Problem::UnknownInInference(part) => (
            &REGISTRY_UNKNOWN_NAME,
            format!(
                "{} of this name does not exist; rules go by the `name`, not by code or alias",
                part_name(*part)
            ),
        ),
    }
}

fn part_name(part: Part) -> &'static str {
    match part {
        Part::File => "the registry",
        Part::Domains => "`domains`",
        Part::Domain => "a domain",
        Part::Subdomains => "`subdomains`",
        Part::Subdomain => "a subdomain",
        Part::Entities => "`entities`",
        Part::Entity => "an entity",
        Part::Inference => "a part of `subdomain_inference`",
        Part::SchemaLayers => "`schema_layers`",
        Part::ReservedCodes => "`reserved_codes`",
    }
}
