//! Characters as PyYAML sorts them, looked up in UTF-8 bytes.
//!
//! Beyond the end of the text every look-up answers 0. A NUL cannot stand in a text that is read
//! (it is not printable), so 0 always means the end, just as in PyYAML.

/// The byte at `at`, or 0 beyond the end.
#[inline]
pub(crate) fn byte(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(0)
}

/// How many bytes the line break at `at` takes; 0 where none is. `\r\n` is one line break.
#[inline]
pub(crate) fn break_len(bytes: &[u8], at: usize) -> usize {
    match byte(bytes, at) {
        b'\n' => 1,
        b'\r' => 1 + usize::from(byte(bytes, at + 1) == b'\n'),
        0xC2 if byte(bytes, at + 1) == 0x85 => 2,
        0xE2 if byte(bytes, at + 1) == 0x80 && matches!(byte(bytes, at + 2), 0xA8 | 0xA9) => 3,
        _ => 0,
    }
}

/// What the line break at `at` becomes in a value: LS and PS stay, all others are `\n`.
#[inline]
pub(crate) fn break_text(bytes: &[u8], at: usize) -> &'static str {
    match (byte(bytes, at), byte(bytes, at + 2)) {
        (0xE2, 0xA8) => "\u{2028}",
        (0xE2, _) => "\u{2029}",
        _ => "\n",
    }
}

/// The end of the text or a line break.
#[inline]
pub(crate) fn is_line_end(bytes: &[u8], at: usize) -> bool {
    byte(bytes, at) == 0 || break_len(bytes, at) > 0
}

/// The end of the text, a line break or a space (no tab).
#[inline]
pub(crate) fn is_space_or_end(bytes: &[u8], at: usize) -> bool {
    byte(bytes, at) == b' ' || is_line_end(bytes, at)
}

/// The end of the text, a line break, a space or a tab.
#[inline]
pub(crate) fn is_blank(bytes: &[u8], at: usize) -> bool {
    matches!(byte(bytes, at), b' ' | b'\t') || is_line_end(bytes, at)
}

/// Whether `---` or `...` with something blank behind stands at `at`, the beginning of a line.
#[inline]
pub(crate) fn is_document_marker(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at..at + 3), Some(b"---" | b"...")) && is_blank(bytes, at + 3)
}

/// How many bytes from `at` on are letters, digits, `-` or `_`: what names are made of.
pub(crate) fn name_len(bytes: &[u8], at: usize) -> usize {
    bytes
        .iter()
        .skip(at)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        .count()
}

/// How many bytes from `at` on are before the line's end.
pub(crate) fn rest_of_line(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    loop {
        let rest = bytes.get(end..).unwrap_or_default();
        let step = rest
            .iter()
            .position(|b| matches!(b, b'\n' | b'\r' | 0xC2 | 0xE2 | 0));
        end += step.unwrap_or(rest.len());
        if is_line_end(bytes, end) {
            return end - at;
        }
        end += 1;
    }
}

/// The first character that PyYAML's reader refuses, with its offset.
pub(crate) fn first_unprintable(text: &str) -> Option<(usize, char)> {
    const BLOCK: usize = 64;
    for (index, block) in text.as_bytes().chunks(BLOCK).enumerate() {
        // The cheap question first: it is nearly always answered with no.
        if !block
            .iter()
            .fold(false, |any, &b| any | may_be_unprintable(b))
        {
            continue;
        }
        let mut from = index * BLOCK;
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let rest = text.get(from..).unwrap_or_default();
        let found = rest
            .char_indices()
            .take_while(|(at, _)| *at < BLOCK)
            .find(|(_, c)| !is_printable(*c));
        if let Some((at, c)) = found {
            return Some((from + at, c));
        }
    }
    None
}

#[inline]
fn may_be_unprintable(b: u8) -> bool {
    // 0xC2 begins the C1 controls, 0xEF begins U+FFFE and U+FFFF.
    (b < 0x20 && b != b'\t' && b != b'\n' && b != b'\r') || matches!(b, 0x7F | 0xC2 | 0xEF)
}

fn is_printable(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}'
        | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
}

/// The character at `at` in words, for messages.
pub(crate) fn describe(text: &str, at: usize) -> String {
    match text.get(at..).and_then(|rest| rest.chars().next()) {
        None => "the end of the text".to_owned(),
        Some('\t') => "a tab".to_owned(),
        Some(' ') => "a space".to_owned(),
        Some('\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}') => "the end of the line".to_owned(),
        Some('`') => "a backtick".to_owned(),
        Some(c) if c.is_control() || c.is_whitespace() || c == '\u{feff}' => {
            format!("U+{:04X}", u32::from(c))
        }
        Some(c) => format!("`{c}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_of_all_kinds_are_measured() {
        for (text, len, value) in [
            ("\n\n", 1, "\n"),
            ("\r\n", 2, "\n"),
            ("\rx", 1, "\n"),
            ("\u{85}", 2, "\n"),
            ("\u{2028}", 3, "\u{2028}"),
            ("\u{2029}", 3, "\u{2029}"),
        ] {
            assert_eq!(break_len(text.as_bytes(), 0), len, "{text:?}");
            assert_eq!(break_text(text.as_bytes(), 0), value, "{text:?}");
        }
        for text in ["", "a", "\u{84}", "\u{a0}", "\u{2027}", "\t"] {
            assert_eq!(break_len(text.as_bytes(), 0), 0, "{text:?}");
        }
    }

    #[test]
    fn what_may_not_stand_in_a_text() {
        for c in [
            '\0', '\u{7}', '\u{1b}', '\u{7f}', '\u{80}', '\u{9f}', '\u{fffe}', '\u{ffff}',
        ] {
            for padding in [0, 1, 61, 62, 63, 64, 200] {
                let text = format!("{}{c}é", "é".repeat(padding));
                assert_eq!(first_unprintable(&text), Some((padding * 2, c)));
            }
        }
        let allowed = "\t\n\r ~\u{85}\u{a0}é\u{d7ff}\u{e000}\u{feff}\u{fffd}\u{10000}\u{1fffe}";
        assert_eq!(first_unprintable(&allowed.repeat(40)), None);
    }

    #[test]
    fn document_markers_need_something_blank_behind() {
        for text in ["---", "--- ", "---\t", "...\n", "...\u{85}"] {
            assert!(is_document_marker(text.as_bytes(), 0), "{text:?}");
        }
        for text in ["", "--", "---a", "...]", "--- "] {
            assert!(!is_document_marker(text.as_bytes(), 1), "{text:?}");
        }
    }
}
