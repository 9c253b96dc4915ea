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

/// The figures that a field of this name may be, each with what it is of: `max_count` is the greatest
/// `count`, or else how many `max` there are.
pub fn figures(name: &str) -> impl Iterator<Item = (&'static Figure, &str)> {
    let beginning = move |figure: &'static Figure| {
        let mut words = figure.beginnings.iter();
        Some((figure, words.find_map(|word| name.strip_prefix(word))?))
    };
    let ending = move |figure: &'static Figure| {
        let mut words = figure.endings.iter();
        Some((figure, words.find_map(|word| name.strip_suffix(word))?))
    };
    let beginnings = FIGURES.iter().filter_map(beginning);
    let found = beginnings.chain(FIGURES.iter().filter_map(ending));
    found.filter(|(_, of)| !of.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_which_figure_they_are() {
        let known = |name| {
            let figures = figures(name).map(|(figure, of)| (figure.function, of));
            figures.collect::<Vec<_>>()
        };
        assert_eq!(known("count_trips"), [("count", "trips")]);
        assert_eq!(known("review_count"), [("count", "review")]);
        assert_eq!(known("total_price"), [("sum", "price")]);
        assert_eq!(known("average_rating"), [("avg", "rating")]);
        assert_eq!(known("max_count"), [("max", "count"), ("count", "max")]);
        assert_eq!(known("min_"), []);
        assert_eq!(known("summary"), []);
    }
}
