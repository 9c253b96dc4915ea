//! Infrastructure specs and patterns.

use specql_language::key::Place;

use super::{
    Context, INFRASTRUCTURE_VALUE, first_line, has_to_be, one_of, with_meant, with_nearest,
};
use crate::diagnostic::Diagnostic;
use crate::project::infrastructure::{Problem, choices, read};

pub(super) fn check(context: &mut Context<'_>) {
    for finding in read(context.document).findings {
        let span = first_line(context, finding.span);
        let message = words(&finding.problem);
        let diagnostic = Diagnostic::new(&INFRASTRUCTURE_VALUE, span, message);
        let written = context.source(span).trim_matches(['\'', '"']).to_owned();
        let diagnostic = match &finding.problem {
            Problem::UnknownKey {
                meant: Some(meant), ..
            } => with_meant(context, diagnostic, meant),
            Problem::UnknownValue(key) => {
                let known: Vec<_> = choices(key).iter().map(|choice| choice.value).collect();
                with_nearest(context, diagnostic, &written, &known)
            }
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
        Problem::UnknownValue(key) => {
            let known: Vec<_> = choices(key).iter().map(|choice| choice.value).collect();
            format!("`{}` may be {}", key.name, one_of(&known))
        }
        Problem::UnknownKey {
            name,
            place: Place::InfrastructureFile,
            ..
        } => format!("infrastructure specs have no key `{name}`; remove it"),
        Problem::UnknownKey { name, .. } => format!("`{name}` is no key here"),
    }
}
