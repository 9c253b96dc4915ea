//! What the examples in the documentation do not show.

use crate::Host;
use crate::rules::diagnostics;

/// Codes, severities and what is marked, of one of the files.
fn found(files: &[(&str, &str)], path: &str) -> Vec<(&'static str, &'static str, String)> {
    let mut host = Host::new();
    host.set_files(files.iter().copied());
    let text = files.iter().find(|(known, _)| *known == path).unwrap().1;
    let file = host.file(path).unwrap();
    let found = diagnostics(host.db(), file).iter();
    // Other areas have their own tests.
    let codes: Vec<&str> = super::RULES.iter().map(|rule| rule.code).collect();
    let found = found.filter(|d| codes.contains(&d.rule.code));
    found
        .map(|d| {
            let marked = text.get(d.span.range()).unwrap().to_owned();
            (d.rule.code, d.severity.name(), marked)
        })
        .collect()
}

const CUSTOMER: (&str, &str) = (
    "customer.yaml",
    "entity: Customer\nschema: crm\nfields: {name: text}\n",
);

#[test]
fn references_to_the_only_entity_of_a_name_are_fine() {
    let invoice = "entity: Invoice\nschema: sales\nfields: {customer: ref(Customer), \
        other: ref(crm.Customer), own: ref(Invoice)}\n";
    let files = [CUSTOMER, ("invoice.yaml", invoice)];
    assert_eq!(found(&files, "invoice.yaml"), []);
}

#[test]
fn names_that_are_still_to_be_typed_are_no_mistakes() {
    let invoice = "entity: Invoice\nfields:\n  customer: ref()\n  other: ref(crm.)\nactions:\n  \
        - name: b\n    steps:\n      - insert: \n";
    let files = [CUSTOMER, ("invoice.yaml", invoice)];
    assert_eq!(found(&files, "invoice.yaml"), []);
}

#[test]
fn steps_name_entities_too() {
    let invoice = "entity: Invoice\nfields: {customer: ref(Customer)}\nactions:\n  - name: b\n    \
        steps:\n      - insert: Custmer\n      - delete: parcels\n      - insert: Customer(nam = \
        'x')\n";
    let files = [CUSTOMER, ("invoice.yaml", invoice)];
    let marked = |code, text: &str| (code, "warning", text.to_owned());
    assert_eq!(
        found(&files, "invoice.yaml"),
        [
            marked("unknown-entity", "Custmer"),
            marked("unknown-entity", "parcels"),
            marked("unknown-target-field", "nam"),
        ]
    );
}

#[test]
fn entities_of_the_library_are_to_be_copied() {
    let invoice = "entity: Invoice\nfields: {customer: ref(Customer), country: ref(Country)}\n";
    let files = [CUSTOMER, ("invoice.yaml", invoice)];
    let country = ("unknown-entity", "warning", "Country".to_owned());
    assert_eq!(found(&files, "invoice.yaml"), [country]);
}

#[test]
fn the_same_name_in_another_schema_is_a_warning() {
    let other = ("web/customer.yaml", "entity: CUSTOMER\nschema: web\n");
    let files = [CUSTOMER, other];
    let warning = ("duplicate-entity", "warning", "CUSTOMER".to_owned());
    assert!(found(&files, "web/customer.yaml").contains(&warning));
    let twice = ("web/customer.yaml", "entity: CUSTOMER\nschema: crm\n");
    let error = ("duplicate-entity", "error", "CUSTOMER".to_owned());
    assert!(found(&[CUSTOMER, twice], "web/customer.yaml").contains(&error));
}

#[test]
fn nested_relations_are_followed() {
    let invoice = "entity: Invoice\nschema: crm\nfields: {customer: ref(Customer)}\ntable_views:\n  \
        include_relations:\n    - customer:\n        fields: ['*', id]\n        \
        include_relations:\n          - city: {fields: [name]}\n";
    let files = [CUSTOMER, ("invoice.yaml", invoice)];
    let city = ("unknown-relation", "warning", "city".to_owned());
    assert_eq!(found(&files, "invoice.yaml"), [city]);
}

#[test]
fn a_code_has_to_be_of_the_schemas_domain() {
    let registry = "domains:\n  '2': {name: crm, description: x, subdomains: {}}\n";
    let spec = "entity: Lead\nschema: crm\nfields: {own: ref(Lead)}\norganization: {table_code: \
        '013011'}\n";
    let files = [
        ("registry/domain_registry.yaml", registry),
        ("lead.yaml", spec),
    ];
    let code = ("invalid-table-code", "warning", "'013011'".to_owned());
    assert_eq!(found(&files, "lead.yaml"), [code]);
}
