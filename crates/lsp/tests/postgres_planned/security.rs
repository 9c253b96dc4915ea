//! Encrypted and masked fields, the record of changes, and what people can ask for.

use serde_json::{Value, json};

use crate::support::database::{Loaded, OURS, THEIRS, USER, loaded, server};
use crate::support::postgres::Server;

const PERSON: &str = "\
entity: Person
schema: crm
fields:
  name: text!
  mail: email!
  phone: phoneNumber
  passport: text!
  tax_number: text
  rank: integer = 0
security:
  encryption: {fields: [passport, tax_number]}
  masking: {fields: [mail, phone, rank], roles: [ROLE]}
  audit: {level: detailed, retention: 2_years}
  compliance: {gdpr: true}
events:
  - {name: person_created, payload: [id, name, mail]}
actions:
  - name: create_person
  - name: update_person
  - name: delete_person
  - name: find_other
    params: {number: text!}
    steps:
      - find: Person WHERE passport = $number as other
      - validate: other.tax_number IS DISTINCT FROM tax_number
        error: same_tax_number
      - update: Person SET tax_number = concat('T', $number), rank = rank + 1
      - return: other.name
";

const VISIT: &str = "\
entity: Visit
schema: crm
fields: {person: ref(Person)!, note: text, code: text, guests: 'ref(Person, many: true)'}
security: {encryption: {fields: [code]}}
actions:
  - name: create_visit
";

/// A database whose sessions have keys.
fn people<'s>(server: &'s Server, name: &str) -> Loaded<'s> {
    let person = PERSON.replace("ROLE", &format!("desk_{name}"));
    let db = loaded(server, name, &[&person, VISIT]);
    db.ask(&format!(
        "ALTER DATABASE {name} SET app.encryption_key = 'one'; ALTER DATABASE {name} SET app.index_key = 'two'"
    ));
    db
}

fn ada() -> Value {
    json!({"name": "Ada", "mail": "ada@wheels.example", "phone": "+493012345678", "passport": "C01X00T47"})
}

#[test]
fn encrypted_texts_are_read_and_looked_up_with_keys_only() {
    let Some(server) = server() else { return };
    let db = people(&server, "people_sealed");
    let made = db.call("create_person", &ada());
    let shown = made.0["object_data"].as_object().unwrap();
    let hidden = |key: &&String| key.contains("passport") || key.contains("tax_number");
    assert_eq!(shown.keys().filter(hidden).count(), 0);
    assert_eq!(
        db.ask("SELECT app.decrypt_text(passport_encrypted), tax_number_encrypted IS NULL FROM crm.tb_person WHERE passport_index = app.blind_index('C01X00T47')"),
        "C01X00T47|t"
    );
    assert_eq!(
        db.ask(
            "SELECT count(*) FROM crm.tb_person WHERE passport_index = app.blind_index('c01x00t47')"
        ),
        "0"
    );
    assert_eq!(
        db.ask("SELECT position('C01X00T47'::bytea IN passport_encrypted) FROM crm.tb_person"),
        "0"
    );
    let read = "SELECT app.decrypt_text(passport_encrypted) FROM crm.tb_person";
    let wrong = db.refuse(&format!("SET app.encryption_key = 'another'; {read}"));
    assert_eq!(wrong, "ERROR:  Wrong key or corrupt data");
    let none = db.refuse(&format!("SET app.encryption_key = ''; {read}"));
    assert_eq!(
        none,
        "ERROR:  The session has no key in the setting app.encryption_key"
    );
    db.ask("ALTER DATABASE people_sealed RESET app.index_key");
    let lost = db.call("create_person", &ada());
    assert_eq!(lost.status(), "failed:unexpected_error");
    assert_eq!(db.ask("SELECT count(*) FROM crm.tb_person"), "1");
}

