//! What a name at a place stands for, whether it is given there or spoken of.

use specql_analysis::db::{Db, File};
use specql_analysis::expression::ast::Name;
use specql_analysis::resolve::{Target, references};
use specql_analysis::spec::spec;
use specql_language::key;
use specql_yaml::Span;

use crate::place::touches;

/// What a name stands for.
///
/// Parameters and variables are those of one action, so two that have the same name are told
/// apart by it.
#[derive(Clone, Debug, PartialEq)]
pub struct Symbol {
    /// What it is.
    pub target: Target,
    /// The action that it belongs to, in its file.
    pub action: Option<(File, Span)>,
}

/// A name in a text, and what it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    /// The name.
    pub span: Span,
    /// What it stands for.
    pub symbol: Symbol,
    /// Whether it is given its name here.
    pub is_definition: bool,
}

/// The name at a place, and what it stands for.
#[must_use]
pub fn symbol_at(db: &dyn Db, file: File, offset: u32) -> Option<Occurrence> {
    let given = definitions(db, file).into_iter();
    if let Some(found) = given.rev().find(|found| touches(found.span, offset)) {
        return Some(found);
    }
    let spoken = references(db, file).iter();
    let mut at = spoken.filter(|reference| touches(reference.span, offset));
    let found = at.find_map(|reference| Some((reference.span, reference.target.clone().ok()?)))?;
    let (span, target) = found;
    Some(Occurrence {
        span,
        symbol: symbol(db, file, offset, target),
        is_definition: false,
    })
}

/// All names that are given in a file, in the order of the text.
#[must_use]
pub fn definitions(db: &dyn Db, file: File) -> Vec<Occurrence> {
    let spec = spec(db, file);
    let mut found = Vec::new();
    let mut give = |name: &Name, target: Target, action: Option<Span>| {
        if !name.text.is_empty() {
            let action = action.map(|span| (file, span));
            found.push(Occurrence {
                span: name.span,
                symbol: Symbol { target, action },
                is_definition: true,
            });
        }
    };
    if let Some(name) = &spec.entity {
        give(name, Target::Entity(file), None);
    }
    for field in &spec.fields {
        let target = Target::Field(file, field.name.text.clone());
        give(&field.name, target, None);
    }
    for action in &spec.actions {
        if let Some(name) = &action.name {
            give(name, Target::Action(file, name.text.clone()), None);
        }
        for parameter in &action.parameters {
            let target = Target::Parameter(parameter.name.text.clone());
            give(&parameter.name, target, Some(action.span));
        }
    }
    for given in &spec.definitions {
        let name = given.name.text.clone();
        let target = match given.what {
            key::Name::Field => Target::Field(file, name),
            what => Target::Other(file, what, name),
        };
        give(&given.name, target, None);
    }
    found.sort_by_key(|given| given.span);
    found
}

fn symbol(db: &dyn Db, file: File, offset: u32, target: Target) -> Symbol {
    let is_local = matches!(target, Target::Parameter(_) | Target::Variable(_));
    let mut actions = spec(db, file).actions.iter();
    let around = is_local
        .then(|| actions.find(|action| touches(action.span, offset)))
        .flatten();
    Symbol {
        target,
        action: around.map(|action| (file, action.span)),
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::fixture::Fixture;

    fn show(text: &str) -> String {
        let fixture = Fixture::new(text);
        let (file, offset) = fixture.cursor();
        match symbol_at(fixture.db(), file, offset) {
            None => "nothing".to_owned(),
            Some(found) => {
                let what = if found.is_definition { "gives" } else { "says" };
                let frame = fixture.frame(file, found.span);
                let target = fixture.told(&found.symbol.target);
                format!("{frame}\n{what} {target}")
            }
        }
    }

    const INVOICE: &str = "\
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
  total: money
actions:
  - name: remind
    params:
      total: integer
    steps:
      - validate: customer.name IS NOT NULL AND total > 0
";

    #[test]
    fn a_name_is_found_where_it_is_given() {
        let text = INVOICE.replacen("  total: money", "  to$0tal: money", 1);
        assert_snapshot!(show(&text), @r"
        sales/invoice.yaml:5:3
          total: money
          ^^^^^
        gives field `total` of sales/invoice.yaml
        ");
    }

    #[test]
    fn a_name_is_found_where_it_is_spoken_of() {
        let text = INVOICE.replacen("customer.name", "customer.name$0", 1);
        assert_snapshot!(show(&text), @r"
        sales/invoice.yaml:11:28
              - validate: customer.name IS NOT NULL AND total > 0
                                   ^^^^
        says field `name` of crm/customer.yaml
        ");
    }

    #[test]
    fn where_there_is_no_name_there_is_nothing() {
        let text = INVOICE.replacen("IS NOT NULL", "IS $0NOT NULL", 1);
        assert_snapshot!(show(&text), @"nothing");
    }
}
