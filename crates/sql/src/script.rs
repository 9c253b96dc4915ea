//! Scripts: objects in an order that loads.

mod part;
mod taken;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::catalogue::{Catalogue, Object, Stage};
use crate::map::Origin;
use crate::text::{Text, Writer};

pub use part::Part;
use part::Prepared;
use taken::Taken;

/// A file of a migration folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptFile {
    /// Its name; in the order of their names the files load.
    pub name: String,
    /// Its SQL.
    pub sql: String,
    /// Which pieces of it come from where, in the order of the SQL; those around others come before
    /// them.
    pub pieces: Vec<Piece>,
}

/// A piece of a script and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// In bytes of the file.
    pub sql: Range<u32>,
    /// The number of its catalogue among all.
    pub catalogue: usize,
    /// The piece of the spec that the catalogue was made from.
    pub origin: Origin,
}

/// Said once, before everything else: how the text is to be read.
const SETTINGS_FILE: &str = "000_settings.sql";
const SETTINGS: &str = "\
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SET client_min_messages = warning;
";

/// The names of all files that there may be, in their order.
pub fn file_names() -> impl Iterator<Item = String> {
    let stages = Stage::ALL.into_iter().enumerate();
    let stages = stages.map(|(number, stage)| file_name(number, stage));
    std::iter::once(SETTINGS_FILE.to_owned()).chain(stages)
}

fn file_name(number: usize, stage: Stage) -> String {
    format!("{:03}_{}.sql", (number + 1) * 10, stage.word())
}

/// The SQL of all catalogues, a file for each stage in which there is something.
#[must_use]
pub fn files<'c>(catalogues: impl IntoIterator<Item = &'c Catalogue>) -> Vec<ScriptFile> {
    files_of(catalogues.into_iter().map(Part::of).collect())
}

/// The same of catalogues that were prepared.
#[must_use]
pub fn files_of(parts: Vec<Part>) -> Vec<ScriptFile> {
    let mut stages: BTreeMap<Stage, Vec<(usize, Prepared)>> = BTreeMap::new();
    for (number, part) in parts.into_iter().enumerate() {
        for object in part.objects {
            let stage = stages.entry(object.stage()).or_default();
            stage.push((number, object));
        }
    }
    let mut taken = Taken::default();
    let mut files = vec![ScriptFile {
        name: SETTINGS_FILE.to_owned(),
        sql: SETTINGS.to_owned(),
        pieces: Vec::new(),
    }];
    for (number, stage) in Stage::ALL.into_iter().enumerate() {
        let objects = stages.remove(&stage).unwrap_or_default();
        let mut file = ScriptFile {
            name: file_name(number, stage),
            sql: String::new(),
            pieces: Vec::new(),
        };
        let mut before = None;
        for (catalogue, object) in objects {
            if let Some((stage, text)) = taken.made(catalogue, object) {
                file.add(&mut before, stage, catalogue, &text);
            }
        }
        if !file.sql.is_empty() {
            files.push(file);
        }
    }
    files
}

/// What is made of all catalogues: each object once, by the name that it gets.
#[must_use]
pub fn objects(catalogues: &[Catalogue]) -> Vec<Object> {
    let mut taken = Taken::default();
    let mut made = Vec::new();
    for stage in Stage::ALL {
        for (number, part) in catalogues.iter().enumerate() {
            let objects = part.of_stage(stage);
            made.extend(objects.filter_map(|object| taken.object(number, object)));
        }
    }
    made
}

impl ScriptFile {
    /// Adds an object, of a stage that may be another one than that of the object before it.
    fn add(&mut self, before: &mut Option<Stage>, stage: Stage, catalogue: usize, text: &Text) {
        if before.is_some_and(|before| is_apart(before, stage)) {
            self.sql.push('\n');
        }
        *before = Some(stage);
        let offset = u32::try_from(self.sql.len()).unwrap_or(u32::MAX);
        let pairs = text.map.pairs().iter();
        self.pieces.extend(pairs.map(|pair| Piece {
            sql: pair.sql.start.saturating_add(offset)..pair.sql.end.saturating_add(offset),
            catalogue,
            origin: pair.origin,
        }));
        self.sql.push_str(&text.sql);
    }
}

/// Whether a blank line stands between objects of these stages: what is one line each stands
/// together.
fn is_apart(before: Stage, stage: Stage) -> bool {
    let is_short = matches!(
        stage,
        Stage::Remarks | Stage::Extensions | Stage::Schemas | Stage::Indexes
    );
    before != stage || !is_short
}