#[test]
fn steps_look_encrypted_texts_up_and_change_them() {
    let Some(server) = server() else { return };
    let db = people(&server, "people_steps");
    let ada = db.call("create_person", &ada());
    let ben = json!({"name": "Ben", "mail": "b@b.example", "passport": "X2", "tax_number": "TX2"});
    let ben = db.call("create_person", &ben);
    let found = db.call("find_other", &json!({"id": ada.id(), "number": "X2"}));
    assert_eq!(found.more("result"), "Ben");
    assert_eq!(
        db.ask("SELECT string_agg(app.decrypt_text(tax_number_encrypted), ' ') FROM crm.tb_person WHERE tax_number_index = app.blind_index('TX2')"),
        "TX2 TX2"
    );
    let again = json!({"id": ada.id(), "number": "X2"});
    assert_eq!(db.told("find_other", &again).1, "same_tax_number");
    let missing = json!({"id": ben.id(), "number": "X9"});
    assert_eq!(
        db.told("find_other", &missing).0,
        "validation:reference_not_found"
    );
}

#[test]
fn only_what_is_handed_over_is_encrypted_anew() {
    let Some(server) = server() else { return };
    let db = people(&server, "people_anew");
    let made = db.call("create_person", &ada());
    let stored =
        || db.ask("SELECT md5(passport_encrypted), md5(tax_number_encrypted) FROM crm.tb_person");
    let before = stored();
    db.call("update_person", &json!({"id": made.id(), "rank": 5}));
    db.call(
        "update_person",
        &json!({"id": made.id(), "passport": "C01X00T47"}),
    );
    assert_eq!(stored(), before);
    db.call(
        "update_person",
        &json!({"id": made.id(), "tax_number": "T1"}),
    );
    assert_eq!(
        stored().split_once('|').unwrap().0,
        before.trim_end_matches('|')
    );
    let read = "SELECT app.decrypt_text(passport_encrypted), app.decrypt_text(tax_number_encrypted) FROM crm.tb_person";
    assert_eq!(db.ask(read), "C01X00T47|T1");
    db.call(
        "update_person",
        &json!({"id": made.id(), "passport": "P2", "tax_number": null}),
    );
    assert_eq!(db.ask(read), "P2|");
    let refused = db.call("update_person", &json!({"id": made.id(), "passport": null}));
    assert_eq!(refused.status(), "validation:required_field");
}

#[test]
fn some_read_values_in_part_and_not_the_table() {
    let Some(server) = server() else { return };
    let db = people(&server, "people_masked");
    db.call("create_person", &ada());
    let short = json!({"name": "Bo", "mail": "b@b.example", "phone": null, "passport": "X"});
    let gone = db.call("create_person", &short);
    db.call("delete_person", &json!({"id": gone.id()}));
    let as_desk = "SET ROLE desk_people_masked; ";
    assert_eq!(
        db.ask(&format!(
            "{as_desk}SELECT name, mail, phone, rank FROM crm.v_person_masked"
        )),
        "Ada|a***@wheels.example|+4*********78|"
    );
    assert_eq!(
        db.refuse(&format!("{as_desk}SELECT mail FROM crm.tb_person")),
        "ERROR:  permission denied for table tb_person"
    );
    assert_eq!(
        db.refuse(&format!(
            "{as_desk}SELECT passport_encrypted FROM crm.v_person_masked"
        )),
        "ERROR:  column \"passport_encrypted\" does not exist"
    );
    assert_eq!(
        db.ask("SELECT app.mask_text('abcd'), app.mask_text('abcde'), app.mask_text('abc', 0), app.mask_text(NULL) IS NULL"),
        "****|ab*de|***|t"
    );
    assert_eq!(
        db.ask("SELECT app.mask_jsonb('{\"a\": \"x\", \"b\": 1, \"c\": null}', '{a,c}'), app.mask_jsonb('{}', '{a}')"),
        "{\"a\": \"***\", \"b\": 1, \"c\": null}|{}"
    );
}

#[test]
fn a_masked_view_shows_rows_of_the_tenant_only_where_rows_are_kept_apart() {
    let Some(server) = server() else { return };
    let note = "\
entity: Note
schema: crm
fields: {name: text}
security:
  row_security: true
  masking: {fields: [name], pattern: full, roles: [desk_apart]}
";
    let db = loaded(&server, "notes_apart", &[note]);
    db.ask(&format!(
        "INSERT INTO crm.tb_note (tenant_id, name) VALUES ('{OURS}', 'a'), ('{THEIRS}', 'b')"
    ));
    let seen = |tenant: &str| {
        db.ask(&format!(
            "SET ROLE desk_apart; SET app.tenant_id = '{tenant}'; SELECT tenant_id, name FROM crm.v_note_masked"
        ))
    };
    assert_eq!(seen(OURS), format!("{OURS}|***"));
    assert_eq!(seen(""), "");
}

