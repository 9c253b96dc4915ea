//! A line of YAML: its key, its value.

use specql_yaml::Span;

use super::change::line_at;

/// The parts of a line that is, or was to be, `- key: value`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// All of it.
    pub(super) span: Span,
    /// Where its content begins, behind blanks and dashes.
    pub(super) content: usize,
    /// The key, if it has one.
    pub(super) key: Option<&'t str>,
    /// Where its value begins: behind the key, or where the content does.
    pub(super) value_start: usize,
    /// The value, without blanks and comment at its end.
    pub(super) value: &'t str,
}

impl<'t> Line<'t> {
    /// The line that an offset lies in.
    pub(super) fn at(text: &'t str, offset: usize) -> Self {
        let span = line_at(text, offset);
        let line = text.get(span.range()).unwrap_or_default();
        let start = span.start as usize;
        let mut rest = line.trim_start();
        while let Some(item) = rest.strip_prefix("- ") {
            rest = item.trim_start();
        }
        let content = start + line.len() - rest.len();
        let (key, behind) = match rest.split_once(": ") {
            Some((key, value)) if is_key(key) => (Some(key.trim_end()), value),
            _ => (None, rest),
        };
        let value = behind.trim_start();
        let value_start = span.end as usize - value.len();
        Self {
            span,
            content,
            key,
            value_start,
            value: without_comment(value).trim_end(),
        }
    }

    /// The place of the value.
    pub(super) fn value_span(self) -> Span {
        Span::new(self.value_start, self.value_start + self.value.len())
    }

    /// How far the content is indented, dashes counted as blanks.
    pub(super) fn indent(self, text: &str) -> usize {
        let start = self.span.start as usize;
        let before = text.get(start..self.content).unwrap_or_default();
        before.chars().count()
    }
}

fn is_key(text: &str) -> bool {
    let is_plain = |c: char| !matches!(c, '[' | '{' | ',' | '#');
    !text.is_empty() && text.chars().all(is_plain)
}

/// A text without the comment at its end. A `#` in quotes is none.
fn without_comment(text: &str) -> &str {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '#') if before.is_whitespace() => return text.get(..at).unwrap_or(text),
            (None, '"' | '\'') if !before.is_alphanumeric() => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
        before = c;
    }
    text
}

/// A place with all of its lines.
pub(super) fn around(text: &str, span: Span) -> Span {
    let first = line_at(text, span.start as usize);
    first.to(line_at(text, span.end as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_a_key_and_a_value() {
        let text = "a:\n  - validate: x = 'a # b'  # note\n";
        let line = Line::at(text, 10);
        assert_eq!(line.key, Some("validate"));
        assert_eq!(line.value, "x = 'a # b'");
        assert_eq!(line.indent(text), 4);
        assert_eq!(&text[line.value_span().range()], line.value);
    }
}
