//! Which piece of SQL comes from which piece of a spec, both ways.

use std::ops::Range;

/// The piece of a spec that something comes from, in bytes of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    /// Its first byte.
    pub start: u32,
    /// The byte behind it.
    pub end: u32,
}

impl Origin {
    /// A piece of a spec.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }
}

/// A piece of SQL and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// In bytes of the SQL.
    pub sql: Range<u32>,
    /// In bytes of the spec.
    pub origin: Origin,
}

/// All pieces of a text of SQL that come from somewhere; those around others come before them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    pairs: Vec<Pair>,
}

impl SourceMap {
    /// The pieces, in the order of the SQL.
    #[must_use]
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// Where the smallest piece around an offset of the SQL comes from.
    #[must_use]
    pub fn to_spec(&self, offset: u32) -> Option<Origin> {
        let around = self.pairs.iter().filter(|pair| pair.sql.contains(&offset));
        let smallest = around.min_by_key(|pair| pair.sql.end - pair.sql.start);
        smallest.map(|pair| pair.origin)
    }

    /// What comes from the smallest piece of the spec around an offset, in the order of the SQL.
    #[must_use]
    pub fn to_sql(&self, offset: u32) -> Vec<Range<u32>> {
        let is_around = |origin: Origin| origin.start <= offset && offset <= origin.end;
        let size = |origin: Origin| origin.end - origin.start;
        let around = self.pairs.iter().filter(|pair| is_around(pair.origin));
        let Some(least) = around.clone().map(|pair| size(pair.origin)).min() else {
            return Vec::new();
        };
        let smallest = around.filter(|pair| size(pair.origin) == least);
        smallest.map(|pair| pair.sql.clone()).collect()
    }

    pub(crate) fn add(&mut self, sql: Range<u32>, origin: Origin) {
        self.pairs.push(Pair { sql, origin });
    }

    /// Takes in the pieces of a text that stands this far into this one.
    pub(crate) fn append(&mut self, other: Self, offset: u32) {
        self.pairs.extend(other.pairs.into_iter().map(|pair| Pair {
            sql: pair.sql.start + offset..pair.sql.end + offset,
            origin: pair.origin,
        }));
    }

    pub(crate) fn sort(&mut self) {
        self.pairs
            .sort_by_key(|pair| (pair.sql.start, std::cmp::Reverse(pair.sql.end)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_piece_counts_both_ways() {
        let mut map = SourceMap::default();
        map.add(0..100, Origin::new(0, 50));
        map.add(10..20, Origin::new(5, 9));
        map.add(60..70, Origin::new(5, 9));
        map.sort();
        assert_eq!(map.to_spec(12), Some(Origin::new(5, 9)));
        assert_eq!(map.to_spec(30), Some(Origin::new(0, 50)));
        assert_eq!(map.to_spec(100), None);
        assert_eq!(map.to_sql(7), [10..20, 60..70]);
        assert_eq!(map.to_sql(40), vec![0..100]);
    }
}
