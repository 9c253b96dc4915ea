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

/// A rule of this area.
const fn rule(code: &'static str, severity: Severity, doc: &'static str) -> Rule {
    Rule::new(code, Group::Project, severity, doc)
}

const REGISTRY_SHAPE: Rule = rule(
    "registry-shape",
    Severity::Warning,
    include_str!("../../rules/registry-shape.md"),
);

const REGISTRY_MISSING_KEY: Rule = rule(
    "registry-missing-key",
    Severity::Error,
    include_str!("../../rules/registry-missing-key.md"),
);

const REGISTRY_KEY_NOT_TEXT: Rule = rule(
    "registry-key-not-text",
    Severity::Error,
    include_str!("../../rules/registry-key-not-text.md"),
);

const REGISTRY_MULTI_TENANT: Rule = rule(
    "registry-multi-tenant",
    Severity::Warning,
    include_str!("../../rules/registry-multi-tenant.md"),
);

const REGISTRY_TABLE_CODE: Rule = rule(
    "registry-table-code",
    Severity::Warning,
    include_str!("../../rules/registry-table-code.md"),
);

const REGISTRY_DUPLICATE: Rule = rule(
    "registry-duplicate",
    Severity::Warning,
    include_str!("../../rules/registry-duplicate.md"),
);

const REGISTRY_UNKNOWN_NAME: Rule = rule(
    "registry-unknown-name",
    Severity::Warning,
    include_str!("../../rules/registry-unknown-name.md"),
);

const SCHEMA_NOT_REGISTERED: Rule = rule(
    "schema-not-registered",
    Severity::Info,
    include_str!("../../rules/schema-not-registered.md"),
);

const REGISTERED_ELSEWHERE: Rule = rule(
    "registered-elsewhere",
    Severity::Warning,
    include_str!("../../rules/registered-elsewhere.md"),
);

const PATTERN_SHAPE: Rule = rule(
    "pattern-shape",
    Severity::Warning,
    include_str!("../../rules/pattern-shape.md"),
);

const PATTERN_PARAMETER: Rule = rule(
    "pattern-parameter",
    Severity::Warning,
    include_str!("../../rules/pattern-parameter.md"),
);

const PATTERN_UNDECLARED_NAME: Rule = rule(
    "pattern-undeclared-name",
    Severity::Warning,
    include_str!("../../rules/pattern-undeclared-name.md"),
);

const FIREWALL_RULE_DROPPED: Rule = rule(
    "firewall-rule-dropped",
    Severity::Warning,
    include_str!("../../rules/firewall-rule-dropped.md"),
);

const SECURITY_VALUE: Rule = rule(
    "security-value",
    Severity::Error,
    include_str!("../../rules/security-value.md"),
);

const SECURITY_IGNORED: Rule = rule(
    "security-ignored",
    Severity::Warning,
    include_str!("../../rules/security-ignored.md"),
);

const INFRASTRUCTURE_VALUE: Rule = rule(
    "infrastructure-value",
    Severity::Warning,
    include_str!("../../rules/infrastructure-value.md"),
);

const CONFITURE_VALUE: Rule = rule(
    "confiture-value",
    Severity::Error,
    include_str!("../../rules/confiture-value.md"),
);

const PROJECT_FILE: Rule = rule(
    "project-file",
    Severity::Error,
    include_str!("../../rules/project-file.md"),
);

const TEST_SPEC: Rule = rule(
    "test-spec",
    Severity::Warning,
    include_str!("../../rules/test-spec.md"),
);

const YML_EXTENSION: Rule = rule(
    "yml-extension",
    Severity::Hint,
    include_str!("../../rules/yml-extension.md"),
);

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
    match nearest(word, known.iter().copied()) {
        Some(meant) => with_meant(context, diagnostic, meant),
        None => diagnostic,
    }
}

/// Offers the word that was meant.
fn with_meant(context: &Context<'_>, diagnostic: Diagnostic, meant: &str) -> Diagnostic {
    let span = diagnostic.span;
    let quoted = context.source(span).starts_with(['\'', '"']);
    let text = if quoted {
        format!("'{meant}'")
    } else {
        meant.to_owned()
    };
    let edit = context.edit(span, text);
    let fix = Fix::suggestion(format!("Change to `{meant}`"), vec![edit]);
    diagnostic
        .with_help(format!("did you mean `{meant}`?"))
        .with_fix(fix)
}
