use specql_yaml::load;

use super::*;
use crate::project::Read;

const SOUND: &str = "
schema_layers: {'01': write_side}
domains:
  '1':
    name: base
    description: Shared
    subdomains: {}
  '2':
    name: shop
    description: Orders
    aliases: [store, market]
    multi_tenant: true
    subdomains:
      '01': {name: core, description: Rest, next_entity_sequence: 13, entities: }
      '04':
        name: sales
        description: Selling
        next_entity_sequence: 7
        entities:
          Invoice: {table_code: '012043', entity_code: INV, assigned_at: '2026-01-01'}
subdomain_inference: {shop: {sales: {patterns: [order, invoice]}}}
reserved_codes: ['000000']
";

fn registry(text: &str) -> Read<Registry, Problem> {
    read(&load(text).unwrap())
}

/// The problems of a text, each with the text of its place.
fn problems(text: &str) -> Vec<(Problem, String)> {
    let findings = registry(text).findings.into_iter();
    findings
        .map(|finding| (finding.problem, text[finding.span.range()].to_owned()))
        .collect()
}

/// What is wrong with a single domain `'1'` of these lines.
fn in_domain(lines: &str) -> Vec<(Problem, String)> {
    problems(&format!("domains: {{'1': {{{lines}}}}}"))
}

fn in_subdomain(lines: &str) -> Vec<(Problem, String)> {
    in_domain(&format!(
        "name: a, description: b, subdomains: {{'01': {{{lines}}}}}"
    ))
}

fn in_entities(lines: &str) -> Vec<(Problem, String)> {
    in_subdomain(&format!(
        "name: c, description: d, next_entity_sequence: 1, entities: {{{lines}}}"
    ))
}

fn found(problem: Problem, place: &str) -> Vec<(Problem, String)> {
    vec![(problem, place.to_owned())]
}

#[test]
fn a_sound_registry_is_read_as_it_stands() {
    let Read { value, findings } = registry(SOUND);
    assert_eq!(findings, []);
    assert_eq!(value.domains.len(), 2);
    let shop = &value.domains[1];
    assert_eq!(shop.code.text, "2");
    assert_eq!(shop.aliases.len(), 2);
    assert!(shop.multi_tenant && shop.is_complete);
    assert_eq!(shop.subdomains[1].next_entity_sequence, Some(7));
    let (domain, subdomain, entity) = value.entity("INVOICE").unwrap();
    assert_eq!(domain, shop);
    assert_eq!(subdomain.code.text, "04");
    assert_eq!(entity.table_code.as_ref().unwrap().value, "012043");
    assert_eq!(
        value.schema_layers[0].name.as_ref().unwrap().value,
        "write_side"
    );
    assert_eq!(value.reserved_codes[0].value, "000000");
}

#[test]
fn a_schema_is_found_by_key_name_and_alias() {
    let registry = registry(SOUND).value;
    for name in ["2", "shop", "store", "market"] {
        assert!(registry.is_multi_tenant(name), "{name}");
    }
    for name in ["1", "base", "Shop", "elsewhere", ""] {
        assert!(!registry.is_multi_tenant(name), "{name}");
    }
    assert!(registry.schema("base").is_some());
    assert!(registry.schema("Shop").is_none(), "case matters");
    assert!(is_framework_schema("app") && !is_framework_schema("shop"));
}

#[test]
fn a_number_as_key_is_not_found_by_its_code() {
    let registry = registry("domains: {2: {name: shop, description: x}}").value;
    assert!(registry.schema("2").is_none());
    assert!(registry.schema("shop").is_some());
}

#[test]
fn codes_are_derived_from_domain_subdomain_and_sequence() {
    let registry = registry(SOUND).value;
    let code = |schema, entity| registry.derive_table_code(schema, entity);
    assert_eq!(code("shop", "PurchaseOrder").unwrap(), "012047");
    assert_eq!(code("market", "Basket").unwrap(), "012013", "core, else");
    assert_eq!(code("base", "Basket"), Err(NoCode::NoSubdomain));
    assert_eq!(code("other", "Basket"), Err(NoCode::UnknownSchema));
}

#[test]
fn without_core_the_first_subdomain_is_taken() {
    let registry = registry(&SOUND.replace("name: core", "name: misc")).value;
    assert_eq!(
        registry.derive_table_code("shop", "Basket").unwrap(),
        "012013"
    );
}

