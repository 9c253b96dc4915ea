//! Events that are sent without a step: their names say which change they tell of.

/// A change of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It came.
    Created,
    /// It changed.
    Updated,
    /// It was deleted.
    Deleted,
}

impl Change {
    /// All changes.
    pub const ALL: [Self; 3] = [Self::Created, Self::Updated, Self::Deleted];

    /// What the names of its events end with.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Deleted => "deleted",
        }
    }

    /// The change that an event of this name tells of, if its name says so.
    #[must_use]
    pub fn of_event(name: &str) -> Option<Self> {
        let is_it = |change: &Self| {
            let rest = name.strip_suffix(change.word());
            rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('_'))
        };
        Self::ALL.into_iter().find(is_it)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_name_says_it() {
        let change = Change::of_event;
        assert_eq!(change("order_created"), Some(Change::Created));
        assert_eq!(change("deleted"), Some(Change::Deleted));
        assert_eq!(change("order_recreated"), None);
        assert_eq!(change("created_order"), None);
    }
}