/// The SQL of these objects, in this order.
pub(crate) fn text_of<'o>(objects: impl IntoIterator<Item = &'o Object>) -> Text {
    let mut out = Writer::default();
    let mut before = None;
    for object in objects {
        let stage = object.stage();
        if before.is_some_and(|before| is_apart(before, stage)) {
            out.line();
        }
        before = Some(stage);
        object.write(&mut out);
    }
    out.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Column, Event, Index, IndexColumn, Table, Timing, Trigger};
    use crate::data_type::DataType;
    use crate::expression::Expression;
    use crate::function::{Body, Function};
    use crate::name::ObjectName;

    fn table(name: &str) -> Table {
        Table {
            name: ObjectName::new("s", name),
            columns: vec![Column::new("a", DataType::TEXT)],
            constraints: Vec::new(),
            partitioned_by: None,
            comment: None,
            origin: None,
        }
    }

    fn function(value: i64) -> Function {
        let value = Body::Value(Expression::integer(value));
        Function::new(
            ObjectName::new("s", "f"),
            Vec::new(),
            DataType::INTEGER,
            value,
        )
    }

    fn written(catalogues: &[Catalogue]) -> String {
        let files = files(catalogues);
        let texts: Vec<_> = files.into_iter().skip(1).map(|file| file.sql).collect();
        texts.join("\n")
    }

    #[test]
    fn stages_come_one_after_another_and_files_in_the_order_of_their_names() {
        let mut first = Catalogue::default();
        first.add(function(1));
        first.add(table("one"));
        let mut second = Catalogue::default();
        second.add(table("two"));
        let names: Vec<_> = files([&first, &second])
            .into_iter()
            .map(|file| file.name)
            .collect();
        assert_eq!(
            names,
            ["000_settings.sql", "050_tables.sql", "080_functions.sql"]
        );
        let all: Vec<_> = file_names().collect();
        assert!(all.is_sorted());
    }

    #[test]
    fn pieces_of_a_file_come_from_their_catalogues() {
        let mut catalogues = Vec::new();
        for (name, at) in [("one", 3), ("two", 5)] {
            let mut table = table(name);
            table.columns[0].origin = Some(Origin::new(at, at + 1));
            let mut catalogue = Catalogue::default();
            catalogue.add(table);
            catalogues.push(catalogue);
        }
        let files = files(&catalogues);
        let [settings, tables] = files.as_slice() else {
            panic!("{files:?}");
        };
        assert_eq!(settings.pieces, []);
        let pieces = tables.pieces.iter();
        let shown: Vec<_> = pieces
            .map(|piece| {
                let at = piece.sql.start as usize..piece.sql.end as usize;
                (&tables.sql[at], piece.catalogue, piece.origin)
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("a text", 0, Origin::new(3, 4)),
                ("a text", 1, Origin::new(5, 6))
            ]
        );
    }

    #[test]
    fn the_same_thing_is_made_once_and_another_one_is_told() {
        let mut first = Catalogue::default();
        first.add(function(1));
        let mut second = first.clone();
        second.add(function(2));
        assert_eq!(
            written(&[first, second]),
            "\
CREATE FUNCTION s.f()
RETURNS integer
LANGUAGE sql
AS $$
    SELECT 1
$$;

-- Left out: a second `s.f()`
"
        );
    }

    #[test]
    fn what_belongs_to_a_table_that_is_not_made_is_not_made() {
        let mut first = Catalogue::default();
        first.add(table("one"));
        let mut second = Catalogue::default();
        let mut other = table("one");
        other.columns.push(Column::new("b", DataType::TEXT));
        second.add(Index::new("i", &other.name, [IndexColumn::of("b")]));
        second.add(other);
        assert_eq!(
            written(&[first, second]),
            "CREATE TABLE s.one (\n    a text\n);\n\n-- Left out: a second `s.one`\n"
        );
    }

    #[test]
    fn a_table_has_one_trigger_of_a_name() {
        let mut catalogue = Catalogue::default();
        catalogue.add(table("one"));
        for function in ["f", "f", "g"] {
            catalogue.add(Trigger {
                arguments: Vec::new(),
                name: "changed".into(),
                table: ObjectName::new("s", "one"),
                timing: Timing::After,
                events: vec![Event::Insert],
                for_each_row: true,
                is_deferrable: false,
                condition: None,
                function: ObjectName::new("s", function),
                origin: None,
            });
        }
        let sql = written(&[catalogue]);
        assert_eq!(sql.matches("CREATE TRIGGER").count(), 1);
        assert!(
            sql.ends_with("-- Left out: a second `changed of s.one`\n"),
            "{sql}"
        );
    }

    #[test]
    fn indexes_have_names_of_their_own() {
        let mut catalogue = Catalogue::default();
        catalogue.add(table("one"));
        for name in ["i", "i", "one"] {
            catalogue.add(Index::new(
                name,
                &ObjectName::new("s", "one"),
                [IndexColumn::of("a")],
            ));
        }
        let sql = written(&[catalogue]);
        assert!(sql.ends_with(
            "\
CREATE INDEX i ON s.one (a);
CREATE INDEX i_2 ON s.one (a);
CREATE INDEX one_2 ON s.one (a);
"
        ));
    }

    #[test]
    fn each_piece_knows_its_catalogue_and_where_it_comes_from() {
        let catalogue = |name: &str, at: u32| {
            let mut catalogue = Catalogue::default();
            catalogue.add(Table {
                origin: Some(Origin::new(at, at + 1)),
                ..table(name)
            });
            catalogue
        };
        let files = files(&[catalogue("one", 3), catalogue("two", 5)]);
        let file = files.last().unwrap();
        let pieces = file.pieces.iter().map(|piece| {
            let sql = &file.sql[piece.sql.start as usize..piece.sql.end as usize];
            (sql.lines().next().unwrap(), piece.catalogue, piece.origin)
        });
        assert_eq!(
            pieces.collect::<Vec<_>>(),
            [
                ("CREATE TABLE s.one (", 0, Origin::new(3, 4)),
                ("CREATE TABLE s.two (", 1, Origin::new(5, 6)),
            ]
        );
    }
}
