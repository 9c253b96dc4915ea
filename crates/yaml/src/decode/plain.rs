//! Plain (unquoted) scalars: several lines are folded into one.

use std::borrow::Cow;

use crate::chars::{break_len, break_text, byte};

/// The value of a plain scalar from its source text, first to last character.
///
/// A single line break between lines becomes a space, more of them become one less; spaces
/// around line breaks go. Spaces and line breaks at the end do not belong to the scalar.
#[must_use]
pub fn plain(source: &str) -> Cow<'_, str> {
    let bytes = source.as_bytes();
    let end = trimmed_len(bytes);
    let Some(first) = first_break(bytes, 0, end) else {
        return Cow::Borrowed(source.get(..end).unwrap_or(source));
    };

    let mut value = String::with_capacity(end);
    let mut from = 0;
    let mut at = first;
    loop {
        // One line: from `from` to the line break at `at`, without the spaces before it.
        value.push_str(
            source
                .get(from..at)
                .unwrap_or_default()
                .trim_end_matches(' '),
        );
        if at >= end {
            return Cow::Owned(value);
        }
        from = fold(bytes, at, &mut value);
        at = first_break(bytes, from, end).unwrap_or(end);
    }
}

/// Writes what the line break at `at` and the empty lines behind it become; returns where the
/// next line's text begins.
fn fold(bytes: &[u8], at: usize, value: &mut String) -> usize {
    let first = break_text(bytes, at);
    let mut at = at + break_len(bytes, at);
    let mut empty_lines = 0;
    let mut written = false;
    loop {
        if byte(bytes, at) == b' ' {
            at += 1;
            continue;
        }
        let len = break_len(bytes, at);
        if len == 0 {
            break;
        }
        if !written && first != "\n" {
            value.push_str(first);
        }
        written = true;
        value.push_str(break_text(bytes, at));
        empty_lines += 1;
        at += len;
    }
    if !written && first != "\n" {
        value.push_str(first);
    } else if empty_lines == 0 {
        value.push(' ');
    }
    at
}

fn first_break(bytes: &[u8], from: usize, end: usize) -> Option<usize> {
    let mut at = from;
    while at < end {
        let rest = bytes.get(at..end)?;
        at += rest
            .iter()
            .position(|b| matches!(b, b'\n' | b'\r' | 0xC2 | 0xE2))?;
        if break_len(bytes, at) > 0 {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The length without the spaces and line breaks at the end.
fn trimmed_len(bytes: &[u8]) -> usize {
    let mut end = bytes.len();
    loop {
        end -= match bytes.get(..end) {
            Some([.., b' ' | b'\n' | b'\r']) => 1,
            Some([.., 0xC2, 0x85]) => 2,
            Some([.., 0xE2, 0x80, 0xA8 | 0xA9]) => 3,
            _ => return end,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_is_borrowed() {
        assert!(matches!(plain("a b: c"), Cow::Borrowed("a b: c")));
        assert!(matches!(plain("été"), Cow::Borrowed("été")));
        assert!(matches!(plain("a  \n "), Cow::Borrowed("a")));
        assert!(matches!(plain(""), Cow::Borrowed("")));
    }

    #[test]
    fn line_breaks_fold() {
        assert_eq!(plain("a\nb"), "a b");
        assert_eq!(plain("a  \n   b  c"), "a b  c");
        assert_eq!(plain("a\n\nb"), "a\nb");
        assert_eq!(plain("a\n \n\n  b\r\nc\rd\u{85}e"), "a\n\nb c d e");
    }

    #[test]
    fn line_and_paragraph_separators_are_kept() {
        assert_eq!(plain("a\u{2028}b"), "a\u{2028}b");
        assert_eq!(plain("a\u{2028}\nb"), "a\u{2028}\nb");
        assert_eq!(plain("a\n\u{2029}b"), "a\u{2029}b");
    }
}
