//! Most diagnostics are about a stretch of one plain line, with some help at most. These are put
//! into words here, for a fraction of what laying out any excerpt costs. What is written is the
//! same: `tests` holds both together.

use std::fmt::Write;

use super::plain;
use crate::report::{Found, Report};

/// Longer lines may have to be cut.
const MOST_COLUMNS: usize = 100;

/// Of lines that are indented further, the beginning is cut.
const MOST_INDENT: usize = 20;

/// Adds a diagnostic to a text, without colors. False where it is not of the brief kind; then
/// nothing is added.
pub(super) fn add(report: &Report, found: &Found, text: &mut String) -> bool {
    let Some(line) = line_of(report, found) else {
        return false;
    };
    let (start, end) = (found.place.range.start, found.place.range.end);
    let (column, width) = (start.column as usize, end.column - start.column);
    let number = start.line.to_string();
    let margin = number.len();
    let path = plain(report.path(found.place));
    let head = format_args!(
        "{}[{}]: {}\n{:margin$}--> {path}:{number}:{column}\n",
        found.severity.name(),
        found.rule.code,
        found.message,
        "",
    );
    let excerpt = format_args!(
        "{:margin$} |\n{number} | {line}\n{:margin$} |{:column$}{:^<width$}",
        "",
        "",
        "",
        "",
        width = width as usize,
    );
    // Writing to a text does not fail.
    let _ = write!(text, "{head}{excerpt}");
    if let Some(help) = &found.help {
        let _ = write!(text, "\n{:margin$} |\n{:margin$} = help: {help}", "", "");
    }
    true
}

/// The only line of a diagnostic of the brief kind.
fn line_of<'r>(report: &'r Report, found: &Found) -> Option<&'r str> {
    let range = found.place.range;
    let is_brief = found.related.is_empty()
        && found.fixes.is_empty()
        && range.start.line == range.end.line
        && range.start.column < range.end.column
        && is_simple(&found.message)
        && found.help.as_deref().is_none_or(is_simple);
    if !is_brief {
        return None;
    }
    let source = report.sources.get(found.place.source)?;
    let (line, _) = source.line(range.start.line as usize)?;
    if line.len() > MOST_COLUMNS {
        return None;
    }
    let line = line.trim_end_matches(['\r', '\n']);
    let is_inside = range.end.column as usize <= line.len() + 1;
    let indent = line.len() - line.trim_start_matches(' ').len();
    (is_inside && indent <= MOST_INDENT && is_simple(line)).then_some(line)
}

/// Whether each character of a text is one column wide and shown as it is, and it ends with what
/// can be seen.
fn is_simple(text: &str) -> bool {
    let is_shown = |byte: &u8| matches!(byte, b' '..=b'~');
    text.as_bytes().iter().all(is_shown) && !text.is_empty() && !text.ends_with(' ')
}

#[cfg(test)]
mod tests {
    use annotate_snippets::Renderer;
    use specql_analysis::Span;
    use specql_analysis::diagnostic::Severity;
    use specql_analysis::rules::rule;

    use super::*;
    use crate::render::human::in_full;
    use crate::report::{Place, Source};

    const TEXT: &str = "entity: A\n\nfields:\r\n  a: text   \n  b: é\n\tc: d\n1:\n2:\n3:\n  long: value\n\
        \x20                   indented: 20\n\
        \x20                             indented: 30\n";

    fn at(span: Span, message: &str, help: Option<&str>) -> Report {
        let source = Source::new("folder/a.yaml".to_owned(), TEXT.into(), true);
        let found = Found {
            place: Place {
                source: 0,
                range: source.range(span),
            },
            rule: rule("invalid-yaml").unwrap(),
            severity: Severity::Hint,
            message: message.to_owned(),
            help: help.map(str::to_owned),
            related: Vec::new(),
            fixes: Vec::new(),
        };
        Report {
            sources: vec![source],
            found: vec![found],
            ..Report::default()
        }
    }

    fn brief(report: &Report) -> Option<String> {
        let mut text = String::new();
        add(report, &report.found[0], &mut text).then_some(text)
    }

    #[test]
    fn a_stretch_of_a_line() {
        let report = at(Span::new(8, 9), "this is wrong", Some("do it right"));
        let expected = "hint[invalid-yaml]: this is wrong
 --> folder/a.yaml:1:9
  |
1 | entity: A
  |         ^
  |
  = help: do it right";
        assert_eq!(brief(&report).as_deref(), Some(expected));
    }

    #[test]
    fn brief_or_not_it_is_the_same() {
        let plain = Renderer::plain();
        let mut count = 0;
        for start in 0..TEXT.len() {
            for end in start..TEXT.len() {
                if !TEXT.is_char_boundary(start) || !TEXT.is_char_boundary(end) {
                    continue;
                }
                let help = (end % 2 == 0).then_some("do it");
                let report = at(Span::new(start, end), "wrong", help);
                if let Some(brief) = brief(&report) {
                    let full = in_full(&report, &plain, &report.found[0]);
                    assert_eq!(brief, full, "{start}..{end}");
                    count += 1;
                }
            }
        }
        assert!(count > 100, "{count} were brief");
    }

    #[test]
    fn what_is_not_plain_is_laid_out_in_full() {
        let span = Span::new(8, 9);
        for (message, help) in [
            ("two\nlines", None),
            ("é", None),
            ("ends blank ", None),
            ("wrong", Some("two\nlines")),
            ("wrong", Some("")),
        ] {
            assert_eq!(
                brief(&at(span, message, help)),
                None,
                "{message:?} {help:?}"
            );
        }
        let (accent, tab) = (TEXT.find("  b").unwrap(), TEXT.find('\t').unwrap());
        for at_line in [accent, tab] {
            let report = at(Span::new(at_line + 1, at_line + 3), "wrong", None);
            assert_eq!(brief(&report), None);
        }
    }
}
