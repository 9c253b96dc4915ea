//! Infrastructure specs and patterns.

use super::{Context, INFRASTRUCTURE_VALUE, first_line, has_to_be, one_of, with_nearest};
use crate::diagnostic::Diagnostic;
use crate::project::infrastructure::{Problem, ROOT_KEYS, read};

pub(super) fn check(context: &mut Context<'_>) {
    for finding in read(context.document).findings {
        let span = first_line(context, finding.span);
        let message = words(&finding.problem);
        let diagnostic = Diagnostic::new(&INFRASTRUCTURE_VALUE, span, message);
        let written = context.source(span).trim_matches(['\'', '"']).to_owned();
        let diagnostic = match &finding.problem {
            Problem::UnknownKey(key) => with_nearest(context, diagnostic, key, ROOT_KEYS),
            Problem::UnknownValue(_, known) => with_nearest(context, diagnostic, &written, known),
            _ => diagnostic,
        };
        context.report(diagnostic);
    }
}

fn words(problem: &Problem) -> String {
    match problem {
        Problem::NotAMapping(what) => has_to_be(what, "a mapping"),
        Problem::Missing(key) => format!("the key `{key}` is missing"),
        Problem::NotText(key) => has_to_be(key, "text"),
        Problem::UnknownValue(key, known) => format!("`{key}` may be {}", one_of(known)),
        Problem::UnknownKey(key) => {
            format!("infrastructure specs have no key `{key}`; remove it")
        }
    }
}
