//! The configuration of Confiture.

use super::{CONFITURE_VALUE, Context, first_line, found, has_to_be};
use crate::diagnostic::Severity;
use crate::project::confiture::{Problem, read, read_environment};
use crate::project::{FileKind, Finding};

pub(super) fn check(context: &mut Context<'_>) {
    let findings: Vec<Finding<Problem>> = if context.kind == FileKind::Confiture {
        read(context.document).findings
    } else {
        read_environment(context.document).findings
    };
    for finding in findings {
        let (severity, message, first) = match &finding.problem {
            Problem::NotAMapping(what) => (Severity::Error, has_to_be(what, "a mapping"), None),
            Problem::NotAList(key) => (Severity::Error, has_to_be(key, "a list"), None),
            Problem::NotText(key) => (Severity::Error, has_to_be(key, "text"), None),
            Problem::NotAnInteger(key) => (Severity::Error, has_to_be(key, "a whole number"), None),
            Problem::Missing(key) => (Severity::Error, format!("the key `{key}` is missing"), None),
            Problem::DuplicatePath { first } => (
                Severity::Warning,
                "this folder is listed already; remove one of the two".to_owned(),
                Some(*first),
            ),
            Problem::DuplicateOrder { first } => (
                Severity::Warning,
                "another folder has this place in the order; give each its own".to_owned(),
                Some(*first),
            ),
        };
        let span = first_line(context, finding.span);
        let mut diagnostic = found(&CONFITURE_VALUE, severity, span, message);
        if let Some(first) = first {
            diagnostic = diagnostic.with_related(context.file, first, "it stands here first");
        }
        context.report(diagnostic);
    }
}
