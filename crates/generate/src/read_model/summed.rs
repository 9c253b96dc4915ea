//! Read models that are summed up and kept.
//!
//! There is a row for each row of an entity where all fields that are no figures are of it, or of
//! rows that it refers to: also for one of which there is nothing to sum up. Else there is a row for
//! each combination of their values.

use std::collections::HashSet;

use specql_sql::catalogue::{Catalogue, Event, Index, IndexColumn, Timing, Trigger, View};
use specql_sql::query::Select;
use specql_sql::{DataType, Expression, Name};

use super::Asked;
use super::field::{self, Shown};
use super::figure;
use super::gate;
use super::joined::{MOST_COLUMNS, worked_out};
use super::source::Sources;
use crate::block::Block;
use crate::foundation::{NO_ID, READ_MODELS, mark_function};
use crate::security;

/// What is asked for: values by which rows are put together, and figures of them.
#[derive(Default)]
struct Columns {
    values: Vec<Shown>,
    figures: Vec<(Name, Expression)>,
}

/// What there is one row for.
enum Group {
    /// For each row of a member.
    Row(usize),
    /// For each combination of values.
    Values,
}

/// A kept model and how its rows are told apart.
struct Kept {
    query: Select,
    key: Name,
    key_type: DataType,
    /// What no key is less than or equal to.
    least: Expression,
    has_tenant: bool,
}

pub(super) fn add(
    asked: &Asked<'_, '_>,
    sources: &Sources<'_>,
    catalogue: &mut Catalogue,
) -> Result<(), String> {
    let columns = Columns::of(asked, sources, catalogue);
    let kept = match group(sources, &columns.values) {
        Group::Row(member) => by_row(sources, columns, member),
        Group::Values => by_values(sources, columns)?,
    };
    if kept.query.columns.len() > MOST_COLUMNS {
        return Err("it shows too much".to_owned());
    }
    catalogue.need(READ_MODELS);
    let name = asked.object("mv_");
    let index = |ending: &str, columns: &[&Name]| {
        let of = columns
            .iter()
            .map(|column| IndexColumn::of((*column).clone()));
        let index = Name::new(&format!("idx_mv_{}_{ending}", asked.base));
        Index::new(index, &name, of)
            .unique()
            .with_origin(asked.origin())
    };
    let (tenant, id) = (Name::new("tenant_id"), Name::new("id"));
    // Only what is told apart by an index can be refreshed while it is read.
    let mut indexes = vec![match kept.has_tenant {
        true => index("key", &[&tenant, &kept.key]),
        false => index("key", &[&kept.key]),
    }];
    if kept.has_tenant || kept.key != id {
        indexes.push(index("id", &[&id]));
    }
    let columns = kept.query.columns.iter().filter_map(name_of).collect();
    let view = gate::gate(asked, "mv_", columns, kept.has_tenant)
        .with_comment(asked.comment("Figures as they are read, as old as the last refresh."));
    catalogue.add(View {
        name: name.clone(),
        query: kept.query,
        is_materialized: true,
        indexes,
        comment: Some("Figures of the rows; they are as old as the last refresh.".to_owned()),
        origin: asked.origin(),
    });
    catalogue.add(view);
    if kept.has_tenant {
        catalogue.add(security::current_tenant());
    }
    asked.add_readers(&kept.key, kept.key_type, kept.least, catalogue);
    for member in sources.members() {
        catalogue.add(Trigger {
            name: Name::new(&format!("trg_read_{}", asked.base)),
            table: member.table.names.table(),
            timing: Timing::After,
            events: vec![
                Event::Insert,
                Event::Update(Vec::new()),
                Event::Delete,
                Event::Truncate,
            ],
            for_each_row: false,
            is_deferrable: false,
            condition: None,
            function: mark_function(),
            arguments: vec![name.name.as_str().to_owned()],
            origin: asked.origin(),
        });
    }
    Ok(())
}

impl Columns {
    fn of(asked: &Asked<'_, '_>, sources: &Sources<'_>, catalogue: &mut Catalogue) -> Self {
        let mut columns = Self::default();
        let mut taken = HashSet::from([Name::new("id"), Name::new("tenant_id")]);
        for member in sources.members() {
            taken.insert(member.table.names.key());
        }
        for item in asked.fields() {
            if item.text() == Some("id") {
                continue;
            }
            if let Err(why) = columns.read(asked, sources, item, &mut taken) {
                asked.leave_out_field(item, &why, catalogue);
            }
        }
        columns
    }

