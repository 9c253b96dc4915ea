//! What PostgreSQL can put into an index: for each way of building one the types it has operators
//! for, by itself and with an extension of PostgreSQL's own.
//!
//! This is `pg_opclass` of PostgreSQL 15, for the types that columns of specs have.
//! `crates/lsp/tests/postgres_indexes.rs` asks a real one.

/// What an index needs so that a column of some type can be in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operators {
    /// Nothing: PostgreSQL has the operators.
    Own,
    /// This extension.
    Extension(&'static str),
    /// Nothing helps: there are no operators.
    None,
}

/// A way of building an index.
#[derive(Debug)]
pub struct Method {
    /// Its name in PostgreSQL.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// Whether an index built so may have several columns.
    pub takes_several: bool,
    own: &'static [&'static [&'static str]],
    extension: Option<(&'static str, &'static [&'static [&'static str]])>,
}

/// Types of one order each, which every way knows that knows scalars.
const SCALARS: &[&str] = &[
    "text",
    "varchar",
    "char",
    "integer",
    "bigint",
    "smallint",
    "numeric",
    "real",
    "double precision",
    "date",
    "time",
    "timetz",
    "timestamp",
    "timestamptz",
    "interval",
    "uuid",
    "bytea",
    "inet",
    "cidr",
    "macaddr",
];
const BOOLEAN: &[&str] = &["boolean"];
const RANGES: &[&str] = &["daterange", "tstzrange", "int4range", "numrange"];

/// All ways, the usual one first.
pub const METHODS: &[Method] = &[
    Method {
        name: "btree",
        about: "equal values, ranges and order",
        takes_several: true,
        own: &[SCALARS, BOOLEAN, RANGES, &["jsonb", "ltree", "regclass"]],
        extension: None,
    },
    Method {
        name: "gin",
        about: "members of lists and JSON",
        takes_several: true,
        own: &[&["jsonb"]],
        extension: Some(("btree_gin", &[SCALARS, BOOLEAN, &["regclass"]])),
    },
    Method {
        name: "gist",
        about: "what overlaps or lies near",
        takes_several: true,
        own: &[RANGES, &["point", "ltree"]],
        extension: Some(("btree_gist", &[SCALARS, BOOLEAN, &["regclass"]])),
    },
    Method {
        name: "brin",
        about: "large tables whose rows lie in order",
        takes_several: true,
        own: &[SCALARS, RANGES, &["regclass"]],
        extension: None,
    },
    Method {
        name: "hash",
        about: "equal values only",
        takes_several: false,
        own: &[SCALARS, BOOLEAN, RANGES, &["jsonb", "regclass"]],
        extension: None,
    },
    Method {
        name: "spgist",
        about: "beginnings of texts, points and networks",
        takes_several: false,
        own: &[RANGES, &["text", "varchar", "inet", "cidr", "point"]],
        extension: None,
    },
];

/// The types that the lists speak of, for who wants to try them all. What is not in here is not known.
pub fn known_types() -> impl Iterator<Item = &'static str> {
    let lists = [SCALARS, BOOLEAN, RANGES];
    let others = ["json", "jsonb", "point", "ltree", "regclass"];
    lists.into_iter().flatten().copied().chain(others)
}

impl Method {
    /// The way of this name, whatever the case of its letters.
    #[must_use]
    pub fn of_name(name: &str) -> Option<&'static Self> {
        let mut methods = METHODS.iter();
        methods.find(|method| method.name.eq_ignore_ascii_case(name))
    }

    /// What an index built so needs for a column of a type; none where the type is not known here.
    #[must_use]
    pub fn operators(&self, data_type: &str) -> Option<Operators> {
        let has = |lists: &[&[&str]]| lists.iter().any(|list| list.contains(&data_type));
        if has(self.own) {
            return Some(Operators::Own);
        }
        if let Some((name, _)) = self.extension.filter(|(_, lists)| has(lists)) {
            return Some(Operators::Extension(name));
        }
        known_types()
            .any(|known| known == data_type)
            .then_some(Operators::None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::{Choice, Place, Shape};

    fn needs(method: &str, data_type: &str) -> Option<Operators> {
        Method::of_name(method)?.operators(data_type)
    }

    #[test]
    fn some_indexes_need_an_extension_and_some_cannot_be() {
        assert_eq!(needs("gin", "jsonb"), Some(Operators::Own));
        assert_eq!(
            needs("GIN", "text"),
            Some(Operators::Extension("btree_gin"))
        );
        assert_eq!(
            needs("gist", "integer"),
            Some(Operators::Extension("btree_gist"))
        );
        assert_eq!(needs("btree", "point"), Some(Operators::None));
        assert_eq!(needs("btree", "tsvector"), None);
        assert_eq!(needs("bloom", "text"), None);
    }

    #[test]
    fn what_may_be_written_for_an_index_is_known_here() {
        let Some(Shape::Choice(choices)) = Place::Index.key("type").map(|key| key.shape) else {
            panic!("an index has a type");
        };
        let words: Vec<_> = choices.iter().map(|choice: &Choice| choice.value).collect();
        let methods: Vec<_> = METHODS.iter().map(|method| method.name).collect();
        assert_eq!(words, methods);
    }
}
