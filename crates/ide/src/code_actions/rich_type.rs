//! Types that say what a value is, in place of names that only look like types and of plain text.

use specql_analysis::Span;
use specql_analysis::expression::ast::{TypeExpression, TypeKind};
use specql_language::types::{basic, by_name, is_type, misleading};

use super::place::Place;
use super::skeletons::{works_when_written, writes};
use super::{Change, Offer};

pub(super) fn offers(place: &Place<'_>) -> Vec<Offer> {
    let types = better(place).into_iter().flat_map(|(_, types)| types);
    let offers = types.map(|name| Offer::with(format!("Make it `{name}`"), name));
    offers.collect()
}

pub(super) fn change(place: &Place<'_>, argument: &str) -> Option<Change> {
    let (span, types) = better(place)?;
    let name = types.into_iter().find(|name| *name == argument)?;
    Some(Change {
        edits: vec![place.edit(span, name)],
        ..Change::default()
    })
}

/// Where the type of a field stands, and which types say more.
fn better(place: &Place<'_>) -> Option<(Span, Vec<&'static str>)> {
    let field = place.field()?;
    let span = place_of(&field.field_type)?;
    let written = place.source(span);
    let has_default = field.field_type.default.is_some() || field.default.is_some();
    let is_written = writes(place);
    // Only basic types keep a default, and what works has to work on.
    let fits = |name: &&'static str| {
        is_type(name)
            && (!has_default || basic(name).is_some())
            && (!is_written || works_when_written(name))
    };
    let instead = misleading(written).map_or(&[][..], |entry| entry.instead);
    let mut types: Vec<_> = instead.iter().copied().filter(fits).collect();
    if written == "text" {
        let called_for = by_name(&field.name.text).map(|entry| entry.type_name);
        types.extend(called_for.filter(fits));
    }
    Some((span, types)).filter(|(_, types)| !types.is_empty())
}

/// Where a type stands, without its default and its marks.
fn place_of(written: &TypeExpression) -> Option<Span> {
    match &written.kind {
        TypeKind::Named { name, arguments } => {
            let brackets = arguments.as_ref().map(|arguments| arguments.brackets.span);
            Some(brackets.map_or(name.span, |brackets| name.span.to(brackets)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::code_actions::testing::{apply, refactorings};

    fn text(written: &str) -> String {
        format!("entity: Task\nschema: work\nfields:\n  {written}$0 # c\n")
    }

    #[test]
    fn what_only_looks_like_a_type_becomes_one() {
        let titles = refactorings(&text("size: decimal(10, 2)"));
        assert_eq!(titles[..2], ["Make it `money`", "Make it `float`"]);
        assert_snapshot!(apply(&text("size: decimal(10, 2)!"), "Make it `money`"), @"
        entity: Task
        schema: work
        fields:
          size: money! # c
        ");
    }

    #[test]
    fn a_name_may_call_for_a_rich_type() {
        assert_snapshot!(apply(&text("billing_email: text!"), "Make it `email`"), @"
        entity: Task
        schema: work
        fields:
          billing_email: email! # c
        ");
    }

    #[test]
    fn what_is_written_by_an_action_works_on() {
        let actions = "actions:\n  - name: create_task\n";
        let titles = |written: &str| refactorings(&format!("{}{actions}", text(written)));
        let mapping = "Write the field as a mapping";
        assert_eq!(titles("size: decimal"), [mapping]);
        assert_eq!(titles("done: bool"), ["Make it `boolean`", mapping]);
    }

    #[test]
    fn a_default_is_not_lost() {
        assert_eq!(
            refactorings(&text("email: text = x")),
            ["Write the field as a mapping"]
        );
    }
}
