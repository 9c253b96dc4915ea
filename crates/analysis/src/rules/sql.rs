//! Rules about what becomes of a spec in PostgreSQL.
//!
//! Most are about mistakes of the generator 0.8.7 and not of the author, so under the target
//! `next` only those are left that no generator could mend.

pub(super) mod generated;
pub mod renamed;

mod actions;
mod indexes;
mod references;
mod schema;
mod texts;
mod types;
mod views;

use super::{Context, Rule};

pub(super) const RULES: &[Rule] = &[
    schema::APP_SCHEMA,
    schema::SHARED_SCHEMA,
    references::FOREIGN_SCHEMA_REFERENCE,
    references::LATER_TABLE_REFERENCE,
    references::REQUIRED_REFERENCE_INPUT,
    actions::CRUD_ACTION_NAME,
    actions::DUPLICATE_ACTION_NAME,
    actions::NO_FIELDS_TO_WRITE,
    actions::REFRESH_FAILS,
    types::FIELD_FAILS_IN_CREATE,
    types::QUOTED_ENUM_VALUE,
    texts::UNSAFE_DESCRIPTION,
    texts::APOSTROPHE_IN_ERROR,
    texts::APOSTROPHE_IN_INSERT,
    views::TABLE_VIEW_WITH_REFERENCES,
    views::TRIGRAM_INDEX,
    indexes::INDEX_WITHOUT_OPERATORS,
];

pub(super) fn check(context: &mut Context<'_>) {
    if !generated::is_generated(context) {
        return;
    }
    actions::duplicates(context);
    views::check(context);
    if context.target == specql_language::Target::Next {
        indexes::check(context);
        return;
    }
    schema::check(context);
    references::check(context);
    actions::check(context);
    types::check(context);
    texts::check(context);
}

#[cfg(test)]
mod tests {
    use crate::Host;
    use crate::rules::diagnostics;
    use specql_language::Target;

    fn codes(text: &str, target: Target) -> Vec<&'static str> {
        let mut host = Host::new();
        host.set_target(target);
        let file = host.set_file("spec.yaml", text);
        let found = diagnostics(host.db(), file).iter();
        found
            .filter(|found| super::RULES.contains(found.rule))
            .map(|found| found.rule.code)
            .collect()
    }

    const SPEC: &str = "\
entity: OrderItem
schema: shop
description: the order's part
fields: {price: money, state: \"enum('a')\", order: ref(sales.Order)!}
actions: [{name: create_order_item}, {name: update_price}, {name: pay}, {name: Pay}]
";

    #[test]
    fn mistakes_of_the_generator_are_no_mistakes_for_the_next_one() {
        assert_eq!(
            codes(SPEC, Target::V0_8),
            [
                "shared-schema",
                "unsafe-description",
                "field-fails-in-create",
                "quoted-enum-value",
                "foreign-schema-reference",
                "required-reference-input",
                "crud-action-name",
                "duplicate-action-name",
            ]
        );
        assert_eq!(codes(SPEC, Target::Next), ["duplicate-action-name"]);
    }

    #[test]
    fn what_is_read_as_text_works() {
        let spec = "\
entity: Item
schema: shop
fields: {a: \"money! = 1\", b: \"ref(crm.Order)?\", c: {type: list(text)!}, d: decimal}
actions: [{name: create_item}]
";
        assert_eq!(codes(spec, Target::V0_8), ["shared-schema"]);
    }

    #[test]
    fn other_files_have_no_sql() {
        let service = "schema: app\nservices:\n  web: {image: nginx}\n";
        assert_eq!(codes(service, Target::V0_8), Vec::<&str>::new());
    }
}
