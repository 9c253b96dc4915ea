//! What version control leaves when two changes meet.

use specql_yaml::Span;

use super::change::line_at;
use super::{Context, MERGE_CONFLICT};
use crate::diagnostic::{Diagnostic, Edit, Fix};

/// The mistakes of the lines with marks, one for each conflict.
pub(super) fn mistakes(context: &Context<'_>, marks: &[Span]) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut conflict: Vec<Span> = Vec::new();
    for span in marks {
        let line = line_at(context.text, span.start as usize);
        let sign = context.source(line).chars().next();
        if sign == Some('<') || conflict.is_empty() {
            found.extend(mistake(context, &conflict));
            conflict.clear();
        }
        conflict.push(line);
        if sign == Some('>') {
            found.extend(mistake(context, &conflict));
            conflict.clear();
        }
    }
    found.extend(mistake(context, &conflict));
    found
}

fn mistake(context: &Context<'_>, lines: &[Span]) -> Option<Diagnostic> {
    let first = *lines.first()?;
    let message = "two versions of these lines meet here after a merge; keep one of them";
    let mut diagnostic = Diagnostic::new(&MERGE_CONFLICT, first, message);
    for line in lines.iter().skip(1) {
        diagnostic = diagnostic.with_related(context.file, *line, "it goes on here");
    }
    let begins = |sign: char| {
        let mut lines = lines.iter().copied();
        lines.find(|line| context.source(*line).starts_with(sign))
    };
    let (Some(ours), Some(theirs), Some(end)) = (begins('<'), begins('='), begins('>')) else {
        return Some(diagnostic);
    };
    // The common ancestor, where it is shown, belongs to neither.
    let base = begins('|').unwrap_or(theirs);
    let first = vec![without(context, ours, ours), without(context, base, end)];
    let second = vec![without(context, ours, theirs), without(context, end, end)];
    Some(
        diagnostic
            .with_fix(Fix::suggestion("Keep the first version", first))
            .with_fix(Fix::suggestion("Keep the second version", second)),
    )
}

/// Removes all lines from one to another.
fn without(context: &Context<'_>, from: Span, to: Span) -> Edit {
    let end = to.end as usize;
    let behind = context.text.get(end..).unwrap_or_default();
    let end = end + behind.find('\n').map_or(behind.len(), |at| at + 1);
    context.edit(Span::new(from.start as usize, end), "")
}
