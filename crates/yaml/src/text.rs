//! The value of a scalar: a string as Python has it.

use std::borrow::Cow;
use std::ops::Deref;

/// A string, which unlike Rust's own may hold lone surrogates: Python makes one of `"\ud800"`.
///
/// It dereferences to a `str` in which U+FFFD stands for each surrogate; [`Text::codepoints`]
/// has the exact content, and comparing looks at the exact content too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Text<'a> {
    shown: Cow<'a, str>,
    /// Nearly no text has any, so they cost one pointer.
    surrogates: Option<Box<Surrogates>>,
}

/// Offset in the shown text, and code.
type Surrogates = Vec<(usize, u16)>;

impl<'a> Text<'a> {
    /// Nothing.
    pub(crate) const EMPTY: Text<'static> = Text {
        shown: Cow::Borrowed(""),
        surrogates: None,
    };

    /// The text without the part that borrows from the source.
    #[must_use]
    pub fn into_owned(self) -> Text<'static> {
        Text {
            shown: Cow::Owned(self.shown.into_owned()),
            surrogates: self.surrogates,
        }
    }

    /// The text as a `str`, U+FFFD standing for each lone surrogate.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.shown
    }

    /// Whether it holds lone surrogates, which no UTF-8 can express.
    #[must_use]
    pub fn has_surrogates(&self) -> bool {
        self.surrogates.is_some()
    }

    /// Every code point, surrogates included.
    pub fn codepoints(&self) -> impl Iterator<Item = u32> + '_ {
        let mut surrogates = self
            .surrogates
            .iter()
            .flat_map(|list| list.iter())
            .peekable();
        self.shown.char_indices().map(move |(at, c)| {
            match surrogates.next_if(|(offset, _)| *offset == at) {
                Some((_, code)) => u32::from(*code),
                None => u32::from(c),
            }
        })
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.shown
    }
}

impl<'a> From<Cow<'a, str>> for Text<'a> {
    fn from(shown: Cow<'a, str>) -> Self {
        Self {
            shown,
            surrogates: None,
        }
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(shown: &'a str) -> Self {
        Cow::Borrowed(shown).into()
    }
}

impl From<String> for Text<'_> {
    fn from(shown: String) -> Self {
        Cow::<str>::Owned(shown).into()
    }
}

impl PartialEq<str> for Text<'_> {
    fn eq(&self, other: &str) -> bool {
        !self.has_surrogates() && self.as_str() == other
    }
}

impl PartialEq<&str> for Text<'_> {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

/// Builds a [`Text`] piece by piece.
#[derive(Default)]
pub(crate) struct TextBuilder {
    shown: String,
    surrogates: Surrogates,
}

impl TextBuilder {
    pub(crate) fn push_str(&mut self, piece: &str) {
        self.shown.push_str(piece);
    }

    /// Appends a code point; false when there is none with this number.
    pub(crate) fn push_code(&mut self, code: u32) -> bool {
        if let Some(c) = char::from_u32(code) {
            self.shown.push(c);
            return true;
        }
        match u16::try_from(code) {
            Ok(surrogate) => {
                self.surrogates.push((self.shown.len(), surrogate));
                self.shown.push(char::REPLACEMENT_CHARACTER);
                true
            }
            Err(_) => false,
        }
    }

    pub(crate) fn finish<'a>(self) -> Text<'a> {
        let surrogates = (!self.surrogates.is_empty()).then(|| Box::new(self.surrogates));
        Text {
            shown: Cow::Owned(self.shown),
            surrogates,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lone_surrogate_is_kept_beside_the_shown_text() {
        let mut builder = TextBuilder::default();
        builder.push_str("é");
        assert!(builder.push_code(0xD800));
        assert!(builder.push_code(0x1F600));
        assert!(!builder.push_code(0x11_0000));
        let text = builder.finish();
        assert_eq!(&*text, "é\u{fffd}😀");
        assert_eq!(
            text.codepoints().collect::<Vec<_>>(),
            [0xE9, 0xD800, 0x1F600]
        );
        assert_ne!(text, "é\u{fffd}😀");
        assert_ne!(text, Text::from("é\u{fffd}😀"));
        assert_eq!(text.clone().into_owned(), text);
    }
}
