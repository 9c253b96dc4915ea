//! What stands above names: how often they are used, and a way to their SQL.
//!
//! Where a lens stands is known from the file alone. What it says is found out when it comes into
//! view.

use std::collections::HashSet;

use specql_analysis::db::{Db, File, Workspace};
use specql_analysis::expression::ast::Name;
use specql_analysis::index;
use specql_analysis::resolve::{Target, references};
use specql_analysis::spec;
use specql_yaml::Span;

use crate::heirs::heirs;
use crate::mentioned::files_that_speak_of;
use crate::place::FileSpan;
use crate::search::search;
use crate::symbol::Symbol;
use crate::told::count;

/// What a lens tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LensKind {
    /// Where the entity is spoken of.
    EntityReferences,
    /// What calls the action.
    ActionCallers,
    /// Where the field is spoken of.
    FieldReferences,
    /// The SQL of the entity or the action.
    SqlPreview,
}

/// Which kinds of lenses are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LensKinds {
    /// Of entities.
    pub entities: bool,
    /// Of actions.
    pub actions: bool,
    /// Of fields.
    pub fields: bool,
    /// Of the SQL of entities and actions.
    pub sql: bool,
}

impl Default for LensKinds {
    fn default() -> Self {
        Self {
            entities: true,
            actions: true,
            fields: false,
            sql: true,
        }
    }
}

/// A lens whose text is still to be found out.
#[derive(Clone, Debug, PartialEq)]
pub struct Lens {
    /// What it tells.
    pub kind: LensKind,
    /// The name that it stands above.
    pub span: Span,
    /// What that is the name of.
    pub target: Target,
}

/// What a lens says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedLens {
    /// Its text.
    pub title: String,
    /// The places that it is about.
    pub places: Vec<FileSpan>,
}

/// The lenses of a file, in the order of the text.
#[must_use]
pub fn code_lenses(db: &dyn Db, file: File, kinds: LensKinds) -> Vec<Lens> {
    let spec = spec::spec(db, file);
    let mut lenses = Vec::new();
    let mut add = |kind, name: &Name, target| {
        if !name.text.is_empty() {
            let span = name.span;
            lenses.push(Lens { kind, span, target });
        }
    };
    let has_sql = kinds.sql && index::entity(db, file).is_some();
    if let Some(name) = &spec.entity {
        if kinds.entities {
            add(LensKind::EntityReferences, name, Target::Entity(file));
        }
        if has_sql {
            add(LensKind::SqlPreview, name, Target::Entity(file));
        }
    }
    for field in spec.fields.iter().filter(|_| kinds.fields) {
        let target = Target::Field(file, field.name.text.clone());
        add(LensKind::FieldReferences, &field.name, target);
    }
    let names = spec
        .actions
        .iter()
        .filter_map(|action| action.name.as_ref());
    for name in names {
        let target = Target::Action(file, name.text.clone());
        if kinds.actions {
            add(LensKind::ActionCallers, name, target.clone());
        }
        if has_sql {
            add(LensKind::SqlPreview, name, target);
        }
    }
    lenses.sort_by_key(|lens| lens.span);
    lenses
}

/// What a lens says; nothing when what it is about is gone.
#[must_use]
pub fn resolve_code_lens(db: &dyn Db, lens: &Lens) -> Option<ResolvedLens> {
    if lens.kind == LensKind::SqlPreview {
        return Some(ResolvedLens {
            title: "Preview SQL".to_owned(),
            places: Vec::new(),
        });
    }
    let files = match &lens.target {
        Target::Entity(_) | Target::Action(..) => return Some(found_by_search(db, lens)),
        Target::Field(file, name) => files_with_field(db, *file, name),
        _ => return None,
    };
    let mut places = Vec::new();
    for file in files {
        let found = references(db, file).iter();
        let found = found.filter(|reference| reference.target.as_ref() == Ok(&lens.target));
        places.extend(found.map(|reference| FileSpan::new(file, reference.span)));
    }
    let title = count(places.len(), "reference");
    Some(ResolvedLens { title, places })
}

/// The same places as who looks for its references gets: of an entity paths of its file, too.
fn found_by_search(db: &dyn Db, lens: &Lens) -> ResolvedLens {
    let symbol = Symbol {
        target: lens.target.clone(),
        made: None,
    };
    let found = search(db, &symbol).into_iter();
    let places = found.flat_map(|(file, names)| {
        let names = names.into_iter().filter(|name| !name.is_definition);
        names.map(move |name| FileSpan::new(file, name.span))
    });
    let places: Vec<_> = places.collect();
    let title = match lens.kind {
        LensKind::ActionCallers => count(places.len(), "caller"),
        _ => count(places.len(), "reference"),
    };
    ResolvedLens { title, places }
}

