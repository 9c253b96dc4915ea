//! Simple keys: keys without `?`, recognised only when their `:` comes.

use std::collections::VecDeque;

use super::cursor::Cursor;
use crate::error::{Error, ErrorKind};
use crate::span::Span;

/// The `:` must come within so many characters from the key's beginning, and on the same line.
const MAX_KEY_LENGTH: usize = 1024;

/// A place where a key may have begun.
pub(crate) struct PossibleKey {
    /// How many `[` and `{` are open there.
    flow_level: isize,
    /// Number of the key's first token.
    pub(crate) token: usize,
    /// If no `:` follows the text is wrong: the place is indented as only a key can be.
    required: bool,
    pub(crate) offset: usize,
    pub(crate) column: isize,
    index: usize,
    line_start: usize,
}

/// All places where a key may have begun, at most one for each flow level. Deeper ones begin
/// later, so both ends of the queue are the only places to look.
#[derive(Default)]
pub(crate) struct PossibleKeys(VecDeque<PossibleKey>);

impl PossibleKeys {
    /// Remembers that a key may begin here.
    pub(crate) fn push(
        &mut self,
        flow_level: isize,
        token: usize,
        required: bool,
        at: &Cursor<'_>,
    ) {
        self.0.push_back(PossibleKey {
            flow_level,
            token,
            required,
            offset: at.offset(),
            column: at.column(),
            index: at.index(),
            line_start: at.line_start(),
        });
    }

    /// The number of the first token that may still turn out to begin a key.
    #[inline]
    pub(crate) fn first_token(&self) -> Option<usize> {
        self.0.front().map(|key| key.token)
    }

    /// Takes the possible key of this flow level.
    pub(crate) fn take(&mut self, flow_level: isize) -> Option<PossibleKey> {
        if self.0.back()?.flow_level == flow_level {
            self.0.pop_back()
        } else {
            None
        }
    }

    /// Gives the possible key of this flow level up.
    pub(crate) fn give_up(&mut self, flow_level: isize, at: &Cursor<'_>) -> Result<(), Error> {
        match self.take(flow_level) {
            Some(key) if key.required => Err(key.missing_colon(at)),
            _ => Ok(()),
        }
    }

    /// Gives up all keys that began on another line or too far back.
    #[inline]
    pub(crate) fn give_up_stale(&mut self, at: &Cursor<'_>) -> Result<(), Error> {
        while let Some(key) = self.0.front() {
            let is_near = at.index() - key.index <= MAX_KEY_LENGTH;
            if is_near && key.line_start == at.line_start() {
                break;
            }
            if key.required {
                return Err(key.missing_colon(at));
            }
            self.0.pop_front();
        }
        Ok(())
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

impl PossibleKey {
    fn missing_colon(&self, at: &Cursor<'_>) -> Error {
        let message = if self.line_start == at.line_start() {
            "the key that begins this line needs a `:` and a space behind it, within 1024 characters"
        } else {
            "the line before this one needs a `:` and a space behind its key; or indent it \
             differently, if it belongs to the text above"
        };
        Error::new(ErrorKind::Scanner, Span::at(at.offset()), message)
            .with_related(Span::at(self.offset), "a key is expected here")
    }
}
