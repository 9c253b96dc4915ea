//! The entities of a workspace and how they refer to each other, to draw them.
//!
//! It comes from the summaries of the files; a file is read only for the place of its name.

use std::collections::HashMap;

use specql_analysis::db::{Db, File, Workspace};
use specql_analysis::expression::infer::Type;
use specql_analysis::graph::name_span;
use specql_analysis::index::{self, find_entity};
use specql_analysis::summary::Entity;
use specql_yaml::Span;

use crate::place::FileSpan;
use crate::told::type_text;

/// The entities of a workspace and their references.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntityGraph {
    /// By schema, then name, then path.
    pub entities: Vec<DrawnEntity>,
    /// In the order of the entities and their fields.
    pub references: Vec<DrawnReference>,
}

/// An entity as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnEntity {
    /// Its name.
    pub name: String,
    /// Its schema.
    pub schema: String,
    /// Where it is named.
    pub place: FileSpan,
    /// Its fields, in the order of the spec.
    pub fields: Vec<DrawnField>,
}

/// A field as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnField {
    /// Its name.
    pub name: String,
    /// Its type in short.
    pub type_text: String,
    /// Whether it has to have a value.
    pub is_required: bool,
}

/// A field that leads from an entity to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnReference {
    /// Whose field it is, by its place in the list of entities.
    pub from: usize,
    /// The name of the field.
    pub field: String,
    /// Where it leads.
    pub to: usize,
    /// Whether it always leads there.
    pub is_required: bool,
    /// Whether it leads to several rows.
    pub is_list: bool,
}

/// The entities of all files. References that lead nowhere, or nobody knows where, are left out.
#[must_use]
pub fn entity_graph(db: &dyn Db) -> EntityGraph {
    let Some(workspace) = Workspace::try_get(db) else {
        return EntityGraph::default();
    };
    let files = workspace.files(db);
    let mut described: Vec<(File, &Entity)> = files
        .filter_map(|file| Some((file, index::entity(db, file)?)))
        .collect();
    described.sort_by_key(|(file, entity)| (entity.schema(), &entity.name, file.path(db)));
    let numbers = described.iter().enumerate();
    let numbers: HashMap<File, usize> = numbers.map(|(at, (file, _))| (*file, at)).collect();
    let mut graph = EntityGraph::default();
    for (from, (file, entity)) in described.iter().enumerate() {
        for field in &entity.fields {
            let (targets, is_list) = targets(&field.field_type);
            for (schema, name) in targets {
                let found = find_entity(db, *file, schema.as_deref(), name).ok();
                let Some(to) = found.and_then(|file| numbers.get(&file)) else {
                    continue;
                };
                graph.references.push(DrawnReference {
                    from,
                    field: field.name.clone(),
                    to: *to,
                    is_required: field.required,
                    is_list,
                });
            }
        }
        graph.entities.push(drawn(db, *file, entity));
    }
    graph
}

fn drawn(db: &dyn Db, file: File, entity: &Entity) -> DrawnEntity {
    let span = name_span(db, file).unwrap_or(Span { start: 0, end: 0 });
    let fields = entity.fields.iter().map(|field| DrawnField {
        name: field.name.clone(),
        type_text: type_text(&field.field_type),
        is_required: field.required,
    });
    DrawnEntity {
        name: entity.name.clone(),
        schema: entity.schema().to_owned(),
        place: FileSpan::new(file, span),
        fields: fields.collect(),
    }
}

/// The entities that a field of this type leads to, and whether to several rows.
fn targets(ty: &Type) -> (&[(Option<String>, String)], bool) {
    match ty {
        Type::Reference(targets) => (targets, false),
        Type::List(item) => (targets(item).0, true),
        _ => (&[], false),
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::fixture::Fixture;

    fn shown(text: &str) -> String {
        let fixture = Fixture::new(text);
        let graph = entity_graph(fixture.db());
        let name = |at: usize| {
            let entity = &graph.entities[at];
            format!("{}.{}", entity.schema, entity.name)
        };
        let mut lines = Vec::new();
        for (at, entity) in graph.entities.iter().enumerate() {
            let text = fixture.text(entity.place.file);
            assert_eq!(text[entity.place.span.range()], entity.name);
            lines.push(name(at));
            for field in &entity.fields {
                let mark = if field.is_required { "!" } else { "" };
                lines.push(format!("  {}: {}{mark}", field.name, field.type_text));
            }
        }
        for found in &graph.references {
            let sign = match (found.is_list, found.is_required) {
                (true, _) => "=>",
                (false, true) => "->",
                (false, false) => "-?>",
            };
            let (from, to) = (name(found.from), name(found.to));
            lines.push(format!("{from}.{} {sign} {to}", found.field));
        }
        lines.join("\n")
    }

    #[test]
    fn entities_stand_by_schema_and_references_lead_to_what_they_mean() {
        let workspace = "\
//- sales/order.yaml
entity: Order
schema: sales
fields:
  customer: ref(Customer)!
  parts: list(ref(stock.Part))
  total: integer
//- sales/customer.yaml
entity: Customer
schema: sales
fields:
  name: text!
  adviser: ref(Customer)
//- crm/customer.yaml
entity: Customer
schema: crm
fields:
  name: text
//- stock/part.yaml
entity: Part
schema: stock
fields:
  kind: enum(tyre, chain)
  made_by: ref(Nobody)
  note: ref(Order|crm.Customer)
";
        assert_snapshot!(shown(workspace), @r"
        crm.Customer
          name: text
        sales.Customer
          name: text!
          adviser: ref(Customer)
        sales.Order
          customer: ref(Customer)!
          parts: list(ref(stock.Part))
          total: integer
        stock.Part
          kind: enum(tyre, chain)
          made_by: ref(Nobody)
          note: ref(Order|crm.Customer)
        sales.Customer.adviser -?> sales.Customer
        sales.Order.customer -> sales.Customer
        sales.Order.parts => stock.Part
        stock.Part.note -?> sales.Order
        stock.Part.note -?> crm.Customer
        ");
    }

    #[test]
    fn of_a_name_that_two_files_have_nobody_knows_which_is_meant() {
        let workspace = "\
//- a/thing.yaml
entity: Thing
schema: a
//- b/thing.yaml
entity: Thing
schema: b
//- c/user.yaml
entity: Owner
schema: c
fields:
  thing: ref(Thing)
";
        assert_snapshot!(shown(workspace), @r"
        a.Thing
        b.Thing
        c.Owner
          thing: ref(Thing)
        ");
    }

    #[test]
    fn half_typed_specs_are_drawn_as_far_as_they_go() {
        let workspace = "\
//- a.yaml
entity: A
fields:
  b: ref(
  c
//- b.yaml
fields:
  a: ref(A)
";
        assert_snapshot!(shown(workspace), @r"
        public.A
          b: ref()
          c: unknown
        ");
    }
}
