//! Tags: `!!int`, `!local`, `!<tag:yaml.org,2002:int>`.

use std::borrow::Cow;

use crate::chars::{byte, describe, is_blank, is_space_or_end, name_len};
use crate::error::{Error, ErrorKind};
use crate::span::Span;

/// A tag as it is written, before its handle is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenTag<'a> {
    /// `!`, `!!` or `!name!`; none for `!<...>` and for `!` alone.
    pub handle: Option<&'a str>,
    /// The rest, `%20` and the like decoded.
    pub suffix: Cow<'a, str>,
}

/// Decodes a tag from its source text.
///
/// # Errors
/// When the text is not one tag from end to end.
pub fn tag(source: &str) -> Result<WrittenTag<'_>, Error> {
    match scan_tag(source)? {
        (tag, len) if len == source.len() => Ok(tag),
        (_, len) => {
            let span = Span::new(len, source.len());
            Err(Error::new(
                ErrorKind::Scanner,
                span,
                "nothing may follow the tag",
            ))
        }
    }
}

/// Reads the tag at the beginning of `text`; returns it and its length.
pub(crate) fn scan_tag(text: &str) -> Result<(WrittenTag<'_>, usize), Error> {
    let bytes = text.as_bytes();
    let (tag, len) = if byte(bytes, 1) == b'<' {
        let (suffix, end) = uri(text, 2, "tag")?;
        if byte(bytes, end) != b'>' {
            let message = format!("the tag must end with `>`, not {}", describe(text, end));
            return Err(wrong(end, message));
        }
        (
            WrittenTag {
                handle: None,
                suffix,
            },
            end + 1,
        )
    } else if is_blank(bytes, 1) {
        (
            WrittenTag {
                handle: None,
                suffix: Cow::Borrowed("!"),
            },
            1,
        )
    } else {
        let (name, from) = if second_mark_follows(bytes) {
            handle(text, 0)?
        } else {
            ("!", 1)
        };
        let (suffix, end) = uri(text, from, "tag")?;
        (
            WrittenTag {
                handle: Some(name),
                suffix,
            },
            end,
        )
    };
    if is_space_or_end(bytes, len) {
        Ok((tag, len))
    } else {
        let message = format!("a space must follow the tag, not {}", describe(text, len));
        Err(wrong(len, message))
    }
}

/// Whether another `!` stands in the word at the beginning.
fn second_mark_follows(bytes: &[u8]) -> bool {
    let mut at = 1;
    while !is_space_or_end(bytes, at) {
        if byte(bytes, at) == b'!' {
            return true;
        }
        at += 1;
    }
    false
}

/// Reads the handle at `at`: `!`, `!!` or `!name!`. Returns it and where it ends.
pub(crate) fn handle(text: &str, at: usize) -> Result<(&str, usize), Error> {
    let bytes = text.as_bytes();
    if byte(bytes, at) != b'!' {
        let message = format!(
            "a tag handle must begin with `!`, not {}",
            describe(text, at)
        );
        return Err(wrong(at, message));
    }
    let mut end = at + 1;
    if byte(bytes, end) != b' ' {
        end += name_len(bytes, end);
        if byte(bytes, end) != b'!' {
            let message = format!(
                "a tag handle is letters, digits, `-` and `_` between two `!`, so {} may not \
                 stand here",
                describe(text, end)
            );
            return Err(wrong(end, message));
        }
        end += 1;
    }
    Ok((text.get(at..end).unwrap_or_default(), end))
}

/// Reads the characters of a URI from `at` on; returns them decoded, and where they end.
pub(crate) fn uri<'a>(
    text: &'a str,
    at: usize,
    what: &str,
) -> Result<(Cow<'a, str>, usize), Error> {
    let bytes = text.as_bytes();
    let mut value = Cow::Borrowed("");
    let mut from = at;
    loop {
        let rest = bytes.get(from..).unwrap_or_default();
        let end = from + rest.iter().take_while(|b| is_uri_char(**b)).count();
        let run = text.get(from..end).unwrap_or_default();
        if value.is_empty() {
            value = Cow::Borrowed(run);
        } else {
            value.to_mut().push_str(run);
        }
        if byte(bytes, end) != b'%' {
            if end == at {
                let message = format!("the {what} has no name: {} follows", describe(text, end));
                return Err(wrong(end, message));
            }
            return Ok((value, end));
        }
        from = escapes(text, end, value.to_mut())?;
    }
}

/// Decodes the run of `%xx` at `at`.
fn escapes(text: &str, at: usize, value: &mut String) -> Result<usize, Error> {
    let bytes = text.as_bytes();
    let mut codes = Vec::new();
    let mut end = at;
    while byte(bytes, end) == b'%' {
        let digit = |index: usize| char::from(byte(bytes, index)).to_digit(16);
        let (Some(high), Some(low)) = (digit(end + 1), digit(end + 2)) else {
            let message = "`%` needs two hexadecimal digits in a tag; write `%25` for `%` itself";
            return Err(wrong(end + 1, message.to_owned()));
        };
        codes.extend(u8::try_from(high << 4 | low));
        end += 3;
    }
    match std::str::from_utf8(&codes) {
        Ok(decoded) => {
            value.push_str(decoded);
            Ok(end)
        }
        Err(_) => Err(wrong(at, "these escapes are not UTF-8".to_owned())),
    }
}

/// All but `%`, which begins an escape.
fn is_uri_char(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"-;/?:@&=+$,_.!~*'()[]".contains(&b)
}

fn wrong(at: usize, message: String) -> Error {
    Error::new(ErrorKind::Scanner, Span::at(at), message)
        .with_related(Span::new(0, 1), "the tag begins here")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(source: &str) -> (Option<&str>, String) {
        let tag = tag(source).unwrap();
        (tag.handle, tag.suffix.into_owned())
    }

    #[test]
    fn the_four_ways_to_write_a_tag() {
        assert_eq!(parts("!!int"), (Some("!!"), "int".into()));
        assert_eq!(parts("!local"), (Some("!"), "local".into()));
        assert_eq!(parts("!e!x"), (Some("!e!"), "x".into()));
        assert_eq!(parts("!<tag:x,1>"), (None, "tag:x,1".into()));
        assert_eq!(parts("!"), (None, "!".into()));
    }

    #[test]
    fn percent_escapes_are_utf_8() {
        assert_eq!(parts("!a%C3%A9%21b").1, "aé!b");
        assert_eq!(parts("!%41b").1, "Ab");
    }

    #[test]
    fn wrong_tags() {
        for (source, offset) in [
            ("!!", 2),
            ("!<", 2),
            ("!<a", 3),
            ("!a%4", 3),
            ("!a%c3", 2),
            ("!é", 1),
            ("!a{", 2),
            ("!a\t", 2),
            ("!a.b!c", 2),
        ] {
            let error = tag(source).unwrap_err();
            assert_eq!(
                (error.kind(), error.span().start),
                (ErrorKind::Scanner, offset),
                "{source}"
            );
        }
        assert!(tag("!a b").is_err());
    }
}