#[test]
fn changes_are_recorded_without_what_is_encrypted() {
    let Some(server) = server() else { return };
    let db = people(&server, "people_recorded");
    let made = db.call("create_person", &ada());
    let id = made.id();
    db.call(
        "update_person",
        &json!({"id": id, "rank": 3, "passport": "P2"}),
    );
    db.call(
        "update_person",
        &json!({"id": id, "rank": 3, "passport": "P2"}),
    );
    db.ask("UPDATE crm.tb_person SET name = name");
    db.call("delete_person", &json!({"id": id}));
    db.ask("DELETE FROM crm.tb_person");
    let told = db.ask(
        "SELECT operation, user_id, tenant_id, table_name FROM app.tb_row_audit ORDER BY pk_row_audit",
    );
    let line = |operation: &str| format!("{operation}|{USER}|{OURS}|crm.tb_person");
    let operations = ["INSERT", "UPDATE", "UPDATE", "DELETE"].map(line);
    assert_eq!(told.lines().collect::<Vec<_>>(), operations);
    let changed = db.ask("SELECT changed FROM app.tb_row_audit WHERE operation = 'UPDATE' ORDER BY pk_row_audit LIMIT 1");
    assert_eq!(
        serde_json::from_str::<Value>(&changed).unwrap(),
        json!({"rank": [0, 3], "passport_encrypted": "***", "passport_index": "***"})
    );
    let made = db.ask("SELECT changed ->> 'name', changed ->> 'passport_encrypted', changed ? 'tax_number_index' FROM app.tb_row_audit WHERE operation = 'INSERT'");
    assert_eq!(made, "[null, \"Ada\"]|***|f");
    assert_eq!(
        db.ask("SELECT array_agg(k ORDER BY k) FROM app.tb_row_audit, jsonb_object_keys(changed) AS k WHERE changed ? 'deleted_at' AND operation = 'UPDATE'"),
        "{deleted_at,deleted_by}"
    );
}

#[test]
fn the_record_is_kept_as_long_as_the_spec_says() {
    let Some(server) = server() else { return };
    let item = "\
entity: Item
schema: shop
fields: {name: text}
security: {audit: {level: detailed, retention: 10_years}}
";
    let db = {
        let person = PERSON.replace("ROLE", "desk_people_kept");
        loaded(&server, "people_kept", &[&person, VISIT, item])
    };
    let add = |table: &str, ago: &str| {
        db.ask(&format!(
            "INSERT INTO app.tb_row_audit (at, table_name, operation, changed) VALUES (now() - '{ago}'::interval, '{table}', 'UPDATE', '{{}}')"
        ));
    };
    db.ask("SELECT app.ensure_monthly_partitions(t, (now() - '4 years'::interval)::date, 50) FROM unnest(ARRAY['crm.ta_person', 'shop.ta_item']::regclass[]) AS t");
    for table in ["crm.tb_person", "shop.tb_item"] {
        add(table, "3 years");
        add(table, "1 day");
        add(table, "9 years");
    }
    assert_eq!(
        db.ask("SELECT count(*) FILTER (WHERE tableoid = 'crm.ta_person_default'::regclass), count(DISTINCT tableoid) FROM app.tb_row_audit WHERE table_name = 'crm.tb_person'"),
        "1|3"
    );
    let gone: i32 = db
        .ask("SELECT crm.drop_old_person_audit()")
        .parse()
        .unwrap();
    assert!((23..=25).contains(&gone), "{gone}");
    assert_eq!(db.ask("SELECT shop.drop_old_item_audit()"), "0");
    assert_eq!(
        db.ask("SELECT table_name, count(*) FROM app.tb_row_audit GROUP BY 1 ORDER BY 1"),
        "crm.tb_person|1\nshop.tb_item|3"
    );
}

