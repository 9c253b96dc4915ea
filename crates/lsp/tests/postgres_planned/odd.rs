//! Odd names and texts in events, streams and read models.

use serde_json::json;

use crate::support::database::{loaded, server};

/// What ends texts, names, comments and bodies, where it is not kept from it.
const HOSTILE: &str = "it's \"so\" \\ $$ $body1$ %s %L; DROP TABLE x; -- /* {a}";

#[test]
fn names_stay_names_and_texts_stay_texts() {
    let Some(server) = server() else { return };
    let text = HOSTILE.replace('\'', "''");
    let long = "long_".repeat(20);
    let thing = format!(
        "\
entity: OddThing
schema: odd schema
fields:
  'na\"me; --': text
  select: decimal(9, 2)
  p_id: text
  p_row: integer
  v: text
  Ünï: text
  {long}: text
  other: ref(Other)
  place: coordinates
  document: json
events:
  - name: '{text}'
    payload: ['na\"me; --', select, p_row, Ünï, {long}, other_id, place, document]
  - name: {long}_created
    payload: [v]
  - name: {long}2_updated
streaming:
  events: ['{text}', {long}_created]
read_models:
  - name: '{text}'
    source: OddThing JOIN Other
    fields: [v]
  - name: 'select list'
    fields: ['na\"me; --', select, p_id, p_row, v, Ünï, {long}, other, place]
  - name: '{long}'
    fields: ['na\"me; --', select, {{name: \"it's\", expr: 'v || '' %s $$ \\ \"'''}}]
  - name: '{long}2'
    fields: ['na\"me; --', v, Ünï, {long}, sum_select, document_count, {{name: 'max \"p', expr: max(p_row)}}]
    aggregation: true
  - name: user
    source: OddThing JOIN Other
    fields: ['left_na\"me', sum_select]
    aggregation: true
actions:
  - name: create_odd_thing
    steps:
      - insert: OddThing
      - emit: '{text}'
"
    );
    let other = "entity: Other\nschema: odd schema\nfields:\n  'left_na\"me': text\n  v: text\n";
    let db = loaded(&server, "odd_planned", &[&thing, other]);
    let made = db.call(
        "create_odd_thing",
        &json!({"na\"me; --": HOSTILE, "select": 5, "p_id": HOSTILE, "Ünï": HOSTILE, "v": "v"}),
    );
    let id = made.id();
    let text = HOSTILE.replace('\'', "''").replace('\\', "\\\\");
    let counts = format!(
        "SELECT count(*) FILTER (WHERE event_type LIKE 'long%created'), \
         count(*) FILTER (WHERE event_type LIKE 'long%updated'), \
         count(*) FILTER (WHERE event_type = E'{text}') FROM app.tb_event"
    );
    assert_eq!(db.ask(&counts), "1|0|1");
    // Not all of its values can be compared by `=`.
    db.ask("UPDATE \"odd schema\".tb_odd_thing SET place = '(1,2)', document = '{}'");
    assert_eq!(db.ask(&counts), "1|1|1");
    let told = "SELECT payload ->> 'na\"me; --' FROM app.tb_event WHERE payload ? 'Ünï'";
    assert_eq!(db.ask(told), HOSTILE);
    let one = format!("SELECT \"na\"\"me; --\" FROM read.get_select_list('{id}')");
    assert_eq!(db.ask(&one), HOSTILE);
    let models = |kind: &str| {
        db.ask(&format!(
            "SELECT count(*) FROM pg_class \
             WHERE relnamespace = 'read'::regnamespace AND relkind = '{kind}'"
        ))
    };
    assert_eq!((models("v").as_str(), models("m").as_str()), ("5", "2"));
    assert_eq!(db.ask("SELECT read.refresh_dirty()"), "2");
    // Those who subscribe are told what is listed.
    let stream = "SELECT tablename, rowfilter IS NOT NULL FROM pg_publication_tables";
    assert_eq!(db.ask(stream), "tb_event|t");
}
