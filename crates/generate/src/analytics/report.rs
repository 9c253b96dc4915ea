//! A report as a spec asks for it.

use std::collections::HashSet;

use specql_analysis::graph::{NameKind, files_with};
use specql_language::report::{self, Metric, Period};
use specql_sql::catalogue::Catalogue;
use specql_sql::{DataType, Name, Origin};

use crate::block::Block;
use crate::entity::Entity;
use crate::field::is_system_column;
use crate::listed::{Listed, texts};
use crate::names::Names;

/// An index is over 32 columns at most; period and tenant are two of them.
const MOST_DIMENSIONS: usize = 30;

/// A function takes a hundred arguments at most; tenant and moment are two of them.
const MOST_ARGUMENTS: usize = 98;

/// In bytes: names of partitions are made of it, and those of other objects.
const LONGEST: usize = 46;

/// A report.
pub(super) struct Report {
    /// What it is called in the names of its objects.
    pub(super) name: Name,
    /// How long a period is.
    pub(super) period: Period,
    /// What figures are split by beside that.
    pub(super) dimensions: Vec<Name>,
    /// The figures.
    pub(super) figures: Vec<Figure>,
    pub(super) origin: Option<Origin>,
}

/// A figure of a report.
pub(super) struct Figure {
    /// What it is called in the report.
    pub(super) name: Name,
    /// What is kept of it.
    pub(super) kept: Kept,
}

/// What is kept of a figure.
pub(super) enum Kept {
    /// The figure itself, which is added up.
    Sum(DataType),
    /// What is divided, and by what.
    Ratio {
        /// What is divided.
        numerator: Name,
        /// By what.
        denominator: Name,
    },
}

impl Report {
    pub(super) fn of(
        entity: &Entity<'_>,
        name: &str,
        block: Block<'_>,
        catalogue: &mut Catalogue,
    ) -> Result<Self, String> {
        let mut columns = Columns {
            taken: FIXED.map(Name::new).into(),
            report: name,
            catalogue,
        };
        let mut periods = Vec::new();
        let mut dimensions = Vec::new();
        for (written, item) in columns.listed(block, "dimensions") {
            match report::period(written) {
                Some(period) => periods.push((period, item)),
                None if columns.take(written, &[written], item) => {
                    dimensions.push(Name::new(written));
                }
                None => {}
            }
        }
        let period = periods.iter().map(|(period, _)| *period).min();
        let period = period.unwrap_or(Period::Day);
        for (other, item) in periods.iter().filter(|(other, _)| *other != period) {
            let reason = format!(
                "the {} of the report `{name}`, which follows from the {}",
                word(*other),
                word(period)
            );
            columns.catalogue.leave_out(reason, item.origin());
        }
        let mut figures = Vec::new();
        for (written, item) in columns.listed(block, "metrics") {
            let figure = Figure::of(entity, written);
            let mut own = vec![written.to_owned()];
            own.extend(figure.columns().iter().map(|name| name.as_str().to_owned()));
            own.dedup();
            let own: Vec<_> = own.iter().map(String::as_str).collect();
            if columns.take(written, &own, item) {
                figures.push(figure);
            }
        }
        let arguments = figures.iter().map(|figure| figure.columns().len());
        if dimensions.len() > MOST_DIMENSIONS {
            return Err("it is split by too much".to_owned());
        }
        if dimensions.len() + arguments.sum::<usize>() > MOST_ARGUMENTS {
            return Err("it has too many figures".to_owned());
        }
        if figures.is_empty() {
            return Err("it has no figures".to_owned());
        }
        Ok(Self {
            name: unique_name(entity, name),
            period,
            dimensions,
            figures,
            origin: block.origin(),
        })
    }

    /// The column with the period.
    pub(super) fn bucket(&self) -> Name {
        Name::new(match self.period {
            Period::Hour => "bucket_hour",
            Period::Day => "bucket_date",
            Period::Month => "bucket_month",
        })
    }

    /// The columns with what is added up, and their types.
    pub(super) fn sums(&self) -> Vec<(Name, DataType)> {
        let figures = self.figures.iter();
        let columns = figures.flat_map(|figure| match &figure.kept {
            Kept::Sum(data_type) => vec![(figure.name.clone(), data_type.clone())],
            Kept::Ratio {
                numerator,
                denominator,
            } => vec![
                (numerator.clone(), DataType::NUMERIC),
                (denominator.clone(), DataType::NUMERIC),
            ],
        });
        let count = (Name::new(COUNT), DataType::BIGINT);
        columns.chain([count]).collect()
    }
}

