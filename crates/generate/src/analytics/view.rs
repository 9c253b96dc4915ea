//! The report itself: figures of each part, and of parts together.

use specql_sql::catalogue::View;
use specql_sql::expression::BinaryOperator;
use specql_sql::query::{Select, Source};
use specql_sql::{Expression, Name};

use super::report::{COUNT, Kept, Report};

/// What rows of the table with the figures are called.
const FACT: &str = "f";

impl Report {
    /// There are figures for all that they are split by, then without the last of it, and so on to
    /// those of the whole period. What they are not split by is empty.
    pub(super) fn view(&self) -> View {
        let of = |name: &Name| Expression::of(FACT, name.clone());
        let sum = |name: &Name| Expression::call("sum", [of(name)]);
        let key = self.key_columns(self.bucket());
        let mut columns: Vec<_> = key.iter().map(|name| (of(name), None)).collect();
        for figure in &self.figures {
            let value = match &figure.kept {
                Kept::Sum(_) => sum(&figure.name),
                Kept::Ratio {
                    numerator,
                    denominator,
                } => {
                    let whole = [sum(denominator), Expression::integer(0)];
                    let whole = Expression::call("nullif", whole);
                    sum(numerator).binary(BinaryOperator::Divide, whole)
                }
            };
            columns.push((value, Some(figure.name.clone())));
        }
        let count = Name::new(COUNT);
        columns.push((sum(&count), Some(count)));
        let least = key.len() - self.dimensions.len();
        let sets = (least..=key.len()).rev();
        let sets = sets.map(|length| key.iter().take(length).map(of).collect());
        View {
            name: self.object("v_", ""),
            query: Select {
                columns,
                from: Some(Source::aliased(self.fact(), FACT)),
                grouping_sets: sets.collect(),
                ..Select::default()
            },
            is_materialized: false,
            indexes: Vec::new(),
            comment: Some(
                "Figures of each period, tenant and combination; where a column is empty, of all \
                 of it."
                    .to_owned(),
            ),
            origin: self.origin,
        }
    }
}
