//! What names stand for in the expressions of a read model, as far as their types are concerned.

use specql_analysis::db::File;
use specql_analysis::expression::ast::{EntityName, Expression, Mark};
use specql_analysis::expression::infer::{self, Meaning, Origin, Scope, Type, composite_member};
use specql_analysis::index::entity;
use specql_language::expression::{Place, name as word};

use super::source::Sources;
use crate::expression::{Table, why_not};
use crate::workspace::target;

/// Why the parts of an expression do not fit together, if they do not.
pub(super) fn misfit(expression: &Expression, sources: &Sources<'_>) -> Option<String> {
    let typed = infer::infer(expression, &Types { sources });
    let problems = typed.problems.iter();
    problems.filter_map(|problem| why_not(&problem.kind)).next()
}

struct Types<'s, 'db> {
    sources: &'s Sources<'db>,
}

impl Types<'_, '_> {
    /// A column of a row, perhaps of one that no member is.
    fn column(table: &Table<'_>, name: &str) -> Option<Meaning> {
        if let Some(field) = table.entity.field(name) {
            let ty = settled(table, &field.field_type);
            return Some(Meaning::new(Origin::Field, ty));
        }
        let known = word(name).filter(|known| known.place == Place::Column)?;
        Some(Meaning::new(Origin::Column, Type::Value(known.value)))
    }

    fn file_of(&self, targets: &Type) -> Option<File> {
        let first = &self.sources.member(0).table;
        target(first.db, first.file, targets)
    }
}

/// A type that means the same in all files.
fn settled(table: &Table<'_>, ty: &Type) -> Type {
    if !matches!(ty, Type::Reference(_)) {
        return ty.clone();
    }
    let file = target(table.db, table.file, ty);
    let found = file.and_then(|file| entity(table.db, file));
    found.map_or(Type::UNKNOWN, |entity| {
        reference(entity.schema(), &entity.name)
    })
}

fn reference(schema: &str, name: &str) -> Type {
    let target = (Some(schema.into()), name.into());
    Type::Reference(std::iter::once(target).collect())
}

impl Scope for Types<'_, '_> {
    fn name(&self, name: &str) -> Option<Meaning> {
        let mut columns = self
            .sources
            .members()
            .filter_map(|member| Self::column(&member.table, name));
        columns.next().or_else(|| {
            let is_called = |table: &Table<'_>| {
                table.names.base == name || table.names.entity.eq_ignore_ascii_case(name)
            };
            let mut members = self.sources.members();
            let member = members.find(|member| is_called(&member.table))?;
            let entity = member.table.entity;
            let ty = reference(entity.schema(), &entity.name);
            Some(Meaning::new(Origin::Variable, ty))
        })
    }

    fn parameter(&self, _: Mark, _: &str) -> Option<Meaning> {
        None
    }

    fn member(&self, of: &Type, name: &str) -> Option<Meaning> {
        match of {
            Type::Reference(_) => {
                let first = &self.sources.member(0).table;
                let table = self
                    .file_of(of)
                    .and_then(|file| Table::of(first.db, file))?;
                Self::column(&table, name)
            }
            Type::Composite(composite) => composite_member(composite, name),
            _ => Some(Meaning::new(Origin::Member, Type::UNKNOWN)),
        }
    }

    fn entity(&self, _: &EntityName) -> Option<Box<dyn Scope + '_>> {
        Some(Box::new(infer::Anything))
    }
}
