//! Brackets that are still to be closed on the line of the cursor.
//!
//! With them closed, the text around a word in brackets is a whole one.

/// The brackets that a line opens before a place and closes neither before nor behind it, as they
/// are to be closed.
pub(super) fn missing(before: &str, behind: &str) -> String {
    let mut open = Open::default();
    open.read(before);
    if open.brackets.is_empty() || open.quote.is_some() {
        return String::new();
    }
    let depth = open.brackets.len();
    open.read(behind);
    open.brackets.truncate(depth);
    open.brackets.iter().rev().collect()
}

#[derive(Default)]
struct Open {
    /// How each is closed.
    brackets: Vec<char>,
    quote: Option<char>,
    /// Whether a value may begin: only there a bracket is one outside of others.
    may_begin: bool,
    has_begun: bool,
}

impl Open {
    fn read(&mut self, text: &str) {
        let mut before = ' ';
        for c in text.chars() {
            self.take(c, before);
            before = c;
        }
    }

    fn take(&mut self, c: char, before: char) {
        if let Some(quote) = self.quote {
            if c == quote {
                self.quote = None;
            }
            return;
        }
        let is_inside = !self.brackets.is_empty();
        match c {
            '{' if is_inside || self.begins() => self.brackets.push('}'),
            '[' if is_inside || self.begins() => self.brackets.push(']'),
            '}' | ']' if self.brackets.last() == Some(&c) => drop(self.brackets.pop()),
            '"' | '\'' if (is_inside && !before.is_alphanumeric()) || self.begins() => {
                self.quote = Some(c);
            }
            _ => {}
        }
        match c {
            ' ' => self.may_begin |= matches!(before, ':' | '-'),
            _ => {
                self.may_begin = false;
                self.has_begun = true;
            }
        }
    }

    fn begins(&self) -> bool {
        self.may_begin || !self.has_begun
    }
}

#[cfg(test)]
mod tests {
    use super::missing;

    #[test]
    fn what_is_open_is_closed() {
        assert_eq!(missing("  - {name: a, fields: [b, ", ""), "]}");
        assert_eq!(missing("key: {a: ", ""), "}");
        assert_eq!(missing("[a, ", ""), "]");
    }

    #[test]
    fn what_is_closed_stays_as_it_is() {
        assert_eq!(missing("key: {a: ", "}"), "");
        assert_eq!(missing("key: {a: [", "b], c: [d]"), "}");
        assert_eq!(missing("key: {a: [b], c: ", ""), "}");
    }

    #[test]
    fn brackets_in_texts_are_none() {
        assert_eq!(missing("key: a {b: ", ""), "");
        assert_eq!(missing("key: \"{", ""), "");
        assert_eq!(missing("key: {a: \"[\", b: ", ""), "}");
        assert_eq!(missing("key: {a: \"[", ""), "");
    }
}
