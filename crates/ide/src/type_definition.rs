//! From a name to what kind of value it is.

use specql_analysis::db::{Db, File};
use specql_analysis::expression::ast::{EntityName, TypeExpression, TypeKind};
use specql_analysis::expression::infer::Type;
use specql_analysis::index::find_entity;
use specql_analysis::resolve::Target;
use specql_analysis::typing;
use specql_analysis::view::view;

use crate::definition::entities;
use crate::destination::{Destination, Destinations};
use crate::symbol::{Symbol, symbol_at};

/// Where the type of what stands at a place is described: for a reference its entity, for a value
/// of an enum the list of values, for everything else the place where its type is written.
#[must_use]
pub fn type_definition(db: &dyn Db, file: File, offset: u32) -> Option<Destinations> {
    let found = symbol_at(db, file, offset)?;
    let mut destinations = of_symbol(db, &found.symbol);
    if destinations.is_empty() {
        destinations = of_value(db, file, offset);
    }
    (!destinations.is_empty()).then_some(Destinations {
        origin: found.span,
        destinations,
    })
}

fn of_symbol(db: &dyn Db, symbol: &Symbol) -> Vec<Destination> {
    match &symbol.target {
        Target::Entity(file) => entities(db, [*file]),
        Target::Field(file, name) | Target::EnumValue(file, name, _) => {
            let spec = view(db, *file).spec;
            let field = spec.field(name);
            field.map_or_else(Vec::new, |field| of_type(db, *file, &field.field_type))
        }
        Target::Parameter(_) | Target::Variable(_) => {
            let Some(made) = symbol.made else {
                return Vec::new();
            };
            let spec = view(db, made.file).spec;
            let parameters = spec.actions.iter().flat_map(|action| &action.parameters);
            let declared = spec.steps().flat_map(|step| &step.declared);
            let mut all = parameters.chain(declared);
            let found = all.find(|parameter| parameter.name.span == made.span);
            let written = found.and_then(|parameter| parameter.parameter_type.as_ref());
            written.map_or_else(Vec::new, |written| of_type(db, made.file, written))
        }
        _ => Vec::new(),
    }
}

fn of_type(db: &dyn Db, file: File, written: &TypeExpression) -> Vec<Destination> {
    let targets = targets(&written.kind).iter().filter_map(|target| {
        let schema = target.schema.as_ref().map(|schema| schema.text.as_str());
        find_entity(db, file, schema, &target.name.text).ok()
    });
    let targets: Vec<File> = targets.collect();
    if targets.is_empty() && written.kind != TypeKind::Missing {
        return vec![Destination::of_name(file, written.span)];
    }
    entities(db, targets)
}

fn targets(kind: &TypeKind) -> &[EntityName] {
    match kind {
        TypeKind::Reference { targets, .. } => targets,
        TypeKind::List {
            item: Some(item), ..
        } => targets(&item.kind),
        TypeKind::Array { item, .. } => targets(item),
        _ => &[],
    }
}

/// By the type of the value at a place: that of a variable is written nowhere.
fn of_value(db: &dyn Db, file: File, offset: u32) -> Vec<Destination> {
    let typed = typing::typed(db, file);
    let found = typing::at(typed, offset).and_then(|found| found.typed.type_at(offset));
    let mut ty = found;
    while let Some(Type::List(item)) = ty {
        ty = Some(item.as_ref());
    }
    let Some(Type::Reference(targets)) = ty else {
        return Vec::new();
    };
    let targets = targets.iter();
    let files =
        targets.filter_map(|(schema, name)| find_entity(db, file, schema.as_deref(), name).ok());
    entities(db, files)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::fixture::Fixture;

    const WORKSPACE: &str = "\
//- crm/customer.yaml
entity: Customer
schema: crm
fields:
  name: text!
//- sales/invoice.yaml
entity: Invoice
schema: sales
fields:
  customer: ref(crm.Customer)!
  buyers: list(ref(crm.Customer))
  total: money
  state: enum(draft, sent) = draft
actions:
  - name: send
    params:
      reason: text
    steps:
      - validate: customer.name IS NOT NULL
      - find: Customer WHERE name = 'x'
        as: found
      - validate: found.name = 'x' AND state = 'sent' AND total > 0 AND $reason = 'x'
";

    fn at(place: &str) -> String {
        assert_eq!(WORKSPACE.matches(place).count(), 1, "{place}");
        let fixture = Fixture::new(&WORKSPACE.replace(place, &format!("{place}$0")));
        let (file, offset) = fixture.cursor();
        fixture.way(file, type_definition(fixture.db(), file, offset))
    }

    #[test]
    fn of_a_reference_the_entity() {
        assert_snapshot!(at("validate: custo"), @r"
        sales/invoice.yaml:13:19
              - validate: customer.name IS NOT NULL
                          ^^^^^^^^
        -> crm/customer.yaml:1:9
        entity: Customer
                ^^^^^^^^
        ");
        assert_snapshot!(at("buyers"), @r"
        sales/invoice.yaml:5:3
          buyers: list(ref(crm.Customer))
          ^^^^^^
        -> crm/customer.yaml:1:9
        entity: Customer
                ^^^^^^^^
        ");
    }

    #[test]
    fn of_a_value_the_list_of_values() {
        assert_snapshot!(at("= 'se"), @r"
        sales/invoice.yaml:16:49
              - validate: found.name = 'x' AND state = 'sent' AND total > 0 AND $reason = 'x'
                                                        ^^^^
        -> sales/invoice.yaml:7:10
          state: enum(draft, sent) = draft
                 ^^^^^^^^^^^^^^^^^^^^^^^^^
        ");
        assert_snapshot!(at("AND stat"), @r"
        sales/invoice.yaml:16:40
              - validate: found.name = 'x' AND state = 'sent' AND total > 0 AND $reason = 'x'
                                               ^^^^^
        -> sales/invoice.yaml:7:10
          state: enum(draft, sent) = draft
                 ^^^^^^^^^^^^^^^^^^^^^^^^^
        ");
    }

    #[test]
    fn of_a_plain_field_its_type() {
        assert_snapshot!(at("AND tot"), @r"
        sales/invoice.yaml:16:59
              - validate: found.name = 'x' AND state = 'sent' AND total > 0 AND $reason = 'x'
                                                                  ^^^^^
        -> sales/invoice.yaml:6:10
          total: money
                 ^^^^^
        ");
    }

    #[test]
    fn of_a_parameter_its_type() {
        assert_snapshot!(at("$reas"), @r"
        sales/invoice.yaml:16:74
              - validate: found.name = 'x' AND state = 'sent' AND total > 0 AND $reason = 'x'
                                                                                 ^^^^^^
        -> sales/invoice.yaml:11:15
              reason: text
                      ^^^^
        ");
    }

    #[test]
    fn of_a_variable_what_it_holds() {
        assert_snapshot!(at("validate: foun"), @r"
        sales/invoice.yaml:16:19
              - validate: found.name = 'x' AND state = 'sent' AND total > 0 AND $reason = 'x'
                          ^^^^^
        -> crm/customer.yaml:1:9
        entity: Customer
                ^^^^^^^^
        ");
    }
}
