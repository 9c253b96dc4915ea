//! Fields and actions that come from other files.

use serde_json::json;

use crate::support::database::{COUNTRY, loaded, server};

const CONTACT: &str = "\
entity: Contact
schema: catalog
fields:
  name: text!
  mail: email
  country: ref(Country)
  seen: integer = 0
actions:
  - name: create_contact
  - name: update_contact
  - name: see
    steps:
      - validate: mail IS NOT NULL
        error: no_mail
      - if: seen < 2
        then:
          - update: Contact SET seen = seen + 1
        else:
          - reject: seen_enough
";

/// What no entity is, but something for others.
const OPEN: &str = "\
pattern: opening_times
parameters: []
fields:
  opens_at: time!
actions:
  - name: close
    steps:
      - set: {opens_at: \"'00:00'\"}
";

const CUSTOMER: &str = "\
entity: Customer
schema: crm
extends: Contact
import: [entities/2]
fields:
  mail: text
  rating: integer
actions:
  - name: rate
    steps:
      - validate: country.name = 'Chad'
        error: elsewhere
      - update: Customer SET rating = seen * 10
";

const ORDER: &str = "\
entity: Order
schema: crm
fields: {customer: ref(Customer)}
actions:
  - name: create_order
    steps:
      - validate: input.customer_id IS NULL OR customer.seen = 1
        error: not_seen
";

#[test]
fn an_entity_takes_over_what_another_one_has() {
    let Some(server) = server() else { return };
    let specs = [CONTACT, COUNTRY, OPEN, CUSTOMER, ORDER];
    let db = loaded(&server, "inherited", &specs);
    let country = db.call("create_country", &json!({"name": "Chad"}));
    let answer = db.call("create_customer", &json!({"name": "a"}));
    assert_eq!(answer.fields(), ["opens_at"]);
    let made = db.call(
        "create_customer",
        &json!({"name": "a", "country_id": country.id(), "opens_at": "08:00"}),
    );
    // The entity's own type of the field holds.
    let id = json!({"id": made.id(), "mail": "nobody"});
    assert_eq!(db.told("see_customer", &id).1, "no_mail");
    db.call("update_customer", &id).id();
    assert_eq!(db.call("see_customer", &id).row("seen"), 1);
    assert_eq!(db.call("rate", &id).row("rating"), 10);
    assert_eq!(db.call("close", &id).row("opens_at"), "00:00:00");
    db.call("create_order", &json!({"customer_id": made.id()}))
        .id();
    assert_eq!(db.call("see_customer", &id).row("seen"), 2);
    assert_eq!(db.told("see_customer", &id).1, "seen_enough");
    let given = json!({"customer_id": made.id()});
    assert_eq!(db.told("create_order", &given).1, "not_seen");
    // Rows of the one are no rows of the other.
    let contact = db.call(
        "create_contact",
        &json!({"name": "b", "mail": "b@example.org"}),
    );
    assert_eq!(db.call("see", &json!({"id": contact.id()})).row("seen"), 1);
    assert_eq!(db.ask("SELECT count(*) FROM crm.tb_customer"), "1");
}

const SITE: &str =
    "entity: Site\nschema: base\nfields: {name: text!}\nactions: [{name: create_site}]\n";

/// Of the same name, in the schema of the one that takes over.
const OTHER_SITE: &str = "entity: Site\nschema: plant\nfields: {title: text!}\n";

const ASSET: &str = "\
entity: Asset
schema: base
fields:
  code: text!
  serial: text
  kind: enum(tool, car) = tool
  site: ref(Site)
  weight: integer
computed_fields:
  - loud: upper(code)
  - site_name: site.name
  - is_heavy: weight > 10
constraints:
  - {type: check, name: not_too_heavy, expression: weight < 1000}
  - {type: unique, fields: [serial, site]}
unique_together: [code, kind]
validations:
  - {name: has_serial, condition: serial IS NOT NULL, when: kind = 'car', error: serial_missing}
  - {name: near, condition: site.name <> 'far', error: too_far}
indexes:
  - {columns: [weight], name: by_weight}
events:
  - {name: asset_created, payload: [id, code, site_id]}
  - {name: asset_moved, payload: [id, code, site_id]}
translations: {enabled: true, fields: [code], table_name: tl_things}
table_views: {include_relations: [{site: {fields: [name]}}], extra_filter_columns: [kind]}
identifier: {components: [code]}
read_models: [{name: assets, fields: [code]}]
analytics: [{name: assets, dimensions: [date], metrics: [asset_count]}]
security: {row_security: true, audit: {level: detailed}, encryption: {fields: [serial]}}
actions:
  - name: create_asset
  - name: move
    steps:
      - validate: coalesce(weight, 0) < 100
        error: too_heavy
      - update: Asset SET site = input.site
      - emit: asset_moved
";

const MACHINE: &str = "\
entity: Machine
schema: plant
extends: Asset
fields:
  power: integer
computed_fields:
  - is_heavy: weight > 500
validations:
  - {name: near, condition: power > 0, error: no_power}
";

#[test]
fn what_is_said_of_rows_comes_along_with_the_fields() {
    let Some(server) = server() else { return };
    let asset = ASSET.replace(", encryption: {fields: [serial]}", "");
    let db = loaded(&server, "taken_over", &[MACHINE, &asset, SITE, OTHER_SITE]);
    let site = db.call("create_site", &json!({"name": "North"}));
    let machine = json!({"code": "m1", "weight": 20, "power": 5, "site_id": site.id()});
    let made = db.call("create_machine", &machine);
    // What is worked out, with what the entity says itself before what it takes over.
    let row =
        "SELECT loud, is_heavy, plant.machine_site_name(t), identifier FROM plant.tb_machine AS t";
    assert_eq!(db.ask(row), "M1|f|North|m1");
    // What has to hold.
    let told = |more: &[(&str, serde_json::Value)]| {
        let mut payload = json!({"code": "m2", "power": 1});
        for (key, value) in more {
            payload[key] = value.clone();
        }
        let answer = db.call("create_machine", &payload);
        format!("{} {}", answer.status(), answer.more("constraint"))
    };
    assert_eq!(
        told(&[("weight", json!(2000))]),
        "validation:constraint \"not_too_heavy\""
    );
    assert_eq!(
        told(&[("kind", json!("car"))]),
        "validation:constraint \"chk_tb_machine_has_serial\""
    );
    assert_eq!(
        told(&[("power", json!(0))]),
        "validation:constraint \"chk_tb_machine_near\""
    );
    assert_eq!(
        told(&[("code", json!("m1"))]),
        "validation:constraint \"tb_machine_code_kind_key\""
    );
    let index = "SELECT count(*) FROM pg_indexes WHERE tablename = 'tb_machine' AND indexname = 'by_weight'";
    assert_eq!(db.ask(index), "1");
    // What is sent, by the database and by an action that was taken over.
    let south = db.call("create_site", &json!({"name": "South"}));
    let moved = db.call(
        "move_machine",
        &json!({"id": made.id(), "site_id": south.id()}),
    );
    assert_eq!(moved.status(), "success", "{}", moved.0);
    assert_eq!(
        db.ask("SELECT event_type, aggregate_type, payload ->> 'code' FROM app.tb_event ORDER BY pk_event"),
        "asset_created|machine|m1\nasset_moved|machine|m1"
    );
    // What is shown, in the table view and in other languages.
    assert_eq!(
        db.ask("SELECT plant.refresh_tv_machine(); SELECT kind, data -> 'site' ->> 'name' FROM plant.tv_machine"),
        "\ntool|South"
    );
    assert_eq!(
        db.ask("INSERT INTO plant.tl_machine (fk_machine, fk_locale, code) VALUES (1, 1, 'maschine 1'); SELECT plant.get_machine_code(1, 1)"),
        "maschine 1"
    );
    assert_eq!(
        db.ask("SELECT count(*) > 0 FROM app.tb_row_audit WHERE table_name = 'plant.tb_machine'"),
        "t"
    );
}

#[test]
fn what_is_protected_stays_protected() {
    let Some(server) = server() else { return };
    let machine = MACHINE.replace("schema: plant", "schema: crm");
    let asset = ASSET.replace("  - {type: unique, fields: [serial, site]}\n", "");
    let db = loaded(&server, "kept_secret", &[&machine, &asset, SITE]);
    db.ask(
        "ALTER DATABASE kept_secret SET app.encryption_key = 'one'; \
         ALTER DATABASE kept_secret SET app.index_key = 'two'",
    );
    let machine = json!({"code": "m1", "power": 1, "serial": "S-77"});
    db.call("create_machine", &machine).id();
    assert_eq!(
        db.ask("SELECT position('S-77'::bytea IN serial_encrypted), app.decrypt_text(serial_encrypted) FROM crm.tb_machine"),
        "0|S-77"
    );
    let secured = "SELECT relrowsecurity FROM pg_class WHERE oid = 'crm.tb_machine'::regclass";
    assert_eq!(db.ask(secured), "t");
}