/// How often something was added to a row.
pub(super) const COUNT: &str = "row_count";

/// Columns that every report has.
const FIXED: [&str; 6] = [
    "bucket_hour",
    "bucket_date",
    "bucket_month",
    "tenant_id",
    COUNT,
    "updated_at",
];

/// The columns of a report in the making.
struct Columns<'c> {
    taken: HashSet<Name>,
    report: &'c str,
    catalogue: &'c mut Catalogue,
}

impl Columns<'_> {
    /// The texts of a list. What else is in it is told.
    fn listed<'d>(&mut self, block: Block<'d>, key: &str) -> Vec<Listed<'d>> {
        let (names, others) = texts(block, key);
        for other in others {
            let reason = format!(
                "an item of `{key}` of the report `{}`, which is no name",
                self.report
            );
            self.catalogue.leave_out(reason, other.origin());
        }
        names
    }

    /// Takes the names of the columns of a value, if none of them is taken. Otherwise it is told.
    fn take(&mut self, value: &str, columns: &[&str], item: Block<'_>) -> bool {
        let columns: Vec<_> = columns.iter().map(|column| Name::new(column)).collect();
        // Some columns every table has without saying so.
        let is_taken =
            |column: &&Name| self.taken.contains(column) || is_system_column(column.as_str());
        if let Some(column) = columns.iter().find(is_taken) {
            let reason = format!(
                "`{value}` of the report `{}`: there is a column `{column}` already",
                self.report
            );
            self.catalogue.leave_out(reason, item.origin());
            return false;
        }
        self.taken.extend(columns);
        true
    }
}

impl Figure {
    fn of(entity: &Entity<'_>, name: &str) -> Self {
        let kept = match report::metric(name) {
            Metric::Ratio => Kept::Ratio {
                numerator: Name::new(&format!("{name}_numerator")),
                denominator: Name::new(&format!("{name}_denominator")),
            },
            kind => Kept::Sum(type_of_field(entity, name).unwrap_or(match kind {
                Metric::Duration => DataType::INTERVAL,
                Metric::Amount => DataType::NUMERIC,
                Metric::Count | Metric::Ratio => DataType::BIGINT,
            })),
        };
        Self {
            name: Name::new(name),
            kept,
        }
    }

    fn columns(&self) -> Vec<Name> {
        match &self.kept {
            Kept::Sum(_) => vec![self.name.clone()],
            Kept::Ratio {
                numerator,
                denominator,
            } => vec![numerator.clone(), denominator.clone()],
        }
    }
}

/// The type of what is added up of a field, where a figure is called after one.
fn type_of_field(entity: &Entity<'_>, name: &str) -> Option<DataType> {
    let of = ["", "total_", "sum_"].into_iter();
    let mut fields = of.filter_map(|before| entity.field(name.strip_prefix(before)?));
    let field = fields.next()?;
    Some(match field.data_type().built_in_name()? {
        "integer" | "smallint" | "bigint" if !field.is_reference() => DataType::BIGINT,
        "numeric" | "real" | "double precision" => DataType::NUMERIC,
        "interval" => DataType::INTERVAL,
        _ => return None,
    })
}

/// What the report is called where names belong to the whole database: the entity's name follows
/// where other entities have one of this name, and its schema where that is not enough.
fn unique_name(entity: &Entity<'_>, name: &str) -> Name {
    let own = &entity.names;
    let files = files_with(entity.db, NameKind::Report, name).iter();
    let others = files.filter(|file| **file != entity.file);
    let others: Vec<_> = others
        .filter_map(|file| Names::of(entity.db, *file))
        .collect();
    let mut unique = name.to_owned();
    if !others.is_empty() {
        unique = match others.iter().any(|other| other.base == own.base) {
            true => format!("{name}_{}_{}", own.schema, own.base),
            false => format!("{name}_{}", own.base),
        };
    }
    // Partitions are called so.
    let is_month = |end: &str| end.len() == 6 && end.bytes().all(|b| b.is_ascii_digit());
    let end = unique.rsplit_once('_').map(|(_, end)| end);
    if end.is_some_and(|end| end == "default" || is_month(end)) {
        unique.push('_');
    }
    Name::within(&unique, LONGEST)
}

const fn word(period: Period) -> &'static str {
    match period {
        Period::Hour => "hour",
        Period::Day => "date",
        Period::Month => "month",
    }
}
