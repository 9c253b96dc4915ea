//! Which actions call which.

use specql_analysis::db::{Db, File};
use specql_analysis::index::entity;
use specql_analysis::resolve::Target;
use specql_analysis::spec::Action;
use specql_analysis::view::view;
use specql_yaml::Span;

use crate::destination::{Destination, destinations};
use crate::search::search;
use crate::symbol::{Occurrence, Symbol, occurrences, symbol_at};

/// An action among those that call each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallItem {
    /// Its name.
    pub action: String,
    /// The name of its entity.
    pub entity: String,
    /// Where it is described.
    pub place: Destination,
}

/// An action that calls, or is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The other action.
    pub item: CallItem,
    /// Where it is called, in the file of the action that calls.
    pub places: Vec<Span>,
}

/// The action that is meant at a place.
#[must_use]
pub fn prepare_calls(db: &dyn Db, file: File, offset: u32) -> Option<CallItem> {
    match symbol_at(db, file, offset)?.symbol.target {
        Target::Action(file, name) => item(db, file, &name),
        _ => None,
    }
}

/// The actions that call an action, each once.
#[must_use]
pub fn incoming_calls(db: &dyn Db, file: File, action: &str) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    for (caller, names) in search(db, &symbol(file, action)) {
        let spec = view(db, caller).spec;
        for name in names.iter().filter(|name| !name.is_definition) {
            let by = spec.actions.iter().find(|action| holds(action, name.span));
            let by = by.and_then(|action| action.name.as_ref());
            if let Some(item) = by.and_then(|by| item(db, caller, &by.text)) {
                add(&mut calls, item, name.span);
            }
        }
    }
    calls
}

/// The actions that an action calls, each once.
#[must_use]
pub fn outgoing_calls(db: &dyn Db, file: File, action: &str) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    let spec = view(db, file).spec;
    let is_it = |known: &&Action| known.name.as_ref().is_some_and(|name| name.text == action);
    let callers: Vec<&Action> = spec.actions.iter().filter(is_it).collect();
    let is_in_it = |name: &Occurrence| callers.iter().any(|action| holds(action, name.span));
    let names = occurrences(db, file).into_iter();
    for name in names.filter(|name| !name.is_definition && is_in_it(name)) {
        if let Target::Action(of, called) = &name.symbol.target
            && let Some(item) = item(db, *of, called)
        {
            add(&mut calls, item, name.span);
        }
    }
    calls
}

fn add(calls: &mut Vec<Call>, item: CallItem, place: Span) {
    match calls.iter_mut().find(|call| call.item == item) {
        Some(call) => call.places.push(place),
        None => calls.push(Call {
            item,
            places: vec![place],
        }),
    }
}

fn holds(action: &Action, span: Span) -> bool {
    action.span.start <= span.start && span.end <= action.span.end
}

fn symbol(file: File, action: &str) -> Symbol {
    Symbol {
        target: Target::Action(file, action.to_owned()),
        made: None,
    }
}

fn item(db: &dyn Db, file: File, action: &str) -> Option<CallItem> {
    let place = destinations(db, &symbol(file, action)).into_iter().next()?;
    Some(CallItem {
        action: action.to_owned(),
        entity: entity(db, file)?.name.clone(),
        place,
    })
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
actions:
  - name: remind
    steps:
      - call: log()
  - name: log
    steps: []
//- sales/invoice.yaml
entity: Invoice
schema: sales
actions:
  - name: send
    steps:
      - call: rem$0ind()
      - if: TRUE
        then:
          - call: crm.remind(days = 3)
          - call: Customer.log()
";

    fn shown(fixture: &Fixture, of: File, calls: Vec<Call>) -> String {
        let calls = calls.into_iter().map(|call| {
            let CallItem {
                entity,
                action,
                place,
            } = call.item;
            let path = fixture.path(place.file);
            let places = call.places.iter().map(|span| fixture.frame(of, *span));
            let places: Vec<_> = places.collect();
            format!("{entity}.{action} of {path}\n{}", places.join("\n"))
        });
        calls.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn actions_of_one_entity_call_those_of_others() {
        let fixture = Fixture::new(WORKSPACE);
        let (db, (file, offset)) = (fixture.db(), fixture.cursor());
        let remind = prepare_calls(db, file, offset).unwrap();
        assert_eq!(
            (remind.entity.as_str(), remind.action.as_str()),
            ("Customer", "remind")
        );
        let incoming = incoming_calls(db, remind.place.file, "remind");
        assert_snapshot!(shown(&fixture, file, incoming), @r"
        Invoice.send of sales/invoice.yaml
        sales/invoice.yaml:6:15
              - call: remind()
                      ^^^^^^
        sales/invoice.yaml:9:23
                  - call: crm.remind(days = 3)
                              ^^^^^^
        ");
        let outgoing = outgoing_calls(db, file, "send");
        assert_snapshot!(shown(&fixture, file, outgoing), @r"
        Customer.remind of crm/customer.yaml
        sales/invoice.yaml:6:15
              - call: remind()
                      ^^^^^^
        sales/invoice.yaml:9:23
                  - call: crm.remind(days = 3)
                              ^^^^^^
        Customer.log of crm/customer.yaml
        sales/invoice.yaml:10:28
                  - call: Customer.log()
                                   ^^^
        ");
        let outgoing = outgoing_calls(db, remind.place.file, "remind");
        assert_snapshot!(shown(&fixture, remind.place.file, outgoing), @r"
        Customer.log of crm/customer.yaml
        crm/customer.yaml:6:15
              - call: log()
                      ^^^
        ");
    }
}
