//! `project.yaml` and test specs.

use super::{Context, PROJECT_FILE, TEST_SPEC, first_line, found, has_to_be, with_nearest};
use crate::diagnostic::{Diagnostic, Severity};
use crate::project::project_file::{self, ROOT_KEYS, SCHEMA_KEYS};
use crate::project::test_spec;

pub(super) fn project(context: &mut Context<'_>) {
    use project_file::Problem;
    for finding in project_file::read(context.document).findings {
        let (severity, message) = project_words(&finding.problem);
        let span = first_line(context, finding.span);
        let diagnostic = found(&PROJECT_FILE, severity, span, message);
        let diagnostic = match &finding.problem {
            Problem::UnknownKey(key) => with_nearest(context, diagnostic, key, ROOT_KEYS),
            Problem::UnknownSchemaKey(key) => with_nearest(context, diagnostic, key, SCHEMA_KEYS),
            Problem::Overridden { by } => {
                diagnostic.with_related(context.file, *by, "this is what counts")
            }
            _ => diagnostic,
        };
        context.report(diagnostic);
    }
}

fn project_words(problem: &project_file::Problem) -> (Severity, String) {
    use project_file::Problem;
    match problem {
        Problem::EmptyFile => (
            Severity::Error,
            "the project file is empty; add at least `name`".to_owned(),
        ),
        Problem::NotAMapping(what) => (Severity::Error, has_to_be(what, "a mapping")),
        Problem::NotAList(key) => (Severity::Error, has_to_be(key, "a list")),
        Problem::NotText(key) => (Severity::Warning, has_to_be(key, "text")),
        Problem::NotBoolean(key) => (Severity::Warning, has_to_be(key, "`true` or `false`")),
        Problem::UnknownKey(key) => (
            Severity::Error,
            format!("SpecQL refuses the project file for the unknown key `{key}`; remove it"),
        ),
        Problem::UnknownSchemaKey(key) => (
            Severity::Error,
            format!("SpecQL refuses the project file for the unknown key `{key}` of a schema"),
        ),
        Problem::SchemaWithoutName => (
            Severity::Error,
            "this schema has no name; add `name`".to_owned(),
        ),
        Problem::Overridden { .. } => (
            Severity::Warning,
            "the key stands in `settings`, too, and counts there; remove one".to_owned(),
        ),
    }
}

pub(super) fn test_spec(context: &mut Context<'_>) {
    use test_spec::Problem;
    const GROUPS: &[&str] = &["structure", "crud", "actions", "constraints"];
    for finding in test_spec::read(context.document).findings {
        let message = match &finding.problem {
            Problem::NotAMapping(what) => has_to_be(what, "a mapping"),
            Problem::Missing(key) => format!("the key `{key}` is missing"),
            Problem::EntityNotText => has_to_be("entity", "the name of an entity"),
            Problem::UnknownGroup(name) => format!(
                "there is no group of tests `{name}`; there are {}",
                GROUPS.join(", ")
            ),
            Problem::EmptyGroup => "this group has no tests; add some, or remove it".to_owned(),
        };
        let span = first_line(context, finding.span);
        let diagnostic = Diagnostic::new(&TEST_SPEC, span, message);
        let diagnostic = match &finding.problem {
            Problem::UnknownGroup(name) => with_nearest(context, diagnostic, name, GROUPS),
            _ => diagnostic,
        };
        context.report(diagnostic);
    }
}