    fn read(
        &mut self,
        asked: &Asked<'_, '_>,
        sources: &Sources<'_>,
        item: Block<'_>,
        taken: &mut HashSet<Name>,
    ) -> Result<(), String> {
        let mut free = |name: &Name| match taken.insert(name.clone()) {
            true => Ok(()),
            false => Err(format!("a second column `{name}`")),
        };
        let Some(name) = item.text() else {
            let (name, text) = worked_out(item)?;
            let (value, _) = field::expression(asked.entity, sources, text, true)?;
            free(&name)?;
            self.figures.push((name, value));
            return Ok(());
        };
        let told = match figure::named(asked.entity, sources, name) {
            Some(Ok(figure)) => {
                let name = Name::new(name);
                free(&name)?;
                self.figures.push((name, figure));
                return Ok(());
            }
            Some(Err(why)) => Some(why),
            None => None,
        };
        // A field may be called like a figure.
        let shown = field::find(asked.entity, sources, name);
        let shown = shown.map_err(|why| {
            told.unwrap_or_else(|| format!("{why}, and no figure is called so without `expr`"))
        })?;
        free(&shown.name)?;
        self.values.push(shown);
        Ok(())
    }
}

/// What there is one row for: for each row of the member that all values are of or that leads to
/// them, unless it is the one whose rows are summed up.
fn group(sources: &Sources<'_>, values: &[Shown]) -> Group {
    let count = sources.members().count();
    let all: HashSet<usize> = values.iter().map(|shown| shown.member).collect();
    let candidates: Vec<usize> = match all.is_empty() {
        // No value says it: the first entity, or the one beside that.
        true if sources.root == 0 && count == 2 => vec![1],
        true => vec![0],
        false => (0..count).filter(|member| all.contains(member)).collect(),
    };
    let leads_to_all = |member: &usize| {
        let reached = sources.reached_from(*member);
        all.iter().all(|other| reached.contains(other))
    };
    let has_tenant = |member: usize| sources.member(member).table.names.is_multi_tenant;
    let found = candidates.into_iter().find(leads_to_all);
    match found {
        // The figures of what all tenants share are still those of each.
        Some(member)
            if member != sources.root && (has_tenant(member) || !has_tenant(sources.root)) =>
        {
            Group::Row(member)
        }
        _ => Group::Values,
    }
}

fn by_row(sources: &Sources<'_>, columns: Columns, number: usize) -> Kept {
    let member = sources.member(number);
    let names = &member.table.names;
    let mut query = sources.query(number);
    if names.is_multi_tenant {
        query.columns.push((member.of("tenant_id"), None));
    }
    query.columns.push((member.of(names.key()), None));
    query.columns.push((member.of("id"), None));
    // All columns of a row follow from its key.
    let mut grouped = vec![number];
    for shown in &columns.values {
        if !grouped.contains(&shown.member) {
            grouped.push(shown.member);
        }
    }
    let keys = grouped.into_iter().map(|number| sources.member(number));
    query.group_by = keys
        .map(|member| member.of(member.table.names.key()))
        .collect();
    let has_tenant = names.is_multi_tenant;
    let key = names.key();
    columns.write(&mut query);
    Kept {
        query,
        key,
        key_type: DataType::INTEGER,
        least: Expression::integer(0),
        has_tenant,
    }
}

fn by_values(sources: &Sources<'_>, mut columns: Columns) -> Result<Kept, String> {
    let root = sources.member(sources.root);
    let has_tenant = root.table.names.is_multi_tenant;
    for shown in &mut columns.values {
        match &shown.data_type {
            Some(data_type) if figure::has_equality(data_type) => {}
            Some(_) => {
                let name = &shown.name;
                return Err(format!("rows cannot be put together by `{name}`"));
            }
            None => shown.value = shown.value.clone().cast(DataType::TEXT),
        }
    }
    let tenant = has_tenant.then(|| root.of("tenant_id"));
    let values = columns.values.iter().map(|shown| shown.value.clone());
    let grouped: Vec<Expression> = tenant.clone().into_iter().chain(values).collect();
    if grouped.is_empty() {
        return Err("no field says what the figures are of".to_owned());
    }
    // Values may be missing or long; what is made of all of them together is neither.
    let all = Expression::Row(grouped.clone()).cast(DataType::TEXT);
    let id = Expression::call("md5", [all]).cast(DataType::UUID);
    let mut query = sources.query(sources.root);
    query.columns.extend(tenant.map(|tenant| (tenant, None)));
    query.columns.push((id, Some("id".into())));
    query.group_by = grouped;
    columns.write(&mut query);
    Ok(Kept {
        query,
        key: "id".into(),
        key_type: DataType::UUID,
        least: Expression::text(NO_ID),
        has_tenant,
    })
}

impl Columns {
    fn write(self, query: &mut Select) {
        let values = self.values.into_iter();
        let values = values.map(|shown| (shown.value, Some(shown.name)));
        let figures = self.figures.into_iter();
        let figures = figures.map(|(name, value)| (value, Some(name)));
        query.columns.extend(values.chain(figures));
    }
}

/// What a column is called.
fn name_of((value, name): &(Expression, Option<Name>)) -> Option<Name> {
    let own = || match value {
        Expression::Name(names) => names.last().cloned(),
        _ => None,
    };
    name.clone().or_else(own)
}
