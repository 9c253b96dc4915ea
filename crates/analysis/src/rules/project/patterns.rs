//! Pattern files.

use specql_yaml::Span;

use super::{
    Context, PATTERN_PARAMETER, PATTERN_SHAPE, PATTERN_UNDECLARED_NAME, Rule, first_line,
    with_nearest,
};
use crate::diagnostic::Diagnostic;
use crate::project::patterns::{Pattern, Problem, read};

/// What may be a parameter's type, as it is written.
const TYPES: &[&str] = &[
    "string",
    "boolean",
    "integer",
    "number",
    "object",
    "enum",
    "array<string>",
    "array<object>",
];

pub(super) fn check(context: &mut Context<'_>) {
    let path = context.file.path(context.db);
    let pattern = read(context.document, Some(path));
    for finding in pattern.findings {
        let (rule, message) = words(&finding.problem);
        let diagnostic = Diagnostic::new(rule, finding.span, message);
        let diagnostic = match &finding.problem {
            Problem::UnknownType(ty) => with_nearest(context, diagnostic, ty, TYPES),
            Problem::UndeclaredName(name) => undeclared(context, diagnostic, name, &pattern.value),
            _ => diagnostic,
        };
        let diagnostic = Diagnostic {
            span: first_line(context, diagnostic.span),
            ..diagnostic
        };
        context.report(diagnostic);
    }
}

/// The finding is at the whole template; the name itself is better, where it can be told.
fn undeclared(
    context: &Context<'_>,
    mut diagnostic: Diagnostic,
    name: &str,
    pattern: &Pattern,
) -> Diagnostic {
    if let Some(span) = word_in_braces(context, diagnostic.span, name) {
        diagnostic.span = span;
    }
    let known = pattern.parameters.iter();
    let known: Vec<&str> = known
        .map(|parameter| parameter.name.value.as_str())
        .collect();
    with_nearest(context, diagnostic, name, &known)
}

/// The first place where a word stands behind `{{` or `{%`.
fn word_in_braces(context: &Context<'_>, template: Span, name: &str) -> Option<Span> {
    let source = context.source(template);
    let is_part = |c: char| c == '_' || c == '.' || c.is_alphanumeric();
    let found = source.match_indices(name).find(|(at, _)| {
        let (before, rest) = source.split_at_checked(*at).unwrap_or_default();
        let after = rest.get(name.len()..).unwrap_or_default();
        let open = before.rfind("{{").max(before.rfind("{%"));
        let close = before.rfind("}}").max(before.rfind("%}"));
        let is_in_braces = open.is_some() && close.is_none_or(|close| Some(close) < open);
        is_in_braces
            && !before.ends_with(is_part)
            && !after.starts_with(|c: char| c == '_' || c.is_alphanumeric())
    });
    let start = template.start as usize + found?.0;
    Some(Span::new(start, start + name.len()))
}

fn words(problem: &Problem) -> (&'static Rule, String) {
    let shape = |message: String| (&PATTERN_SHAPE, message);
    let parameter = |message: String| (&PATTERN_PARAMETER, message);
    match problem {
        Problem::NotAMapping => shape("a pattern file has to be a mapping".to_owned()),
        Problem::NoName => shape("the pattern has no name; add `pattern`".to_owned()),
        Problem::NotText(key) => shape(format!("`{key}` has to be text")),
        Problem::NotBoolean(key) => shape(format!("`{key}` has to be `true` or `false`")),
        Problem::NotAList(key) => shape(format!("`{key}` has to be a list")),
        Problem::ParameterNotAMapping => {
            parameter("a parameter has to be a mapping with `name` and `type`".to_owned())
        }
        Problem::ParameterWithoutName => {
            parameter("this parameter has no name; add `name`".to_owned())
        }
        Problem::DuplicateParameter => {
            parameter("another parameter has this name already".to_owned())
        }
        Problem::UnknownType(ty) => parameter(format!(
            "there is no type `{ty}` for parameters; there are {}",
            TYPES.join(", ")
        )),
        Problem::NoValues => {
            parameter("there is nothing to choose from; list the choices in `values`".to_owned())
        }
        Problem::DefaultNotAmongValues => {
            parameter("the default is none of the parameter's values".to_owned())
        }
        Problem::DefaultOfOtherType => {
            parameter("the default is not of the parameter's type".to_owned())
        }
        Problem::UndeclaredName(name) => (
            &PATTERN_UNDECLARED_NAME,
            format!("the template takes `{name}`, which is no parameter; declare it"),
        ),
    }
}
