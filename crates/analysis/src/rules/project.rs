//! Rules about the files of a project that are no entity specs, and about what specs have to do
//! with them.

mod confiture;
mod files;
mod infrastructure;
mod patterns;
mod registered;
mod registry;
mod security;

use specql_yaml::Span;

use super::{Context, Group, Rule};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::project::FileKind;
use crate::rules::nearest;

pub(super) const RULES: &[Rule] = &[
    REGISTRY_SHAPE,
    REGISTRY_MISSING_KEY,
    REGISTRY_KEY_NOT_TEXT,
    REGISTRY_MULTI_TENANT,
    REGISTRY_TABLE_CODE,
    REGISTRY_DUPLICATE,
    REGISTRY_UNKNOWN_NAME,
    SCHEMA_NOT_REGISTERED,
    REGISTERED_ELSEWHERE,
    PATTERN_SHAPE,
    PATTERN_PARAMETER,
    PATTERN_UNDECLARED_NAME,
    FIREWALL_RULE_DROPPED,
    SECURITY_VALUE,
    SECURITY_IGNORED,
    INFRASTRUCTURE_VALUE,
    CONFITURE_VALUE,
    PROJECT_FILE,
    TEST_SPEC,
    YML_EXTENSION,
];

macro_rules! rule {
    ($name:ident, $code:literal, $severity:ident) => {
        const $name: Rule = Rule::new(
            $code,
            Group::Project,
            Severity::$severity,
            include_str!(concat!("../../rules/", $code, ".md")),
        );
    };
}

rule!(REGISTRY_SHAPE, "registry-shape", Warning);
rule!(REGISTRY_MISSING_KEY, "registry-missing-key", Error);
rule!(REGISTRY_KEY_NOT_TEXT, "registry-key-not-text", Error);
rule!(REGISTRY_MULTI_TENANT, "registry-multi-tenant", Warning);
rule!(REGISTRY_TABLE_CODE, "registry-table-code", Warning);
rule!(REGISTRY_DUPLICATE, "registry-duplicate", Warning);
rule!(REGISTRY_UNKNOWN_NAME, "registry-unknown-name", Warning);
rule!(SCHEMA_NOT_REGISTERED, "schema-not-registered", Info);
rule!(REGISTERED_ELSEWHERE, "registered-elsewhere", Warning);
rule!(PATTERN_SHAPE, "pattern-shape", Warning);
rule!(PATTERN_PARAMETER, "pattern-parameter", Warning);
rule!(PATTERN_UNDECLARED_NAME, "pattern-undeclared-name", Warning);
rule!(FIREWALL_RULE_DROPPED, "firewall-rule-dropped", Warning);
rule!(SECURITY_VALUE, "security-value", Error);
rule!(SECURITY_IGNORED, "security-ignored", Warning);
rule!(INFRASTRUCTURE_VALUE, "infrastructure-value", Warning);
rule!(CONFITURE_VALUE, "confiture-value", Error);
rule!(PROJECT_FILE, "project-file", Error);
rule!(TEST_SPEC, "test-spec", Warning);
rule!(YML_EXTENSION, "yml-extension", Hint);

pub(super) fn check(context: &mut Context<'_>) {
    // Of a half-typed file, what is missing may be about to come.
    if !context.is_yaml {
        return;
    }
    match context.kind {
        FileKind::EntitySpec => registered::check(context),
        FileKind::DomainRegistry | FileKind::OtherRegistry => registry::check(context),
        FileKind::ActionPattern | FileKind::SchemaPattern | FileKind::CustomPattern => {
            patterns::check(context);
        }
        FileKind::SecuritySpec => security::check(context),
        FileKind::InfrastructureSpec | FileKind::InfrastructurePattern => {
            infrastructure::check(context);
        }
        FileKind::Confiture | FileKind::ConfitureEnvironment => confiture::check(context),
        FileKind::ProjectFile => files::project(context),
        FileKind::TestSpec => files::test_spec(context),
        FileKind::ConfitureProject
        | FileKind::RouteInventory
        | FileKind::ActionsOnly
        | FileKind::Other => {}
    }
}

/// A place within one line: of what goes on in further lines, its first.
fn first_line(context: &Context<'_>, span: Span) -> Span {
    let source = context.source(span);
    let line = source.lines().next().unwrap_or_default().trim_end();
    let start = span.start as usize;
    Span::new(start, start + line.len())
}

/// A mistake at a place, less or more severe than its rule is.
fn found(rule: &'static Rule, severity: Severity, span: Span, message: String) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(rule, span, message);
    diagnostic.severity = severity;
    diagnostic
}

/// What a file or the value of a key has to be.
fn has_to_be(what: &str, shape: &str) -> String {
    match what {
        "file" => format!("the file has to be {shape}"),
        key => format!("`{key}` has to be {shape}"),
    }
}

/// "`a`, `b` or `c`".
fn one_of(known: &[&str]) -> String {
    let quoted: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// Offers the known word that was most likely meant.
fn with_nearest(
    context: &Context<'_>,
    diagnostic: Diagnostic,
    word: &str,
    known: &[&str],
) -> Diagnostic {
    let span = diagnostic.span;
    let quoted = context.source(span).starts_with(['\'', '"']);
    match nearest(word, known.iter().copied()) {
        Some(meant) => {
            let text = if quoted {
                format!("'{meant}'")
            } else {
                meant.to_owned()
            };
            let fix = Fix::suggestion(
                format!("Change to `{meant}`"),
                vec![context.edit(span, text)],
            );
            diagnostic
                .with_help(format!("did you mean `{meant}`?"))
                .with_fix(fix)
        }
        None => diagnostic,
    }
}
