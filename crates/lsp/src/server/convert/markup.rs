//! Markdown, and plain text for those who do not show it.

use lsp_types::{Documentation, MarkupContent, MarkupKind};

/// A text in Markdown, as the client wants to have it.
pub fn markup(markdown: String, kind: MarkupKind) -> MarkupContent {
    let value = match kind {
        MarkupKind::Markdown => markdown,
        MarkupKind::PlainText => plain(&markdown),
    };
    MarkupContent { kind, value }
}

/// The same as the documentation of something; none when it is empty.
pub fn documentation(markdown: String, kind: MarkupKind) -> Option<Documentation> {
    let is_there = !markdown.trim().is_empty();
    is_there.then(|| Documentation::MarkupContent(markup(markdown, kind)))
}

/// What people read of a text in Markdown.
fn plain(markdown: &str) -> String {
    let mut plain = String::with_capacity(markdown.len());
    let mut fence: Option<&str> = None;
    for line in markdown.lines() {
        let trimmed = line.trim_start();
        let ticks = trimmed.len() - trimmed.trim_start_matches('`').len();
        match fence {
            Some(open) if trimmed == open => fence = None,
            Some(_) => {
                plain.push_str(line);
                plain.push('\n');
            }
            None if ticks >= 3 => fence = trimmed.get(..ticks),
            None => {
                inline(line, &mut plain);
                plain.push('\n');
            }
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// A line without signs: code and text that is set apart as it stands, links with where they lead.
fn inline(line: &str, plain: &mut String) {
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = match c {
            '\\' => {
                let next = after.chars().next();
                plain.extend(next.filter(char::is_ascii_punctuation));
                let escaped = next.is_some_and(|next| next.is_ascii_punctuation());
                if !escaped {
                    plain.push(c);
                }
                after.get(usize::from(escaped)..).unwrap_or_default()
            }
            '`' => code(rest, plain),
            '*' => after,
            '[' => match link(after) {
                Some((text, to, after)) => {
                    inline(text, plain);
                    plain.push_str(" (");
                    plain.push_str(to);
                    plain.push(')');
                    after
                }
                None => {
                    plain.push(c);
                    after
                }
            },
            _ => {
                plain.push(c);
                after
            }
        };
    }
}

/// Takes a piece of code, and gives what follows.
fn code<'t>(text: &'t str, plain: &mut String) -> &'t str {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let (fence, inside) = text.split_at(ticks);
    let Some((code, after)) = inside.split_once(fence) else {
        plain.push_str(fence);
        return inside;
    };
    plain.push_str(code);
    after
}

/// The text of a link, where it leads, and what follows. The text begins behind its bracket.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let (label, rest) = text.split_once("](")?;
    let (to, after) = rest.split_once(')')?;
    let is_one = !label.contains(['[', ']']);
    is_one.then_some((label, to, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_no_signs() {
        let told = |markdown: &str| markup(markdown.to_owned(), MarkupKind::PlainText).value;
        assert_eq!(
            told("```yaml\nemail: text\n```\n\nA *word* and `code`, **strong**."),
            "email: text\n\nA word and code, strong."
        );
        assert_eq!(
            told("See [the docs](https://example.com/a_b) of `x`"),
            "See the docs (https://example.com/a_b) of x"
        );
        assert_eq!(told("2 \\* 3 \\[a\\] C:\\dir"), "2 * 3 [a] C:\\dir");
        assert_eq!(told("````\n```\na\n````\nb"), "```\na\nb");
        assert_eq!(told("a `b"), "a `b");
        assert_eq!(told("list [x] (y)"), "list [x] (y)");
        assert_eq!(told(""), "");
    }

    #[test]
    fn markdown_stays_as_it_is() {
        let text = "a `b` **c**";
        assert_eq!(markup(text.to_owned(), MarkupKind::Markdown).value, text);
    }
}
