//! Steps of the SpecQL to come.

use serde_json::json;

use crate::support::database::{
    COMPANY, COUNTRY, Loaded, NOBODY, OURS, THEIRS, USER, loaded, server,
};
use crate::support::postgres::Server;

const PLANNED: &str = "\
entity: Task
schema: crm
fields:
  name: text!
  state: enum(open, busy, done) = open
  rank: integer = 0
  tags: list(text)
  company: ref(Company)
  companies: list(ref(Company))
actions:
  - name: create_task
  - name: climb
    params:
      top: integer!
      step: integer = 2
    steps:
      - declare:
          - {name: level, type: integer, default: 1}
          - {name: word, type: text, default: \"it's\"}
      - while: level < $top
        loop:
          - assign: level = level * $step
      - update: Task SET rank = level, name = word
      - return: level
  - name: join_tags
    steps:
      - declare: {name: all, type: text, default: ''}
      - foreach: tag in tags
        do:
          - if: tag = 'bad'
            then:
              - reject: bad_tag
          - assign: all = all || tag
      - update: Task SET name = all
  - name: raise_ranks
    steps:
      - foreach: Task WHERE state = 'open' as other
        do:
          - update: Task SET rank = other.rank + 10 WHERE id = other.id
      - return: \"All are higher now\"
  - name: move_on
    steps:
      - switch:
          expression: state
          cases:
            - when: \"'open'\"
              then:
                - set: {state: \"'busy'\"}
            - when: \"'busy'\"
              then:
                - transition: done
                - increment: rank
          default:
            - reject: is_done
  - name: figures
    steps:
      - aggregate: {operation: count, from: Task, as: tasks}
      - aggregate: {operation: sum, field: rank, from: tb_task, where: rank > 6, as: ranks}
      - query: SELECT 2 * 3
        into: six
      - update: Task SET rank = tasks + ranks + six
  - name: careful
    params:
      name: text
    steps:
      - exception_handling:
          try:
            - update: Task SET rank = 1 / rank
          catch:
            - when: division_by_zero
              then:
                - update: Task SET rank = -1
          finally:
            - update: Task SET name = coalesce($name, name)
  - name: ask
    steps:
      - cte: {name: high, query: SELECT * FROM crm.tb_task WHERE rank > 1}
      - declare: {name: sum, type: integer, default: 0}
      - for_query: SELECT name, rank FROM high ORDER BY rank
        as: one
        loop:
          - assign: sum = sum + one.rank
          - update: Task SET name = one.name
      - raw_sql: \"UPDATE crm.tb_task SET state = 'busy' WHERE name = 'a'\"
      - if: sum > 100
        then:
          - return_table: SELECT name FROM high ORDER BY name
      - return: sum
  - name: ask_wrongly
    steps:
      - query: SELECT nothing FROM nowhere WHERE $$
        into: nothing
  - name: ask_others
    steps:
      - call_service: {service: mailer, operation: send, input: {to: name, times: 3}}
  - name: rename_task
    steps:
      - duplicate_check: {fields: [name], error_message: 'taken'}
      - return: name
  - name: give_to
    params:
      firm: ref(Company)!
      why: enum(sold, lost)
      share: percentage
    steps:
      - fetch: company AS before
      - update: Task SET company = $firm, name = before.name
      - return: $firm
";

fn tasks<'s>(server: &'s Server, name: &str) -> Loaded<'s> {
    loaded(server, name, &[PLANNED, COMPANY, COUNTRY])
}

#[test]
fn loops_run_until_they_end() {
    let Some(server) = server() else { return };
    let db = tasks(&server, "loops");
    let made = db.call("create_task", &json!({"name": "a", "tags": ["x", "y"]}));
    let id = made.id();
    let climbed = db.call("climb", &json!({"id": id, "top": 100}));
    assert_eq!(climbed.more("result"), 128);
    assert_eq!(
        (climbed.row("rank"), climbed.row("name")),
        (&json!(128), &json!("it's"))
    );
    let climbed = db.call("climb", &json!({"id": id, "top": 100, "step": 10}));
    assert_eq!(climbed.more("result"), 100);
    let answer = db.call("climb", &json!({"id": id}));
    assert_eq!(
        (answer.status(), answer.fields()),
        ("validation:required_field", vec!["top"])
    );
    assert_eq!(db.call("join_tags", &json!({"id": id})).row("name"), "xy");
    db.ask("UPDATE crm.tb_task SET tags = '[\"x\", \"bad\"]'");
    assert_eq!(db.told("join_tags", &json!({"id": id})).1, "bad_tag");
    db.call("create_task", &json!({"name": "b", "rank": 3}));
    db.call("create_task", &json!({"name": "c", "state": "done"}));
    db.call_as(THEIRS, "create_task", &json!({"name": "d"}));
    let raised = db.call("raise_ranks", &json!({"id": id}));
    assert_eq!(raised.message(), "All are higher now");
    assert_eq!(raised.row("rank"), 110);
    let ranks = "SELECT string_agg(rank::text, ' ' ORDER BY name) FROM crm.tb_task";
    assert_eq!(db.ask(ranks), "13 0 0 110");
}