#[test]
fn people_get_what_there_is_of_them_and_have_it_erased() {
    let Some(server) = server() else { return };
    let db = people(&server, "people_erased");
    let made = db.call("create_person", &ada());
    let id = made.id();
    let visit = json!({"person_id": id, "note": "late", "code": "V1"});
    db.call("create_visit", &visit);
    let bob = json!({"name": "Bob", "mail": "bob@wheels.example", "passport": "B"});
    let bob = db.call("create_person", &bob);
    let with_guest = json!({"person_id": bob.id(), "note": "as a guest", "guests_ids": [id]});
    db.call("create_visit", &with_guest).id();
    db.ask("SELECT crm.refresh_tv_visit()");
    let export = format!("SELECT crm.export_person_data('{id}')");
    let told: Value = serde_json::from_str(&db.ask(&export)).unwrap();
    assert_eq!(told["person"]["passport"], "C01X00T47");
    assert_eq!(told["person"]["mail"], "ada@wheels.example");
    assert_eq!(told["person"]["passport_index"], Value::Null);
    let visits = told["visit.person"].as_array().unwrap();
    assert_eq!((visits.len(), &visits[0]["note"]), (1, &json!("late")));
    assert_eq!(told["visit.guests"][0]["note"], "as a guest");
    db.ask("DELETE FROM crm.tb_visit_guests; DELETE FROM crm.tb_visit WHERE note = 'as a guest'; DELETE FROM crm.tb_person WHERE name = 'Bob'");
    assert!(!visits[0].as_object().unwrap().contains_key("code_index"));
    let closed: Value =
        serde_json::from_str(&db.ask(&format!("SET app.encryption_key = ''; {export}"))).unwrap();
    assert_eq!(closed["person"]["passport"], Value::Null);

    let erase = |id: &str| db.ask(&format!("SELECT crm.erase_person_data('{id}', '{USER}')"));
    assert_eq!(erase(id), "t");
    assert_eq!(
        db.ask("SELECT name, mail, phone, rank, tax_number_index, deleted_at IS NOT NULL, deleted_by FROM crm.tb_person"),
        format!("erased|erased+1@example.invalid|||||t|{USER}").replace("|||||", "||||")
    );
    for place in [
        "app.tb_row_audit",
        "app.tb_mutation_audit_log",
        "app.tb_event",
        "crm.tb_person",
        "crm.tv_visit",
    ] {
        let left = format!("SELECT count(*) FROM {place} AS t WHERE t::text ~ 'ada@|Ada'");
        assert_eq!(db.ask(&left), "0", "{place}");
    }
    assert_eq!(
        db.ask("SELECT v.note, p.name FROM crm.tb_visit AS v JOIN crm.tb_person AS p ON p.pk_person = v.fk_person"),
        "late|erased"
    );
    assert_eq!(erase(id), "t");
    assert_eq!(erase(OURS), "f");
}

const AUTHOR: &str = "\
entity: Author
schema: crm
fields: {name: text!, motto: text, genre: text, t: text, l: text}
translations: {enabled: true, fields: [name, motto, genre, memoir, l]}
security:
  compliance: {gdpr: true, fields: [motto, memoir]}
actions:
  - name: create_author
";

const LOCALE: &str = "\
entity: Locale
schema: common
fields: {code: text!, label: text}
translations: {enabled: true, fields: [label]}
";

