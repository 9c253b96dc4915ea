//! How values are looked up: which kinds of index can be made of values of which type.

use specql_sql::catalogue::{Catalogue, IndexColumn, Method, Object};
use specql_sql::{DataType, Name};

/// How a column is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lookup {
    pub(crate) method: Method,
    /// The operators it is for, where they are not the usual ones.
    pub(crate) operators: Option<&'static str>,
    /// The extension that brings them.
    pub(crate) extension: Option<&'static str>,
}

impl Lookup {
    /// By order.
    pub(crate) const ORDER: Self = Self::by(Method::Btree);

    /// By the usual operators of a method.
    pub(crate) const fn by(method: Method) -> Self {
        Self {
            method,
            operators: None,
            extension: None,
        }
    }

    /// By pieces of words.
    pub(crate) const PIECES: Self = Self {
        method: Method::Gin,
        operators: Some("gin_trgm_ops"),
        extension: Some("pg_trgm"),
    };

    /// By networks.
    pub(crate) const NETWORKS: Self = Self {
        method: Method::Gist,
        operators: Some("inet_ops"),
        extension: None,
    };

    /// The way in which values of a type can be looked up by a method, if there is one.
    pub(crate) fn of(method: Method, data_type: &DataType) -> Option<Self> {
        let lookup = Self::by(method);
        let name = data_type.built_in_name().unwrap_or_default();
        match method {
            Method::Btree | Method::Hash if matches!(name, "json" | "point") => None,
            Method::Brin if matches!(name, "json" | "jsonb" | "point" | "boolean") => None,
            Method::Btree | Method::Hash | Method::Brin => Some(lookup),
            Method::Gin => match name {
                "jsonb" => Some(lookup),
                "text" | "varchar" => Some(Self::PIECES),
                _ => None,
            },
            Method::Gist => match name {
                "json" | "jsonb" => None,
                "inet" | "cidr" => Some(Self::NETWORKS),
                "point" | "ltree" | "daterange" | "tstzrange" | "int4range" | "numrange" => {
                    Some(lookup)
                }
                // An order, by what an extension brings.
                _ => Some(Self {
                    extension: Some("btree_gist"),
                    ..lookup
                }),
            },
        }
    }

    /// The way that a word asks for, or else the one that values of the type are mostly looked up by.
    pub(crate) fn asked(word: &str, data_type: &DataType) -> Option<Self> {
        let method = match word {
            "gin_trgm" => Method::Gin,
            word => Method::of_name(word).unwrap_or_default(),
        };
        // An order of JSON is of no use.
        let is_useful = method != Method::Btree || data_type.built_in_name() != Some("jsonb");
        let asked = Self::of(method, data_type).filter(|_| is_useful);
        asked.or_else(|| Self::usual(data_type))
    }

    /// The way in which values of a type are mostly looked up.
    pub(crate) fn usual(data_type: &DataType) -> Option<Self> {
        match data_type.built_in_name() {
            Some("jsonb") => Self::of(Method::Gin, data_type),
            Some("point") => Self::of(Method::Gist, data_type),
            _ => Self::of(Method::Btree, data_type),
        }
    }

    /// A column that is looked up so, and what the database needs for that.
    pub(crate) fn column(self, name: Name, catalogue: &mut Catalogue) -> IndexColumn {
        if let Some(extension) = self.extension {
            catalogue.add(Object::Extension(extension));
        }
        IndexColumn {
            operators: self.operators,
            ..IndexColumn::of(name)
        }
    }
}

/// Whether values can be compared in an index of places and ranges. Most types can by the extension
/// `btree_gist`.
pub(crate) fn is_comparable_in_gist(data_type: &DataType) -> bool {
    !matches!(
        data_type.built_in_name(),
        None | Some("json" | "jsonb" | "point")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_looked_up_as_postgresql_can() {
        let of = |method, name| Lookup::of(method, &DataType::built_in(name).unwrap());
        assert_eq!(of(Method::Btree, "point"), None);
        assert_eq!(of(Method::Gin, "integer"), None);
        assert_eq!(of(Method::Gin, "text"), Some(Lookup::PIECES));
        assert_eq!(
            of(Method::Gist, "uuid").and_then(|it| it.extension),
            Some("btree_gist")
        );
    }

    #[test]
    fn what_cannot_be_is_as_usual() {
        let method = |word, name| {
            Lookup::asked(word, &DataType::built_in(name).unwrap()).map(|it| it.method)
        };
        assert_eq!(method("btree", "jsonb"), Some(Method::Gin));
        assert_eq!(method("gist", "jsonb"), Some(Method::Gin));
        assert_eq!(method("gin", "integer"), Some(Method::Btree));
        assert_eq!(method("gist", "point"), Some(Method::Gist));
    }
}
