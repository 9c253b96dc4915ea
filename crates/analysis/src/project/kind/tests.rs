use specql_syntax::{Parser, events};
use specql_yaml::{Composer, construct, load};

use super::FileKind::*;
use super::*;

fn kind(text: &str) -> FileKind {
    kind_of(&load(text).unwrap(), None)
}

fn kind_at(path: &str, text: &str) -> FileKind {
    kind_of(&load(text).unwrap(), Some(path))
}

#[test]
fn an_entity_makes_an_entity_spec_whatever_its_name() {
    for text in [
        "entity: Invoice",
        "entity: {name: Invoice}",
        "entity:",
        "entity: No",
        "entity: 5",
        "entity: [Invoice]",
        "entity: Invoice\npattern: x\ntemplate: y",
        "entity: Invoice\nsecurity: {network_tiers: []}",
        "entity: Invoice\ndomains: {}",
        "entity: Invoice\ntests:",
        "entity: Invoice\ntests: {smoke: {}}",
        "entity: Invoice\nfields: {}\ntests: {crud: {}}",
    ] {
        assert_eq!(kind(text), EntitySpec, "{text}");
        assert_eq!(kind_at("registry/domain_registry.yaml", text), EntitySpec);
    }
}

#[test]
fn groups_of_tests_make_a_test_spec() {
    assert_eq!(kind("entity: Invoice\ntests: {crud: {}}"), TestSpec);
    assert_eq!(kind("entity:\ntests: {structure: }"), TestSpec);
}

#[test]
fn without_an_entity_nothing_is_an_entity_spec() {
    for text in [
        "Entity: Invoice",
        "- entity: Invoice",
        "entity",
        "fields: {}",
        "",
    ] {
        assert_eq!(kind_at("entities/invoice.yaml", text), Other, "{text}");
    }
    assert_eq!(kind("tests: {crud: {}}"), Other);
}

#[test]
fn half_typed_files_have_their_kind() {
    for (text, kind) in [
        (
            "entity: Invoice\nfields:\n  a: [text\nactions\n",
            EntitySpec,
        ),
        ("entity:\nfields:\n\ta: text\n b", EntitySpec),
        (
            "pattern: x\nparameters:\n- name: [\ntemplate: |\n",
            ActionPattern,
        ),
        ("domains:\n  '1':\n    name\n", DomainRegistry),
        ("security:\n  network_tiers:\n  - nam\n wa", SecuritySpec),
        ("enti", Other),
    ] {
        let tree = Parser::new().parse(text, None);
        let graph = Composer::new(events(&tree, text)).next_document();
        let document = construct(graph.unwrap().unwrap()).unwrap();
        assert_eq!(kind_of(&document, None), kind, "{text}");
    }
}

#[test]
fn patterns() {
    assert_eq!(
        kind("pattern: x\nparameters: []\ntemplate: y"),
        ActionPattern
    );
    assert_eq!(kind("pattern:\nvalidation_helper: y"), ActionPattern);
    assert_eq!(
        kind("pattern: x\nschema_extensions: {}\nvalidation_helper: y\ntemplate: z"),
        ActionPattern
    );
    assert_eq!(kind("pattern: x\nschema_extensions: {}"), SchemaPattern);
    assert_eq!(kind("pattern: x\nschema_template: y"), SchemaPattern);
    assert_eq!(kind("pattern: x\naction_helpers: []"), SchemaPattern);
    assert_eq!(kind("type: schema_pattern"), SchemaPattern);
    assert_eq!(kind("pattern: x\nfields: {}\nactions: []"), CustomPattern);
    assert_eq!(kind("pattern: x\nparameters: {a: text}"), CustomPattern);
}

#[test]
fn registries() {
    assert_eq!(
        kind("domains: {'1': {name: core, subdomains: {}}}"),
        DomainRegistry
    );
    assert_eq!(kind("domains: {}"), DomainRegistry);
    assert_eq!(kind("domains:\nreserved_codes: []"), DomainRegistry);
    assert_eq!(kind("domains: [a.example, b.example]"), Other);
    assert_eq!(
        kind("domains: {crm: {entities: {Contact: '100000'}}}\nconfig: {}"),
        OtherRegistry
    );
    assert_eq!(kind("schemas: {crm: {tier: multi_tenant}}"), OtherRegistry);
    assert_eq!(kind("schemas: {multi_tenant: [crm]}"), OtherRegistry);
}

#[test]
fn what_runs_it() {
    assert_eq!(kind("pattern_id: x\ncategory: web"), InfrastructurePattern);
    assert_eq!(kind("service: api\nprovider: aws"), InfrastructureSpec);
    assert_eq!(kind("services: {db: {image: postgres}}"), Other);
    assert_eq!(kind("security: {network_tiers: []}"), SecuritySpec);
    assert_eq!(kind("security: {waf: enabled}\ndatabase: {}"), SecuritySpec);
    assert_eq!(kind("security: {firewalls: {main: {}}}"), Other);
}

#[test]
fn tools() {
    assert_eq!(kind("schema_dirs: []\nenvironments: {}"), Confiture);
    assert_eq!(
        kind("project: {}\ndatabase: {}\nregistry: {}"),
        ConfitureProject
    );
    assert_eq!(
        kind("database_url: x\nmigrations_dir: y"),
        ConfitureEnvironment
    );
    assert_eq!(kind("name: shop\nschemas: [{name: crm}]"), ProjectFile);
    assert_eq!(kind("_metadata: {}\n_routes: []"), RouteInventory);
    assert_eq!(kind("actions: [{name: pay}]"), ActionsOnly);
    assert_eq!(kind("on: push\njobs: {}"), Other);
}

#[test]
fn the_path_decides_for_files_that_say_nothing_yet() {
    for (path, kind) in [
        ("registry/domain_registry.yaml", DomainRegistry),
        ("registry\\domain_registry.yml", DomainRegistry),
        ("confiture.yaml", Confiture),
        ("examples/shop/security.yaml", SecuritySpec),
        ("project.yaml", ProjectFile),
        ("stdlib/actions/crud/create.yaml", ActionPattern),
        ("stdlib/schema/temporal/x.yaml", SchemaPattern),
        ("patterns/custom/x.yaml", CustomPattern),
        ("patterns/infrastructure/x.yaml", InfrastructurePattern),
        ("db/environments/local.yaml", ConfitureEnvironment),
        ("entities/x.yaml", Other),
    ] {
        for text in ["", "na", "name:"] {
            assert_eq!(kind_at(path, text), kind, "{path}: {text}");
        }
    }
    assert_eq!(kind_at("security.yaml", "security: {}"), SecuritySpec);
    assert_eq!(kind_at("project.yaml", "image: alpine"), Other);
    assert_eq!(
        kind_at("config/security.yaml", "security: {providers: {}}"),
        Other
    );
}

#[test]
fn the_registry_is_known_by_its_name_even_when_it_is_broken() {
    assert_eq!(
        kind_at("registry/domain_registry.yaml", "[]"),
        DomainRegistry
    );
    assert_eq!(
        kind_at("registry/domain_registry.yaml", "schemas: {crm: {tier: x}}"),
        OtherRegistry
    );
}
