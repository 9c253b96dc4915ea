//! Read models: which of their fields are figures, worked out from many rows.

/// What stands between the entities of a source.
pub const JOIN: &str = "JOIN";

/// A kind of figure, told by the beginning or the end of a field's name.
#[derive(Debug, PartialEq, Eq)]
pub struct Figure {
    /// The function of SQL that works it out.
    pub function: &'static str,
    /// What names begin with.
    pub beginnings: &'static [&'static str],
    /// What names end with.
    pub endings: &'static [&'static str],
    /// Whether only numbers and spans of time have it.
    pub is_of_numbers: bool,
}

/// All figures.
pub const FIGURES: &[Figure] = &[
    Figure {
        function: "count",
        beginnings: &["count_"],
        endings: &["_count"],
        is_of_numbers: false,
    },
    Figure {
        function: "sum",
        beginnings: &["sum_", "total_"],
        endings: &[],
        is_of_numbers: true,
    },
    Figure {
        function: "avg",
        beginnings: &["avg_", "average_"],
        endings: &[],
        is_of_numbers: true,
    },
    Figure {
        function: "min",
        beginnings: &["min_"],
        endings: &[],
        is_of_numbers: false,
    },
    Figure {
        function: "max",
        beginnings: &["max_"],
        endings: &[],
        is_of_numbers: false,
    },
];

/// The figure that a field of this name is, and of what.
#[must_use]
pub fn figure(name: &str) -> Option<(&'static Figure, &str)> {
    FIGURES.iter().find_map(|figure| {
        let mut beginnings = figure.beginnings.iter();
        let mut endings = figure.endings.iter();
        let of = beginnings
            .find_map(|word| name.strip_prefix(word))
            .or_else(|| endings.find_map(|word| name.strip_suffix(word)))?;
        (!of.is_empty()).then_some((figure, of))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_which_figure_they_are() {
        let known = |name| figure(name).map(|(figure, of)| (figure.function, of));
        assert_eq!(known("count_trips"), Some(("count", "trips")));
        assert_eq!(known("review_count"), Some(("count", "review")));
        assert_eq!(known("total_price"), Some(("sum", "price")));
        assert_eq!(known("average_rating"), Some(("avg", "rating")));
        assert_eq!(known("min_"), None);
        assert_eq!(known("summary"), None);
    }
}