#[test]
fn one_of_several_ways_is_taken() {
    let Some(server) = server() else { return };
    let db = tasks(&server, "ways");
    let made = db.call("create_task", &json!({"name": "a"}));
    let id = json!({"id": made.id()});
    assert_eq!(db.call("move_on", &id).row("state"), "busy");
    assert_eq!(db.call("move_on", &id).row("rank"), 1);
    assert_eq!(db.told("move_on", &id).1, "is_done");
    assert_eq!(db.call("rename_task", &id).more("result"), "a");
    db.call("create_task", &json!({"name": "a"}));
    assert_eq!(db.told("rename_task", &id).1, "taken");
}

#[test]
fn figures_are_those_of_the_tenant() {
    let Some(server) = server() else { return };
    let db = tasks(&server, "figures");
    db.call_as(THEIRS, "create_task", &json!({"name": "d", "rank": 1000}));
    db.call("create_task", &json!({"name": "b", "rank": 5}));
    let made = db.call("create_task", &json!({"name": "a", "rank": 7}));
    assert_eq!(
        db.call("figures", &json!({"id": made.id()})).row("rank"),
        15
    );
}

#[test]
fn errors_are_handled_where_a_step_says_so() {
    let Some(server) = server() else { return };
    let db = tasks(&server, "errors");
    let made = db.call("create_task", &json!({"name": "a"}));
    let answer = db.call("careful", &json!({"id": made.id(), "name": "last"}));
    assert_eq!(
        (answer.row("rank"), answer.row("name")),
        (&json!(-1), &json!("last"))
    );
}

#[test]
fn parameters_may_be_references() {
    let Some(server) = server() else { return };
    let db = tasks(&server, "parameters");
    let [first, second] =
        ["First", "Second"].map(|name| db.call("create_company", &json!({"name": name})));
    let made = db.call(
        "create_task",
        &json!({"name": "a", "company_id": first.id()}),
    );
    let answer = db.call("give_to", &json!({"id": made.id(), "firm_id": second.id()}));
    assert_eq!(answer.more("result"), second.id());
    assert_eq!(answer.row("name"), "First");
    let answer = db.call("give_to", &json!({"id": made.id(), "firm_id": NOBODY}));
    assert_eq!(answer.fields(), ["firm_id"]);
    for (field, value) in [("why", json!("bored")), ("share", json!(101))] {
        let mut payload = json!({"id": made.id(), "firm_id": first.id()});
        payload[field] = value;
        let answer = db.call("give_to", &payload);
        assert_eq!(
            (answer.status(), answer.fields()),
            ("validation:invalid_input", vec![field])
        );
    }
}

#[test]
fn questions_in_sql_are_asked() {
    let Some(server) = server() else { return };
    let db = tasks(&server, "questions");
    db.call("create_task", &json!({"name": "b", "rank": 30}));
    let made = db.call("create_task", &json!({"name": "a", "rank": 70}));
    let id = json!({"id": made.id()});
    let answer = db.call("ask", &id);
    assert_eq!(answer.more("result"), 100);
    assert_eq!(answer.row("state"), "busy");
    db.ask("UPDATE crm.tb_task SET rank = rank + 1");
    let rows = json!([{"name": "a"}, {"name": "b"}]);
    assert_eq!(db.call("ask", &id).more("rows"), &rows);
    assert_eq!(
        db.call("ask_wrongly", &id).status(),
        "failed:unexpected_error"
    );
    let heard = db.ask(&format!(
        "LISTEN specql_services; \
         SELECT status FROM app.ask_others('{OURS}', '{USER}', '{id}'); SELECT 1;"
    ));
    assert!(
        heard.contains("\"input\": {\"to\": \"a\", \"times\": 3}"),
        "{heard}"
    );
}
