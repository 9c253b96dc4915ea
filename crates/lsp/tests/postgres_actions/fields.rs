//! What fields say of their values, in all the ways in which it can be written.

use serde_json::{Value, json};

use crate::support::database::{OURS, THEIRS, loaded, server};

const DOOR: &str = "\
entity: Door
schema: crm
fields:
  state: enum('open', \"shut\", \"it's\") = 'open'
  colour: \"enum('dark red', \\\"blue\\\")! = 'dark red'\"
  code: {type: \"enum(a, b)\", default: b}
actions:
  - name: create_door
  - name: update_door
";

#[test]
fn quotes_around_the_words_of_an_enum_are_no_part_of_them() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "words", &[DOOR]);
    let made = db.call("create_door", &json!({}));
    let words = ["state", "colour", "code"].map(|field| made.row(field).as_str().unwrap());
    assert_eq!(words, ["open", "dark red", "b"]);
    let set = |field: &str, word: &str| {
        let answer = db.call("update_door", &json!({"id": made.id(), field: word}));
        answer.status().to_owned()
    };
    for (field, word) in [
        ("state", "shut"),
        ("state", "it's"),
        ("colour", "blue"),
        ("code", "a"),
    ] {
        assert_eq!(set(field, word), "success", "{word}");
    }
    for (field, word) in [("state", "'open'"), ("colour", "\"blue\""), ("code", "c")] {
        assert_eq!(set(field, word), "validation:constraint", "{word}");
    }
}

/// Each field says its default and that it is needed, one way or the other.
const ORDERED: &str = "\
entity: Thing
schema: crm
fields:
  text_a: text! = 'x'
  text_b: text = 'x'!
  enum_a: enum(a, b)! = a
  enum_b: enum(a, b) = a!
  number_a: integer! = 3
  number_b: integer = 3!
  amount_a: decimal(6, 2)! = 1.5
  amount_b: decimal(6, 2) = 1.5!
  flag_a: boolean! = true
  flag_b: boolean = true!
  day_a: date! = '2024-01-01'
  day_b: date = '2024-01-01'!
  mail_a: email! = 'a@b.example'
  mail_b: email = 'a@b.example'!
actions:
  - name: create_thing
";

#[test]
fn a_default_and_the_mark_of_what_is_needed_come_in_any_order() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "any_order", &[ORDERED]);
    let made = db.call("create_thing", &json!({}));
    let columns = made.0["object_data"].as_object().unwrap();
    let pairs = columns.iter().filter(|(name, _)| name.ends_with("_a"));
    let mut seen = 0;
    for (name, value) in pairs {
        assert_ne!(value, &Value::Null, "{name}");
        assert_eq!(value, &columns[&name.replace("_a", "_b")], "{name}");
        seen += 1;
    }
    assert_eq!(seen, 7);
    let open = "SELECT count(*) FROM pg_attribute WHERE attrelid = 'crm.tb_thing'::regclass \
                AND attname ~ '_[ab]$' AND NOT attnotnull";
    assert_eq!(db.ask(open), "0");
}

const LONG_FORM: &str = "\
entity: Part
schema: crm
fields:
  name: {type: text, required: true, min: 2, max: 5}
  code: {type: text, unique: true}
  size: {type: integer, min: 1, max: 5}
  price: {type: money, max: 100}
  weight: {type: decimal, min: 0.5}
  mail: {type: email, min: 8}
  made: {type: date, min: 2020-01-01, max: '2030-01-01'}
  kind: {type: ref(Part), required: false, unique: true}
actions:
  - name: create_part
  - name: update_part
  - name: delete_part
";

#[test]
fn what_the_long_form_says_of_values_holds() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "long_form", &[LONG_FORM]);
    let part = |more: Value| {
        let mut part = json!({"name": "bolt"});
        part.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        part
    };
    assert_eq!(
        db.call("create_part", &json!({})).status(),
        "validation:required_field"
    );
    let refused = [
        (json!({"name": "x"}), "chk_tb_part_name_length"),
        (json!({"name": "too long"}), "chk_tb_part_name_length"),
        (json!({"size": 0}), "chk_tb_part_size_range"),
        (json!({"size": 6}), "chk_tb_part_size_range"),
        (json!({"price": -1}), "chk_tb_part_price_range"),
        (json!({"price": 101}), "chk_tb_part_price_range"),
        (json!({"weight": 0.4}), "chk_tb_part_weight_range"),
        (json!({"mail": "a@b.org"}), "chk_tb_part_mail_length"),
        (json!({"made": "2019-12-31"}), "chk_tb_part_made_range"),
        (json!({"made": "2030-01-02"}), "chk_tb_part_made_range"),
    ];
    for (more, constraint) in refused {
        let answer = db.call("create_part", &part(more.clone()));
        assert_eq!(answer.status(), "validation:constraint", "{more}");
        assert_eq!(answer.more("constraint"), constraint, "{more}");
    }
    let fits = json!({"code": "A", "size": 5, "price": 100, "weight": 0.5, "mail": "ab@b.org", "made": "2030-01-01"});
    let made = db.call("create_part", &part(fits.clone()));
    made.id();
    // Once among the rows of a tenant that are not deleted.
    let again = db.call("create_part", &part(json!({"code": "A"})));
    assert_eq!(again.more("constraint"), "tb_part_code_key");
    db.call_as(THEIRS, "create_part", &part(fits)).id();
    let of_it = part(json!({"kind_id": made.id()}));
    db.call_as(OURS, "create_part", &of_it).id();
    assert_eq!(
        db.call("create_part", &of_it).more("constraint"),
        "tb_part_fk_kind_key"
    );
    db.call("delete_part", &json!({"id": made.id()})).id();
    db.call("create_part", &part(json!({"code": "A"}))).id();
}
