//! Writing SQL: texts, names, indentation, and where it all comes from.

use crate::map::{Origin, SourceMap};
use crate::name::{Name, ObjectName};
use crate::quote;

/// SQL and where it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The SQL.
    pub sql: String,
    /// Which piece of it comes from where.
    pub map: SourceMap,
}

/// What SQL is written to.
#[derive(Default)]
pub(crate) struct Writer {
    text: Text,
    depth: usize,
    is_line_begun: bool,
    /// Whether all that is long stays on one line.
    is_flat: bool,
}

/// Longer lists stand on a line for each item.
const MOST_ON_A_LINE: usize = 90;

impl Writer {
    /// Words of SQL, as they are: never anything that a spec says.
    pub(crate) fn sql(&mut self, words: &str) {
        self.begin_line();
        self.text.sql.push_str(words);
    }

    pub(crate) fn name(&mut self, name: &Name) {
        self.sql(&quote::quoted(name.as_str()));
    }

    pub(crate) fn object(&mut self, object: &ObjectName) {
        if let Some(schema) = &object.schema {
            self.name(schema);
            self.sql(".");
        }
        self.name(&object.name);
    }

    pub(crate) fn literal(&mut self, text: &str) {
        self.sql(&quote::literal(text));
    }

    /// A comment for those who read the SQL; lines stay lines.
    pub(crate) fn remark(&mut self, text: &str) {
        for line in text.split(['\n', '\r']) {
            let line: String = line
                .chars()
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect();
            self.sql(format!("-- {line}").trim_end());
            self.line();
        }
    }

    /// Ends the line.
    pub(crate) fn line(&mut self) {
        if self.is_flat {
            self.text.sql.push(' ');
            return;
        }
        self.text.sql.push('\n');
        self.is_line_begun = false;
    }

    /// Goes on on the next line, unless this one is still empty.
    pub(crate) fn next_line(&mut self) {
        if self.is_line_begun || self.is_flat {
            self.line();
        }
    }

    /// A blank, unless the line is still empty.
    pub(crate) fn blank(&mut self) {
        if self.is_line_begun || self.is_flat {
            self.text.sql.push(' ');
        }
    }

    pub(crate) fn indented(&mut self, write: impl FnOnce(&mut Self)) {
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }

    /// Notes that what is written comes from there.
    pub(crate) fn from(&mut self, origin: Option<Origin>, write: impl FnOnce(&mut Self)) {
        let Some(origin) = origin else {
            return write(self);
        };
        self.begin_line();
        let start = self.offset();
        write(self);
        let end = self.offset();
        self.text.map.add(start..end, origin);
    }

    /// Things with something between them.
    pub(crate) fn joined<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        between: &str,
        mut write: impl FnMut(&mut Self, T),
    ) {
        for (number, item) in items.into_iter().enumerate() {
            if number > 0 {
                self.sql(between);
            }
            write(self, item);
        }
    }

    /// Things with commas between them: on one line, or on a line each where that would be long.
    pub(crate) fn spread<T: Copy>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        write: impl Fn(&mut Self, T),
    ) {
        self.spread_behind("", items, write);
    }

    /// The same behind a word with a blank, which no line ends with.
    pub(crate) fn spread_behind<T: Copy>(
        &mut self,
        blank: &str,
        items: impl IntoIterator<Item = T>,
        write: impl Fn(&mut Self, T),
    ) {
        let items: Vec<T> = items.into_iter().collect();
        let is_short = || {
            let items = &items;
            let write = &write;
            self.is_short(|out| out.joined(items, ", ", |out, item| write(out, *item)))
        };
        if items.len() < 2 || is_short() {
            self.sql(blank);
            return self.joined(items, ", ", write);
        }
        self.indented(|out| {
            for (number, item) in items.iter().enumerate() {
                out.sql(if number > 0 { "," } else { "" });
                out.line();
                write(out, *item);
            }
        });
        self.line();
    }

    /// Whether something fits on one line, or has to.
    pub(crate) fn is_short(&self, write: impl FnOnce(&mut Self)) -> bool {
        if self.is_flat {
            return true;
        }
        let mut flat = Self {
            is_flat: true,
            ..Self::default()
        };
        write(&mut flat);
        flat.text.sql.len() <= MOST_ON_A_LINE
    }

    pub(crate) fn names<'n>(&mut self, names: impl IntoIterator<Item = &'n Name>) {
        self.joined(names, ", ", Writer::name);
    }

    /// The body of a function: text of its own between marks that it does not hold.
    pub(crate) fn body(&mut self, body: Text) {
        self.begin_line();
        let quoted = quote::body(&body.sql);
        let before = (quoted.len() - body.sql.len()) / 2;
        let offset = self.offset() + u32::try_from(before).unwrap_or(u32::MAX);
        self.text.map.append(body.map, offset);
        self.text.sql.push_str(&quoted);
    }

    pub(crate) fn finish(mut self) -> Text {
        self.text.map.sort();
        self.text
    }

    fn begin_line(&mut self) {
        if !self.is_line_begun {
            for _ in 0..self.depth {
                self.text.sql.push_str("    ");
            }
            self.is_line_begun = true;
        }
    }

    fn offset(&self) -> u32 {
        u32::try_from(self.text.sql.len()).unwrap_or(u32::MAX)
    }
}

/// What is written by itself.
pub(crate) fn written(write: impl FnOnce(&mut Writer)) -> String {
    let mut out = Writer::default();
    write(&mut out);
    out.finish().sql
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_end_where_their_line_does() {
        let mut out = Writer::default();
        out.remark("one\ntwo\r\nDROP TABLE x;\u{b}\0 --");
        assert_eq!(
            out.finish().sql,
            "-- one\n-- two\n--\n-- DROP TABLE x;   --\n"
        );
    }
}