#[test]
fn some_codes_cannot_be_given() {
    let derive = |text: &str| registry(text).value.derive_table_code("shop", "Order");
    let taken = SOUND.replace("next_entity_sequence: 7", "next_entity_sequence: 33");
    let Err(NoCode::Taken { code, by }) = derive(&taken) else {
        panic!("it is taken");
    };
    assert_eq!((code.as_str(), by.value.as_str()), ("012043", "Invoice"));
    assert_eq!(
        derive(&SOUND.replace("'000000'", "'012047'")),
        Err(NoCode::Reserved("012047".to_owned()))
    );
    assert_eq!(
        derive(&SOUND.replace("shop: {sales:", "shop: {selling:")),
        Err(NoCode::UnknownSubdomain("selling".to_owned()))
    );
    assert_eq!(
        derive(&SOUND.replace("description: Selling", "note: Selling")),
        Err(NoCode::IncompleteDomain)
    );
}

#[test]
fn files_that_are_no_registry() {
    assert_eq!(problems(""), found(Problem::EmptyFile, ""));
    assert_eq!(
        problems("[a]"),
        found(Problem::NotAMapping(Part::File), "[a]")
    );
    assert_eq!(problems("version: 1").len(), 1);
    assert_eq!(
        problems("domains:\n"),
        found(Problem::NotAMapping(Part::Domains), "domains")
    );
    assert_eq!(
        problems("domains: [a]"),
        found(Problem::NotAMapping(Part::Domains), "[a]")
    );
}

#[test]
fn shapes_that_mean_something_else() {
    assert_eq!(
        problems("schemas: {crm: {tier: multi_tenant}}"),
        found(Problem::SchemasInsteadOfDomains, "schemas")
    );
    assert_eq!(
        problems("domains: {crm: {entities: {Contact: '100000'}}}"),
        found(Problem::EntitiesWithoutSubdomains, "domains")
    );
}

#[test]
fn what_a_domain_must_have() {
    let missing = |key| Problem::Missing(Part::Domain, key);
    assert_eq!(in_domain("description: x"), found(missing("name"), "'1'"));
    assert_eq!(in_domain("name: x"), found(missing("description"), "'1'"));
    assert_eq!(missing("name").effect(), Effect::StopsGenerate);
    assert_eq!(missing("description").effect(), Effect::FailsSchema);
    assert_eq!(
        problems("domains: {'1': }"),
        found(Problem::NotAMapping(Part::Domain), "'1'")
    );
    assert_eq!(
        in_domain("name: x, description: y, subdomains: "),
        found(Problem::NotAMapping(Part::Subdomains), "subdomains")
    );
    assert_eq!(
        in_domain("name: 5, description: x"),
        found(Problem::NotText("name"), "5")
    );
}

#[test]
fn aliases_and_tenants_are_easily_got_wrong() {
    let in_domain = |line: &str| in_domain(&format!("name: x, description: y, {line}"));
    assert_eq!(
        in_domain("aliases: "),
        found(Problem::NullAliases, "aliases")
    );
    assert_eq!(
        in_domain("aliases: a"),
        found(Problem::AliasesNotAList, "a")
    );
    assert_eq!(
        in_domain("aliases: [1]"),
        found(Problem::NotText("aliases"), "1")
    );
    let wrong = |counts_as| Problem::MultiTenantNotBoolean { counts_as };
    assert_eq!(
        in_domain("multi_tenant: \"false\""),
        found(wrong(true), "\"false\"")
    );
    assert_eq!(in_domain("multi_tenant: 0"), found(wrong(false), "0"));
    assert_eq!(
        in_domain("multi_tenant: "),
        found(wrong(false), "multi_tenant")
    );
    assert_eq!(in_domain("multi_tenant: no"), []);
}

#[test]
fn a_text_for_false_is_true() {
    let text = "domains: {'1': {name: a, description: b, multi_tenant: 'false'}}";
    assert!(registry(text).value.is_multi_tenant("a"));
}

#[test]
fn what_a_subdomain_must_have() {
    let missing = |key| Problem::Missing(Part::Subdomain, key);
    assert_eq!(
        in_subdomain("description: x, next_entity_sequence: 1"),
        found(missing("name"), "'01'")
    );
    assert_eq!(
        in_subdomain("name: x, next_entity_sequence: 1"),
        found(missing("description"), "'01'")
    );
    assert_eq!(
        in_subdomain("name: x, description: y"),
        found(missing("next_entity_sequence"), "'01'")
    );
    assert_eq!(
        in_subdomain("name: x, description: y, next_entity_sequence: '1'"),
        found(Problem::SequenceNotInteger, "'1'")
    );
}

#[test]
fn what_an_entity_must_have() {
    for key in ["table_code", "entity_code", "assigned_at"] {
        let sound = "A: {table_code: '011011', entity_code: A, assigned_at: 2026-01-01}";
        assert_eq!(in_entities(sound), []);
        let problem = Problem::Missing(Part::Entity, key);
        assert_eq!(in_entities(&sound.replace(key, "x")), found(problem, "A"));
    }
    assert_eq!(
        in_entities("A: '011011'"),
        found(Problem::NotAMapping(Part::Entity), "'011011'")
    );
}

