//! References to many rows at once.

use serde_json::json;

use crate::support::database::{NOBODY, THEIRS, loaded, server};

const RIDER: &str = "\
entity: Rider
schema: crm
fields:
  name: text!
  favourites: \"ref(Station, many: true)\"
  friends: {type: 'ref(Rider, many: true)'}
  rider: 'ref(Rider, many: true)'
actions:
  - name: create_rider
  - name: update_rider
  - name: delete_rider
";

const STATION: &str = "\
entity: Station
schema: crm
fields:
  name: text!
  lines: 'ref(catalog.Line, many: true)!'
actions:
  - name: create_station
  - name: delete_station
";

const LINE: &str = "\
entity: Line
schema: catalog
fields: {name: text!}
actions:
  - name: create_line
";

#[test]
fn a_row_refers_to_many() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "many", &[RIDER, STATION, LINE]);
    let line = db.call("create_line", &json!({"name": "A"}));
    let answer = db.call("create_station", &json!({"name": "North"}));
    assert_eq!(
        (answer.status(), answer.fields()),
        ("validation:required_field", vec!["lines_ids"])
    );
    assert_eq!(db.ask("SELECT count(*) FROM crm.tb_station"), "0");
    let [north, south] = ["North", "South"].map(|name| {
        db.call(
            "create_station",
            &json!({"name": name, "lines_ids": [line.id()]}),
        )
    });
    let made = db.call(
        "create_rider",
        &json!({"name": "a", "favourites_ids": [south.id(), north.id(), south.id()]}),
    );
    let favourites = format!(
        "SELECT string_agg(s.name, ' ') FROM crm.tb_rider AS r, \
         crm.rider_favourites_ids(r.pk_rider) AS f JOIN crm.tb_station AS s ON s.id = f \
         WHERE r.id = '{}'",
        made.id()
    );
    assert_eq!(db.ask(&favourites), "North South");
    // What is not handed over stays as it is.
    let id = json!({"id": made.id(), "name": "b", "friends_ids": [made.id()]});
    assert_eq!(db.call("update_rider", &id).row("name"), "b");
    assert_eq!(db.ask(&favourites), "North South");
    assert_eq!(db.ask("SELECT count(*) FROM crm.tb_rider_friends"), "1");
    let given = json!({"id": made.id(), "favourites_ids": [north.id()]});
    db.call("update_rider", &given).id();
    assert_eq!(db.ask(&favourites), "North");
    // What leads nowhere undoes all of it.
    let given = json!({"id": made.id(), "name": "c", "favourites_ids": [south.id(), NOBODY]});
    let answer = db.call("update_rider", &given);
    assert_eq!(
        (answer.status(), answer.fields()),
        ("validation:reference_not_found", vec!["favourites_ids"])
    );
    assert_eq!(db.ask("SELECT name FROM crm.tb_rider"), "b");
    assert_eq!(db.ask(&favourites), "North");
    let given = json!({"name": "d", "favourites_ids": [north.id()]});
    let answer = db.call_as(THEIRS, "create_rider", &given);
    assert_eq!(answer.status(), "validation:reference_not_found");
    db.call("delete_station", &json!({"id": north.id()})).id();
    assert_eq!(db.ask(&favourites), "");
    db.ask("DELETE FROM crm.tb_station WHERE name = 'North'");
    assert_eq!(db.ask("SELECT count(*) FROM crm.tb_rider_favourites"), "0");
    let given = json!({"id": made.id(), "friends_ids": null});
    db.call("update_rider", &given).id();
    assert_eq!(db.ask("SELECT count(*) FROM crm.tb_rider_friends"), "0");
}

#[test]
fn pairs_are_of_their_tenant() {
    let Some(server) = server() else { return };
    let rider = RIDER.replace("actions:", "security: {row_security: true}\nactions:");
    let db = loaded(&server, "many_apart", &[&rider, STATION, LINE]);
    let made = db.call("create_rider", &json!({"name": "a"}));
    let given = json!({"id": made.id(), "friends_ids": [made.id()]});
    db.call("update_rider", &given).id();
    let policies =
        "SELECT count(*) FROM pg_policy WHERE polrelid = 'crm.tb_rider_friends'::regclass";
    assert_eq!(db.ask(policies), "1");
}
