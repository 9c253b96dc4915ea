//! From bytes to texts: what no rule can look into.

use specql_yaml::Span;

use crate::diagnostic::Diagnostic;
use crate::rules::bytes::{NOT_UTF_8, TOO_LARGE};

/// Larger files are not read.
pub const MAX_SIZE: usize = 20_000_000;

/// Bytes that are no text.
#[derive(Debug)]
pub struct NoText {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Why they are no text; its place is the first byte that is none of a text.
    pub diagnostic: Diagnostic,
}

/// The text of a file, or why it has none.
pub fn text_of(bytes: Vec<u8>) -> Result<String, Box<NoText>> {
    String::from_utf8(bytes).map_err(|error| {
        let place = Span::at(error.utf8_error().valid_up_to());
        let bytes = error.into_bytes();
        let message = match bytes.as_slice() {
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => {
                "this file is UTF-16; SpecQL reads UTF-8 only, so save it as that".to_owned()
            }
            _ if bytes.contains(&0) => "this file is no text".to_owned(),
            _ => {
                let byte = bytes.get(place.start as usize).copied().unwrap_or_default();
                format!("the byte {byte:02X} is not UTF-8; save the file as UTF-8")
            }
        };
        let diagnostic = Diagnostic::new(&NOT_UTF_8, place, message);
        Box::new(NoText { bytes, diagnostic })
    })
}

/// Says that a file has more bytes than are looked at.
#[must_use]
pub fn too_large(most: usize) -> Diagnostic {
    let megabytes = most / 1_000_000;
    let message = format!("this file is larger than {megabytes} MB and was not checked");
    Diagnostic::new(&TOO_LARGE, Span::at(0), message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8]) -> Option<(u32, String)> {
        let diagnostic = text_of(bytes.to_vec()).err()?.diagnostic;
        Some((diagnostic.span.start, diagnostic.message))
    }

    #[test]
    fn what_is_not_utf_8_is_told_with_its_place() {
        assert_eq!(told("entity: É\n".as_bytes()), None);
        let (place, message) = told(b"a: caf\xE9\n").unwrap();
        assert_eq!(place, 6);
        assert!(message.contains("E9"));
        assert!(told(b"\xFF\xFEa\x00").unwrap().1.contains("UTF-16"));
        assert!(told(b"\x7FELF\x00\x80").unwrap().1.contains("no text"));
    }
}