#[test]
fn keys_that_yaml_does_not_read_as_text() {
    let not_text = |part, became: &str| Problem::KeyNotText {
        part,
        became: became.to_owned(),
    };
    assert_eq!(
        problems("domains: {01: {name: a, description: b}}"),
        found(not_text(Part::Domain, "1"), "01")
    );
    assert_eq!(
        problems(
            "domains: {'1': {name: a, description: b, subdomains: {010: {name: c, description: d, next_entity_sequence: 1}}}}"
        ),
        found(not_text(Part::Subdomain, "8"), "010")
    );
    let entity = "On: {table_code: '011011', entity_code: A, assigned_at: x}";
    assert_eq!(
        in_entities(entity),
        found(not_text(Part::Entity, "True"), "On")
    );
    assert_eq!(
        problems("domains: {08: {name: a, description: b}}").len(),
        1
    );
}

#[test]
fn codes_have_their_length() {
    assert_eq!(
        problems("domains: {'12': {name: a, description: b}}"),
        found(
            Problem::CodeLength {
                part: Part::Domain,
                expected: 1
            },
            "'12'"
        )
    );
}

#[test]
fn table_codes() {
    let with = |code: &str| {
        in_entities(&format!(
            "A: {{table_code: {code}, entity_code: A, assigned_at: x}}"
        ))
    };
    assert_eq!(with("'01101f'"), []);
    assert_eq!(with("'01101'"), found(Problem::TableCodeFormat, "'01101'"));
    assert_eq!(
        with("'01101g'"),
        found(Problem::TableCodeFormat, "'01101g'")
    );
    assert_eq!(
        with("'012011'"),
        found(Problem::TableCodeOfAnotherDomain, "'012011'")
    );
    assert_eq!(
        with("011011"),
        found(Problem::NotText("table_code"), "011011")
    );
}

#[test]
fn what_is_given_twice() {
    let kinds = |text: &str| -> Vec<Problem> {
        registry(text)
            .findings
            .into_iter()
            .map(|finding| finding.problem)
            .collect()
    };
    assert!(matches!(
        kinds("domains: {'1': {name: a, description: b}, '1': {name: c, description: d}}")[..],
        [Problem::DuplicateKey {
            part: Part::Domain,
            ..
        }]
    ));
    assert!(matches!(
        kinds(
            "domains: {'1': {name: a, description: b}, '2': {name: c, description: d, aliases: [a]}}"
        )[..],
        [Problem::DuplicateName {
            part: Part::Domain,
            ..
        }]
    ));
    let entity = "{table_code: '011011', entity_code: A, assigned_at: x}";
    let two = in_entities(&format!("A: {entity}, B: {entity}"));
    assert!(matches!(two[..], [(Problem::DuplicateTableCode { .. }, _)]));
    let two = in_entities(&format!("A: {entity}, a: {}", entity.replace("11'", "12'")));
    assert!(matches!(two[..], [(Problem::DuplicateEntity { .. }, _)]));
}

#[test]
fn a_key_that_overrides_a_merged_one_is_given_once() {
    let text = "
base: &base {name: x, description: y, '01': {name: c, description: d, next_entity_sequence: 1}}
domains:
  '1':
    name: a
    description: b
    subdomains:
      <<: &more {'02': {name: e, description: f, next_entity_sequence: 1}}
  '2':
    name: g
    description: h
    subdomains:
      <<: *more
      '02': {name: i, description: j, next_entity_sequence: 1}
";
    assert_eq!(problems(text), []);
}

#[test]
fn rules_name_what_there_is() {
    let text = SOUND.replace("{shop: {sales:", "{store: {sales:");
    assert_eq!(
        problems(&text),
        found(Problem::UnknownInInference(Part::Domain), "store")
    );
    let text = SOUND.replace("{shop: {sales:", "{shop: {selling:");
    assert_eq!(
        problems(&text),
        found(Problem::UnknownInInference(Part::Subdomain), "selling")
    );
    let text = SOUND.replace("[order, invoice]", "order");
    assert_eq!(
        problems(&text),
        found(Problem::NotAList(Part::Inference), "order")
    );
}

#[test]
fn a_broken_part_leaves_the_others_sound() {
    let text = SOUND.replace("    name: base\n", "    name: [base]\n");
    let Read { value, findings } = registry(&text);
    assert_eq!(findings.len(), 1);
    assert!(value.is_multi_tenant("shop"));
    assert_eq!(value.domains[0].name, None);
}
