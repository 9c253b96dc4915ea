//! What the names in a report say: of figures, what kind they are, and of what they are split by,
//! which are periods.

/// A period that figures are split by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// `hour`
    Hour,
    /// `date`
    Day,
    /// `month`
    Month,
}

/// The period of this name. Whatever else figures are split by is a value of the rows.
#[must_use]
pub fn period(name: &str) -> Option<Period> {
    Some(match name {
        "hour" => Period::Hour,
        "date" => Period::Day,
        "month" => Period::Month,
        _ => return None,
    })
}

/// What kind of figure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// How many.
    Count,
    /// How much, such as a sum of money.
    Amount,
    /// How long.
    Duration,
    /// One figure divided by another. Such figures are never added up: those that they are made of
    /// are.
    Ratio,
}

/// Last words of names of ratios.
const RATIOS: &[&str] = &[
    "rate",
    "ratio",
    "margin",
    "share",
    "percent",
    "percentage",
    "average",
    "avg",
    "mean",
];
/// First words of names of ratios.
const AVERAGES: &[&str] = &["average", "avg", "mean"];
/// Last words of names of spans of time.
const DURATIONS: &[&str] = &["duration", "time", "latency", "delay", "uptime", "downtime"];
/// Last words of names of amounts.
const AMOUNTS: &[&str] = &[
    "revenue", "turnover", "amount", "total", "sum", "value", "price", "cost", "costs", "profit",
    "income", "earnings", "expenses", "sales", "spend", "spending", "fee", "fees", "tax", "taxes",
    "discount", "balance", "budget", "salary", "weight", "volume", "distance", "hours", "minutes",
    "seconds", "km",
];

/// The kind of figure that a name in `snake_case` stands for.
#[must_use]
pub fn metric(name: &str) -> Metric {
    let small = name.to_lowercase();
    let words: Vec<_> = small.split('_').filter(|word| !word.is_empty()).collect();
    let is_first = |known: &[&str]| words.first().is_some_and(|word| known.contains(word));
    let is_last = |known: &[&str]| words.last().is_some_and(|word| known.contains(word));
    if is_last(RATIOS) || is_first(AVERAGES) || words.contains(&"per") {
        Metric::Ratio
    } else if is_last(DURATIONS) {
        Metric::Duration
    } else if is_last(AMOUNTS) {
        Metric::Amount
    } else {
        Metric::Count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_a_figure_is() {
        let cases = [
            ("page_views", Metric::Count),
            ("order_count", Metric::Count),
            ("Revenue", Metric::Amount),
            ("total_cost", Metric::Amount),
            ("session_duration", Metric::Duration),
            ("conversion_rate", Metric::Ratio),
            ("average_price", Metric::Ratio),
            ("trips_per_bike", Metric::Ratio),
            ("", Metric::Count),
        ];
        for (name, kind) in cases {
            assert_eq!(metric(name), kind, "{name}");
        }
    }
}
