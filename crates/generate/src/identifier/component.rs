//! The parts of identifiers.

use specql_analysis::db::{Db, File};
use specql_analysis::expression::infer::Type;
use specql_analysis::inherited::described;
use specql_analysis::summary;
use specql_sql::query::{Select, Source};
use specql_sql::{DataType, Expression, Name};

use crate::block::Block;
use crate::entity::Entity;
use crate::expression::data_type;
use crate::names::{Names, reference_column};
use crate::security::{Encrypted, is_encrypted};
use crate::workspace;

/// So many rows away a value may be.
const MOST_STEPS: usize = 8;

/// So many pieces of a value are written otherwise.
const MOST_REPLACED: usize = 50;

/// A part of an identifier.
pub(super) struct Component {
    /// The value in the row, as a column, and what it leads to.
    path: Path,
    /// How the value is written, where it is a date.
    format: Option<String>,
    /// What is done to the value.
    changes: Vec<Change>,
    /// Whether it is the identifier of another row.
    pub(super) is_identifier: bool,
    /// What stands in front of it, where it is not the usual.
    pub(super) separator: Option<String>,
}

/// Where a value comes from.
enum Path {
    /// A column of the row.
    Column(Name),
    /// The row that a key leads to, and where from there.
    Through(Name, Box<Names>, Box<Path>),
}

/// What is done to a value.
enum Change {
    Slug,
    Upper,
    Lower,
    Replace(String, String),
    /// What stands before the bar is taken away.
    WithoutTenant,
}

impl Component {
    /// The part that a spec asks for, or what is wrong with it.
    pub(super) fn of(entity: &Entity<'_>, item: Block<'_>) -> Result<Self, String> {
        let written = item.text().or_else(|| item.text_of("field"));
        let written = written.ok_or("it names no field")?;
        let mut names = written.split('.');
        let first = names.next().unwrap_or_default();
        let rest: Vec<_> = names.collect();
        if rest.len() > MOST_STEPS {
            return Err("it leads too far".to_owned());
        }
        let field = entity
            .field(first)
            .ok_or_else(|| format!("there is no field `{first}`"))?;
        let mut is_moment = is_moment(field.data_type().built_in_name());
        let (path, is_identifier) = match field.reference() {
            None if rest.is_empty() => (Path::Column(field.readable()?.column_name()), false),
            None => return Err(format!("`{first}` leads nowhere")),
            Some(reference) => {
                let [target] = reference.targets.as_slice() else {
                    return Err(format!("`{first}` leads to several entities"));
                };
                let Ok((file, names)) = &target.found else {
                    return Err(target.problem().unwrap_or_default());
                };
                let (end, is_moment_there) = through(entity.db, *file, &rest)?;
                is_moment = is_moment_there;
                let column = field.column_name();
                let is_identifier = matches!(rest.last(), None | Some(&"identifier"));
                let path = Path::Through(column, Box::new(names.clone()), Box::new(end));
                (path, is_identifier)
            }
        };
        let mut changes = Vec::new();
        if item.flag("strip_tenant_prefix", false) {
            changes.push(Change::WithoutTenant);
        }
        let format = match item.text_of("format") {
            Some(written) => {
                let format = date_format(written).filter(|_| is_moment);
                Some(format.ok_or_else(|| format!("the format `{written}`"))?)
            }
            None => None,
        };
        let replaced = item.get("replace").into_iter().flat_map(Block::entries);
        for (old, new) in replaced.take(MOST_REPLACED) {
            let new = new.text().unwrap_or_default();
            changes.push(Change::Replace(old.to_owned(), new.to_owned()));
        }
        // The identifier of another row is fine as it is.
        let usual = if is_identifier { "none" } else { "slugify" };
        match item.text_of("transform").unwrap_or(usual) {
            "slugify" => changes.push(Change::Slug),
            "uppercase" => changes.push(Change::Upper),
            "lowercase" => changes.push(Change::Lower),
            _ => {}
        }
        let separator = item.text_of("separator").filter(|text| !text.is_empty());
        Ok(Self {
            path,
            format,
            changes,
            is_identifier,
            separator: separator.map(str::to_owned),
        })
    }

