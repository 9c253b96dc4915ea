//! Names of what is in a database.

mod sha1;

use std::fmt;

/// PostgreSQL cuts longer names off, in bytes.
const LONGEST: usize = 63;

/// So many bytes the fingerprint of a name that is too long takes.
const BEHIND: usize = 9;

/// A name that a database takes as it is: neither empty nor too long.
///
/// It is not quoted yet; that is done where it is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(String);

impl Name {
    /// A name, whatever is in it. One that is too long gets a fingerprint of the whole of it as its
    /// end, so that two long names stay two.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self::within(text, LONGEST)
    }

    /// The same of at most so many bytes, where names of other things are made of it.
    #[must_use]
    pub fn within(text: &str, longest: usize) -> Self {
        if text.is_empty() || text.contains('\0') {
            let text = text.replace('\0', "");
            return if text.is_empty() {
                Self("_".to_owned())
            } else {
                Self::within(&text, longest)
            };
        }
        if text.len() <= longest {
            return Self(text.to_owned());
        }
        let fingerprint = sha1::hexadecimal(text.as_bytes());
        let fingerprint = fingerprint.get(..8).unwrap_or_default();
        let kept = longest.saturating_sub(BEHIND);
        Self(format!("{}_{fingerprint}", start_of(text, kept)))
    }

    /// The name that PostgreSQL gives by itself to what belongs to a table: `tb_item_pkey`.
    #[must_use]
    pub fn of_table(table: &Self, ending: &str) -> Self {
        let room = LONGEST.saturating_sub(ending.len() + 1);
        Self::new(&format!("{}_{ending}", start_of(&table.0, room)))
    }

    /// This name if it can be taken, or else the first one with a number behind it that can be.
    #[must_use]
    pub fn free(self, mut take: impl FnMut(&Self) -> bool) -> Self {
        let mut name = self.clone();
        let mut number = 2;
        while !take(&name) {
            name = Self::of_table(&self, &number.to_string());
            number += 1;
        }
        name
    }

    /// As it is in the database.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of an object in a schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectName {
    /// Its schema; none for what PostgreSQL brings along.
    pub schema: Option<Name>,
    /// Its own name.
    pub name: Name,
}

impl ObjectName {
    /// The object of this name in a schema.
    #[must_use]
    pub fn new(schema: impl Into<Name>, name: impl Into<Name>) -> Self {
        Self {
            schema: Some(schema.into()),
            name: name.into(),
        }
    }

    /// What PostgreSQL brings along, or is known without its schema.
    #[must_use]
    pub fn bare(name: impl Into<Name>) -> Self {
        Self {
            schema: None,
            name: name.into(),
        }
    }
}

impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.schema {
            Some(schema) => write!(f, "{schema}.{}", self.name),
            None => self.name.fmt(f),
        }
    }
}

/// The first bytes of a text, whole characters only.
fn start_of(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_stay_apart() {
        let long = "a".repeat(63);
        assert_eq!(Name::new(&long).as_str(), long);
        let (first, second) = (
            Name::new(&format!("{long}1")),
            Name::new(&format!("{long}2")),
        );
        assert_eq!(first.as_str().len(), 63);
        assert_ne!(first, second);
        assert_eq!(
            Name::new(
                "tb_extraordinarily_long_entity_name_that_exceeds_the_identifier_limit_of_postgres"
            )
            .as_str(),
            "tb_extraordinarily_long_entity_name_that_exceeds_the_i_d8bc9dd3"
        );
    }

    #[test]
    fn letters_are_not_cut_in_two() {
        let name = Name::new(&"é".repeat(40));
        assert!(name.as_str().len() <= 63);
        assert!(name.as_str().starts_with("éé"));
        assert_eq!(Name::new(&"日".repeat(21)).as_str().len(), 63);
    }

    #[test]
    fn every_text_is_a_name() {
        assert_eq!(Name::new("").as_str(), "_");
        assert_eq!(Name::new("\0").as_str(), "_");
        assert_eq!(Name::new("a\0b").as_str(), "ab");
    }

    #[test]
    fn the_server_cuts_before_the_ending() {
        let table = Name::new(&"t".repeat(63));
        let key = Name::of_table(&table, "pkey");
        assert_eq!(key.as_str(), format!("{}_pkey", "t".repeat(58)));
    }
}
