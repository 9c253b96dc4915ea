//! For people: each diagnostic with the lines it is about, and what to do.

mod brief;
mod excerpt;

use annotate_snippets::{
    AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet, normalize_untrusted_str,
};
use specql_analysis::diagnostic::Severity;

use super::plain;
use crate::report::{Fix, Found, Place, Report};
use excerpt::Excerpt;

/// Adds diagnostics with excerpts of the sources.
pub fn add(report: &Report, found: &[Found], is_colored: bool, text: &mut String) {
    let renderer = if is_colored {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    for found in found {
        if is_colored || !brief::add(report, found, text) {
            text.push_str(&in_full(report, &renderer, found));
        }
        text.push_str("\n\n");
    }
}

fn in_full(report: &Report, renderer: &Renderer, found: &Found) -> String {
    renderer.render(&groups(report, found))
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
        Severity::Hint => Level::NOTE.with_name(Some("hint")),
    }
}

fn groups<'r>(report: &'r Report, found: &'r Found) -> Vec<Group<'r>> {
    // Other places nearby are shown in the same excerpt.
    let (near, far): (Vec<_>, Vec<_>) = found
        .related
        .iter()
        .partition(|related| Excerpt::of(report, &[found.place, related.place]).is_some());
    let mut places = vec![found.place];
    places.extend(near.iter().map(|related| related.place));
    let title = level(found.severity).primary_title(found.message.as_str());
    let mut group = Group::with_title(title.id(found.rule.code));
    group = match Excerpt::of(report, &places) {
        Some(excerpt) => {
            let mut snippet = annotated(report, &excerpt, found.place, AnnotationKind::Primary, "");
            for related in &near {
                let span = excerpt.span(related.place.range);
                let label = normalize_untrusted_str(&related.message);
                snippet = snippet.annotation(AnnotationKind::Context.span(span).label(label));
            }
            group.element(snippet)
        }
        None => group.element(origin(report, found.place)),
    };
    if let Some(help) = &found.help {
        group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
    }
    let mut fixes = found.fixes.iter();
    let shown = fixes.clone().next().and_then(|fix| patched(report, fix));
    if shown.is_some() {
        fixes.next();
    }
    for fix in fixes {
        let title = normalize_untrusted_str(&fix.title);
        group = group.element(Level::HELP.message(format!("{title}{}", manner(fix))));
    }
    let mut groups = vec![group];
    groups.extend(far.into_iter().map(|related| {
        let message = normalize_untrusted_str(&related.message);
        let group = Group::with_title(Level::NOTE.secondary_title(message));
        match Excerpt::of(report, &[related.place]) {
            Some(excerpt) => group.element(annotated(
                report,
                &excerpt,
                related.place,
                AnnotationKind::Primary,
                "",
            )),
            None => group.element(origin(report, related.place)),
        }
    }));
    groups.extend(shown);
    groups
}

fn annotated<'r>(
    report: &'r Report,
    excerpt: &Excerpt,
    place: Place,
    kind: AnnotationKind,
    label: &'static str,
) -> Snippet<'r, annotate_snippets::Annotation<'r>> {
    let annotation = kind.span(excerpt.span(place.range));
    let label = (!label.is_empty()).then_some(label);
    Snippet::source(excerpt.text.clone())
        .line_start(excerpt.first_line)
        .path(plain(report.path(place)))
        .annotation(annotation.label(label))
}

fn origin<'r>(report: &'r Report, place: Place) -> Origin<'r> {
    let start = place.range.start;
    Origin::path(plain(report.path(place)))
        .line(start.line as usize)
        .char_column(start.column as usize)
}

/// The best fix, as the lines it changes; none where it changes several files.
fn patched<'r>(report: &'r Report, fix: &'r Fix) -> Option<Group<'r>> {
    let places: Vec<_> = fix.edits.iter().map(|edit| edit.place).collect();
    let excerpt = Excerpt::of(report, &places)?;
    let patches = fix
        .edits
        .iter()
        .map(|edit| Patch::new(excerpt.span(edit.place.range), edit.text.as_str()));
    let snippet = Snippet::source(excerpt.text.clone())
        .line_start(excerpt.first_line)
        .patches(patches);
    let title = format!("{}{}", normalize_untrusted_str(&fix.title), manner(fix));
    Some(Group::with_title(Level::HELP.secondary_title(title)).element(snippet))
}

fn manner(fix: &Fix) -> &'static str {
    if fix.is_safe {
        " (`--fix` does it)"
    } else {
        ""
    }
}