    /// The value in a row, as text; `NULL` where there is none.
    pub(super) fn value(&self, row: &Name) -> Expression {
        let value = self.path.value(row, 0);
        let value = match &self.format {
            Some(format) => Expression::call("to_char", [value, Expression::text(format)]),
            None => value.cast(DataType::TEXT),
        };
        let changes = self.changes.iter();
        changes.fold(value, |value, change| change.on(value))
    }
}

impl Path {
    fn value(&self, row: &Name, depth: usize) -> Expression {
        match self {
            Self::Column(name) => Expression::of(row.clone(), name.clone()),
            Self::Through(key, names, rest) => {
                let next = Name::new(&format!("c{depth}"));
                let is_it = Expression::of(next.clone(), names.key())
                    .equals(Expression::of(row.clone(), key.clone()));
                let rows = Source::aliased(names.table(), next.clone());
                let value = rest.value(&next, depth + 1);
                Expression::Query(Box::new(Select::one(value, rows).filtered(is_it)))
            }
        }
    }
}

/// Whether values of a type can be written as a date is.
fn is_moment(data_type: Option<&str>) -> bool {
    matches!(data_type, Some("date" | "timestamp" | "timestamptz"))
}

/// Where names lead to from the row of another entity, and whether that is a moment; its identifier
/// where there are none.
fn through(db: &dyn Db, file: File, names: &[&str]) -> Result<(Path, bool), String> {
    let entity = described(db, file).ok_or("it leads nowhere")?;
    let Some((first, rest)) = names.split_first() else {
        return through(db, file, &["identifier"]);
    };
    if *first == "identifier" && rest.is_empty() {
        return match entity.has_identifier {
            true => Ok((Path::Column("identifier".into()), false)),
            false => Err(format!("{} has no identifier", entity.name)),
        };
    }
    let field = entity
        .field(first)
        .ok_or_else(|| format!("{} has no field `{first}`", entity.name))?;
    let Some((next, names)) = target(db, file, field) else {
        if Encrypted::of(db, entity, field).is_some() {
            return Err(is_encrypted(first));
        }
        return if rest.is_empty() && !matches!(field.field_type, Type::Reference(_)) {
            let data_type = data_type(field.field_type.value());
            let is_moment = is_moment(data_type.built_in_name());
            Ok((Path::Column(Name::new(first)), is_moment))
        } else {
            Err(format!("`{first}` of {} leads nowhere", entity.name))
        };
    };
    let (end, is_moment) = through(db, next, rest)?;
    let path = Path::Through(reference_column(first), Box::new(names), Box::new(end));
    Ok((path, is_moment))
}

fn target(db: &dyn Db, from: File, field: &summary::Field) -> Option<(File, Names)> {
    if field.is_many {
        return None;
    }
    let file = workspace::target(db, from, &field.field_type)?;
    Some((file, Names::of(db, file)?))
}

impl Change {
    fn on(&self, value: Expression) -> Expression {
        let text = |text: &str| Expression::text(text);
        match self {
            Self::Slug => {
                let small = Expression::call("lower", [value]);
                let arguments = [small, text("[^[:alnum:]]+"), text("-"), text("g")];
                let slug = Expression::call("regexp_replace", arguments);
                Expression::call("btrim", [slug, text("-")])
            }
            Self::Upper => Expression::call("upper", [value]),
            Self::Lower => Expression::call("lower", [value]),
            Self::Replace(old, new) => Expression::call("replace", [value, text(old), text(new)]),
            Self::WithoutTenant => {
                let arguments = [value, text("^[^|]*[|]"), text("")];
                Expression::call("regexp_replace", arguments)
            }
        }
    }
}

/// A format of dates, as Python writes it, in the words of PostgreSQL.
fn date_format(written: &str) -> Option<String> {
    let mut format = String::new();
    let mut letters = written.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '%' => format.push_str(match letters.next()? {
                'Y' => "YYYY",
                'y' => "YY",
                'm' => "MM",
                'd' => "DD",
                'H' => "HH24",
                'M' => "MI",
                'S' => "SS",
                'j' => "DDD",
                _ => return None,
            }),
            // Letters and quotes would mean something of their own.
            '-' | '/' | '.' | ' ' | ':' | '_' => format.push(letter),
            _ => return None,
        }
    }
    (!format.is_empty()).then_some(format)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_dates() {
        assert_eq!(date_format("%Y-%m").as_deref(), Some("YYYY-MM"));
        assert_eq!(date_format("LPAD({value}, 3, '0')"), None);
    }
}