#[test]
fn what_is_told_of_people_in_other_languages_goes_as_well() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "people_translated", &[AUTHOR, LOCALE]);
    let made = db.call(
        "create_author",
        &json!({"name": "Ada", "motto": "Onward", "genre": "verse"}),
    );
    let id = made.id();
    let other = db.call("create_author", &json!({"name": "Bob"}));
    db.ask(
        "INSERT INTO common.tb_locale (code) VALUES ('fr');
INSERT INTO common.tl_locale (fk_own_locale, fk_locale, label) VALUES (1, 1, 'francais');
INSERT INTO crm.tl_author (fk_author, fk_locale, name, motto, genre, memoir) VALUES
(1, 1, 'Adele', 'En avant', 'vers', 'Née à Paris'), (2, 1, 'Robert', 'Lentement', 'prose', 'Né à Lyon');",
    );
    let export = format!("SELECT crm.export_author_data('{id}')");
    let told: Value = serde_json::from_str(&db.ask(&export)).unwrap();
    assert_eq!(told["tl_author"].as_array().unwrap().len(), 1);
    assert_eq!(told["tl_author"][0]["memoir"], "Née à Paris");
    assert_eq!(told["author"]["motto"], "Onward");
    assert_eq!(
        db.ask(&format!("SELECT crm.erase_author_data('{id}', '{USER}')")),
        "t"
    );
    assert_eq!(
        db.ask(
            "SELECT name, motto, genre, memoir, updated_by FROM crm.tl_author ORDER BY fk_author"
        ),
        format!("||vers||{USER}\nRobert|Lentement|prose|Né à Lyon|")
    );
    assert_eq!(
        db.ask("SELECT crm.get_author_name(1, 1), crm.get_author_motto(1, 1) IS NULL"),
        "erased|t"
    );
    assert_eq!(other.row("name"), "Bob");
}

/// What ends texts and names, where it is not kept from it.
const HOSTILE: [&str; 5] = [
    "it's",
    "say \"so\"; --",
    "$$ $body1$",
    "two\nlines %s",
    "Mail",
];

#[test]
fn hostile_names_are_names() {
    let Some(server) = server() else { return };
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    let long = "l".repeat(80);
    let mut names: Vec<_> = HOSTILE.into_iter().chain([long.as_str(), "mail"]).collect();
    names.push("mail_index");
    let all = names
        .iter()
        .map(|name| quoted(name))
        .collect::<Vec<_>>()
        .join(", ");
    let mut spec = format!(
        "entity: {}\nschema: {}\nfields:\n  plain: text\n",
        quoted("The Item's \"own\""),
        quoted("my 'own\" schema")
    );
    for name in &names {
        spec.push_str(&format!("  {}: text\n", quoted(name)));
    }
    spec.push_str(&format!(
        "security:
  encryption: {{fields: [{all}]}}
  masking: {{fields: [plain], roles: [{}]}}
  audit: {{level: detailed, retention: 1_year}}
  compliance: {{gdpr: true}}
analytics:
  - {{name: {}, dimensions: [hour, {all}], metrics: [{}, \"a's_rate\"]}}
actions:
  - name: create_the_item_s_own
",
        quoted("it's \"so\" $$"),
        quoted("it's \"daily\" $$ %I"),
        quoted("how \"many\"")
    ));
    let db = loaded(&server, "hostile_names", &[&spec]);
    let row = "\"my 'own\"\" schema\".tb_the_item_s_own";
    db.ask(&format!(
        "INSERT INTO {row} (plain, \"it's_encrypted\") VALUES ('abcdef', 'x'); UPDATE {row} SET \"mail_index_\" = 'y', \"two\nlines %s_index\" = 'z'"
    ));
    assert_eq!(
        db.ask("SELECT operation, (SELECT count(*) FROM jsonb_each_text(changed) AS c WHERE c.value = '***') FROM app.tb_row_audit ORDER BY pk_row_audit"),
        "INSERT|1\nUPDATE|2"
    );
    assert_eq!(
        db.ask("SET ROLE \"it's \"\"so\"\" $$\"; SELECT plain FROM \"my 'own\"\" schema\".v_the_item_s_own_masked"),
        "ab**ef"
    );
    assert_eq!(
        db.ask("SELECT \"my 'own\"\" schema\".drop_old_the_item_s_own_audit()"),
        "0"
    );
    let record =
        "SELECT analytics.\"record_it's \"\"daily\"\" $$ %I\"(NULL, '2026-05-17 10:20Z', VARIADIC_";
    let record = record.replace(
        "VARIADIC_",
        &format!("{}, 3, 1, 4)", vec!["'k'"; names.len()].join(", ")),
    );
    db.ask(&record);
    db.ask(&record);
    assert_eq!(
        db.ask("SELECT \"how \"\"many\"\"\", round(\"a's_rate\", 2), row_count FROM analytics.\"v_it's \"\"daily\"\" $$ %I\" WHERE mail_index IS NOT NULL"),
        "6|0.25|2"
    );
}
