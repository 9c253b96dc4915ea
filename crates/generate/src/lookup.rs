//! How values are looked up: which kinds of index can be made of values of which type.

use specql_language::index::{self as facts, Operators};
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
        let Some(name) = data_type.built_in_name() else {
            // A list: one as a whole comes before another.
            return matches!(method, Method::Btree | Method::Hash).then_some(lookup);
        };
        match (method, name) {
            // What texts and networks are looked through for, rather than their order.
            (Method::Gin, "text" | "varchar") => return Some(Self::PIECES),
            (Method::Gist, "inet" | "cidr") => return Some(Self::NETWORKS),
            _ => {}
        }
        let extension = match facts::Method::of_name(method.name())?.operators(name)? {
            Operators::Own => None,
            Operators::Extension(extension) => Some(extension),
            Operators::None => return None,
        };
        Some(Self {
            extension,
            ..lookup
        })
    }

    /// The way of this name; why there is none.
    pub(crate) fn named(word: &str, data_type: &DataType) -> Result<Self, String> {
        let method = Method::of_name(word).ok_or_else(|| format!("an index by `{word}`"))?;
        Self::of(method, data_type).ok_or_else(|| {
            let (word, data_type) = (method.name(), data_type.sql());
            format!("an index by `{word}`, which takes no `{data_type}`")
        })
    }

    /// The way that a word asks for in a table view; why there is none. A word that is none asks for
    /// nothing.
    pub(crate) fn asked(word: Option<&str>, data_type: &DataType) -> Result<Option<Self>, String> {
        match word {
            Some("gin_trgm") => match data_type.built_in_name() {
                Some("text" | "varchar") => Ok(Some(Self::PIECES)),
                _ => Err("an index of pieces of words, which takes texts only".to_owned()),
            },
            Some(word) if Method::of_name(word).is_some() => Self::named(word, data_type).map(Some),
            _ => Ok(Self::usual(data_type)),
        }
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

/// Whether a method makes one index of several columns.
pub(crate) fn takes_several(method: Method) -> bool {
    facts::Method::of_name(method.name()).is_some_and(|facts| facts.takes_several)
}

/// Whether values can be compared in an index of places and ranges: those that the extension
/// `btree_gist` has an order for.
pub(crate) fn is_comparable_in_gist(data_type: &DataType) -> bool {
    let gist = facts::Method::of_name(Method::Gist.name());
    let needs = gist.zip(data_type.built_in_name());
    let needs = needs.and_then(|(gist, name)| gist.operators(name));
    matches!(needs, Some(Operators::Extension(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_looked_up_as_postgresql_can() {
        let of = |method, name| Lookup::of(method, &DataType::built_in(name).unwrap());
        assert_eq!(of(Method::Btree, "point"), None);
        assert_eq!(of(Method::Gin, "point"), None);
        assert_eq!(
            of(Method::Gin, "integer").and_then(|it| it.extension),
            Some("btree_gin")
        );
        assert_eq!(of(Method::Gin, "text"), Some(Lookup::PIECES));
        assert_eq!(
            of(Method::Gist, "uuid").and_then(|it| it.extension),
            Some("btree_gist")
        );
    }

    #[test]
    fn what_is_asked_for_is_made_or_told() {
        let asked = |word, name| {
            let lookup = Lookup::asked(word, &DataType::built_in(name).unwrap());
            lookup.map(|lookup| lookup.map(|lookup| lookup.method))
        };
        assert_eq!(asked(None, "jsonb"), Ok(Some(Method::Gin)));
        assert_eq!(asked(None, "json"), Ok(None));
        assert_eq!(asked(Some("gist"), "point"), Ok(Some(Method::Gist)));
        assert_eq!(asked(Some("fast"), "integer"), Ok(Some(Method::Btree)));
        let refused = "an index by `gist`, which takes no `jsonb`";
        assert_eq!(asked(Some("gist"), "jsonb"), Err(refused.to_owned()));
    }
}
