//! Keys that mean nothing, keys that are written twice, and words that YAML takes for something
//! else than text.

mod duplicate;
mod ignored;
mod unknown;
mod unquoted;
pub(super) mod walk;

use specql_language::key::Place;

use super::{Context, Rule};
use walk::Broken;

pub(super) const RULES: &[Rule] = &[
    unknown::UNKNOWN_KEY,
    ignored::IGNORED_KEY,
    duplicate::DUPLICATE_KEY,
    duplicate::SEVERAL_ENTITIES,
    unquoted::UNQUOTED_TEXT,
];

pub(super) fn check(context: &mut Context<'_>) {
    // A file without an entity has another mistake to tell first.
    let root = context.document.root();
    if !context.is_spec() || context.document.get(root, "entity").is_none() {
        return;
    }
    let seen = context.seen();
    let broken = Broken::of(context);
    for part in &*seen {
        unknown::check(context, part, &broken);
        ignored::check(context, part, &broken);
        unquoted::check(context, part, &broken);
    }
    duplicate::check(context);
}

/// Where a key stands, as a message says it.
fn place_name(place: Place) -> &'static str {
    match place {
        Place::Root => "at the top of an entity file",
        Place::Header => "below `entity`",
        Place::Field => "in a field",
        Place::Action => "in an action",
        Place::Parameter => "in a parameter",
        Place::Step => "in a step",
        Place::Pattern => "in a pattern",
        Place::Agent => "in an agent",
        Place::Organization => "below `organization`",
        Place::Identifier => "below `identifier`",
        Place::IdentifierComponent => "in a component of an identifier",
        Place::TableViews => "below `table_views`",
        Place::IncludeRelation => "in an included relation",
        Place::ExtraFilterColumn => "in a column of a table view",
        Place::Translations => "below `translations`",
        Place::RefreshTableView => "below `refresh_table_view`",
        _ => "here",
    }
}

#[cfg(test)]
mod tests {
    use crate::Host;
    use crate::rules::diagnostics;

    fn found(text: &str) -> Vec<(&'static str, String)> {
        let mut host = Host::new();
        let file = host.set_file("spec.yaml", text);
        let found = diagnostics(host.db(), file).iter();
        let areas = super::RULES.iter().map(|rule| rule.code);
        let codes: Vec<_> = areas.collect();
        found
            .filter(|diagnostic| codes.contains(&diagnostic.rule.code))
            .map(|diagnostic| {
                (
                    diagnostic.rule.code,
                    text[diagnostic.span.range()].to_owned(),
                )
            })
            .collect()
    }

    #[test]
    fn merged_keys_are_no_duplicates() {
        let text = "entity: A\nfields:\n  a: &a {type: text, nullable: false}\n  \
                    b: {<<: *a, type: date}\n  c:\n    <<: {type: text}\n    type: date\n";
        assert_eq!(found(text), []);
    }

    #[test]
    fn a_key_that_comes_three_times_is_told_once() {
        let text = "entity: A\nfields:\n  a: text\n  a: date\n  a: time\n";
        assert_eq!(found(text), [("duplicate-key", "a".to_owned())]);
    }

    #[test]
    fn a_second_entity_is_told_once_for_all_that_is_lost_with_the_first() {
        let text = "entity: A\nfields: {a: text}\nentity: B\nfields: {b: text}\n";
        assert_eq!(found(text), [("several-entities", "entity".to_owned())]);
    }

    #[test]
    fn what_is_half_typed_is_left_alone() {
        assert_eq!(found("entity: A\nfields:\n  a: text\nact\n"), []);
        assert_eq!(found("entity: A\nacts: [\n"), []);
    }

    #[test]
    fn numbers_that_stay_what_they_are_need_no_quotes() {
        let text = "entity: A\norganization: {table_code: 123456}\nfields: {a: text}\n";
        assert_eq!(found(text), []);
        let text = "entity: A\nfields:\n  a: {type: boolean, default: yes}\n  \
                    b: {type: integer, default: 10}\n";
        assert_eq!(found(text), []);
    }
}