/// The files that may speak of a field: those that speak of its entity, or of one that takes it
/// over, and those with a path that may lead to it through references.
fn files_with_field(db: &dyn Db, file: File, field: &str) -> Vec<File> {
    let owners = heirs(db, file).into_iter().chain([file]);
    let mut found: Vec<File> = owners
        .flat_map(|owner| files_that_speak_of(db, owner))
        .collect();
    let known: HashSet<File> = found.iter().copied().collect();
    let in_path = format!(".{field}");
    let files = Workspace::try_get(db).into_iter();
    let files = files.flat_map(|workspace| workspace.files(db));
    let others = files.filter(|file| !known.contains(file) && index::entity(db, *file).is_some());
    found.extend(others.filter(|file| file.content(db).as_text().contains(&in_path)));
    found.sort_by(|a, b| a.path(db).cmp(b.path(db)));
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::fixture::Fixture;

    const SHOP: &str = "\
//- crm/customer.yaml
entity: Customer
schema: crm
fields:
  email: email
actions:
  - name: greet
  - name: welcome
    steps:
      - call: greet()
      - validate: email IS NOT NULL
//- sales/invoice.yaml
entity: Invoice
schema: sales
fields:
  customer: ref(crm.Customer)!
  payer: ref(Customer)
actions:
  - name: remind
    steps:
      - validate: customer.email IS NOT NULL
      - update: Customer SET email = 'a'
//- sales/reminder.yaml
entity: Reminder
schema: sales
fields:
  invoice: ref(Invoice)
actions:
  - name: send
    steps:
      - validate: invoice.customer.email IS NOT NULL
      - call: greet()
//- sales/customer.yaml
entity: Note
schema: sales
fields:
  email: text
";

    fn lenses(kinds: LensKinds) -> String {
        lenses_of(SHOP, kinds)
    }

    fn lenses_of(text: &str, kinds: LensKinds) -> String {
        let fixture = Fixture::new(text);
        let lenses = code_lenses(fixture.db(), fixture.file(), kinds);
        let lenses = lenses.iter().map(|lens| {
            let resolved = resolve_code_lens(fixture.db(), lens).unwrap();
            let mut told = fixture.frame(fixture.file(), lens.span);
            told.push_str(&format!("\n= {}", resolved.title));
            for place in resolved.places {
                let frame = fixture.frame(place.file, place.span);
                told.push_str(&format!("\n  {}", frame.lines().next().unwrap()));
            }
            told
        });
        lenses.collect::<Vec<_>>().join("\n\n")
    }

    /// None of all kinds.
    const NONE: LensKinds = LensKinds {
        entities: false,
        actions: false,
        fields: false,
        sql: false,
    };

    const USUAL_WITHOUT_SQL: LensKinds = LensKinds {
        entities: true,
        actions: true,
        ..NONE
    };

    #[test]
    fn entities_and_actions_say_who_uses_them() {
        assert_snapshot!(lenses(USUAL_WITHOUT_SQL), @r"
        crm/customer.yaml:1:9
        entity: Customer
                ^^^^^^^^
        = 3 references
          sales/invoice.yaml:4:21
          sales/invoice.yaml:5:14
          sales/invoice.yaml:10:17

        crm/customer.yaml:6:11
          - name: greet
                  ^^^^^
        = 2 callers
          crm/customer.yaml:9:15
          sales/reminder.yaml:9:15

        crm/customer.yaml:7:11
          - name: welcome
                  ^^^^^^^
        = 0 callers
        ");
    }

    #[test]
    fn a_path_that_leads_to_an_entity_speaks_of_it() {
        let text = "\
//- base.yaml
entity: Base
//- derived.yaml
entity: Derived
extends: base
";
        assert_snapshot!(lenses_of(text, USUAL_WITHOUT_SQL), @r"
        base.yaml:1:9
        entity: Base
                ^^^^
        = 1 reference
          derived.yaml:2:10
        ");
    }

    #[test]
    fn fields_do_so_when_asked() {
        let kinds = LensKinds {
            fields: true,
            ..NONE
        };
        assert_snapshot!(lenses(kinds), @r"
        crm/customer.yaml:4:3
          email: email
          ^^^^^
        = 4 references
          crm/customer.yaml:10:19
          sales/invoice.yaml:9:28
          sales/invoice.yaml:10:30
          sales/reminder.yaml:8:36
        ");
    }

    #[test]
    fn entities_and_actions_lead_to_their_sql() {
        let text = "\
entity: Customer
fields: {email: email}
actions: [{name: greet}, {name: }]
";
        let kinds = LensKinds { sql: true, ..NONE };
        assert_snapshot!(lenses_of(text, kinds), @r"
        spec.yaml:1:9
        entity: Customer
                ^^^^^^^^
        = Preview SQL

        spec.yaml:3:18
        actions: [{name: greet}, {name: }]
                         ^^^^^
        = Preview SQL
        ");
        assert_eq!(lenses_of("actions: [{name: greet}]\n", kinds), "");
    }
}
